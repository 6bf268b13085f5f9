//! What is left of an edition that is not published in full any more: one page that says when it held
//! and where its words are, and what changed with it, without the pages.

use serde::Serialize;

use super::changes::{self, Standing, html};
use super::summary::{self, Summary};
use super::{Shelf, from_here, lists, said};
use crate::diag::Checked;
use crate::output::Content;
use crate::render::special;
use crate::site::Site;
use crate::source::OutPath;

/// How many signs of a commit's name are shown.
const SIGNS: usize = 12;

/// An edition of which only this is left.
#[derive(Serialize)]
struct Left {
    title: String,
    /// From when to when it held.
    held: String,
    note: Option<String>,
    /// What may not be shown any more.
    withdrawn: Option<String>,
    /// Where its words are.
    says: String,
    /// What changed with it.
    changes: String,
    changes_title: String,
    /// All editions.
    editions: String,
    /// What holds today.
    now: String,
}

/// Returns the pages of all these editions, which stand in the frame of the site's root.
pub fn all(shelf: &Shelf, root: &Site) -> Checked<Vec<(OutPath, Content)>> {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for number in (0..shelf.volumes.len()).filter(|number| !shelf.volumes[*number].in_full) {
        let here = shelf.volumes[number].address();
        let page =
            special(&root.setting, "edition-left.html", &from_here(&here, ""), "left", &left(shelf, number));
        files.push(page.map(|text| html(&here, text)).collect(&mut found));
        let here = summary::address(&shelf.volumes[number].edition);
        let summary = summed_up(shelf, number, &here);
        let page = special(&root.setting, "changes.html", &from_here(&here, ""), "summary", &summary);
        files.push(page.map(|text| html(&here, text)).collect(&mut found));
    }
    Checked { value: files, diagnostics: found }
}

fn summed_up(shelf: &Shelf, number: usize, here: &str) -> Summary {
    let place = |to: &str| from_here(here, to);
    match changes::step(shelf, number) {
        Some(step) => Summary::of(&step, &place),
        None => Summary::of_first(&Standing::of(&shelf.volumes[number]), &place),
    }
}

fn left(shelf: &Shelf, number: usize) -> Left {
    let volume = &shelf.volumes[number];
    let (edition, language) = (&volume.edition, shelf.language(number));
    let here = volume.address();
    let say = |key: &str| {
        let commit = edition.commit.get(..SIGNS).unwrap_or(&edition.commit);
        said(language, key, &[("id", &edition.id), ("commit", commit)])
    };
    Left {
        title: say("edition"),
        held: lists::held(shelf, number),
        note: edition.note.clone(),
        withdrawn: edition.withdrawn.as_ref().map(|withdrawn| lists::gone(language, withdrawn).said),
        says: say("left"),
        changes: from_here(&here, &summary::address(edition)),
        changes_title: say("what_changed"),
        editions: from_here(&here, "editions/"),
        now: from_here(&here, ""),
    }
}
