//! Cases in files: a handbook, a line of equals signs, and what is expected of it.
//!
//! `ACCEPT=1` writes what came out into the files, to be read before it is committed.

use std::path::Path;

/// Runs every case in a folder below `tests/` and fails with all that differ.
pub fn run(folder: &str, result: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder of cases");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 5, "the cases are there");
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut failures = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case is a text").replace("\r\n", "\n");
        let (handbook, expected) = text.split_once("\n====\n").unwrap_or((&text, ""));
        let result = result(&format!("{handbook}\n"));
        if accept && result != expected {
            std::fs::write(&file, format!("{handbook}\n====\n{result}")).expect("the case can be written");
        } else if result != expected {
            failures.push(format!("{}\n--- expected\n{expected}--- found\n{result}", file.display()));
        }
    }
    assert!(failures.is_empty(), "ACCEPT=1 takes what is found\n\n{}", failures.join("\n"));
}
