//! A project, read and built in memory: what `build` and `check` have in common.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use deskbook::editions::History;
use deskbook::source::{File, SitePath};
use deskbook::{Built, Checked, Config, Diagnostic, Options, Progress, Snapshot, build_editions, edge};

use super::{ProjectArguments, Voice, watch};

/// What is built of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The folder alone.
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
    pub fn read(
        arguments: &ProjectArguments,
        base_url: Option<&str>,
    ) -> Result<(Snapshot, Options), edge::Error> {
        let snapshot = edge::disk::read(&arguments.root)?;
        let time_zone = Config::read(&snapshot).value.time_zone;
        let options = Self::options(arguments, time_zone.as_deref(), base_url)?;
        Ok((snapshot, options))
    }

    /// Returns what the world decides.
    pub fn options(
        arguments: &ProjectArguments,
        time_zone: Option<&str>,
        base_url: Option<&str>,
    ) -> Result<Options, edge::Error> {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
        Ok(Options {
            date: edge::clock::day(arguments.date, epoch.as_deref(), time_zone)?,
            drafts: arguments.drafts,
            base_url: base_url.map(str::to_owned),
        })
    }

    /// Reads the folder and builds of it in memory what is asked for.
    pub fn build(
        arguments: &ProjectArguments,
        base_url: Option<&str>,
        scope: Scope,
        voice: Voice,
    ) -> Result<Self, edge::Error> {
        let root = arguments.root.clone();
        let (snapshot, options) = Self::read(arguments, base_url)?;
        let progress = Progress::default();
        let history = match scope {
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
