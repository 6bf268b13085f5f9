//! Every dependency has a licence that `deny.toml` allows. Advisories need the network and are
//! looked up by the workflow.

use std::process::Command;

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let settings: toml::Table = include_str!("../../deny.toml").parse().expect("deny.toml is TOML");
    let allowed: Vec<&str> = settings["licenses"]["allow"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 50, "the dependencies are there");
    for package in packages {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or("none"));
        assert!(is_allowed(licence, &allowed), "{name} has the licence {licence}");
    }
}

/// Reads a licence expression: every part joined by "and" must be allowed, and one of those joined
/// by "or". Brackets only ever stand around alternatives.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let parts = expression.split(" AND ").map(|part| part.trim_matches(['(', ')', ' ']));
    let one_of = |part: &str| {
        part.split(" OR ")
            .flat_map(|part| part.split('/'))
            .any(|licence| allowed.contains(&licence.trim_matches(['(', ')', ' '])))
    };
    parts.clone().count() > 0 && parts.into_iter().all(one_of)
}
