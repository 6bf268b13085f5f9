//! [`Withheld`]: what a build leaves out, since it is for others.
//!
//! Pages, parts of pages and entries of data files say whom they are for. What stands nowhere else
//! goes with them: a term, an action or a file that only left-out text names is left out too, and so
//! are values and roles that no text names which is shown, and reading paths without a page. In go a handbook with everything in it and an audience;
//! [`seen`](super::seen) makes the handbook that this audience reads.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::page::{Page, PageId};
use super::{CONTENT, HOME, Handbook, Target};
use crate::audience::Audience;
use crate::content::{Name, NodeId, Phrase, Piece, passages, placeholder};
use crate::data::{Action, Contact, Data, Term};
use crate::fields::Located;
use crate::source::SitePath;

/// What a build leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Pages by number.
    pub pages: BTreeSet<PageId>,
    /// Parts of the other pages: the nodes of their blocks.
    pub parts: BTreeMap<PageId, Vec<NodeId>>,
    /// Files that are copied, by their number.
    pub files: BTreeSet<usize>,
    /// Entries of data files.
    pub data: Names,
}

impl Withheld {
    /// Returns whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// Entries of data files by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named like its file")]
pub struct Names {
    pub actions: BTreeSet<String>,
    pub contacts: BTreeSet<String>,
    pub paths: BTreeSet<String>,
    pub requirements: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub terms: BTreeSet<String>,
    pub values: BTreeSet<String>,
}

/// What is known beside a handbook of who may read it: of an old edition, who may today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The narrowest audience that a page may have, where it says less itself.
    pub pages: BTreeMap<PageId, Audience>,
    /// Data whose entries may say more than the handbook's own.
    pub data: Option<Arc<Data>>,
}

impl Handbook {
    /// Returns what a build for an audience leaves out.
    pub fn withheld(&self, reader: Audience, bounds: &Bounds) -> Withheld {
        let pages = pages(self, reader, bounds);
        let parts = parts(self, reader, &pages);
        if !self.has_audiences() && pages.is_empty() && parts.is_empty() {
            return Withheld::default();
        }
        let mut withheld = Withheld { pages, parts, ..Withheld::default() };
        let mentions = mentions(self, &withheld);
        withheld.files = files(self, reader, &mentions);
        withheld.data = Judge { handbook: self, reader, bounds, mentions }.data(&withheld.pages);
        withheld
    }

    /// Returns whether anything may be for fewer than everybody.
    fn has_audiences(&self) -> bool {
        self.shared.config.audiences.names().next().is_some()
    }

    /// Returns the audience of a part of a page, by its node: the narrowest of all that hold it.
    pub fn audience_at(&self, page: &Page, node: NodeId) -> Audience {
        let audiences = &self.shared.config.audiences;
        let around = page
            .document
            .only()
            .filter(|(only, _)| (*only..page.document.nodes[*only].end()).contains(&node));
        let narrowest = around.map(|(_, only)| audiences.named(&only.audience)).max();
        narrowest.unwrap_or_default().max(page.audience)
    }
}

fn pages(handbook: &Handbook, reader: Audience, bounds: &Bounds) -> BTreeSet<PageId> {
    let audience = |number: PageId| {
        let own = handbook.pages[number].audience;
        bounds.pages.get(&number).map_or(own, |bound| own.max(*bound))
    };
    let mut withheld: BTreeSet<PageId> =
        (0..handbook.pages.len()).filter(|number| !reader.reads(audience(*number))).collect();
    // A page that only leads to one that is left out leads nowhere, and may lead there by another.
    loop {
        let leads_out = |page: &Page| page.successor.is_some_and(|successor| withheld.contains(&successor));
        let pages = handbook.pages.iter().enumerate();
        let more =
            pages.filter(|(number, page)| page.is_retired() && leads_out(page) && !withheld.contains(number));
        let more: Vec<PageId> = more.map(|(number, _)| number).collect();
        if more.is_empty() {
            return withheld;
        }
        withheld.extend(more);
    }
}

