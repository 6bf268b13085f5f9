//! Editions: what is in force today, and what the handbook said before.
//!
//! [`redline`] shows what changed between two editions of a page, word by word.

pub mod redline;
pub mod text;
