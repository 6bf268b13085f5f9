//! Words: two runs of text as one, with what was taken out and what was put in.
//!
//! Emphasis, links and the like stand around words and are taken from the new side; a word that was
//! taken out stands in whatever of its own signs is open there already.

use std::ops::Range;

use imara_diff::Token as Number;

use super::align::kept;
use super::build::{Builder, From};
use super::read::{Reading, Token};
use crate::content::{Document, Kind, Mark, NodeId};
use crate::editions::text::{self, Sort};

/// Two lines of which so little stayed, of a thousand words, are shown one behind the other.
const REWRITTEN: usize = 400;

/// Merges two runs of nodes in a line; `numbers` is how many different tokens there are.
pub fn merge(builder: &mut Builder, old: Range<NodeId>, new: Range<NodeId>, numbers: u32) {
    let before = Side::of(builder.old, old);
    let after = Side::of(builder.new, new);
    let shared = shared(&before, &after, numbers);
    let mut writer = Writer { builder, before: &before, after: &after, open: Vec::new(), pending: None };
    writer.all(&shared);
}

/// One side of a line.
struct Side<'a, 'b> {
    reading: &'b Reading<'a>,
    tokens: &'b [Token],
    /// The pieces that stand before each token, and behind the last one.
    bits: Vec<Bit>,
    /// The bit that each token is, or stands in.
    bit_of: Vec<usize>,
    paths: Vec<Vec<NodeId>>,
}

/// A piece of a line that is shown whole.
#[derive(Clone, Debug)]
struct Bit {
    node: NodeId,
    /// Its part of the node's text; `None` for a node that is taken whole.
    range: Option<Range<usize>>,
    /// The number of the path of signs around it.
    path: usize,
    /// Its tokens; without any it is glue.
    tokens: Range<usize>,
}

impl<'a, 'b> Side<'a, 'b> {
    fn of(reading: &'b Reading<'a>, nodes: Range<NodeId>) -> Self {
        let tokens = reading.tokens(nodes.clone());
        let mut side =
            Self { reading, tokens, bits: Vec::new(), bit_of: Vec::new(), paths: vec![Vec::new()] };
        let all = &reading.document.nodes;
        let mut open: Vec<(NodeId, NodeId)> = Vec::new();
        let mut path = 0;
        let mut node = nodes.start;
        while node < nodes.end {
            while open.last().is_some_and(|(_, end)| *end <= node) {
                open.pop();
                path = usize::MAX;
            }
            let at = &all[node];
            if is_around(&at.kind) {
                open.push((node, at.end()));
                path = usize::MAX;
                node += 1;
                continue;
            }
            if path == usize::MAX {
                side.paths.push(open.iter().map(|(node, _)| *node).collect());
                path = side.paths.len() - 1;
            }
            side.leaf(node, path);
            node = at.end();
        }
        side
    }

    fn leaf(&mut self, node: NodeId, path: usize) {
        let document = self.reading.document;
        let at = &document.nodes[node];
        let first = self.bit_of.len();
        match &at.kind {
            Kind::Verbatim | Kind::Text(_) => {
                let text = document.text(at).unwrap_or("");
                for piece in text::pieces(text) {
                    let next = self.bit_of.len();
                    let count = usize::from(piece.sort != Sort::Glue);
                    self.bit_of.extend(std::iter::repeat_n(self.bits.len(), count));
                    let is_quote = |letter: &char| piece.sort == Sort::Glue && text::is_quote(*letter);
                    let quotes = text[piece.range.clone()].chars().take_while(is_quote);
                    let middle = piece.range.start + quotes.map(char::len_utf8).sum::<usize>();
                    // Quotation marks that close stand with the word before them.
                    for range in [piece.range.start..middle, middle..piece.range.end] {
                        if !range.is_empty() {
                            self.bits.push(Bit {
                                node,
                                range: Some(range),
                                path,
                                tokens: next..next + count,
                            });
                        }
                    }
                }
            }
            _ => {
                let count = self.tokens[first..].iter().take_while(|token| token.node == node).count();
                self.bit_of.extend(std::iter::repeat_n(self.bits.len(), count));
                self.bits.push(Bit { node, range: None, path, tokens: first..first + count });
            }
        }
    }

