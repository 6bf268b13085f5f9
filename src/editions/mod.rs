//! Editions: what is in force today, and what the handbook said before.
//!
//! [`ledger`] says which edition held when. [`words`] tells whether a page still reads as it did,
//! [`mod@compare`] which page of one edition is which of another and what changed in values and rules,
//! and [`redline`] shows what changed on a page, word by word. [`changes`] puts a comparison into a
//! reader's words, [`release`] asks what an edition owes its readers, and [`mod@verify`](verify()) whether
//! the words of a released one still are what they were; [`withdrawn`] takes out what may not be shown
//! any more. [`text`] is what all of them read. Nothing here opens a repository: `edge::git` does.

pub mod changes;
pub mod compare;
pub mod history;
pub mod ledger;
pub mod redline;
pub mod release;
pub mod status;
pub mod text;
pub mod verify;
pub mod withdrawn;
pub mod words;

pub use changes::Changes;
pub use compare::{Comparison, compare, compare_again};
pub use history::History;
pub use ledger::{Edition, Ledger};
pub use verify::verify;
