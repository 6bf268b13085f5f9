//! Two sheets of paper for each edition: a brief for a team, on one page, and a sheet to sign.

use std::collections::BTreeMap;

use serde::Serialize;

use super::changes::{self, Standing, Step, html};
use super::summary::{self, Line, Summary};
use super::{Shelf, Volume, from_here, said};
use crate::diag::Checked;
use crate::editions::changes::{Two, of_pages, short};
use crate::editions::redline::Run;
use crate::editions::{Edition, words};
use crate::handbook::{Handbook, Page, PageId};
use crate::output::Content;
use crate::render;
use crate::source::OutPath;
use crate::view::FrontView;

/// Returns the sheets of every edition that is shown.
pub fn all(shelf: &Shelf) -> Checked<Vec<(OutPath, Content)>> {
    let mut found = Vec::new();
    let sheets = (0..shelf.volumes.len()).flat_map(|number| of(shelf, number).collect(&mut found));
    Checked { value: sheets.collect(), diagnostics: found }
}

/// Returns the sheets of an edition; none where it is not shown.
pub fn of(shelf: &Shelf, number: usize) -> Checked<Vec<(OutPath, Content)>> {
    let volume = &shelf.volumes[number];
    let all = summary::address(&volume.edition);
    let step = changes::step(shelf, number);
    let here = format!("{all}{}", summary::BRIEF);
    let place = |to: &str| from_here(&here, to);
    let summary = match &step {
        Some(step) => Summary::of(step, &place),
        None => Summary::of_first(&Standing::of(volume), &place),
    };
    if summary.brief.is_none() || !volume.in_full {
        return Checked::clean(Vec::new());
    }
    let mut found = Vec::new();
    let brief = Brief::of(volume, step.as_ref(), summary, place(&all));
    let brief = page(volume, &here, "brief.html", "brief", &brief).collect(&mut found);
    let here = format!("{all}{}", summary::SIGN_OFF);
    let sheet = Sheet::of(volume, &here);
    let sheet = page(volume, &here, "sign-off.html", "sheet", &sheet).collect(&mut found);
    Checked { value: vec![brief, sheet], diagnostics: found }
}

fn page(
    volume: &Volume,
    here: &str,
    template: &str,
    key: &'static str,
    value: &impl Serialize,
) -> Checked<(OutPath, Content)> {
    let root = from_here(here, &volume.address());
    render::special(&volume.site.setting, template, &root, key, value).map(|text| html(here, text))
}

/// What a team is told about an edition, as much as one sheet holds.
#[derive(Serialize)]
struct Brief {
    id: String,
    /// Since when it holds.
    label: String,
    note: Option<String>,
    first: bool,
    values: Part<FrontView>,
    rules: Part<FrontView>,
    pages: Part<Told>,
    readers: Part<Readers>,
    /// All that changed, and its address on paper.
    all: String,
    address: String,
    sign_off: Option<String>,
}

/// As many rows as there is room for.
#[derive(Serialize)]
struct Part<T> {
    rows: Vec<T>,
    /// That there are more, and how many.
    more: Option<String>,
}

/// A page, and what became of it.
#[derive(Serialize)]
struct Told {
    title: String,
    code: Option<String>,
    url: Option<String>,
    /// `changed`, `added`, `moved` or `removed`.
    what: &'static str,
    /// What changed, where a few words say it.
    lines: Vec<Vec<Run>>,
}

