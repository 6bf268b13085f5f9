//! Excuses and settings: which findings count, and how much.
//!
//! A page excuses one place with `<!-- allow RULE: reason -->`; `handbook.toml` raises, lowers or
//! silences a rule everywhere; a draft page only ever warns. [`settle`] applies the three to what
//! all stages found, and reports each excuse that excused nothing. Leaks are found only in builds for
//! fewer readers than all, so that an excuse of one says nothing where it excuses nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Level, Location, Rule, rules, sort};
use crate::source::{SitePath, Span};

/// A comment that excuses the next block from one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The rule that may be broken.
    pub rule: &'static Rule,
    /// Why.
    pub reason: String,
    /// The comment itself.
    pub comment: Span,
    /// The text in which the rule may be broken.
    pub covers: Span,
}

/// What the site has decided about findings.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The level of each rule that `handbook.toml` changes.
    pub levels: BTreeMap<&'static str, Level>,
    /// The files in which an error is only a warning, because no reader sees them yet.
    pub drafts: BTreeSet<SitePath>,
}

/// Returns the findings that count, in reading order, each at the level that it has here.
pub fn settle<'a>(
    diagnostics: Vec<Diagnostic>,
    policy: &Policy,
    excuses: impl IntoIterator<Item = (&'a SitePath, &'a [Excuse])>,
) -> Vec<Diagnostic> {
    let excuses: BTreeMap<&SitePath, &[Excuse]> = excuses.into_iter().collect();
    let mut used: BTreeSet<(&SitePath, usize)> = BTreeSet::new();
    let mut settled = Vec::new();
    for diagnostic in diagnostics {
        match excuse_for(&diagnostic, &excuses) {
            Some(excuse) => {
                used.insert(excuse);
            }
            None => settled.extend(at_level(diagnostic, policy)),
        }
    }
    for (file, excuses) in excuses {
        let unused = excuses.iter().enumerate().filter(|(n, _)| !used.contains(&(file, *n)));
        let unused = unused.filter(|(_, excuse)| excuse.rule != &rules::LEAK);
        settled.extend(unused.filter_map(|(_, excuse)| at_level(unused_excuse(file, excuse), policy)));
    }
    sort(&mut settled);
    settled.dedup();
    bounded(settled)
}

/// The most findings of one rule in one file that anybody reads.
const MOST: usize = 100;

/// Keeps the first findings of each rule in each file; the last one kept says how many follow.
fn bounded(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(SitePath, &str), usize> = BTreeMap::new();
    for finding in &findings {
        *seen.entry((finding.location.file.clone(), finding.rule.name)).or_default() += 1;
    }
    seen.retain(|_, count| *count > MOST);
    if seen.is_empty() {
        return findings;
    }
    let mut shown: BTreeMap<(SitePath, &str), usize> = BTreeMap::new();
    let keep = |mut finding: Diagnostic| {
        let key = (finding.location.file.clone(), finding.rule.name);
        let Some(count) = seen.get(&key) else { return Some(finding) };
        let shown = shown.entry(key).or_default();
        *shown += 1;
        if *shown == MOST {
            let help = finding.help.take().unwrap_or_default();
            finding.help = Some(format!("{help} ({} more like this in the file)", count - MOST));
        }
        (*shown <= MOST).then_some(finding)
    };
    findings.into_iter().filter_map(keep).collect()
}

fn excuse_for<'a>(
    diagnostic: &Diagnostic,
    excuses: &BTreeMap<&'a SitePath, &'a [Excuse]>,
) -> Option<(&'a SitePath, usize)> {
    let span = diagnostic.location.span.unwrap_or_default();
    let (file, excuses) = excuses.get_key_value(&diagnostic.location.file)?;
    let covering = |excuse: &Excuse| excuse.rule == diagnostic.rule && excuse.covers.contains(span);
    Some((*file, excuses.iter().position(covering)?))
}

fn at_level(mut diagnostic: Diagnostic, policy: &Policy) -> Option<Diagnostic> {
    if let Some(level) = policy.levels.get(diagnostic.rule.name) {
        diagnostic.level = *level;
    }
    if diagnostic.level == Level::Error && policy.drafts.contains(&diagnostic.location.file) {
        diagnostic.level = Level::Warning;
    }
    (diagnostic.level != Level::Allow).then_some(diagnostic)
}

fn unused_excuse(file: &SitePath, excuse: &Excuse) -> Diagnostic {
    Diagnostic::new(
        &rules::UNUSED_EXCUSE,
        Location::new(file, excuse.comment),
        format!("nothing here breaks `{}`, so there is nothing to excuse", excuse.rule.name),
    )
    .help("take the comment out")
    .fix(excuse.comment, "")
}
