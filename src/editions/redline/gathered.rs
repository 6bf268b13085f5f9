//! What a page gathers from data, with what changed in it: limits in the authority matrix, how soon
//! a team replies, what a term means.
//!
//! Such lists are texts in a view and no nodes. Their changes stand between signs that pass through
//! templates. Lists of other pages change whenever pages do, and are shown as they are now.

use std::collections::BTreeMap;

use crate::content::Redline;
use crate::editions::text;
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
        (Gathered::Handover(old), Gathered::Handover(new)) => Some(Gathered::Handover(handover(old, new))),
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
            rows: matched(&rows.0, &rows.1, row_key, is_renamed, row),
            mark: whole(old, new),
        })
    };
    AuthorityView {
        groups: matched(&old.groups, &new.groups, |group| group.id.clone(), |_, _| false, group),
        ..new.clone()
    }
}

fn handover(old: &HandoverView, new: &HandoverView) -> HandoverView {
    let mut contacts = contacts(&old.contacts, &new.contacts);
    for contact in &mut contacts {
        let title = Some(contact.title.as_str());
        // One contact alone is not named.
        contact.title = match (old.named, new.named, contact.mark) {
            (true, true, _) | (true, _, Some("removed")) | (_, true, Some("added")) => continue,
            (true, false, None) => Redline::change(title, None),
            (false, true, None) => Redline::change(None, title),
            _ => String::new(),
        };
    }
    HandoverView {
        to: words(&old.to, &new.to),
        within: optional(old.within.as_ref(), new.within.as_ref()),
        named: old.named || new.named,
        contacts,
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
        sample: new.or(old)?.sample,
        conditions: list(|row| &row.conditions),
        exclusions: list(|row| &row.exclusions),
        requires: of(old, new, |row| row.requires.as_ref()),
        next: of(old, new, |row| row.next.as_ref()),
        reply: of(old, new, |row| row.reply.as_ref()),
        mark: whole(old, new),
    })
}

fn contacts(old: &[ContactView], new: &[ContactView]) -> Vec<ContactView> {
    matched(
        old,
        new,
        |contact| contact.id.clone(),
        |_, _| false,
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
                mark: whole(old, new),
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
        |_, _| false,
        |old, new| {
            let base = new.or(old)?.clone();
            let also = |term: Option<&TermEntry>| term.map_or(Vec::new(), |term| term.also.clone());
            Some(TermEntry {
                id: if new.is_some() { base.id } else { format!("was-{}", base.id) },
                term: either(old.map(|old| &old.term), new.map(|new| &new.term)),
                also: texts(&also(old), &also(new)),
                definition: either(old.map(|old| &old.definition), new.map(|new| &new.definition)),
                mark: whole(old, new),
            })
        },
    )
}

/// Returns the entries of both lists, matched by key and then by likeness between two that are: the
/// new ones in their order, and each that is gone before what followed it.
fn matched<'a, T>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> String,
    alike: impl Fn(&T, &T) -> bool,
    merge: impl Fn(Option<&'a T>, Option<&'a T>) -> Option<T>,
) -> Vec<T> {
    let mut of_new = by_key(old, new, key);
    let mut kept = vec![false; old.len()];
    of_new.iter().flatten().for_each(|was| kept[*was] = true);
    let mut behind = 0;
    for at in 0..new.len() {
        let end = of_new[at..].iter().flatten().copied().find(|was| *was >= behind).unwrap_or(old.len());
        if of_new[at].is_none() {
            let found = (behind..end).find(|was| !kept[*was] && alike(&old[*was], &new[at]));
            if let Some(was) = found {
                kept[was] = true;
            }
            of_new[at] = found;
        }
        behind = of_new[at].map_or(behind, |was| behind.max(was + 1));
    }
    let mut merged = Vec::new();
    let mut next = 0;
    for (at, was) in of_new.iter().copied().enumerate() {
        while next < was.unwrap_or(old.len()) && (was.is_some() || !kept[next]) {
            if !kept[next] {
                merged.extend(merge(Some(&old[next]), None));
            }
            next += 1;
        }
        next = next.max(was.map_or(next, |was| was + 1));
        merged.extend(merge(was.map(|was| &old[was]), Some(&new[at])));
    }
    let gone = (next..old.len()).filter(|at| !kept[*at]);
    merged.extend(gone.filter_map(|at| merge(Some(&old[at]), None)));
    merged
}

/// Returns for each new entry the old one with its key; the second of a key is the second's.
fn by_key<T>(old: &[T], new: &[T], key: impl Fn(&T) -> String) -> Vec<Option<usize>> {
    let numbered = |list: &[T]| -> Vec<(String, usize)> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let number = |entry| {
            let count = seen.entry(key(entry)).or_default();
            *count += 1;
            (key(entry), *count)
        };
        list.iter().map(number).collect()
    };
    let old = numbered(old);
    let places: BTreeMap<&(String, usize), usize> =
        old.iter().enumerate().map(|(at, key)| (key, at)).collect();
    numbered(new).iter().map(|key| places.get(key).copied()).collect()
}

/// Returns what became of an entry as a whole.
fn whole<T>(old: Option<&T>, new: Option<&T>) -> Option<&'static str> {
    match (old, new) {
        (None, Some(_)) => Some("added"),
        (Some(_), None) => Some("removed"),
        _ => None,
    }
}

/// Returns whether two rows are one of which the role or the action is called something else.
fn is_renamed(old: &AuthorityRow, new: &AuthorityRow) -> bool {
    let words = |row: &AuthorityRow| -> Vec<String> {
        text::words(&row.head).map(std::borrow::Cow::into_owned).collect()
    };
    let (was, is) = (words(old), words(new));
    let shared = is.iter().filter(|word| was.contains(word)).count();
    old.limit.is_some() == new.limit.is_some() && 2 * shared >= was.len().max(is.len())
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
        (Some(old), Some(new)) => words(old, new),
        (old, new) => Redline::change(old.map(String::as_str), new.map(String::as_str)),
    }
}

/// Merges two lines of plain text word by word, with changes between the signs of [`Redline`].
pub fn words(old: &str, new: &str) -> String {
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
        return vec![words(old, new)];
    }
    let keep = |line: &String| new.contains(line);
    let gone = old.iter().filter(|line| !keep(line)).map(|line| Redline::change(Some(line), None));
    let now = new.iter().map(|line| match old.contains(line) {
        true => line.clone(),
        false => Redline::change(None, Some(line)),
    });
    gone.chain(now).collect()
}
