//! `deskbook new`: a page of each kind asks for words and for nothing else, and is clean when it has
//! them; what is asked for wrongly gets an answer that helps.

use std::collections::BTreeSet;

use deskbook::content::blocks;
use deskbook::kind::built_in;
use deskbook::source::File;
use deskbook::starter::{NewPage, Request, new, snippets};
use deskbook::{Diagnostic, Level, Options, Snapshot, build};
use jiff::civil::date;

use crate::program::Project;

/// Three areas: one with codes, one that is protected, one that gives its pages nothing.
const HANDBOOK: &str = r#"//- handbook.toml
title = "H"
[kinds.checkup]
governed = true
fields = ["code", "channels"]
sections = [
  { key = "steps", need = "needed" },
  { key = "tools", heading = "Tools & keys", need = "expected" },
  { key = "why", need = "optional" },
]
//- content/index.md
# H
//- content/1-listening/index.md
---
title: Listening
owner: lead
---
Hear them out.
//- content/1-listening/1-calm.md
---
title: Calm
code: L7
---
Breathe.
//- content/1-listening/2-old.md
---
title: Old
code: L2
status: draft
---
Text.
//- content/2-exit/index.md
---
title: Exit
summary: The last resort.
kind: reference
reviewed: 2026-11-01
owner: lead
approver: boss
protected: true
must_link: [fair.md]
---
Last and fairly.
//- content/2-exit/fair.md
---
title: Is it fair?
kind: page
appeal: fair.md
review_every: 12
---
See [here](fair.md).
//- content/3-shop/hours.md
# Hours
//- content/_data/roles.toml
[lead]
title = "team lead"
[boss]
title = "shop manager"
"#;

fn begun(kind: &str, title: &str, area: Option<&str>) -> Result<NewPage, String> {
    begun_in(HANDBOOK, kind, title, area)
}

fn begun_in(handbook: &str, kind: &str, title: &str, area: Option<&str>) -> Result<NewPage, String> {
    new(&Snapshot::fixture(handbook), &Request { kind, title, area, day: date(2026, 12, 1) })
}

/// Returns what is found on a page that is added to a handbook.
fn found(handbook: &str, page: &NewPage, text: &str) -> Vec<Diagnostic> {
    let mut snapshot = Snapshot::fixture(handbook);
    snapshot.insert(page.path.clone(), File::Text(text.into()));
    let options = Options { drafts: true, ..Options::on(date(2026, 12, 1)) };
    let findings = build(&snapshot, &options).diagnostics.into_iter();
    findings.filter(|finding| finding.location.file == page.path).collect()
}

/// Fills in every blank and every field, and publishes the page.
fn filled_in(page: &NewPage) -> String {
    let fields = [
        ("summary: ", "Use this when it rains."),
        ("owner: ", "lead"),
        ("approver: ", "boss"),
        ("review_every: ", "6"),
        ("effective: ", "2026-12-01"),
        ("aliases: ", "[one, two, three]"),
        ("practises: ", "[../1-listening/1-calm.md]"),
        ("appeal: ", "../2-exit/fair.md"),
        ("channels: ", "[shop]"),
        ("code: ", "Z1"),
    ];
    let line = |line: &str| match fields.iter().find(|(name, _)| line.starts_with(&format!("{name}#"))) {
        Some((name, value)) => format!("{name}{value}\n"),
        None => format!("{line}\n"),
    };
    let mut text: String = page.text.lines().filter(|line| *line != "status: draft").map(line).collect();
    while let Some(start) = text.find("{{ write:") {
        let end = start + text[start..].find("}}").expect("a blank ends") + 2;
        text.replace_range(start..end, "Words");
    }
    text
}

#[test]
fn a_new_playbook_reads_like_a_form() {
    let page = begun("playbook", "Handle a price complaint", Some("listening")).expect("a page");
    assert_eq!(page.path.as_str(), "content/1-listening/handle-a-price-complaint.md");
    assert_eq!(page.fields, ["summary", "aliases"]);
    assert_eq!(
        page.text,
        r#"---
title: Handle a price complaint
summary: # when to use the page; shown in lists and search results
kind: playbook
reviewed: 2026-12-01
status: draft
aliases: # the words that staff and customers really use for it, as [one, another]
code: L8
---

## Use this when

{{ write: in a line or two, when this page is the right one, and which is better when it is not }}

## First 30 seconds

1. {{ write: only if the page is urgent, what to do before reading on; else take this section out }}

## Steps

1. **{{ write: the first step }}** {{ write: how it is done }}
2. **{{ write: the next step }}** {{ write: how it is done }}

## Say, don't say

- **Say** "{{ write: words that help }}"
  Because {{ write: what they do for the customer }}
- **Not** "{{ write: words that make it worse }}"
  Because {{ write: what they do to the customer }}

## You may decide

- {{ write: what whoever reads this may decide alone, and up to which limit }}

## Hand over when

- {{ write: a sign that somebody else must take over, who that is and how soon they answer }}

## Afterwards

- {{ write: what to record, whom to tell and what to keep an eye on }}

## Why

{{ write: the reason for doing it this way, in a few sentences }}
"#
    );
}

