//! Redlines over a long history of the sample: what holds between any two editions that follow each
//! other, however a page was edited.

#[path = "../history/mod.rs"]
mod generate;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use deskbook::edge::release;
use deskbook::editions::compare::{Comparison, Pair, compare};
use deskbook::editions::redline::{self, Merged};
use deskbook::editions::{text, words};
use deskbook::handbook::{Handbook, Origin, PageId};
use deskbook::render::{self, BodySetting};
use deskbook::theme::{Layers, Theme};
use deskbook::view::{self, BodyView, Gathered};
use deskbook::{Options, Snapshot};

use generate::Edition;
use jiff::civil::date;

/// So many editions: each occasion twice, and a third time the first.
const EDITIONS: usize = 14;

/// An edition, read.
struct Read {
    edition: Edition,
    handbook: Handbook,
}

static HISTORY: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let options = Options::on(date(2026, 12, 1));
    let read = |edition: Edition| Read {
        handbook: release::handbook(&edition.handbook.snapshot(), &options),
        edition,
    };
    generate::editions(2026, EDITIONS).into_iter().map(read).collect()
});

/// Two editions that follow each other, and how they compare.
struct Step {
    old: &'static Read,
    new: &'static Read,
    comparison: Comparison,
}

static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let step = |two: &'static [Read]| Step {
        old: &two[0],
        new: &two[1],
        comparison: compare(&two[0].handbook, &two[1].handbook),
    };
    HISTORY.windows(2).map(step).collect()
});

/// Returns the number of the page that stands at a place of a handbook.
fn number(read: &Read, page: PageId) -> Option<usize> {
    let path = read.handbook.pages[page].path.as_str();
    read.edition.handbook.pages.iter().find(|page| page.path == path).map(|page| page.number)
}

/// Merges a page of two editions, and what it shows.
fn merged(step: &Step, pair: &Pair) -> (Merged, BodyView, bool) {
    let (old, new) = (&step.old.handbook, &step.new.handbook);
    let (merged, _) = redline::page(old, new, &step.comparison.names(old, new), pair);
    let root = new.pages[pair.new].url.to_root();
    let (old_view, new_view) = (view::body(old, pair.old, root.clone()), view::body(new, pair.new, root));
    let (view, changed) = redline::view(&merged, &old_view, &new_view);
    (merged, view, changed)
}

fn setting(handbook: &Handbook) -> BodySetting {
    let theme = Theme::read(&Layers::read(&Snapshot::default(), &handbook.shared.config).value).value;
    BodySetting::new(theme.templates, &handbook.shared)
}

