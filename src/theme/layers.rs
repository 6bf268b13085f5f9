//! [`Layers`]: the files of a theme by name, the site's own above the built-in ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_embed::RustEmbed;

use crate::config::Config;
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::source::{Blob, File, SitePath, Snapshot};

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct BuiltIn;

/// Where the built-in theme's files stand, as findings name them.
const BUILT_IN: &str = "themes/default";

/// The files of a theme, by their name below the theme's folder.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layers {
    files: BTreeMap<String, (SitePath, Source)>,
}

/// What is known of one file.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A text.
    Text(Arc<str>),
    /// A file of the site that is copied.
    Blob(Blob),
    /// A file of the built-in theme that is copied.
    Bytes(Arc<[u8]>),
}

impl Layers {
    /// Puts the site's own theme, if it names one, above the built-in one.
    pub fn read(snapshot: &Snapshot, config: &Config) -> Checked<Self> {
        let mut layers = Self::built_in();
        let Some(theme) = &config.theme else { return Checked::clean(layers) };
        let folder = format!("themes/{}", theme.value);
        let mut found = false;
        for (name, path, file) in snapshot.below(&folder) {
            found = true;
            let source = match file {
                File::Text(text) => Source::Text(text.clone()),
                File::Blob(blob) => Source::Blob(blob.clone()),
                File::Unreadable(_) => continue,
            };
            layers.files.insert(name.to_owned(), (path.clone(), source));
        }
        let mut diagnostics = Vec::new();
        if !found {
            let names = snapshot.below("themes").filter_map(|(name, ..)| name.split('/').next());
            let near = closest(theme, names).map(|near| format!("did you mean `{near}`?"));
            let file = SitePath::new(crate::config::FILE).unwrap_or_default();
            let message = format!("there is no theme in `{folder}/`");
            diagnostics.push(
                Diagnostic::new(&rules::MISSING_FILE, Location::new(&file, theme.span), message)
                    .help("put the files there that replace those of the built-in theme, or take `theme` out")
                    .help_if(near),
            );
        }
        Checked { value: layers, diagnostics }
    }

    /// Returns the built-in theme alone.
    pub fn built_in() -> Self {
        let files = BuiltIn::iter().filter_map(|name| {
            let bytes = BuiltIn::get(&name)?.data;
            let source = match std::str::from_utf8(&bytes) {
                Ok(text) => Source::Text(text.into()),
                Err(_) => Source::Bytes(bytes.as_ref().into()),
            };
            let path = SitePath::new(&format!("{BUILT_IN}/{name}"))?;
            Some((name.into_owned(), (path, source)))
        });
        Self { files: files.collect() }
    }

    /// Returns one text by name, with where it comes from.
    pub fn text(&self, name: &str) -> Option<(&SitePath, Arc<str>)> {
        match self.files.get(name)? {
            (path, Source::Text(text)) => Some((path, text.clone())),
            _ => None,
        }
    }

    /// Returns the texts below a folder of the theme, sorted by name below that folder.
    pub fn texts<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a SitePath, Arc<str>)> {
        self.below(folder).filter_map(|(name, path, source)| match source {
            Source::Text(text) => Some((name, path, text.clone())),
            _ => None,
        })
    }

    /// Returns the files below a folder of the theme, sorted by name below that folder.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a SitePath, &'a Source)> {
        self.files.iter().filter_map(move |(name, (path, source))| {
            let rest = name.strip_prefix(folder)?.strip_prefix('/')?;
            Some((rest, path, source))
        })
    }
}
