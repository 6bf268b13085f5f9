//! [`Analysis`]: the words of one page, section by section, each with the weight of its fields.
//!
//! It depends on the page's document and on what its placeholders read as, and on nothing else, so
//! it is made again only when one of those changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fold::each_token;
use crate::content::blocks::{Block, Of};
use crate::content::{Context, Document, Name, NodeId, Phrase, passages};
use crate::handbook::{Handbook, Page};

/// How much a word weighs in a field, against the same word in running text. Titles and aliases
/// weigh most: two people choose the same word for a thing less than one time in five (Furnas and
/// others, "The Vocabulary Problem", 1987).
const TITLE: f32 = 8.0;
const ALIAS: f32 = 6.0;
const HEADING: f32 = 4.0;
const SUMMARY: f32 = 3.0;
const TEXT: f32 = 1.0;

/// A section of this many words is neither long nor short.
const USUAL_LENGTH: f32 = 100.0;
/// How much of a section's length counts against it (the `b` of BM25).
const LENGTH_COUNTS: f32 = 0.5;

/// The words of one page.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What the page was made of, to tell whether it still holds.
    pub source: PageText,
    /// Its sections: the head of the page, then one for each heading.
    pub sections: Vec<Section>,
    /// Its words and where they stand; whoever has joined them needs them no more.
    pub words: Arc<Words>,
}

/// The words of a page, in order, and the sections that hold them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The words.
    pub words: Vec<Box<str>>,
    /// By word and section: the number of the word, that of the section, and what it weighs there.
    pub places: Vec<(u16, u16, f32)>,
}

/// A part of a page that can be found by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The id of its heading; the head of the page has none.
    pub id: Option<String>,
    /// The words of its heading.
    pub heading: String,
}

/// Everything of a page that is searched.
#[derive(Clone, Debug)]
pub struct PageText {
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// The code.
    pub code: String,
    /// The words that staff and customers use.
    pub aliases: Vec<String>,
    /// What stands in the file.
    pub document: Arc<Document>,
    /// What each reference of the document reads as.
    pub filled: Vec<String>,
    /// What the page shows of data: the glossary's terms, contacts, actions.
    pub shown: Vec<DataText>,
}

/// An entry of a data file that stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataText {
    /// Its address on the page.
    pub id: String,
    /// Its name.
    pub heading: String,
    /// What is said of it.
    pub text: String,
}

impl PartialEq for PageText {
    fn eq(&self, other: &Self) -> bool {
        self.title == other.title
            && self.summary == other.summary
            && self.code == other.code
            && self.aliases == other.aliases
            && self.filled == other.filled
            && self.shown == other.shown
            && (Arc::ptr_eq(&self.document, &other.document) || self.document == other.document)
    }
}

impl PageText {
    /// Takes what is searched of a page.
    pub fn of(handbook: &Handbook, page: &Page) -> Self {
        let references = page.document.references.iter();
        let filled = references.map(|reference| handbook.shared.text_of(&reference.name).unwrap_or_default());
        Self {
            title: page.title.clone(),
            summary: page.summary.clone().unwrap_or_default(),
            code: page.code.clone().unwrap_or_default(),
            aliases: page.aliases().into_iter().map(|alias| alias.value).collect(),
            document: page.document.clone(),
            filled: filled.collect(),
            shown: shown(handbook, page),
        }
    }
}

impl PageText {
    /// Returns what each name in the text reads as.
    pub fn reads(&self) -> FxHashMap<&Name, &str> {
        let names = self.document.references.iter().map(|reference| &reference.name);
        names.zip(self.filled.iter().map(String::as_str)).collect()
    }
}

/// Returns what a page shows of data.
fn shown(handbook: &Handbook, page: &Page) -> Vec<DataText> {
    let data = &handbook.shared.data;
    let blocks = page.document.fences.keys().filter_map(|node| page.document.block(*node));
    let mut shown = Vec::new();
    for block in blocks {
        match block {
            Block::List(list) if list.of == Of::Terms => {
                shown.extend(data.terms.iter().map(|term| DataText {
                    id: term.id.clone(),
                    heading:
                        std::iter::once(&term.term).chain(&term.also).cloned().collect::<Vec<_>>().join(", "),
                    text: handbook.fill(&Phrase::read(&term.definition)),
                }));
            }
            Block::List(list) if list.of == Of::Contacts => {
                let contacts = data.contacts.iter().filter(|contact| contact.urgent || !list.only_urgent);
                shown.extend(contacts.map(|contact| DataText {
                    id: format!("contact-{}", contact.id),
                    heading: contact.title.clone().unwrap_or_else(|| contact.id.replace('-', " ")),
                    text: handbook.fill(&contact.how),
                }));
            }
            Block::List(list) if list.of == Of::Authority => shown.extend(actions(handbook)),
            Block::Authority(slice) if slice.action.is_none() && slice.role.is_none() => {
                shown.extend(actions(handbook));
            }
            _ => {}
        }
    }
    shown
}

