//! `sitemap.xml`: the addresses that search engines may list.

use std::fmt::Write;

use crate::config::Config;
use crate::handbook::{Handbook, Origin};
use crate::render::push_escaped;

/// The most addresses that one sitemap may hold (sitemaps.org, protocol 0.9).
const MOST: usize = 50_000;

/// Returns whether a site has a sitemap: a public one whose address is known.
pub fn has_sitemap(config: &Config) -> bool {
    config.public && config.base_url.is_some()
}

/// Returns the sitemap of a site, when it has one.
///
/// A page's date is that of its last review, since that is when somebody last vouched for it.
pub fn sitemap(handbook: &Handbook) -> Option<String> {
    let config = &handbook.shared.config;
    let base = config.base_url.as_ref().filter(|_| has_sitemap(config))?;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = handbook.pages.iter().filter(|page| !page.is_retired() && page.origin != Origin::Folder);
    for page in pages.take(MOST) {
        xml.push_str("<url><loc>");
        push_escaped(&mut xml, &format!("{base}{}", page.url.encoded()));
        xml.push_str("</loc>");
        if let Some(review) = page.review {
            let _ = write!(xml, "<lastmod>{}</lastmod>", review.last);
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}
