//! What each fuzz target asserts, as functions of a text.
//!
//! The targets run them on whatever a fuzzer makes up; `tests/suite/fuzzed.rs` includes this file
//! and runs them on the seeds, so that they hold on every toolchain. A body panics when something
//! does not hold, and returns nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use deskbook::content::blocks::Listed;
use deskbook::content::{self, Avoid, Document, FRONT_MATTER, Kind, Name, NodeId, passages};
use deskbook::diag::{Fix, apply};
use deskbook::fields::{Content, Table, Value, read_toml, read_yaml};
use deskbook::language::{Labels, RUNG_LINES};
use deskbook::output::Content as Built;
use deskbook::source::{File, SitePath, Snapshot, Span};
use deskbook::{Cache, Config, Diagnostic, Options, Output, Progress, data, rebuild, render, report};

/// Reads a text as a page.
pub fn parse(text: &str) {
    raw(text);
    let (file, options) = (path("content/a.md"), options());
    let parsed = content::parse(&file, text, &options);
    document_holds(text, &parsed.value);
    findings_hold(text, &parsed.diagnostics);
    let again = content::parse(&file, mended(text, &parsed.diagnostics), &options);
    let fixes = |findings: &[Diagnostic]| findings.iter().filter(|finding| finding.fix.is_some()).count();
    assert!(
        fixes(&parsed.diagnostics) == 0 || again.diagnostics != parsed.diagnostics,
        "a fix changes something"
    );
}

/// Reads a text as a page whose site allows HTML.
pub fn raw(text: &str) {
    let options = content::Options { raw_html: content::RawHtml::Sanitise, ..options() };
    let parsed = content::parse(&path("content/a.md"), text, &options);
    document_holds(text, &parsed.value);
    findings_hold(text, &parsed.diagnostics);
    let html = |kind: &Kind| matches!(kind, Kind::Html(_) | Kind::InlineHtml(_));
    assert!(!parsed.value.nodes.iter().any(|node| html(&node.kind)), "no HTML is passed through");
}

/// Reads a text as front matter, as settings and as each data file.
pub fn front_matter(text: &str) {
    let file = path("content/a.md");
    let page = format!("---\n{text}\n---\n# Words\n");
    let parsed = content::parse(&file, page.as_str(), &options());
    record_holds(&page, &parsed.value);
    findings_hold(&page, &parsed.diagnostics);
    mended(&page, &parsed.diagnostics);

    let yaml = read_yaml(&file, text, 0);
    table_holds(text, &yaml.value);
    findings_hold(text, &yaml.diagnostics);

    let toml = read_toml(&path("handbook.toml"), text);
    table_holds(text, &toml.value);
    findings_hold(text, &toml.diagnostics);

    let mut snapshot = Snapshot::default();
    for name in SETTINGS {
        snapshot.insert(path(name), File::Text(text.into()));
    }
    let config = Config::read(&snapshot);
    let data = data::Data::read(&snapshot);
    let style = data::read_style(&snapshot);
    for (_, value) in data.value.values.iter() {
        place_holds(text, value.span);
    }
    for findings in [config.diagnostics, data.diagnostics, style.diagnostics] {
        findings_hold(text, &findings);
        mended(text, &findings);
    }
}

const SETTINGS: &[&str] = &[
    "handbook.toml",
    "content/_data/roles.toml",
    "content/_data/style.toml",
    "content/_data/terms.toml",
    "content/_data/values.toml",
];

/// Builds a handbook twice from what `cache` holds, which may be any other handbook.
///
/// The text is a fixture; a path in it that is not one of [`PATHS`] stands for one that is.
pub fn link(text: &str, cache: &mut Cache) {
    let snapshot = Snapshot::fixture(&with_known_paths(text));
    let drafts = text.len().is_multiple_of(2);
    let options = Options { drafts, ..Options::on(jiff::civil::date(2026, 12, 1)) };
    let progress = Progress::default();
    let first = rebuild(&snapshot, &options, cache, &progress);
    let second = rebuild(&snapshot, &options, cache, &progress);
    assert!(first.value.output == second.value.output, "two builds give one site");
    assert_eq!(first.diagnostics, second.diagnostics, "two builds find the same");

    let mut fixes: BTreeMap<&str, Vec<Fix>> = BTreeMap::new();
    for finding in &first.diagnostics {
        finding_holds(finding, |file| text_of(&snapshot, file));
        let file = finding.location.file.as_str();
        fixes.entry(file).or_default().extend(finding.fix.clone());
    }
    for (file, fixes) in fixes {
        apply(&text_of(&snapshot, &path(file)).unwrap_or_default(), &fixes);
    }
    report::human(&first.diagnostics, &snapshot, false);
    report::github(&first.diagnostics, &snapshot, "");
    report::sarif(&first.diagnostics, &snapshot, "");
    report::json(&first.diagnostics, &snapshot);

    let settings = snapshot.text("handbook.toml").unwrap_or_default();
    site_holds(&first.value.output, !settings.contains("feedback"));
}

