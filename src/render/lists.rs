//! Lists through their templates.

use super::BodySetting;
use super::blocks::{Parts, rule_parts};
use super::html::{self, Writer};
use crate::content::blocks::NOBODY;
use crate::diag::Diagnostic;
use crate::view::{CardGroup, Excerpt, Gathered, RuleEntry, RuleGroup, TermEntry};

/// Fills in a list.
pub fn fill(setting: &BodySetting, root: &str, list: &Gathered) -> Result<String, Box<Diagnostic>> {
    let (template, parts) = match list {
        Gathered::Entries(of, entries) => (of.name(), Parts::default().plain("entries", entries)),
        Gathered::Pages(groups) => ("pages", Parts::default().plain("groups", groups)),
        Gathered::Aliases(letters) => ("aliases", Parts::default().plain("letters", letters)),
        Gathered::Checklists(entries) => ("checklists", Parts::default().plain("entries", entries)),
        Gathered::Contacts(entries) => ("contacts", Parts::default().plain("entries", entries)),
        Gathered::Authority(authority) => ("authority", Parts::default().plain("authority", authority)),
        Gathered::Path(path) => ("path", Parts::default().plain("path", path)),
        // Written by its block, with what stands in it.
        Gathered::Handover(_) => return Ok(String::new()),
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
    parts.fill(setting, root, &format!("lists/{template}.html"), "list")
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
