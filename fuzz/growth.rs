//! Measures how the time of reading, building and rendering grows with a text that repeats itself.
//!
//! Run by hand, never by a test, since times depend on the machine:
//!
//! ```text
//! cargo run --release --example growth --manifest-path fuzz/Cargo.toml -- [KILOBYTES] [WORD]
//! ```
//!
//! Each line is a stage and a pattern with its times at that size (100 kB unless given), twice and
//! four times as much. Twice the text should take about twice the time; a line that grows faster
//! ends in its factor. A word picks the patterns whose name holds it. A stage that needs longer
//! than [`PATIENCE`] is not measured at the next size.

use std::time::{Duration, Instant};

use deskbook::source::{File, SitePath, Snapshot};
use deskbook::{Cache, Options, Progress, content, rebuild, render, report};

const PATIENCE: Duration = Duration::from_secs(20);
/// Twice the text may take this many times as long before a line says so.
const LINEAR: f64 = 2.9;

/// A name, the text before, the text that is repeated with `@` for its number, and the text after.
type Pattern = (&'static str, &'static str, &'static str, &'static str);

const PATTERNS: &[Pattern] = &[
    ("words", "", "Some words about a refund of goods. ", ""),
    ("lines", "", "some words\n", ""),
    ("paragraphs", "", "some words\n\n", ""),
    ("brackets open", "", "[", ""),
    ("brackets nested", "", "[a](", ""),
    ("brackets closed", "", "[x] ", ""),
    ("pictures open", "", "![", ""),
    ("pictures nested", "", "![a", "](p)"),
    ("links", "", "[a](b@.md) ", ""),
    ("links to one page", "", "[a](a.md) ", ""),
    ("links to headings", "", "[a](#b@) ", ""),
    ("headings and links to none", "", "# a@\n[a](#b@)\n", ""),
    ("quotes", "", ">", "a"),
    ("quotes and lines", "", "> ", "a\nb"),
    ("lists nested", "", "- ", "a"),
    ("lists", "", "- a\n", ""),
    ("lists deeper", "", "* a\n *", ""),
    ("stars", "", "***", "a"),
    ("stars and letters", "", "*a **b ", ""),
    ("stars matched", "", "**a *b* c** ", ""),
    ("underscores", "", "_a __b ", ""),
    ("tildes", "", "~~a ", ""),
    ("backticks", "", "`", "a"),
    ("backticks of many lengths", "", "`a``b```c````", ""),
    ("fences of code", "", "```\n", ""),
    ("comments open", "", "<!--", ""),
    ("comments in a line", "", "a <!-- b --> ", ""),
    ("excuses", "", "a <!-- allow broken-link: so -->\n\n", ""),
    ("excuses and findings", "", "[a](b.md) <!-- allow orphan-page: so -->\n\n", ""),
    ("tags", "", "<a ", ""),
    ("tags closed", "", "<b>", ""),
    ("declarations", "", "<!A <?", ""),
    ("entities", "", "&amp;", ""),
    ("ampersands", "", "&", ""),
    ("backslashes", "", "\\", "a"),
    ("fences open", "", "::: answer\n\n", ""),
    ("fences closed", "", "::: answer\na\n\n:::\n\n", ""),
    ("fences that close nothing", "", ":::: answer\n\n:::\n\n", ""),
    ("fences of colons", "", ":::", ""),
    ("fences with fields", "::: rule ", "a@=b ", "\n\na\n\n:::"),
    ("rules alike", "", "::: rule level=may\n\na\n\n:::\n\n", ""),
    ("cards", "", "::: card type=policy\n\n### a\n\n:::\n\n", ""),
    ("checklists", "", "- [ ] a\n\na\n\n", ""),
    ("words to say", "", "- **Say** a\n- **Not** b\n\na\n\n", ""),
    ("headings alike", "", "## a\n\n", ""),
    ("headings", "", "## a@\n\n", ""),
    ("headings with an id", "", "## a {#b@}\n\n", ""),
    ("underlines", "", "a\n===\n", ""),
    ("placeholders open", "", "{{ ", ""),
    ("placeholders open on lines", "", "{{ a\n", ""),
    ("placeholder over lines", "{{ ", "a\n", ""),
    ("placeholders", "", "{{ value.a@ }} ", ""),
    ("pipes", "", "|", ""),
    ("pipes on lines", "a|b\n-|-\n", "|", ""),
    ("tables wide", "", "|a", "\n"),
    ("tables long", "a|b\n-|-\n", "c|d\n", ""),
    ("tables of few cells", "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n", "|\n", ""),
    ("footnotes", "", "[^@]\n\n[^@]: a\n\n", ""),
    ("footnotes alike", "", "[^a]\n\n[^a]: a\n\n", ""),
    ("footnotes nested", "", "[^@]: [^@] ", ""),
    ("definitions of links", "", "[a@]: b\n\n", ""),
    ("definitions of links alike", "", "[a]: b\n\n", ""),
    ("links by reference", "[a]: b\n\n", "[a] ", ""),
    ("terms", "", "a\n: b\n\n", ""),
    ("numbers", "", "1 2 ", ""),
    ("digits", "", "1", ""),
    ("plus and brackets", "", "+(", ""),
    ("addresses", "", "a@b.c ", ""),
    ("stops", "", "a. ", ""),
    ("white space", "a", " ", "b"),
    ("tabs", "", "\t", "a"),
    ("front matter of keys", "---\n", "a@: b\n", "---\n"),
    ("front matter of lists", "---\naliases:\n", "  - b\n", "---\n"),
    ("front matter nested", "---\naliases: ", "[", "\n---\n"),
    ("front matter deeper", "---\n", "- ", "\n---\n"),
    ("front matter quoted", "---\ntitle: \"", "a\n", "---\n"),
    ("front matter of colons", "---\na: ", "b: ", "\n---\n"),
    ("front matter of quotes", "---\n", "a: 'b\n", "---\n"),
    ("old anchors", "---\nold_anchors:\n", "  - { old: a@, new: a }\n", "---\n## a\n"),
];

