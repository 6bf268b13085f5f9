//! [`SitePath`]: the place of an input file, relative to the project's folder.

use std::fmt;
use std::sync::Arc;

/// A normalised, relative path with `/` between its parts and no `.` or `..` in it.
///
/// Once built nobody normalises again. The empty path is the project's folder itself.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Returns the path that `text` names, or `None` when it climbs out of the project.
    pub fn new(text: &str) -> Option<Self> {
        Self::default().join(text)
    }

    /// Returns the path that `relative` names when it is read from this folder.
    ///
    /// A leading `/` is taken as relative too: addresses are resolved by the caller.
    /// `None` when the path climbs out of the project.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.parts().collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/").into()))
    }

    /// Returns the folder that holds this file; the project's folder for a top-level one.
    pub fn parent(&self) -> Self {
        match self.0.rfind('/') {
            Some(slash) => Self(self.0[..slash].into()),
            None => Self::default(),
        }
    }

    /// Returns the last part: the file's name with its ending.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// Returns the file's name without its ending.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// Returns the ending without its dot, or an empty string.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[dot + 1..],
            _ => "",
        }
    }

    /// Returns the rest of the path below `folder`, or `None` when it stands elsewhere.
    pub fn below<'a>(&'a self, folder: &str) -> Option<&'a str> {
        let rest = self.0.strip_prefix(folder)?;
        match rest.strip_prefix('/') {
            Some(rest) => Some(rest),
            None if folder.is_empty() => Some(rest),
            None => None,
        }
    }

    /// Returns the parts of the path, from the outside in.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for SitePath {
    fn default() -> Self {
        Self(Arc::from(""))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    #[test]
    fn a_path_is_normalised_once() {
        let path = SitePath::new("content//a/./b/../c.md").expect("stays inside");
        assert_eq!(path.as_str(), "content/a/c.md");
        assert_eq!((path.stem(), path.extension()), ("c", "md"));
        assert_eq!(path.parent().as_str(), "content/a");
    }

    #[test]
    fn a_path_that_climbs_out_is_no_path() {
        assert!(SitePath::new("../secret").is_none());
        assert!(SitePath::new("a/../../secret").is_none());
    }

    #[test]
    fn below_needs_a_whole_folder_name() {
        let path = SitePath::new("contents/a.md").expect("stays inside");
        assert_eq!(path.below("content"), None);
        assert_eq!(path.below("contents"), Some("a.md"));
    }
}
