//! `build.json`: what was built, from what, and the SHA-256 of every file.
//!
//! It is written last, so a folder whose record agrees with its files is a whole build.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::output::Output;
use crate::source::{OutPath, hex};

/// Where the record stands.
pub const FILE: &str = "build.json";

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The program and its version.
    pub generator: String,
    /// The day on which the handbook was read.
    pub date: String,
    /// The SHA-256 of every other file, by path, in lower-case hexadecimal.
    pub files: BTreeMap<String, String>,
}

/// Returns the record of an output.
pub fn record(output: &Output, date: Date) -> Record {
    let files: Vec<_> = output.files().collect();
    let hashed = files.into_par_iter().map(|(path, content)| (path.to_string(), content.sha256()));
    Record {
        generator: concat!("Deskbook ", env!("CARGO_PKG_VERSION")).to_owned(),
        date: date.to_string(),
        files: hashed.collect(),
    }
}

impl Record {
    /// Adds a file that was made of the others.
    pub fn add(&mut self, path: &OutPath, bytes: &[u8]) {
        self.files.insert(path.to_string(), hex(&Sha256::digest(bytes)));
    }

    /// Returns the record as it is written.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a record is plain data") + "\n"
    }
}
