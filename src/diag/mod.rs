//! Findings as values: what was found, where, and what to do next.
//!
//! Every stage returns [`Checked`]: its value and the [`Diagnostic`]s that it met on the way.
//! A diagnostic cites a [`Rule`] and a range of bytes; lines and columns are worked out by the
//! reporters in [`report`] when somebody reads them. [`settle`] applies the site's settings and
//! the excuses of its pages to what all stages found.
//!
//! This module knows no stage: a rule is a name, a level and a page of explanation.

mod diagnostic;
mod excuse;
mod fix;
pub mod report;
mod rule;
mod suggest;

pub use diagnostic::{Checked, Diagnostic, Location, sort};
pub use excuse::{Excuse, Policy, settle};
pub use fix::{Fix, apply};
pub use rule::{ALL as RULES, Level, Rule, find as find_rule, rules};
pub use suggest::closest;
