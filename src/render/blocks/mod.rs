//! Blocks through their templates: each gathers the parts that `content::blocks` marked.

mod ladder;
mod law;
mod letter;
mod tree;

pub use ladder::ladder;
pub use law::law;
pub use letter::{label, letter};
pub use tree::tree;

use serde::Serialize;
use tera::{Context, Map, Value};

use super::html::Writer;
use super::safe;
use crate::audience::spoken;
use crate::content::blocks::{Block, CardType, Level, NOBODY, Rule};
use crate::content::{Kind, Mark, NodeId};
use crate::diag::Diagnostic;
use crate::view::{Gathered, Shown};

pub use super::html::Page;

type Filled = Result<String, Box<Diagnostic>>;

/// A map for a template; text is escaped there, markup is not.
#[derive(Default)]
pub struct Parts(Map);

impl Parts {
    /// Adds a plain value.
    pub fn plain(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.0.insert(name.into(), Value::from_serializable(&value));
        self
    }

    /// Adds markup.
    pub fn html(mut self, name: &'static str, html: &str) -> Self {
        self.0.insert(name.into(), safe(html.trim_end()));
        self
    }

    /// Adds markup, or nothing where there is none.
    pub fn html_if(self, name: &'static str, html: Option<String>) -> Self {
        match html.filter(|html| !html.trim().is_empty()) {
            Some(html) => self.html(name, &html),
            None => self.plain(name, ()),
        }
    }

    /// Adds a list of maps.
    pub fn list(mut self, name: &'static str, list: Vec<Parts>) -> Self {
        let list: Vec<Value> = list.into_iter().map(Parts::value).collect();
        self.0.insert(name.into(), Value::from(list));
        self
    }

    /// Returns it as a value.
    pub fn value(self) -> Value {
        Value::from(self.0)
    }

    /// Fills a template in, in which the parts are known by one name.
    pub fn fill(
        self,
        setting: &super::BodySetting,
        root: &str,
        template: &str,
        name: &'static str,
    ) -> Filled {
        let mut context = Context::new();
        context.insert("root", root);
        context.insert("anchor_level", &2);
        context.insert_value(name, self.value());
        setting.templates.fill(template, &context)
    }
}

/// Fills in a list of words to say and to avoid.
pub fn say(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let (mut say, mut avoid) = (Vec::new(), Vec::new());
    for item in writer.document.children(node) {
        let (words, because) = item_parts(writer, item);
        let line = Parts::default()
            .html("words_html", &words)
            .html_if("because_html", because)
            .plain("mark", writer.mark_class(item));
        match writer.document.nodes[item].kind {
            Kind::SayItem { avoid: true } => avoid.push(line.value()),
            _ => say.push(line.value()),
        }
    }
    let mut context = Context::new();
    context.insert_value("say", Value::from(say));
    context.insert_value("avoid", Value::from(avoid));
    page.setting.templates.fill("blocks/say.html", &context)
}

/// Returns the words of an item, and the reason that it gives.
fn item_parts(writer: &mut Writer, item: NodeId) -> (String, Option<String>) {
    let mut words = String::new();
    let mut because: Option<String> = None;
    let mut visit = |writer: &mut Writer, node: NodeId| {
        let is_reason = matches!(writer.document.nodes[node].kind, Kind::Because);
        let html = writer.aside(|writer| if is_reason { writer.children(node) } else { writer.node(node) });
        match (&mut because, is_reason) {
            (None, true) => because = Some(html),
            (Some(because), _) => {
                because.push_str(if because.ends_with("</del>") { " " } else { "" });
                because.push_str(&html);
            }
            (None, false) => words.push_str(&html),
        }
    };
    let children: Vec<NodeId> = writer.document.children(item).collect();
    for (position, child) in children.into_iter().enumerate() {
        let paragraph = matches!(writer.document.nodes[child].kind, Kind::Paragraph);
        if position == 0 && paragraph {
            for inside in writer.document.children(child) {
                visit(writer, inside);
            }
        } else {
            visit(writer, child);
        }
    }
    (words, because)
}

/// Fills in a card.
pub fn card(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Card(card)) = writer.document.block(node) else { return Ok(String::new()) };
    let about = card.about;
    let label = |about: CardType| Some(page.setting.language.word(&["card_types", about.name()]).to_owned());
    let type_label = writer.changed(node, label(about), |_, was| match was {
        Block::Card(was) => label(was.about),
        _ => None,
    });
    let mut parts = Parts::default();
    let mut rest = String::new();
    let mut seen = Vec::new();
    let (mut id, mut level, mut fact) = (String::new(), 3, String::new());
    for child in writer.document.children(node) {
        match writer.document.nodes[child].kind {
            Kind::Heading(depth, _) if fact.is_empty() => {
                let heading = writer.document.heading(child);
                id = heading.map_or_else(String::new, |heading| heading.id.clone());
                level = depth;
                writer.under(child);
                fact = writer.unmarked_words(child);
            }
            Kind::Labelled(part) if !seen.contains(&part) => {
                seen.push(part);
                let html = writer.aside(|writer| writer.children(child));
                parts = parts.html(html_name(part), &html);
            }
            _ => rest.push_str(&writer.aside(|writer| writer.node(child))),
        }
    }
    for part in ["acknowledge", "claim", "misleads", "helps"].into_iter().filter(|part| !seen.contains(part))
    {
        parts = parts.html(html_name(part), "");
    }
    parts
        .plain("id", id)
        .plain("level", level)
        .html("fact_html", &fact)
        .plain("type", about.name())
        .plain("type_label", type_label)
        .html_if("rest_html", Some(rest))
        .fill(page.setting, &page.view.root, "blocks/card.html", "card")
}

