//! `deskbook build`: the site into a folder.

use std::path::PathBuf;
use std::time::Instant;

use anstream::{eprint, eprintln};
use clap::Args;
use deskbook::{edge, publish, report};

use super::project::{Project, Scope, Wanted};
use super::tally::{Count, grouped};
use super::{Ending, ProjectArguments, Voice};

/// What `build` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// The folder to write into; `site` in the handbook's folder unless given
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site is published, such as <https://handbook.example.com>/
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Leave editions out: what is in the folder is the site
    #[arg(long)]
    no_editions: bool,
    /// Publish what is in the folder as well, below `/next/`, marked as not in force
    #[arg(long, conflicts_with = "no_editions")]
    next: bool,
    /// Write a copy that opens from a folder, without a host
    #[arg(long)]
    portable: bool,
}

/// Builds the site. Nothing is written while there is an error.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let started = Instant::now();
    let scope = match (arguments.no_editions, arguments.next) {
        (true, _) => Scope::Folder,
        (false, false) => Scope::Editions,
        (false, true) => Scope::AndNext,
    };
    let wanted = Wanted { base_url: arguments.base_url.as_deref(), scope, whole: false };
    let mut project = Project::build(&arguments.project, &wanted, voice)?;
    look_into_copies(&mut project)?;
    let count = Count::of(&project.findings);
    if !voice.quiet || count.errors > 0 {
        eprint!("{}", report::human(&project.findings, &project.snapshot, true));
    }
    if count.errors > 0 {
        eprintln!("nothing was written: {}", count.words());
        return Ok(Ending::Findings);
    }
    let out = arguments.out.clone().unwrap_or_else(|| project.root.join("site"));
    let copy =
        arguments.portable.then(|| publish::portable(&project.built.output, project.built.handbook.date));
    let output = copy.as_ref().unwrap_or(&project.built.output);
    let written = edge::write::write(output, &project.snapshot, &project.root, &out)?;
    if voice.verbose {
        eprintln!(
            "{} files written, {} unchanged, {} removed",
            grouped(written.written),
            grouped(written.unchanged),
            grouped(written.removed)
        );
    }
    if !voice.quiet {
        eprintln!(
            "built {} pages, {} words, {} files ({} kB) into {} in {:.2} s: {}",
            grouped(project.built.pages),
            grouped(project.built.words),
            grouped(output.files().len()),
            grouped(usize::try_from(output.bytes() / 1000).unwrap_or(usize::MAX)),
            out.display(),
            started.elapsed().as_secs_f64(),
            count.words()
        );
    }
    if let Some(in_force) = project.built.in_force.as_ref().filter(|_| !voice.quiet) {
        let unpublished = match in_force.unpublished {
            0 => "everything in the folder is published".to_owned(),
            1 => "1 changed page is unpublished".to_owned(),
            pages => format!("{} changed pages are unpublished", grouped(pages)),
        };
        eprintln!("in force: {}; {unpublished}", in_force.id);
    }
    if arguments.next && project.built.in_force.is_none() && !voice.quiet {
        eprintln!("no edition is in force: the folder is the site itself, and nothing stands at /next/");
    }
    project.leave();
    Ok(Ending::Clean)
}

/// Looks for what is left out in the texts that are copied, which a build knows by name alone.
fn look_into_copies(project: &mut Project) -> Result<(), edge::Error> {
    let Project { root, snapshot, built, findings } = project;
    if built.secrets.is_some() {
        let copies = edge::copies::read(&built.output, snapshot, root, publish::leak::is_read)?;
        findings.extend(built.leaks_in_copies(&copies));
    }
    Ok(())
}
