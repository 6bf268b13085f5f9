//! [`Imprint`]: a site that is one edition of several, below an address of its own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Site;
use crate::diag::Checked;
use crate::handbook::{Handbook, PageId, Recent};
use crate::render::{BodySetting, Setting};
use crate::source::Url;
use crate::theme::Theme;
use crate::view::{self, EditionView, PageView, SiteView};

/// Where the feed of editions stands.
pub const FEED: &str = "editions.xml";

/// What an edition adds to its pages.
#[derive(Debug, Default)]
pub struct Imprint {
    /// What stands on each page, by its address in the edition.
    pub views: HashMap<Url, Arc<EditionView>>,
    /// Where the edition's first page stands; empty at the root.
    pub address: String,
    /// The way from the edition's first page to that of the whole site; empty when it is the same.
    pub up: String,
    /// Whether search engines are to leave it out.
    pub noindex: bool,
    /// Whether it has a search of its own.
    pub has_search: bool,
    /// The pages that came or changed not long ago.
    pub recent: BTreeMap<PageId, Recent>,
    /// Where each page stands that counts for search engines, by its address here.
    pub canonical: HashMap<Url, String>,
}

impl Imprint {
    /// Adds to a page what belongs to its edition.
    pub(super) fn add_to(&self, page: &mut PageView, url: &Url) {
        page.edition = self.views.get(url).cloned();
        if !self.up.is_empty() {
            page.noindex |= self.noindex;
            page.canonical = self.canonical.get(url).cloned();
        }
    }
}

impl Imprint {
    /// Prepares what all pages of an edition are rendered with.
    pub(super) fn setting(
        &self,
        handbook: &Handbook,
        theme: &Checked<Theme>,
        body: Arc<BodySetting>,
    ) -> Arc<Setting> {
        let mut site = view::site(handbook, &theme.value.assets);
        if !self.up.is_empty() {
            site = below(site, &self.up);
            site.search = site.search.filter(|_| self.has_search);
        }
        site.editions = Some(format!("{}as-of/", self.up));
        let has_feed = handbook.shared.config.base_url.is_some();
        site.feed = has_feed.then(|| format!("{}{FEED}", self.up));
        Arc::new(Setting::new(body, &site))
    }
}

impl Site {
    /// Returns the site as it looks at the root of all editions while it is none of them itself.
    pub fn beside_editions(&self) -> Self {
        self.clone().with_imprint(Imprint::default())
    }

    /// Returns the site as one edition of several.
    pub fn with_imprint(mut self, imprint: Imprint) -> Self {
        self.setting = imprint.setting(&self.handbook, &self.theme, self.setting.body.clone());
        self.handbook.recent = Arc::new(imprint.recent.clone());
        self.imprint = Some(imprint.into());
        self
    }
}

/// Returns what all pages share for a copy below an address of its own: what pages load stands once,
/// at the root.
fn below(mut site: SiteView, up: &str) -> SiteView {
    let addresses = [
        &mut site.css,
        &mut site.script,
        &mut site.early_script,
        &mut site.redirect_script,
        &mut site.search_script,
        &mut site.manifest,
        &mut site.offline_script,
    ];
    let icons = site.icons.iter_mut().map(|icon| &mut icon.url);
    let others = site.assets.values_mut().chain(site.logo.as_mut()).chain(icons).chain(site.offline.as_mut());
    for address in addresses.into_iter().chain(others) {
        address.insert_str(0, up);
    }
    site
}
