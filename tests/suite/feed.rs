//! The feed of editions: what it says, and that it says it on every day alike.

use deskbook::editions::ledger::Withdrawn;
use deskbook::editions::{Edition, Ledger};
use deskbook::{Options, Progress, Snapshot, build_editions};
use jiff::civil::date;

use crate::editions::{edition, history_of, main_text, published, text};

const FIRST: &str = "\
//- handbook.toml
title = \"Ours & yours\"
//- content/index.md
# Home

[Refunds](refunds.md)
//- content/refunds.md
---
title: Refunds
for: [adviser]
---
Up to {{ value.refund }}.
//- content/_data/values.toml
[refund]
amount = 40
unit = \"money\"
//- content/_data/roles.toml
[adviser]
title = \"adviser\"
";

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<title>Ours &amp; yours: Editions</title>
<link rel="self" href="https://example.com/h/editions.xml"/>
<link rel="alternate" href="https://example.com/h/editions/"/>
<id>https://example.com/h/editions.xml</id>
<updated>2026-12-01T00:00:00Z</updated>
<author><name>Ours &amp; yours</name>
</author>
<entry>
<title>Edition 2026.2, in force from 1 December 2026</title>
<link rel="alternate" href="https://example.com/h/editions/2026.2/"/>
<id>https://example.com/h/editions/2026.2/</id>
<published>2026-12-01T00:00:00Z</published>
<updated>2026-12-01T00:00:00Z</updated>
<summary>About 2026.2.</summary>
<content type="html">&lt;p&gt;What changed from edition 2026.1 to 2026.2, in force from 1 December 2026.&lt;/p&gt;
&lt;h2&gt;Amounts, times and counts&lt;/h2&gt;
&lt;ul&gt;
&lt;li&gt;refund: £40 → £50&lt;/li&gt;
&lt;/ul&gt;
&lt;h2&gt;Pages that changed&lt;/h2&gt;
&lt;ul&gt;
&lt;li&gt;&lt;a href=&quot;https://example.com/h/changes/2026.2/refunds/&quot;&gt;Refunds&lt;/a&gt;. To be read again by: adviser&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;a href=&quot;https://example.com/h/changes/2026.2/print/brief/&quot;&gt;Brief for your team&lt;/a&gt; &lt;a href=&quot;https://example.com/h/changes/2026.2/print/sign-off/&quot;&gt;Sheet to sign&lt;/a&gt;&lt;/p&gt;</content>
</entry>
<entry>
"#;

#[test]
fn an_entry_says_what_changed_with_an_edition() {
    let second = FIRST.replace("amount = 40", "amount = 50");
    let history = history_of(&[("2026.1", date(2026, 9, 1), FIRST), ("2026.2", date(2026, 12, 1), &second)]);
    let output = published(&second, &history, date(2026, 12, 5));
    let feed = text(&output, "editions.xml");
    assert!(feed.starts_with(FEED), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 2);
    assert!(feed.contains("all of it is new"), "{feed}");
    // Readers find it from every page, of an old edition too.
    let page = text(&output, "editions/2026.1/refunds/index.html");
    assert!(page.contains(
        "type=\"application/atom+xml\" title=\"Ours &amp; yours: Editions\" href=\"../../../editions.xml\""
    ));
    assert!(main_text(&output, "editions/index.html").contains("href=\"../editions.xml\""));
    // The day of the build is not in it.
    let later = published(&second, &history, date(2027, 3, 1));
    assert_eq!(text(&later, "editions.xml"), feed);
}

#[test]
fn what_happens_to_an_edition_afterwards_updates_its_entry() {
    let mut history = history_of(&[("1", date(2026, 9, 1), FIRST)]);
    let withdrawn =
        Withdrawn { date: date(2026, 11, 3), reason: "By <order>\u{1}.".into(), pages: Vec::new() };
    let first = Edition { withdrawn: Some(withdrawn), ..edition("1", date(2026, 9, 1)) };
    history.ledger = Ledger::of(vec![first]);
    let output = published(FIRST, &history, date(2026, 12, 5));
    let feed = text(&output, "editions.xml");
    assert_eq!(feed.matches("<updated>2026-11-03T00:00:00Z</updated>").count(), 2, "{feed}");
    assert!(feed.contains("<published>2026-09-01T00:00:00Z</published>"));
    assert!(feed.contains("Withdrawn on 3 November 2026. By &amp;lt;order&amp;gt;."), "{feed}");
    assert!(!feed.contains("print/brief"), "{feed}");
}

#[test]
fn a_site_that_does_not_know_its_address_has_no_feed() {
    let history = history_of(&[("1", date(2026, 9, 1), FIRST)]);
    let built = build_editions(
        &Snapshot::fixture(FIRST),
        &history,
        &Options::on(date(2026, 12, 5)),
        &Progress::default(),
    );
    let output = built.value.output;
    assert!(output.text("editions.xml").is_none());
    assert!(!text(&output, "index.html").contains("atom"));
}
