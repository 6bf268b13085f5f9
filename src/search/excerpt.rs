//! The passage that answers best, cut to a length that is read at a glance.

use super::fold::tokens;
use super::index::Index;
use super::query::{Hit, Slot};
use crate::content::{Context, Name, passages};

/// How many letters a reader takes in at a glance.
const LENGTH: usize = 160;

/// Returns the passage of a hit's section that holds most of what was asked.
pub fn excerpt(index: &Index, hit: &Hit, slots: &[Slot]) -> String {
    let source = &index.pages[hit.page].source;
    let document = &source.document;
    let starts: Vec<usize> = document.headings.iter().map(|heading| heading.node).collect();
    let reads = source.reads();
    let fill = |name: &Name| reads.get(name).copied().unwrap_or("");
    let worth = |text: &str| -> f64 {
        let stems =
            tokens(text).into_iter().filter_map(|token| Some(index.words[index.word(&token.text)?].1));
        let stems: std::collections::BTreeSet<u32> = stems.collect();
        let worth = |stem: &u32| {
            let belief = slots.iter().filter_map(|slot| slot.stems.get(stem)).copied().fold(0.0, f64::max);
            belief * f64::from(index.stems[*stem as usize].idf)
        };
        stems.iter().map(worth).sum()
    };
    let mut best = (worth(&source.summary), source.summary.clone());
    for passage in passages(document, fill) {
        let here = starts.partition_point(|start| *start <= passage.node) == hit.section;
        if !here || matches!(passage.context, Context::Heading | Context::Picture) {
            continue;
        }
        let value = worth(&passage.text);
        if value > best.0 {
            best = (value, passage.text);
        }
    }
    shortened(&best.1)
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LENGTH {
        return text;
    }
    let cut: String = text.chars().take(LENGTH).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
