//! Addresses elsewhere: which the handbook leads to, and what it means that a host answers as it does.
//!
//! In goes a linked handbook, out come [`Address`]es, each with every place that leads there; in go
//! the [`Answer`]s, out come findings. Only what is surely gone is an error; a host that was slow, or
//! that does not talk to programs, is a warning, since it may be well tomorrow. [`Memory`] knows what
//! was found lately and need not be asked for again.
//!
//! Nobody is asked here, and no build ever does: `edge::visit` asks, for `deskbook check --external`.

mod ids;
mod memory;
mod private;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use url::Url;

pub use ids::has_id;
pub use memory::Memory;
pub use private::is_public;

use crate::config::Config;
use crate::content::Status;
use crate::content::blocks::Block;
use crate::diag::{Checked, Diagnostic, Location, Policy, rules, settle};
use crate::handbook::{Handbook, Origin, Page, Target};
use crate::source::Span;

/// An address elsewhere, and every place in the handbook that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// The address, without the part behind `#`.
    pub url: Url,
    /// Who leads there, in reading order.
    pub places: Vec<Place>,
}

/// A place that leads to an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where it stands.
    pub location: Location,
    /// The address as it stands there.
    pub written: String,
    /// The id that it names behind `#`, when that is one of the page itself.
    pub id: Option<String>,
}

impl Address {
    /// Returns the ids that the page there should have.
    pub fn ids(&self) -> BTreeSet<&str> {
        self.places.iter().filter_map(|place| place.id.as_deref()).collect()
    }
}

/// What became of an address. Reasons go on where the address stands: "answers 404".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is there; these of the ids that were asked for are not.
    There(BTreeSet<String>),
    /// It is gone for good.
    Gone(String),
    /// It may be there, or not.
    Doubtful(String),
    /// It belongs to the own network or the own machine, and was not asked.
    Private,
}

/// Returns every address elsewhere that the handbook's pages lead to; one that is none is a finding.
pub fn addresses(handbook: &Handbook) -> Checked<Vec<Address>> {
    let mut by_url: BTreeMap<Url, Vec<Place>> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for page in handbook.pages.iter().filter(|page| page.origin == Origin::Content) {
        for (written, span) in written_on(page) {
            let location = Location::new(&page.path, span);
            match read(&written) {
                Ok((url, id)) => by_url.entry(url).or_default().push(Place { location, written, id }),
                Err(error) => diagnostics.push(
                    Diagnostic::new(
                        &rules::DEAD_EXTERNAL_LINK,
                        location,
                        format!("`{written}` is no address: {error}"),
                    )
                    .help("write it as `https://example.com/page`, or take the link out"),
                ),
            }
        }
    }
    let addresses = by_url.into_iter().map(|(url, places)| Address { url, places });
    Checked { value: addresses.collect(), diagnostics }
}

/// Returns the addresses on a page, in the order in which they stand there.
fn written_on(page: &Page) -> Vec<(String, Span)> {
    let document = &page.document;
    let references = document.references.iter().zip(&page.targets);
    let links = references.filter_map(|(reference, target)| match target {
        Target::External(address) => Some((address.clone(), reference.span)),
        _ => None,
    });
    let sources = page.front().record.texts("sources").into_iter().map(|text| (text.value, text.span));
    let laws = document.fences.iter().filter_map(|(node, fence)| match document.block(*node)? {
        Block::Law(law) => Some((law.source.clone(), within(*fence, &document.source, &law.source))),
        _ => None,
    });
    let is_web = |address: &str| {
        let begins =
            |with: &str| address.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
        begins("https://") || begins("http://") || begins("//")
    };
    let mut found: Vec<(String, Span)> =
        sources.chain(links).chain(laws).filter(|(address, _)| is_web(address)).collect();
    found.sort_by_key(|(_, span)| *span);
    found
}

/// Returns where a text stands in the line of a fence.
fn within(fence: Span, source: &str, text: &str) -> Span {
    let at = source.get(fence.range()).and_then(|line| line.find(text));
    at.map_or(fence, |at| Span::new(0, text.len()).shifted(fence.start as usize + at))
}

/// Reads an address as browsers do; what stands behind `#` apart, when it names a place on the page.
fn read(written: &str) -> Result<(Url, Option<String>), url::ParseError> {
    let mut url = match written.starts_with("//") {
        true => Url::parse(&format!("https:{written}"))?,
        false => Url::parse(written)?,
    };
    let id = url.fragment().map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned());
    url.set_fragment(None);
    // Some pages say with it what their script shows, and browsers which words to mark.
    let is_id =
        |id: &String| !id.is_empty() && id != "top" && !id.starts_with(['/', '!']) && !id.contains(":~:");
    Ok((url, id.filter(is_id)))
}

/// Returns whether the settings leave an address out.
pub fn is_skipped(config: &Config, url: &Url) -> bool {
    config.external_skip.iter().any(|skip| match skip.strip_suffix('*') {
        Some(beginning) => url.as_str().starts_with(beginning),
        None => Url::parse(skip).is_ok_and(|skip| skip == *url),
    })
}

/// Returns what the answers mean for the places that lead to the addresses.
pub fn findings(addresses: &[Address], answers: &BTreeMap<Url, Answer>) -> Vec<Diagnostic> {
    let answered = addresses.iter().filter_map(|address| Some((address, answers.get(&address.url)?)));
    answered
        .flat_map(|(address, answer)| address.places.iter().filter_map(|place| finding(place, answer)))
        .collect()
}

fn finding(place: &Place, answer: &Answer) -> Option<Diagnostic> {
    let written = &place.written;
    let at = |rule, message| Diagnostic::new(rule, place.location.clone(), message);
    match answer {
        Answer::There(lacking) => {
            let id = place.id.as_ref().filter(|id| lacking.contains(*id))?;
            let message = format!("`{written}` is there, but nothing on its page has the id `{id}`");
            let found = at(&rules::DOUBTFUL_EXTERNAL_LINK, message);
            Some(found.help("open it and take the address of the place that you mean, or leave out what stands behind `#`"))
        }
        Answer::Gone(reason) => Some(at(&rules::DEAD_EXTERNAL_LINK, format!("`{written}` {reason}")).help(
            "look for where it went or take the link out; list it under `skip` in `[external]` if only your own network \
             knows it",
        )),
        Answer::Doubtful(reason) => {
            let found = at(&rules::DOUBTFUL_EXTERNAL_LINK, format!("`{written}` {reason}"));
            Some(found.help("open it in a browser; if readers get there, list it under `skip` in `[external]`"))
        }
        Answer::Private => None,
    }
}

/// Returns findings as they are shown: at the levels of the settings, those on drafts as warnings.
/// No comment excuses them, since in every other check it would excuse nothing.
pub fn settled(handbook: &Handbook, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let drafts = handbook.pages.iter().filter(|page| page.front().status == Status::Draft);
    let levels = handbook.shared.config.levels.clone();
    settle(found, &Policy { levels, drafts: drafts.map(|page| page.path.clone()).collect() }, [])
}
