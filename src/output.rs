//! [`Output`]: the finished site as a value, by public path.
//!
//! Nothing here touches a disk: `edge::write` puts an output into a folder, a live server sends
//! from it, a test looks into it.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::diag::{Diagnostic, Location, rules};
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
    files: BTreeMap<OutPath, (Content, Option<SitePath>)>,
}

impl Output {
    /// Adds a file that comes from `origin`, or one of Deskbook's own; a path that is taken is a
    /// finding that names both.
    ///
    /// Pages, files and redirects are checked when they are linked; what is left to meet here is a
    /// file of the site at a path that Deskbook writes itself.
    pub fn insert(
        &mut self,
        path: OutPath,
        content: Content,
        origin: Option<&SitePath>,
    ) -> Option<Diagnostic> {
        if let Some((_, first)) = self.files.get(&path) {
            let first = first.as_ref().or(origin)?;
            let other = match origin {
                Some(origin) => format!("`{origin}` stands"),
                None => "Deskbook writes a file itself".to_owned(),
            };
            let message = format!("`{first}` would be published at `/{path}`, where {other}");
            return Some(
                Diagnostic::new(&rules::DUPLICATE_ADDRESS, Location::whole(first), message)
                    .help("give it another name"),
            );
        }
        self.files.insert(path, (content, origin.cloned()));
        None
    }

    /// Returns what stands at a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        let (content, _) = self.files.get(&OutPath::new(path))?;
        Some(content)
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
        self.files.iter().map(|(path, (content, _))| (path, content))
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
