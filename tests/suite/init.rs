//! `deskbook init`: a handbook in which nothing is left to mend, from whatever day it is begun; all of
//! it or nothing; and never among the files of others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use deskbook::edge::create::create_all;
use deskbook::starter::{Contents, Host, Source, Wish, handbook};
use deskbook::{Diagnostic, Level, Options, Snapshot, build};
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::git::git;
use crate::program::{Project, files};

fn begun(day: Date, contents: Contents) -> BTreeMap<String, String> {
    handbook(&Wish { day, contents, host: None, source: Source::Crate })
}

fn fixture(files: &BTreeMap<String, String>) -> Snapshot {
    let text: String = files.iter().map(|(path, text)| format!("//- {path}\n{text}")).collect();
    Snapshot::fixture(&text)
}

fn found(files: &BTreeMap<String, String>, day: Date) -> Vec<Diagnostic> {
    build(&fixture(files), &Options { drafts: true, ..Options::on(day) }).diagnostics
}

fn messages(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {}", finding.location.file, finding.message)).collect()
}

#[test]
fn a_new_handbook_has_nothing_to_mend_whenever_it_is_begun() {
    for day in [date(2026, 12, 1), date(2028, 2, 29), date(2031, 7, 15)] {
        let files = begun(day, Contents::Small);
        assert_eq!(messages(&found(&files, day)), [""; 0], "{day}");
        for (path, text) in &files {
            assert!(!text.contains("2026-01-01"), "{path} says when it was written");
        }
        let page = &files["content/2-listening/2-take-a-complaint.md"];
        assert!(page.contains(&format!("\nreviewed: {day}\n")), "{page}");
    }
}

#[test]
fn it_shows_every_kind_of_page_and_promises_that_they_are_found() {
    let day = date(2026, 12, 1);
    let snapshot = fixture(&begun(day, Contents::Small));
    let built = build(&snapshot, &Options::on(day)).value;
    let pages = &built.handbook.pages;
    let kinds: BTreeSet<&str> = pages.iter().map(|page| page.kind.name.as_str()).collect();
    let all = ["decision", "explainer", "page", "playbook", "reference", "scenario", "standard", "template"];
    assert!(all.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(built.handbook.areas.len() >= 4 && built.pages >= 20);
    assert!(built.output.text("help-now/index.html").is_some_and(|page| page.contains("Call 999")));
    let search = snapshot.text("content/_data/search.toml").expect("search words");
    assert!(search.matches("[[promise]]").count() >= 5);
    assert!(
        built.output.text("robots.txt").is_some_and(|robots| robots.contains("Disallow: /\n")),
        "it is private"
    );
}

/// A figure that looks decided is taken for one, so none is.
#[test]
fn nobody_has_decided_a_figure_of_a_new_handbook() {
    for contents in [Contents::Small, Contents::Sample] {
        let files = begun(date(2026, 12, 1), contents);
        let values: toml::Table = files["content/_data/values.toml"].parse().expect("values are TOML");
        let mut decided = Vec::new();
        let mut count = 0;
        visit(&toml::Value::Table(values), "", &mut |key, value| {
            count += 1;
            if value.get("confirmed").and_then(toml::Value::as_bool) != Some(false) {
                decided.push(key.to_owned());
            }
        });
        assert!(count > 15 && decided.is_empty(), "{count} values, decided: {decided:?}");
    }
}

fn visit(value: &toml::Value, key: &str, each: &mut impl FnMut(&str, &toml::Value)) {
    let Some(table) = value.as_table() else { return };
    if table.contains_key("amount") {
        return each(key, value);
    }
    for (name, inner) in table {
        visit(inner, &format!("{key}.{name}"), each);
    }
}

/// The law's own dates stay: nobody has looked at the law because somebody began a handbook.
#[test]
fn the_sample_is_read_through_on_the_day_and_says_what_it_says() {
    let day = date(2027, 3, 1);
    let files = begun(day, Contents::Sample);
    let findings = found(&files, day);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.level != Level::Due).cloned().collect();
    assert_eq!(messages(&errors), [""; 0]);
    let late = found(&files, date(2028, 2, 25));
    let reviews = |finding: &&Diagnostic| finding.rule.name.starts_with("review");
    assert!(late.iter().filter(reviews).all(|finding| finding.rule.name == "review-soon"));
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut compared = 0;
    for (path, own) in crate::program::files(&here) {
        let own = String::from_utf8(own).expect("the sample is text").replace("\r\n", "\n");
        let without = |text: &str| -> Vec<String> {
            let kept = |line: &&str| {
                !["reviewed:", "confirmed", "#:schema"].iter().any(|start| line.starts_with(start))
            };
            text.lines().filter(kept).map(str::to_owned).collect()
        };
        assert_eq!(without(&files[&format!("content/{path}")]), without(&own), "{path}");
        compared += 1;
    }
    assert!(compared > 50);
}