fn parts(
    handbook: &Handbook,
    reader: Audience,
    withheld: &BTreeSet<PageId>,
) -> BTreeMap<PageId, Vec<NodeId>> {
    let audiences = &handbook.shared.config.audiences;
    let shown = handbook.pages.iter().enumerate().filter(|(number, _)| !withheld.contains(number));
    let parts = shown.filter_map(|(number, page)| {
        let only = page.document.only().filter(|(_, only)| !reader.reads(audiences.named(&only.audience)));
        let nodes: Vec<NodeId> = only.map(|(node, _)| node).collect();
        (!nodes.is_empty()).then_some((number, nodes))
    });
    parts.collect()
}

/// What texts name: values, roles and so on, and files by their addresses.
#[derive(Default)]
struct Named {
    names: Names,
    files: BTreeSet<String>,
}

impl Named {
    fn add(&mut self, target: &Target) {
        match target {
            Target::Value(key) => self.names.values.insert(key.clone()),
            Target::Role(id) => self.names.roles.insert(id.clone()),
            Target::Term(id) => self.names.terms.insert(id.clone()),
            Target::Action(id) => self.names.actions.insert(id.clone()),
            Target::Path(id) => self.names.paths.insert(id.clone()),
            Target::File(url) | Target::Picture(url, _) => self.files.insert(url.to_string()),
            Target::Page(..) | Target::Here(_) | Target::External(_) | Target::Missing => false,
        };
    }

    fn add_phrase(&mut self, phrase: &Phrase) {
        for piece in &phrase.pieces {
            let Piece::Placeholder(text) = piece else { continue };
            match placeholder(text) {
                Some(Name::Value(key)) => self.names.values.insert(key),
                Some(Name::Role(id)) => self.names.roles.insert(id),
                Some(Name::Term(id)) => self.names.terms.insert(id),
                _ => false,
            };
        }
    }

    fn by_term(term: &Term) -> Self {
        let mut named = Self::default();
        named.add_phrase(&Phrase::read(&term.definition));
        named
    }

    fn by_action(action: &Action) -> Self {
        let mut named = Self::default();
        let whole = action.conditions.iter().chain(&action.exclusions);
        let parts = action.grants.iter();
        let parts =
            parts.flat_map(|grant| grant.conditions.iter().chain(&grant.exclusions).chain(&grant.requires));
        whole.chain(parts).for_each(|phrase| named.add_phrase(phrase));
        for grant in &action.grants {
            named.names.values.extend(grant.limit.clone());
            named.names.roles.extend(grant.roles.iter().chain(&grant.next).cloned());
        }
        named
    }

    /// What a contact names; its role is named by whoever asks for it.
    fn by_contact(contact: &Contact) -> Self {
        let mut named = Self::default();
        named.add_phrase(&contact.how);
        contact.hours.iter().for_each(|phrase| named.add_phrase(phrase));
        named.names.values.extend(contact.reply.clone());
        named
    }

    fn merge(&mut self, other: Self) {
        let Names { actions, contacts, paths, requirements, roles, terms, values } = other.names;
        self.names.actions.extend(actions);
        self.names.contacts.extend(contacts);
        self.names.paths.extend(paths);
        self.names.requirements.extend(requirements);
        self.names.roles.extend(roles);
        self.names.terms.extend(terms);
        self.names.values.extend(values);
        self.files.extend(other.files);
    }
}

/// What texts name: those that are shown, and those that are left out.
#[derive(Default)]
struct Mentions {
    shown: Named,
    left: Named,
}

impl Mentions {
    fn of(&mut self, is_left: bool) -> &mut Named {
        if is_left { &mut self.left } else { &mut self.shown }
    }

    fn merge(mut self, other: Self) -> Self {
        self.shown.merge(other.shown);
        self.left.merge(other.left);
        self
    }
}

fn mentions(handbook: &Handbook, withheld: &Withheld) -> Mentions {
    let pages = handbook.pages.par_iter().enumerate();
    let mentions = pages.map(|(number, page)| {
        let parts = withheld.parts.get(&number).map_or(&[][..], Vec::as_slice);
        on_page(handbook, page, withheld.pages.contains(&number), parts)
    });
    mentions.reduce(Mentions::default, Mentions::merge)
}