    /// Returns how many words stand in a range of tokens.
    fn words(&self, tokens: Range<usize>) -> usize {
        self.tokens[tokens].iter().filter(|token| token.is_word).count()
    }

    /// Returns the text of a bit; nothing where it is taken whole.
    fn text(&self, bit: usize) -> &'a str {
        let Bit { node, range, .. } = &self.bits[bit];
        let document = self.reading.document;
        let text = document.text(&document.nodes[*node]).unwrap_or("");
        range.clone().and_then(|range| text.get(range)).unwrap_or("")
    }

    fn path(&self, bit: usize) -> &[NodeId] {
        &self.paths[self.bits[bit].path]
    }

    /// Returns the bit behind those from one on of which something holds.
    fn behind(&self, from: usize, holds: impl Fn(&Self, usize) -> bool) -> usize {
        (from..self.bits.len()).find(|bit| !holds(self, *bit)).unwrap_or(self.bits.len())
    }

    /// Returns whether a bit is a label, which says what stands behind it on both sides.
    fn is_label(&self, bit: usize) -> bool {
        self.reading.document.nodes[self.bits[bit].node].kind == Kind::Label
    }

    /// Returns whether a bit is nothing but quotation marks.
    fn is_quotes(&self, bit: usize) -> bool {
        let text = self.text(bit);
        !text.is_empty() && text.chars().all(text::is_quote)
    }
}

/// Returns whether a node only stands around others in a line.
fn is_around(kind: &Kind) -> bool {
    match kind {
        Kind::Element(element) => element.is_inline,
        kind => matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(..)),
    }
}

/// Returns the tokens that both sides share, in order.
fn shared(before: &Side, after: &Side, numbers: u32) -> Vec<(usize, usize)> {
    let sequence =
        |side: &Side| -> Vec<Number> { side.tokens.iter().map(|token| Number(token.number)).collect() };
    let mut shared = kept(&sequence(before), &sequence(after), numbers);
    whole_bits(before, after, &mut shared);
    if is_rewritten(before, after, &shared) {
        return Vec::new();
    }
    drop_crumbs(before, after, &mut shared);
    whole_bits(before, after, &mut shared);
    shared
}

/// Lets go of tokens in what is shown whole, such as a value, unless all of it stayed.
fn whole_bits(before: &Side, after: &Side, shared: &mut Vec<(usize, usize)>) {
    /// What is let go may let another go; after so many rounds all of them are.
    const MOST_ROUNDS: usize = 16;
    for _ in 0..MOST_ROUNDS {
        let count = |of: fn(&(usize, usize)) -> usize, side: &Side| {
            let mut counts = vec![0; side.bits.len()];
            for pair in shared.iter() {
                counts[side.bit_of[of(pair)]] += 1;
            }
            counts
        };
        let (old, new) = (count(|pair| pair.0, before), count(|pair| pair.1, after));
        let all = shared.len();
        shared.retain(|(a, b)| {
            let is_whole = |side: &Side, counts: &[usize], token: usize| {
                let bit = side.bit_of[token];
                counts[bit] == side.bits[bit].tokens.len()
            };
            is_whole(before, &old, *a) && is_whole(after, &new, *b)
        });
        if shared.len() == all {
            return;
        }
    }
    let is_single = |side: &Side, token: usize| side.bits[side.bit_of[token]].tokens.len() == 1;
    shared.retain(|(old, new)| is_single(before, *old) && is_single(after, *new));
}

