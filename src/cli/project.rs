//! A project, read and built in memory: what `build` and `check` have in common.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use deskbook::editions::History;
use deskbook::source::{File, SitePath};
use deskbook::{
    Built, Checked, Config, Diagnostic, Options, Progress, Readers, Snapshot, build_editions, edge,
};

use super::{ProjectArguments, Voice, watch};

/// What is built of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The folder alone.
    #[default]
    Folder,
    /// The edition in force, and all others beside it.
    Editions,
    /// These, and the folder as what comes next.
    AndNext,
}

/// A project and what came of it.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its files.
    pub snapshot: Snapshot,
    /// The finished site.
    pub built: Built,
    /// Every finding, in reading order.
    pub findings: Vec<Diagnostic>,
}

impl Project {
    /// Leaves the memory of a project to the end of the program, which frees it faster.
    pub fn leave(self) {
        std::mem::forget(self);
    }

    /// Reads the folder, and what the world decides.
    pub fn read(arguments: &ProjectArguments, wanted: &Wanted) -> Result<(Snapshot, Options), edge::Error> {
        let snapshot = edge::disk::read(&arguments.root)?;
        let time_zone = Config::read(&snapshot).value.time_zone;
        let options = Self::options(arguments, time_zone.as_deref(), wanted)?;
        Ok((snapshot, options))
    }

    /// Returns what the world decides.
    pub fn options(
        arguments: &ProjectArguments,
        time_zone: Option<&str>,
        wanted: &Wanted,
    ) -> Result<Options, edge::Error> {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
        let unless_named = if wanted.whole { Readers::All } else { Readers::Usual };
        Ok(Options {
            date: edge::clock::day(arguments.date, epoch.as_deref(), time_zone)?,
            drafts: arguments.drafts,
            base_url: wanted.base_url.map(str::to_owned),
            readers: arguments.audience.clone().map_or(unless_named, Readers::Named),
        })
    }

    /// Reads the folder and builds of it in memory what is asked for.
    pub fn build(arguments: &ProjectArguments, wanted: &Wanted, voice: Voice) -> Result<Self, edge::Error> {
        let root = arguments.root.clone();
        let (snapshot, options) = Self::read(arguments, wanted)?;
        let progress = Progress::default();
        let history = match wanted.scope {
            Scope::Folder => History::default(),
            Scope::Editions => edge::history::read(&root, &snapshot)?,
            Scope::AndNext => History { and_next: true, ..edge::history::read(&root, &snapshot)? },
        };
        let built = watch::watched("building", &progress, voice, || {
            build_editions(&snapshot, &history, &options, &progress)
        });
        Ok(Self { root, snapshot, built: built.value, findings: built.diagnostics })
    }
}

/// Reads the settings alone, for what needs no page.
pub fn settings(root: &Path) -> Result<Checked<Config>, edge::Error> {
    let file = root.join(deskbook::config::FILE);
    let mut snapshot = Snapshot::default();
    match fs::read_to_string(&file) {
        Ok(text) => {
            let path = SitePath::new(deskbook::config::FILE).unwrap_or_default();
            snapshot.insert(path, File::Text(text.into()));
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => {}
        Err(error) => return Err(edge::Error::Io("read", file, error)),
    }
    Ok(Config::read(&snapshot))
}

/// What a command wants of a project.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Where the site is published, if the settings should not say.
    pub base_url: Option<&'a str>,
    /// What is built.
    pub scope: Scope,
    /// Whether it is about everything, unless an audience is named.
    pub whole: bool,
}

impl Wanted<'_> {
    /// Everything that is in the folder.
    pub const WHOLE: Self = Self { base_url: None, scope: Scope::Folder, whole: true };
}