/// Returns what a page names, of which these parts are left out.
fn on_page(handbook: &Handbook, page: &Page, is_left: bool, parts: &[NodeId]) -> Mentions {
    let document = &page.document;
    let is_part =
        |node: NodeId| parts.iter().any(|part| (*part..document.nodes[*part].end()).contains(&node));
    let mut mentions = Mentions::default();
    for (target, node) in page.targets.iter().zip(document.showing()) {
        mentions.of(is_left || node.is_some_and(is_part)).add(target);
    }
    let of_page = mentions.of(is_left);
    let front = page.front();
    front.title.iter().chain(&front.summary).for_each(|phrase| of_page.add_phrase(phrase));
    let owners = page.owner.iter().chain(&page.approver).cloned();
    let readers = front.record.texts("for").into_iter().map(|role| role.value);
    of_page.names.roles.extend(owners.chain(readers));
    let met = front.record.texts("satisfies").into_iter().map(|id| id.value);
    of_page.names.requirements.extend(met);
    let terms = &handbook.shared.data.terms;
    for passage in passages(document, |_| "") {
        let named = mentions.of(is_left || is_part(passage.node));
        named.names.terms.extend(terms.find(&passage.text).into_iter().map(|(_, _, term)| term.id.clone()));
    }
    mentions
}

/// Returns the files that are left out: those that only left-out text names, and of those that no text
/// names, those in folders whose pages are for others.
fn files(handbook: &Handbook, reader: Audience, mentions: &Mentions) -> BTreeSet<usize> {
    let indexes = handbook.pages.iter().filter(|page| page.is_index());
    let folders: HashMap<SitePath, Audience> =
        indexes.map(|page| (page.path.parent(), page.audience)).collect();
    let is_left = |(path, url): (&SitePath, &str)| {
        if mentions.shown.files.contains(url) {
            return false;
        }
        mentions.left.files.contains(url)
            || path.below(CONTENT).is_some()
                && !reader.reads(audience_of_folder(handbook, &folders, path.parent()))
    };
    let files = handbook.files.iter().enumerate();
    files.filter(|(_, (path, url, _))| is_left((path, url.as_str()))).map(|(number, _)| number).collect()
}

/// Returns the audience of what stands in a folder without saying whom it is for.
fn audience_of_folder(
    handbook: &Handbook,
    folders: &HashMap<SitePath, Audience>,
    folder: SitePath,
) -> Audience {
    let mut at = folder;
    let mut is_first = true;
    loop {
        // The home page speaks for what stands beside it, and not for folders below.
        let is_home = at == handbook.pages[HOME].path.parent();
        match folders.get(&at) {
            Some(audience) if is_first || !is_home => return *audience,
            _ if is_home || at.below(CONTENT).is_none() => return handbook.shared.config.audiences.usual(),
            _ => at = at.parent(),
        }
        is_first = false;
    }
}

/// What decides about the entries of data files.
struct Judge<'a> {
    handbook: &'a Handbook,
    reader: Audience,
    bounds: &'a Bounds,
    mentions: Mentions,
}