/// Returns whether so little is shared that a reader would only see confetti.
fn is_rewritten(before: &Side, after: &Side, shared: &[(usize, usize)]) -> bool {
    // What is shown whole counts as one word, so that two amounts are alike long.
    let starts = |side: &Side, token: usize| side.bits[side.bit_of[token]].tokens.start == token;
    let counts = |side: &Side, token: usize| side.tokens[token].is_word && starts(side, token);
    let words = |side: &Side| (0..side.tokens.len()).filter(|token| counts(side, *token)).count();
    let kept = shared.iter().filter(|(old, _)| counts(before, *old)).count();
    kept * 2000 < (words(before) + words(after)) * REWRITTEN
}

/// Takes out shared words that stand alone between changes of several words each: a reader reads
/// one change with ease and seven with none.
fn drop_crumbs(before: &Side, after: &Side, shared: &mut Vec<(usize, usize)>) {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (number, (old, new)) in shared.iter().enumerate() {
        let goes_on = number > 0 && shared[number - 1] == (old.wrapping_sub(1), new.wrapping_sub(1));
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.end = number + 1,
            None => runs.push(number..number + 1),
        }
    }
    let changed =
        |from: (usize, usize), to: (usize, usize)| before.words(from.0..to.0).max(after.words(from.1..to.1));
    let ends = (before.tokens.len(), after.tokens.len());
    let mut dropped = vec![false; shared.len()];
    let mut behind = (0, 0);
    for (number, run) in runs.iter().enumerate() {
        let (first, last) = (shared[run.start], shared[run.end - 1]);
        let next = runs.get(number + 1).map_or(ends, |next| shared[next.start]);
        let around = changed(behind, first).min(changed((last.0 + 1, last.1 + 1), next));
        let words = before.words(first.0..last.0 + 1);
        if around > 2 * words.max(1) - usize::from(words == 0) {
            dropped[run.clone()].fill(true);
        } else {
            behind = (last.0 + 1, last.1 + 1);
        }
    }
    let mut dropped = dropped.into_iter();
    shared.retain(|_| !dropped.next().unwrap_or(false));
}

/// Text that the next bit may continue.
struct Pending {
    from: From,
    node: NodeId,
    range: Range<usize>,
    mark: Mark,
}

struct Writer<'a, 'b, 'c> {
    builder: &'c mut Builder<'a, 'b>,
    before: &'c Side<'a, 'b>,
    after: &'c Side<'a, 'b>,
    /// The signs that are open: the node made, where it comes from, and its own number.
    open: Vec<(NodeId, From, NodeId)>,
    pending: Option<Pending>,
}

