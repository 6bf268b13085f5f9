//! The contents list of a page: its sections and what stands below them.

use tera::{Map, Value};

use super::html;
use crate::content::{Document, Heading};
use crate::view::Shown;

/// Returns the headings of level 2, each with those of level 3 below it, as templates read them.
pub fn contents(document: &Document, shown: &[Shown]) -> Value {
    let headings = &document.headings;
    let mut entries = Vec::new();
    for (number, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.level == 2) {
        let below = headings[number + 1..].iter().take_while(|below| below.level > 2);
        let children: Vec<Value> = below
            .filter(|below| below.level == 3)
            .map(|below| entry(document, shown, below, Vec::new()))
            .collect();
        entries.push(entry(document, shown, heading, children));
    }
    Value::from(entries)
}

fn entry(document: &Document, shown: &[Shown], heading: &Heading, children: Vec<Value>) -> Value {
    let mut map = Map::default();
    map.insert("id".into(), Value::from(heading.id.as_str()));
    map.insert("title_html".into(), super::safe(&html::words(document, shown, heading.node)));
    map.insert("children".into(), Value::from(children));
    Value::from(map)
}
