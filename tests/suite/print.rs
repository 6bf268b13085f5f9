//! What is put together to be printed: the whole handbook, each area, each scenario.

use std::collections::BTreeSet;

use deskbook::{Options, Output, Readers, Snapshot, build};
use jiff::civil::date;

use super::editions::{history_of, main_text, published};

const HANDBOOK: &str = "\
# Handbook

Begin with [refunds](1-returns/refunds.md#how-much).
//- content/1-returns/index.md
---
title: Returns
summary: What may come back.
---
See [the exit](../2-exit/leave.md) and [the list](/all-pages/).
//- content/1-returns/refunds.md
---
title: Refunds & more
code: R1
notice: Ask first.
---
## How much

All of it, but [not late](deep/late.md), as [above](#how-much) or [there](https://example.org/x).

- [ ] Done

Only once.[^1]

[^1]: Or twice.
//- content/1-returns/deep/late.md
---
title: Late returns
code: R2
---
## How much

Nothing, as [R1](../refunds.md) says. ![A slip](slip.png)

- [ ] Done

### Often

[Refunds & more](../refunds.md#how-much), [refunds](../refunds.md#how-much).[^1]

[^1]: A note.
//- content/1-returns/deep/slip.png
not really a picture
//- content/2-exit/leave.md
# Leave

At six.
//- content/2-exit/secret.md
---
title: A secret
nav: hidden
---
Nobody finds it.
//- content/2-exit/later.md
---
title: Not yet
status: draft
---
Nobody reads it.
//- content/2-exit/practice.md
---
title: Practise it
code: P1
kind: scenario
---
## The situation

Somebody shouts.

::: answer
Breathe.
:::
";

fn options() -> Options {
    Options::on(date(2026, 12, 1))
}

fn built(text: &str, options: &Options) -> Output {
    build(&Snapshot::fixture(text), options).value.output
}

/// Returns the values of an attribute on a page, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|part| part.split('"').next()).collect()
}

/// Returns the headings of a page, each with its level.
fn headings(html: &str) -> Vec<String> {
    let parts = html.split("<h").skip(1).filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    let heading = |part: &str| {
        let words = part.split_once('>').map_or("", |(_, words)| words);
        let words = words.split("</h").next().unwrap_or_default();
        let words: String =
            words.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        format!("{} {words}", &part[..1])
    };
    parts.map(heading).collect()
}

fn prints(output: &Output) -> Vec<&str> {
    output.files().map(|(path, _)| path.as_str()).filter(|path| path.starts_with("print/")).collect()
}

#[test]
fn the_handbook_each_area_and_each_scenario_are_one_page() {
    let output = built(HANDBOOK, &options());
    assert_eq!(
        prints(&output),
        [
            "print/exit/index.html",
            "print/exit/practice/index.html",
            "print/index.html",
            "print/returns/index.html"
        ]
    );
    assert_eq!(
        headings(&main_text(&output, "print/index.html")),
        [
            "1 Handbook",
            "2 What is where",
            "2 Returns",
            "3 Deep",
            "4 R2 Late returns",
            "5 How much",
            "6 Often",
            "3 R1 Refunds &amp; more",
            "4 How much",
            "2 Exit",
            "3 Leave",
            "3 P1 Practise it",
            "4 The situation",
        ]
    );
    assert_eq!(
        headings(&main_text(&output, "print/exit/practice/index.html")),
        ["1 P1 Practise it", "2 The situation"]
    );
}

#[test]
fn every_id_stands_once_and_every_link_leads_to_one() {
    let output = built(HANDBOOK, &options());
    for path in prints(&output) {
        let html = output.text(path).expect("a page");
        let ids = values(html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{path}: {ids:?}");
        for address in values(html, "href") {
            let is_there = match address.strip_prefix('#') {
                Some(id) => unique.contains(id),
                None if address.contains(':') => true,
                None => output.get(&file(path, address)).is_some(),
            };
            assert!(is_there, "`{path}` leads nowhere with `{address}`");
        }
        for address in values(html, "src") {
            assert!(output.get(&file(path, address)).is_some(), "`{path}` shows `{address}`");
        }
    }
}

/// Returns the file to which an address leads from a page.
fn file(page: &str, address: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in address.split('#').next().unwrap_or_default().split('/') {
        match part {
            ".." => drop(folders.pop()),
            "." | "" => {}
            part => folders.push(part),
        }
    }
    let file = folders.join("/");
    if address.ends_with('/') {
        format!("{file}/index.html").trim_start_matches('/').to_owned()
    } else {
        file
    }
}

#[test]
fn links_lead_to_the_same_paper_and_say_where() {
    let output = built(HANDBOOK, &options());
    let whole = main_text(&output, "print/index.html");
    for expected in [
        "<a href=\"#returns/refunds/:how-much\">refunds</a><span class=\"where\"> (see R1 Refunds &amp; more: How much)</span>.",
        "<a href=\"#returns/deep/late/\">not late</a><span class=\"where\"> (see R2 Late returns)</span>, as",
        "<a href=\"#returns/refunds/:how-much\">above</a><span class=\"where\"> (see How much)</span> or",
        "<a href=\"https://example.org/x\">there</a>.",
        "<a href=\"#returns/refunds/\">R1</a><span class=\"where\"> (see Refunds &amp; more)</span> says.",
        "<a href=\"../all-pages/\">the list</a>.",
        "<img src=\"../returns/deep/slip.png\" alt=\"A slip\" />",
        "<div class=\"notice\"><p>Ask first.</p></div>",
    ] {
        assert!(whole.contains(expected), "{expected}\nis not in\n{whole}");
    }
    let area = main_text(&output, "print/returns/index.html");
    let expected = "See <a href=\"../../exit/leave/\">the exit</a><span class=\"where\"> (see Leave)</span>";
    assert!(area.contains(expected), "{area}");
}

#[test]
fn what_is_no_part_of_the_handbook_is_not_printed() {
    let drafts = Options { drafts: true, ..options() };
    for path in ["print/index.html", "print/exit/index.html"] {
        let html = built(HANDBOOK, &drafts).text(path).expect("a page").to_owned();
        assert!(html.contains("At six."));
        for hidden in
            ["Nobody reads it", "Not yet", "Nobody finds it", "A secret", "handbook.js", "type=\"search\""]
        {
            assert!(!html.contains(hidden), "`{path}` has `{hidden}`");
        }
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
    }
}

#[test]
fn what_is_printed_is_for_those_who_may_read_it() {
    let text = HANDBOOK
        .replace("At six.", "At six.\n\n::: only audience=managers\nThe key is here.\n:::")
        .replace("notice: Ask first.", "audience: managers");
    let text =
        format!("//- handbook.toml\naudiences = [\"staff\", \"managers\"]\n//- content/index.md\n{text}");
    let staff = built(&text, &options());
    let managers = built(&text, &Options { readers: Readers::Named("managers".to_owned()), ..options() });
    for path in ["print/index.html", "print/exit/index.html", "print/returns/index.html"] {
        let html = staff.text(path).expect("a page");
        assert!(!html.contains("The key") && !html.contains("Only once"), "{html}");
    }
    assert!(managers.text("print/exit/index.html").expect("a page").contains("The key is here."));
    assert!(managers.text("print/returns/index.html").expect("a page").contains("Only once."));
}

#[test]
fn readers_find_it_and_search_engines_and_devices_do_not() {
    let settings =
        "//- handbook.toml\nbase_url = \"https://example.com/\"\naccess = \"public\"\n//- content/index.md\n";
    let output = built(&format!("{settings}{HANDBOOK}"), &options());
    let link = |path: &str| {
        let html = output.text(path).expect("a page");
        let mut links = html.split("class=\"print-link\"><a href=\"").skip(1);
        let part = links.find(|link| !link.starts_with('#'))?;
        part.split("</a>").next().map(str::to_owned)
    };
    assert_eq!(link("index.html").as_deref(), Some("print/\">Print the whole handbook"));
    assert_eq!(link("exit/index.html").as_deref(), Some("../print/exit/\">Print this area"));
    assert_eq!(
        link("exit/practice/index.html").as_deref(),
        Some("../../print/exit/practice/\">Print this scenario, with the answer on another sheet")
    );
    assert_eq!(link("exit/leave/index.html"), None);
    for list in ["sitemap.xml", "pages.json", "offline.json"] {
        assert!(!output.text(list).expect("a list").contains("print/"), "{list}");
    }
    assert!(output.text("build.json").expect("a list").contains("print/exit/index.html"));
}

#[test]
fn what_is_too_long_is_printed_in_parts() {
    let with = |words: usize| {
        built(
            &format!("//- handbook.toml\n[print]\nwords = {words}\n//- content/index.md\n{HANDBOOK}"),
            &options(),
        )
    };
    let parts = with(20);
    assert_eq!(
        prints(&parts),
        ["print/exit/index.html", "print/exit/practice/index.html", "print/index.html"]
    );
    let whole = main_text(&parts, "print/index.html");
    assert_eq!(headings(&whole), ["1 Handbook", "2 What is where"]);
    assert_eq!(values(&whole, "href")[..2], ["../returns/", "../print/exit/"]);
    assert!(!parts.text("returns/index.html").expect("a page").contains("../print/"));
    let none = with(0);
    assert_eq!(prints(&none), [""; 0]);
    assert!(!none.text("index.html").expect("a page").contains("print-link"));
}

#[test]
fn it_is_of_the_edition_in_force_and_old_editions_have_none() {
    let first =
        HANDBOOK.replace("kind: scenario", "kind: page").replace("::: answer\nBreathe.\n:::", "Breathe.");
    let second = first.replace("At six.", "At seven.");
    let later = first.replace("At six.", "At eight.");
    let editions = [("2026.1", date(2026, 9, 1), first.as_str()), ("2026.2", date(2026, 12, 1), &second)];
    let output = published(&later, &history_of(&editions), date(2026, 12, 5));
    let whole = main_text(&output, "print/index.html");
    assert!(whole.contains("At seven."), "{whole}");
    assert!(
        whole.contains("Edition 2026.2, in force from 1 December 2026. As it was on 5 December 2026."),
        "{whole}"
    );
    let old = output.text("editions/2026.1/index.html").expect("a page");
    assert!(!old.contains("print-link"));
    assert!(output.files().all(|(path, _)| !path.as_str().starts_with("editions/2026.1/print")));
}

#[test]
fn a_template_that_shows_no_text_does_not_keep_it_from_paper() {
    let text = format!(
        "//- handbook.toml\ntheme = \"own\"\n//- themes/own/templates/page.html\n\
         {{% extends \"base.html\" %}}{{% block frame %}}<main></main>{{% block after_body %}}{{% endblock after_body %}}{{% endblock frame %}}\n//- content/index.md\n{HANDBOOK}"
    );
    let output = built(&text, &options());
    assert!(!output.text("exit/leave/index.html").expect("a page").contains("At six."));
    assert!(output.text("print/exit/index.html").expect("a page").contains("At six."));
}

#[test]
fn what_somebody_stands_by_can_be_a_poster() {
    let drafts = Options { drafts: true, ..options() };
    let output = built(HANDBOOK, &drafts);
    let is_poster = |path: &str| {
        let html = output.text(path).expect("a page");
        let signs = ["<body id=\":poster\"", "href=\"#:poster\"", "class=\"poster-foot\""];
        let found = signs.iter().filter(|sign| html.contains(**sign)).count();
        assert!(found == 0 || found == signs.len(), "{html}");
        found > 0
    };
    assert!(is_poster("exit/leave/index.html"));
    assert!(is_poster("returns/index.html"));
    for path in ["index.html", "exit/later/index.html", "all-pages/index.html", "print/exit/index.html"] {
        assert!(!is_poster(path), "{path}");
    }
}
