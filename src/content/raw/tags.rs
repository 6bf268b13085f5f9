//! The elements of HTML that a page may hold, where each may stand, and what may stand in it.
//!
//! They are those for which Markdown has no sign and that neither lead astray nor run: no script, no
//! form, no frame, no picture that is drawn in the text, nothing that looks like a part of the site or
//! like the marks of a redline.

/// An element that a page may hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: &'static str,
    /// Where it may stand, and what in it.
    pub sort: Sort,
    /// What it may say of itself, beside what most elements may.
    own: &'static [&'static str],
}

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It stands in a line, and so does what it holds.
    Inline,
    /// It stands in a line and holds nothing.
    Sign,
    /// It stands by itself and holds nothing.
    Line,
    /// It stands by itself and holds a line.
    Words,
    /// It stands by itself and holds what may.
    Block,
    /// It stands by itself and holds nothing but its parts.
    Frame,
    /// It stands in one of these and holds what may.
    Part(&'static [&'static str]),
    /// It stands in one of these and holds a line.
    WordsPart(&'static [&'static str]),
    /// It stands in one of these and holds nothing but parts of its own.
    FramePart(&'static [&'static str]),
}

impl Tag {
    /// Returns what it may say of itself.
    pub fn attributes(&self) -> impl Iterator<Item = &'static str> {
        let common = if PLAIN.contains(&self.name) { &[][..] } else { &COMMON[..] };
        common.iter().chain(self.own).copied()
    }

    /// Returns whether it stands in a line.
    pub fn is_inline(&self) -> bool {
        matches!(self.sort, Sort::Inline | Sort::Sign) || matches!(self.name, "rt" | "rp")
    }

    /// Returns whether it holds nothing, and so has no end.
    pub fn is_void(&self) -> bool {
        matches!(self.sort, Sort::Sign | Sort::Line) || self.name == "col"
    }

    /// Returns whether nothing but its parts may stand in it.
    pub fn holds_parts_only(&self) -> bool {
        matches!(self.sort, Sort::Frame | Sort::FramePart(_))
    }

    /// Returns whether only a line may stand in it.
    pub fn holds_line_only(&self) -> bool {
        matches!(self.sort, Sort::Inline | Sort::Words | Sort::WordsPart(_))
    }

    /// Returns the elements in which alone it may stand.
    pub fn parents(&self) -> Option<&'static [&'static str]> {
        match self.sort {
            Sort::Part(parents) | Sort::WordsPart(parents) | Sort::FramePart(parents) => Some(parents),
            _ => None,
        }
    }
}

/// What most elements may say of themselves. The others become nodes that Markdown has too, with no
/// room for it.
pub const COMMON: [&str; 3] = ["dir", "lang", "title"];
/// The elements that may not.
const PLAIN: [&str; 10] = ["a", "br", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img"];

const fn tag(name: &'static str, sort: Sort, own: &'static [&'static str]) -> Tag {
    Tag { name, sort, own }
}

const ROWS: &[&str] = &["table", "thead", "tbody", "tfoot"];

/// Every element that a page may hold.
pub const TAGS: &[Tag] = &[
    tag("a", Sort::Inline, &["href", "title"]),
    tag("abbr", Sort::Inline, &[]),
    tag("b", Sort::Inline, &[]),
    tag("bdi", Sort::Inline, &[]),
    tag("bdo", Sort::Inline, &[]),
    tag("cite", Sort::Inline, &[]),
    tag("code", Sort::Inline, &[]),
    tag("dfn", Sort::Inline, &[]),
    tag("em", Sort::Inline, &[]),
    tag("i", Sort::Inline, &[]),
    tag("kbd", Sort::Inline, &[]),
    tag("mark", Sort::Inline, &[]),
    tag("q", Sort::Inline, &[]),
    tag("ruby", Sort::Inline, &[]),
    tag("rt", Sort::WordsPart(&["ruby"]), &[]),
    tag("rp", Sort::WordsPart(&["ruby"]), &[]),
    tag("s", Sort::Inline, &[]),
    tag("samp", Sort::Inline, &[]),
    tag("small", Sort::Inline, &[]),
    tag("span", Sort::Inline, &[]),
    tag("strong", Sort::Inline, &[]),
    tag("sub", Sort::Inline, &[]),
    tag("sup", Sort::Inline, &[]),
    tag("time", Sort::Inline, &["datetime"]),
    tag("u", Sort::Inline, &[]),
    tag("var", Sort::Inline, &[]),
    tag("br", Sort::Sign, &[]),
    tag("img", Sort::Sign, &["src", "alt", "title"]),
    tag("hr", Sort::Line, &[]),
    tag("p", Sort::Words, &[]),
    tag("h1", Sort::Words, &[]),
    tag("h2", Sort::Words, &[]),
    tag("h3", Sort::Words, &[]),
    tag("h4", Sort::Words, &[]),
    tag("h5", Sort::Words, &[]),
    tag("h6", Sort::Words, &[]),
    tag("blockquote", Sort::Block, &[]),
    tag("details", Sort::Block, &["open"]),
    tag("div", Sort::Block, &[]),
    tag("figure", Sort::Block, &[]),
    tag("dl", Sort::Frame, &[]),
    tag("ol", Sort::Frame, &["start", "reversed", "type"]),
    tag("ul", Sort::Frame, &[]),
    tag("table", Sort::Frame, &[]),
    tag("summary", Sort::WordsPart(&["details"]), &[]),
    tag("figcaption", Sort::Part(&["figure"]), &[]),
    tag("li", Sort::Part(&["ol", "ul"]), &["value"]),
    tag("dt", Sort::WordsPart(&["dl"]), &[]),
    tag("dd", Sort::Part(&["dl"]), &[]),
    tag("caption", Sort::WordsPart(&["table"]), &[]),
    tag("colgroup", Sort::FramePart(&["table"]), &["span"]),
    tag("col", Sort::Part(&["colgroup"]), &["span"]),
    tag("thead", Sort::FramePart(&["table"]), &[]),
    tag("tbody", Sort::FramePart(&["table"]), &[]),
    tag("tfoot", Sort::FramePart(&["table"]), &[]),
    tag("tr", Sort::FramePart(ROWS), &[]),
    tag("th", Sort::Part(&["tr"]), &["colspan", "rowspan", "scope"]),
    tag("td", Sort::Part(&["tr"]), &["colspan", "rowspan"]),
];

/// Returns the element with this name.
pub fn find(name: &str) -> Option<&'static Tag> {
    TAGS.iter().find(|tag| tag.name.eq_ignore_ascii_case(name))
}
