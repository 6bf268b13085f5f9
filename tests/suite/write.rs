//! Sites on a disk: only what differs is written, nothing of anybody else's is touched, and a run
//! that was killed is finished by the next.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::program::{Project, files};

const HANDBOOK: &str =
    "//- content/index.md\n# H\n//- content/a.md\n# A\n//- content/b.md\n# B\n//- content/b.txt\nfile\n";

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|data| data.modified()).expect("the file is there")
}

#[test]
fn a_second_build_touches_only_what_differs() {
    let project = Project::new(HANDBOOK);
    project.build();
    let site = project.path().join("site");
    let (a, index) = (site.join("a/index.html"), site.join("b.txt"));
    let before = (modified(&a), modified(&index));
    project.write("content/b.md", "# B\n\nMore.\n");
    let run = project.run(&["-v", "build", "--date", "2026-12-01"]);
    // The page, the handbook as it is printed, of the search index the words and where the new one stands,
    // and what names every file: the record, and the list of what devices keep with the worker that holds
    // to it.
    assert!(run.stderr.contains("7 files written, "), "{}", run.stderr);
    assert_eq!((modified(&a), modified(&index)), before);
    assert!(fs::read_to_string(site.join("b/index.html")).expect("the page").contains("More."));
}

#[test]
fn a_warm_folder_ends_as_a_fresh_one() {
    let warm = Project::new(HANDBOOK);
    warm.build();
    for project in [&warm, &Project::new(HANDBOOK)] {
        fs::remove_file(project.path().join("content/a.md")).expect("the page is there");
        fs::remove_file(project.path().join("content/b.txt")).expect("the file is there");
        project.write("content/a/index.md", "# Folder\n");
        project.write("content/b.txt/c.md", "# A folder where a file was\n");
        let run = project.build();
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let fresh = Project::new(HANDBOOK);
    fs::remove_file(fresh.path().join("content/a.md")).expect("the page is there");
    fs::remove_file(fresh.path().join("content/b.txt")).expect("the file is there");
    fresh.write("content/a/index.md", "# Folder\n");
    fresh.write("content/b.txt/c.md", "# A folder where a file was\n");
    fresh.build();
    assert_eq!(warm.site(), fresh.site());
}

#[test]
fn what_a_former_build_wrote_and_this_one_does_not_is_removed_with_its_folder() {
    let project = Project::new(HANDBOOK);
    project.build();
    fs::remove_file(project.path().join("content/a.md")).expect("the page is there");
    project.build();
    assert!(!project.path().join("site/a").exists());
    assert!(!project.path().join("site/.deskbook").exists());
}

#[test]
fn a_folder_with_anything_else_in_it_is_refused() {
    let project = Project::new(HANDBOOK);
    project.write("site/holiday.jpg", "mine");
    let run = project.build();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("holds `holiday.jpg`, which no build wrote"), "{}", run.stderr);
    assert_eq!(project.site().len(), 1);
}

#[test]
fn a_file_that_no_build_wrote_is_never_replaced() {
    let project = Project::new(HANDBOOK);
    project.build();
    project.write("site/c/index.html", "mine");
    project.write("site/notes.txt", "mine too");
    project.write("content/c.md", "# C\n");
    let before = project.site();
    let run = project.build();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("was written by no build"), "{}", run.stderr);
    assert_eq!(project.site(), before);
    fs::remove_file(project.path().join("content/c.md")).expect("the page is there");
    project.write("content/a.md", "# Changed\n");
    assert_eq!(project.build().code, 0);
    assert_eq!(project.site()["notes.txt"], b"mine too");
}

/// Whatever was in place when a run was killed, the next one finishes.
#[test]
fn a_run_that_was_killed_is_finished_by_the_next() {
    let project = Project::new(HANDBOOK);
    project.build();
    let before = project.site();
    project.write("content/a.md", "# Changed\n");
    project.write("content/new.md", "# New\n");
    project.build();
    let after = project.site();
    let site = project.path().join("site");
    // Half of the files are new, half are old, and the record is the old one.
    for (number, (name, bytes)) in after.iter().enumerate() {
        match before.get(name) {
            Some(old) if number % 2 == 0 || name == "build.json" => {
                fs::write(site.join(name), old).expect("written");
            }
            _ => fs::write(site.join(name), bytes).expect("written"),
        }
    }
    let plan: Vec<&String> = after.keys().collect();
    project.write("site/.deskbook/plan.json", serde_json::to_string(&plan).expect("a list"));
    project.write("site/.deskbook/3", "left over");
    project.write("content/new.md", "# Newer still\n");
    let run = project.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let fresh = Project::new(HANDBOOK);
    fresh.write("content/a.md", "# Changed\n");
    fresh.write("content/new.md", "# Newer still\n");
    fresh.build();
    assert_eq!(files(&site), fresh.site());
}

#[test]
fn the_record_lists_every_other_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let project = Project::new(HANDBOOK);
    project.build();
    let mut site = project.site();
    let record: serde_json::Value =
        serde_json::from_slice(&site.remove("build.json").expect("the record")).expect("JSON");
    let listed = record["files"].as_object().expect("a table");
    assert_eq!(listed.keys().collect::<Vec<_>>(), site.keys().collect::<Vec<_>>());
    for (name, bytes) in site {
        assert_eq!(listed[&name], deskbook::source::hex(&Sha256::digest(&bytes)), "{name}");
    }
}
