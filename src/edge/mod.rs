//! The world: disks and clocks. Nothing outside this folder and `cli` touches either.
//!
//! What goes wrong here is the machine's trouble, not the author's: a [`Error`] with the operation
//! and the path. What an author can mend (a file that is not UTF-8, a link that leads out) is a
//! finding like any other.

pub mod clock;
pub mod copies;
pub mod correct;
pub mod create;
pub mod disk;
pub mod editions;
pub mod folder;
pub mod git;
pub mod history;
pub mod mend;
pub mod record;
pub mod release;
pub mod replace;
pub mod server;
pub mod visit;
pub mod watch;
pub mod write;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An operation that the machine could not carry out.
#[derive(Debug)]
pub enum Error {
    /// The operation, the path, and what the system said.
    Io(&'static str, PathBuf, io::Error),
    /// Something that a person must decide first, in a sentence.
    Refused(String),
}

impl Error {
    fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io(operation, path, error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(operation, path, error) => write!(f, "cannot {operation} `{}`: {error}", path.display()),
            Self::Refused(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}