impl Judge<'_> {
    /// Returns the entries that are for others, and those that name one of these: without it, a grant
    /// would read as one that has no limit.
    fn data(mut self, pages: &BTreeSet<PageId>) -> Names {
        let data = self.handbook.shared.data.clone();
        let today = self.bounds.data.clone().unwrap_or_default();
        let secret = |own: &Option<Located<String>>, today: Option<&Option<Located<String>>>| {
            own.iter().chain(today.into_iter().flatten()).any(|name| self.is_for_others(name))
        };
        let values = data.values.iter();
        let values = values.filter(|(key, value)| {
            secret(&value.audience, today.values.get(key).map(|value| &value.audience))
        });
        let values: BTreeSet<String> = values.map(|(key, _)| key.to_owned()).collect();
        let mut terms = BTreeSet::new();
        let is_cut = |named: &Named, terms: &BTreeSet<String>| {
            !named.names.values.is_disjoint(&values) || !named.names.terms.is_disjoint(terms)
        };
        loop {
            let more = data.terms.iter().filter(|term| {
                let today = today.terms.get(&term.id).map(|term| &term.audience);
                !terms.contains(&term.id)
                    && (is_cut(&Named::by_term(term), &terms) || secret(&term.audience, today))
            });
            let more: Vec<String> = more.map(|term| term.id.clone()).collect();
            if more.is_empty() {
                break;
            }
            terms.extend(more);
        }
        let actions = data.authority.iter().filter(|action| {
            let today = today.authority.get(&action.id).map(|action| &action.audience);
            is_cut(&Named::by_action(action), &terms) || secret(&action.audience, today)
        });
        let contacts = data.contacts.iter().filter(|contact| {
            let today = today.contacts.iter().find(|today| today.id == contact.id);
            is_cut(&Named::by_contact(contact), &terms)
                || secret(&contact.audience, today.map(|today| &today.audience))
        });
        let empty = |id: &str| {
            let path = self.handbook.paths.iter().find(|path| path.id == id);
            path.is_some_and(|path| {
                !path.pages.is_empty() && path.pages.iter().all(|page| pages.contains(page))
            })
        };
        let paths = data.paths.iter().filter(|path| {
            let today = today.paths.get(&path.id).map(|path| &path.audience);
            empty(&path.id) || secret(&path.audience, today)
        });
        let withheld = Names {
            actions: actions.map(|action| action.id.clone()).collect(),
            contacts: contacts.map(|contact| contact.id.clone()).collect(),
            paths: paths.map(|path| path.id.clone()).collect(),
            terms: terms.clone(),
            values: values.clone(),
            ..Names::default()
        };
        self.with_what_goes_along(&data, withheld)
    }

    fn is_for_others(&self, name: &str) -> bool {
        !self.reader.reads(self.handbook.shared.config.audiences.named(name))
    }

    /// Adds what only left-out text and left-out entries name. An entry speaks after the texts that
    /// name it, so the order is: actions, paths and terms, then contacts, then roles and values.
    fn with_what_goes_along(&mut self, data: &Data, mut withheld: Names) -> Names {
        let Mentions { shown, left } = &self.mentions;
        let only_left = |of: fn(&Names) -> &BTreeSet<String>| -> Vec<String> {
            of(&left.names).difference(of(&shown.names)).cloned().collect()
        };
        withheld.actions.extend(only_left(|names| &names.actions));
        withheld.paths.extend(only_left(|names| &names.paths));
        withheld.terms.extend(only_left(|names| &names.terms));
        withheld.requirements.extend(only_left(|names| &names.requirements));
        for action in data.authority.iter() {
            let is_left = withheld.actions.contains(&action.id);
            self.mentions.of(is_left).merge(Named::by_action(action));
        }
        for path in data.paths.iter() {
            let is_left = withheld.paths.contains(&path.id);
            self.mentions.of(is_left).names.roles.extend(path.roles.iter().cloned());
        }
        for term in data.terms.iter() {
            self.mentions.of(withheld.terms.contains(&term.id)).merge(Named::by_term(term));
        }
        for contact in data.contacts.iter() {
            let Mentions { shown, left } = &self.mentions;
            let is_lost =
                |role: &String| left.names.roles.contains(role) && !shown.names.roles.contains(role);
            if contact.role.as_ref().is_some_and(is_lost) {
                withheld.contacts.insert(contact.id.clone());
            }
            self.mentions.of(withheld.contacts.contains(&contact.id)).merge(Named::by_contact(contact));
        }
        self.covers(data);
        if self.reader.reads(self.handbook.shared.config.audiences.narrowest()) {
            return withheld;
        }
        // Values and roles stand nowhere by themselves but in what changed, so one that nothing names is
        // for nobody in particular.
        let shown = &self.mentions.shown.names;
        let is_named = |key: &&str| shown.values.contains(*key);
        withheld
            .values
            .extend(data.values.iter().map(|(key, _)| key).filter(|key| !is_named(key)).map(str::to_owned));
        withheld.roles.extend(data.roles.ids().filter(|id| !shown.roles.contains(*id)).map(str::to_owned));
        withheld
    }

    /// Adds the roles that stand in for those that are shown: contacts name them.
    fn covers(&mut self, data: &Data) {
        let (shown, left) = (&mut self.mentions.shown.names.roles, &self.mentions.left.names.roles);
        loop {
            let kept = data.roles.ids().filter(|id| shown.contains(*id) || !left.contains(*id));
            let covers = kept.filter_map(|id| data.roles.get(id)?.cover.clone());
            let more: Vec<String> = covers.filter(|cover| !shown.contains(cover)).collect();
            if more.is_empty() {
                return;
            }
            shown.extend(more);
        }
    }
}
