//! Where a change would be seen: the pages that would read otherwise if one value, role, term or
//! page title were another.
//!
//! The answer is found by trying: the handbook is built twice, the second time with the one thing
//! changed, and the pages whose bytes differ are those that show it, by whatever way it came there.
//! So nothing has to be tracked, and nothing can be forgotten.

use std::sync::Arc;

use crate::build::{Built, Options, build};
use crate::content::{Name, Piece, placeholder};
use crate::data::{entry_span, file};
use crate::handbook::{Handbook, Page, Target};
use crate::source::{File, LineIndex, Position, SitePath, Snapshot, Span};

/// Where something is set, named and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// What was asked about, and what it reads as: `value.refund.adviser` and `£100`.
    pub name: String,
    /// What it reads as.
    pub reads: String,
    /// Where it is set.
    pub set_in: Mention,
    /// Where text or data names it.
    pub named_in: Vec<Mention>,
    /// The pages that would read otherwise, by address and title, in reading order.
    pub shown_on: Vec<(String, String)>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The file.
    pub file: SitePath,
    /// Line and column, from one.
    pub position: Position,
}

/// Something that can change: what it is, where its words stand, and other words for it.
struct Subject {
    name: Name,
    reads: String,
    file: SitePath,
    span: Span,
    changed: String,
}

/// Returns where something is set, named and shown; `None` when nothing has that name.
///
/// A name is `value.KEY`, `role.ID`, `term.ID`, or a page by its code, id, address or path.
pub fn affected(snapshot: &Snapshot, options: &Options, name: &str) -> Option<Affected> {
    let before = build(snapshot, options).value;
    let subject = subject(snapshot, &before.handbook, name)?;
    let mut snapshot_after = snapshot.clone();
    let text = snapshot.text(subject.file.as_str())?;
    let mut text = text.to_string();
    text.replace_range(subject.span.range(), &subject.changed);
    snapshot_after.insert(subject.file.clone(), File::Text(text.into()));
    let after = build(&snapshot_after, options).value;
    Some(Affected {
        name: name.to_owned(),
        reads: subject.reads.clone(),
        set_in: mention(snapshot, &subject.file, subject.span),
        named_in: named_in(snapshot, &before.handbook, &subject),
        shown_on: shown_on(&before, &after),
    })
}

/// Returns the names of everything that can be asked about.
pub fn names(handbook: &Handbook) -> Vec<String> {
    let data = &handbook.shared.data;
    let values = data.values.iter().map(|(key, _)| format!("value.{key}"));
    let roles = data.roles.ids().map(|id| format!("role.{id}"));
    let terms = data.terms.iter().map(|term| format!("term.{}", term.id));
    let codes = handbook.pages.iter().filter_map(|page| page.code.clone());
    values.chain(roles).chain(terms).chain(codes).collect()
}

fn subject(snapshot: &Snapshot, handbook: &Handbook, name: &str) -> Option<Subject> {
    let shared = &handbook.shared;
    let known = placeholder(name);
    let reads = known.as_ref().and_then(|name| shared.text_of(name));
    let set = |file_name: &str, keys: &[&str], changed: &str, name: Name| {
        let path = file(file_name);
        let span = entry_span(snapshot, file_name, keys)?;
        Some(Subject { name, reads: reads.clone()?, file: path, span, changed: changed.to_owned() })
    };
    match known {
        Some(Name::Value(key)) => {
            let mut keys: Vec<&str> = key.split('.').collect();
            keys.push("amount");
            let amount = shared.data.values.get(&key)?.hundredths;
            let changed = (amount / 100 + 1).to_string();
            set("values.toml", &keys, &changed, Name::Value(key.clone()))
        }
        Some(Name::Role(id)) => {
            set("roles.toml", &[&id, "title"], "\"another role\"", Name::Role(id.clone()))
        }
        Some(Name::Term(id)) => {
            let changed = "\"Another meaning.\"";
            set("terms.toml", &[&id, "definition"], changed, Name::Term(id.clone()))
        }
        _ => page_title(handbook, name),
    }
}

