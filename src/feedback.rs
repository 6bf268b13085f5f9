//! [`LinkTemplate`]: an address that readers write to, given once in `handbook.toml` and filled in for
//! each page.
//!
//! In goes the text as it was set, out come addresses. Nothing but what a page says of itself and where
//! it stands can be filled in: not what a reader searched for or selected, nor who they are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::Located;
use crate::source::SitePath;

/// What may be filled in, in braces.
pub const GAPS: [&str; 7] = ["page", "title", "code", "url", "file", "line", "edition"];

/// What stands for itself in every part of an address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An address with gaps, such as `mailto:handbook@example.com?subject={code}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTemplate {
    text: String,
}

/// What a page says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its id, else its code, else its address.
    pub page: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its code; empty where it has none.
    pub code: &'a str,
    /// The file that it is made of.
    pub file: &'a SitePath,
    /// The line of that file on which its text begins.
    pub line: usize,
}

impl LinkTemplate {
    /// Reads the address of a setting. One that leads to no mailbox and no other site is none; a gap
    /// that nothing fills is a finding.
    pub fn read(settings: &SitePath, name: &str, text: &Located<String>) -> Checked<Option<Self>> {
        let location = || Location::new(settings, text.span);
        if !leads_somewhere(text) {
            let message = format!("`{name}` expects an address to write to, and `{}` was found", text.value);
            let finding = Diagnostic::new(&rules::WRONG_TYPE, location(), message);
            return Checked {
                value: None,
                diagnostics: vec![
                    finding.help("begin it with `https://` and a host, or with `mailto:` and a mailbox"),
                ],
            };
        }
        let diagnostics = unfilled(text).into_iter().map(|gap| unknown(location(), name, gap)).collect();
        Checked { value: Some(Self { text: text.value.clone() }), diagnostics }
    }

    /// Returns the text as it was set.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the address for a page; `place` fills in what is left open.
    pub fn fill(&self, about: &About) -> String {
        let file = about.file.parts().map(encoded).collect::<Vec<_>>().join("/");
        self.text
            .replace("{page}", &encoded(about.page))
            .replace("{title}", &encoded(about.title))
            .replace("{code}", &encoded(about.code))
            .replace("{file}", &file)
            .replace("{line}", &about.line.to_string())
    }
}

/// Returns the address of a page that stands here, in this edition; there is none where the handbook
/// has no editions.
pub fn place(address: &str, url: &str, edition: Option<&str>) -> String {
    address.replace("{url}", &encoded(url)).replace("{edition}", &encoded(edition.unwrap_or_default()))
}

/// Returns whether an address names a host or a mailbox, whatever the page.
fn leads_somewhere(text: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['{', '}']);
    if let Some(rest) = text.strip_prefix("https://") {
        return rest.split(['/', '?', '#']).next().is_some_and(is_plain);
    }
    let to = text.strip_prefix("mailto:").and_then(|rest| rest.split('?').next());
    to.is_some_and(|to| is_plain(to) && to.contains('@'))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Returns what nothing fills in: what stands in braces and names nothing, and a brace by itself.
fn unfilled(text: &str) -> Vec<&str> {
    let mut unfilled = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let after = &rest[at + 1..];
        let end = if rest[at..].starts_with('{') { after.find(['{', '}']) } else { None };
        let gap = match end {
            Some(end) if after[end..].starts_with('}') => &rest[at..at + end + 2],
            _ => &rest[at..=at],
        };
        if !GAPS.contains(&gap.trim_matches(['{', '}'])) {
            unfilled.push(gap);
        }
        rest = &rest[at + gap.len()..];
    }
    unfilled
}