#[test]
fn the_program_begins_one_says_what_comes_next_and_it_builds() {
    let project = Project::new("");
    let run = project.run_in_december(&["init", "our book", "--ci", "github"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "our book\n"));
    assert_eq!(
        run.stderr,
        "its README.md says what to change first; next:\n  cd \"our book\"\n  deskbook serve --open\n  deskbook build\n"
    );
    let check = project.run_in(
        "our book",
        &["check", "--deny", "warnings", "--deny", "due"],
        &[crate::program::DECEMBER],
    );
    assert_eq!(check.code, 0, "{}", check.stdout);
    assert!(check.stderr.ends_with("no findings\n"));
    let build = project.run_in("our book", &["build"], &[crate::program::DECEMBER]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(project.path().join("our book/site/index.html").is_file());
    let again = project.run_in_december(&["init", "other", "--ci", "github", "--date", "2026-12-01"]);
    assert_eq!(again.code, 0);
    fs::remove_dir_all(project.path().join("our book/site")).expect("the site");
    assert_eq!(files(&project.path().join("our book")), files(&project.path().join("other")));
}

#[test]
fn an_empty_folder_and_a_new_repository_are_filled_where_they_are() {
    let project = Project::new("");
    git(project.path(), &["init", "--quiet"]);
    let run = project.run_in_december(&["init", "."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.ends_with("next:\n  deskbook serve --open\n  deskbook check\n  deskbook build\n"),
        "{}",
        run.stderr
    );
    assert!(project.path().join("content/index.md").is_file());
    assert!(project.path().join(".git/HEAD").is_file());
    let left = files(project.path()).into_keys().filter(|path| path.contains(".deskbook-")).count();
    assert_eq!(left, 0);
    project.run_in_december(&["build"]);
    git(project.path(), &["add", "--all"]);
    let kept = git(project.path(), &["ls-files"]);
    assert!(!kept.contains("site/") && kept.contains(".vscode/tasks.json"), "{kept}");
}

#[test]
fn a_folder_that_holds_something_is_left_alone_and_the_way_on_is_said() {
    let project = Project::new("//- docs/notes.md\n# Notes\n");
    let before = files(project.path());
    let run = project.run_in_december(&["init", "docs"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr.replace('\\', "/"),
        "error: `docs` holds `notes.md`, and nothing is written among the files of others; name a folder that is new or \
         empty, such as `docs/handbook`; a folder of Markdown builds as it is, with `deskbook build --root docs`\n"
    );
    assert_eq!(project.run_in_december(&["init", "docs/notes.md"]).code, 2);
    assert_eq!(files(project.path()), before);
}

#[test]
fn a_handbook_that_is_there_gets_what_publishes_it_and_nothing_else() {
    let project = Project::new("//- handbook.toml\n//- content/index.md\n# Home\n");
    let before = files(project.path());
    for arguments in
        [&["init", "."][..], &["init", ".", "--sample"], &["init", ".", "--sample", "--ci", "s3"]]
    {
        let run = project.run_in_december(arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains("holds a handbook already"), "{}", run.stderr);
    }
    assert_eq!(files(project.path()), before);
    let run = project.run_in_december(&["init", ".", "--ci", "s3"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new: BTreeSet<String> =
        files(project.path()).into_keys().filter(|path| !before.contains_key(path)).collect();
    assert_eq!(new, Host::S3.files(&Source::Crate).into_keys().collect());
    let after = files(project.path());
    let again = project.run_in_december(&["init", ".", "--ci", "gitlab"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(files(project.path()), after, "not one file of the other host is left");
}

#[test]
fn what_cannot_be_written_whole_is_not_written_at_all() {
    let project = Project::new("//- b\nA file where a folder has to be.\n");
    let new: BTreeMap<String, String> =
        [("a/deep/x", "1"), ("a/y", "2"), ("b/z", "3")].map(|(path, text)| (path.into(), text.into())).into();
    assert!(create_all(project.path(), &new).is_err());
    assert_eq!(fs::read_dir(project.path()).expect("the folder").count(), 1, "only what was there");
    fs::remove_file(project.path().join("b")).expect("the file");
    create_all(project.path(), &new).expect("now it can be written");
    assert_eq!(files(project.path()).len(), 3);
    let below_a_file = project.path().join("a/y/new");
    assert!(create_all(&below_a_file, &new).is_err());
    assert_eq!(files(project.path()).len(), 3);
}

#[test]
fn an_editor_knows_what_may_stand_in_each_data_file() {
    let files = begun(date(2026, 12, 1), Contents::Small);
    let mut held = 0;
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".toml")) {
        let first = text.lines().next().unwrap_or_default();
        let schema = first.strip_prefix("#:schema ").unwrap_or_else(|| panic!("{path} names no schema"));
        let up = path.matches('/').count();
        assert_eq!(schema.matches("../").count(), up, "{path}");
        let schema: Value =
            serde_json::from_str(&files[schema.trim_start_matches("../")]).expect("a schema is JSON");
        let table: toml::Table = text.parse().expect("TOML");
        let data = serde_json::to_value(dated(toml::Value::Table(table))).expect("data");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let complaints: Vec<String> = validator.iter_errors(&data).map(|error| error.to_string()).collect();
        assert_eq!(complaints, [""; 0], "{path}");
        held += 1;
    }
    assert!(held >= 8);
}

/// JSON has no dates; editors show them to a schema as text.
fn dated(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Datetime(day) => toml::Value::String(day.to_string()),
        toml::Value::Array(list) => toml::Value::Array(list.into_iter().map(dated).collect()),
        toml::Value::Table(table) => {
            toml::Value::Table(table.into_iter().map(|(key, value)| (key, dated(value))).collect())
        }
        other => other,
    }
}

#[test]
fn the_task_of_an_editor_reads_what_check_prints() {
    let project = Project::new("");
    project.run_in_december(&["init", "."]);
    let tasks = fs::read_to_string(project.path().join(".vscode/tasks.json")).expect("tasks");
    let tasks: Value = serde_json::from_str(&tasks).expect("JSON");
    let task = &tasks["tasks"][0];
    let command: Vec<&str> = task["command"].as_str().expect("a command").split(' ').skip(1).collect();
    project.write("content/new.md", "---\ntitle: New\n---\n#### Deep\n\n[gone](gone.md)\n");
    let printed = project.run_in("", &command, &[("SOURCE_DATE_EPOCH", "1895961600")]).stdout;
    let pattern = |number: usize| {
        let pattern = &task["problemMatcher"]["pattern"][number]["regexp"];
        regex::Regex::new(pattern.as_str().expect("a pattern")).expect("a regular expression")
    };
    let (head, place) = (pattern(0), pattern(1));
    let lines: Vec<&str> = printed.lines().collect();
    let mut seen = BTreeSet::new();
    for pair in lines.windows(2) {
        let (Some(head), Some(place)) = (head.captures(pair[0]), place.captures(pair[1])) else { continue };
        assert!(project.path().join(&place[1]).is_file(), "{}", &place[1]);
        seen.insert((head[1].to_owned(), head[2].to_owned()));
    }
    for (level, rule) in [("error", "broken-link"), ("warning", "heading-level"), ("due", "review-overdue")] {
        assert!(
            seen.contains(&(level.to_owned(), rule.to_owned())),
            "{level} {rule} is not among {seen:?}\n{printed}"
        );
    }
}
