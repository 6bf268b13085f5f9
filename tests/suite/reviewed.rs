//! `deskbook reviewed`, on a disk: which pages are meant, and that all of them are written or none.
//!
//! What it does to the text of one page is told where that is done, in `src/content/reviewed.rs`.

use std::collections::BTreeMap;

use crate::program::{DECEMBER, Project, files};

const HANDBOOK: &str = "\
//- handbook.toml
title = \"H\"
//- content/index.md
# H
//- content/1-area/a.md
---
title: A
reviewed: 2026-01-05 # yearly
---
Words.
//- content/1-area/b.md
---
title: B
---
Words.
//- content/_data/roles.toml
//- README.md
# Not a page
";

/// Returns the files that differ from the fixture, with their text.
fn changed(project: &Project) -> BTreeMap<String, String> {
    let before = files(Project::new(HANDBOOK).path());
    let now = files(project.path()).into_iter().filter(|(name, bytes)| before.get(name) != Some(bytes));
    now.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("a text"))).collect()
}

#[test]
fn an_owner_confirms_several_pages_at_once() {
    let project = Project::new(HANDBOOK);
    let run =
        project.run_in_december(&["reviewed", "content/1-area/a.md", "1-area/b.md", "./content/1-area/a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "reviewed on 2026-12-01: 2 pages\n");
    let expected = [
        ("content/1-area/a.md", "---\ntitle: A\nreviewed: 2026-12-01 # yearly\n---\nWords.\n"),
        ("content/1-area/b.md", "---\ntitle: B\nreviewed: 2026-12-01\n---\nWords.\n"),
    ];
    assert_eq!(changed(&project), expected.map(|(name, text)| (name.into(), text.into())).into());
    let again = project.run_in_december(&["reviewed", "content/1-area/a.md", "--date", "2026-12-01"]);
    assert_eq!(again.stderr, "reviewed on 2026-12-01: 1 page, 1 of which said so before\n");
}

#[test]
fn files_are_named_from_the_folder_in_which_one_stands() {
    let project = Project::new(HANDBOOK);
    let there = ["reviewed", "--root", "../..", "--date", "2026-11-30", "a.md"];
    let run = project.run_in("content/1-area", &there, &[DECEMBER]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "reviewed on 2026-11-30: 1 page\n"));
    assert!(changed(&project)["content/1-area/a.md"].contains("reviewed: 2026-11-30 # yearly"));
    let plain = Project::new("//- deep/a.md\n---\ntitle: A\n---\nWords.\n");
    assert_eq!(plain.run_in_december(&["reviewed", "deep/a.md"]).code, 0);
}

#[test]
fn one_page_that_cannot_be_set_keeps_all_others_as_they_were() {
    let project = Project::new(HANDBOOK);
    let run = project.run_in_december(&[
        "reviewed",
        "content/1-area/a.md",
        "content/index.md",
        "content/1-area/c.md",
        "content/_data/roles.toml",
        "README.md",
        "../elsewhere.md",
    ]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "\
error: nothing was written
  `content/index.md`: it has no fields to set the day in; begin it with `---`, a line `title:` and another `---`
  `content/1-area/c.md`: there is no such page; did you mean `content/1-area/a.md`?
  `content/_data/roles.toml`: it is no page of the handbook; name a Markdown file below `content/`
  `README.md`: it is no page of the handbook; name a Markdown file below `content/`
  `../elsewhere.md`: there is no such page; name a Markdown file below `content/`
"
    );
    assert_eq!(changed(&project), BTreeMap::new());
}

#[test]
fn a_review_that_is_still_to_come_is_refused() {
    let project = Project::new(HANDBOOK);
    let run = project.run_in_december(&["reviewed", "content/1-area/a.md", "--date", "2026-12-02"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: 2026-12-02 is still to come, and today is 2026-12-01; give the day of the review\n"
    );
    assert_eq!(changed(&project), BTreeMap::new());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_page_stays_a_link_and_permissions_stay() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new(HANDBOOK);
    let (page, link) = (project.path().join("content/1-area/a.md"), project.path().join("content/link.md"));
    fs::set_permissions(&page, fs::Permissions::from_mode(0o640)).expect("the page is ours");
    symlink("1-area/a.md", &link).expect("a link");
    assert_eq!(project.run_in_december(&["reviewed", "content/link.md"]).code, 0);
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert!(fs::read_to_string(&page).expect("the page").contains("reviewed: 2026-12-01"));
    assert_eq!(fs::metadata(&page).expect("the page").permissions().mode() & 0o777, 0o640);
}
