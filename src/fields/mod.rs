//! Keyed fields with positions: one reader for front matter, settings, data files and blocks.
//!
//! YAML and TOML are read into one tree, [`Table`], in which every key and value knows its bytes.
//! What may stand in it is a table of [`Field`]s, from which come the check ([`check`]), the
//! reference documentation and the schemas for editors. A checked table is a [`Record`]:
//! it holds only what has the right type, so that whoever reads it needs no second check.
//!
//! This module knows no field by name.

mod field;
mod record;
mod toml;
mod value;
mod yaml;

pub use field::{Field, Type, check, default_of, unknown};
pub use record::{Located, Record};
pub use toml::read as read_toml;
pub use value::{Content, Entry, Scalar, ScalarKind, Table, Value};
pub use yaml::read as read_yaml;
