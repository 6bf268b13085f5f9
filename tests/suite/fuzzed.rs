//! The bodies of the fuzz targets on their seeds, and what the fuzzers have found, each for good.
//!
//! `fuzz/README.md` says how the fuzzers are run. What one of them finds becomes a test here, with
//! a line on what went wrong.

use std::fs;
use std::path::Path;

use deskbook::Cache;

#[path = "../../fuzz/bodies.rs"]
pub mod bodies;

/// Runs a body on each seed of a target.
fn seeds(target: &str, mut body: impl FnMut(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the seeds").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are seeds for {target}");
    for file in files {
        body(&fs::read_to_string(&file).expect("a seed is a text"));
    }
}

#[test]
fn every_page_that_is_a_seed_holds() {
    seeds("parse", bodies::parse);
}

#[test]
fn all_front_matter_that_is_a_seed_holds() {
    seeds("front_matter", bodies::front_matter);
}

#[test]
fn every_handbook_that_is_a_seed_holds() {
    let mut cache = Cache::default();
    seeds("link", |text| bodies::link(text, &mut cache));
}

#[test]
fn every_text_of_common_mark_that_is_a_seed_holds() {
    seeds("html", bodies::html);
}

/// An amount whose hundredths are more than a number can hold broke the sum that made them.
#[test]
fn an_amount_too_large_to_count_is_no_amount() {
    bodies::front_matter("[a]\namount = 92233720368547758.99\nunit = \"money\"\n");
    bodies::front_matter("[a]\namount = -92233720368547758.99\nunit = \"money\"\n");
}

/// A finding about the carriage returns at a file's end pointed behind the line that was shown.
#[test]
fn carriage_returns_at_the_end_of_a_file_are_pointed_at_within_the_line() {
    bodies::link(
        "Words.\n//- content/_data/roles.toml\n[agent]\ntitle = \"team lea\r\r\r\r",
        &mut Cache::default(),
    );
}
