//! [`Diagnostic`] and [`Checked`].

use super::{Fix, Level, Rule};
use crate::source::{SitePath, Span};

/// Where a finding stands: a file, and a range in it when the finding is about some of its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: SitePath,
    /// The text that the finding points at; `None` for the file as a whole.
    pub span: Option<Span>,
}

impl Location {
    /// Returns the location of a range of text.
    pub fn new(file: &SitePath, span: Span) -> Self {
        Self { file: file.clone(), span: Some(span) }
    }

    /// Returns the location of a whole file.
    pub fn whole(file: &SitePath) -> Self {
        Self { file: file.clone(), span: None }
    }
}

/// One finding, in words for a tired writer: lower case, no full stop, names in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that it cites.
    pub rule: &'static Rule,
    /// How serious it is; the rule's own level until [`super::settle`] says otherwise.
    pub level: Level,
    /// What was expected and what was found.
    pub message: String,
    /// Where.
    pub location: Location,
    /// Other places that belong to it, each with what stands there.
    pub related: Vec<(Location, String)>,
    /// What to do next.
    pub help: Option<String>,
    /// The edit that mends it, when there is one sure answer.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Returns a finding at its rule's own level.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: message.into(),
            location,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds the next step.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the next step when there is one.
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place that belongs to the finding.
    pub fn related(mut self, location: Location, what: impl Into<String>) -> Self {
        self.related.push((location, what.into()));
        self
    }

    /// Adds the edit that mends it.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }
}

/// Puts findings into the order in which they are read: by file, place, rule and words.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by(|a, b| (&a.location, a.rule.name, &a.message).cmp(&(&b.location, b.rule.name, &b.message)));
}

/// What a stage made, and what it found while making it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The result; complete as far as the input allows.
    pub value: T,
    /// The findings, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Returns a result about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Returns what `change` makes of the result, with the same findings.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), diagnostics: self.diagnostics }
    }

    /// Returns the result and moves the findings to the end of `diagnostics`.
    pub fn collect(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }
}
