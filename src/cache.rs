//! [`Cache`]: what of the last build may be used again.
//!
//! A document depends on the bytes of its file and on the options of reading; a page on its
//! document, its view and what all pages are rendered with, and so does the body in it, on less of
//! each. Each is compared with what it was made from, so nothing is ever invalidated: the cache can be
//! emptied at any moment without changing a byte of output. Findings are kept with what they were
//! found in.
//!
//! Editions are read and rendered one after the other with one cache: what neighbours have in common
//! is read and rendered once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::content::Options;
use crate::diag::Checked;
use crate::render::{BodySetting, Setting};
use crate::search::Analysis;
use crate::site::{Bodies, Parsed, Rendered};
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
    pub(crate) theme: Option<(Arc<Layers>, Arc<Checked<Theme>>)>,
    pub(crate) body_setting: Option<(Arc<Checked<Theme>>, Arc<BodySetting>)>,
    pub(crate) setting: Option<(SiteView, Arc<Setting>)>,
    pub(crate) pages: HashMap<Url, Rendered>,
    pub(crate) bodies: Bodies,
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
    /// Bodies that were rendered for pages of editions; the others stood in the edition before.
    pub bodies: usize,
    /// Pages whose words were read for the search.
    pub analysed: usize,
}
