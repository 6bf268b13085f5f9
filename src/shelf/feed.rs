//! The feed of editions, for whoever wants to be told: an Atom document with an entry an edition.
//!
//! Every day in it is one that the ledger records, so that the same editions are the same bytes on
//! every day. A feed names whole addresses; a site that does not know its own has none.

use std::fmt::Write;

use jiff::civil::Date;

use super::changes::{self, Standing};
use super::summary::Summary;
use super::{Shelf, Volume, said};
use crate::diag::Checked;
use crate::editions::Edition;
use crate::output::Content;
use crate::render::{push_escaped, special};
use crate::site::{FEED, Site};
use crate::source::OutPath;

/// How many entries it has at the most: the latest ones.
const MOST: usize = 50;

/// Returns the feed, where the address of the site is known.
pub fn feed(shelf: &Shelf, root: &Site) -> Checked<Option<(OutPath, Content)>> {
    let config = &root.handbook.shared.config;
    let (Some(base), false) = (&config.base_url, shelf.volumes.is_empty()) else {
        return Checked::clean(None);
    };
    let mut found = Vec::new();
    let language = &root.handbook.shared.language;
    let title = format!("{}: {}", config.title, language.word(&["editions", "title"]));
    let updated = shelf.volumes.iter().map(|volume| updated(&volume.edition)).max().unwrap_or_default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ =
        write!(xml, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>", config.language);
    push_text(&mut xml, &title);
    xml.push_str("</title>\n");
    link(&mut xml, "self", &format!("{base}{FEED}"));
    link(&mut xml, "alternate", &format!("{base}editions/"));
    element(&mut xml, "id", &format!("{base}{FEED}"));
    element(&mut xml, "updated", &moment(updated));
    xml.push_str("<author>");
    element(&mut xml, "name", &config.title);
    xml.push_str("</author>\n");
    for number in (0..shelf.volumes.len()).rev().take(MOST) {
        xml.push_str(&entry(shelf, number, base).collect(&mut found));
    }
    xml.push_str("</feed>\n");
    let file = (OutPath::new(FEED), Content::Bytes(xml.into_bytes().into()));
    Checked { value: Some(file), diagnostics: found }
}

fn entry(shelf: &Shelf, number: usize, base: &str) -> Checked<String> {
    let volume = &shelf.volumes[number];
    let (edition, language) = (&volume.edition, shelf.language(number));
    let mut xml = String::from("<entry>\n");
    let date = language.date(edition.effective);
    element(&mut xml, "title", &said(language, "feed_entry", &[("id", &edition.id), ("date", &date)]));
    let address = format!("{base}{}", volume.address());
    link(&mut xml, "alternate", &address);
    element(&mut xml, "id", &address);
    element(&mut xml, "published", &moment(edition.published));
    element(&mut xml, "updated", &moment(updated(edition)));
    if let Some(note) = &edition.note {
        element(&mut xml, "summary", note);
    }
    content(shelf, number, volume, base).map(|html| {
        xml.push_str("<content type=\"html\">");
        push_text(&mut xml, html.trim());
        xml + "</content>\n</entry>\n"
    })
}

/// Returns what changed with an edition as HTML with whole addresses.
fn content(shelf: &Shelf, number: usize, volume: &Volume, base: &str) -> Checked<String> {
    let place = |to: &str| format!("{base}{to}");
    let summary = match changes::step(shelf, number) {
        Some(step) => Summary::of(&step, &place),
        None => Summary::of_first(&Standing::of(volume), &place),
    };
    special(&volume.site.setting, "feed-entry.html", base, "summary", &summary)
}

/// Returns the last day on which something was recorded of an edition.
fn updated(edition: &Edition) -> Date {
    let later = edition.accepted.iter().map(|accepted| accepted.date);
    let later = later.chain(edition.withdrawn.iter().map(|withdrawn| withdrawn.date));
    later.fold(edition.published, Date::max)
}

/// Returns the beginning of a day as Atom writes it.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = write!(xml, "<{name}>");
    push_text(xml, text);
    let _ = writeln!(xml, "</{name}>");
}

/// Appends a text without the signs that no XML document may hold.
fn push_text(xml: &mut String, text: &str) {
    let may_stand = |sign: &char| matches!(sign, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    push_escaped(xml, &text.chars().filter(may_stand).collect::<String>());
}

fn link(xml: &mut String, rel: &str, address: &str) {
    let _ = write!(xml, "<link rel=\"{rel}\" href=\"");
    push_escaped(xml, address);
    xml.push_str("\"/>\n");
}
