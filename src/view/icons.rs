//! Which icons a site has: its own, as `static/` has them, else those that are drawn for it.

use serde::Serialize;

use crate::handbook::Handbook;

/// An icon that is drawn for a site that has none under this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// `favicon.svg`, for browsers of today.
    Scalable,
    /// `favicon.ico`, for what asks for no other name.
    Ico,
    /// `apple-touch-icon.png`, for the home screens of Apple.
    Touch,
    /// `icon-192.png`, for home screens.
    Small,
    /// `icon-512.png`, for the moment in which an installed handbook opens.
    Large,
}

/// Where the description of the site as something to install stands.
pub const MANIFEST: &str = "manifest.webmanifest";

impl Icon {
    const ALL: [Self; 5] = [Self::Scalable, Self::Ico, Self::Touch, Self::Small, Self::Large];

    /// Returns where the icon stands.
    pub fn file(self) -> &'static str {
        match self {
            Self::Scalable => "favicon.svg",
            Self::Ico => "favicon.ico",
            Self::Touch => "apple-touch-icon.png",
            Self::Small => "icon-192.png",
            Self::Large => "icon-512.png",
        }
    }
}

/// An icon as the head of a page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct IconLink {
    pub rel: &'static str,
    pub url: String,
    pub kind: Option<&'static str>,
    pub sizes: Option<&'static str>,
}

/// The names under which a site may have its own icon for the tabs of browsers.
const OF_TABS: [&str; 3] = ["favicon.svg", "favicon.ico", "favicon.png"];

/// Returns the icons that are drawn. A site with an icon of its own for tabs gets none beside it,
/// since a browser may prefer that.
pub fn drawn(handbook: &Handbook) -> Vec<Icon> {
    let own = own(handbook);
    let has_tabs = OF_TABS.iter().any(|name| own.contains(name));
    let is_wanted = |icon: &Icon| match icon {
        Icon::Scalable | Icon::Ico => !has_tabs,
        icon => !own.contains(&icon.file()),
    };
    Icon::ALL.into_iter().filter(is_wanted).collect()
}

/// Returns what the head of each page says of the site's icons.
pub fn links(handbook: &Handbook) -> Vec<IconLink> {
    let (own, drawn) = (own(handbook), drawn(handbook));
    let is_there = |name: &str| own.contains(&name) || drawn.iter().any(|icon| icon.file() == name);
    let link = |rel, url: &str, kind, sizes| IconLink { rel, url: url.to_owned(), kind, sizes };
    let links = [
        link("icon", "favicon.ico", None, Some("32x32")),
        link("icon", "favicon.png", Some("image/png"), None),
        link("icon", "favicon.svg", Some("image/svg+xml"), None),
        link("apple-touch-icon", "apple-touch-icon.png", None, None),
    ];
    links.into_iter().filter(|link| is_there(&link.url)).collect()
}

/// Returns the files at the site's root.
fn own(handbook: &Handbook) -> Vec<&str> {
    let files = handbook.files.iter().map(|(_, url, _)| url.as_str());
    files.filter(|name| !name.contains('/')).collect()
}
