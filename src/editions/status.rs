//! What an edition is on a day, and how long it is or was that.

use jiff::civil::Date;

use super::ledger::{Edition, Ledger};

/// What an edition is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    InForce,
    /// It takes effect later.
    Upcoming,
    /// Another has taken its place, on that day.
    Superseded(Date),
}

impl Status {
    /// Returns what an edition of a ledger is on a day.
    pub fn of(ledger: &Ledger, edition: &Edition, day: Date) -> Self {
        if edition.effective > day {
            return Self::Upcoming;
        }
        match ledger.successor(&edition.id).filter(|successor| successor.effective <= day) {
            Some(successor) => Self::Superseded(successor.effective),
            None => Self::InForce,
        }
    }
}
