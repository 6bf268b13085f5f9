//! What is so on which day: the sentences with which a script puts a page right that was built before
//! a day that has passed.
//!
//! A page says what is so on the day of the build, and from when to when that holds. On any other day a
//! script reads the list of editions, which has each sentence ready, and the day decides among them.

use serde::Serialize;

use super::lists::LIST;
use super::{Shelf, said};
use crate::view::Days;

/// What a page of an edition says, whatever the edition is on the day.
#[derive(Serialize)]
pub struct Says {
    /// Which edition it is.
    label: String,
    /// That it is in force.
    holds: String,
    /// That it is not yet.
    upcoming: String,
    /// That it no longer is; a page that the edition in force lacks says so too. Nothing while no other
    /// is known that takes its place.
    replaced: Option<String>,
    replaced_gone: Option<String>,
    /// What a page says that was built while another was in force.
    since: String,
    /// What leads to the edition in force.
    read: String,
}

/// Returns what pages of an edition say.
pub fn says(shelf: &Shelf, number: usize) -> Says {
    let language = shelf.language(number);
    let edition = &shelf.volumes[number].edition;
    let date = language.date(edition.effective);
    let end = shelf.volumes.get(number + 1).map(|next| language.date(next.edition.effective));
    let say = |key: &str, date: &str| said(language, key, &[("id", &edition.id), ("date", date)]);
    Says {
        label: say("label", &date),
        holds: say("holds", &date),
        upcoming: say("upcoming", &date),
        replaced: end.as_ref().map(|end| say("replaced", end)),
        replaced_gone: end.as_ref().map(|end| say("replaced_gone", end)),
        since: say("since", &date),
        read: language.word(&["editions", "now"]).to_owned(),
    }
}

/// Returns on which days it is so what pages say that `up` leads from to the root of the site; nothing
/// without an edition, and where pages are made anew each day.
pub fn days(shelf: &Shelf, up: &str) -> Option<Days> {
    if shelf.next == Some("") {
        return None;
    }
    let next = shelf.in_force.map_or(0, |now| now + 1);
    let effective = |number: usize| Some(shelf.volumes.get(number)?.edition.effective.to_string());
    let any = shelf.volumes.first()?;
    Some(Days {
        from: shelf.in_force.and_then(effective),
        until: effective(next),
        zone: any.handbook().shared.config.time_zone.clone(),
        list: format!("{up}{LIST}"),
    })
}

/// Returns which edition takes effect after the one in force, and when.
pub fn next(shelf: &Shelf) -> Option<String> {
    let number = shelf.in_force? + 1;
    let next = &shelf.volumes.get(number)?.edition;
    let language = shelf.language(number);
    Some(said(language, "next", &[("id", &next.id), ("date", &language.date(next.effective))]))
}
