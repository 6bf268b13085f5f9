//! Lists through their templates.
//!
//! The longest, all pages and all names, are filled in group by group: a group that shows what it did
//! is not filled in again, since in each edition of a handbook nearly all do.

use std::sync::Arc;

use super::BodySetting;
use super::blocks::{Parts, rule_parts};
use super::html::{self, Writer};
use crate::content::blocks::NOBODY;
use crate::diag::Diagnostic;
use crate::view::{CardGroup, Excerpt, Gathered, Letter, PageGroup, RuleEntry, RuleGroup, TermEntry};

/// The rows of each group of a list, as its template made them; none for a list that is filled in whole.
pub type Rows = Vec<Arc<str>>;

type Filled<T> = Result<T, Box<Diagnostic>>;

/// Fills in a list, and returns its rows as well. `known` is another list with its rows, made with the
/// same setting for the same place.
pub fn fill(
    setting: &BodySetting,
    root: &str,
    list: &Gathered,
    known: Option<(&Gathered, &Rows)>,
) -> Filled<(String, Rows)> {
    let mut rows = Rows::new();
    let (template, parts) = match list {
        Gathered::Entries(of, entries) => (of.name(), Parts::default().plain("entries", entries)),
        Gathered::Pages(groups) => {
            let known = known.and_then(|(known, rows)| Some((known.pages()?, rows)));
            let fill = |group: &PageGroup| {
                Parts::default().plain("pages", &group.pages).fill(setting, root, PAGE_ROWS, "list")
            };
            rows = each(groups, known, fill)?;
            let named =
                |group: &PageGroup| Parts::default().plain("title", &group.title).plain("url", &group.url);
            ("pages", Parts::default().list("groups", with_rows(groups, &rows, named)))
        }
        Gathered::Aliases(letters) => {
            let known = known.and_then(|(known, rows)| Some((known.letters()?, rows)));
            let fill = |letter: &Letter| {
                Parts::default().plain("entries", &letter.entries).fill(setting, root, ALIAS_ROWS, "list")
            };
            rows = each(letters, known, fill)?;
            let named = |letter: &Letter| Parts::default().plain("letter", &letter.letter);
            ("aliases", Parts::default().list("letters", with_rows(letters, &rows, named)))
        }
        Gathered::Checklists(entries) => ("checklists", Parts::default().plain("entries", entries)),
        Gathered::Contacts(entries) => ("contacts", Parts::default().plain("entries", entries)),
        Gathered::Authority(authority) => ("authority", Parts::default().plain("authority", authority)),
        Gathered::Path(path) => ("path", Parts::default().plain("path", path)),
        // Written by its block, with what stands in it.
        Gathered::Handover(_) => return Ok(Default::default()),
        Gathered::Terms(terms) => {
            let terms = terms.iter().map(term).collect();
            ("terms", Parts::default().list("entries", terms))
        }
        Gathered::Rules(groups) => {
            let groups = groups.iter().map(|group| rule_group(setting, group)).collect();
            ("rules", Parts::default().list("groups", groups))
        }
        Gathered::Cards(groups) => {
            let groups = groups.iter().map(|group| card_group(setting, group)).collect();
            ("cards", Parts::default().list("groups", groups))
        }
    };
    let html = parts.fill(setting, root, &format!("lists/{template}.html"), "list")?;
    Ok((html, rows))
}

const PAGE_ROWS: &str = "lists/page-rows.html";
const ALIAS_ROWS: &str = "lists/alias-rows.html";

/// Returns the rows of each group: those of an equal one that is known, or what `fill` makes.
fn each<G: PartialEq>(
    groups: &[G],
    known: Option<(&[G], &Rows)>,
    fill: impl Fn(&G) -> Filled<String>,
) -> Filled<Rows> {
    let before = |group: &G| {
        let (groups, rows) = known?;
        rows.get(groups.iter().position(|other| other == group)?).cloned()
    };
    groups.iter().map(|group| before(group).map_or_else(|| fill(group).map(Arc::from), Ok)).collect()
}

fn with_rows<G>(groups: &[G], rows: &Rows, named: impl Fn(&G) -> Parts) -> Vec<Parts> {
    groups.iter().zip(rows).map(|(group, rows)| named(group).html("rows_html", rows)).collect()
}

fn term(term: &TermEntry) -> Parts {
    Parts::default()
        .plain("id", &term.id)
        .plain("term", &term.term)
        .plain("also", &term.also)
        .plain("mark", term.mark)
        .html("definition_html", &super::linked(&term.definition))
}

fn rule_group(setting: &BodySetting, group: &RuleGroup) -> Parts {
    Parts::default()
        .plain("level", group.level.name())
        .plain("level_label", setting.language.word(&["levels", group.level.name()]))
        .list("rules", group.rules.iter().map(rule).collect())
}

fn rule(entry: &RuleEntry) -> Parts {
    let excerpt = &entry.excerpt;
    let mut writer = Writer::of_excerpt(&excerpt.document, &excerpt.shown);
    let (sentence, because) = rule_parts(&mut writer, excerpt.node);
    let waiver = entry.rule.waiver.as_ref();
    place(excerpt)
        .html("sentence_html", &sentence)
        .html_if("because_html", because)
        .plain("waiver_title", &entry.waiver_title)
        .plain("unwaivable", waiver.is_some_and(|waiver| waiver.value == NOBODY))
}

fn card_group(setting: &BodySetting, group: &CardGroup) -> Parts {
    let cards = group.cards.iter().map(|card| {
        let excerpt = &card.excerpt;
        place(excerpt).html("fact_html", &html::words(&excerpt.document, &excerpt.shown, excerpt.node))
    });
    Parts::default()
        .plain("type_label", setting.language.word(&["card_types", group.about.name()]))
        .list("cards", cards.collect())
}

fn place(excerpt: &Excerpt) -> Parts {
    Parts::default().plain("url", &excerpt.url).plain("page", &excerpt.page)
}
