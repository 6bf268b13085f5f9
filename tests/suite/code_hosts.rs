//! Findings as code hosts read them: annotations on a pull request, and SARIF held to its own schema.

use std::path::Path;
use std::sync::LazyLock;

use deskbook::{Diagnostic, Options, Snapshot, build, report};
use jiff::civil::date;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::Project;

fn findings(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let options = Options::on(date(2026, 12, 1));
    build(snapshot, &options).diagnostics
}

fn github(handbook: &str) -> String {
    let snapshot = Snapshot::fixture(handbook);
    report::github(&findings(&snapshot), &snapshot, "")
}

/// Returns the log of a handbook, which fits the schema.
fn sarif(handbook: &str, folder: &str) -> Value {
    let snapshot = Snapshot::fixture(handbook);
    let text = report::sarif(&findings(&snapshot), &snapshot, folder);
    let log: Value = serde_json::from_str(&text).expect("the log is JSON");
    assert_eq!(complaints(&log), Vec::<String>::new());
    log
}

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = include_str!("../sarif/schema-2.1.0.json");
    // As published, the pattern of a language has a bracket too many.
    let mended = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}?$");
    assert_ne!(mended, schema);
    let schema: Value = serde_json::from_str(&mended).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
});

fn complaints(log: &Value) -> Vec<String> {
    SCHEMA.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("a list of results")
}

fn fingerprints(log: &Value) -> Vec<&str> {
    let prints = results(log).iter().map(|result| result["partialFingerprints"]["findingText/v1"].as_str());
    prints.map(|print| print.expect("a fingerprint")).collect()
}

const SMALL: &str = "---\ntitle: A\nonwer: agent\n---\n£5 [here](gone.md)\n";

#[test]
fn github_gets_one_command_a_finding() {
    assert_eq!(
        github(SMALL),
        "\
::error title=deskbook%3A unknown-key,file=content/index.md,line=3,endLine=3,col=1,endColumn=6::a page has no field `onwer`; did you mean `owner`?
::error title=deskbook%3A broken-link,file=content/index.md,line=5,endLine=5,col=11,endColumn=18::there is no page at `gone.md`; put the page there, or mend the path
"
    );
}

#[test]
fn gitlab_gets_a_report_in_which_every_finding_has_a_name_of_its_own() {
    let snapshot = Snapshot::fixture(SMALL);
    let report = report::gitlab(&findings(&snapshot), &snapshot, "docs/");
    let report: Value = serde_json::from_str(&report).expect("the report is JSON");
    let first = &report[0];
    assert_eq!(first["location"], json!({ "path": "docs/content/index.md", "lines": { "begin": 3 } }));
    assert_eq!(first["description"], "a page has no field `onwer`; did you mean `owner`?");
    assert_eq!((&first["check_name"], &first["severity"]), (&json!("unknown-key"), &json!("critical")));
    let alike = "#### Deep\n\n[a](gone.md)\n\n[a](gone.md)\n";
    let of = |handbook: &str| -> Vec<String> {
        let snapshot = Snapshot::fixture(handbook);
        let report = report::gitlab(&findings(&snapshot), &snapshot, "");
        let report: Value = serde_json::from_str(&report).expect("the report is JSON");
        let issues = report.as_array().expect("a list").iter();
        issues.map(|issue| issue["fingerprint"].as_str().expect("a name").to_owned()).collect()
    };
    let names = of(&format!("//- content/a.md\n{alike}//- content/b.md\n{alike}"));
    let apart: std::collections::BTreeSet<&String> = names.iter().collect();
    assert!(names.len() >= 6 && apart.len() == names.len(), "{names:?}");
    let moved = of(&format!("//- content/a.md\nA line more.\n\n{alike}//- content/b.md\n{alike}"));
    assert_eq!(moved, names, "a name does not move with the lines above it");
    assert_eq!(report::gitlab(&[], &snapshot, ""), "[]\n");
}

/// A step shows ten annotations of a level and drops the others without a word.
#[test]
fn what_github_would_not_show_is_counted_and_stands_in_the_log() {
    let dead_ends: String = (1..=13).map(|number| format!("[a](gone{number}.md)\n\n")).collect();
    let report = github(&format!("# H\n\n#### Deep\n\n{dead_ends}"));
    let lines: Vec<&str> = report.lines().collect();
    let errors = lines.iter().filter(|line| line.starts_with("::error ")).count();
    assert_eq!((errors, lines.len()), (10, 16), "{report}");
    assert!(lines[9].ends_with("or mend the path (3 more like it in the log of this step)"), "{}", lines[9]);
    assert!(lines[10].starts_with("::warning title=deskbook%3A heading-level,"), "worst first: {report}");
    assert_eq!(lines[11], "::group::3 more findings");
    assert_eq!(
        lines[14],
        "error[broken-link] content/index.md:29:5: there is no page at `gone13.md`; put the page there, or mend the path"
    );
    assert_eq!(lines[15], "::endgroup::");
}

