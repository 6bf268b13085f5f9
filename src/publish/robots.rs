//! `robots.txt`: whether search engines may look.

use crate::config::Config;

/// Returns the rules for robots: a private site is closed to them, a public one names its sitemap.
pub fn robots(config: &Config) -> String {
    match (&config.base_url, config.public) {
        (_, false) => "User-agent: *\nDisallow: /\n".to_owned(),
        (Some(base), true) => format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"),
        (None, true) => "User-agent: *\nAllow: /\n".to_owned(),
    }
}