#[test]
fn each_kind_asks_to_be_filled_in_and_is_clean_when_it_is() {
    let kinds = built_in().into_iter().map(|kind| kind.name).chain(["checkup".to_owned()]);
    for kind in kinds {
        for area in ["exit", "shop"] {
            let page = begun(&kind, "A new page", Some(area)).expect("a page");
            let findings = found(HANDBOOK, &page, &page.text);
            let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
            let asks = ["unwritten", "missing-field", "few-aliases", "protected-page"];
            assert!(
                rules.iter().all(|rule| asks.contains(rule)),
                "{kind} in {area}: {findings:#?}\n{}",
                page.text
            );
            assert!(findings.iter().all(|finding| finding.level != Level::Error), "a draft only warns");
            let blanks = findings.iter().filter(|finding| finding.rule.name == "unwritten").count();
            assert_eq!(blanks, page.blanks, "{kind}");
            let text = filled_in(&page);
            let left = found(HANDBOOK, &page, &text);
            assert_eq!(left, [], "{kind} in {area}\n{text}");
        }
    }
}

#[test]
fn a_blank_in_a_page_that_readers_see_is_an_error() {
    let page = begun("page", "A new page", None).expect("a page");
    let findings = found(HANDBOOK, &page, &page.text.replace("status: draft\n", ""));
    let found: Vec<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.level.name(), finding.message)).collect();
    assert_eq!(found, ["error: this is still to be written: what readers come to this page for"]);
}

/// A kind of the site's own may need any block that there is.
#[test]
fn each_block_that_a_kind_may_need_has_a_beginning() {
    for (name, _) in blocks::fields() {
        let settings =
            format!("//- handbook.toml\n[kinds.own]\nblocks = [\"{name}\"]\n//- content/index.md\n# H\n");
        let page = begun_in(&settings, "own", "A new page", None).expect("a page");
        assert!(page.text.contains(&format!("::: {name}")), "{}", page.text);
        let findings = found(&settings, &page, &filled_in(&page));
        // Until a block has the fields that only its author knows, it does not count as one.
        let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
        let asks = ["missing-field", "missing-section"];
        let only_asks = rules.first() == Some(&asks[0]) && rules.iter().all(|rule| asks.contains(rule));
        assert!(rules.is_empty() || only_asks, "{name}: {findings:#?}\n{}", page.text);
    }
}

#[test]
fn a_kind_of_the_site_has_its_sections_fields_and_headings() {
    let page = begun("checkup", "Check: the \"till\"", Some("shop")).expect("a page");
    assert_eq!(
        page.text,
        r#"---
title: "Check: the \"till\""
summary: # when to use the page; shown in lists and search results
kind: checkup
owner: # the role that answers for the page; taken from the folder's `index.md` where missing
reviewed: 2026-12-01
status: draft
code: # a short code such as `X2`, unique for ever; `/x2/` leads to the page
channels: # where it applies: shop, phone, chat, e-mail, delivery, as [one, another]
---

## Steps

1. **{{ write: the first step }}** {{ write: how it is done }}
2. **{{ write: the next step }}** {{ write: how it is done }}

## Tools & keys

{{ write: what readers look for under "Tools & keys" }}
"#
    );
}

#[test]
fn a_protected_area_asks_for_its_safeguards_and_its_links() {
    let page = begun("standard", "Bans", Some("exit")).expect("a page");
    assert_eq!(page.fields, ["summary", "appeal", "effective"]);
    let first = page.text.split("## ").nth(1).expect("a section");
    assert!(first.ends_with("}}\n\n- [Is it fair?](fair.md)\n\n"), "{first}");
}

