//! What every page of a site shows alike.

use std::collections::BTreeMap;

use serde::Serialize;

use super::icons::{self, IconLink};
use crate::handbook::{Handbook, PageId};
use crate::theme::Assets;

/// The frame that all pages share.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct SiteView {
    pub title: String,
    pub language: String,
    pub direction: &'static str,
    pub css: String,
    pub script: String,
    pub early_script: String,
    pub redirect_script: String,
    pub search_script: String,
    pub search: Option<String>,
    pub assets: BTreeMap<String, String>,
    pub logo: Option<String>,
    pub icons: Vec<IconLink>,
    pub manifest: String,
    pub areas: Vec<AreaView>,
    pub help_now: Option<String>,
    pub a_z: Option<String>,
    pub all_pages: Option<String>,
    pub glossary: Option<String>,
    pub rules: Option<String>,
    pub editions: Option<String>,
    pub feed: Option<String>,
    pub offline: Option<String>,
    pub offline_script: String,
    pub private: bool,
    pub policy: &'static str,
    pub generator: &'static str,
}

/// An area, as navigation shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct AreaView {
    pub title: String,
    pub summary: Option<String>,
    pub url: String,
    pub tab: usize,
}

/// How many colours tell areas apart.
const TABS: usize = 8;

/// The most areas that navigation shows on each page; of a handbook with more, a page shows its own.
const MOST_AREAS: usize = 16;

/// Returns the colour of an area by its number from one.
pub fn tab(number: usize) -> usize {
    (number - 1) % TABS + 1
}

/// Returns an area as navigation shows it.
pub fn area(handbook: &Handbook, area: PageId, number: usize) -> AreaView {
    let page = &handbook.pages[area];
    AreaView {
        title: page.nav_title.clone(),
        summary: page.summary.clone(),
        url: page.url.encoded(),
        tab: tab(number),
    }
}

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "fa", "he", "ur"];

/// Returns what every page shows alike.
pub fn site(handbook: &Handbook, assets: &Assets) -> SiteView {
    let config = &handbook.shared.config;
    let primary = config.primary_language();
    let page = |id: &str| Some(handbook.page_with_id(id)?.url.encoded());
    let areas = handbook.areas.iter().enumerate();
    SiteView {
        title: config.title.clone(),
        language: config.language.clone(),
        direction: if RIGHT_TO_LEFT.contains(&primary) { "rtl" } else { "ltr" },
        css: assets.address("handbook.css"),
        script: assets.address("handbook.js"),
        early_script: assets.address("early.js"),
        redirect_script: assets.address("redirect.js"),
        search_script: assets.address("search.js"),
        search: page("search"),
        assets: assets.addresses.iter().map(|(name, url)| (name.clone(), url.encoded())).collect(),
        logo: assets.addresses.get("logo.svg").map(crate::source::Url::encoded),
        icons: icons::links(handbook),
        manifest: icons::MANIFEST.to_owned(),
        areas: match handbook.areas.len() {
            0..=MOST_AREAS => areas.map(|(number, page)| area(handbook, *page, number + 1)).collect(),
            _ => Vec::new(),
        },
        help_now: page("help-now"),
        a_z: page("a-z"),
        all_pages: page("all-pages"),
        glossary: page("glossary"),
        rules: page("rules"),
        editions: None,
        feed: None,
        offline: config.offline.map(|_| "offline.html".to_owned()),
        offline_script: assets.address("offline.js"),
        private: !config.public,
        policy: crate::headers::POLICY,
        generator: concat!("Deskbook ", env!("CARGO_PKG_VERSION")),
    }
}