#[test]
fn no_text_in_a_handbook_is_a_command() {
    let hostile = "{{ value.::x%0A##[add-path]y\u{1b}[2J }} [a](<%0A::stop-commands::x>)\n\n";
    let report = github(&format!("//- content/a,b:c.md\n# H\n\n{}", hostile.repeat(8)));
    assert!(report.contains("file=content/a%2Cb%3Ac.md,line="), "{report}");
    assert!(!report.contains('\u{1b}'), "{report}");
    for line in report.lines().filter(|line| !line.starts_with("::error ")) {
        assert!(!line.contains("##["), "{line}");
        let is_ours = line.starts_with("::group::") || line == "::endgroup::";
        assert!(is_ours || line.starts_with("error["), "{line}");
    }
    assert!(report.contains("%250A"), "a per cent sign stands for itself: {report}");
}

#[test]
fn a_result_says_what_where_and_how_to_mend_it() {
    let log = sarif(SMALL, "docs/handbook/");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
    let file = json!({ "uri": "docs/handbook/content/index.md", "uriBaseId": "%SRCROOT%" });
    let region = json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 6 });
    let first = &results(&log)[0];
    let index = first["ruleIndex"].as_u64().expect("a number");
    let rule = &run["tool"]["driver"]["rules"][usize::try_from(index).expect("a small number")];
    assert_eq!(rule["id"], "unknown-key");
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert!(rule["help"]["markdown"].as_str().expect("a page").contains("## Good"));
    assert_eq!(
        *first,
        json!({
            "ruleId": "unknown-key",
            "ruleIndex": first["ruleIndex"],
            "level": "error",
            "message": { "text": "a page has no field `onwer`; did you mean `owner`?" },
            "locations": [{ "physicalLocation": { "artifactLocation": file, "region": region } }],
            "partialFingerprints": first["partialFingerprints"],
            "fixes": [{
                "description": { "text": "did you mean `owner`?" },
                "artifactChanges": [{
                    "artifactLocation": file,
                    "replacements": [{ "deletedRegion": region, "insertedContent": { "text": "owner" } }]
                }]
            }]
        })
    );
}

#[test]
fn columns_count_as_the_log_says() {
    let log = sarif("# H\n\n😀 é [here](gone.md)\n", "");
    let region = &results(&log)[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*region, json!({ "startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 20 }));
}

#[test]
fn a_path_is_an_address_and_a_message_is_no_markup() {
    let log = sarif("# H\n\n[b](b%20c.md)\n\n//- content/b c.md\n# B\n\n{{ value.no }} [a](<x](y>)\n", "");
    let found = results(&log);
    assert_eq!(found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/b%20c.md");
    let messages: Vec<&str> =
        found.iter().map(|result| result["message"]["text"].as_str().expect("a text")).collect();
    assert!(messages.iter().any(|text| text.contains("`x\\](y`")), "{messages:?}");
    assert!(!messages.iter().any(|text| text.replace("\\](", "").contains("](")), "{messages:?}");
}

#[test]
fn a_finding_keeps_its_fingerprint_when_it_moves() {
    let body = "[here](gone.md)\n\n[here](gone.md)\n\n[there](lost.md)\n";
    let before = sarif(&format!("# H\n\n{body}"), "");
    let before = fingerprints(&before);
    let after = sarif(&format!("# H\n\nMore words.\n\nAnd more.\n\n{body}"), "");
    assert_eq!(before, fingerprints(&after));
    assert!(before[0].ends_with(":1") && before[1].ends_with(":2"), "{before:?}");
    assert_eq!(before[0].split(':').next(), before[1].split(':').next());
    let other = sarif("# H\n\n[here](gone2.md)\n", "");
    assert_ne!(before[0], fingerprints(&other)[0]);
}

/// All that the cases of `tests/findings` bring about: related places, fixes, whole files, every level.
#[test]
fn every_finding_that_we_know_fits_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut log = Value::Null;
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).expect("the cases") {
        let text = std::fs::read_to_string(file.expect("a case").path()).expect("a text");
        let snapshot = Snapshot::fixture(text.split("\n====\n").next().expect("a handbook"));
        let report = report::sarif(&findings(&snapshot), &snapshot, "");
        log = serde_json::from_str(&report).expect("JSON");
        all.extend(results(&log).iter().cloned());
    }
    for level in ["error", "warning", "note"] {
        assert!(all.iter().filter(|result| result["level"] == level).count() > 2, "{level}");
    }
    log["runs"][0]["results"] = all.into();
    assert_eq!(complaints(&log), Vec::<String>::new());
    log["runs"][0]["results"][0]["level"] = "due".into();
    assert_eq!(complaints(&log).len(), 1, "the schema is in force");
}

#[test]
fn files_are_named_from_the_folder_in_which_the_program_was_called() {
    let project = Project::new("//- docs/book/handbook.toml\ntitle = \"H\"\n");
    project.write("docs/book/content/index.md", "# H\n\n[a](gone.md)\n");
    let check = |format| ["check", "--root", "docs/book", "--date", "2026-12-01", "--format", format];
    let report = project.run(&check("github"));
    assert_eq!(report.code, 1);
    assert!(report.stdout.contains(",file=docs/book/content/index.md,line=3,"), "{}", report.stdout);
    let log: Value = serde_json::from_str(&project.run(&check("sarif")).stdout).expect("JSON");
    let place = &results(&log)[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/book/content/index.md");
}
