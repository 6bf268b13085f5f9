//! A long history of a handbook, the same every time: one edition after another, edited as people
//! edit.
//!
//! The first edition is the sample. Each later one has an occasion (words, amounts, a rebuilt area,
//! typography, one correction), which says what sort of edits are made: rewritten sentences, moved
//! and split sections, renamed pages, changed tables, rules, ladders and letters. Every page has a
//! number that it keeps however it is edited, so that a test knows which page was which. Nothing
//! here knows how editions are compared.

mod blocks;
mod chance;
mod data;
mod front;
mod pages;
mod sections;
mod sentences;
mod tables;
mod typography;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use chance::Chance;
use deskbook::Snapshot;
use deskbook::source::{File, SitePath};

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it keeps however it is edited.
    pub number: usize,
    /// Its file.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A handbook as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handbook {
    /// Its pages.
    pub pages: Vec<Page>,
    /// Every other text, by path.
    pub data: BTreeMap<String, String>,
    /// The number of the next page.
    next: usize,
}

/// An edition, with what was done to make it.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its files.
    pub handbook: Handbook,
    /// Its occasion.
    pub occasion: &'static str,
    /// What was done, in the order in which it was.
    pub said: Vec<String>,
    /// The pages that were edited, renamed or added.
    pub touched: BTreeSet<usize>,
}

/// An edit of one page's text; says what it did.
type PageEdit = fn(&str, &mut Chance) -> Option<(String, String)>;
/// An edit of several files; says what it did, and to which page.
type HandbookEdit = fn(&mut Handbook, &mut Chance) -> Option<(Option<usize>, String)>;

/// A sort of edit.
#[derive(Clone, Copy)]
enum Edit {
    /// Of the words of a page.
    Page(PageEdit),
    /// Of anything.
    Whole(HandbookEdit),
}

/// What an edition is made for: how many edits, and of which sorts.
struct Occasion {
    name: &'static str,
    edits: usize,
    sorts: &'static [(usize, Edit)],
}

const OCCASIONS: &[Occasion] = &[
    Occasion {
        name: "words",
        edits: 30,
        sorts: &[
            (8, Edit::Page(sentences::reword)),
            (2, Edit::Page(sentences::rewrite)),
            (2, Edit::Page(sentences::add)),
            (1, Edit::Page(sentences::remove)),
            (1, Edit::Page(sentences::carry)),
            (3, Edit::Page(tables::cell)),
            (3, Edit::Page(tables::item)),
            (2, Edit::Page(blocks::rule)),
            (1, Edit::Page(front::summary)),
            (6, Edit::Page(front::identity)),
        ],
    },
    Occasion {
        name: "amounts",
        edits: 12,
        sorts: &[
            (6, Edit::Whole(data::amount)),
            (2, Edit::Whole(data::limit)),
            (1, Edit::Whole(data::conditions)),
            (1, Edit::Whole(data::contact)),
            (1, Edit::Whole(data::role)),
            (1, Edit::Whole(data::term)),
            (2, Edit::Page(blocks::rule)),
        ],
    },
    Occasion { name: "typography", edits: 40, sorts: &[(1, Edit::Page(typography::pass))] },
    Occasion {
        name: "structure",
        edits: 18,
        sorts: &[
            (4, Edit::Page(sections::carry)),
            (2, Edit::Page(sections::split)),
            (2, Edit::Page(sections::merge)),
            (2, Edit::Page(sections::rename)),
            (3, Edit::Whole(pages::rename)),
            (2, Edit::Whole(pages::carry)),
            (1, Edit::Whole(pages::split)),
            (1, Edit::Whole(pages::add)),
            (1, Edit::Whole(pages::remove)),
            (3, Edit::Page(sentences::reword)),
            (1, Edit::Page(front::title)),
        ],
    },
    Occasion {
        name: "blocks",
        edits: 24,
        sorts: &[
            (3, Edit::Page(blocks::rule)),
            (2, Edit::Page(blocks::ladder)),
            (2, Edit::Page(blocks::tree)),
            (2, Edit::Page(blocks::letter)),
            (2, Edit::Page(blocks::law)),
            (1, Edit::Page(blocks::handover)),
            (2, Edit::Page(blocks::speech)),
            (2, Edit::Page(tables::row)),
            (2, Edit::Page(tables::column)),
            (1, Edit::Page(front::owner)),
            (1, Edit::Page(front::effective)),
        ],
    },
    Occasion { name: "a correction", edits: 1, sorts: &[(1, Edit::Page(sentences::reword))] },
];

/// Rules that edits made by chance break, and that nothing about redlines depends on.
const SETTINGS: &str = "
[rules]
missing-section = \"allow\"
protected-page = \"allow\"
incomplete-block = \"allow\"
broken-anchor = \"allow\"
dead-branch = \"allow\"
authority-limits = \"allow\"
broken-promise = \"allow\"
";

/// Returns so many editions, the sample first.
pub fn editions(seed: u64, count: usize) -> Vec<Edition> {
    let mut chance = Chance(seed);
    let first = Edition {
        handbook: Handbook::sample(),
        occasion: "the sample",
        said: Vec::new(),
        touched: BTreeSet::new(),
    };
    let mut editions = vec![first];
    while editions.len() < count {
        let occasion = &OCCASIONS[(editions.len() - 1) % OCCASIONS.len()];
        let before = &editions[editions.len() - 1].handbook;
        editions.push(next(before, occasion, &mut chance));
    }
    editions
}

