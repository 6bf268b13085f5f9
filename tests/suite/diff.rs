//! `deskbook diff` in a real repository: what it shows to people, to programs and on a pull request.

use std::fs;

use serde_json::Value;

use crate::git::commit;
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
fn a_pull_request_gets_one_fragment_without_style_or_script() {
    let project = changed();
    let html = diff(&project, &["--format", "html"]).stdout;
    assert!(html.starts_with("<section>\n") && html.ends_with("</section>\n"));
    for part in [
        "<tr><td><code>refund</code></td><td><del>£50</del></td><td><ins>£75</ins></td></tr>",
        "<p>Up to <del>£50</del> <ins>£75</ins> at once, without asking.</p>",
        "<li>Gifts &amp; more <code>/gifts/</code></li>",
        "<li><del>must</del> <ins>should</ins>: You should say sorry",
    ] {
        assert!(html.contains(part), "no `{part}` in {html}");
    }
    for open in ["section", "details", "summary", "table", "ul", "p", "ins", "del", "code"] {
        let count = |sign: &str| html.matches(&format!("{sign}{open}")).count();
        assert_eq!(
            html.matches(&format!("<{open}>")).count() + html.matches(&format!("<{open} ")).count(),
            count("</")
        );
    }
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
