//! [`Notice`]: what an open page is told about the version that is current.

use jiff::Timestamp;
use serde::Serialize;

use super::{Live, Since, Version};
use crate::diag::{Diagnostic, Level};
use crate::output::Content;
use crate::shelf::{Asked, asked, redline_of};
use crate::source::{LineIndex, Url};

/// What an open page is told. A page compares `page` with what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// A short hash of the page's bytes; `None` when there is no page.
    pub page: Option<String>,
    /// Where the page went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// When the page was made that is shown, if it is not shown as it is: milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_since: Option<i64>,
    /// What keeps the page from being shown as it is.
    pub errors: Vec<Finding>,
    /// How many errors there are in the whole handbook.
    pub error_count: usize,
    /// How many warnings.
    pub warning_count: usize,
    /// How the page differs from the edition in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// Which index the search stands at; another one means that words may be found elsewhere.
    pub search: u64,
}

/// A finding as the browser shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether it is an error.
    pub is_error: bool,
    /// The words of the terminal, with the source and a caret.
    pub text: String,
    /// The message alone.
    pub message: String,
    /// The file, as people know it.
    pub file: String,
    /// Line and column, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
}

/// The most findings that a page is told.
const MOST: usize = 200;

impl Live {
    /// Returns what a page at an address is told; `None` before the first version is read.
    pub fn notice(&self, url: &Url) -> Option<Notice> {
        let version = self.current()?;
        let own = version.answer(url).filter(|_| version.has_page(url));
        let answer = own.or_else(|| self.editions.answer(&version, url));
        // What has changed on a page is told what the page is told.
        let redlined = match asked(url) {
            Some(Asked::Page(page)) => Some(page),
            _ => None,
        };
        let mut errors: Vec<&Diagnostic> = version.errors_of(redlined.as_ref().unwrap_or(url));
        let failed = answer.iter().flat_map(|answer| answer.found.iter());
        errors.extend(failed.filter(|finding| finding.level == Level::Error));
        let all = self.findings();
        let count = |level| all.iter().filter(|finding| finding.level == level).count();
        Some(Notice {
            page: answer.as_ref().and_then(|answer| tag(&answer.content)),
            moved: moved(&version, url, redlined.as_ref()).filter(|_| answer.is_none()),
            kept_since: answer.as_ref().and_then(|answer| answer.kept_since).map(Timestamp::as_millisecond),
            errors: errors.into_iter().take(MOST).map(|finding| told(&version, finding)).collect(),
            error_count: count(Level::Error),
            warning_count: count(Level::Warning),
            since: self.editions.since(url),
            search: self.search.number(),
        })
    }

    /// Returns everything that was found, that of the search's promises and of editions last.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let Some(version) = self.current() else { return Vec::new() };
        let mut found = version.found.clone();
        found.extend(self.search.found());
        found.extend(self.editions.found(&version));
        found
    }

    /// Returns everything that was found, as the browser shows it.
    pub fn told(&self) -> Vec<Finding> {
        let Some(version) = self.current() else { return Vec::new() };
        self.findings().iter().take(MOST).map(|finding| told(&version, finding)).collect()
    }
}

/// Returns where a page went, or what has changed on it.
fn moved(version: &Version, url: &Url, redlined: Option<&Url>) -> Option<String> {
    let now = match redlined {
        Some(page) => redline_of(&version.moved(page)?),
        None => version.moved(url)?,
    };
    Some(now.encoded())
}

/// Returns a short hash of what stands at an address.
pub fn tag(content: &Content) -> Option<String> {
    content.sha256().get(..16).map(str::to_owned)
}

fn told(version: &Version, finding: &Diagnostic) -> Finding {
    let file = &finding.location.file;
    let text = version.files.text(file.as_str());
    let place =
        text.zip(finding.location.span).map(|(text, span)| LineIndex::new(&text).position(span.start));
    Finding {
        is_error: finding.level == Level::Error,
        text: version.told(finding),
        message: finding.message.clone(),
        file: version.files.on_disk(file).to_owned(),
        line: place.map_or(1, |place| place.line),
        column: place.map_or(1, |place| place.column),
    }
}