fn next(before: &Handbook, occasion: &Occasion, chance: &mut Chance) -> Edition {
    const TRIES: usize = 200;
    let mut edition = Edition {
        handbook: before.clone(),
        occasion: occasion.name,
        said: Vec::new(),
        touched: BTreeSet::new(),
    };
    let sorts: Vec<Edit> =
        occasion.sorts.iter().flat_map(|(weight, edit)| std::iter::repeat_n(*edit, *weight)).collect();
    for _ in 0..TRIES {
        if edition.said.len() == occasion.edits {
            break;
        }
        let Some(edit) = chance.of(&sorts).copied() else { break };
        if let Some((page, said)) = edition.handbook.edit(edit, chance) {
            edition.touched.extend(page);
            edition.said.push(said);
        }
    }
    edition
}

impl Handbook {
    /// Reads the sample.
    pub fn sample() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let snapshot = deskbook::edge::disk::read(root).expect("the sample can be read");
        let mut handbook = Self { pages: Vec::new(), data: BTreeMap::new(), next: 0 };
        let texts = snapshot
            .files()
            .filter(|(path, _)| path.below("content").is_some() || path.as_str() == "handbook.toml");
        for (path, file) in texts {
            let File::Text(text) = file else { continue };
            if path.extension() == "md" {
                handbook.push(path.to_string(), text.to_string());
            } else {
                let settings = if path.as_str() == "handbook.toml" { SETTINGS } else { "" };
                handbook.data.insert(path.to_string(), format!("{text}{settings}"));
            }
        }
        handbook
    }

    /// Adds a page and returns its number.
    fn push(&mut self, path: String, text: String) -> usize {
        let number = self.next;
        self.next += 1;
        self.pages.push(Page { number, path, text });
        number
    }

    /// Returns it as a snapshot.
    pub fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (path, text) in self.files() {
            let path = SitePath::new(path).expect("a path");
            snapshot.insert(path, File::Text(text.into()));
        }
        snapshot
    }

    /// Returns every file.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.pages.iter().map(|page| (page.path.as_str(), page.text.as_str()));
        pages.chain(self.data.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    fn edit(&mut self, edit: Edit, chance: &mut Chance) -> Option<(Option<usize>, String)> {
        match edit {
            Edit::Whole(edit) => edit(self, chance),
            Edit::Page(edit) => {
                // The first page, from one by chance onwards, that has what is edited.
                let (first, count) = (chance.below(self.pages.len()), self.pages.len());
                (first..first + count).find_map(|at| {
                    let page = &mut self.pages[at % count];
                    let (text, said) = edit(&page.text, chance)?;
                    (text != page.text).then(|| page.text = text)?;
                    Some((Some(page.number), format!("{}: {said}", page.path)))
                })
            }
        }
    }
}

/// Cuts a page into its front matter, with both lines of dashes, and its body.
fn cut(text: &str) -> (&str, &str) {
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |end| end + 9);
    text.split_at(end)
}

/// A line of a body, and whether a reader reads it as text.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    text: &'a str,
    /// Whether it stands in a block; which one.
    block: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// Returns where the words begin: behind the sign of an item, a tick box or a quotation.
    fn words(&self) -> usize {
        let text = self.text;
        let indent = text.len() - text.trim_start().len();
        let rest = &text[indent..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let sign = match rest {
            _ if rest.starts_with("- [ ] ") => 6,
            _ if rest.starts_with("- ") || rest.starts_with("> ") => 2,
            _ if digits > 0 && rest[digits..].starts_with(". ") => digits + 2,
            _ => 0,
        };
        indent + sign
    }

    /// Returns whether it is a sentence or several.
    fn is_prose(&self) -> bool {
        let words = &self.text[self.words()..];
        let is_syntax =
            ["|", "#", ":::", "[!", "[^", "```", "---"].iter().any(|sign| words.starts_with(sign));
        let is_shaped = matches!(self.block, Some("tree" | "list" | "authority"));
        !is_syntax && !is_shaped && words.split(' ').count() >= 7 && words.ends_with('.')
    }

    /// Returns the sign of an item, if it is one.
    fn item(&self) -> Option<&'a str> {
        let sign = &self.text[..self.words()];
        let is_item = sign.trim_start().starts_with(['-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        is_item.then_some(sign)
    }
}

/// Returns the lines of a body.
fn lines(body: &str) -> Vec<Line<'_>> {
    let mut block = None;
    let lines = body.split('\n').map(|text| {
        if let Some(name) = text.strip_prefix(":::") {
            let name = name.split_whitespace().next();
            block = name;
            return Line { text, block: name.or(Some("")) };
        }
        Line { text, block }
    });
    lines.collect()
}

/// Returns a body with one line replaced by several.
fn with(lines: &[Line], number: usize, by: &[&str]) -> String {
    let before = lines[..number].iter().map(|line| line.text);
    let behind = lines[number + 1..].iter().map(|line| line.text);
    before.chain(by.iter().copied()).chain(behind).collect::<Vec<_>>().join("\n")
}

/// Returns the numbers of the lines of which something holds.
fn which(lines: &[Line], holds: impl Fn(usize, &Line) -> bool) -> Vec<usize> {
    (0..lines.len()).filter(|number| holds(*number, &lines[*number])).collect()
}

/// Returns a piece of a sentence, so that what was done can be said.
fn about(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(7).collect();
    words.join(" ")
}
