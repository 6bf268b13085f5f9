//! What changed with each edition: a page that sums it up, and a redline of each page that changed.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde::Serialize;

use super::{Shelf, Volume, from_here, said};
use crate::diag::Checked;
use crate::editions::compare::{Comparison, Pair};
use crate::editions::redline::{Merged, Side, merge, reads, view as merged_view};
use crate::handbook::{Handbook, Origin, PageId};
use crate::output::Content;
use crate::render;
use crate::source::{OutPath, Url};
use crate::view::{self, FrontView, RedlineView, View};

/// Returns the pages about what changed with each edition.
pub fn all(shelf: &Shelf) -> Checked<Vec<(OutPath, Content)>> {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for number in 1..shelf.volumes.len() {
        let (old, new) = (&shelf.volumes[number - 1], &shelf.volumes[number]);
        let Some(since) = &new.since else { continue };
        let changed: Vec<&Pair> =
            since.pairs.iter().filter(|pair| new.redlined.contains(&pair.new)).collect();
        let redlines: Vec<_> = changed.par_iter().map(|pair| redline(shelf, number, since, pair)).collect();
        for redline in redlines {
            files.push(redline.collect(&mut found));
        }
        files.push(summary(shelf, old, new, number).collect(&mut found));
    }
    Checked { value: files, diagnostics: found }
}

/// Returns the pages of an edition that read otherwise than before: in their own words, in what they
/// say of themselves, or in what they gather from data, such as a limit in the authority matrix.
pub fn redlined(old: &Handbook, new: &Handbook, since: &Comparison) -> BTreeSet<PageId> {
    let same_data = old.shared.data == new.shared.data;
    let gathers_otherwise = |pair: &Pair| {
        let gathered = |handbook: &Handbook, page: PageId| {
            let root = handbook.pages[page].url.to_root();
            view::page_at(handbook, page, root)
        };
        let (before, after) = (gathered(old, pair.old), gathered(new, pair.new));
        !after.gathered.is_empty() && merged(old, new, since, pair, &before, &after).1.1
    };
    let reads_otherwise = |pair: &&Pair| {
        let is_written = new.pages[pair.new].origin == Origin::Content;
        is_written && (pair.changed || !pair.front.is_empty() || !same_data && gathers_otherwise(pair))
    };
    since.pairs.par_iter().filter(reads_otherwise).map(|pair| pair.new).collect()
}

/// Returns two editions of a page as one document with its view, and whether what it gathers differs.
fn merged(
    old: &Handbook,
    new: &Handbook,
    since: &Comparison,
    pair: &Pair,
    old_view: &View,
    new_view: &View,
) -> (Merged, (View, bool)) {
    let (before, after) = (&old.pages[pair.old], &new.pages[pair.new]);
    // A page that moved is no other page: links to it are named alike on both sides.
    let known: HashMap<PageId, PageId> = since.pairs.iter().map(|pair| (pair.old, pair.new)).collect();
    let old_name = |page: PageId| known.get(&page).map_or(format!("gone {page}"), |page| format!("{page}"));
    let old_reads = reads(old, before, old_name);
    let new_reads = reads(new, after, |page| page.to_string());
    let merged = merge(
        Side { document: &before.document, reads: &old_reads },
        Side { document: &after.document, reads: &new_reads },
    );
    let view = merged_view(&merged, old_view, new_view);
    (merged, view)
}

/// The address of a page about an edition's changes.
fn address(new: &Volume, rest: &str) -> String {
    format!("changes/{}/{rest}", new.edition.id)
}

fn html(address: &str, html: String) -> (OutPath, Content) {
    (Url::new(address.to_owned()).file(), Content::Bytes(html.into_bytes().into()))
}