fn html_name(part: &str) -> &'static str {
    match part {
        "acknowledge" => "acknowledge_html",
        "claim" => "claim_html",
        "misleads" => "misleads_html",
        _ => "helps_html",
    }
}

/// Fills in a part that is not for everybody who reads the page.
pub fn only(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Only(only)) = writer.document.block(node) else { return Ok(String::new()) };
    let audience = |name: &str| Some(spoken(name));
    let shown = writer.changed(node, audience(&only.audience), |_, was| match was {
        Block::Only(was) => audience(&was.audience),
        _ => None,
    });
    let body = writer.aside(|writer| writer.children(node));
    Parts::default().plain("audience", shown).html("body_html", &body).fill(
        page.setting,
        &page.view.root,
        "blocks/only.html",
        "only",
    )
}

/// Fills in a rule.
pub fn rule(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Rule(rule)) = writer.document.block(node) else { return Ok(String::new()) };
    let rule = rule.clone();
    let (sentence, because) = rule_parts(writer, node);
    let waiver = waiver(writer, page, node, &rule);
    let label = |level: Level| Some(page.setting.language.word(&["levels", level.name()]).to_owned());
    let level_label = writer.changed(node, label(rule.level), |_, was| match was {
        Block::Rule(was) => label(was.level),
        _ => None,
    });
    Parts::default()
        .plain("id", &rule.id)
        .plain("level", rule.level.name())
        .plain("level_label", level_label)
        .html("sentence_html", &sentence)
        .html_if("because_html", because)
        .plain("waiver", waiver)
        .fill(page.setting, &page.view.root, "blocks/rule.html", "rule")
}

/// Returns the sentence that says who may waive a rule. Where another role may, the role has changed;
/// where nobody might or may, the sentence has.
fn waiver(writer: &Writer, page: Page, node: NodeId, rule: &Rule) -> Option<String> {
    let word = |key: &str| page.setting.language.word(&["rule", key]).to_owned();
    let title =
        |writer: &Writer, rule: &Rule| rule.waiver.as_ref().and_then(|waiver| writer.role_title(waiver.span));
    let sentence = |title: Option<String>, rule: &Rule| match title {
        Some(title) => Some(word("waiver").replace("{role}", &title)),
        None => rule.waiver.as_ref().filter(|waiver| waiver.value == NOBODY).map(|_| word("no_waiver")),
    };
    let was = writer.before(node).and_then(|before| match before {
        Block::Rule(was) => Some(was),
        _ => None,
    });
    let now = title(writer, rule);
    match (was.and_then(|was| title(writer, was)), &now) {
        (Some(_), Some(_)) => {
            let title = writer.changed(node, now, |writer, _| was.and_then(|was| title(writer, was)));
            sentence(title, rule)
        }
        (then, _) => {
            writer.changed(node, sentence(now.clone(), rule), |_, _| was.and_then(|was| sentence(then, was)))
        }
    }
}

/// Returns a rule's text and its reason. A sentence alone comes without a paragraph around it.
pub fn rule_parts(writer: &mut Writer, node: NodeId) -> (String, Option<String>) {
    let children: Vec<NodeId> = writer.document.children(node).collect();
    let is_reason = |child: &&NodeId| matches!(writer.document.nodes[**child].kind, Kind::Because);
    let reason = children.iter().find(is_reason).copied();
    let sentence: Vec<NodeId> = children.into_iter().filter(|child| Some(*child) != reason).collect();
    let sentence = match sentence.as_slice() {
        [only] => writer.aside(|writer| writer.inside(*only)),
        several => writer.aside(|writer| several.iter().for_each(|child| writer.node(*child))),
    };
    (sentence, reason.map(|reason| writer.aside(|writer| writer.children(reason))))
}

/// Fills in an answer.
pub fn answer(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let body = writer.aside(|writer| writer.children(node));
    let id = if writer.document.nodes[node].mark == Mark::Removed { "was-answer" } else { "answer" };
    Parts::default().plain("id", id).html("body_html", &body).fill(
        page.setting,
        &page.view.root,
        "blocks/answer.html",
        "answer",
    )
}

/// Fills in a checklist.
pub fn checklist(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Checklist(checklist)) = writer.document.block(node) else { return Ok(String::new()) };
    let mode = checklist.mode.name();
    let body = writer.aside(|writer| writer.children(node));
    Parts::default().plain("mode", mode).html("body_html", &body).fill(
        page.setting,
        &page.view.root,
        "blocks/checklist.html",
        "checklist",
    )
}

/// Fills in a hand-over.
pub fn handover(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Gathered::Handover(handover)) = page.view.gathered_at(node) else { return Ok(String::new()) };
    let body = writer.aside(|writer| writer.children(node));
    Parts::default()
        .plain("to", &handover.to)
        .plain("within", &handover.within)
        .plain("contacts", &handover.contacts)
        .plain("named", handover.named)
        .html_if("body_html", Some(body))
        .fill(page.setting, &page.view.root, "blocks/handover.html", "handover")
}

impl Writer<'_> {
    /// Returns the words in a node without terms marked.
    fn unmarked_words(&mut self, node: NodeId) -> String {
        self.without_marks(|writer| writer.children(node))
    }

    /// Returns the title of the role that is named at a place of the document.
    fn role_title(&self, span: crate::source::Span) -> Option<String> {
        let references = self.document.references.iter().enumerate();
        let by_place = || references.map(|(number, reference)| (reference.span, number)).collect();
        let number = *self.references.get_or_init(by_place).get(&span)?;
        match self.shown(number) {
            Shown::Role(title) => Some(title.clone()),
            _ => None,
        }
    }
}
