//! What a page gathers from data, with what changed in it: limits in the authority matrix, how soon
//! a team replies, what a term means.
//!
//! Such lists are texts in a view and no nodes. Their changes stand between signs that pass through
//! templates. Lists of other pages change whenever pages do, and are shown as they are now.

use std::collections::BTreeMap;

use crate::content::Redline;
use crate::view::{
    AuthorityGroup, AuthorityRow, AuthorityView, ContactView, Gathered, HandoverView, TermEntry,
};

/// Returns what is gathered now, with the changes marked; nothing where nothing changed.
pub fn merge(old: &Gathered, new: &Gathered) -> Option<Gathered> {
    if old == new {
        return None;
    }
    match (old, new) {
        (Gathered::Authority(old), Gathered::Authority(new)) => {
            Some(Gathered::Authority(authority(old, new)))
        }
        (Gathered::Handover(old), Gathered::Handover(new)) => Some(Gathered::Handover(HandoverView {
            to: text(&old.to, &new.to),
            within: optional(old.within.as_ref(), new.within.as_ref()),
            contacts: contacts(&old.contacts, &new.contacts),
        })),
        (Gathered::Contacts(old), Gathered::Contacts(new)) => Some(Gathered::Contacts(contacts(old, new))),
        (Gathered::Terms(old), Gathered::Terms(new)) => Some(Gathered::Terms(terms(old, new))),
        _ => None,
    }
}

fn authority(old: &AuthorityView, new: &AuthorityView) -> AuthorityView {
    let group = |old: Option<&AuthorityGroup>, new: Option<&AuthorityGroup>| {
        let (none, rows) =
            (Vec::new(), |group: Option<&AuthorityGroup>| group.map(|group| group.rows.clone()));
        let rows = (rows(old).unwrap_or(none.clone()), rows(new).unwrap_or(none));
        let base = new.or(old)?.clone();
        Some(AuthorityGroup {
            id: if new.is_some() { base.id } else { format!("was-{}", base.id) },
            title: either(old.map(|old| &old.title), new.map(|new| &new.title)),
            conditions: of(old, new, |group| group.conditions.as_ref()),
            exclusions: of(old, new, |group| group.exclusions.as_ref()),
            rows: matched(&rows.0, &rows.1, row_key, row),
        })
    };
    AuthorityView {
        groups: matched(&old.groups, &new.groups, |group| group.id.clone(), group),
        ..new.clone()
    }
}

/// A row without a limit says something else than one with: both are shown.
fn row_key(row: &AuthorityRow) -> String {
    format!("{} {}", row.head, row.limit.is_some())
}

fn row(old: Option<&AuthorityRow>, new: Option<&AuthorityRow>) -> Option<AuthorityRow> {
    let list = |of: fn(&AuthorityRow) -> &Vec<String>| {
        let side = |row: Option<&AuthorityRow>| row.map_or(Vec::new(), |row| of(row).clone());
        texts(&side(old), &side(new))
    };
    Some(AuthorityRow {
        head: either(old.map(|old| &old.head), new.map(|new| &new.head)),
        limit: of(old, new, |row| row.limit.as_ref()),
        per: of(old, new, |row| row.per.as_ref()),
        sample: new.or(old)?.sample,
        conditions: list(|row| &row.conditions),
        exclusions: list(|row| &row.exclusions),
        requires: of(old, new, |row| row.requires.as_ref()),
        next: of(old, new, |row| row.next.as_ref()),
        reply: of(old, new, |row| row.reply.as_ref()),
    })
}

fn contacts(old: &[ContactView], new: &[ContactView]) -> Vec<ContactView> {
    matched(
        old,
        new,
        |contact| contact.id.clone(),
        |old, new| {
            let base = new.or(old)?.clone();
            Some(ContactView {
                id: if new.is_some() { base.id } else { format!("was-{}", base.id) },
                title: either(old.map(|old| &old.title), new.map(|new| &new.title)),
                how: either(old.map(|old| &old.how), new.map(|new| &new.how)),
                phone: of(old, new, |contact| contact.phone.as_ref()),
                hours: of(old, new, |contact| contact.hours.as_ref()),
                reply: of(old, new, |contact| contact.reply.as_ref()),
                cover: of(old, new, |contact| contact.cover.as_ref()),
                ..base
            })
        },
    )
}

