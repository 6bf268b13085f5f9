//! The handbook that some of its readers see: the whole without what is [`Withheld`].
//!
//! Everything downstream (pages, navigation, search, lists, old editions) is made from it, so what is
//! left out here can come out nowhere. Pages keep their addresses and their ids in every build. Nothing
//! is reported: checks look at the whole, and the leak check looks at the finished files.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::page::{self, Origin, Page, PageId};
use super::withheld::Withheld;
use super::{Handbook, ReadingPath, Shared, Target, backlinks, by_id, nav};
use crate::content::{Document, FrontMatter};
use crate::data::Data;
use crate::fields::{Content, Table};

impl Handbook {
    /// Returns the handbook without what is left out.
    pub fn without(&self, withheld: &Withheld) -> Self {
        let shared = Shared { data: Arc::new(data(&self.shared.data, withheld)), ..self.shared.clone() };
        let remainder = Remainder::new(self, withheld, &shared);
        let mut pages: Vec<Page> =
            (0..self.pages.len()).filter_map(|number| remainder.page(number)).collect();
        nav::chain(&mut pages);
        backlinks::fill(&mut pages);
        let files = self.files.iter().enumerate().filter(|(number, _)| !withheld.files.contains(number));
        let files: Vec<_> = files.map(|(_, file)| file.clone()).collect();
        let paths = self.paths.iter().filter(|path| !withheld.data.paths.contains(&path.id));
        let paths = paths.map(|path| ReadingPath { pages: remainder.pages(&path.pages), ..path.clone() });
        let redirects = self.redirects.iter();
        let redirects = redirects.filter_map(|(url, page)| Some((url.clone(), remainder.kept(*page)?)));
        let (paths, redirects) = (paths.collect(), redirects.collect());
        Self {
            date: self.date,
            areas: self.areas.iter().filter_map(|area| remainder.numbers[*area]).collect(),
            by_id: by_id(&pages).into(),
            pages: pages.into_iter().map(Arc::new).collect(),
            files: files.into(),
            paths,
            redirects,
            drafts: Arc::default(),
            recent: Arc::default(),
            between: Arc::default(),
            shared,
        }
    }
}

fn data(data: &Data, withheld: &Withheld) -> Data {
    let names = &withheld.data;
    Data {
        roles: data.roles.without(&names.roles),
        values: data.values.without(&names.values),
        terms: data.terms.without(&names.terms),
        authority: data.authority.without(&names.actions),
        contacts: data.contacts.without(&names.contacts),
        paths: data.paths.without(&names.paths),
        requirements: data.requirements.without(&names.requirements),
        search: data.search.clone(),
    }
}

/// What becomes of the pages of a handbook.
struct Remainder<'a> {
    whole: &'a Handbook,
    withheld: &'a Withheld,
    shared: &'a Shared,
    /// The number of each page that is there, be it only to stand for its folder.
    numbers: Vec<Option<PageId>>,
    /// The documents of pages of which parts are left out, and the ids that go with these.
    cut: Vec<Option<(Arc<Document>, BTreeSet<String>)>>,
}

impl<'a> Remainder<'a> {
    fn new(whole: &'a Handbook, withheld: &'a Withheld, shared: &'a Shared) -> Self {
        let is_kept = |number: PageId| {
            !withheld.pages.contains(&number) && whole.pages[number].origin != Origin::Folder
        };
        let mut is_there = vec![false; whole.pages.len()];
        is_there[super::HOME] = true;
        for number in (0..whole.pages.len()).filter(|number| is_kept(*number)) {
            // Whatever is shown has its folders above it.
            let mut at = Some(number);
            while let Some(number) = at.filter(|number| *number == super::HOME || !is_there[*number]) {
                is_there[number] = true;
                at = whole.pages[number].parent;
            }
        }
        let mut next = 0;
        let mut count = |is_there: bool| {
            is_there.then(|| {
                next += 1;
                next - 1
            })
        };
        let numbers = is_there.into_iter().map(&mut count).collect();
        let mut cut = vec![None; whole.pages.len()];
        for (number, parts) in &withheld.parts {
            cut[*number] = Some(without(&whole.pages[*number].document, parts));
        }
        Self { whole, withheld, shared, numbers, cut }
    }

    /// Returns the number of a page that is shown.
    fn kept(&self, page: PageId) -> Option<PageId> {
        self.numbers[page].filter(|_| !self.withheld.pages.contains(&page))
    }

