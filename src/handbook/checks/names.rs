//! File names that some systems cannot store: a handbook is cloned on Windows too.

use crate::diag::{Diagnostic, Location, rules};
use crate::source::{SitePath, Snapshot};

/// Device names that Windows does not allow as a file's name, whatever its ending.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
const SIGNS: &[char] = &['<', '>', ':', '"', '\\', '|', '?', '*'];

pub fn check(snapshot: &Snapshot) -> Vec<Diagnostic> {
    snapshot.files().filter_map(|(path, _)| reserved(path)).collect()
}

fn reserved(path: &SitePath) -> Option<Diagnostic> {
    let device = |part: &&str| {
        let stem = part.split('.').next().unwrap_or("");
        DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
    };
    let part = path.parts().find(|part| {
        device(part) || part.contains(SIGNS) || part.ends_with(['.', ' ']) || part.contains(char::is_control)
    })?;
    let message = format!("Windows cannot store a file named `{}`", part.escape_debug());
    Some(Diagnostic::new(&rules::RESERVED_NAME, Location::whole(path), message).help("give it another name"))
}
