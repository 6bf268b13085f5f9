//! Schemas against what people write: the sample handbook fits, and what the check refuses does not.
//!
//! That each type of field means the same to both is held with random values in `src/schema/types.rs`.

use std::fs;
use std::path::Path;

use deskbook::kind::{Kind, built_in};
use deskbook::schema::{names, schema};
use deskbook::{Config, Options, Snapshot, build, edge};
use jiff::civil::date;
use serde_json::Value;

use crate::program::Project;

/// Returns what a validator has against an instance, one complaint a line: where, and what rules it out.
fn complaints(name: &str, kinds: &[Kind], instance: &Value) -> String {
    let schema = schema(name, kinds).expect("there is such a schema");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let complaint = |error: jsonschema::ValidationError| {
        let path = error.schema_path().to_string();
        format!(
            "/{} {}\n",
            error.instance_path().as_str().trim_start_matches('/'),
            path.rsplit('/').next().unwrap_or("")
        )
    };
    let mut complaints: Vec<String> = validator.iter_errors(instance).map(complaint).collect();
    complaints.sort();
    complaints.concat()
}

fn of_toml(name: &str, text: &str) -> String {
    let table: toml::Table = text.parse().expect("TOML");
    complaints(name, &built_in(), &serde_json::to_value(plain(toml::Value::Table(table))).expect("JSON"))
}

/// Writes days as texts, as every editor does before it asks a schema.
fn plain(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Datetime(day) => toml::Value::String(day.to_string()),
        toml::Value::Array(values) => toml::Value::Array(values.into_iter().map(plain).collect()),
        toml::Value::Table(table) => {
            toml::Value::Table(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        other => other,
    }
}

fn of_page(kinds: &[Kind], text: &str) -> String {
    let Some((yaml, _)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) else {
        return String::new();
    };
    let instance =
        if yaml.is_empty() { serde_json::json!({}) } else { serde_saphyr::from_str(yaml).expect("YAML") };
    complaints("page", kinds, &instance)
}

#[test]
fn the_sample_handbook_fits_its_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |path: &str| fs::read_to_string(root.join(path)).expect("the sample has it").replace("\r\n", "\n");
    assert_eq!(of_toml("config", &read("handbook.toml")), "");
    for named in names() {
        let data = format!("content/_data/{}.toml", named.name);
        if named.about == format!("`{data}`") {
            assert_eq!(of_toml(&named.name, &read(&data)), "", "{data}");
        }
    }
    let snapshot = edge::disk::read(root).expect("the sample can be read");
    let pages: Vec<_> = snapshot.below("content").filter(|(name, ..)| name.ends_with(".md")).collect();
    assert!(pages.len() > 40, "the sample has its pages");
    for (_, path, _) in pages {
        assert_eq!(of_page(&built_in(), &read(path.as_str())), "", "{path}");
    }
}

#[test]
fn what_the_check_refuses_an_editor_underlines() {
    let config =
        "titel = \"H\"\naccess = \"secret\"\n[rules]\nbroken-lnk = \"error\"\n[review]\nsoon_days = -1\n";
    assert_eq!(
        of_toml("config", config),
        "\
/ additionalProperties
/access enum
/review/soon_days minimum
/rules enum
"
    );
    assert_eq!(
        of_toml("roles", "lead = \"Team leader\"\n[agent]\ncover = 1\n"),
        "\
/agent required
/agent/cover type
/lead type
"
    );
    assert_eq!(
        of_toml("search", "synonyms = [[\"a\", \"b\"]]\n[[promise]]\nquery = \"a\"\npage = \"b.md\"\n"),
        ""
    );
    assert_ne!(of_toml("search", "[[promise]]\nquery = \"a\"\n"), "");
}