#[test]
fn what_cannot_be_begun_says_what_to_ask_for() {
    let refused = |kind, title, area| begun(kind, title, area).expect_err("it is refused");
    let kinds =
        "playbook, standard, decision, template, scenario, reference, explainer, release, page, checkup";
    assert_eq!(
        refused("playbok", "A", None),
        format!("there is no kind `playbok`; did you mean `playbook`? there are {kinds}")
    );
    assert_eq!(refused("poem", "A", None), format!("there is no kind `poem`; there are {kinds}"));
    assert_eq!(
        refused("playbook", "A", None),
        "a playbook stands in an area; say which with `--area`: there are 1-listening, 2-exit, 3-shop"
    );
    assert_eq!(
        refused("playbook", "A", Some("lisening")),
        "there is no area `lisening`; did you mean `listening`? there are 1-listening, 2-exit, 3-shop"
    );
    assert_eq!(
        refused("page", "Hours", Some("3-shop")),
        "`content/3-shop/hours.md` is there already; choose another title, or edit that page"
    );
    assert_eq!(
        refused("page", "Calm", Some("listening")),
        "`content/1-listening/calm.md` would be published at `/listening/calm/`, which is taken; choose another title"
    );
    assert_eq!(refused("page", "?!", None), "the title `?!` has no word to name the file by; give it one");
    let plain = begun_in("# H\n", "playbook", "A", Some("shop")).expect_err("there are no areas");
    assert_eq!(
        plain,
        "there is no area `shop`, nor any other; make a folder below `content/` with an `index.md` first"
    );
    assert!(begun_in("# H\n", "playbook", "A", None).is_ok(), "without areas all pages stand at the top");
}

#[test]
fn the_program_writes_a_page_once_and_says_what_is_next() {
    let project = Project::new(HANDBOOK);
    let new = ["new", "playbook", "Handle a price complaint", "--area", "listening", "--date", "2026-12-01"];
    let run = project.run(&new);
    assert_eq!((run.code, run.stdout.as_str()), (0, "content/1-listening/handle-a-price-complaint.md\n"));
    assert_eq!(
        run.stderr,
        "\
next: fill in `summary`, `aliases` and the 14 places in braces, then take `status: draft` out
until then readers do not see it; `deskbook check --drafts` says what is missing
"
    );
    let check = project.run(&["check", "--date", "2026-12-01"]);
    assert_eq!(check.code, 0, "a draft holds up nobody: {}", check.stdout);
    let file = project.path().join("content/1-listening/handle-a-price-complaint.md");
    std::fs::write(&file, "mine").expect("the page can be written");
    let again = project.run(&new);
    assert_eq!(again.code, 2);
    assert_eq!(
        again.stderr,
        "error: `content/1-listening/handle-a-price-complaint.md` is there already; choose another title, or edit that page\n"
    );
    assert_eq!(std::fs::read(&file).expect("the page"), b"mine");
    let plain = Project::new("//- a.md\n# A\n");
    let run = plain.run(&["new", "page", "B", "--date", "2026-12-01"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "b.md\n"), "{}", run.stderr);
    assert!(plain.path().join("b.md").exists());
}

/// Returns what an editor makes of a snippet in which nothing is typed.
fn typed(body: &str) -> String {
    let body = body.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-12-01");
    let (mut text, mut signs, mut open) = (String::new(), body.chars().peekable(), false);
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => text.extend(signs.next()),
            '$' if signs.peek() == Some(&'{') => {
                open = true;
                while signs.next().is_some_and(|sign| sign != ':') {}
            }
            '}' if open => open = false,
            sign => text.push(sign),
        }
    }
    text
}

#[test]
fn a_snippet_makes_the_page_that_new_writes() {
    let handbook = "//- handbook.toml\n[kinds.own]\nsections = [{ key = \"a\", heading = \"${1} \\\\ {x}\", need = \"needed\" }]\n//- content/index.md\n# H\n";
    let snippets = snippets(&Snapshot::fixture(handbook));
    let names: Vec<&String> = snippets.as_object().expect("a table").keys().collect();
    assert_eq!(names.len(), built_in().len() + 1);
    for kind in built_in().into_iter().map(|kind| kind.name).chain(["own".to_owned()]) {
        let snippet = &snippets[format!("deskbook {kind}")];
        assert_eq!(snippet["prefix"], kind);
        let lines: Vec<&str> =
            snippet["body"].as_array().expect("lines").iter().filter_map(serde_json::Value::as_str).collect();
        let page = begun_in(handbook, &kind, "Title", None).expect("a page");
        assert_eq!(typed(&lines.join("\n")).replace(":  #", ": #") + "\n", page.text);
    }
}

#[test]
fn snippets_count_their_places_from_the_first() {
    let project = Project::new("//- handbook.toml\ntitle = \"H\"\n");
    let run = project.run(&["schema", "snippets"]);
    let snippets: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        snippets["deskbook reference"],
        serde_json::json!({
            "scope": "markdown",
            "prefix": "reference",
            "description": "a new page of the kind `reference`",
            "body": [
                "---",
                "title: ${1:Title}",
                "summary: ${2:} # when to use the page; shown in lists and search results",
                "kind: reference",
                "owner: ${3:} # the role that answers for the page; taken from the folder's `index.md` where missing",
                "reviewed: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE",
                "status: draft",
                "---",
                "",
                "${4:{{ write: what readers come to this page for \\}\\}}",
            ],
        })
    );
}