#[test]
fn every_redline_renders_and_keeps_the_words_of_both_sides() {
    let mut count = 0;
    let mut wrong: Vec<String> = Vec::new();
    for step in STEPS.iter() {
        let (before, after) = (setting(&step.old.handbook), setting(&step.new.handbook));
        for pair in step
            .comparison
            .pairs
            .iter()
            .filter(|pair| step.new.handbook.pages[pair.new].origin == Origin::Content)
        {
            let (merged, view, gathers) = merged(step, pair);
            if !merged.is_changed() && !gathers {
                continue;
            }
            count += 1;
            let at = format!(
                "{} of {} ({:?})",
                step.new.handbook.pages[pair.new].path, step.new.edition.occasion, pair.by
            );
            let html = render::body(&after, &view, &merged.document, None);
            assert!(html.diagnostics.is_empty(), "{at}: {:?}", html.diagnostics);
            wrong.extend(twice(html.value.html(), &at));
            let plain = |setting: &BodySetting, handbook: &Handbook, page: PageId| {
                let root = step.new.handbook.pages[pair.new].url.to_root();
                let view = view::body(handbook, page, root);
                render::body(setting, &view, &handbook.pages[page].document, None).value.into_html()
            };
            let now = read(&plain(&after, &step.new.handbook, pair.new), "");
            wrong.extend(parting(&read(html.value.html(), "del"), &now, &at));
            if !lists_pages(&view) {
                let then = read(&plain(&before, &step.old.handbook, pair.old), "");
                wrong.extend(missing(read(html.value.html(), "ins"), then, &at));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "only {count} pages have changed");
}

#[test]
fn an_edition_against_itself_has_no_marks() {
    let last = HISTORY.last().expect("an edition");
    let comparison = compare(&last.handbook, &last.handbook);
    assert!(comparison.added.is_empty() && comparison.removed.is_empty());
    assert!(comparison.values.is_empty() && comparison.rules.is_empty());
    let step = Step { old: last, new: last, comparison };
    for pair in &step.comparison.pairs {
        let (merged, _, gathers) = merged(&step, pair);
        let unlike = pair.moved || pair.changed || !pair.front.is_empty() || pair.old != pair.new;
        assert!(!unlike && !gathers && !merged.is_changed(), "{}", last.handbook.pages[pair.new].path);
    }
}

#[test]
fn setting_pages_anew_changes_no_word_and_marks_nothing() {
    let mut count = 0;
    for step in STEPS.iter().filter(|step| step.new.edition.occasion == "typography") {
        count += step.new.edition.touched.len();
        assert_eq!(words::hashes(&step.old.handbook), words::hashes(&step.new.handbook));
        assert_eq!(step.comparison.pages_unlike(), 0);
        for pair in &step.comparison.pairs {
            let (merged, _, gathers) = merged(step, pair);
            assert!(!merged.is_changed() && !gathers, "{}", step.new.handbook.pages[pair.new].path);
        }
    }
    assert!(count > 40, "only {count} pages were set anew");
}

#[test]
fn a_page_is_known_again_wherever_it_went_and_never_twice() {
    let mut ways = BTreeMap::new();
    for step in STEPS.iter() {
        let (mut olds, mut news) = (BTreeSet::new(), BTreeSet::new());
        for pair in &step.comparison.pairs {
            assert!(olds.insert(pair.old) && news.insert(pair.new), "one page is two");
            let page = &step.new.handbook.pages[pair.new];
            let known = number(step.new, pair.new);
            assert_eq!(
                number(step.old, pair.old),
                known,
                "{} is another page than before ({:?})",
                page.path,
                pair.by
            );
            if pair.moved && page.origin == Origin::Content {
                *ways.entry(format!("{:?}", pair.by)).or_insert(0) += 1;
            }
        }
        // Whoever is in both editions was found in both.
        let numbers = |read: &Read| read.edition.handbook.pages.iter().map(|page| page.number).collect();
        let (before, after): (BTreeSet<usize>, BTreeSet<usize>) = (numbers(step.old), numbers(step.new));
        let paired = step.comparison.pairs.iter().filter_map(|pair| number(step.new, pair.new));
        assert_eq!(paired.collect::<BTreeSet<usize>>(), &before & &after, "{:?}", step.new.edition.said);
        assert_eq!(step.comparison.added.len(), after.difference(&before).count());
        assert_eq!(step.comparison.removed.len(), before.difference(&after).count());
    }
    for way in ["Id", "OldPath", "Words"] {
        assert!(ways.contains_key(way), "no page has moved and was known by {way}: {ways:?}");
    }
}

/// Says which id stands twice on a page, if one does.
fn twice(html: &str, at: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut ids = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.find(|id| !seen.insert(*id)).map(|id| format!("{at}: two places are called `{id}`"))
}

/// Says where two lists of words part, if they do.
fn parting(found: &[String], expected: &[String], at: &str) -> Option<String> {
    let place = found.iter().zip(expected).take_while(|(found, expected)| found == expected).count();
    let around = |words: &[String]| words[place.saturating_sub(8)..(place + 8).min(words.len())].join(" ");
    (found != expected).then(|| format!("{at}: `{}` became `{}`", around(expected), around(found)))
}

/// Says which words are in one bag and not in the other, if any is.
fn missing(found: Vec<String>, expected: Vec<String>, at: &str) -> Option<String> {
    let mut left = found;
    let mut gone = Vec::new();
    for word in expected {
        match left.iter().position(|found| *found == word) {
            Some(place) => drop(left.remove(place)),
            None => gone.push(word),
        }
    }
    (gone.len() + left.len() > 0).then(|| format!("{at}: lost {gone:?}, has {left:?}"))
}

/// Returns whether a page shows a list of other pages, of which only today's is shown.
fn lists_pages(view: &BodyView) -> bool {
    let is_data = |gathered: &Gathered| {
        matches!(
            gathered,
            Gathered::Authority(_) | Gathered::Handover(_) | Gathered::Contacts(_) | Gathered::Terms(_)
        )
    };
    view.gathered.iter().any(|(_, gathered)| !is_data(gathered))
}

/// Returns the words of a body, but for those in one element and those that only a redline says.
fn read(html: &str, but_for: &str) -> Vec<String> {
    const SAID: [&str; 8] = [
        "unseen",
        "definition",
        "moved-away",
        "moved-note",
        "relinked",
        "rung-number",
        "question-number",
        "away",
    ];
    const IN_LINE: [&str; 14] =
        ["ins", "del", "em", "strong", "a", "span", "code", "sup", "b", "q", "s", "label", "dfn", "button"];
    let mut text = String::new();
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let hidden = open.iter().any(|(_, hidden)| *hidden);
        if !hidden {
            text.push_str(&rest[..at]);
        }
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
        if !IN_LINE.contains(&name) {
            text.push(' ');
        }
        if tag.starts_with('/') {
            let (opened, _) = open.pop().expect("every tag that ends was opened");
            assert_eq!(opened, name, "tags are closed in order: {html}");
        } else if !tag.ends_with('/') && !["input", "br", "hr", "img"].contains(&name) {
            let classes = tag.split("class=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
            let is_out = |class: &str| match but_for {
                "del" => class == "removed",
                "ins" => class == "added",
                _ => false,
            };
            let is_said = classes.split(' ').any(|class| SAID.contains(&class) || is_out(class));
            open.push((name, name == but_for || is_said));
        }
    }
    assert!(open.is_empty(), "{open:?} were never closed");
    text.push_str(rest);
    for (entity, sign) in
        [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, sign);
    }
    text::words(&text).map(std::borrow::Cow::into_owned).collect()
}
