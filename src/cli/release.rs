//! `deskbook release`: the commit that is checked out becomes an edition.

use std::path::{Path, PathBuf};

use anstream::{eprint, eprintln, print, println};
use clap::Args;
use deskbook::edge::release::{Prepared, beside_the_last, handbook, prepare, record};
use deskbook::editions::changes::{Two, terminal};
use deskbook::editions::release::{Terms, note};
use deskbook::editions::{Changes, Comparison, Edition};
use deskbook::source::SitePath;
use deskbook::{Config, Options, Snapshot, edge, report};
use jiff::civil::Date;

use super::tally::Count;
use super::{Ending, Voice};

/// What `release` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The edition's name, such as `2026.2`
    id: String,
    /// Since when it holds
    #[arg(long, value_name = "YYYY-MM-DD")]
    effective: Date,
    /// What changed, in a sentence
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The day on which it is published; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Release this commit instead of the one that is checked out
    #[arg(long, value_name = "REV")]
    commit: Option<String>,
    /// Make no tag, such as in a workflow that must not push any
    #[arg(long)]
    no_tag: bool,
    /// Show what would be recorded and what changes for readers, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// Begin the release note in a new file, and record nothing
    #[arg(long, value_name = "PATH", conflicts_with_all = ["dry_run", "commit"])]
    write_note: Option<PathBuf>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Records an edition, or shows what that would be.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let today = edge::disk::read(&arguments.root)?;
    let terms = Terms {
        id: arguments.id.clone(),
        published: day(arguments.date, &today)?,
        effective: arguments.effective,
        note: arguments.note.clone(),
    };
    if let Some(path) = &arguments.write_note {
        return write_note(arguments, &today, &terms, path, voice);
    }
    let prepared = prepare(&arguments.root, &today, &terms, arguments.commit.as_deref())?;
    let count = Count::of(&prepared.findings);
    if !voice.quiet || count.errors > 0 {
        eprint!("{}", report::human(&prepared.findings, &prepared.snapshot, true));
    }
    if arguments.dry_run {
        print!("{}", rehearsal(&prepared, arguments));
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
        eprintln!("{}", said(&prepared, arguments));
    }
    Ok(Ending::Clean)
}

/// Returns the day that is given, or that of the environment, or today's.
pub fn day(given: Option<Date>, today: &Snapshot) -> Result<Date, edge::Error> {
    let time_zone = Config::read(today).value.time_zone;
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    edge::clock::day(given, epoch.as_deref(), time_zone.as_deref())
}

/// Returns a file as it is named from here.
pub fn shown(root: &Path, file: &Path) -> String {
    let file = if root == Path::new(".") { file.strip_prefix(".").unwrap_or(file) } else { file };
    file.display().to_string()
}

/// Says what would be recorded, and what changes for readers.
fn rehearsal(prepared: &Prepared, arguments: &Arguments) -> String {
    let edition = &prepared.edition;
    if prepared.is_recorded {
        return format!("edition {} is recorded already, just so\n", edition.id);
    }
    let path = Edition::path(&edition.id).unwrap_or_default();
    let head = edition.toml();
    let head = head.split("\n[pages]").next().unwrap_or_default().trim_end().replace('\n', "\n  ");
    let tag = if arguments.no_tag { String::new() } else { format!(", and the tag {}", edition.id) };
    let changes = match &prepared.changes {
        Some(changes) => terminal::summary(changes),
        None => format!("{} is the first edition: all of it is new\n", edition.id),
    };
    format!("would record `{path}` with {} pages{tag}:\n  {head}\n\n{changes}", edition.pages.len())
}

/// Says what was done, and what is left to do.
fn said(prepared: &Prepared, arguments: &Arguments) -> String {
    let edition = &prepared.edition;
    let path = Edition::path(&edition.id).unwrap_or_default();
    let short = edition.commit.get(..10).unwrap_or(&edition.commit);
    let done = match prepared.is_recorded {
        true => "is recorded already",
        false => "is recorded",
    };
    let mut said = format!(
        "edition {} {done}: {} pages of commit {short}, in force from {}",
        edition.id,
        edition.pages.len(),
        edition.effective
    );
    if prepared.is_unpushed {
        said.push_str(&format!(
            "\ncommit {short} is on no branch that was pushed; push it as it is, since a squash or a rebase would leave \
             it behind"
        ));
    }
    if !prepared.is_recorded {
        let tag =
            if arguments.no_tag { String::new() } else { format!(" and `git push origin {}`", edition.id) };
        said.push_str(&format!("\nnext: commit `{path}`, then `git push`{tag}"));
    }
    said
}

/// Begins the release note for what stands in the folder.
fn write_note(
    arguments: &Arguments,
    today: &Snapshot,
    terms: &Terms,
    path: &Path,
    voice: Voice,
) -> Result<Ending, edge::Error> {
    let file = place(&arguments.root, path)?;
    let options = Options::on(terms.published).whole();
    let now = handbook(today, &options);
    let last = beside_the_last(&arguments.root, today, &now, terms.effective, &options)?;
    let none = Comparison::default();
    let changes = match &last {
        Some(last) => {
            let names = [last.edition.id.as_str(), terms.id.as_str()];
            Changes::of(Two { old: &last.old, new: &now, names, comparison: &last.comparison })
        }
        None => Changes::of(Two { old: &now, new: &now, names: ["", terms.id.as_str()], comparison: &none }),
    };
    let text = note(&terms.id, terms.effective, &changes, &now, &file);
    edge::create::create(path, &text)?;
    println!("{}", path.display());
    if !voice.quiet {
        eprintln!(
            "next: fill in the places in braces, take `status: draft` out, link the page from another, commit it, then \
             run `deskbook release {} --effective {}`",
            terms.id, terms.effective
        );
    }
    Ok(Ending::Clean)
}

/// Returns the place in the handbook of a file that is still to be written.
fn place(root: &Path, path: &Path) -> Result<SitePath, edge::Error> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let root = absolute(root);
    let below = absolute(path).and_then(|path| Some(path.strip_prefix(root?).ok()?.to_owned()));
    let place = below.as_deref().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    let place = place
        .and_then(|path| SitePath::new(&path))
        .filter(|path| path.below(deskbook::handbook::CONTENT).is_some() && path.extension() == "md");
    place.ok_or_else(|| {
        edge::Error::Refused(format!(
            "`{}` is no page of the handbook; name a Markdown file below `content/`",
            path.display()
        ))
    })
}
