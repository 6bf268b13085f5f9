//! [`Recent`]: that a page came or changed not long before the day on which the handbook is read.

use jiff::civil::Date;

/// That a page came or changed not long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Whether it was not there before.
    pub is_new: bool,
    /// The day on which it came or changed.
    pub since: Date,
    /// The day from which that is no news any more.
    pub until: Date,
}

impl Recent {
    /// Returns the key of the word for it: `new` or `changed`.
    pub fn name(self) -> &'static str {
        if self.is_new { "new" } else { "changed" }
    }
}
