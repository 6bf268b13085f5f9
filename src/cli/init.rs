//! `deskbook init`: a handbook to begin with, or what publishes one that is there.

use std::path::{Path, PathBuf};

use anstream::{eprintln, println};
use clap::{Args, ValueEnum};
use deskbook::edge::create::{create_all, found_in};
use deskbook::starter::{Contents, Host, Source, Wish, handbook};
use deskbook::{config, edge};
use jiff::civil::Date;

use super::{Ending, Voice};

/// What `init` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A folder that is new or empty; one that holds a handbook gets the files of `--ci` alone
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Begin with the whole sample handbook, to rework
    #[arg(long)]
    sample: bool,
    /// Add what publishes it: workflows, and how to set up the host
    #[arg(long, value_enum, value_name = "HOST")]
    ci: Option<Ci>,
    /// The day of the first reviews; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ci {
    /// GitHub Pages
    Github,
    /// GitLab Pages
    Gitlab,
    /// Netlify, by a workflow on GitHub
    Netlify,
    /// Cloudflare Pages, by a workflow on GitHub
    Cloudflare,
    /// A bucket of any object store, by a workflow on GitHub
    S3,
}

impl Ci {
    fn host(self) -> Host {
        match self {
            Self::Github => Host::GitHub,
            Self::Gitlab => Host::GitLab,
            Self::Netlify => Host::Netlify,
            Self::Cloudflare => Host::Cloudflare,
            Self::S3 => Host::S3,
        }
    }
}

/// Writes a new handbook, or what publishes one.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let folder = &arguments.folder;
    let source = source();
    if let (true, Some(ci), false) = (is_handbook(folder), arguments.ci, arguments.sample) {
        let files = ci.host().files(&source);
        create_all(folder, &files)?;
        for file in files.keys() {
            println!("{}", folder.join(file).display());
        }
        if !voice.quiet {
            eprintln!("next: read `{}`, then commit these files", folder.join("ci/README.md").display());
        }
        return Ok(Ending::Clean);
    }
    if let Some(name) = found_in(folder)? {
        return Err(edge::Error::Refused(refusal(folder, &name)));
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let wish = Wish {
        day: edge::clock::day(arguments.date, epoch.as_deref(), None)?,
        contents: if arguments.sample { Contents::Sample } else { Contents::Small },
        host: arguments.ci.map(Ci::host),
        source,
    };
    create_all(folder, &handbook(&wish))?;
    println!("{}", folder.display());
    if !voice.quiet {
        eprintln!("{}", what_next(folder));
    }
    Ok(Ending::Clean)
}

/// Returns where workflows get this program: from where it was released, if it was.
fn source() -> Source {
    match option_env!("DESKBOOK_RELEASES") {
        Some(releases) if !releases.is_empty() => Source::Releases(releases.to_owned()),
        _ => Source::Crate,
    }
}

fn is_handbook(folder: &Path) -> bool {
    folder.join(config::FILE).is_file()
}

/// Says why a folder that holds something is left alone, and what to do.
fn refusal(folder: &Path, name: &str) -> String {
    let shown = folder.display();
    if is_handbook(folder) {
        return format!(
            "`{shown}` holds a handbook already; `deskbook serve --root {shown}` shows it, and `deskbook init {shown} \
             --ci HOST` adds what publishes it"
        );
    }
    format!(
        "`{shown}` holds `{name}`, and nothing is written among the files of others; name a folder that is new or empty, \
         such as `{}`; a folder of Markdown builds as it is, with `deskbook build --root {shown}`",
        folder.join("handbook").display()
    )
}

/// Says which three commands come next.
fn what_next(folder: &Path) -> String {
    let here = folder.components().all(|part| part == std::path::Component::CurDir);
    let commands = match here {
        true => "deskbook serve --open\n  deskbook check\n  deskbook build".to_owned(),
        false => {
            format!("cd {}\n  deskbook serve --open\n  deskbook build", quoted(&folder.display().to_string()))
        }
    };
    format!("its README.md says what to change first; next:\n  {commands}")
}

/// Returns a path as a shell reads it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("\"{path}\"") }
}
