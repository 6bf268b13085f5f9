//! Findings for a person at a terminal: the source line, a caret, and the next step.

use annotate_snippets::{
    AnnotationKind, Group, Level as Heading, Renderer, Snippet, normalize_untrusted_str,
};

use super::Texts;

use crate::diag::{Diagnostic, Level, Location};
use crate::source::Snapshot;

/// Returns the findings as they are read in a terminal, each followed by an empty line.
pub fn human(diagnostics: &[Diagnostic], snapshot: &Snapshot, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let texts = Texts::of(diagnostics, snapshot);
    diagnostics
        .iter()
        .map(|diagnostic| {
            let excerpts = Excerpts::of(diagnostic, &texts);
            let report = vec![group(diagnostic, &excerpts, &texts)];
            format!("{}\n\n", renderer.render(&report))
        })
        .collect()
}

/// The text around a location: a few lines, so that a long file costs no more than a short one.
struct Excerpt {
    path: String,
    text: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

/// The excerpts of one finding: where it stands, and the other places that belong to it.
struct Excerpts {
    main: Option<Excerpt>,
    related: Vec<Option<Excerpt>>,
    message: String,
    help: Option<String>,
}

impl Excerpts {
    fn of(diagnostic: &Diagnostic, texts: &Texts) -> Self {
        let related = diagnostic.related.iter();
        Self {
            main: excerpt(&diagnostic.location, texts),
            related: related.map(|(location, _)| excerpt(location, texts)).collect(),
            message: normalize_untrusted_str(&diagnostic.message),
            help: diagnostic.help.as_deref().map(normalize_untrusted_str),
        }
    }
}

fn excerpt(location: &Location, texts: &Texts) -> Option<Excerpt> {
    let span = location.span?;
    let index = texts.by_file.get(&location.file)?;
    let text = index.text();
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(span.start as usize), floor(span.end as usize));
    let end = text[start..end].find('\n').map_or(end, |newline| start + newline);
    let from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let to = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let shown = text[from..to].trim_end_matches('\r');
    Some(Excerpt {
        path: texts.path(&location.file).to_owned(),
        span: (start - from).min(shown.len())..(end - from).min(shown.len()),
        text: shown.to_owned(),
        first_line: index.position(span.start).line,
    })
}

fn group<'a>(diagnostic: &'a Diagnostic, excerpts: &'a Excerpts, texts: &Texts<'a>) -> Group<'a> {
    let heading = match diagnostic.level {
        Level::Error => Heading::ERROR,
        Level::Warning | Level::Allow => Heading::WARNING,
        Level::Due => Heading::NOTE.with_name("due"),
    };
    let title = heading.primary_title(excerpts.message.as_str()).id(diagnostic.rule.name);
    let mut group = match &excerpts.main {
        Some(excerpt) => Group::with_title(title).element(snippet(excerpt, AnnotationKind::Primary, None)),
        None => Group::with_title(title)
            .element(annotate_snippets::Origin::path(texts.path(&diagnostic.location.file))),
    };
    for ((location, what), excerpt) in diagnostic.related.iter().zip(&excerpts.related) {
        group = match excerpt {
            Some(excerpt) => group.element(snippet(excerpt, AnnotationKind::Context, Some(what))),
            None => group.element(Heading::NOTE.message(format!("{what}: {}", texts.path(&location.file)))),
        };
    }
    match &excerpts.help {
        Some(help) => group.element(Heading::HELP.message(help.as_str())),
        None => group,
    }
}

fn snippet<'a>(
    excerpt: &'a Excerpt,
    kind: AnnotationKind,
    label: Option<&'a String>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let annotation = kind.span(excerpt.span.clone());
    let annotation = match label {
        Some(label) => annotation.label(label.as_str()),
        None => annotation,
    };
    Snippet::source(excerpt.text.as_str())
        .path(excerpt.path.as_str())
        .line_start(excerpt.first_line)
        .annotation(annotation)
}