impl Brief {
    fn of(volume: &Volume, step: Option<&Step>, summary: Summary, all: String) -> Self {
        let (edition, language) = (&volume.edition, &volume.handbook().shared.language);
        let date = language.date(edition.effective);
        let more = |more: usize| language.word(&["paper", "more"]).replace("{n}", &more.to_string());
        let mut room = Room::below(summary.note.as_deref().unwrap_or_default());
        let values = room.part(summary.values, VALUES, more, |_| 1);
        let rules = room.part(summary.rules, RULES, more, |rule| lines(rule.label.len() + SIGNS / 5));
        let to_read = summary::to_read(volume);
        let all_pages = to_read.len();
        let named =
            |reader: Readers| named(reader, all_pages, language.word(&["paper", "all_of_them"]), more);
        let readers = together(readers(volume.handbook(), &to_read)).into_iter().map(named).collect();
        let readers = room.part(readers, READERS, more, Readers::lines);
        let groups = [
            ("changed", summary.changed),
            ("added", summary.added),
            ("moved", summary.moved),
            ("removed", summary.removed),
        ];
        let told =
            groups.into_iter().flat_map(|(what, lines)| lines.into_iter().map(move |line| told(what, line)));
        let mut pages: Vec<Told> = told.collect();
        // What changed is told where all pages fit and something is left of the sheet.
        let spare = room.points.saturating_sub(HEADING + pages.len() * (LINE + BETWEEN));
        if let Some(step) = step {
            tell(step, &mut pages, spare / LINE);
        }
        let pages = room.part(pages, SHEET, more, |page| 1 + page.lines.len());
        let base = volume.handbook().shared.config.base_url.clone();
        Self {
            id: edition.id.clone(),
            label: said(language, "held_from", &[("date", &date)]),
            note: summary.note,
            first: summary.first,
            values,
            rules,
            pages,
            readers,
            address: format!("{}{}", base.unwrap_or_else(|| "/".into()), summary::address(edition)),
            all,
            sign_off: summary.sign_off,
        }
    }
}

/// Points of height on a sheet of A4 between head and foot, and those that one part may take of them.
const SHEET: usize = 600;
const VALUES: usize = 220;
const RULES: usize = 120;
const READERS: usize = 140;
/// What a part needs before its first row, and each row beside its lines.
const HEADING: usize = 32;
const BETWEEN: usize = 5;
const LINE: usize = 13;
/// Signs on a line.
const SIGNS: usize = 95;

/// What is left of the sheet.
struct Room {
    points: usize,
}

impl Room {
    fn below(note: &str) -> Self {
        Self { points: SHEET.saturating_sub(note.len() / SIGNS * LINE) }
    }

    /// Takes as many rows as there is room for, of `most` points at the most.
    fn part<T>(
        &mut self,
        rows: Vec<T>,
        most: usize,
        more: impl Fn(usize) -> String,
        lines: impl Fn(&T) -> usize,
    ) -> Part<T> {
        let all = rows.len();
        let height = |row: &T| lines(row) * LINE + BETWEEN;
        let mut left = most.min(self.points).saturating_sub(HEADING + LINE);
        let mut fits = |row: &T| match left.checked_sub(height(row)) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        let rows: Vec<T> = rows.into_iter().take_while(|row| fits(row)).collect();
        if all > 0 {
            let taken = HEADING + LINE + rows.iter().map(height).sum::<usize>();
            self.points = self.points.saturating_sub(taken);
        }
        let left = all - rows.len();
        Part { rows, more: (left > 0).then(|| more(left)) }
    }
}

fn lines(signs: usize) -> usize {
    1 + signs / SIGNS
}

/// A role, and what it must read again.
#[derive(Debug, Serialize)]
struct Readers {
    /// What it is called.
    role: String,
    /// The codes of the pages, or else their titles.
    pages: Vec<String>,
}

fn readers(handbook: &Handbook, pages: &[PageId]) -> Vec<Readers> {
    let roles = &handbook.shared.data.roles;
    let mut by_role: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages.iter().map(|page| &handbook.pages[*page]) {
        let name = page.code.as_ref().unwrap_or(&page.title);
        for role in page.front().record.texts("for") {
            by_role.entry(role.value).or_default().push(name.clone());
        }
    }
    let title = |id: String| roles.get(&id).map_or(id, |role| role.title.clone());
    by_role.into_iter().map(|(role, pages)| Readers { role: title(role), pages }).collect()
}

impl Readers {
    /// Returns how many lines it takes, with the role beside the pages.
    fn lines(&self) -> usize {
        let pages: usize = self.pages.iter().map(|page| page.len() + 2).sum();
        (1 + pages / (SIGNS / 2)).max(1 + self.role.len() / (SIGNS * 2 / 5))
    }
}

