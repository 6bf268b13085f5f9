//! A document without some of its parts.
//!
//! What is left keeps its ids, so that an address means one place in every build, and its text stands
//! where it stood: the file's text has spaces where the parts were. Footnotes that only the parts
//! refer to go with them, and so do references to footnotes that stood in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::blocks::{Block, Ladder, Listed, Only, Rung};
use super::document::{Document, Kind, NodeId};
use super::prose;
use crate::source::Span;

impl Document {
    /// Returns the parts that are not for everybody, in reading order.
    pub fn only(&self) -> impl Iterator<Item = (NodeId, &Only)> {
        let blocks = self.fences.keys().filter_map(|node| Some((*node, self.block(*node)?)));
        blocks.filter_map(|(node, block)| match block {
            Block::Only(only) => Some((node, only)),
            _ => None,
        })
    }

    /// Returns the node that shows each of the references.
    pub fn showing(&self) -> Vec<Option<NodeId>> {
        let mut showing = vec![None; self.references.len()];
        for (node, at) in self.nodes.iter().enumerate() {
            if let Kind::Link(number, _) | Kind::Image(number, _) | Kind::Placeholder(number) = &at.kind {
                showing[*number as usize] = Some(node);
            }
        }
        // What a block names in its fields stands in its opening fence.
        let fences: BTreeMap<u32, (NodeId, Span)> =
            self.fences.iter().map(|(node, fence)| (fence.start, (*node, *fence))).collect();
        for (number, showing) in showing.iter_mut().enumerate().filter(|(_, showing)| showing.is_none()) {
            let span = self.references[number].span;
            let before = fences.range(..=span.start).next_back();
            *showing = before.filter(|(_, (_, fence))| fence.contains(span)).map(|(_, (node, _))| *node);
        }
        showing
    }

    /// Returns the nodes that go when these do, in reading order: what is in them, and footnotes to
    /// which nothing else refers.
    pub fn gone_with(&self, roots: &[NodeId]) -> Vec<Range<NodeId>> {
        Gone::new(self, roots).ranges
    }

    /// Returns the numbers of the references that are left without these nodes, in order.
    pub fn kept_references(&self, roots: &[NodeId]) -> Vec<usize> {
        Gone::new(self, roots).references(self)
    }

    /// Returns the document without these nodes and everything in them.
    pub fn without(&self, roots: &[NodeId]) -> Self {
        let gone = Gone::new(self, roots);
        let references = gone.references(self);
        let mut document = Self::of(gone.blanked(self).into());
        document.front = self.front.clone();
        document.references = references.iter().map(|number| self.references[*number].clone()).collect();
        for (number, node) in self.nodes.iter().enumerate().filter(|(number, _)| !gone.holds(*number)) {
            let mut node = node.clone();
            node.end_before(gone.place(self.nodes[number].end()));
            gone.rename(&mut node.kind, &references);
            document.nodes.push(node);
        }
        let headings = self.headings.iter().filter(|heading| !gone.holds(heading.node));
        document.headings = headings.cloned().collect();
        document.headings.iter_mut().for_each(|heading| heading.node = gone.place(heading.node));
        document.title = self.title.filter(|title| !gone.holds(*title)).map(|title| gone.place(title));
        document.anchors = self.anchors.without(|span| gone.spans.iter().any(|gone| gone.contains(span)));
        let fences = self.fences.iter().filter(|(node, _)| !gone.holds(**node));
        document.fences = fences.map(|(node, fence)| (gone.place(*node), *fence)).collect();
        document.listed = self.listed.iter().filter_map(|listed| gone.listed(listed)).collect();
        document.words = prose::words(&document);
        document
    }
}

/// The nodes that are left out.
struct Gone {
    ranges: Vec<Range<NodeId>>,
    spans: Vec<Span>,
}

impl Gone {
    fn new(document: &Document, roots: &[NodeId]) -> Self {
        let mut gone = Self { ranges: Vec::new(), spans: Vec::new() };
        for root in roots {
            gone.add(document, *root);
        }
        // A footnote may refer to another, so that each that goes may take more with it.
        loop {
            let lost = gone.footnotes(document);
            if lost.is_empty() {
                return gone;
            }
            for node in lost {
                gone.add(document, node);
            }
        }
    }

    fn add(&mut self, document: &Document, node: NodeId) {
        if !self.holds(node) {
            let range = node..document.nodes[node].end();
            self.ranges.retain(|inner| !range.contains(&inner.start));
            let place = self.ranges.partition_point(|other| other.start < range.start);
            self.ranges.insert(place, range);
            self.spans.push(document.nodes[node].span);
        }
    }

    /// Returns the footnotes that nothing refers to any more, and references to those that are gone.
    fn footnotes(&self, document: &Document) -> Vec<NodeId> {
        let (mut before, mut referred, mut defined) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (number, node) in document.nodes.iter().enumerate() {
            let is_kept = !self.holds(number);
            match &node.kind {
                Kind::FootnoteReference(label) => {
                    before.insert(label);
                    referred.extend(is_kept.then_some(label));
                }
                Kind::Footnote(label) => defined.extend(is_kept.then_some(label)),
                _ => {}
            }
        }
        let nodes = document.nodes.iter().enumerate().filter(|(number, _)| !self.holds(*number));
        let lost = nodes.filter(|(_, node)| match &node.kind {
            Kind::FootnoteReference(label) => !defined.contains(label),
            Kind::Footnote(label) => before.contains(label) && !referred.contains(label),
            _ => false,
        });
        lost.map(|(number, _)| number).collect()
    }

