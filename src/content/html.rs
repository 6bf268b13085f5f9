//! HTML in Markdown: comments are read, the rest is refused unless the library is told otherwise.

use crate::diag::{Diagnostic, Excuse, Location, closest, find_rule, rules};
use crate::source::{SitePath, Span};

/// The comments that a piece of HTML consists of, or `None` when it holds anything else.
pub fn comments(html: &str) -> Option<Vec<(usize, &str)>> {
    let mut comments = Vec::new();
    let mut rest = html.trim_start();
    while !rest.is_empty() {
        let at = html.len() - rest.len();
        let inner = comment(rest)?;
        comments.push((at, inner));
        rest = rest[COMMENT.len() + inner.len() + COMMENT_END.len()..].trim_start();
    }
    Some(comments)
}

const COMMENT: &str = "<!--";
const COMMENT_END: &str = "-->";

/// Returns what the comment says with which a text begins; `None` when none does, when it never ends,
/// and when browsers take it to end before `-->`, so that they would show the rest of it.
pub fn comment(html: &str) -> Option<&str> {
    let inner = html.strip_prefix(COMMENT)?;
    let text = &inner[..inner.find(COMMENT_END)?];
    let ends_before = inner.starts_with(['>']) || inner.starts_with("->") || text.contains("--!>");
    (!ends_before).then_some(text)
}

/// Reads a comment `allow RULE: reason`; `None` for any other comment.
///
/// What the excuse covers is not known yet; it is the comment's own place for now.
pub fn excuse(file: &SitePath, comment: &str, span: Span) -> Option<Result<Excuse, Box<Diagnostic>>> {
    let text = comment.trim();
    let rest = text.strip_prefix("allow ")?;
    let (name, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let (name, reason) = (name.trim(), reason.trim());
    let finding = |message: String, help: String| {
        Some(Err(Box::new(
            Diagnostic::new(&rules::BAD_EXCUSE, Location::new(file, span), message).help(help),
        )))
    };
    let Some(rule) = find_rule(name) else {
        let near = closest(name, crate::diag::RULES.iter().map(|rule| rule.name));
        let help = near.map_or("`deskbook explain` lists the rules".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        return finding(format!("there is no rule `{name}`"), help);
    };
    if reason.is_empty() {
        let help = format!("write `<!-- allow {name}: the reason -->`");
        return finding(format!("the excuse from `{name}` gives no reason"), help);
    }
    Some(Ok(Excuse { rule, reason: reason.to_owned(), comment: span, covers: span }))
}

/// Returns whether a comment begins here that never ends.
pub fn is_unclosed_comment(html: &str) -> bool {
    html.trim_start().starts_with(COMMENT) && !html.contains(COMMENT_END)
}

/// Returns the finding for HTML that is left out.
pub fn refused(file: &SitePath, span: Span, html: &str) -> Diagnostic {
    let location = Location::new(file, span);
    if is_unclosed_comment(html) {
        return Diagnostic::new(
            &rules::RAW_HTML,
            location,
            "this comment is not closed, so the rest would be missing",
        )
        .help("write `-->` where it ends");
    }
    Diagnostic::new(
        &rules::RAW_HTML,
        location,
        "HTML is not read here, so this would be missing from the page",
    )
    .help("say it in Markdown or with a block; a `<` that is meant as a sign is written `\\<`")
}