/// The files of a handbook that is made up.
const PATHS: &[&str] = &[
    "content/index.md",
    "content/a.md",
    "content/1-b/index.md",
    "content/1-b/2-c.md",
    "content/1-b/README.md",
    "content/d/e/Ü & \"q\" #?%41.md",
    "content/search.md",
    "content/p.png",
    "content/1-b/g.txt",
    "static/h i.txt",
    "handbook.toml",
    "content/_data/roles.toml",
    "content/_data/style.toml",
    "content/_data/terms.toml",
    "content/_data/values.toml",
];

fn with_known_paths(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("//- ") {
        Some(name) if !PATHS.contains(&name.trim()) => {
            let sum: usize = name.bytes().map(usize::from).sum();
            format!("//- {}\n", PATHS[sum % PATHS.len()])
        }
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Renders a text as `CommonMark`, and as the part of it that a site reads.
pub fn html(text: &str) {
    render::commonmark(text);
    // Without `<` there is no HTML to be passed through, so every tag is one that was made here.
    let html = render::commonmark(&text.replace('<', ""));
    let tags = tags(&html);
    balance_holds("CommonMark", &tags);
    for tag in tags {
        attributes_hold("CommonMark", &tag);
    }
}

fn options() -> content::Options {
    content::Options {
        labels: Labels {
            say: "Say".into(),
            not: "Not".into(),
            because: "Because".into(),
            acknowledge: "Acknowledge".into(),
            claim: "They may say".into(),
            misleads: "Why it misleads".into(),
            helps: "How the truth helps".into(),
            ladder: RUNG_LINES.map(|key| (key, key.replace('-', " "))).to_vec(),
            letter: vec![("sorry", "What we are sorry for".into()), ("will-do", "What we will do".into())],
        },
        day_words: ["working days", "days", "day", "weeks"].map(str::to_owned).into(),
        avoid: AVOID.clone(),
        ..content::Options::default()
    }
}

static AVOID: LazyLock<Arc<Avoid>> = LazyLock::new(|| {
    let words = ["unfortunately", "policy", "as per", "über"];
    Arc::new(Avoid::new(words.map(|word| (word.to_owned(), "say what you can do".to_owned())).into()))
});

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a path inside the project")
}

// Places.

fn place_holds(text: &str, span: Span) {
    assert!(span.start <= span.end, "{span:?} runs backwards");
    assert!(text.get(span.range()).is_some(), "{span:?} cuts a text of {} bytes", text.len());
}

fn findings_hold(text: &str, findings: &[Diagnostic]) {
    for finding in findings {
        finding_holds(finding, |_| Some(text.into()));
    }
}

/// Holds a finding against the texts that it points into.
fn finding_holds(finding: &Diagnostic, text_of: impl Fn(&SitePath) -> Option<Arc<str>>) {
    let related = finding.related.iter().map(|(location, _)| location);
    for location in std::iter::once(&finding.location).chain(related) {
        let span = location.span.unwrap_or_default();
        match text_of(&location.file) {
            Some(text) => {
                assert!(text.get(span.range()).is_some(), "{finding:?} cuts the text of {}", location.file);
            }
            None => assert_eq!(span, Span::default(), "{finding:?} points into a file that is no text"),
        }
    }
    if let Some(fix) = &finding.fix {
        let text = text_of(&finding.location.file).expect("only a text is mended");
        assert!(text.get(fix.span.range()).is_some(), "the fix of {finding:?} cuts the text");
    }
    assert!(!finding.message.is_empty() && finding.help.as_deref() != Some(""));
}

/// Returns the text with every fix applied.
fn mended(text: &str, findings: &[Diagnostic]) -> String {
    let fixes: Vec<Fix> = findings.iter().filter_map(|finding| finding.fix.clone()).collect();
    let (mended, applied) = apply(text, &fixes);
    assert_eq!(applied == 0, fixes.is_empty(), "the first fix can always be applied");
    mended
}

fn record_holds(text: &str, document: &Document) {
    let record = &document.front.record;
    place_holds(text, record.span);
    place_holds(text, document.front.place());
    for field in FRONT_MATTER {
        if let Some(value) = record.get(field.name) {
            value_holds(text, value);
        }
    }
}

fn value_holds(text: &str, value: &Value) {
    place_holds(text, value.span);
    match &value.content {
        Content::Scalar(_) => {}
        Content::List(values) => values.iter().for_each(|value| value_holds(text, value)),
        Content::Table(table) => table_holds(text, table),
    }
}

fn table_holds(text: &str, table: &Table) {
    let mut keys = BTreeSet::new();
    place_holds(text, table.span);
    for entry in &table.entries {
        assert!(keys.insert(&entry.key), "a key occurs once");
        place_holds(text, entry.key_span);
        value_holds(text, &entry.value);
    }
}

// Documents.

fn document_holds(text: &str, document: &Document) {
    assert_eq!(&*document.source, text, "a document keeps its text");
    record_holds(text, document);
    tree_holds(text, document);
    for reference in &document.references {
        place_holds(text, reference.span);
    }
    for (_, span) in document.anchors.iter() {
        place_holds(text, span);
    }
    for (node, span) in &document.fences {
        place_holds(text, *span);
        assert!(*node <= document.nodes.len());
    }
    for excuse in &document.excuses {
        place_holds(text, excuse.comment);
        place_holds(text, excuse.covers);
    }
    for span in &document.typed_amounts {
        place_holds(text, *span);
    }
    for heading in &document.headings {
        assert!(
            matches!(document.nodes[heading.node].kind, Kind::Heading(level, _) if level == heading.level)
        );
        assert!(document.anchors.contains(&heading.id));
    }
    if let Some(title) = document.title {
        assert!(matches!(document.nodes[title].kind, Kind::Heading(1, _)));
    }
    for listed in &document.listed {
        match listed {
            Listed::Card(node, _) | Listed::Rule(node, _) => assert!(document.block(*node).is_some()),
            Listed::Checklist(node) => {
                assert!(matches!(document.nodes[*node].kind, Kind::List(_) | Kind::SayList));
            }
        }
    }
    passages_hold(text, document);
}

/// Holds the tree against its promise: in reading order, each node ends where its last child does.
fn tree_holds(text: &str, document: &Document) {
    let nodes = &document.nodes;
    let mut above: Vec<NodeId> = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        while above.last().is_some_and(|above| nodes[*above].end() <= number) {
            above.pop();
        }
        place_holds(text, node.span);
        assert!(document.text(node).is_some() || !matches!(node.kind, Kind::Verbatim));
        let most = above.last().map_or(nodes.len(), |above| nodes[*above].end());
        assert!(number < node.end() && node.end() <= most, "node {number} ends within the one around it");
        if let Some(parent) = above.last().map(|parent| &nodes[*parent]) {
            let outer = parent.span;
            assert!(outer.start <= node.span.start, "{node:?} begins before {parent:?}");
            // A block's text ends before its last line end, which may belong to what stands in it;
            // and a fence may close in the middle of a list.
            let rest = &text[outer.range().end..];
            let blank = rest.len() - rest.trim_start().len();
            let fenced = above.iter().any(|node| document.block(*node).is_some());
            let within = node.span.range().end <= outer.range().end + blank;
            assert!(within || fenced, "{node:?} ends behind {parent:?}");
        }
        if let Kind::Link(reference, _) | Kind::Image(reference, _) | Kind::Placeholder(reference) = node.kind
        {
            assert!((reference as usize) < document.references.len());
        }
        above.push(number);
    }
    assert!(above.len() <= 121, "a walk needs little stack");
}

