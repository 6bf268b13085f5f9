//! The parse stage: every page's file as a document; what is known from the last build is not read again.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::build::Progress;
use crate::cache::Cache;
use crate::content::{self, Document};
use crate::diag::Diagnostic;
use crate::handbook::{CONTENT, Origin, Source};
use crate::source::{File, SitePath, Snapshot};
use crate::theme::{self, Layers};

/// A document and the bytes that it was read from.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The text of the file.
    pub text: Arc<str>,
    /// What stands in it.
    pub document: Arc<Document>,
    /// What was found in it.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// Parses every page that is not known from the last build; returns each with what was found in it.
pub fn all(
    snapshot: &Snapshot,
    layers: &Layers,
    language: &str,
    options: content::Options,
    cache: &mut Cache,
    progress: &Progress,
) -> Vec<(Source, Arc<[Diagnostic]>)> {
    if cache.options != options {
        cache.documents.clear();
    }
    let own = snapshot.below(CONTENT).filter_map(|(name, path, file)| match file {
        File::Text(text) if is_page(name) => Some((path.clone(), text.clone(), Origin::Content)),
        _ => None,
    });
    let shipped = theme::pages(layers, language).into_iter().map(|(path, text)| (path, text, Origin::Theme));
    let files: Vec<(SitePath, Arc<str>, Origin)> = own.chain(shipped).collect();
    progress.total.store(files.len() * 2, Ordering::Relaxed);
    let known = &cache.documents;
    let parsed: Vec<(bool, Parsed)> = files
        .par_iter()
        .map(|(path, text, _)| {
            progress.step();
            match known.get(path) {
                Some(parsed) if parsed.text == *text => (false, parsed.clone()),
                _ => (true, parse(path, text, &options)),
            }
        })
        .collect();
    cache.options = options;
    cache.counts.parsed += parsed.iter().filter(|(new, _)| *new).count();
    let mut documents = HashMap::with_capacity(parsed.len());
    let mut sources = Vec::with_capacity(parsed.len());
    for ((path, _, origin), (_, parsed)) in files.into_iter().zip(parsed) {
        let source = Source { path: path.clone(), document: parsed.document.clone(), origin };
        sources.push((source, parsed.diagnostics.clone()));
        if !cache.forgetful {
            documents.insert(path, parsed);
        }
    }
    cache.documents = documents;
    sources
}

/// Parses one page that stands in the snapshot; `None` when the path names no page.
pub fn one(snapshot: &Snapshot, path: &SitePath, cache: &mut Cache) -> Option<(Source, Arc<[Diagnostic]>)> {
    path.below(CONTENT).filter(|name| is_page(name))?;
    let parsed = parse(path, &snapshot.text(path.as_str())?, &cache.options);
    cache.documents.insert(path.clone(), parsed.clone());
    let source = Source { path: path.clone(), document: parsed.document, origin: Origin::Content };
    Some((source, parsed.diagnostics))
}

fn is_page(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with("_data/")
}

fn parse(path: &SitePath, text: &Arc<str>, options: &content::Options) -> Parsed {
    let parsed = content::parse(path, text.clone(), options);
    Parsed { text: text.clone(), document: parsed.value.into(), diagnostics: parsed.diagnostics.into() }
}
