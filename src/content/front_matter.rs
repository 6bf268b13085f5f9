//! Front matter: the fields between the `---` lines of a page.

use jiff::civil::Date;

use super::phrase::Phrase;
use crate::diag::Checked;
use crate::fields::{Field, Located, Record, Type, check, read_yaml};
use crate::source::{SitePath, Span};

const ANCHOR: &[Field] = &[
    Field::needed("old", Type::Text, "the id that the heading had"),
    Field::needed("new", Type::Text, "the id that it has now"),
];

/// Every field of a page, with what it is for.
pub const FIELDS: &[Field] = &[
    Field::new(
        "title",
        Type::Short(60),
        "a task or a fact in plain words; the first heading where it is missing",
    ),
    Field::new("summary", Type::Short(160), "when to use the page; shown in lists and search results"),
    Field::new("kind", Type::Text, "the kind of page, such as `playbook`; decides its sections and fields"),
    Field::new(
        "owner",
        Type::Text,
        "the role that answers for the page; taken from the folder's `index.md` where missing",
    ),
    Field::new("approver", Type::Text, "the role that approves it; not the owner in a protected area"),
    Field::new("reviewed", Type::Date, "when the owner last confirmed that the page is true"),
    Field::new("review_every", Type::Whole(1, 120), "months until the next review; the kind's where missing"),
    Field::new("status", Type::OneOf(&["draft", "current", "retired"]), "drafts are left out of publication")
        .otherwise("current"),
    Field::new("replaced_by", Type::Text, "for a retired page: the page that replaces it, or `none`"),
    Field::new("retired_on", Type::Date, "for a retired page without a successor: when it ended"),
    Field::new("retired_because", Type::Text, "for a retired page without a successor: why it ended"),
    Field::new("aliases", Type::List(&Type::Text), "the words that staff and customers really use for it"),
    Field::new("code", Type::Text, "a short code such as `X2`, unique for ever; `/x2/` leads to the page"),
    Field::new("appeal", Type::Text, "the page that says where the person concerned can turn"),
    Field::new(
        "protected",
        Type::Flag,
        "on a folder's `index.md`: its pages restrict or end service and are checked strictly",
    ),
    Field::new(
        "must_link",
        Type::List(&Type::Text),
        "on the `index.md` of a protected area: pages to which each of its pages leads",
    ),
    Field::new("effective", Type::Date, "since when the rule holds"),
    Field::new(
        "audience",
        Type::Text,
        "who may read the page, one of the settings' audiences; that of the folder's `index.md` where missing, or the \
         settings' own",
    ),
    Field::new("for", Type::List(&Type::Text), "the roles that must know it"),
    Field::new("practises", Type::List(&Type::Text), "the pages that a scenario practises"),
    Field::new("channels", Type::List(&Type::Text), "where it applies: shop, phone, chat, e-mail, delivery"),
    Field::new("urgent", Type::Flag, "puts the page on Help now"),
    Field::new("related", Type::List(&Type::Text), "pages to read next"),
    Field::new("sources", Type::List(&Type::Text), "where its facts and methods come from"),
    Field::new("satisfies", Type::List(&Type::Text), "the requirements that the page meets, by id"),
    Field::new("jurisdiction", Type::Text, "the country whose law the page assumes, such as `GB`"),
    Field::new(
        "notice",
        Type::Text,
        "a line above the text; on a folder's `index.md`, above each of its pages",
    ),
    Field::new("id", Type::Text, "the page's identity, which stays when its file moves"),
    Field::new(
        "old_paths",
        Type::List(&Type::Text),
        "addresses at which the page stood before; they lead here",
    ),
    Field::new("old_anchors", Type::List(&Type::Table(ANCHOR)), "ids that headings had before"),
    Field::new(
        "order",
        Type::Whole(0, 100_000),
        "place among its neighbours; the number in the file name where missing",
    ),
    Field::new("nav", Type::Text, "a shorter title for navigation, or `hidden`"),
];

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The fields as written, each checked for its type.
    pub record: Record,
    /// The title, with its placeholders.
    pub title: Option<Phrase>,
    /// The summary, with its placeholders.
    pub summary: Option<Phrase>,
    /// Whether it is written, in force or over.
    pub status: Status,
}

/// Whether a page is being written, in force or over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    /// Being written.
    Draft,
    /// In force.
    #[default]
    Current,
    /// Over.
    Retired,
}

impl FrontMatter {
    /// Returns the text of a field.
    pub fn text(&self, name: &str) -> Option<Located<String>> {
        self.record.text(name)
    }

    /// Returns the day of a field.
    pub fn date(&self, name: &str) -> Option<Located<Date>> {
        self.record.date(name)
    }

    /// Returns where a finding about the page as a whole should point: its title or first line.
    pub fn place(&self) -> Span {
        let title = self.record.get("title").map(|value| value.span);
        title.unwrap_or(Span::new(0, 0))
    }
}

/// Reads the front matter of a file, and the byte at which its body begins.
///
/// A file without a first line `---` has none. One whose second `---` is missing is all body.
pub fn read(file: &SitePath, text: &str) -> Checked<(FrontMatter, usize)> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((yaml, body)) = split(&text[start..]) else {
        return Checked::clean((FrontMatter::default(), start));
    };
    let offset = start + yaml.start;
    let mut diagnostics = Vec::new();
    let mut table = read_yaml(file, &text[start..][yaml.clone()], offset).collect(&mut diagnostics);
    table.span = Span::new(start, start + 3);
    let record = check(file, "a page", table, FIELDS).collect(&mut diagnostics);
    let phrase = |name| record.text(name).map(|text| Phrase::read(&text));
    let status = match record.text("status").as_deref().map(String::as_str) {
        Some("draft") => Status::Draft,
        Some("retired") => Status::Retired,
        _ => Status::Current,
    };
    let front = FrontMatter { title: phrase("title"), summary: phrase("summary"), status, record };
    Checked { value: (front, start + body), diagnostics }
}

/// Returns where the YAML stands, and where the body begins.
pub(super) fn split(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn front_matter_stands_between_two_lines_of_hyphens() {
        assert_eq!(split("---\r\na: b\r\n---\r\n# C"), Some((5..11, 16)));
        assert_eq!(split("# C\n---\n"), None);
        assert_eq!(split("---\nnever closed"), None);
    }
}
