//! Findings in words: how many, and whether they let a command pass.

use deskbook::{Diagnostic, Level};

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// What is due.
    pub due: usize,
}

impl Count {
    /// Counts findings.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self { errors: count(Level::Error), warnings: count(Level::Warning), due: count(Level::Due) }
    }

    /// Returns the numbers in words: `2 errors, 1 warning`.
    pub fn words(self) -> String {
        let words = [
            plural(self.errors, "error", "errors"),
            plural(self.warnings, "warning", "warnings"),
            (self.due > 0).then(|| format!("{} due", self.due)),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
    }
}

fn plural(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{} {many}", grouped(count))),
    }
}

/// Returns a number with commas between its thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
