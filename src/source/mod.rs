//! The input as a value: what Deskbook reads, and where things stand in it.
//!
//! A [`Snapshot`] holds every input file of one edition, sorted by path; paths and addresses
//! are three types that never mix ([`SitePath`] for files that go in, [`Url`] for what readers
//! type, [`OutPath`] for files that come out); a [`Span`] is a range of bytes that only turns
//! into a line and a column when somebody reads it ([`LineIndex`]).
//!
//! Nothing here opens a file: `edge::disk` does.

mod address;
mod hex;
mod path;
mod snapshot;
mod span;

pub use address::{OutPath, Url};
pub use hex::hex;
pub use path::SitePath;
pub use snapshot::{Blob, File, Snapshot, Unreadable, is_text};
pub use span::{LineIndex, Position, Span};
