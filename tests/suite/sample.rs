//! The sample handbook's own two editions, out of the history of this repository.
//!
//! A copy of these files that lacks the history (an archive, a shallow clone) must be told so, and
//! is held to that instead.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

fn git(folder: &Path, arguments: &[&str]) -> Option<Output> {
    Command::new("git").current_dir(folder).args(arguments).output().ok()
}

/// Returns whether the commits of both editions are here.
fn has_history() -> bool {
    let commit = |id: &str| -> String {
        let record = std::fs::read_to_string(Path::new(HERE).join(format!("editions/{id}.toml")));
        let record: toml::Table = record.expect("a record").parse().expect("a record in TOML");
        record["commit"].as_str().expect("a commit").to_owned()
    };
    ["2026.1", "2026.2"].iter().all(|id| {
        git(Path::new(HERE), &["cat-file", "-e", &commit(id)]).is_some_and(|output| output.status.success())
    })
}

/// Builds a project on a day; returns whether it went well, what was said, and the site.
fn build(project: &Path, day: &str) -> (bool, String, TempDir) {
    let site = TempDir::new().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_deskbook"))
        .current_dir(project)
        .args(["build", "--date", day, "--out"])
        .arg(site.path())
        .output()
        .expect("the program can be started");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned(), site)
}

fn text(site: &TempDir, path: &str) -> String {
    let path: PathBuf = site.path().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn both_editions_stand_in_the_site_and_the_day_decides_which_holds() {
    if !has_history() {
        let (went_well, said, _) = build(Path::new(HERE), "2026-12-01");
        assert!(!went_well);
        assert!(said.contains("git fetch --unshallow") || said.contains("--no-editions"), "{said}");
        return;
    }
    for (day, returns, goodwill) in [("2026-11-30", "28 days", "£40"), ("2026-12-01", "30 days", "£50")] {
        let (went_well, said, site) = build(Path::new(HERE), day);
        assert!(went_well, "{said}");
        assert!(text(&site, "correcting/refunds-and-returns/index.html").contains(returns), "{day}");
        assert!(text(&site, "empowerment/put-it-right/index.html").contains(goodwill), "{day}");
        assert!(text(&site, "editions/2026.1/empowerment/put-it-right/index.html").contains("£40"));
        assert!(text(&site, "editions/2026.2/empowerment/put-it-right/index.html").contains("£50"));
        assert!(text(&site, "editions/2026.1/governance/contacts-and-tools/index.html").contains("Contacts"));
        let changed = text(&site, "changes/2026.2/listening/listen-and-take-ownership/index.html");
        assert!(changed.contains("</span>should</del>") && changed.contains("</span>must<"), "{changed}");
        assert!(text(&site, "changes/2026.2/index.html").contains("Follow up and go the extra mile"));
        assert!(text(&site, "as-of/index.html").contains("2026.1"));
    }
}

#[test]
fn a_copy_without_the_history_is_told_what_to_run() {
    if !has_history() {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let clone = folder.path().join("shallow");
    let address = format!("file://{HERE}");
    let cloned = git(folder.path(), &["clone", "--quiet", "--depth", "1", &address, "shallow"]);
    assert!(cloned.is_some_and(|output| output.status.success()));
    let (went_well, said, _) = build(&clone, "2026-12-01");
    assert!(!went_well);
    assert!(
        said.contains("this clone is shallow") && said.contains("`git fetch --unshallow --tags`"),
        "{said}"
    );
    std::fs::remove_dir_all(clone.join(".git")).expect("the history can be taken away");
    let (went_well, said, _) = build(&clone, "2026-12-01");
    assert!(!went_well);
    assert!(said.contains("is in no git repository") && said.contains("`--no-editions`"), "{said}");
}
