//! Tables: by row and cell, with columns that were added or taken out.

use super::align::{Place, Sides, pair};
use super::build::From;
use super::part::{self, Part};
use super::{In, Merger, Step, steps};
use crate::content::{Alignment, Kind, Mark, NodeId};
use crate::source::Span;

/// A column of the merged table.
#[derive(Clone, Copy, Debug)]
enum Column {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

impl<'a> Merger<'a, '_> {
    /// Merges what stands in two tables into the table `made`.
    pub(super) fn table(&mut self, old: NodeId, new: NodeId, made: NodeId) {
        let (olds, news) = (part::inside(self.old, old), part::inside(self.new, new));
        let columns = self.columns(&olds, &news);
        let alignments = self.alignments(old, new, &columns);
        self.builder.document.nodes[made].kind = Kind::Table(alignments);
        let place = Place { keeps_singles: false, moves: true, has_heading: false };
        let pairs = pair(&Sides { old: self.old, new: self.new }, &olds, &news, place);
        let count = columns.len().max(1);
        self.steps(&olds, &news, &pairs, In::Table(count), |merger, old, new, mark| {
            let row = match (old, new) {
                (Some(old), Some(new)) => {
                    merger.builder.open_both(olds[old].nodes.start, news[new].nodes.start, mark)
                }
                (Some(old), None) => merger.builder.open(From::Old, olds[old].nodes.start, mark),
                (None, Some(new)) => merger.builder.open(From::New, news[new].nodes.start, mark),
                (None, None) => return,
            };
            merger.row(old.map(|old| &olds[old]), new.map(|new| &news[new]), &columns);
            merger.builder.close(row);
        });
    }

    /// Pairs the columns by what their heads say; where as many are left on both sides, by place.
    fn columns(&mut self, olds: &[Part<'a>], news: &[Part<'a>]) -> Vec<Column> {
        let cells = |merger: &Self, from: From, rows: &[Part<'a>]| {
            let reading = if from == From::Old { merger.old } else { merger.new };
            let mut cells =
                rows.first().map_or_else(Vec::new, |head| part::inside(reading, head.nodes.start));
            // No row has more cells than the head, but nothing may be lost if one had.
            for row in rows {
                let inside = part::inside(reading, row.nodes.start);
                let known = cells.len().min(inside.len());
                cells.extend(inside.into_iter().skip(known));
            }
            cells
        };
        let (old, new) = (cells(self, From::Old, olds), cells(self, From::New, news));
        let mut pairs = pair(&Sides { old: self.old, new: self.new }, &old, &new, Place::default());
        let mut from = (0, 0);
        let ends: Vec<(usize, usize)> =
            pairs.of_old.iter().enumerate().filter_map(|(a, b)| Some((a, (*b)?))).collect();
        for end in ends.into_iter().chain([(old.len(), new.len())]) {
            if end.0 - from.0 == end.1 - from.1 {
                for number in 0..end.0 - from.0 {
                    pairs.of_old[from.0 + number] = Some(from.1 + number);
                    pairs.of_new[from.1 + number] = Some(from.0 + number);
                }
            }
            from = (end.0 + 1, end.1 + 1);
        }
        let columns = steps(&pairs).into_iter().filter_map(|step| match step {
            Step::Both(old, new, _) => Some(Column::Both(old, new)),
            Step::Old(old) => Some(Column::Old(old)),
            Step::New(new) => Some(Column::New(new)),
            Step::Away(_) => None,
        });
        columns.collect()
    }

    fn alignments(&self, old: NodeId, new: NodeId, columns: &[Column]) -> Box<[Alignment]> {
        let of = |from: From, node: NodeId, number: usize| match &self.builder.side(from).nodes[node].kind {
            Kind::Table(columns) => columns.get(number).copied().unwrap_or(Alignment::Start),
            _ => Alignment::Start,
        };
        let alignments = columns.iter().map(|column| match column {
            Column::Both(_, number) | Column::New(number) => of(From::New, new, *number),
            Column::Old(number) => of(From::Old, old, *number),
        });
        alignments.collect()
    }

    /// Shows the cells of a row, in all columns of the merged table.
    fn row(&mut self, old: Option<&Part<'a>>, new: Option<&Part<'a>>, columns: &[Column]) {
        let cells = |merger: &Self, from: From, row: Option<&Part>| -> Vec<NodeId> {
            row.map_or_else(Vec::new, |row| merger.builder.side(from).children(row.nodes.start).collect())
        };
        let (olds, news) = (cells(self, From::Old, old), cells(self, From::New, new));
        for column in columns {
            let (was, is) = match column {
                Column::Both(old, new) => (olds.get(*old), news.get(*new)),
                Column::Old(old) => (olds.get(*old), None),
                Column::New(new) => (None, news.get(*new)),
            };
            match (was.copied(), is.copied()) {
                (Some(old), Some(new)) => {
                    let cell = self.builder.open_both(old, new, Mark::Same);
                    self.children(old, new, part::Sort::Cell);
                    self.builder.close(cell);
                }
                (Some(old), None) => self.cell(From::Old, old, Mark::Removed),
                (None, Some(new)) => self.cell(From::New, new, Mark::Added),
                (None, None) => {
                    let mark = if new.is_none() { Mark::Removed } else { Mark::Added };
                    self.builder.push(Kind::TableCell, Span::default(), mark);
                }
            }
        }
    }

    fn cell(&mut self, from: From, cell: NodeId, mark: Mark) {
        let end = self.builder.side(from).nodes[cell].end();
        self.builder.copy(from, cell..end, mark);
    }
}
