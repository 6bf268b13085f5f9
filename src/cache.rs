//! [`Cache`]: what of the last build may be used again.
//!
//! A document depends on the bytes of its file and on the options of reading; a page on its
//! document, its view and what all pages are rendered with. Each is compared with what it was made
//! from, so nothing is ever invalidated: the cache can be emptied at any moment without changing a
//! byte of output. Findings are kept with what they were found in.

use std::collections::HashMap;
use std::sync::Arc;

use crate::content::Options;
use crate::data::Data;
use crate::diag::Checked;
use crate::render::Setting;
use crate::search::Analysis;
use crate::site::{Parsed, Rendered};
use crate::source::{SitePath, Url};
use crate::theme::{Layers, Theme};
use crate::view::SiteView;

/// What of the last build may be used again.
#[derive(Debug, Default)]
pub struct Cache {
    /// Whether nothing is kept, since there will be no next build.
    pub(crate) forgetful: bool,
    pub(crate) options: Options,
    pub(crate) documents: HashMap<SitePath, Parsed>,
    pub(crate) theme: Option<(Layers, Arc<Checked<Theme>>)>,
    pub(crate) setting: Option<(SettingKey, Arc<Setting>)>,
    pub(crate) pages: HashMap<Url, Rendered>,
    pub(crate) analyses: HashMap<Url, Arc<Analysis>>,
    /// How many pages the last build rendered, and how many it took from here.
    pub counts: Counts,
}

impl Cache {
    /// Returns a cache that keeps nothing, for a build after which there is none.
    pub fn forgetful() -> Self {
        Self { forgetful: true, ..Self::default() }
    }
}

/// How much of a build was new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that were parsed.
    pub parsed: usize,
    /// Pages that were rendered.
    pub rendered: usize,
    /// Pages whose words were read for the search.
    pub analysed: usize,
}

/// What all pages are rendered with, as far as it can change.
#[derive(Clone, Debug)]
pub(crate) struct SettingKey {
    pub theme: Arc<Checked<Theme>>,
    pub site: SiteView,
    pub words: toml::Table,
    pub data: Arc<Data>,
    pub currency: String,
}

impl PartialEq for SettingKey {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.theme, &other.theme)
            && self.site == other.site
            && self.words == other.words
            && self.currency == other.currency
            && self.data == other.data
    }
}