impl Writer<'_, '_, '_> {
    fn all(&mut self, shared: &[(usize, usize)]) {
        let (mut old, mut new) = (0, 0);
        let mut bits = (self.before.behind(0, Side::is_label), self.after.behind(0, Side::is_label));
        for label in 0..bits.1 {
            self.bit(From::New, label, Mark::Same);
        }
        for (next_old, next_new) in shared.iter().copied() {
            if (next_old, next_new) != (old, new) {
                bits = self.changed(bits, (old..next_old, new..next_new));
            }
            bits = self.same(bits, next_old, next_new);
            (old, new) = (next_old + 1, next_new + 1);
        }
        if (old, new) != (self.before.tokens.len(), self.after.tokens.len()) {
            bits = self.changed(bits, (old..self.before.tokens.len(), new..self.after.tokens.len()));
        }
        for bit in bits.1..self.after.bits.len() {
            self.bit(From::New, bit, Mark::Same);
        }
        self.flush();
        while let Some((made, ..)) = self.open.pop() {
            self.builder.close_around(made);
        }
    }

    /// Writes a token that both sides have, and the glue before it, as the new side has them.
    fn same(&mut self, bits: (usize, usize), old: usize, new: usize) -> (usize, usize) {
        let (old_bit, new_bit) = (self.before.bit_of[old], self.after.bit_of[new]);
        // Further tokens of what is shown whole: that was written with the first.
        if new_bit < bits.1 {
            return (bits.0.max(old_bit + 1), bits.1);
        }
        // A dash that came with what stands before it would make a minus of an amount.
        let dash = |side: &Side, bits: Range<usize>| {
            bits.into_iter().any(|bit| side.text(bit).contains(text::is_minus))
        };
        let amount = self.after.text(new_bit).starts_with(text::is_amount);
        let came =
            amount && dash(self.after, bits.1..new_bit) && !dash(self.before, bits.0.min(old_bit)..old_bit);
        let lost = bits.0 > 0 && old_bit > bits.0 && has_glue(self.before, bits.0..old_bit);
        if lost && (came || !has_glue(self.after, bits.1..new_bit)) {
            self.blank();
        }
        for bit in bits.1..new_bit {
            self.bit(From::New, bit, if came { Mark::Added } else { Mark::Same });
        }
        self.bit(From::New, new_bit, Mark::Same);
        self.note_link(old_bit);
        (old_bit + 1, new_bit + 1)
    }

    /// Writes what was taken out, then what was put in; the glue before both is written once.
    fn changed(
        &mut self,
        mut bits: (usize, usize),
        (old, new): (Range<usize>, Range<usize>),
    ) -> (usize, usize) {
        if old.start > 0 && new.start > 0 {
            let quotes = bits.1..self.after.behind(bits.1, Side::is_quotes);
            let behind = self.before.behind(bits.0, Side::is_quotes);
            let glued = self.before.bits.get(behind).is_none_or(|bit| bit.tokens.is_empty());
            // A quotation mark that was all there was between two words.
            if behind > bits.0 && quotes.is_empty() && !glued {
                self.blank();
            }
            bits = (behind, quotes.end);
            quotes.for_each(|bit| self.bit(From::New, bit, Mark::Same));
        }
        let range = |side: &Side, from: usize, tokens: &Range<usize>| match tokens.is_empty() {
            true => (from, from, from),
            false => (from, side.bit_of[tokens.start].max(from), side.bit_of[tokens.end - 1] + 1),
        };
        let (old_from, old_first, old_end) = range(self.before, bits.0, &old);
        let (new_from, new_first, new_end) = range(self.after, bits.1, &new);
        let both = has_glue(self.before, old_from..old_first) && has_glue(self.after, new_from..new_first);
        if both {
            for bit in new_from..new_first {
                self.bit(From::New, bit, Mark::Same);
            }
        }
        let skip = if both { old_first } else { old_from };
        for bit in skip..old_end {
            self.bit(From::Old, bit, Mark::Removed);
        }
        let skip = if both { new_first } else { new_from };
        for bit in skip..new_end {
            self.bit(From::New, bit, Mark::Added);
        }
        (old_end, new_end)
    }

    /// Writes a blank that only the old side had, so that its words do not run together.
    fn blank(&mut self) {
        self.flush();
        self.builder.push(Kind::Text(" ".into()), crate::source::Span::default(), Mark::Removed);
    }

    fn bit(&mut self, from: From, number: usize, mark: Mark) {
        let side = match from {
            From::Old => self.before,
            From::New => self.after,
        };
        let Bit { node, range, .. } = side.bits[number].clone();
        if from == From::Old && matches!(side.reading.document.nodes[node].kind, Kind::Label) {
            return;
        }
        self.enter(from, side.path(number));
        if let Some(range) = range {
            return self.text(from, node, range, mark);
        }
        self.flush();
        match side.reading.document.nodes[node].kind {
            Kind::SoftBreak | Kind::HardBreak if mark == Mark::Removed => {
                self.builder.push(Kind::Text(" ".into()), crate::source::Span::default(), mark);
            }
            _ => {
                let end = side.reading.document.nodes[node].end();
                self.builder.copy(from, node..end, mark);
            }
        }
    }

    /// Writes text; white space at the beginning of a change stands by itself, so that no line is
    /// drawn through it.
    fn text(&mut self, from: From, node: NodeId, range: Range<usize>, mark: Mark) {
        let joins = self.pending.as_ref().is_some_and(|pending| {
            (pending.from, pending.node, pending.mark, pending.range.end) == (from, node, mark, range.start)
        });
        if joins {
            if let Some(pending) = &mut self.pending {
                pending.range.end = range.end;
            }
            return;
        }
        self.flush();
        self.pending = Some(Pending { from, node, range, mark });
    }

    fn flush(&mut self) {
        let Some(Pending { from, node, range, mark }) = self.pending.take() else { return };
        let document = self.builder.side(from);
        let text = &document.text(&document.nodes[node]).unwrap_or("")[range.clone()];
        let blank = text.len() - text.trim_start().len();
        let middle = range.start + if mark == Mark::Same { 0 } else { blank };
        for part in [range.start..middle, middle..range.end] {
            if !part.is_empty() {
                self.builder.text(from, node, part, mark);
            }
        }
    }

    /// Closes signs that do not stand around what follows, and opens those that do.
    fn enter(&mut self, from: From, path: &[NodeId]) {
        let side = |from| match from {
            From::Old => self.before.reading,
            From::New => self.after.reading,
        };
        let agree = self.open.iter().zip(path).take_while(|((_, open_from, open), node)| {
            let (a, b) = (side(*open_from), side(from));
            (*open_from, *open) == (from, **node) || is_alike(a, *open, b, **node)
        });
        let agree = agree.count();
        if agree == self.open.len() && agree == path.len() && self.open.iter().all(|open| open.1 == from) {
            return;
        }
        self.flush();
        while self.open.len() > agree {
            if let Some((made, ..)) = self.open.pop() {
                self.builder.close_around(made);
            }
        }
        if from == From::New {
            for (open, node) in self.open.iter_mut().zip(path).filter(|(open, _)| open.1 == From::Old) {
                self.builder.adopt(open.0, *node);
                (open.1, open.2) = (From::New, *node);
            }
        }
        for node in &path[agree..] {
            let made = self.builder.open(from, *node, Mark::Same);
            self.open.push((made, from, *node));
        }
    }

    /// Notes a link whose words stayed and that leads elsewhere now.
    fn note_link(&mut self, old: usize) {
        let Some((made, _, link)) = self
            .open
            .iter()
            .rfind(|(_, from, node)| *from == From::New && target(self.after.reading, *node).is_some())
        else {
            return;
        };
        let was = self.before.path(old).iter().rev().find_map(|node| target(self.before.reading, *node));
        if was != target(self.after.reading, *link) {
            self.builder.relinked(*made);
        }
    }
}

/// Returns whether anything in a range of bits keeps two words apart.
fn has_glue(side: &Side, bits: Range<usize>) -> bool {
    let keeps_apart = |bit: &Bit| {
        let kind = &side.reading.document.nodes[bit.node].kind;
        bit.range.is_some() || matches!(kind, Kind::SoftBreak | Kind::HardBreak)
    };
    side.bits[bits].iter().any(keeps_apart)
}

/// Returns whether two nodes stand around their words alike.
fn is_alike(a: &Reading, node_a: NodeId, b: &Reading, node_b: NodeId) -> bool {
    let kind = |document: &Document, node: NodeId| std::mem::discriminant(&document.nodes[node].kind);
    kind(a.document, node_a) == kind(b.document, node_b) && target(a, node_a) == target(b, node_b)
}

/// Returns what a link leads to; `None` for what is no link.
fn target<'a>(reading: &Reading<'a>, node: NodeId) -> Option<&'a str> {
    match reading.document.nodes[node].kind {
        Kind::Link(reference, _) => Some(reading.reads(reference)),
        _ => None,
    }
}
