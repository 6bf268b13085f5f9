//! [`Snapshot`]: every input file of one edition, as a value.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SitePath;

/// What the build knows of one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// A text that the build reads: Markdown, data, settings, templates, styles, scripts.
    Text(Arc<str>),
    /// A file that is copied as it is.
    Blob(Blob),
    /// A file that cannot be what it should be.
    Unreadable(Unreadable),
}

/// Why a file cannot be what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A text of which this line is not UTF-8.
    NotUtf8(usize),
    /// A text with more bytes than are read: how many it has, and how many are read.
    TooLarge(u64, u64),
    /// A symbolic link to something outside the project.
    LeadsOut,
    /// A symbolic link to a folder that holds it.
    Circle,
    /// A symbolic link to nothing.
    Nowhere,
    /// A file whose name is not Unicode.
    Name,
}

/// A file that stays where it is: pictures, downloads. Only `edge` opens it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Blob {
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Width and height in pixels, when it is a picture whose header says so.
    pub pixels: Option<(u32, u32)>,
}

impl Blob {
    /// Returns what there is to know of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let size = imagesize::blob_size(bytes).ok();
        Self {
            sha256: super::hex(&Sha256::digest(bytes)).into(),
            bytes: bytes.len() as u64,
            pixels: size.and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?))),
        }
    }
}

/// All input files by path. Two equal snapshots build two equal sites.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Snapshot {
    files: BTreeMap<SitePath, File>,
    plain: bool,
}

/// Endings of the files that are read as text.
const TEXTS: &[&str] = &["css", "html", "js", "md", "toml"];

/// Returns whether a file is read as text: pages, data and settings, and what themes are made of.
///
/// Beside pages only Markdown is; an HTML file there is a download like any other.
pub fn is_text(path: &SitePath) -> bool {
    let ending = path.extension();
    match path.parts().next() {
        Some("content") => ending == "md" || path.below("content/_data").is_some() && ending == "toml",
        Some("static") => false,
        _ => TEXTS.contains(&ending),
    }
}

impl Snapshot {
    /// Reads a snapshot written in one string, as tests and rule pages write them.
    ///
    /// Each file begins with a line `//- path/to/file`; text before the first such line is
    /// `content/index.md`.
    ///
    /// ```
    /// let snapshot = deskbook::Snapshot::fixture("//- content/a.md\n# A\n");
    /// assert_eq!(snapshot.text("content/a.md").as_deref(), Some("# A\n"));
    /// ```
    pub fn fixture(text: &str) -> Self {
        let mut snapshot = Self::default();
        let mut path = "content/index.md".to_owned();
        let mut body = String::new();
        let mut store = |path: &str, body: &str| {
            let Some(path) = SitePath::new(path).filter(|_| !body.is_empty()) else { return };
            let file =
                if is_text(&path) { File::Text(body.into()) } else { File::Blob(Blob::of(body.as_bytes())) };
            snapshot.insert(path, file);
        };
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(next) => {
                    store(&path, &body);
                    next.trim().clone_into(&mut path);
                    body.clear();
                }
                None => body.push_str(line),
            }
        }
        store(&path, &body);
        snapshot
    }

    /// Says that the project is a plain folder of pages, which stand in no `content/`.
    pub fn set_plain(&mut self, plain: bool) {
        self.plain = plain;
    }

    /// Returns whether the project is a plain folder of pages.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// Returns where a file stands in the project's folder, which is how findings name it.
    pub fn on_disk<'a>(&self, path: &'a SitePath) -> &'a str {
        match path.below("content") {
            Some(below) if self.plain => below,
            _ => path.as_str(),
        }
    }

    /// Adds a file, or replaces the one at its path.
    pub fn insert(&mut self, path: SitePath, file: File) {
        self.files.insert(path, file);
    }

    /// Takes a file away and returns it.
    pub fn remove(&mut self, path: &str) -> Option<File> {
        self.files.remove(path)
    }

    /// Returns the file at a path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Returns the text at a path; `None` for pictures and for what is not there.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        match self.files.get(path)? {
            File::Text(text) => Some(text.clone()),
            File::Blob(_) | File::Unreadable(_) => None,
        }
    }

    /// Returns the paths at which this snapshot and another do not hold the same, sorted.
    pub fn differing(&self, other: &Self) -> Vec<SitePath> {
        let is_same = |mine: &File, theirs: &File| match (mine, theirs) {
            // Editions hold one text for what did not change between them.
            (File::Text(text), File::Text(there)) => Arc::ptr_eq(text, there) || text == there,
            _ => mine == theirs,
        };
        let mut paths = Vec::new();
        let (mut mine, mut theirs) = (self.files.iter().peekable(), other.files.iter().peekable());
        loop {
            let order = match (mine.peek(), theirs.peek()) {
                (None, None) => return paths,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((path, _)), Some((other, _))) => path.cmp(other),
            };
            let left = mine.next_if(|_| order.is_le());
            let right = theirs.next_if(|_| order.is_ge());
            match (left, right) {
                (Some((_, file)), Some((_, there))) if is_same(file, there) => {}
                (either, other) => paths.extend(either.or(other).map(|(path, _)| path.clone())),
            }
        }
    }

    /// Returns every file, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &File)> {
        self.files.iter()
    }

    /// Returns the files below a folder, each with its path below it.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a SitePath, &'a File)> {
        self.files.iter().filter_map(move |(path, file)| Some((path.below(folder)?, path, file)))
    }
}
