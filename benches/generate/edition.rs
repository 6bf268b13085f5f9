//! The same handbook some editions later.
//!
//! Between neighbours one page in fifty is changed, each in its turn: a paragraph comes, of ten of
//! them two have another summary and one another title. A limit changes with every fifth edition, and
//! with every fourth there is a page more.

use super::prose::Dice;
use super::{Handbook, LIMITS};

/// One page in so many changes with an edition.
const CHANGED: usize = 50;
/// With one edition in so many there is a page more.
const ADDED: usize = 4;
/// With one edition in so many a limit changes.
const LIMIT: usize = 5;
/// The purpose of dice for what an edition adds.
const EDITION: u64 = 4;

impl Handbook {
    /// Returns the handbook as a later edition has it; the first is the handbook as it is.
    pub fn of_edition(self, edition: usize) -> Self {
        Self { edition, ..self }
    }

    /// Returns how many pages have come since the first edition.
    pub(super) fn added(&self) -> usize {
        self.edition / ADDED
    }

    /// Returns the amount of a limit, by its number.
    pub(super) fn amount(&self, number: usize) -> u32 {
        let changes = (2..=self.edition).filter(|edition| edition.is_multiple_of(LIMIT));
        let changes = changes.filter(|edition| edition / LIMIT % LIMITS.len() == number).count();
        LIMITS[number].1 + 5 * u32::try_from(changes).unwrap_or(0)
    }

    /// Returns the last edition that changed a page; none for one that is as it was.
    pub(super) fn last_change(&self, number: usize) -> Option<usize> {
        (2..=self.edition).rev().find(|edition| (number + edition * 7).is_multiple_of(CHANGED))
    }

    /// Returns what an edition adds to the title of a page.
    pub(super) fn title_since(&self, number: usize) -> &'static str {
        match self.last_change(number) {
            Some(_) if (number / CHANGED).is_multiple_of(10) => " at once",
            _ => "",
        }
    }

    /// Returns what a page is for, when an edition says it otherwise.
    pub(super) fn summary_since(&self, number: usize) -> Option<String> {
        let edition = self.last_change(number).filter(|_| number / CHANGED % 5 == 1)?;
        Some(self.vocabulary.instruction(&mut Dice::new(number, EDITION + edition as u64)))
    }

    /// Returns the paragraph that an edition adds to a page.
    pub(super) fn paragraph_since(&self, number: usize) -> Option<String> {
        let edition = self.last_change(number)?;
        Some(self.vocabulary.paragraph(3, &mut Dice::new(number, EDITION + edition as u64)))
    }
}
