//! `manifest.webmanifest`: what a phone needs to install the handbook beside its apps.
//!
//! All addresses are relative to the file, so that it holds below any folder of a host.

use serde::Serialize;

use crate::handbook::{HOME, Handbook};
use crate::theme::{Colours, written};
use crate::view::{Icon, SiteView};

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lang: &'a str,
    dir: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'a str,
    display_override: [&'a str; 1],
    theme_color: String,
    background_color: String,
    icons: Vec<ManifestIcon>,
    shortcuts: Vec<Shortcut<'a>>,
}

#[derive(Serialize)]
struct ManifestIcon {
    src: &'static str,
    sizes: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
}

/// A page that a long press on the icon offers.
#[derive(Serialize)]
struct Shortcut<'a> {
    name: &'a str,
    url: &'a str,
}

/// Returns the description of a site as something to install.
///
/// A bar with the way back is asked for where a system can show one, since a handbook is read to and
/// fro; elsewhere it opens as an app does.
pub fn manifest(handbook: &Handbook, site: &SiteView, colours: Colours) -> String {
    let language = &handbook.shared.language;
    let shortcut = |word: &'static str, url: Option<&'_ String>| {
        Some((language.word(&["nav", word]).to_owned(), url?.clone()))
    };
    let shortcuts: Vec<(String, String)> =
        [shortcut("help_now", site.help_now.as_ref()), shortcut("search_page", site.search.as_ref())]
            .into_iter()
            .flatten()
            .collect();
    let icon =
        |icon: Icon, sizes, purpose| ManifestIcon { src: icon.file(), sizes, kind: "image/png", purpose };
    let manifest = Manifest {
        name: &site.title,
        description: handbook.pages[HOME].summary.as_deref(),
        lang: &site.language,
        dir: site.direction,
        start_url: "./",
        scope: "./",
        display: "standalone",
        display_override: ["minimal-ui"],
        theme_color: written(colours.paper),
        background_color: written(colours.paper),
        icons: vec![
            icon(Icon::Small, "192x192", "any"),
            icon(Icon::Large, "512x512", "any"),
            icon(Icon::Large, "512x512", "maskable"),
        ],
        shortcuts: shortcuts.iter().map(|(name, url)| Shortcut { name, url }).collect(),
    };
    serde_json::to_string_pretty(&manifest).expect("a manifest is plain data") + "\n"
}
