//! `deskbook diff` in a real repository: what it shows to people, to programs and on a pull request.

use std::fs;

use deskbook::edge::release::handbook;
use deskbook::editions::changes::{Two, html};
use deskbook::editions::{Changes, compare};
use deskbook::{Options, Snapshot};
use jiff::civil::date;
use serde_json::Value;

use crate::git::{commit, git};
use crate::program::{Project, Run};
use crate::release::{HANDBOOK, change, release, repository, run};

/// A handbook in force, and its folder with changes of every sort.
fn changed() -> Project {
    let project = repository(HANDBOOK);
    project.write(
        "content/limits.md",
        "---\ntitle: Limits\nowner: adviser\n---\nStart.\n\nStays as it is.\n\nUp to {{ value.refund }} at once, without asking.\n\n\
         | Who | What |\n| --- | --- |\n| adviser | £10 |\n| leader | £20 |\n\n::: rule level=must waiver=none\nYou must say sorry \
         at once and mean it.\n\nBecause.\n:::\n\nThe end.\n",
    );
    change(&project, "content/index.md", "[news]", "[limits](limits.md), [news]");
    commit(project.path());
    let released = release(&project, "2026.1", &["--no-tag"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    commit(project.path());
    change(&project, "content/_data/values.toml", "50", "75");
    change(
        &project,
        "content/_data/roles.toml",
        "title = \"adviser\"",
        "title = \"adviser\"\n[boss]\ntitle = \"manager\"",
    );
    change(&project, "content/limits.md", "owner: adviser", "owner: boss");
    change(&project, "content/limits.md", "£20", "£25");
    change(&project, "content/limits.md", "level=must", "level=should");
    change(&project, "content/limits.md", "You must say", "You should say");
    fs::rename(project.path().join("content/hours.md"), project.path().join("content/times.md"))
        .expect("a page");
    change(&project, "content/times.md", "# Hours", "---\nold_paths: [hours.md]\n---\n# Hours");
    change(&project, "content/index.md", "hours.md", "times.md");
    project.write("content/gifts.md", "# Gifts & more\n\n[home](index.md)\n");
    project
}

fn diff(project: &Project, more: &[&str]) -> Run {
    let mut arguments = vec!["diff", "2026.1", "."];
    arguments.extend(more);
    let run = run(project, &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[test]
fn a_person_sees_in_ten_seconds_what_is_different() {
    let project = changed();
    let run = diff(&project, &[]);
    let expected = "\
2026.1 → the folder

values
  refund: £50 → £75

rules
  must → should: You should say sorry at once and mean it. (/limits/)

pages added
  Gifts & more (/gifts/)

pages moved
  Hours: /hours/ → /times/

pages changed
  Limits (/limits/)
  Refunds (/refunds/)

must re-read
  adviser: Refunds

Limits content/limits.md
  owner: [-adviser-] {+manager+}
  Stays as it is.
  Up to [-£50-] {+£75+} at once, without asking.
  | Who | What
  | adviser | £10
  | leader | [-£20-] {+£25+}
  rule: [-must-] {+should+}, waived by none
  You [-must-] {+should+} say sorry at once and mean it.
  Because.

Refunds content/refunds.md
  You may give back [-£50-] {+£75+} at once.
";
    assert_eq!(run.stdout, expected, "{}", run.stdout);
    let one = diff(&project, &["--page", "refunds"]);
    assert!(one.stdout.contains("[-£50-] {+£75+}") && !one.stdout.contains("Limits"), "{}", one.stdout);
}

#[test]
fn colours_go_with_the_signs_and_never_stand_alone() {
    let project = changed();
    let run = diff(&project, &["--color", "always"]);
    assert!(run.stdout.contains("\u{1b}[31m[-£20-]\u{1b}[0m \u{1b}[32m{+£25+}\u{1b}[0m"), "{:?}", run.stdout);
}

#[test]
fn programs_get_the_same_as_data() {
    let project = changed();
    let found: Value = serde_json::from_str(&diff(&project, &["--format", "json"]).stdout).expect("JSON");
    assert_eq!((&found["from"], &found["to"]), (&Value::from("2026.1"), &Value::from("the folder")));
    assert_eq!(found["values"], serde_json::json!([{ "key": "refund", "old": "£50", "new": "£75" }]));
    assert_eq!(found["moved"][0]["from"], "/hours/");
    assert_eq!(found["moved"][0]["address"], "/times/");
    let page = &found["changed"][0];
    assert_eq!(
        (&page["file"], &page["gathered"]),
        (&Value::from("content/limits.md"), &serde_json::json!([]))
    );
    let line =
        page["lines"].as_array().expect("lines").iter().find(|line| line["kind"] == "row").expect("a row");
    assert_eq!(line["runs"][0]["mark"], "same");
}

#[test]
fn a_pull_request_gets_one_element_without_style_or_script() {
    let project = changed();
    let html = diff(&project, &["--format", "html"]).stdout;
    assert!(html.starts_with("<div>\n") && html.ends_with("</div>\n"));
    for part in [
        "<tr><td><code>refund</code></td><td><del>£50</del></td><td><ins><strong>£75</strong></ins></td></tr>",
        "<p>Up to <del>£50</del> <ins><strong>£75</strong></ins> at once, without asking.</p>",
        "<li>Gifts &amp; more <code>/gifts/</code></li>",
        "<li><del>must</del> <ins><strong>should</strong></ins>: You should say sorry",
        "<li>Hours: <del>/hours/</del> <ins><strong>/times/</strong></ins></li>",
        "<h3>Must re-read</h3>\n<ul>\n<li>adviser: Refunds</li>",
    ] {
        assert!(html.contains(part), "no `{part}` in {html}");
    }
    balanced(&html);
}

/// Every element is closed, and no line is one that a host would read as its own.
fn balanced(html: &str) {
    for name in
        ["div", "details", "summary", "table", "tr", "td", "ul", "li", "p", "ins", "del", "strong", "code"]
    {
        let open = html.matches(&format!("<{name}>")).count() + html.matches(&format!("<{name} ")).count();
        assert_eq!(open, html.matches(&format!("</{name}>")).count(), "{name} in {html}");
    }
    assert!(html.lines().all(|line| line.starts_with('<')), "{html}");
}

/// Hosts refuse comments that are too long.
#[test]
fn a_comment_has_a_size_that_it_does_not_exceed() {
    let old = "//- content/index.md\n# H\n\nWords.\n";
    let page = |number: usize| {
        let paragraph = |line: usize| format!("Line {line} & <{number}>{}\n\n", " word".repeat(30));
        let body: String = (0..if number == 0 { 90 } else { 6 }).map(paragraph).collect();
        format!("//- content/{number}.md\n---\ntitle: {}\n---\n{body}", "T&".repeat(200))
    };
    let new: String = (0..60).map(page).collect();
    let edited = new.replace("Line", "& Row").replace("word word", "word <b> word");
    for (before, after) in [(old, new.as_str()), (new.as_str(), old), (new.as_str(), edited.as_str())] {
        let html = fragment(before, after);
        assert!(html.len() < 65_000, "{} bytes", html.len());
        assert!(html.contains("and ") && html.contains(" more"), "what is left out is counted");
        balanced(&html);
    }
}

fn fragment(old: &str, new: &str) -> String {
    let options = Options::on(date(2026, 12, 1));
    let [old, new] = [old, new].map(|text| handbook(&Snapshot::fixture(text), &options));
    let comparison = compare(&old, &new);
    html::fragment(&Changes::of(Two { old: &old, new: &new, names: ["a", "b"], comparison: &comparison }))
}

#[test]
fn a_handbook_calls_nobody_and_smuggles_nothing_into_a_comment() {
    let hostile = "Ask @ada or @org/team, see #12 and GH-3.\n\n/merge\n\n<!-- x -->\n\n\\<script>alert(1)\\</script> \
                   `</div><img src=x onerror=y>` ![i](https://example.com/x.png) https://example.com/issues/1\n";
    let front = "---\ntitle: '@all </summary> #1'\nsummary: |\n  One.\n\n  /close\n---\n";
    let html = fragment(
        "//- content/index.md\n# H\n\n[a](a.md)\n//- content/a.md\n# A\n",
        &format!("//- content/index.md\n# H\n\n[a](a.md)\n//- content/a.md\n{front}{hostile}"),
    );
    balanced(&html);
    for bad in [
        "@ada",
        "@org",
        "@all",
        "#12",
        "#1 ",
        "GH-3",
        "://e",
        "<script",
        "<img",
        "<!--",
        "\n/",
        "</summary> #",
    ] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
    assert!(html.replace('\u{200b}', "").contains("Ask @ada or @org/team, see #12 and GH-3."), "{html}");
}

/// A pull request is compared with what it is for, long before anybody releases an edition.
#[test]
fn a_commit_is_a_side_and_no_edition_is_needed() {
    let project = repository(HANDBOOK);
    change(&project, "content/_data/values.toml", "50", "75");
    let before = git(project.path(), &["rev-parse", "HEAD"]);
    let from_head = run(&project, &["diff", "HEAD"]);
    assert!(
        from_head.stdout.starts_with("HEAD → the folder\n\nvalues\n  refund: £50 → £75\n"),
        "{}",
        from_head.stdout
    );
    commit(project.path());
    let two = run(&project, &["diff", &before, "main"]);
    assert!(two.stdout.starts_with(&format!("{} → main\n", &before[..10])), "{}{}", two.stdout, two.stderr);
    let unknown = run(&project, &["diff", "--", "--output=x"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("neither an edition nor a commit `--output=x`"), "{}", unknown.stderr);
    assert!(!project.path().join("x").exists());
}

#[test]
fn what_is_in_force_is_compared_with_the_folder_unless_said_otherwise() {
    let project = changed();
    let early = run(&project, &["diff"]);
    assert_eq!(early.code, 2);
    assert!(early.stderr.contains("no edition is in force on 2026-12-01"), "{}", early.stderr);
    let run_on = |arguments: &[&str]| run(&project, &[&["diff", "--date", "2026-12-05"], arguments].concat());
    assert!(run_on(&[]).stdout.starts_with("2026.1 → the folder\n"));
    assert!(run_on(&["2026.1"]).stdout.starts_with("2026.1 → the folder\n"));
    assert_eq!(
        run_on(&["2026.1", "2026.1"]).stdout,
        "nothing differs for readers between 2026.1 and 2026.1\n"
    );
    assert!(run_on(&[".", "2026.1"]).stdout.contains("refund: £75 → £50"));
    let unknown = run_on(&["2026.3"]);
    assert_eq!(unknown.stderr, "error: there is no edition `2026.3`; did you mean `2026.1`?\n");
    let unknown = run_on(&["--page", "refnds"]);
    assert_eq!(unknown.stderr, "error: there is no page `refnds`; did you mean `refunds`?\n");
}

/// What a page gathers from data has no words of its own, and a reader sees it change all the same.
#[test]
fn a_page_that_only_shows_data_is_named() {
    let project = repository(HANDBOOK);
    project.write("content/who.md", "# Who\n\n::: list of=contacts\n:::\n");
    project
        .write("content/_data/contacts.toml", "[desk]\ntitle = \"Desk\"\nhow = \"Ask\"\nphone = \"020 1\"\n");
    change(&project, "content/index.md", "[news]", "[who](who.md), [news]");
    commit(project.path());
    let released = release(&project, "2026.1", &["--no-tag"]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    change(&project, "content/_data/contacts.toml", "020 1", "020 2");
    let found = diff(&project, &[]).stdout;
    assert!(found.contains("\nWho content/who.md\n  | Desk | Ask | 020 [-1-] {+2+}\n"), "{found}");
}