#[test]
fn values_may_stand_in_groups_of_any_depth() {
    let good = "[a]\namount = 1\nunit = \"days\"\neffective = 2026-12-01\n[b.c.d]\namount = 12.5\nunit = \"money\"\n";
    assert_eq!(of_toml("values", good), "");
    assert_ne!(of_toml("values", "[a]\namount = 1\n"), "", "a value needs a unit");
    assert_ne!(
        of_toml("values", "[b.c.d]\namount = \"many\"\nunit = \"money\"\n"),
        "",
        "deep values are checked too"
    );
    assert_ne!(of_toml("values", "[b]\n"), "", "a table with nothing in it is a value without an amount");
    assert_ne!(of_toml("values", "amount = 1\n"), "", "an amount belongs to a value");
}

#[test]
fn a_page_is_asked_for_what_its_kind_needs() {
    let standard = "---\ntitle: A\nkind: standard\nreviewed: 2026-02-30\nsummary:\n---\n";
    assert_eq!(
        of_page(&built_in(), standard),
        "\
/ required
/reviewed format
/summary not
"
    );
    assert_eq!(of_page(&built_in(), "---\ntitle: A\nowner:\naliases: one\ncode: 12\n---\n"), "");
    assert_ne!(of_page(&built_in(), "---\nkind: standrad\n---\n"), "");
    assert_ne!(of_page(&built_in(), "---\nonwer: lead\n---\n"), "");
}

/// What one kind needs, the schema asks for exactly when the check does: whatever a folder may give
/// its pages is left to the check.
#[test]
fn schema_and_check_ask_for_the_same_fields() {
    let settings = "[kinds.note]\ngoverned = true\nfields = [\"code\", \"approver\", \"satisfies\"]\n";
    let folder = "---\ntitle: F\nowner: lead\napprover: boss\n---\nText.\n";
    let roles = "[lead]\ntitle = \"lead\"\n[boss]\ntitle = \"boss\"\n";
    let config = Config::read(&Snapshot::fixture(&format!("//- handbook.toml\n{settings}"))).value;
    let lines = [
        ("summary", "summary: Use this"),
        ("reviewed", "reviewed: 2026-11-01"),
        ("effective", "effective: 2026-11-01"),
        ("practises", "practises: [index.md]"),
        ("code", "code: N1"),
        ("satisfies", "satisfies: []"),
    ];
    for kind in &config.kinds {
        for left_out in lines.iter().map(|(field, _)| *field).chain([""]) {
            let fields: String = lines
                .iter()
                .filter(|(field, _)| *field != left_out)
                .map(|(_, line)| format!("{line}\n"))
                .collect();
            let page = format!("---\ntitle: A\nkind: {}\n{fields}---\nText.\n", kind.name);
            let handbook = format!(
                "//- handbook.toml\n{settings}//- content/_data/roles.toml\n{roles}//- content/f/index.md\n{folder}//- content/f/a.md\n{page}"
            );
            let options = Options::on(date(2026, 12, 1));
            let findings = build(&Snapshot::fixture(&handbook), &options).diagnostics;
            let asked = findings.iter().any(|finding| finding.rule.name == "missing-field");
            assert_eq!(!of_page(&config.kinds, &page).is_empty(), asked, "{page}");
        }
    }
}

#[test]
fn schema_prints_one_or_lists_them_or_asks_which_was_meant() {
    let project =
        Project::new("//- handbook.toml\n[kinds.checkup]\ngoverned = true\n//- content/a.md\n# A\n");
    let list = project.run(&["schema"]);
    assert_eq!((list.code, list.stdout.lines().count()), (0, names().len() + 1));
    assert!(list.stdout.starts_with("config         `handbook.toml`\n"), "{}", list.stdout);
    let page = project.run(&["schema", "page"]);
    let page: Value = serde_json::from_str(&page.stdout).expect("JSON");
    assert_eq!(page["$defs"]["checkup"]["required"], serde_json::json!(["summary", "reviewed"]));
    let unknown = project.run(&["schema", "vaules"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(unknown.stderr, "error: there is no schema `vaules`; did you mean `values`?\n");
    let far = project.run(&["schema", "everything"]);
    assert!(far.stderr.contains("there are config, page, authority, "), "{}", far.stderr);
}
