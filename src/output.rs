//! [`Output`]: the finished site as a value, by public path.
//!
//! Nothing here touches a disk: `edge::write` puts an output into a folder, a live server sends
//! from it, a test looks into it.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::source::{Blob, OutPath, SitePath};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// The bytes of an input file, which stays where it is until somebody asks.
    Copy(SitePath, Blob),
}

/// The finished site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<OutPath, Content>,
}

impl Output {
    /// Adds a file. `site::Plan` sees to it that no two have one path.
    pub fn insert(&mut self, path: OutPath, content: Content) {
        self.files.insert(path, content);
    }

    /// Returns what stands at a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(&OutPath::new(path))
    }

    /// Returns the text at a path, when it is one.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.get(path)? {
            Content::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Content::Copy(..) => None,
        }
    }

    /// Returns every file by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&OutPath, &Content)> {
        self.files.iter()
    }

    /// Returns how many bytes all files have together.
    pub fn bytes(&self) -> u64 {
        let sizes = self.files().map(|(_, content)| match content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Copy(_, blob) => blob.bytes,
        });
        sizes.sum()
    }
}
