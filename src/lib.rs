//! Deskbook turns Markdown into a handbook of service standards.
//!
//! ```text
//!  folder ──┐                                                                      ┌─> folder (only what differs)
//!  git rev ─┼─> Snapshot ──parse──> Documents ──link──> Handbook ──render──> Output ─┼─> live server
//!  fixture ─┘   (all bytes)  per file, ∥         the one join       per page, ∥      └─> assertion in a test
//!                     └──────────── diagnostics: values, gathered, sorted ─────────────> human │ json │ github │ sarif
//! ```
//!
//! [`build()`] is the whole of it on one screen. Nothing between [`Snapshot`] and [`Output`] reads a
//! disk, a clock or the environment; [`edge`] does. The modules below stand in reading order, and
//! each uses only those above it.

pub mod source;

pub mod diag;

pub mod fields;

pub mod kind;

pub mod language;

pub mod audience;

pub mod feedback;

pub mod config;

pub mod content;

pub mod data;

pub mod handbook;

pub mod search;

pub mod output;

pub mod headers;

pub mod theme;

pub mod view;

pub mod render;

pub mod editions;

pub mod publish;

pub mod reference;

pub mod schema;

mod cache;

pub mod site;

mod build;

pub mod shelf;

pub mod reports;

pub mod external;

pub mod live;
pub mod starter;

pub mod edge;

pub use audience::Readers;
pub use build::{Built, InForce, Options, Progress, build, build_editions, build_editions_with, rebuild};
pub use cache::{Cache, Counts};
pub use config::Config;
pub use diag::{Checked, Diagnostic, Level, RULES, Rule, closest, find_rule, report, sort};
pub use output::Output;
pub use source::Snapshot;
