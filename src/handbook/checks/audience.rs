//! Who may read what: audiences that do not exist, and texts that name what some who read them may not.
//!
//! A build for few readers holds what leads to others, and one for many does not. So this looks at the
//! whole handbook, whatever is built.

use super::about;
use crate::audience::{Audience, Audiences};
use crate::config::unknown_audience;
use crate::content::{Name, Phrase, Piece, placeholder};
use crate::data::{Data, file};
use crate::diag::{Diagnostic, Location, rules};
use crate::fields::Located;
use crate::handbook::{Handbook, Page, PageId, Target};
use crate::source::Span;

/// Reports entries of data files that are for an audience that does not exist.
pub fn check_data(handbook: &Handbook) -> Vec<Diagnostic> {
    let Data { values, terms, authority, contacts, paths, .. } = &*handbook.shared.data;
    let entries = [
        ("values.toml", values.iter().filter_map(|(_, value)| value.audience.as_ref()).collect::<Vec<_>>()),
        ("terms.toml", terms.iter().filter_map(|term| term.audience.as_ref()).collect()),
        ("authority.toml", authority.iter().filter_map(|action| action.audience.as_ref()).collect()),
        ("contacts.toml", contacts.iter().filter_map(|contact| contact.audience.as_ref()).collect()),
        ("paths.toml", paths.iter().filter_map(|path| path.audience.as_ref()).collect()),
    ];
    let audiences = &handbook.shared.config.audiences;
    let unknown = entries.into_iter().flat_map(|(name, entries)| {
        let unknown = entries.into_iter().filter(|name| audiences.named(name) == Audience::NOBODY);
        unknown.map(move |audience| {
            unknown_audience(audiences, Location::new(&file(name), audience.span), audience)
        })
    });
    unknown.collect()
}

/// Reports audiences on a page that do not exist, and what it names that some of its readers may not
/// read.
pub fn check(handbook: &Handbook, number: PageId) -> Vec<Diagnostic> {
    let page = &handbook.pages[number];
    let audiences = &handbook.shared.config.audiences;
    let mut found = unknown(audiences, page);
    if audiences.names().next().is_none() {
        return found;
    }
    let place = Place { handbook, page, number };
    let references = page.document.references.iter().zip(&page.targets).zip(page.document.showing());
    for ((reference, target), node) in references {
        let reader = node.map_or(page.audience, |node| handbook.audience_at(page, node));
        found.extend(place.judge(target, reader, reference.span));
    }
    for (field, target) in [("appeal", page.appeal), ("replaced_by", page.successor)] {
        let span = page.front().record.get(field).map_or(Span::default(), |value| value.span);
        let target = target.map(|page| Target::Page(page, None));
        let finding = target.and_then(|target| place.judge(&target, page.audience, span));
        found.extend(finding.map(|finding| finding.help("name a page that is for all who read this one")));
    }
    let front = page.front();
    for (field, phrase) in [("title", &front.title), ("summary", &front.summary)] {
        let span = front.record.get(field).map_or(Span::default(), |value| value.span);
        let names = phrase.iter().flat_map(names);
        found.extend(names.filter_map(|target| place.judge(&target, page.audience, span)));
    }
    found
}

fn unknown(audiences: &Audiences, page: &Page) -> Vec<Diagnostic> {
    let own = page.front().text("audience");
    // One without its field lacks a field, and that is reported.
    let parts = page.document.only().map(|(_, only)| only.audience.clone()).filter(|name| !name.is_empty());
    let unknown = own.into_iter().chain(parts).filter(|name| audiences.named(name) == Audience::NOBODY);
    unknown.map(|name| unknown_audience(audiences, Location::new(&page.path, name.span), &name)).collect()
}

fn names(phrase: &Phrase) -> impl Iterator<Item = Target> {
    phrase.pieces.iter().filter_map(|piece| match piece {
        Piece::Placeholder(text) => match placeholder(text)? {
            Name::Value(key) => Some(Target::Value(key)),
            Name::Term(id) => Some(Target::Term(id)),
            _ => None,
        },
        Piece::Text(_) => None,
    })
}

/// A page whose references are looked at.
struct Place<'a> {
    handbook: &'a Handbook,
    page: &'a Page,
    number: PageId,
}

impl Place<'_> {
    /// Reports a name that leads to what not everybody who reads it may read.
    fn judge(&self, target: &Target, reader: Audience, span: Span) -> Option<Diagnostic> {
        let data = &self.handbook.shared.data;
        let of = |audience: Option<&Located<String>>| {
            self.handbook.shared.config.audiences.named(&audience?.value).into()
        };
        let (what, audience): (String, Option<Audience>) = match target {
            Target::Page(page, id) => return self.link(*page, id.as_deref(), reader, span),
            Target::Here(id) => return self.link(self.number, Some(id), reader, span),
            Target::Value(key) => (format!("value `{key}`"), of(data.values.get(key)?.audience.as_ref())),
            Target::Term(id) => (format!("term `{id}`"), of(data.terms.get(id)?.audience.as_ref())),
            Target::Action(id) => (format!("action `{id}`"), of(data.authority.get(id)?.audience.as_ref())),
            Target::Path(id) => (format!("path `{id}`"), of(data.paths.get(id)?.audience.as_ref())),
            Target::Role(_)
            | Target::File(_)
            | Target::Picture(..)
            | Target::External(_)
            | Target::Missing => {
                return None;
            }
        };
        let (wanted, has) = self.unequal(audience?, reader)?;
        let message = format!("the {what} is for `{wanted}`, and this text is for `{has}` too");
        let location = Location::new(&self.page.path, span);
        let help = format!("put it into `::: only audience={wanted}`, or take `audience` out of the {what}");
        Some(Diagnostic::new(&rules::WITHHELD_NAME, location, message).help(help))
    }

    fn link(&self, to: PageId, id: Option<&str>, reader: Audience, span: Span) -> Option<Diagnostic> {
        let page = &self.handbook.pages[to];
        let anchor = id.and_then(|id| page.document.anchors.iter().find(|(known, _)| *known == id));
        let audience = anchor.map_or(page.audience, |(_, place)| {
            let part =
                page.document.only().filter(|(node, _)| page.document.nodes[*node].span.contains(place));
            part.map(|(node, _)| self.handbook.audience_at(page, node)).max().unwrap_or(page.audience)
        });
        let (wanted, has) = self.unequal(audience, reader)?;
        let part = if audience == page.audience { "" } else { "this part of " };
        let message =
            format!("{part}`{}` is for `{wanted}`, and this text is for `{has}` too", page.path.file_name());
        let finding = match span == Span::default() {
            true => about(self.page, &rules::OUT_OF_REACH, message),
            false => Diagnostic::new(&rules::OUT_OF_REACH, Location::new(&self.page.path, span), message),
        };
        Some(finding.help(format!(
            "others see words without a link; put them into `::: only audience={wanted}`, or let the page be for all \
             who read this one"
        )))
    }

    /// Returns the names of two audiences when the first is narrower than the second.
    fn unequal(&self, wanted: Audience, reader: Audience) -> Option<(&str, &str)> {
        let audiences = &self.handbook.shared.config.audiences;
        let names = (audiences.name(wanted)?, audiences.name(reader)?);
        (!reader.reads(wanted)).then_some(names)
    }
}
