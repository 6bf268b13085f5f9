//! `deskbook check`: everything that `build` does, but for writing; and, if asked, addresses elsewhere.

use std::path::Path;
use std::time::Instant;

use anstream::{eprintln, print};
use clap::{Args, ValueEnum};
use deskbook::{edge, report};

use super::project::{Project, Wanted};
use super::tally::{Count, grouped};
use super::{Ending, ProjectArguments, Voice, external};

/// What `check` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail on warnings, or on what is due, too
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Vec<Deny>,
    /// Mend what has one sure answer
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    external: external::Elsewhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// For GitHub, which shows them on a pull request
    Github,
    /// For GitLab, which shows them in a merge request: a report of code quality
    Gitlab,
    /// For code hosts and editors: SARIF 2.1.0
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// What the handbook's text brings about
    Warnings,
    /// What comes with the calendar
    Due,
}

/// Checks the handbook.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let started = Instant::now();
    let mut project = Project::build(&arguments.project, &Wanted::WHOLE, voice)?;
    if arguments.fix {
        project = mended(project, arguments, voice)?;
    }
    external::check(&mut project, arguments.external, voice);
    let (findings, snapshot) = (&project.findings, &project.snapshot);
    let folder = folder(&project.root);
    let text = match arguments.format {
        Format::Human => report::human(findings, snapshot, true),
        Format::Json => report::json(findings, snapshot),
        Format::Github => report::github(findings, snapshot, &folder),
        Format::Gitlab => report::gitlab(findings, snapshot, &folder),
        Format::Sarif => report::sarif(findings, snapshot, &folder),
    };
    print!("{text}");
    let count = Count::of(findings);
    if !voice.quiet {
        eprintln!(
            "checked {} pages, {} words in {:.2} s: {}",
            grouped(project.built.pages),
            grouped(project.built.words),
            started.elapsed().as_secs_f64(),
            count.words()
        );
    }
    let denied = |deny: &Deny| match deny {
        Deny::Warnings => count.warnings > 0,
        Deny::Due => count.due > 0,
    };
    let fails = count.errors > 0 || arguments.deny.iter().any(denied);
    project.leave();
    Ok(if fails { Ending::Findings } else { Ending::Clean })
}

/// Returns where the handbook stands below the folder in which we were called, which is the
/// repository's in a workflow; nothing when it stands elsewhere.
fn folder(root: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize);
    let (Ok(here), Ok(root)) = (here, std::fs::canonicalize(root)) else { return String::new() };
    let parts = root.strip_prefix(here).map(Path::components).into_iter().flatten();
    parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// Mends what has one sure answer, and checks again.
fn mended(project: Project, arguments: &Arguments, voice: Voice) -> Result<Project, edge::Error> {
    let mended = edge::mend::mend(&project.root, &project.snapshot, &project.findings)?;
    if !voice.quiet {
        eprintln!("mended {} findings in {} files", mended.fixes, mended.files);
    }
    if mended.fixes == 0 { Ok(project) } else { Project::build(&arguments.project, &Wanted::WHOLE, voice) }
}
