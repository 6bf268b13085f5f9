//! What may be put behind the record of an edition: words that were accepted, and a withdrawal.

use std::path::Path;

use jiff::civil::Date;

use super::git::{Objects, Repository};
use super::release::handbook;
use super::{Error, record};
use crate::build::Options;
use crate::diag::closest;
use crate::editions::ledger::{Accepted, Edition, Ledger, Withdrawn};
use crate::editions::verify::{Moved, moved};
use crate::editions::{History, withdrawn};
use crate::source::Snapshot;

/// Returns an edition of the ledger, or says which one may be meant.
pub fn edition<'a>(ledger: &'a Ledger, id: &str) -> Result<&'a Edition, Error> {
    ledger.get(id).ok_or_else(|| {
        let ids: Vec<&str> = ledger.iter().map(|edition| edition.id.as_str()).collect();
        let help = match closest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => "nothing has been released yet".into(),
            None => format!("there are {}", ids.join(", ")),
        };
        Error::Refused(format!("there is no edition `{id}`; {help}"))
    })
}

/// Accepts the words that the pages of an edition have now; returns those that read otherwise than
/// was recorded. `today` holds the files of the folder.
pub fn accept(
    root: &Path,
    today: &Snapshot,
    id: &str,
    reason: &str,
    date: Date,
) -> Result<Vec<Moved>, Error> {
    let ledger = Ledger::read(today).value;
    let edition = edition(&ledger, id)?;
    let own = Repository::open(root)?.snapshot(&edition.commit, &mut Objects::default())?;
    let mut history = History::default();
    history.snapshots.insert(id.to_owned(), own.clone());
    let dressed = history.dressed(id, today).unwrap_or_default();
    let handbook = handbook(&dressed, &Options::on(date).whole());
    let moved = moved(edition, &handbook, &own);
    if let Some(lost) =
        moved.iter().find(|moved| moved.hash.is_none() || !edition.pages.contains_key(&moved.page))
    {
        return Err(Error::Refused(format!(
            "`{}` is not a page of edition {id} as it was recorded, so no words of it can be accepted; use the Deskbook that \
             reads the edition as it was, or restore its record",
            lost.page
        )));
    }
    let records = moved.iter().filter_map(|moved| {
        let (page, hash) = (moved.page.clone(), moved.hash.clone()?);
        Some(Accepted { page, hash, date, reason: reason.to_owned() }.toml())
    });
    let text: String = records.collect();
    if !text.is_empty() {
        record::append(root, id, &text)?;
    }
    Ok(moved)
}

/// Records that an edition, or some of its pages, may not be shown any more; returns the editions that
/// go on showing pages with the same words.
pub fn withdraw(
    root: &Path,
    today: &Snapshot,
    id: &str,
    pages: &[String],
    reason: &str,
    date: Date,
) -> Result<Vec<(String, Vec<String>)>, Error> {
    let ledger = Ledger::read(today).value;
    let edition = edition(&ledger, id)?;
    if let Some(withdrawn) = &edition.withdrawn {
        let what = match withdrawn.pages.as_slice() {
            [] => "all of it".to_owned(),
            pages => pages.join(", "),
        };
        return Err(Error::Refused(format!(
            "edition {id} was withdrawn on {} ({what}); a record is made once, so where more must go, add it to `pages` \
             under `[withdrawn]` in `{}` by hand",
            withdrawn.date,
            record::path(Path::new(""), id).display()
        )));
    }
    let pages = pages.iter().map(|page| key(edition, page)).collect::<Result<Vec<_>, _>>()?;
    let elsewhere = withdrawn::elsewhere(&ledger, id, &pages);
    let withdrawn = Withdrawn { date, reason: reason.to_owned(), pages };
    record::append(root, id, &withdrawn.toml())?;
    Ok(elsewhere)
}

/// Returns the key of the page that is meant.
fn key(edition: &Edition, page: &str) -> Result<String, Error> {
    let bare = page.trim_matches('/');
    let address = if bare.is_empty() { "/".to_owned() } else { format!("/{bare}/") };
    let keys = || edition.pages.keys().map(String::as_str);
    let found = keys().find(|key| *key == page).or_else(|| keys().find(|key| *key == address));
    found.map(str::to_owned).ok_or_else(|| {
        let help = match closest(page, keys()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a page that stands under `[pages]` in its record".into(),
        };
        Error::Refused(format!("edition {} has no page `{page}`; {help}", edition.id))
    })
}