fn passages_hold(text: &str, document: &Document) {
    for passage in passages(document, |_: &Name| "\u{fffc}") {
        assert!(passage.node < document.nodes.len());
        let ends = passage.text.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
        for (start, end) in ends {
            place_holds(text, passage.span(start, end));
            place_holds(text, passage.span(0, end));
            place_holds(text, passage.span(start, passage.text.len()));
        }
    }
}

// Sites.

/// Returns the text of a file, which may be the built-in theme's.
fn text_of(snapshot: &Snapshot, file: &SitePath) -> Option<Arc<str>> {
    static BUILT_IN: LazyLock<deskbook::theme::Layers> = LazyLock::new(deskbook::theme::Layers::built_in);
    let built_in = || Some(BUILT_IN.text(file.below("themes/default")?)?.1);
    snapshot.text(file.as_str()).or_else(built_in)
}

fn site_holds(output: &Output, with_links: bool) {
    for (place, content) in output.files() {
        let Built::Bytes(bytes) = content else { continue };
        let place = place.as_str();
        if [".bin", ".ico", ".png"].iter().any(|ending| place.ends_with(ending)) {
            continue;
        }
        let text = std::str::from_utf8(bytes).expect("what is written is text");
        if !place.ends_with(".html") {
            continue;
        }
        let tags = tags(text);
        balance_holds(place, &tags);
        for tag in &tags {
            attributes_hold(place, tag);
            script_holds(place, tag, text, output);
            if with_links && place != "404.html" {
                links_hold(place, tag, output);
            }
        }
    }
}