    fn references(&self, document: &Document) -> Vec<usize> {
        let showing = document.showing();
        let kept = |number: &usize| showing[*number].is_none_or(|node| !self.holds(node));
        (0..showing.len()).filter(kept).collect()
    }

    fn before(&self, node: NodeId) -> &[Range<NodeId>] {
        &self.ranges[..self.ranges.partition_point(|range| range.start <= node)]
    }

    fn holds(&self, node: NodeId) -> bool {
        self.before(node).last().is_some_and(|range| range.contains(&node))
    }

    /// Returns the number that a node has once the others are gone; for one of those, that of what
    /// follows them.
    fn place(&self, node: NodeId) -> NodeId {
        let before = self.before(node).iter().map(|range| range.end.min(node) - range.start);
        node - before.sum::<usize>()
    }

    /// Gives what a node refers to its new number.
    fn rename(&self, kind: &mut Kind, references: &[usize]) {
        match kind {
            Kind::Link(number, _) | Kind::Image(number, _) | Kind::Placeholder(number) => {
                let place = references.binary_search(&(*number as usize)).unwrap_or_default();
                *number = u32::try_from(place).unwrap_or(u32::MAX);
            }
            Kind::Block(block) => {
                if let Block::Ladder(Ladder { rungs }) = &mut **block {
                    rungs.retain(|rung| !self.holds(rung.item));
                    for Rung { item, .. } in rungs {
                        *item = self.place(*item);
                    }
                }
            }
            _ => {}
        }
    }

    fn listed(&self, listed: &Listed) -> Option<Listed> {
        let (Listed::Card(node, _) | Listed::Rule(node, _) | Listed::Checklist(node)) = listed;
        let place = self.place(*node);
        (!self.holds(*node)).then(|| match listed {
            Listed::Card(_, about) => Listed::Card(place, *about),
            Listed::Rule(_, rule) => Listed::Rule(place, rule.clone()),
            Listed::Checklist(_) => Listed::Checklist(place),
        })
    }

    /// Returns the file's text with spaces where the parts stood.
    fn blanked(&self, document: &Document) -> String {
        let mut text = document.source.as_bytes().to_vec();
        for span in &self.spans {
            let bytes = text.get_mut(span.range()).into_iter().flatten();
            bytes.filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        String::from_utf8(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{Document, Kind, Options, parse, passages};
    use crate::source::SitePath;

    fn read(text: &str) -> Document {
        let file = SitePath::new("content/a.md").expect("a path");
        parse(&file, text, &Options::default()).value
    }

    /// Returns a document without the parts for managers.
    fn for_others(text: &str) -> Document {
        let document = read(text);
        let roots: Vec<_> = document.only().map(|(node, _)| node).collect();
        document.without(&roots)
    }

    fn words(document: &Document) -> Vec<String> {
        let passages = passages(document, |name| match name {
            crate::content::Name::Value(key) => key,
            _ => "",
        });
        passages.into_iter().map(|passage| passage.text).collect()
    }

    #[test]
    fn what_is_left_reads_as_before_and_refers_to_the_same() {
        let document = for_others(
            "# A\n\n[one](a.md) {{ value.one }}\n\n::: only audience=managers\n## B\n\n[two](b.md) {{ value.two }}\n\n::: handover to=boss\nNow.\n:::\n:::\n\n## B\n\n[three](c.md) {{ value.three }}\n",
        );
        assert_eq!(words(&document), ["A", "one one", "B", "three three"]);
        let named: Vec<_> = document.references.iter().map(|reference| &reference.name).collect();
        assert_eq!(named.len(), 4, "{named:?}");
        assert_eq!(document.headings[0].id, "b-2", "an id is the same in every build");
        assert!(document.anchors.contains("b-2") && !document.anchors.contains("b"));
        assert_eq!(document.showing().iter().flatten().count(), 4);
        assert!(!document.source.contains("boss"), "{}", document.source);
    }

    #[test]
    fn a_footnote_goes_with_the_only_text_that_refers_to_it() {
        let text = "One[^a].\n\n::: only audience=managers\nTwo[^b] and[^a].\n:::\n\n[^a]: Kept.\n\n[^b]: Gone[^c].\n\n[^c]: Gone too.\n";
        assert_eq!(words(&for_others(text)), ["One.", "Kept."]);
        let text = "One[^a].\n\n::: only audience=managers\n\n[^a]: Gone.\n\n:::\n";
        let document = for_others(text);
        assert_eq!(words(&document), ["One."]);
        assert!(document.nodes.iter().all(|node| !matches!(node.kind, Kind::FootnoteReference(_))));
    }

    #[test]
    fn a_part_in_a_part_goes_with_it() {
        let text = "A\n\n:::: only audience=managers\nB\n\n::: only audience=staff\nC\n:::\n\nD\n::::\n\nE\n";
        assert_eq!(words(&for_others(text)), ["A", "E"]);
    }

    #[test]
    fn without_nothing_it_is_the_same_tree() {
        let text = "# A\n\n- [ ] b\n\n::: ladder\n1. **C**\n   - **When** d\n:::\n\n> e[^f]\n\n[^f]: g\n\n[^h]: never referred to\n";
        let document = read(text);
        let same = document.without(&[]);
        assert_eq!(
            (&same.nodes, &same.references, &same.headings),
            (&document.nodes, &document.references, &document.headings)
        );
        assert_eq!((same.words, same.source), (document.words, document.source));
    }
}