/// The same for a file of the project: its path, then as above.
const FILES: &[(&str, Pattern)] = &[
    ("handbook.toml", ("keys", "", "a@ = 1\n", "")),
    ("handbook.toml", ("tables", "", "[kinds.a@]\n", "")),
    ("handbook.toml", ("dots", "a", ".a", " = 1")),
    ("handbook.toml", ("lists", "a = ", "[", "")),
    ("handbook.toml", ("quotes", "a = ", "\"\"\" ", "")),
    ("content/_data/values.toml", ("values", "", "[a@]\namount = 1\nunit = \"days\"\n", "")),
    ("content/_data/values.toml", ("owners", "", "[a@]\namount = 1\nunit = \"days\"\nowner = \"b@\"\n", "")),
    ("content/_data/roles.toml", ("roles", "", "[a@]\ntitle = \"b\"\ncover = \"c@\"\n", "")),
    ("content/_data/terms.toml", ("terms", "", "[a@]\ndefinition = \"b\"\n", "")),
    ("content/_data/terms.toml", ("terms alike", "", "[a@]\nterm = \"b c@\"\ndefinition = \"b\"\n", "")),
    ("content/_data/style.toml", ("words to avoid", "", "[[avoid]]\nword = \"a@\"\ninstead = \"b\"\n", "")),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let kilobytes: usize = arguments.next().and_then(|size| size.parse().ok()).unwrap_or(100);
    let wanted = arguments.next().unwrap_or_default();
    let sizes = [1, 2, 4].map(|times| kilobytes * 1000 * times);
    println!("{:<44}{:>12}{:>12}{:>12}", "", sizes[0], sizes[1], sizes[2]);
    for pattern in PATTERNS.iter().filter(|pattern| pattern.0.contains(&wanted)) {
        grows(&format!("commonmark {}", pattern.0), sizes, |size| time(&repeated(pattern, size), commonmark));
        grows(&format!("parse {}", pattern.0), sizes, |size| time(&repeated(pattern, size), parse));
        grows(&format!("build {}", pattern.0), sizes, |size| {
            built(&[("content/a.md", &repeated(pattern, size))], "build")
        });
        grows(&format!("report {}", pattern.0), sizes, |size| {
            built(&[("content/a.md", &repeated(pattern, size))], "report")
        });
    }
    for (file, pattern) in FILES.iter().filter(|(file, pattern)| {
        pattern.0.contains(&wanted) || file.contains(&wanted)
    }) {
        grows(&format!("build {file} {}", pattern.0), sizes, |size| {
            let page = repeated(&("", "", "b a1 c1 b c2 ", ""), size);
            built(&[(file, &repeated(pattern, size)), ("content/a.md", &page)], "build")
        });
    }
    for name in ["pages", "pages with codes", "pages that link", "pages of one name", "pages of rules"] {
        if name.contains(&wanted) {
            grows(&format!("build {name}"), sizes, |size| pages(name, size));
        }
    }
}