fn terms(old: &[TermEntry], new: &[TermEntry]) -> Vec<TermEntry> {
    matched(
        old,
        new,
        |term| term.id.clone(),
        |old, new| {
            let base = new.or(old)?.clone();
            let also = |term: Option<&TermEntry>| term.map_or(Vec::new(), |term| term.also.clone());
            Some(TermEntry {
                id: if new.is_some() { base.id } else { format!("was-{}", base.id) },
                term: either(old.map(|old| &old.term), new.map(|new| &new.term)),
                also: texts(&also(old), &also(new)),
                definition: either(old.map(|old| &old.definition), new.map(|new| &new.definition)),
            })
        },
    )
}

/// Returns the entries of both lists, matched by key: the new ones in their order, and each that is
/// gone before what followed it.
fn matched<'a, T>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> String,
    merge: impl Fn(Option<&'a T>, Option<&'a T>) -> Option<T>,
) -> Vec<T> {
    let numbered = |list: &[T]| -> Vec<(String, usize)> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let number = |entry| {
            let count = seen.entry(key(entry)).or_default();
            *count += 1;
            (key(entry), *count)
        };
        list.iter().map(number).collect()
    };
    let (old_keys, new_keys) = (numbered(old), numbered(new));
    let places: BTreeMap<&(String, usize), usize> =
        old_keys.iter().enumerate().map(|(at, key)| (key, at)).collect();
    let kept: std::collections::BTreeSet<&(String, usize)> = new_keys.iter().collect();
    let mut merged = Vec::new();
    let mut next = 0;
    for (at, key) in new_keys.iter().enumerate() {
        let was = places.get(key).copied();
        let goes_on = |next: usize| match was {
            Some(was) => next < was,
            None => next < old.len() && !kept.contains(&old_keys[next]),
        };
        while goes_on(next) {
            if !kept.contains(&old_keys[next]) {
                merged.extend(merge(Some(&old[next]), None));
            }
            next += 1;
        }
        next = next.max(was.map_or(next, |was| was + 1));
        merged.extend(merge(was.map(|was| &old[was]), Some(&new[at])));
    }
    for at in next..old.len() {
        if !kept.contains(&old_keys[at]) {
            merged.extend(merge(Some(&old[at]), None));
        }
    }
    merged
}

/// Merges an optional text of two entries.
fn of<T>(old: Option<&T>, new: Option<&T>, field: impl Fn(&T) -> Option<&String>) -> Option<String> {
    optional(old.and_then(&field), new.and_then(&field))
}

fn optional(old: Option<&String>, new: Option<&String>) -> Option<String> {
    (old.is_some() || new.is_some()).then(|| either(old, new))
}

fn either(old: Option<&String>, new: Option<&String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => text(old, new),
        (old, new) => Redline::change(old.map(String::as_str), new.map(String::as_str)),
    }
}

/// Merges two lines word by word.
fn text(old: &str, new: &str) -> String {
    let mut text = String::new();
    for run in super::line(old, new) {
        let blank = run.text.trim().is_empty();
        let after_removed = text.ends_with(Redline::DELETED);
        match run.mark {
            "added" if !blank => {
                text.push_str(if after_removed { " " } else { "" });
                text.push_str(&Redline::change(None, Some(&run.text)));
            }
            "removed" if !blank => text.push_str(&Redline::change(Some(&run.text), None)),
            _ => text.push_str(&run.text),
        }
    }
    text
}

/// Merges two lists of lines: those in both as they are, the others as a whole, unless there is one
/// of each.
fn texts(old: &[String], new: &[String]) -> Vec<String> {
    if let ([old], [new]) = (old, new) {
        return vec![text(old, new)];
    }
    let keep = |line: &String| new.contains(line);
    let gone = old.iter().filter(|line| !keep(line)).map(|line| Redline::change(Some(line), None));
    let now = new.iter().map(|line| match old.contains(line) {
        true => line.clone(),
        false => Redline::change(None, Some(line)),
    });
    gone.chain(now).collect()
}