/// Puts the roles together that must read the same pages; those with the most come first.
fn together(readers: Vec<Readers>) -> Vec<Readers> {
    let mut together: Vec<Readers> = Vec::new();
    for reader in readers {
        match together.iter_mut().find(|known| known.pages == reader.pages) {
            Some(known) => {
                known.role.push_str(", ");
                known.role.push_str(&reader.role);
            }
            None => together.push(reader),
        }
    }
    together.sort_by_key(|reader| std::cmp::Reverse(reader.pages.len()));
    together
}

/// So many pages are named for a role.
const NAMED: usize = 14;

/// Names the pages for a role as briefly as can be: all of them, or the first and how many more.
fn named(mut reader: Readers, all_pages: usize, all: &str, more: impl Fn(usize) -> String) -> Readers {
    let pages = reader.pages.len();
    if pages == all_pages && pages > 1 {
        reader.pages = vec![all.to_owned()];
    } else if pages > NAMED + 1 {
        reader.pages.truncate(NAMED);
        reader.pages.push(more(pages - NAMED));
    }
    reader
}

fn told(what: &'static str, line: Line) -> Told {
    Told { title: line.title, code: line.code, url: line.url, what, lines: Vec::new() }
}

/// Says of changed pages what changed on them, where a few words do, in so many lines at the most.
fn tell(step: &Step, pages: &mut [Told], most: usize) {
    let (old, new) = (step.old.handbook(), step.new.handbook());
    let two = Two { old, new, names: [step.old.name, step.new.name], comparison: step.since };
    let redlined = || step.since.pairs.iter().filter(|pair| step.redlined.contains(&pair.new)).take(most);
    let changes = of_pages(two, redlined());
    let mut left = most;
    for (page, pair) in pages.iter_mut().zip(redlined()) {
        let change = changes.iter().find(|(known, _)| *known == pair.new);
        let lines = change.and_then(|(_, change)| short(change)).unwrap_or_default();
        if lines.len() <= left {
            left -= lines.len();
            page.lines = lines;
        }
    }
}

/// The pages that are to be read, and lines to sign.
#[derive(Serialize)]
struct Sheet {
    id: String,
    label: String,
    says: String,
    rows: Vec<Row>,
    /// One for each line to sign.
    lines: Vec<usize>,
    all: String,
}

/// A page on the sheet to sign.
#[derive(Serialize)]
struct Row {
    title: String,
    url: String,
    /// The code of its words.
    words: Option<String>,
    readers: String,
}

/// So many people sign on one sheet.
const SIGNERS: usize = 10;

impl Sheet {
    fn of(volume: &Volume, here: &str) -> Self {
        let (edition, handbook) = (&volume.edition, volume.handbook());
        let language = &handbook.shared.language;
        let date = language.date(edition.effective);
        let row = |page: PageId| Row {
            title: handbook.pages[page].title.clone(),
            url: from_here(here, &format!("{}{}", volume.address(), handbook.pages[page].url.encoded())),
            words: code(edition, handbook, &handbook.pages[page]),
            readers: summary::readers_of(handbook, page),
        };
        Self {
            id: edition.id.clone(),
            label: said(language, "held_from", &[("date", &date)]),
            says: language.word(&["paper", "sign_off_says"]).replace("{id}", &edition.id),
            rows: summary::to_read(volume).into_iter().map(row).collect(),
            lines: (1..=SIGNERS).collect(),
            all: from_here(here, &summary::address(edition)),
        }
    }
}

/// Returns the short code of a page's words, as they were released; none for what nobody wrote.
///
/// What was accepted afterwards moves no code: the sheet that was signed stays true.
pub fn code(edition: &Edition, handbook: &Handbook, page: &Page) -> Option<String> {
    if page.origin != crate::handbook::Origin::Content {
        return None;
    }
    let recorded = edition.pages.get(&words::key(page)).cloned();
    Some(words::code(&recorded.unwrap_or_else(|| words::hash(&words::of(handbook, page)))))
}
