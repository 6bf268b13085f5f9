//! What readers' devices keep: which files, in which order of need, and how it ends.

use deskbook::editions::{History, Ledger};
use deskbook::publish::{self, Record};
use deskbook::{Options, Output, Progress, Snapshot, build, build_editions};
use jiff::civil::{Date, date};
use serde_json::Value;

use super::editions::bare_edition;

const HANDBOOK: &str = "# Desk\n//- content/till/refunds.md\n---\ntitle: Refunds\ncode: T1\n---\n\nGive it back.\n\n![A till](till.png)\n\
    //- content/till/threats.md\n---\ntitle: Threats\nurgent: true\n---\n\nGo.\n//- content/till/till.png\nnot much of a picture\n\
    //- static/form.pdf\na form\n//- static/own.html\n<p>ours</p>\n";

fn options(day: Date) -> Options {
    Options::on(day)
}

fn built(handbook: &str) -> Output {
    build(&Snapshot::fixture(handbook), &options(date(2026, 12, 1))).value.output
}

fn list(output: &Output) -> Value {
    serde_json::from_str(output.text("offline.json").expect("a list")).expect("JSON")
}

/// Returns the paths in each group, and whether it is kept whole.
fn groups(list: &Value) -> Vec<(bool, Vec<&str>)> {
    let groups = list["groups"].as_array().expect("groups");
    groups
        .iter()
        .map(|group| {
            let files = group["files"].as_array().expect("files").iter();
            (group["whole"] == true, files.filter_map(|file| file[0].as_str()).collect())
        })
        .collect()
}

#[test]
fn what_is_needed_first_stands_first_and_lists_for_programs_are_left_out() {
    let output = built(HANDBOOK);
    let list = list(&output);
    let groups = groups(&list);
    assert!(groups.iter().all(|(whole, _)| *whole), "it is small");
    let [frame, search, pages, ways, pictures, files] = &groups[..] else { panic!("six groups") };
    for path in
        ["index.html", "till/threats/index.html", "help-now/index.html", "search/index.html", "offline.html"]
    {
        assert!(frame.1.contains(&path), "{path} in {frame:?}");
    }
    assert!(frame.1.iter().filter(|path| path.starts_with("assets/")).count() > 4, "{frame:?}");
    assert!(search.1.contains(&"search/words.bin") && search.1.iter().all(|path| path.ends_with(".bin")));
    assert!(pages.1.contains(&"till/refunds/index.html"));
    assert_eq!(ways.1, ["t1/index.html"]);
    assert_eq!(pictures.1, ["till/till.png"]);
    assert_eq!(files.1, ["form.pdf", "own.html"]);
    for path in ["404.html", "build.json", "offline.json", "pages.json", "robots.txt", "sw.js"] {
        assert!(output.get(path).is_some(), "{path} is written");
        assert!(groups.iter().all(|(_, paths)| !paths.contains(&path)), "{path} is not kept");
    }
}

#[test]
fn each_file_is_named_with_the_hash_and_the_size_that_it_has() {
    let output = built(HANDBOOK);
    let record: Record = serde_json::from_str(output.text("build.json").expect("a record")).expect("JSON");
    let list = list(&output);
    let files = list["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .flat_map(|group| group["files"].as_array().expect("files"));
    let sizes: u64 = files
        .map(|file| {
            let path = file[0].as_str().expect("a path");
            assert_eq!(Some(&record.files[path][..32]), file[1].as_str(), "{path}");
            file[2].as_u64().expect("a size")
        })
        .sum();
    assert!(sizes > 50_000);
    let expected = &record.files["offline.json"][..32];
    assert!(
        output
            .text("sw.js")
            .expect("a worker")
            .starts_with(&format!("\"use strict\";self.deskbookList=\"{expected}\";"))
    );
}

#[test]
fn of_what_does_not_fit_urgent_pages_are_left_and_no_later_group_comes_before() {
    let many: String = (0..60)
        .map(|page| {
            format!("//- content/p{page}.md\n# Page {page}\n\n{}\n", "Words and words. ".repeat(1500))
        })
        .collect();
    let large = format!("{HANDBOOK}{many}//- handbook.toml\n[offline]\nmegabytes = 1\n");
    let list = list(&built(&large));
    let whole: Vec<bool> = groups(&list).iter().map(|(whole, _)| *whole).collect();
    assert_eq!(whole, [true, true, false, false, false, false]);
    assert_eq!(list["most"], 1_000_000);
}

#[test]
fn a_copy_is_of_the_edition_in_force_and_knows_which_ones_follow() {
    let ledger =
        Ledger::of(vec![bare_edition("2026.1", date(2026, 9, 1)), bare_edition("2026.2", date(2026, 12, 1))]);
    let snapshots = [("2026.1", HANDBOOK), ("2026.2", HANDBOOK)];
    let snapshots = snapshots.map(|(id, text)| (id.to_owned(), Snapshot::fixture(text))).into();
    let history = History { ledger, snapshots, ..History::default() };
    let on = |day: Date| {
        let snapshot = Snapshot::fixture(HANDBOOK);
        list(&build_editions(&snapshot, &history, &options(day), &Progress::default()).value.output)
    };
    let (before, after) = (on(date(2026, 11, 30)), on(date(2026, 12, 1)));
    assert_eq!(before["edition"], serde_json::json!({ "id": "2026.1", "effective": "2026-09-01" }));
    assert_eq!(before["later"], serde_json::json!([{ "id": "2026.2", "effective": "2026-12-01" }]));
    assert_eq!(after["edition"]["changes"], "changes/2026.2/");
    assert_eq!(after["later"], serde_json::json!([]));
    for (_, paths) in groups(&after) {
        assert!(!paths.iter().any(|path| path.starts_with("editions/2026")), "{paths:?}");
    }
}

#[test]
fn a_handbook_that_is_not_kept_has_what_takes_away_a_copy() {
    let output = built(&format!("{HANDBOOK}//- handbook.toml\n[offline]\nkeep = false\n"));
    assert!(output.text("sw.js").expect("a worker").contains("unregister"));
    for path in ["offline.json", "offline.html"] {
        assert_eq!(output.get(path), None, "{path}");
    }
    assert!(!output.text("index.html").expect("a page").contains("offline-link"));
}

#[test]
fn a_portable_copy_has_no_worker_and_does_not_speak_of_one() {
    let copy = publish::portable(&built(HANDBOOK), date(2026, 12, 1));
    for path in ["sw.js", "offline.json", "offline.html"] {
        assert_eq!(copy.get(path), None, "{path}");
    }
    assert!(!copy.text("index.html").expect("a page").contains("offline"));
}

#[test]
fn a_file_where_the_worker_stands_is_reported() {
    let snapshot = Snapshot::fixture("# Home\n//- static/sw.js\nself.x = 1;\n");
    let found = build(&snapshot, &options(date(2026, 12, 1))).diagnostics;
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        ["`static/sw.js` would be published at `/sw.js`, where Deskbook writes a file itself"]
    );
}