fn page_title(handbook: &Handbook, name: &str) -> Option<Subject> {
    let wanted = name.trim_matches('/');
    let is_it = |page: &&Page| {
        let named = |known: &Option<String>| known.as_ref().is_some_and(|k| k.eq_ignore_ascii_case(wanted));
        named(&page.code)
            || named(&page.id)
            || page.url.as_str().trim_end_matches('/') == wanted
            || page.path.as_str() == wanted
            || page.path.below(crate::handbook::CONTENT) == Some(wanted)
    };
    let page = handbook.pages.iter().map(AsRef::as_ref).find(is_it)?;
    let front = page.front().record.get("title").map(|title| title.span);
    let heading = page.document.title.map(|node| page.document.nodes[node].span);
    let changed = if front.is_some() { "another title" } else { "# another title" };
    Some(Subject {
        name: Name::Link(page.path.to_string()),
        reads: page.title.clone(),
        file: page.path.clone(),
        span: front.or(heading)?,
        changed: changed.to_owned(),
    })
}

fn named_in(snapshot: &Snapshot, handbook: &Handbook, subject: &Subject) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for page in handbook.pages.iter().filter(|page| page.origin == crate::handbook::Origin::Content) {
        mentions.extend(in_front(page, &subject.name).map(|span| mention(snapshot, &page.path, span)));
        for (reference, target) in page.document.references.iter().zip(&page.targets) {
            if names_it(handbook, &subject.name, target) {
                mentions.push(mention(snapshot, &page.path, reference.span));
            }
        }
    }
    let key = match &subject.name {
        Name::Value(key) => key,
        Name::Role(id) | Name::Term(id) => id,
        _ => return sorted(mentions),
    };
    for (name, path, _) in snapshot.below("content/_data") {
        let text = snapshot.text(path.as_str()).unwrap_or_default();
        mentions.extend(quoted(&text, key).map(|span| mention(snapshot, &file(name), span)));
    }
    sorted(mentions)
}

/// Returns the fields of front matter whose text names something.
fn in_front<'a>(page: &'a Page, name: &'a Name) -> impl Iterator<Item = Span> + 'a {
    let front = page.front();
    let phrases = [("title", &front.title), ("summary", &front.summary)];
    phrases.into_iter().filter_map(move |(field, phrase)| {
        let names_it = |piece: &Piece| match piece {
            Piece::Placeholder(text) => placeholder(text).as_ref() == Some(name),
            Piece::Text(_) => false,
        };
        let named = phrase.as_ref()?.pieces.iter().any(names_it);
        if named { front.record.get(field).map(|value| value.span) } else { None }
    })
}

fn sorted(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.sort_by(|a, b| {
        let place = |mention: &Mention| (mention.position.line, mention.position.column);
        a.file.cmp(&b.file).then_with(|| place(a).cmp(&place(b)))
    });
    mentions
}

fn names_it(handbook: &Handbook, name: &Name, target: &Target) -> bool {
    match (name, target) {
        (Name::Link(path), Target::Page(other, _)) => handbook.pages[*other].path.as_str() == path,
        (Name::Value(name), Target::Value(known))
        | (Name::Role(name), Target::Role(known))
        | (Name::Term(name), Target::Term(known)) => name == known,
        _ => false,
    }
}

/// Returns where a key stands in a data file, in quotes or in a placeholder.
fn quoted<'a>(text: &'a Arc<str>, key: &'a str) -> impl Iterator<Item = Span> + 'a {
    text.match_indices(key).filter_map(move |(at, _)| {
        let before = &text[..at];
        let after = &text[at + key.len()..];
        let in_quotes = before.ends_with('"') && after.starts_with('"');
        let in_braces = ["value.", "role.", "term."].iter().any(|kind| before.ends_with(kind))
            && after.trim_start().starts_with("}}");
        (in_quotes || in_braces).then(|| Span::new(at, at + key.len()))
    })
}

fn shown_on(before: &Built, after: &Built) -> Vec<(String, String)> {
    let bytes = |built: &Built, page: &Page| built.output.get(page.url.file().as_str())?.bytes();
    let changed = before.handbook.pages.iter().filter(|page| bytes(before, page) != bytes(after, page));
    changed.map(|page| (format!("/{}", page.url), page.title.clone())).collect()
}

fn mention(snapshot: &Snapshot, file: &SitePath, span: Span) -> Mention {
    let text = snapshot.text(file.as_str()).unwrap_or_default();
    Mention { file: file.clone(), position: LineIndex::new(&text).position(span.start) }
}