/// Returns the redline of one page.
fn redline(shelf: &Shelf, number: usize, since: &Comparison, pair: &Pair) -> Checked<(OutPath, Content)> {
    let (old, new) = (&shelf.volumes[number - 1], &shelf.volumes[number]);
    let (before, after) = (&old.handbook().pages[pair.old], &new.handbook().pages[pair.new]);
    let here = address(new, after.url.as_str());
    let root = from_here(&here, &new.address());
    let old_view = view::page_at(old.handbook(), pair.old, root.clone());
    let new_view = view::page_at(new.handbook(), pair.new, root);
    let (merged, (mut view, _)) = merged(old.handbook(), new.handbook(), since, pair, &old_view, &new_view);
    let language = shelf.language(number);
    let date = language.date(new.edition.effective);
    let blanks =
        [("from", old.edition.id.as_str()), ("to", new.edition.id.as_str()), ("date", date.as_str())];
    view.page.noindex = true;
    view.page.canonical = None;
    let up = "../".repeat(2);
    view.page.redline = Some(RedlineView {
        from: old.edition.id.clone(),
        to: new.edition.id.clone(),
        banner: said(language, "redline", &blanks),
        before: format!("{up}{}{}", old.address(), before.url.encoded()),
        after: format!("{up}{}{}", new.address(), after.url.encoded()),
        all: format!("{up}{}", address(new, "")),
        front: front(language, pair),
    });
    render::page(&new.site.setting, &view, &merged.document).map(|text| html(&here, text))
}

fn front(language: &crate::language::Language, pair: &Pair) -> Vec<FrontView> {
    let changes = pair.front.iter().map(|change| FrontView {
        label: language.word(&["editions", "fields", change.field]).to_owned(),
        old: change.old.clone(),
        new: change.new.clone(),
    });
    changes.collect()
}

/// What the summary of an edition's changes shows.
#[derive(Serialize)]
struct Summary {
    id: String,
    banner: String,
    note: Option<String>,
    changed: Vec<Line>,
    moved: Vec<Line>,
    added: Vec<Line>,
    removed: Vec<Line>,
    values: Vec<FrontView>,
    rules: Vec<FrontView>,
}

/// A page in the summary.
#[derive(Serialize)]
struct Line {
    title: String,
    code: Option<String>,
    url: String,
    /// Who must read it again.
    readers: String,
}

fn summary(shelf: &Shelf, old: &Volume, new: &Volume, number: usize) -> Checked<(OutPath, Content)> {
    let language = shelf.language(number);
    let here = address(new, "");
    let Some(since) = &new.since else { return Checked::clean(html(&here, String::new())) };
    let line = |volume: &Volume, page: PageId, url: String| {
        let page = &volume.handbook().pages[page];
        let roles = page.front().record.texts("for");
        let title = |id: &str| view::role_view(volume.handbook(), id).map(|role| role.title);
        let readers: Vec<String> = roles.iter().filter_map(|role| title(&role.value)).collect();
        Line { title: page.title.clone(), code: page.code.clone(), url, readers: readers.join(", ") }
    };
    let own = |volume: &Volume, page: PageId| {
        let url = volume.handbook().pages[page].url.encoded();
        line(volume, page, from_here(&here, &format!("{}{url}", volume.address())))
    };
    let is_written = |volume: &Volume, page: PageId| volume.handbook().pages[page].origin == Origin::Content;
    let redlined = |pair: &&Pair| new.redlined.contains(&pair.new);
    let changed = since
        .pairs
        .iter()
        .filter(redlined)
        .map(|pair| line(new, pair.new, new.handbook().pages[pair.new].url.encoded()));
    let date = language.date(new.edition.effective);
    let summary = Summary {
        id: new.edition.id.clone(),
        banner: said(
            language,
            "redline",
            &[("from", &old.edition.id), ("to", &new.edition.id), ("date", &date)],
        ),
        note: new.edition.note.clone(),
        changed: changed.collect(),
        moved: since.pairs.iter().filter(|pair| pair.moved).map(|pair| own(new, pair.new)).collect(),
        added: since
            .added
            .iter()
            .filter(|page| is_written(new, **page))
            .map(|page| own(new, *page))
            .collect(),
        removed: since
            .removed
            .iter()
            .filter(|page| is_written(old, **page))
            .map(|page| own(old, *page))
            .collect(),
        values: since
            .values
            .iter()
            .map(|value| FrontView {
                label: value.key.clone(),
                old: value.old.clone(),
                new: value.new.clone(),
            })
            .collect(),
        rules: since
            .rules
            .iter()
            .map(|rule| FrontView {
                label: rule.sentence.clone(),
                old: Some(language.word(&["levels", rule.old.name()]).to_owned()),
                new: Some(language.word(&["levels", rule.new.name()]).to_owned()),
            })
            .collect(),
    };
    let root = from_here(&here, &new.address());
    render::special(&new.site.setting, "changes.html", &root, "summary", &summary)
        .map(|text| html(&here, text))
}