fn actions(handbook: &Handbook) -> impl Iterator<Item = DataText> {
    handbook.shared.data.authority.iter().map(|action| {
        let phrases = [&action.conditions, &action.exclusions].into_iter().flatten();
        let of_grants = action.grants.iter().flat_map(|grant| [&grant.conditions, &grant.exclusions]);
        let texts: Vec<String> =
            phrases.chain(of_grants.flatten()).map(|phrase| handbook.fill(phrase)).collect();
        DataText { id: format!("may-{}", action.id), heading: action.title.clone(), text: texts.join(" ") }
    })
}

/// Reads the words of a page.
pub fn analyse(source: PageText) -> Analysis {
    let mut tally = Tally { words: FxHashMap::default(), places: Vec::new(), lengths: vec![0] };
    let mut sections = vec![Section { id: None, heading: String::new() }];
    tally.add(0, &source.title, TITLE);
    tally.add(0, &source.code, TITLE);
    tally.add(0, &source.summary, SUMMARY);
    for alias in &source.aliases {
        tally.add(0, alias, ALIAS);
    }
    let document = &source.document;
    let starts: Vec<NodeId> = document.headings.iter().map(|heading| heading.node).collect();
    for heading in &document.headings {
        sections.push(Section { id: Some(heading.id.clone()), heading: String::new() });
        tally.lengths.push(0);
    }
    let reads = source.reads();
    let fill = |name: &Name| reads.get(name).copied().unwrap_or("");
    for passage in passages(document, fill) {
        if document.title == Some(passage.node)
            || document
                .title
                .is_some_and(|title| passage.node > title && passage.node < document.nodes[title].end())
        {
            continue;
        }
        let section = starts.partition_point(|start| *start <= passage.node);
        if passage.context == Context::Heading && section > 0 {
            sections[section].heading.clone_from(&passage.text);
            tally.add(section, &passage.text, HEADING);
        } else {
            tally.add(section, &passage.text, TEXT);
        }
    }
    for entry in &source.shown {
        sections.push(Section { id: Some(entry.id.clone()), heading: entry.heading.clone() });
        tally.lengths.push(0);
        tally.add(sections.len() - 1, &entry.heading, HEADING);
        tally.add(sections.len() - 1, &entry.text, TEXT);
    }
    Analysis { words: Arc::new(tally.weighed()), sections, source }
}

struct Tally {
    words: FxHashMap<Box<str>, u16>,
    /// By word: the section that held it last, and everywhere that it stands.
    places: Vec<Vec<(u16, f32)>>,
    lengths: Vec<u32>,
}

impl Tally {
    fn add(&mut self, section: usize, text: &str, weight: f32) {
        let number = u16::try_from(section).unwrap_or(u16::MAX);
        let mut count = 0;
        let (words, places) = (&mut self.words, &mut self.places);
        let mut one = |word: &str| {
            let known = words.get(word).copied();
            let place = known.unwrap_or_else(|| {
                let next = u16::try_from(places.len()).unwrap_or(u16::MAX);
                if next < u16::MAX {
                    words.insert(word.into(), next);
                    places.push(Vec::new());
                }
                next
            });
            let Some(places) = places.get_mut(usize::from(place)) else { return };
            match places.last_mut() {
                Some((last, sum)) if *last == number => *sum += weight,
                _ => places.push((number, weight)),
            }
        };
        each_token(text, |word, also| {
            count += 1;
            one(word);
            if let Some(also) = also {
                one(also);
            }
        });
        self.lengths[section] += count;
    }

    /// Returns the words in order, their weights corrected for the length of the section.
    fn weighed(self) -> Words {
        let lengths = self.lengths;
        let correct = |section: u16, weight: f32| {
            let length = lengths.get(usize::from(section)).copied().unwrap_or(0);
            #[expect(clippy::cast_precision_loss, reason = "sections are short")]
            let share = length as f32 / USUAL_LENGTH;
            weight / (1.0 - LENGTH_COUNTS + LENGTH_COUNTS * share)
        };
        let mut words: Vec<(Box<str>, u16)> = self.words.into_iter().collect();
        words.sort_unstable();
        let mut places = Vec::with_capacity(self.places.iter().map(Vec::len).sum());
        for (number, (_, old)) in words.iter().enumerate() {
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let found = self.places[usize::from(*old)].iter();
            places.extend(found.map(|(section, weight)| (number, *section, correct(*section, *weight))));
        }
        Words { words: words.into_iter().map(|(word, _)| word).collect(), places }
    }
}
