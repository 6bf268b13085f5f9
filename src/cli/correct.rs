//! `deskbook correct`: a few files of the edition in force as they are now, at once.

use std::path::PathBuf;

use anstream::{eprint, eprintln, print, println};
use clap::Args;
use deskbook::edge::correct::{Request, prepare, record};
use deskbook::editions::changes::terminal;
use deskbook::{edge, report};
use jiff::civil::Date;

use super::release::{day, shown};
use super::tally::Count;
use super::{Ending, Voice};

/// What `correct` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The edition to correct
    #[arg(value_name = "BASE")]
    base: String,
    /// Files or folders below `content/`, taken as they are in the last commit
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    take: Vec<String>,
    /// Why, as readers see it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The day of the correction; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Make no tag, such as in a workflow that must not push any
    #[arg(long)]
    no_tag: bool,
    /// Show what changes for readers, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Records a correction, or shows what it would be.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let today = edge::disk::read(&arguments.root)?;
    let date = day(arguments.date, &today)?;
    let request = Request { base: &arguments.base, take: &arguments.take, reason: &arguments.reason, date };
    let prepared = prepare(&arguments.root, &today, &request)?;
    let count = Count::of(&prepared.findings);
    eprint!("{}", report::human(&prepared.findings, &prepared.snapshot, true));
    if arguments.dry_run {
        print!("{}", terminal::whole(&prepared.changes));
    }
    if count.errors > 0 {
        eprintln!("nothing was recorded: {}", count.words());
        return Ok(Ending::Findings);
    }
    if arguments.dry_run {
        return Ok(Ending::Clean);
    }
    let file = record(&arguments.root, &prepared, !arguments.no_tag)?;
    println!("{}", shown(&arguments.root, &file));
    if !voice.quiet {
        let (edition, branch) = (&prepared.edition, &prepared.branch.0);
        let files = match prepared.files.len() {
            1 => "1 file".to_owned(),
            files => format!("{files} files"),
        };
        let tag = if arguments.no_tag { String::new() } else { format!(" {}", edition.id) };
        eprintln!(
            "edition {} is recorded: {files} taken, in force from {}\nnext: commit its record, then `git push` and \
             `git push origin {branch}{tag}`; the commit of the correction is on that branch alone",
            edition.id, edition.effective
        );
        for later in &prepared.lost_in {
            eprintln!(
                "edition {}, in force from {}, was released before and takes this back; run `deskbook correct {} --take {}` \
                 as well",
                later.id,
                later.effective,
                later.id,
                prepared.files.join(" ")
            );
        }
    }
    Ok(Ending::Clean)
}
