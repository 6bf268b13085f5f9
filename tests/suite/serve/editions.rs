//! Editions beside the handbook that is being written, out of a real repository.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use super::{Desk, PATIENCE, soon};
use crate::editions::project;
use crate::git::git;

fn shows(desk: &Desk, address: &str, words: &str) {
    soon(PATIENCE, || {
        let reply = desk.get(address);
        let text = reply.text();
        if text.contains(words) { Ok(()) } else { Err(format!("{} {text}", reply.status)) }
    });
}

/// Waits until the open home page is told how it differs from the edition in force.
fn told_since(desk: &Desk, text: &str) {
    soon(PATIENCE, || {
        let notice = desk.notice("/");
        if notice["since"]["text"] == text {
            return Ok(());
        }
        // A page that is told something keeps its connection until it is written to again.
        std::thread::sleep(Duration::from_millis(100));
        Err(notice.to_string())
    });
}

fn unread(desk: &Desk) -> usize {
    desk.get("/_deskbook/findings.json").text().matches("unread-edition").count()
}

#[test]
fn a_manager_sees_her_change_as_staff_will() {
    let folder = project();
    let desk = Desk::open(folder.path());
    shows(&desk, "/", "Other words.");
    told_since(&desk, "2 words changed since 1: see them as staff will");
    let redline = desk.get("/changes/next/_home/").text();
    assert!(redline.contains("<ins") && redline.contains("Other"), "{redline}");
    fs::write(folder.path().join("content/index.md"), "# Home\n\nOther words again.\n").expect("a save");
    shows(&desk, "/changes/next/_home/", "again");
    told_since(&desk, "3 words changed since 1: see them as staff will");
    assert!(desk.get("/editions/1/").text().contains("Words."));
    assert_eq!(desk.get("/editions/1/a.png").text(), "old picture");
    assert_eq!(desk.get("/a.png").text(), "new picture");
    for list in ["/editions/", "/as-of/", "/changes/", "/changes/next/", "/editions.json"] {
        assert_eq!(desk.get(list).status, 200, "{list}");
    }
    let moved = desk.get("/changes/next");
    assert_eq!((moved.status, moved.header("location")), (308, Some("/changes/next/")));
    for nothing in ["/editions/2/", "/editions/1/b.png", "/changes/next/none/", "/editions/1/%2e%2e/a.png"] {
        assert_eq!(desk.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn a_shallow_clone_is_served_and_says_once_what_to_run() {
    let folder = project();
    let shallow = TempDir::new().expect("a folder");
    let from = format!("file://{}", folder.path().display());
    git(shallow.path(), &["clone", "--quiet", "--depth", "1", &from, "copy"]);
    let copy = shallow.path().join("copy");
    let desk = Desk::open(&copy);
    shows(&desk, "/", "Other words.");
    soon(PATIENCE, || if unread(&desk) == 1 { Ok(()) } else { Err(desk.told()) });
    for address in ["/editions/1/", "/as-of/", "/changes/next/", "/changes/next/_home/"] {
        assert_eq!(desk.get(address).status, 404, "{address}");
    }
    for words in ["One", "Two", "Three"] {
        fs::write(copy.join("content/index.md"), format!("# Home\n\n{words}.\n")).expect("a save");
        shows(&desk, "/", &format!("{words}."));
    }
    soon(PATIENCE, || match desk.told().matches("1 page changed").count() {
        0 => Err(desk.told()),
        _ => Ok(()),
    });
    let told = desk.told();
    assert_eq!(told.matches("run `git fetch --unshallow --tags`").count(), 1, "{told}");
    git(&copy, &["fetch", "--quiet", "--unshallow"]);
    assert!(
        desk.get("/editions/1/").text().contains("Words."),
        "what was fetched is there when it is asked for"
    );
    assert_eq!(unread(&desk), 0);
}

#[test]
fn a_folder_in_no_repository_is_served() {
    let folder = project();
    fs::remove_dir_all(folder.path().join(".git")).expect("the repository can be removed");
    serves_without(folder.path(), "the folder is in no git repository");
}

#[test]
fn a_record_of_a_commit_that_never_was_is_served() {
    let folder = project();
    let record = folder.path().join("editions/1.toml");
    let text = fs::read_to_string(&record).expect("the record");
    let commit = text.split('"').nth(3).expect("its commit").to_owned();
    fs::write(&record, text.replace(&commit, &"7".repeat(40))).expect("it can be written");
    serves_without(folder.path(), "this repository has no commit 7777");
}

fn serves_without(folder: &Path, why: &str) {
    let desk = Desk::open(folder);
    shows(&desk, "/", "Other words.");
    soon(PATIENCE, || if desk.told().contains(why) { Ok(()) } else { Err(desk.told()) });
    assert_eq!(desk.get("/editions/1/").status, 404);
    fs::write(folder.join("content/index.md"), "# Home\n\nSaved.\n").expect("a save");
    shows(&desk, "/", "Saved.");
    let notice = desk.notice("/");
    assert_eq!((&notice["errors"], &notice["error_count"]), (&serde_json::json!([]), &serde_json::json!(0)));
}
