//! Files that cannot be what they should be.

use crate::diag::{Diagnostic, Location, rules};
use crate::source::{File, Snapshot, Unreadable};

pub fn check(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let unreadable = snapshot.files().filter_map(|(path, file)| match file {
        File::Unreadable(reason) => Some((path, *reason)),
        _ => None,
    });
    let report = |(path, reason)| {
        let (message, help) = words(reason);
        Diagnostic::new(&rules::UNREADABLE_FILE, Location::whole(path), message).help(help)
    };
    unreadable.map(report).collect()
}

fn words(reason: Unreadable) -> (String, &'static str) {
    match reason {
        Unreadable::NotUtf8(line) => (format!("line {line} of this file is not UTF-8"), "save it as UTF-8"),
        Unreadable::TooLarge(has, most) => (
            format!("this file has {} MB; a text may have {}", has >> 20, most >> 20),
            "split it, or move what is no text out of it",
        ),
        Unreadable::LeadsOut => {
            ("this symbolic link leads out of the handbook".into(), "put the file itself here")
        }
        Unreadable::Circle => ("this symbolic link leads in a circle".into(), "delete it"),
        Unreadable::Nowhere => {
            ("this symbolic link leads nowhere".into(), "delete it, or put the file itself here")
        }
        Unreadable::Name => ("the name of this file is not Unicode".into(), "rename it"),
    }
}