    fn pages(&self, pages: &[PageId]) -> Vec<PageId> {
        pages.iter().filter_map(|page| self.kept(*page)).collect()
    }

    /// Returns a page as it is seen; of one that is left out, what stands for its folder.
    fn page(&self, number: PageId) -> Option<Page> {
        self.numbers[number]?;
        let whole = &self.whole.pages[number];
        let document = match &self.cut[number] {
            Some((document, _)) => document.clone(),
            None => whole.document.clone(),
        };
        let page = match self.kept(number) {
            Some(_) => Page {
                targets: self.targets(number),
                related: self.pages(&whole.related),
                successor: whole.successor.and_then(|page| self.kept(page)),
                must_link: self.pages(&whole.must_link),
                practises: self.pages(&whole.practises),
                appeal: whole.appeal.and_then(|page| self.kept(page)),
                document,
                ..Page::clone(whole)
            },
            None => Page { hidden: whole.hidden, ..page::of_folder(whole.path.clone(), self.shared) },
        };
        Some(Page {
            parent: whole.parent.and_then(|page| self.numbers[page]),
            children: whole.children.iter().filter_map(|page| self.numbers[*page]).collect(),
            area: whole.area.and_then(|page| self.numbers[page]),
            previous: None,
            next: None,
            backlinks: Vec::new(),
            unresolved: Arc::default(),
            ..page
        })
    }

    /// Returns what the references lead to that are left on a page.
    fn targets(&self, number: PageId) -> Vec<Target> {
        let page = &self.whole.pages[number];
        let parts = self.withheld.parts.get(&number).map_or(&[][..], Vec::as_slice);
        if parts.is_empty() {
            return page.targets.iter().map(|target| self.target(number, target)).collect();
        }
        let kept = page.document.kept_references(parts);
        kept.into_iter().map(|reference| self.target(number, &page.targets[reference])).collect()
    }

    fn target(&self, from: PageId, target: &Target) -> Target {
        let names = &self.withheld.data;
        let is_gone = match target {
            Target::Page(page, fragment) => match self.kept(*page) {
                Some(number) if !fragment.as_ref().is_some_and(|id| self.is_gone(*page, id)) => {
                    return Target::Page(number, fragment.clone());
                }
                _ => true,
            },
            Target::Here(id) => self.is_gone(from, id),
            Target::Value(key) => names.values.contains(key),
            Target::Role(id) => names.roles.contains(id),
            Target::Term(id) => names.terms.contains(id),
            Target::Action(id) => names.actions.contains(id),
            Target::Path(id) => names.paths.contains(id),
            Target::File(_) | Target::Picture(..) | Target::External(_) | Target::Missing => false,
        };
        if is_gone { Target::Missing } else { target.clone() }
    }

    /// Returns whether a place on a page is left out with what stands there.
    fn is_gone(&self, page: PageId, id: &str) -> bool {
        let names = &self.withheld.data;
        let own = self.cut[page].as_ref().is_some_and(|(_, ids)| ids.contains(id));
        let page = &self.whole.pages[page];
        let listed = || {
            names.terms.contains(id)
                || id.strip_prefix("may-").is_some_and(|id| names.actions.contains(id))
                || id.strip_prefix("role-").is_some_and(|id| names.roles.contains(id))
                || id.strip_prefix("contact-").is_some_and(|id| names.contacts.contains(id))
        };
        own || !page.document.anchors.contains(id) && listed()
    }
}

/// Returns a document without some of its parts, and the ids that go with these: those of headings
/// and blocks, and those that once led there.
fn without(document: &Document, parts: &[usize]) -> (Arc<Document>, BTreeSet<String>) {
    let mut cut = document.without(parts);
    let lost = document.anchors.iter().map(|(id, _)| id).filter(|id| !cut.anchors.contains(id));
    let mut lost: BTreeSet<String> = lost.map(str::to_owned).collect();
    let text = |table: &Table, key: &str| match &table.get(key)?.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    };
    let leads_out = |table: &Table| text(table, "new").is_some_and(|id| lost.contains(&id));
    let tables = document.front.record.tables("old_anchors").filter(|table| leads_out(table));
    let old: Vec<String> = tables.filter_map(|table| text(table, "old")).collect();
    let mut record = document.front.record.clone();
    record.retain_tables("old_anchors", |table| !leads_out(table));
    cut.front = FrontMatter { record, ..document.front.clone() };
    lost.extend(old);
    (Arc::new(cut), lost)
}
