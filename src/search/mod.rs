//! Search: an index of every word, written as a few small files, and the ranking of answers.
//!
//! In go linked pages; out come an [`Index`], its files for readers' browsers, and answers for the
//! command line and for promises. `fold` makes words, `analysis` reads one page, `index` joins them,
//! `query` answers, `shards` writes. `fold` and `query` are written a second time in
//! `themes/default/js/search.js`; the tests hold the two to the same order.

mod analysis;
mod excerpt;
mod fold;
mod index;
mod promises;
mod query;
mod shards;

pub use analysis::{Analysis, DataText, PageText, Section, Words, analyse};
pub use excerpt::excerpt;
pub use fold::{Token, each_token, fold, tokens};
pub use index::{Index, IndexedPage, Stem, is_searched};
pub use promises::check as check_promises;
pub use query::{Filter, Hit, Slot, Why, search};
pub use shards::{WORDS, shards, unpacked};