/// Holds the scripts of a page: each comes from a file of the site and has no text.
fn script_holds(place: &str, tag: &Tag, html: &str, output: &Output) {
    if tag.name != "script" || tag.closes {
        return;
    }
    assert!(html[tag.end..].starts_with("</script>"), "{place}: a script has text");
    let source = tag.attribute("src").unwrap_or_else(|| panic!("{place}: a script has no `src`"));
    let file = source.find("assets/").map_or(source, |at| &source[at..]);
    assert!(output.get(file).is_some() && file.ends_with(".js"), "{place}: a script comes from {source}");
}

/// Holds the addresses of a page: each that leads to the site leads to a file of it.
fn links_hold(place: &str, tag: &Tag, output: &Output) {
    for address in ["href", "src"].iter().filter_map(|name| tag.attribute(name)) {
        let (path, _) = address.split_once('#').unwrap_or((address, ""));
        let first = path.split('/').next().unwrap_or("");
        if path.is_empty() || first.contains(':') || path.starts_with("//") {
            continue;
        }
        let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = percent_encoding::percent_decode_str(path).decode_utf8().expect("addresses are UTF-8");
        let mut file = joined(folder, &path).unwrap_or_else(|| panic!("{place}: `{address}` climbs out"));
        if file.is_empty() || path.ends_with('/') {
            file = format!("{file}/index.html");
        }
        let file = file.trim_start_matches('/');
        assert!(output.get(file).is_some(), "{place}: `{address}` leads to `{file}`, which is not there");
    }
}

/// Returns the place that an address names when it is read in a folder.
fn joined(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

// HTML.

/// A tag as a browser reads it.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: Vec<(&'a str, String)>,
    /// The byte behind it.
    end: usize,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(value)
    }
}

/// Elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "input", "link", "meta", "path"];

/// Returns the tags of a page; every `<` in what is made here opens one.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        if html[open..].starts_with("<!doctype html>") {
            at = open + 1;
            continue;
        }
        let tag = tag(html, open);
        at = tag.end;
        tags.push(tag);
    }
    tags
}

fn tag(html: &str, open: usize) -> Tag<'_> {
    let bad = |what: &str| -> ! { panic!("{what}: {}", html[open..].chars().take(80).collect::<String>()) };
    let closes = html[open + 1..].starts_with('/');
    let name_at = open + 1 + usize::from(closes);
    let length = html[name_at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or_else(|| bad("no end"));
    let name = &html[name_at..name_at + length];
    if name.is_empty() || name.chars().any(|c| c.is_ascii_uppercase()) {
        bad("a tag without a name");
    }
    let mut attributes = Vec::new();
    let mut at = name_at + length;
    loop {
        at += html[at..].len() - html[at..].trim_start().len();
        if let Some(rest) = html[at..].strip_prefix("/>").or_else(|| html[at..].strip_prefix('>')) {
            return Tag { name, closes, attributes, end: html.len() - rest.len() };
        }
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        // The frame of a drawing is the one name with a capital.
        let known = html[at..].strip_prefix("viewBox").map_or(0, |_| "viewBox".len());
        let length = html[at + known..].find(|c: char| !is_name(c)).unwrap_or_else(|| bad("no end")) + known;
        if length == 0 || closes {
            bad("an attribute without a name");
        }
        let attribute = &html[at..at + length];
        at += length;
        let mut value = "";
        if let Some(rest) = html[at..].strip_prefix("=\"") {
            let length = rest.find('"').unwrap_or_else(|| bad("a quote without an end"));
            value = &rest[..length];
            at += length + 3;
        }
        if attributes.iter().any(|(known, _)| *known == attribute) {
            bad("an attribute given twice");
        }
        attributes.push((attribute, unescaped(value)));
    }
}

fn unescaped(value: &str) -> String {
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    value.replace("&#x27;", "'").replace("&#39;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}

fn balance_holds(place: &str, tags: &[Tag]) {
    let mut open = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name)) {
        if tag.closes {
            assert_eq!(open.pop(), Some(tag.name), "{place}: what opens last closes first");
        } else {
            open.push(tag.name);
        }
    }
    assert!(open.is_empty(), "{place}: {open:?} are not closed");
}

/// Holds the attributes of a tag: none carries script or style.
fn attributes_hold(place: &str, tag: &Tag) {
    for (name, value) in &tag.attributes {
        assert!(*name != "style" && !name.starts_with("on"), "{place}: a `{name}` in <{}>", tag.name);
        if matches!(*name, "href" | "src" | "action") && place != "CommonMark" {
            let visible: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let runs = ["javascript:", "vbscript:", "data:"];
            let visible = visible.to_lowercase();
            assert!(!runs.iter().any(|scheme| visible.starts_with(scheme)), "{place}: `{name}` is {value:?}");
        }
    }
}
