//! [`Known`]: what was made of a text before.
//!
//! Making style sheets and scripts smaller takes longer than to read a small handbook, and of a theme
//! that is edited one file changes. In goes a text, out comes what is made of it, and that is made
//! once in the life of a process. Nothing depends on it: what is forgotten is made again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// So many texts are kept: a theme has some twenty, an edited one a few more.
const MOST: usize = 64;

/// What was made of texts, by the text.
#[derive(Debug)]
pub struct Known<T>(Mutex<BTreeMap<Box<str>, T>>);

impl<T: Clone> Known<T> {
    /// Knows nothing yet.
    pub const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// Returns what is made of a text.
    pub fn of(&self, text: &str, make: impl FnOnce(&str) -> T) -> T {
        let locked = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = locked().get(text) {
            return known.clone();
        }
        let new = make(text);
        let mut all = locked();
        if all.len() == MOST {
            all.clear();
        }
        all.insert(text.into(), new.clone());
        new
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Known, MOST};

    #[test]
    fn a_text_is_worked_on_once_until_too_many_are_known() {
        let (known, times) = (Known::new(), Cell::new(0));
        let length = |text: &str| {
            known.of(text, |text| {
                times.set(times.get() + 1);
                text.len()
            })
        };
        assert_eq!((length("red"), length("red"), times.get()), (3, 3, 1));
        let others: usize = (0..MOST).map(|number| length(&number.to_string())).sum();
        assert_eq!(others, 10 + 2 * (MOST - 10));
        assert_eq!((length("red"), times.get()), (3, MOST + 2));
    }
}
