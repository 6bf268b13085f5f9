//! [`Lines`]: each page through all editions that have it.
//!
//! In go which page of each edition is which of the next; a page that is in two of them is on one line,
//! so a line is a run of editions. It is made in one pass, however many editions there are.

use crate::handbook::PageId;

/// Each page through all editions that have it.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The line of each page of each edition.
    of: Vec<Vec<usize>>,
    /// For each line, the editions in order, and the number of the page there.
    pages: Vec<Vec<(usize, PageId)>>,
}

impl Lines {
    /// Adds an edition behind those that there are: how many pages it has, and which of them is which
    /// of the edition before.
    pub fn add(&mut self, pages: usize, known: &[(PageId, PageId)]) {
        let number = self.of.len();
        let mut of: Vec<Option<usize>> = vec![None; pages];
        if let Some(before) = self.of.last() {
            for (old, new) in known {
                of[*new] = Some(before[*old]);
            }
        }
        let mut lines = Vec::with_capacity(pages);
        for (page, line) in of.into_iter().enumerate() {
            let line = line.unwrap_or_else(|| {
                self.pages.push(Vec::new());
                self.pages.len() - 1
            });
            self.pages[line].push((number, page));
            lines.push(line);
        }
        self.of.push(lines);
    }

    /// Returns the editions that have a page of one of them, in order, and its number there.
    pub fn through(&self, edition: usize, page: PageId) -> &[(usize, PageId)] {
        &self.pages[self.of[edition][page]]
    }
}
