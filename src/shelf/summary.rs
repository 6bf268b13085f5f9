//! [`Summary`]: what changed with an edition, for its page, for paper and for the feed.

use serde::Serialize;

use super::changes::{self, Standing, Step};
use super::lists::gone;
use super::{Volume, said};
use crate::content::blocks::Level;
use crate::editions::ledger::Withdrawn;
use crate::editions::{Edition, words};
use crate::handbook::{Handbook, Origin, PageId};
use crate::language::Language;
use crate::source::Url;
use crate::view::{self, FrontView};

/// What changed with an edition. Addresses are as whoever shows it writes them.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// What it is called.
    pub title: String,
    /// Which two editions stand beside each other, and since when the later one holds.
    pub banner: String,
    /// What it is about, as it was said when it was released.
    pub note: Option<String>,
    /// What may not be shown any more.
    pub withdrawn: Vec<Withdrawal>,
    /// Whether there was none before it: all of it is new.
    pub first: bool,
    /// The pages that read otherwise.
    pub changed: Vec<Line>,
    /// The pages that stand elsewhere.
    pub moved: Vec<Line>,
    /// The pages that are new.
    pub added: Vec<Line>,
    /// The pages that are gone.
    pub removed: Vec<Line>,
    /// The values that read otherwise.
    pub values: Vec<FrontView>,
    /// The rules that bind more or less.
    pub rules: Vec<FrontView>,
    /// The brief for a team, on paper.
    pub brief: Option<String>,
    /// The sheet to sign.
    pub sign_off: Option<String>,
}

/// An edition of which something may not be shown any more.
#[derive(Debug, Serialize)]
pub struct Withdrawal {
    /// Its id.
    pub id: String,
    /// Since when and why.
    pub said: String,
}

/// A page in a summary.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its title.
    pub title: String,
    /// Its code.
    pub code: Option<String>,
    /// Where it stands, or what changed on it, if that is published.
    pub url: Option<String>,
    /// Who must read it again.
    pub readers: String,
}

/// Where the brief of an edition stands, and the sheet to sign: below what changed with it. No page's
/// own changes can stand there, since no page may stand at `print/`.
pub const BRIEF: &str = "print/brief/";
/// See [`BRIEF`].
pub const SIGN_OFF: &str = "print/sign-off/";

/// Returns where what changed with an edition stands.
pub fn address(edition: &Edition) -> String {
    format!("changes/{}/", edition.id)
}

impl Summary {
    /// Sums up what changed; `place` makes an address from one that begins at the site's root.
    pub fn of(step: &Step, place: &dyn Fn(&str) -> String) -> Self {
        let (language, since, old, new) = (step.language(), step.since, &step.old, &step.new);
        let own = |side: &Standing, page: PageId| {
            let url = side.handbook().pages[page].url.encoded();
            line(side.handbook(), page, side.page(&url).map(|url| place(&url)))
        };
        let redline = |page: PageId| {
            let url = Url::new(changes::place(&step.address, &new.handbook().pages[page].url));
            line(new.handbook(), page, new.in_full.then(|| place(&url.encoded())))
        };
        let written = |side: &Standing, pages: &[PageId]| -> Vec<Line> {
            let pages = pages.iter().filter(|page| is_written(side.handbook(), **page));
            pages.map(|page| own(side, *page)).collect()
        };
        let level = |level: Level| Some(language.word(&["levels", level.name()]).to_owned());
        let redlined = since.pairs.iter().filter(|pair| step.redlined.contains(&pair.new));
        let moved = since.pairs.iter().filter(|pair| pair.moved);
        let both = [old.edition, new.edition].into_iter().flatten();
        Self {
            title: step.title(),
            banner: step.banner(),
            withdrawn: both.filter_map(|edition| withdrawal(language, edition)).collect(),
            changed: redlined.map(|pair| redline(pair.new)).collect(),
            moved: moved.map(|pair| own(new, pair.new)).collect(),
            added: written(new, &since.added),
            removed: written(old, &since.removed),
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
                    old: level(rule.old),
                    new: level(rule.new),
                })
                .collect(),
            ..Self::begun(new, &step.address, place)
        }
    }

    /// Sums up the first edition, of which all is new.
    pub fn of_first(first: &Standing, place: &dyn Fn(&str) -> String) -> Self {
        let language = &first.handbook().shared.language;
        let Some(edition) = first.edition else { return Self::default() };
        let blanks = [("id", edition.id.as_str()), ("date", &language.date(edition.effective))];
        Self {
            title: said(language, "what_changed", &blanks),
            banner: said(language, "label", &blanks),
            withdrawn: withdrawal(language, edition).into_iter().collect(),
            first: true,
            ..Self::begun(first, &address(edition), place)
        }
    }

    fn begun(new: &Standing, address: &str, place: &dyn Fn(&str) -> String) -> Self {
        let is_whole = |withdrawn: &Withdrawn| withdrawn.is_whole();
        let shown = new.edition.filter(|_| new.in_full);
        let shown = shown.filter(|edition| !edition.withdrawn.as_ref().is_some_and(is_whole));
        Self {
            note: new.edition.and_then(|edition| edition.note.clone()),
            brief: shown.map(|_| place(&format!("{address}{BRIEF}"))),
            sign_off: shown.map(|_| place(&format!("{address}{SIGN_OFF}"))),
            ..Self::default()
        }
    }
}

fn is_written(handbook: &Handbook, page: PageId) -> bool {
    handbook.pages[page].origin == Origin::Content
}

/// Returns the pages of an edition that are to be read again: those that read otherwise and those
/// that are new, in reading order; of a first edition all.
pub fn to_read(volume: &Volume) -> Vec<PageId> {
    let handbook = volume.handbook();
    let mut pages: Vec<PageId> = match &volume.since {
        Some(since) => volume.redlined.iter().chain(&since.added).copied().collect(),
        None => (0..handbook.pages.len()).collect(),
    };
    pages.retain(|page| {
        let known = &handbook.pages[*page];
        is_written(handbook, *page) && !known.is_retired() && !volume.edition.withdraws(&words::key(known))
    });
    pages.sort_unstable();
    pages
}

/// Returns the titles of the roles that must know a page.
pub fn readers_of(handbook: &Handbook, page: PageId) -> String {
    let roles = handbook.pages[page].front().record.texts("for");
    let titles = roles.iter().filter_map(|role| Some(view::role_view(handbook, &role.value)?.title));
    titles.collect::<Vec<_>>().join(", ")
}

fn line(handbook: &Handbook, page: PageId, url: Option<String>) -> Line {
    let readers = readers_of(handbook, page);
    let page = &handbook.pages[page];
    Line { title: page.title.clone(), code: page.code.clone(), url, readers }
}

fn withdrawal(language: &Language, edition: &Edition) -> Option<Withdrawal> {
    let said = gone(language, edition.withdrawn.as_ref()?).said;
    Some(Withdrawal { id: edition.id.clone(), said })
}