fn unknown(location: Location, name: &str, gap: &str) -> Diagnostic {
    let inside = gap.trim_matches(['{', '}']);
    let message = format!("nothing fills in `{gap}` in `{name}`");
    let finding = Diagnostic::new(&rules::UNKNOWN_PLACEHOLDER, location, message);
    let near = closest(inside, GAPS).map(|near| format!("did you mean `{{{near}}}`?"));
    let all = GAPS.map(|gap| format!("`{{{gap}}}`")).join(", ");
    finding.help(near.unwrap_or_else(|| format!("what may stand in braces: {all}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{About, LinkTemplate, place};
    use crate::fields::Located;
    use crate::source::{SitePath, Span};

    fn read(text: &str) -> (Option<LinkTemplate>, Vec<String>) {
        let located = Located { value: text.to_owned(), span: Span::default() };
        let read = LinkTemplate::read(&SitePath::new("handbook.toml").expect("a path"), "problem", &located);
        let said = read
            .diagnostics
            .into_iter()
            .map(|finding| format!("{}; {}", finding.message, finding.help.unwrap_or_default()));
        (read.value, said.collect())
    }

    #[test]
    fn what_a_page_says_of_itself_stands_encoded_in_mail_and_web_addresses() {
        let file = SitePath::new("content/5-exit/é & b.md").expect("a path");
        let about =
            About { page: "calm", title: "Calm & kind? 100 % {code}", code: "L2", file: &file, line: 12 };
        for (template, filled) in [
            (
                "mailto:a@example.com?subject={code}%20{title}&body={page}%20{edition}",
                "mailto:a@example.com?subject=L2%20Calm%20%26%20kind%3F%20100%20%25%20%7Bcode%7D&body=calm%202026.1%2Fb",
            ),
            (
                "https://example.com/edit/{file}?at={url}&{edition}#L{line}",
                "https://example.com/edit/content/5-exit/%C3%A9%20%26%20b.md?at=https%3A%2F%2Fexample.com%2F%25C3%25A9%2F&2026.1%2Fb#L12",
            ),
        ] {
            let (read, said) = read(template);
            assert_eq!(said, Vec::<String>::new());
            let address = read.expect("a template").fill(&about);
            assert_eq!(place(&address, "https://example.com/%C3%A9/", Some("2026.1/b")), filled);
        }
        let (read, _) = read("mailto:a@example.com?subject=Edition%20{edition}");
        let address = read.expect("a template").fill(&about);
        assert_eq!(place(&address, "", None), "mailto:a@example.com?subject=Edition%20");
    }

    #[test]
    fn what_nothing_fills_in_and_what_leads_nowhere_is_said() {
        for (template, expected) in [
            (
                "mailto:a@example.com?subject={titel}",
                "nothing fills in `{titel}` in `problem`; did you mean `{title}`?",
            ),
            (
                "https://example.com/{selection}",
                "nothing fills in `{selection}` in `problem`; what may stand in braces: `{page}`, `{title}`, `{code}`, `{url}`, `{file}`, `{line}`, `{edition}`",
            ),
            (
                "https://example.com/{}",
                "nothing fills in `{}` in `problem`; what may stand in braces: `{page}`, `{title}`, `{code}`, `{url}`, `{file}`, `{line}`, `{edition}`",
            ),
            ("https://example.com/{page", "nothing fills in `{` in `problem`; what may stand in braces"),
        ] {
            let (_, said) = read(template);
            assert!(said.len() == 1 && said[0].starts_with(expected), "{template}: {said:?}");
        }
    }

    #[test]
    fn an_address_that_names_no_host_and_no_mailbox_is_none() {
        for template in [
            "javascript:alert(1)",
            "handbook@example.com",
            "http://example.com/",
            "https://",
            "https:///edit/{file}",
            "https://{title}.example.com/",
            "mailto:?subject={page}",
            "mailto:{title}@example.com",
        ] {
            let expected = format!(
                "`problem` expects an address to write to, and `{template}` was found; \
                 begin it with `https://` and a host, or with `mailto:` and a mailbox"
            );
            assert_eq!(read(template), (None, vec![expected]));
        }
    }

    proptest! {
        /// Nothing of a page can add a field to a mail, a parameter to an address or a gap to be filled.
        #[test]
        fn no_words_of_a_page_change_what_an_address_is(title in ".{0,40}", page in ".{0,20}") {
            let file = SitePath::new("content/a.md").expect("a path");
            let (template, _) = read("https://example.com/?a={title}&b={page}&c={edition}&d={url}");
            let about = About { page: &page, title: &title, code: "", file: &file, line: 1 };
            let filled = place(&template.expect("a template").fill(&about), &page, Some(&title));
            let url = url::Url::parse(&filled).expect("an address");
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            let expected = [("a", &title), ("b", &page), ("c", &title), ("d", &page)];
            prop_assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.clone())));
        }
    }
}
