//! [`Output`]: the finished site as a value, by public path.
//!
//! Nothing here touches a disk: `edge::write` puts an output into a folder, a live server sends
//! from it, a test looks into it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::source::{Blob, OutPath, SitePath, hex};

/// What stands at a path.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// A page, as what it does not share with one around the same body.
    Framed(Framed),
    /// The bytes of an input file, which stays where it is until somebody asks.
    Copy(SitePath, Blob),
}

impl Content {
    /// Returns the bytes; `None` for those of an input file.
    pub fn bytes(&self) -> Option<Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::Framed(framed) => Some(framed.parts.concat().into()),
            Self::Copy(..) => None,
        }
    }

    /// Returns how many bytes there are.
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Framed(framed) => framed.parts.iter().map(|part| part.len() as u64).sum(),
            Self::Copy(_, blob) => blob.bytes,
        }
    }

    /// Returns the SHA-256 of the bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        match self {
            Self::Bytes(bytes) => hex(&Sha256::digest(bytes)),
            Self::Framed(framed) => {
                let digest = framed.parts.iter().fold(Sha256::new(), Sha256::chain_update);
                hex(&digest.finalize())
            }
            Self::Copy(_, blob) => blob.sha256.to_string(),
        }
    }
}

/// Two files are equal when their bytes are, however they are kept.
impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Copy(path, blob), Self::Copy(other, there)) => path == other && blob == there,
            _ => self.size() == other.size() && self.bytes() == other.bytes(),
        }
    }
}

impl Eq for Content {}

/// A page that shares most of its bytes with another.
///
/// The same page in two editions has one body, and differs around it in a few lines: which edition it
/// is, and where it stands in the list of all. With forty editions that is most of what is in memory.
#[derive(Clone, Debug)]
pub struct Framed {
    parts: [Bytes; 5],
    /// The page as one text, once somebody looks into it.
    text: OnceLock<Option<Box<str>>>,
}

impl Framed {
    fn text(&self) -> Option<&str> {
        let joined = || String::from_utf8(self.parts.concat()).ok().map(String::into_boxed_str);
        self.text.get_or_init(joined).as_deref()
    }
}

/// A page that is kept whole, and where its body is.
#[derive(Debug)]
pub struct Whole {
    page: Bytes,
    body: Range<usize>,
}

impl Whole {
    /// Finds the body in a page; `None` where the template put something else there.
    pub fn new(page: Bytes, body: &str) -> Option<Self> {
        let at = place(&page, body)?;
        Some(Self { page, body: at..at + body.len() })
    }

    /// Returns the body.
    pub fn body(&self) -> Bytes {
        self.page.slice(self.body.clone())
    }

    /// Keeps another page around the same body as what it does not share with this one.
    pub fn beside(&self, page: String, body: &str) -> Content {
        let Some(at) = place(page.as_bytes(), body) else { return Content::Bytes(page.into_bytes().into()) };
        let (before, after) = (&page.as_bytes()[..at], &page.as_bytes()[at + body.len()..]);
        let (begins, ends) = shared(&self.page[..self.body.start], before);
        let (goes_on, closes) = shared(&self.page[self.body.end..], after);
        let parts = [
            self.page.slice(..begins),
            Bytes::copy_from_slice(&before[begins..before.len() - ends]),
            self.page.slice(self.body.start - ends..self.body.end + goes_on),
            Bytes::copy_from_slice(&after[goes_on..after.len() - closes]),
            self.page.slice(self.page.len() - closes..),
        ];
        Content::Framed(Framed { parts, text: OnceLock::new() })
    }
}

/// By so many bytes of its beginning a body is looked for: few pages have them twice.
const BEGINNING: usize = 64;

fn place(page: &[u8], body: &str) -> Option<usize> {
    let body = body.as_bytes();
    let mut places = memchr::memmem::find_iter(page, &body[..body.len().min(BEGINNING)]);
    places.find(|at| page[*at..].starts_with(body))
}

/// Returns how many bytes two texts share where they begin, and of the rest where they end.
fn shared(one: &[u8], other: &[u8]) -> (usize, usize) {
    let begins = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = one[begins..].iter().rev().zip(other[begins..].iter().rev());
    (begins, rest.take_while(|(a, b)| a == b).count())
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
            Content::Framed(framed) => framed.text(),
            Content::Copy(..) => None,
        }
    }

    /// Returns every file by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&OutPath, &Content)> {
        self.files.iter()
    }

    /// Returns how many bytes all files have together.
    pub fn bytes(&self) -> u64 {
        self.files().map(|(_, content)| content.size()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Whole};

    #[test]
    fn a_page_is_the_same_however_it_is_kept() {
        let whole = |page: &str| Content::Bytes(page.to_owned().into());
        let first = Whole::new("<a>1<b>BODY<c>2".into(), "BODY").expect("the body");
        for page in
            ["<a>1<b>BODY<c>2", "<a>22<b>BODY<c>", "BODY", "<a>BODY<b>BODY", "none", "", "<a>1<b>BODY<c>22"]
        {
            let kept = first.beside(page.to_owned(), "BODY");
            assert_eq!((kept.sha256(), kept.size()), (whole(page).sha256(), whole(page).size()), "{page}");
            assert_eq!(kept, whole(page), "{page}");
        }
    }
}
