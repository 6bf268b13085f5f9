//! [`Url`] and [`OutPath`]: what a reader's browser asks for, and the file that answers.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What must be escaped in an address; letters of every script are escaped by the encoder.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']')
    .add(b'|')
    .add(b'\'');

/// An address from the root of the site, without the leading slash.
///
/// A page's address ends in `/` (the home page's is empty), a file's does not. It holds plain
/// text; [`Url::encoded`] is what goes into an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Url(Arc<str>);

impl Url {
    /// Returns the address with this text, which is taken as it is.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the plain text of the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address with everything escaped that an address may not hold.
    ///
    /// A first part that holds a colon is escaped too, since it would read as a scheme.
    pub fn encoded(&self) -> String {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_');
        if self.0.bytes().all(is_plain) {
            return self.0.to_string();
        }
        let encoded = utf8_percent_encode(&self.0, ESCAPED).to_string();
        match encoded.split_once('/') {
            Some((first, rest)) if first.contains(':') => {
                format!("{}/{rest}", first.replace(':', "%3A"))
            }
            None if encoded.contains(':') => encoded.replace(':', "%3A"),
            _ => encoded,
        }
    }

    /// Returns the file that a static host sends for this address.
    pub fn file(&self) -> OutPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutPath::new(format!("{}index.html", self.0))
        } else {
            OutPath::new(self.0.clone())
        }
    }

    /// Returns the prefix that leads from a page at this address back to the root: `../../`.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of an output file below the output folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// Returns the path with this text, which is taken as it is.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the path as text, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path as file systems see it that fold case and compose letters.
    ///
    /// Two output files with the same folded path would overwrite each other on such a system.
    pub fn folded(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        let composed: String = self.0.nfc().collect();
        caseless::default_case_fold_str(&composed).nfc().collect()
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{OutPath, Url};

    #[test]
    fn a_page_is_served_by_an_index_file() {
        assert_eq!(Url::default().file().as_str(), "index.html");
        assert_eq!(Url::new("exit/x2/").file().as_str(), "exit/x2/index.html");
        assert_eq!(Url::new("a/photo.png").file().as_str(), "a/photo.png");
    }

    #[test]
    fn the_way_back_to_the_root_counts_slashes() {
        assert_eq!(Url::default().to_root(), "");
        assert_eq!(Url::new("exit/x2/").to_root(), "../../");
    }

    #[test]
    fn letters_of_any_script_are_escaped_and_so_is_a_scheme() {
        assert_eq!(Url::new("é t/").encoded(), "%C3%A9%20t/");
        assert_eq!(Url::new("a:b/c:d/").encoded(), "a%3Ab/c:d/");
    }

    #[test]
    fn composed_and_decomposed_letters_fold_to_one_path() {
        let composed = OutPath::new("Caf\u{e9}/index.html");
        let decomposed = OutPath::new("cafe\u{301}/INDEX.html");
        assert_eq!(composed.folded(), decomposed.folded());
    }
}
