//! The law of the cache: for any sequence of edits, a warm build is a cold one, byte for byte and
//! finding for finding.

use deskbook::editions::{Edition, History, Ledger, compare, compare_again};
use deskbook::site::Site;
use deskbook::source::{File, SitePath};
use deskbook::{Cache, Options, Progress, Snapshot, build, build_editions, build_editions_with, rebuild};
use jiff::civil::date;
use proptest::prelude::*;

use super::editions::bare_edition;

/// A small handbook in which most things depend on each other.
pub const HANDBOOK: &str = r#"# Handbook

Start with [refunds](1-returns/refunds.md#how) and the [rules](/rules/).
//- content/1-returns/index.md
---
title: Returns
owner: agent
---
//- content/1-returns/refunds.md
---
title: Up to {{ value.refund }}
code: R1
aliases: [money back]
related: [late.md]
---
## How

Give {{ value.refund }} as goodwill.

::: rule level=must waiver=agent
You must say sorry.

Because it helps.
:::
//- content/1-returns/late.md
# Late returns

- **Say** "Let me look."
- **Not** "No."

See [above](refunds.md).
//- content/2-exit/leave.md
---
title: Leave
nav: hidden
---
Nothing. ![A slip](slip.png)
//- content/2-exit/slip.png
not really a picture
//- content/_data/values.toml
[refund]
amount = 50
unit = "money"
//- content/_data/roles.toml
[agent]
title = "adviser"
//- content/_data/terms.toml
[goodwill]
definition = "More than is owed, up to {{ value.refund }}."
"#;

/// One change that a person could make.
#[derive(Clone, Debug)]
pub enum Edit {
    Write(&'static str, String),
    Append(&'static str, String),
    Delete(&'static str),
    Move(&'static str, &'static str),
}

const PAGES: &[&str] = &[
    "content/index.md",
    "content/1-returns/index.md",
    "content/1-returns/refunds.md",
    "content/1-returns/late.md",
    "content/2-exit/leave.md",
    "content/3-new/page.md",
];

const SNIPPETS: &[&str] = &[
    "",
    "# Another title\n\nText about goodwill.\n",
    "---\ntitle: Changed\nsummary: Other words\n---\n## How\n\n[x](../1-returns/refunds.md)\n",
    "---\nstatus: draft\n---\n# Draft\n",
    "---\nstatus: retired\nreplaced_by: ../1-returns/late.md\n---\n# Old\n",
    "---\nid: rules\ntitle: Our rules\n---\n::: list of=rules\n:::\n",
    "---\ncode: R1\n---\n# Taken\n\n::: list of=aliases\n:::\n\n::: list of=cards\n:::\n",
    "::: card type=policy\n### A fact\n**Acknowledge** Yes.\n\n**They may say** \"No\".\n:::\n",
    "{{ value.refund }} {{ value.nothing }} {{ role.agent }} <b>x</b>\n",
    "- [ ] one\n- [ ] two\n\n[^a]\n\n[^a]: note\n",
    "---\ntitle: Ours\naudience: managers\n---\n## How\n\nGoodwill of {{ value.refund }}.\n",
    "::: only audience=managers\n## How\n\nSorry, goodwill, {{ value.refund }}.[^b] [x](late.md)\n:::\n\n[^b]: note\n",
];

impl Edit {
    /// Returns the files that it touches.
    pub fn paths(&self) -> Vec<SitePath> {
        match self {
            Self::Write(file, _) | Self::Append(file, _) | Self::Delete(file) => vec![path(file)],
            Self::Move(from, to) => vec![path(from), path(to)],
        }
    }
}

const FILES: &[(&str, &[&str])] = &[
    (
        "content/_data/values.toml",
        &["[refund]\namount = 75\nunit = \"money\"\n", "[refund]\namount = \"x\"\n", ""],
    ),
    (
        "content/_data/terms.toml",
        &["[sorry]\ndefinition = \"A word.\"\n", "", "[goodwill]\ndefinition = \"Other.\"\n"],
    ),
    ("content/_data/style.toml", &["[[avoid]]\nword = \"nothing\"\ninstead = \"something\"\n", ""]),
    (
        "handbook.toml",
        &[
            "title = \"Ours\"\ntheme = \"own\"\n",
            "currency = \"EUR\"\n[rules]\nraw-html = \"allow\"\n",
            "audiences = [\"public\", \"managers\"]\n",
            "",
        ],
    ),
    ("themes/own/templates/not-found.html", &["<p>{{ site.title }}</p>", "{% if %}", ""]),
    ("themes/own/css/01-tokens.css", &["p{color:red}", "p{", ""]),
    ("themes/own/i18n/en.toml", &["[page]\nlink_to = \"To {title}\"\n", ""]),
];

pub fn edit() -> impl Strategy<Value = Edit> {
    let page = || prop::sample::select(PAGES);
    let snippet = || prop::sample::select(SNIPPETS).prop_map(str::to_owned);
    let file = prop::sample::select(FILES).prop_flat_map(|(path, texts)| {
        prop::sample::select(texts).prop_map(move |text| Edit::Write(path, text.to_owned()))
    });
    prop_oneof![
        3 => (page(), snippet()).prop_map(|(path, text)| Edit::Write(path, text)),
        3 => (page(), snippet()).prop_map(|(path, text)| Edit::Append(path, text)),
        1 => page().prop_map(Edit::Delete),
        2 => (page(), page()).prop_map(|(from, to)| Edit::Move(from, to)),
        3 => file,
    ]
}

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a path inside the project")
}

pub fn apply(snapshot: &mut Snapshot, edit: &Edit) {
    match edit {
        Edit::Write(file, text) if text.is_empty() => drop(snapshot.remove(file)),
        Edit::Write(file, text) => snapshot.insert(path(file), File::Text(text.as_str().into())),
        Edit::Append(file, more) => {
            let text = snapshot.text(file).unwrap_or_default();
            snapshot.insert(path(file), File::Text(format!("{text}\n{more}").into()));
        }
        Edit::Delete(file) => drop(snapshot.remove(file)),
        Edit::Move(from, to) => {
            if let Some(file) = snapshot.remove(from) {
                snapshot.insert(path(to), file);
            }
        }
    }
}

pub fn options() -> Options {
    Options { base_url: Some("https://example.com/h/".into()), ..Options::on(date(2026, 12, 1)) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_build_is_a_cold_one(edits in prop::collection::vec(edit(), 1..12)) {
        let mut snapshot = Snapshot::fixture(HANDBOOK);
        let mut cache = Cache::default();
        rebuild(&snapshot, &options(), &mut cache, &Progress::default());
        for edit in &edits {
            apply(&mut snapshot, edit);
            let warm = rebuild(&snapshot, &options(), &mut cache, &Progress::default());
            let cold = build(&snapshot, &options());
            prop_assert_eq!(&warm.diagnostics, &cold.diagnostics, "findings differ after {:?}", edit);
            for ((warm_path, warm), (cold_path, cold)) in warm.value.output.files().zip(cold.value.output.files()) {
                prop_assert_eq!(warm_path, cold_path);
                prop_assert_eq!(warm, cold, "`{}` differs after {:?}", warm_path, edit);
            }
            prop_assert_eq!(&warm.value.output, &cold.value.output);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_is_compared_alone_as_the_whole_is(edits in prop::collection::vec(edit(), 1..12)) {
        let mut cache = Cache::default();
        let old = Site::read(&Snapshot::fixture(RELEASED), &options(), &mut cache, &Progress::default()).value;
        let mut snapshot = Snapshot::fixture(HANDBOOK);
        let read = |snapshot: &Snapshot, cache: &mut Cache| {
            Site::read(snapshot, &options(), cache, &Progress::default()).value
        };
        let mut site = read(&snapshot, &mut cache);
        let mut known = compare(&old.handbook, &site.handbook);
        for edit in &edits {
            apply(&mut snapshot, edit);
            let edited = site.edited(&snapshot, &edit.paths(), &mut cache);
            let now = edited.map_or_else(|| read(&snapshot, &mut cache), |edited| edited.value);
            let whole = compare(&old.handbook, &now.handbook);
            if let Some(alone) = compare_again(&known, &old.handbook, &site.handbook, &now.handbook) {
                prop_assert_eq!(&alone, &whole, "differs after {:?}", edit);
            }
            (site, known) = (now, whole);
        }
    }
}

/// What the handbook said before: another limit, another rule, a page that is gone and one that moved.
pub const RELEASED: &str = r#"# Handbook

Start with [refunds](1-returns/refunds.md#how).
//- content/1-returns/refunds.md
---
title: Up to {{ value.refund }}
code: R1
---
## How

Give {{ value.refund }} as goodwill.

::: rule level=should waiver=agent
You should say sorry.

Because it helps.
:::
//- content/1-returns/gone.md
# Gone

Once there was a page here about late returns, and how to look at them together with the customer and
without a word about who was to blame.
//- content/_data/values.toml
[refund]
amount = 40
unit = "money"
//- content/_data/roles.toml
[agent]
title = "adviser"
"#;

#[test]
fn an_edit_of_words_is_compared_alone() {
    let mut cache = Cache::default();
    let old = Site::read(&Snapshot::fixture(RELEASED), &options(), &mut cache, &Progress::default()).value;
    let mut snapshot = Snapshot::fixture(HANDBOOK);
    let site = Site::read(&snapshot, &options(), &mut cache, &Progress::default()).value;
    let known = compare(&old.handbook, &site.handbook);
    let page = "content/1-returns/refunds.md";
    let text = snapshot.text(page).expect("the page").replace("level=must", "level=may");
    let edit = Edit::Write(page, text);
    apply(&mut snapshot, &edit);
    let edited = site.edited(&snapshot, &edit.paths(), &mut cache).expect("only words changed").value;
    let alone = compare_again(&known, &old.handbook, &site.handbook, &edited.handbook);
    assert_eq!(alone, Some(compare(&old.handbook, &edited.handbook)));
    assert!(alone.is_some_and(|alone| !alone.rules.is_empty()));
    // A page that is new may turn out to be one that is gone.
    let edit = Edit::Append("content/1-returns/late.md", "More words.\n".into());
    apply(&mut snapshot, &edit);
    let again = edited.edited(&snapshot, &edit.paths(), &mut cache).expect("only words changed").value;
    assert_eq!(compare_again(&known, &old.handbook, &edited.handbook, &again.handbook), None);
}

/// Returns a history in which each edition is the one before with some edits, and the last snapshot.
fn history(editions: &[Vec<Edit>]) -> (History, Snapshot) {
    let mut snapshot = Snapshot::fixture(HANDBOOK);
    let mut history = History::default();
    let mut ledger = Vec::new();
    for (number, edits) in (1..).zip(editions) {
        for edit in edits {
            apply(&mut snapshot, edit);
        }
        ledger.push(edition(&format!("2026.{number}"), date(2026, number, 1)));
        history.snapshots.insert(format!("2026.{number}"), snapshot.clone());
    }
    history.ledger = Ledger::of(ledger);
    (history, snapshot)
}

fn edition(id: &str, effective: jiff::civil::Date) -> Edition {
    // No words have this hash, so each edition reports how its pages read.
    Edition { pages: [("/".to_owned(), "0".repeat(64))].into(), ..bare_edition(id, effective) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn editions_that_share_are_those_that_do_not(
        editions in prop::collection::vec(prop::collection::vec(edit(), 0..4), 1..7),
        later in prop::collection::vec(edit(), 0..3),
        day in 1..12i8,
        and_next: bool,
    ) {
        let (mut history, mut today) = history(&editions);
        history.and_next = and_next;
        for edit in &later {
            apply(&mut today, edit);
        }
        are_those_apart(&history, &today, date(2026, day, 1));
    }
}

#[test]
fn editions_that_differ_in_a_value_are_those_that_share_nothing() {
    let value = |amount| {
        let text = format!("[refund]\namount = {amount}\nunit = \"money\"\n");
        vec![Edit::Write("content/_data/values.toml", text)]
    };
    let links = Edit::Append("content/1-returns/late.md", "Up to {{ value.refund }}.\n".into());
    let (history, today) = history(&[vec![], value("75"), vec![links], value("80"), value("\"x\"")]);
    are_those_apart(&history, &today, date(2026, 4, 1));
}

#[test]
fn lists_whose_groups_are_shared_are_those_that_share_nothing() {
    let late = |front: &str, title: &str| {
        let text = format!("---\n{front}\n---\n# {title}\n\nSee [above](refunds.md).\n");
        vec![Edit::Write("content/1-returns/late.md", text)]
    };
    let (history, today) = history(&[
        vec![],
        late("aliases: [overdue]", "Late returns"),
        late("aliases: [overdue, lateness]", "Late returns"),
        late("aliases: [overdue, lateness]", "Returns that are late"),
        vec![Edit::Move("content/1-returns/late.md", "content/3-new/page.md")],
    ]);
    are_those_apart(&history, &today, date(2026, 4, 1));
    let built = build_editions(&today, &history, &options(), &Progress::default()).value;
    let rows = |edition: &str| {
        let text = built.output.text(&format!("editions/{edition}/a-z/index.html")).expect("the list");
        ["overdue", "lateness", ">Late returns<", ">Returns that are late<"].map(|name| text.contains(name))
    };
    assert_eq!(rows("2026.2"), [true, false, true, false]);
    assert_eq!(rows("2026.3"), [true, true, true, false]);
    assert_eq!(rows("2026.4"), [true, true, false, true]);
}

#[test]
fn of_two_pages_that_claim_one_address_each_keeps_its_own_text() {
    let text = "# Late, told again\n\nOther words.\n";
    let (history, today) = history(&[vec![Edit::Write("content/1-returns/late/index.md", text.into())]]);
    let built = build_editions(&today, &history, &options(), &Progress::default()).value;
    let place = "editions/2026.1/returns/late/index.html";
    let page = built.output.files().find(|(path, _)| path.as_str() == place);
    let page = page.and_then(|(_, content)| content.bytes()).expect("one of them stands there");
    let says = |words: &str| String::from_utf8_lossy(&page).contains(words);
    assert_eq!(
        (says("Late, told again</h1>"), says("Late returns</h1>")),
        (says("Other words."), says("Let me look")),
    );
    assert!(says("Other words.") != says("Let me look"));
}

/// Asserts that editions which share what they can are built as those that share nothing.
fn are_those_apart(history: &History, today: &Snapshot, day: jiff::civil::Date) {
    let options = Options { date: day, ..options() };
    let shared = build_editions(today, history, &options, &Progress::default());
    let mut nothing = Cache::forgetful();
    let apart = build_editions_with(today, history, &options, &mut nothing, &Progress::default());
    assert_eq!(shared.diagnostics, apart.diagnostics);
    for ((path, shared), (other, apart)) in shared.value.output.files().zip(apart.value.output.files()) {
        assert_eq!(path, other);
        assert_eq!(shared, apart, "`{path}` differs");
    }
    assert_eq!(shared.value.output, apart.value.output);
}

#[test]
fn a_page_that_did_not_change_is_read_and_rendered_once_for_all_editions() {
    let reworded = Edit::Append("content/1-returns/late.md", "More words.\n".into());
    let made = |editions: &[Vec<Edit>]| {
        let (history, today) = history(editions);
        let mut cache = Cache::default();
        build_editions_with(&today, &history, &options(), &mut cache, &Progress::default());
        cache.counts
    };
    let (one, four) = (made(&[vec![]]), made(&[vec![], vec![reworded], vec![], vec![]]));
    assert_eq!((four.parsed - one.parsed, four.bodies - one.bodies), (1, 1));
}

#[test]
fn an_edit_of_one_page_renders_that_page_and_those_that_show_it() {
    let mut snapshot = Snapshot::fixture(HANDBOOK);
    let mut cache = Cache::default();
    rebuild(&snapshot, &options(), &mut cache, &Progress::default());
    apply(&mut snapshot, &Edit::Append("content/1-returns/late.md", "More words.\n".into()));
    rebuild(&snapshot, &options(), &mut cache, &Progress::default());
    assert_eq!((cache.counts.parsed, cache.counts.rendered), (1, 1));
}

#[test]
fn a_build_does_not_depend_on_the_number_of_threads() {
    let snapshot = Snapshot::fixture(HANDBOOK);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| build(&snapshot, &options()))
    };
    let (one, four) = (with(1), with(4));
    assert_eq!(one.value.output, four.value.output);
    assert_eq!(one.diagnostics, four.diagnostics);
}
