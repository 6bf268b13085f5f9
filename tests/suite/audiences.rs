//! Who reads what: a handbook for several audiences in one string, and what each of them gets.

use deskbook::editions::{History, Ledger};
use deskbook::live::Live;
use deskbook::output::Content;
use deskbook::source::Url;
use deskbook::{Built, Cache, Level, Options, Progress, Readers, Snapshot, build, build_editions, rebuild};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::editions::bare_edition;
use super::live::OF_ALL;
use super::warm;

/// Two areas, one of them for managers, on whose pages the words `zorblax…` stand.
const HANDBOOK: &str = r#"//- handbook.toml
audiences = ["public", "staff", "managers"]
audience = "staff"
base_url = "https://example.com/"
access = "public"
//- content/index.md
---
title: Home
audience: public
---
Ask [a manager](managers/fraud.md), or see [how](returns/refunds.md#for-managers).

::: only audience=managers
Zorblaxhome is for {{ role.boss }}.[^m]
:::

[^m]: A zorblaxnote.
//- content/returns/index.md
---
title: Returns
audience: public
---
//- content/returns/refunds.md
---
title: Refunds
related: [../managers/fraud.md]
old_anchors: [{ old: zorblaxold, new: for-managers }]
---
## Amounts

Give up to {{ value.refund.adviser }}.

::: only audience=managers
## For managers

Up to {{ value.refund.zorblax }}, with [the table](../managers/zorblaxtable.pdf) and ![A zorblaxalt](zorblaxchart.png).
:::

## Amounts

Twice the same name.
//- content/returns/late.md
---
title: Late returns
audience: staff
---
For staff.
//- content/returns/zorblaxchart.png
not really a picture
//- content/managers/index.md
---
title: Zorblaxarea
audience: managers
owner: boss
---
//- content/managers/fraud.md
---
title: Zorblaxtitle
summary: A zorblaxsummary
aliases: [zorblaxalias]
code: Z9
id: zorblaxid
old_paths: [/zorblaxformer/]
urgent: true
satisfies: [zorblaxclause]
---
## A zorblaxheading

Zorblaxbody. The zorblaxterm of a [path](/returns/refunds/).
//- content/managers/sub/index.md
---
title: Zorblaxsub
---
//- content/managers/sub/deep.md
# Zorblaxdeep
//- content/managers/sub/open.md
---
title: Open to all
audience: public
---
Everybody.
//- content/managers/zorblaxtable.pdf
x
//- content/managers/zorblaxloose.pdf
x
//- content/_data/values.toml
[refund.adviser]
amount = 50
unit = "money"
[refund.zorblax]
amount = 9137
unit = "money"
//- content/_data/roles.toml
[boss]
title = "zorblaxrole"
[agent]
title = "adviser"
//- content/_data/terms.toml
[fraud]
term = "zorblaxterm"
definition = "A zorblaxmeaning."
[gift]
definition = "Something given."
//- content/_data/contacts.toml
[boss]
role = "boss"
how = "Ring zorblaxphone."
[desk]
title = "The desk"
how = "Ask."
[crisis]
title = "Zorblaxcrisis"
how = "Run."
audience = "managers"
//- content/_data/authority.toml
[refund]
title = "Refund"
[[refund.grants]]
role = "agent"
limit = "refund.adviser"
[zorblax]
title = "Zorblaxaction"
audience = "managers"
[[zorblax.grants]]
role = "boss"
limit = "refund.zorblax"
//- content/_data/paths.toml
[new]
title = "For newcomers"
pages = ["returns/refunds.md", "managers/fraud.md"]
[lead]
title = "Zorblaxpath"
pages = ["managers/fraud.md"]
//- content/_data/requirements.toml
[zorblaxclause]
text = "A zorblaxrequirement."
//- content/_data/search.toml
synonyms = [["flimflam", "zorblaxbody"], ["money back", "refunds"]]
never_correct = ["zorblaxalias"]
[[promise]]
query = "zorblaxalias"
page = "managers/fraud.md"
//- content/matrix.md
---
title: Matrix
audience: public
---
::: authority
:::

::: list of=contacts
:::

::: list of=path name=new
:::
"#;

fn for_readers(handbook: &str, readers: Readers) -> Built {
    let options = Options { readers, ..Options::on(date(2026, 12, 1)) };
    let built = build(&Snapshot::fixture(handbook), &options);
    let errors = built.diagnostics.iter().filter(|finding| finding.level == Level::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    built.value
}

fn named(name: &str) -> Readers {
    Readers::Named(name.to_owned())
}

fn paths(built: &Built) -> Vec<&str> {
    built.output.files().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn a_build_holds_its_own_pages_and_the_wider_ones() {
    let titles = |readers: Readers| -> Vec<String> {
        let built = for_readers(HANDBOOK, readers);
        built
            .handbook
            .pages
            .iter()
            .filter(|page| page.origin != deskbook::handbook::Origin::Theme)
            .map(|page| page.title.clone())
            .collect()
    };
    let public = ["Home", "Managers", "Sub", "Open to all", "Matrix", "Returns", "Refunds"];
    assert_eq!(titles(named("public")), public);
    let staff = ["Home", "Managers", "Sub", "Open to all", "Matrix", "Returns", "Late returns", "Refunds"];
    assert_eq!(titles(Readers::Usual), staff);
    assert_eq!(titles(named("managers")).len(), 10);
    assert_eq!(titles(Readers::All), titles(named("managers")));
}

#[test]
fn nothing_of_what_is_left_out_is_in_any_file() {
    for readers in [named("public"), named("staff"), Readers::Usual] {
        let built = for_readers(HANDBOOK, readers);
        for path in paths(&built) {
            assert!(!path.contains("zorblax") && !path.contains("fraud"), "{path}");
            let text = built.output.text(path).unwrap_or("").to_lowercase();
            for word in ["zorblax", "9,137", "flimflam", "fraud"] {
                let around =
                    text.find(word).map(|at| text[..at + 40].chars().rev().take(120).collect::<String>());
                let around: Option<String> = around.map(|text| text.chars().rev().collect());
                assert_eq!(around, None, "{word} in {path}");
            }
        }
    }
    let whole = for_readers(HANDBOOK, Readers::All);
    let said: String = paths(&whole).iter().map(|path| whole.output.text(path).unwrap_or("")).collect();
    for word in [
        "Zorblaxhome",
        "zorblaxnote",
        "£9,137",
        "zorblaxmeaning",
        "Zorblaxaction",
        "Zorblaxcrisis",
        "Zorblaxpath",
    ] {
        assert!(said.contains(word), "{word} stands nowhere for managers either");
    }
}

#[test]
fn an_address_means_one_place_in_every_build() {
    let ids = |readers: Readers| {
        let built = for_readers(HANDBOOK, readers);
        let page = built.output.text("returns/refunds/index.html").expect("the page").to_owned();
        ["amounts", "amounts-2", "for-managers"].map(|id| page.contains(&format!("id=\"{id}\"")))
    };
    assert_eq!(ids(named("public")), [true, true, false]);
    assert_eq!(ids(named("managers")), [true, true, true]);
}

#[test]
fn a_link_to_what_is_left_out_is_its_words() {
    let built = for_readers(HANDBOOK, named("public"));
    let home = built.output.text("index.html").expect("the page");
    assert!(home.contains("<p>Ask a manager, or see how.</p>"), "{home}");
}

#[test]
fn what_is_found_is_the_same_for_every_audience() {
    let found = |readers: Readers| {
        let options = Options { readers, ..Options::on(date(2026, 12, 1)) };
        build(&Snapshot::fixture(HANDBOOK), &options).diagnostics
    };
    let whole = found(Readers::All);
    let messages: Vec<&str> = whole.iter().map(|finding| finding.message.as_str()).collect();
    assert!(
        messages.contains(&"`fraud.md` is for `managers`, and this text is for `public` too"),
        "{messages:#?}"
    );
    for name in ["public", "staff", "managers"] {
        assert_eq!(found(named(name)), whole, "{name}");
    }
}

#[test]
fn an_audience_that_does_not_exist_is_an_error_and_reads_least() {
    let options = Options { readers: named("manager"), ..Options::on(date(2026, 12, 1)) };
    let built = build(&Snapshot::fixture(HANDBOOK), &options);
    let first = &built.diagnostics.iter().find(|finding| finding.level == Level::Error).expect("an error");
    assert_eq!(
        (first.rule.name, first.help.as_deref()),
        ("unknown-audience", Some("did you mean `managers`?"))
    );
    assert!(built.value.output.text("returns/late/index.html").is_none());
}

#[test]
fn only_what_everybody_may_read_is_open_to_search_engines() {
    let robots = |readers: Readers| {
        let built = for_readers(HANDBOOK, readers);
        let text = |path: &str| built.output.text(path).map(str::to_owned);
        (text("robots.txt").expect("a file"), text("sitemap.xml").is_some())
    };
    let (open, has_sitemap) = robots(named("public"));
    assert!(open.contains("Allow: /\n") && has_sitemap, "{open}");
    assert_eq!(robots(named("staff")), ("User-agent: *\nDisallow: /\n".into(), false));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn for_some_readers_too_a_warm_build_and_a_live_page_are_those_of_a_cold_build(
        edits in prop::collection::vec(warm::edit(), 1..10),
        name in prop::sample::select(&["public", "managers"][..]),
    ) {
        let settings = "//- handbook.toml\naudiences = [\"public\", \"managers\"]\n";
        let mut snapshot = Snapshot::fixture(&format!("{}{settings}", warm::HANDBOOK));
        let options = Options { readers: named(name), ..warm::options() };
        let (mut cache, live) = (Cache::default(), Live::default());
        let now = Timestamp::from_second(1_790_000_000).expect("a time");
        live.update(&snapshot, None, &options, now);
        for edit in &edits {
            warm::apply(&mut snapshot, edit);
            let warm = rebuild(&snapshot, &options, &mut cache, &Progress::default());
            let cold = build(&snapshot, &options);
            prop_assert_eq!(&warm.diagnostics, &cold.diagnostics, "findings differ after {:?}", edit);
            prop_assert_eq!(&warm.value.output, &cold.value.output, "files differ after {:?}", edit);
            live.update(&snapshot, Some(&edit.paths()), &options, now);
            if cold.diagnostics.iter().all(|finding| finding.level != Level::Error) {
                live.index();
                for (path, content) in cold.value.output.files().filter(|(path, _)| !OF_ALL.contains(&path.as_str())) {
                    let path = path.as_str();
                    let url = Url::new(path.strip_suffix("index.html").unwrap_or(path).to_owned());
                    let shown: Option<Content> = live.answer(&url).map(|answer| answer.content);
                    prop_assert_eq!(shown.as_ref(), Some(content), "`{}` differs after {:?}", path, edit);
                }
            }
        }
    }
}

const SETTINGS: &str = "//- handbook.toml\naudiences = [\"public\", \"managers\"]\n";

/// What held first, in which one page is for everybody that is for managers now, and one the other way
/// round.
const FIRST: &str = "# Home\n\nUp to {{ value.refund }}.\n//- content/prices.md\n# Prices\n\nFormerly zorblaxprices were for all.\n//- content/hiring.md\n---\ntitle: Zorblaxhiring\naudience: managers\nid: hiring\n---\nZorblaxfirst.\n//- content/moved.md\n---\ntitle: Zorblaxmoved\n---\nZorblaxplace.\n//- content/_data/values.toml\n[refund]\namount = 50\nunit = \"money\"\n[zorblax]\namount = 9137\nunit = \"money\"\n";

fn second() -> String {
    FIRST
        .replace("# Prices\n", "---\ntitle: Prices\naudience: managers\n---\n")
        .replace("title: Zorblaxhiring\naudience: managers\n", "title: Hiring\n")
        .replace("Zorblaxfirst", "Now for all")
        .replace(
            "content/moved.md\n---\ntitle: Zorblaxmoved\n",
            "content/new/place.md\n---\ntitle: Place\nold_paths: [/moved/]\n",
        )
        .replace("amount = 50", "amount = 75")
        .replace("9137", "9138")
}

fn today() -> String {
    let moved = "content/new/place.md\n---\ntitle: Place\nold_paths: [/moved/]\n";
    let again = "content/far/place.md\n---\ntitle: Place\naudience: managers\nold_paths: [/new/place/]\n";
    format!("{}{SETTINGS}", second().replace(moved, again))
}

fn with_editions(name: &str) -> Built {
    let ledger = Ledger::of(vec![bare_edition("1", date(2026, 9, 1)), bare_edition("2", date(2026, 11, 1))]);
    let snapshots = [("1", FIRST.to_owned()), ("2", second())];
    let snapshots = snapshots.map(|(id, text)| (id.to_owned(), Snapshot::fixture(&text)));
    let history = History { ledger, snapshots: snapshots.into(), ..History::default() };
    let options = Options { readers: named(name), ..Options::on(date(2026, 12, 1)) };
    let built = build_editions(&Snapshot::fixture(&today()), &history, &options, &Progress::default());
    let errors = built.diagnostics.iter().filter(|finding| finding.level == Level::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    built.value
}

#[test]
fn an_old_edition_shows_what_it_and_today_s_handbook_allow() {
    let built = with_editions("public");
    for path in paths(&built) {
        assert!(!path.contains("prices") && !path.contains("moved") && !path.contains("place/"), "{path}");
        let text = built.output.text(path).unwrap_or("").to_lowercase();
        for word in ["zorblax", "prices", "9,137", "9,138"] {
            assert!(!text.contains(word), "{word} in {path}");
        }
    }
    assert!(
        built.output.text("editions/2/hiring/index.html").is_some_and(|page| page.contains("Now for all"))
    );
    assert!(built.output.text("editions/1/hiring/index.html").is_none(), "it was not for the public then");
    let changes = built.output.text("changes/2/index.html").expect("what changed");
    assert!(changes.contains("£50") && changes.contains("£75") && changes.contains("Hiring"), "{changes}");
}

#[test]
fn managers_read_every_edition_whole() {
    let built = with_editions("managers");
    for (path, word) in [
        ("editions/1/prices/index.html", "zorblaxprices"),
        ("editions/1/hiring/index.html", "Zorblaxfirst"),
        ("editions/1/moved/index.html", "Zorblaxplace"),
        ("changes/2/hiring/index.html", "Zorblaxhiring"),
        ("changes/2/index.html", "£9,138"),
    ] {
        let page = built.output.text(path).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(page.contains(word), "{word} in {page}");
    }
}