/// Prints the times of a stage at three sizes, and the factor when it grows faster than its text.
fn grows(name: &str, sizes: [usize; 3], measure: impl Fn(usize) -> Duration) {
    let mut times: Vec<Duration> = Vec::new();
    for size in sizes {
        if times.last().is_none_or(|last| *last < PATIENCE) {
            times.push(measure(size));
        }
    }
    let seconds = |time: &Duration| time.as_secs_f64();
    let pairs = times.windows(2).filter(|pair| pair[1] > Duration::from_millis(60));
    let factor = pairs.map(|pair| seconds(&pair[1]) / seconds(&pair[0])).fold(0.0, f64::max);
    let columns: String = times.iter().map(|time| format!("{:>12.4}", seconds(time))).collect();
    let verdict = if factor > LINEAR { format!("  grows {factor:.1} times") } else { String::new() };
    println!("{name:<44}{columns}{verdict}");
}

/// Returns the pattern repeated until it has about so many bytes.
fn repeated((_, before, again, after): &Pattern, bytes: usize) -> String {
    let mut text = (*before).to_owned();
    let mut number = 0;
    while text.len() < bytes {
        text.push_str(&again.replace('@', &number.to_string()));
        number += 1;
    }
    text + after
}

fn time(text: &str, stage: fn(&str)) -> Duration {
    let start = Instant::now();
    stage(text);
    start.elapsed()
}

fn commonmark(text: &str) {
    render::commonmark(text);
}

fn parse(text: &str) {
    let file = SitePath::new("content/a.md").expect("a path");
    content::parse(&file, text, &content::Options::default());
}

/// Returns how long a handbook of these files takes to build, or its findings to report.
fn built(files: &[(&str, &str)], stage: &str) -> Duration {
    let mut snapshot = Snapshot::default();
    for (path, text) in files {
        snapshot.insert(SitePath::new(path).expect("a path"), File::Text((*text).into()));
    }
    let options = Options::on(jiff::civil::date(2026, 12, 1));
    let mut cache = Cache::default();
    rebuild(&Snapshot::default(), &options, &mut cache, &Progress::default());
    let start = Instant::now();
    let built = rebuild(&snapshot, &options, &mut cache, &Progress::default());
    if stage == "build" {
        return start.elapsed();
    }
    let start = Instant::now();
    report::human(&built.diagnostics, &snapshot, false);
    report::json(&built.diagnostics, &snapshot);
    report::github(&built.diagnostics, &snapshot);
    start.elapsed()
}

/// Measures handbooks of many small pages that have about so many bytes together.
fn pages(name: &str, bytes: usize) -> Duration {
    let count = bytes / 200;
    let pages: Vec<(String, String)> = (0..count)
        .map(|number| {
            let folder = number % 20;
            let text = match name {
                "pages with codes" => format!("---\ncode: C{number}\nold_paths: [o{number}]\n---\nWords.\n"),
                "pages that link" => format!("[a](../{}/p{}.md) [b](gone{number}.md)\n", (number + 1) % 20, number + 1),
                "pages of rules" => "::: rule level=may\n\na\n\n:::\n".to_owned(),
                _ => "Words.\n".to_owned(),
            };
            let page = if name == "pages of one name" { "p".to_owned() } else { format!("p{number}") };
            let folder = if name == "pages of one name" { number } else { folder };
            (format!("content/{folder}/{page}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    built(&files, "build")
}
