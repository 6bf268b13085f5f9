//! References: what each link, picture, value, role and term leads to.
//!
//! Every name in the handbook is looked up here, whether it stands in a link, a placeholder, a
//! block or front matter, and each that leads nowhere is reported where it stands.

use std::collections::{BTreeSet, HashMap};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::page::{Page, PageId};
use super::{ByPath, CONTENT, STATIC, Shared, suggest};
use crate::content::blocks::{Block, Of};
use crate::content::{Name, Piece, Reference};
use crate::data::Data;
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::Located;
use crate::source::{Blob, SitePath, Span, Url};

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page, and the id of a heading on it.
    Page(PageId, Option<String>),
    /// A heading of the same page.
    Here(String),
    /// A file that is copied.
    File(Url),
    /// A picture that is copied, with its width and height in pixels.
    Picture(Url, Option<(u32, u32)>),
    /// An address elsewhere.
    External(String),
    /// A value by its key.
    Value(String),
    /// A role by its id.
    Role(String),
    /// A term by its id.
    Term(String),
    /// An action of the authority matrix by its id.
    Action(String),
    /// A reading path by its id.
    Path(String),
    /// Nothing; that was reported.
    Missing,
}

/// What the references of one page lead to.
#[derive(Default)]
pub struct Resolved {
    /// One target for each of the document's references.
    pub targets: Vec<Target>,
    /// Pages to read next.
    pub related: Vec<PageId>,
    /// The page that replaces it.
    pub successor: Option<PageId>,
    /// For a folder's page: the pages to which each page of a protected area leads.
    pub must_link: Vec<PageId>,
    /// The pages that a scenario practises.
    pub practises: Vec<PageId>,
    /// The page that says how to appeal.
    pub appeal: Option<PageId>,
}

/// Schemes that a link may have.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];
/// A picture heavier than this keeps a reader on a phone waiting.
const HEAVY: u64 = 500_000;

/// Everything by its name.
pub struct Index<'a> {
    pages: Vec<&'a Page>,
    by_path: ByPath<'a>,
    by_url: HashMap<&'a str, PageId>,
    files: HashMap<&'a str, (&'a Url, &'a Blob)>,
    file_urls: BTreeSet<&'a str>,
    drafts: &'a [SitePath],
    shared: &'a Shared,
}

impl<'a> Index<'a> {
    /// Takes everything that can be named.
    pub fn new(
        pages: impl Iterator<Item = &'a Page>,
        files: &'a [(SitePath, Url, Blob)],
        drafts: &'a [SitePath],
        shared: &'a Shared,
    ) -> Self {
        let pages: Vec<&Page> = pages.collect();
        let numbered = || pages.iter().enumerate();
        Self {
            by_path: numbered().map(|(number, page)| (page.path.as_str(), number)).collect(),
            by_url: numbered().map(|(number, page)| (page.url.as_str(), number)).collect(),
            pages,
            files: files.iter().map(|(path, url, blob)| (path.as_str(), (url, blob))).collect(),
            file_urls: files.iter().map(|(_, url, _)| url.as_str()).collect(),
            drafts,
            shared,
        }
    }

    /// Returns the page of a file.
    pub fn page(&self, path: &SitePath) -> Option<PageId> {
        self.by_path.get(path.as_str()).copied()
    }

    /// Returns the path of every page and file.
    pub fn paths(&self) -> impl Iterator<Item = &'a SitePath> {
        self.pages.iter().map(|page| &page.path)
    }
}

/// Looks up the references of all pages.
pub fn all(pages: &[Page], index: &Index) -> Vec<Checked<Resolved>> {
    pages.par_iter().map(|page| of_page(page, index)).collect()
}

/// Looks up the references of one page.
pub fn of_page(page: &Page, index: &Index) -> Checked<Resolved> {
    let mut lookup = Lookup { page, index, diagnostics: Vec::new() };
    let references = &page.document.references;
    let targets = references.iter().map(|reference| lookup.reference(reference)).collect();
    let related = lookup.pages("related");
    let practises = lookup.pages("practises");
    let appeal = lookup.pages("appeal").first().copied();
    let must_link = lookup.pages("must_link");
    let successor = lookup.successor();
    lookup.roles();
    lookup.phrases();
    Checked {
        value: Resolved { targets, related, successor, must_link, practises, appeal },
        diagnostics: lookup.diagnostics,
    }
}

/// The references of one page being looked up.
struct Lookup<'a> {
    page: &'a Page,
    index: &'a Index<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Lookup<'_> {
    fn reference(&mut self, reference: &Reference) -> Target {
        let span = reference.span;
        match &reference.name {
            Name::Link(address) => self.link(address, span),
            Name::Image(address) => self.picture(address, span),
            Name::Value(_) | Name::Role(_) | Name::Term(_) | Name::Action(_) | Name::Path(_) => {
                self.named(&reference.name, span)
            }
        }
    }

    /// Looks up what stands in a data file.
    fn named(&mut self, name: &Name, span: Span) -> Target {
        let (data, path) = (&self.index.shared.data, &self.page.path);
        let unknown = match name {
            Name::Value(key) if data.values.get(key).is_some() => return Target::Value(key.clone()),
            Name::Role(id) if data.roles.get(id).is_some() => return Target::Role(id.clone()),
            Name::Term(id) if data.terms.get(id).is_some() => return Target::Term(id.clone()),
            Name::Action(id) if data.authority.get(id).is_some() => return Target::Action(id.clone()),
            Name::Path(id) if data.paths.get(id).is_some() => return Target::Path(id.clone()),
            Name::Value(key) if data.values.is_broken(key) => return Target::Missing,
            Name::Value(key) => data.values.unknown(path, key, span),
            Name::Role(id) => data.roles.unknown(path, id, span),
            Name::Term(id) => data.terms.unknown(path, id, span),
            Name::Action(id) => data.authority.unknown(path, id, span),
            Name::Path(id) => data.paths.unknown(path, id, span),
            Name::Link(_) | Name::Image(_) => return Target::Missing,
        };
        self.diagnostics.push(unknown);
        Target::Missing
    }

    fn link(&mut self, address: &str, span: Span) -> Target {
        match scheme(address) {
            Some(scheme) if scheme == "term" => {
                let id = address.split_once(':').map_or("", |(_, id)| id);
                return self.named(&Name::Term(id.to_owned()), span);
            }
            Some(scheme) if SCHEMES.contains(&scheme.as_str()) => {
                return Target::External(address.to_owned());
            }
            Some(scheme) => return self.unsafe_link(&scheme, span),
            None if address.starts_with("//") => return Target::External(address.to_owned()),
            None => {}
        }
        let (path, fragment) = split(address);
        if path.is_empty() {
            return self.here(&fragment, span);
        }
        match self.find(&path) {
            Found::Page(number) => self.heading(number, fragment, span),
            Found::File(url) => Target::File(url),
            Found::Nothing(wanted) => self.broken(&path, wanted, span),
        }
    }

    /// Looks up a heading of this page.
    fn here(&mut self, fragment: &str, span: Span) -> Target {
        if fragment.is_empty() || self.has_anchor(self.page, fragment) {
            return Target::Here(fragment.to_owned());
        }
        self.broken_anchor(self.page, fragment, span);
        Target::Here(fragment.to_owned())
    }

    fn heading(&mut self, number: PageId, fragment: String, span: Span) -> Target {
        let page = self.index.pages[number];
        if fragment.is_empty() {
            return Target::Page(number, None);
        }
        if !self.has_anchor(page, &fragment) {
            self.broken_anchor(page, &fragment, span);
        }
        Target::Page(number, Some(fragment))
    }

    fn has_anchor(&self, page: &Page, fragment: &str) -> bool {
        let own = || page.document.anchors.contains(fragment);
        let term = || lists_terms(page) && self.index.shared.data.terms.get(fragment).is_some();
        let gathered = || lists_authority(page) && is_authority(&self.index.shared.data, fragment);
        own() || old_anchors(page).any(|id| id == fragment) || term() || gathered()
    }

    fn broken_anchor(&mut self, page: &Page, fragment: &str, span: Span) {
        let near = closest(fragment, page.document.anchors.iter().map(|(id, _)| id));
        let message = format!("`{}` has no heading `#{fragment}`", page.path);
        let finding = Diagnostic::new(&rules::BROKEN_ANCHOR, Location::new(&self.page.path, span), message);
        self.diagnostics.push(match near {
            Some(near) => finding.help(format!("did you mean `#{near}`?")),
            None => finding.help("give the heading that id with `{#…}`, or link to the page alone"),
        });
    }

    fn find(&self, path: &str) -> Found {
        let folder = self.page.path.parent();
        let wanted = match path.strip_prefix('/') {
            Some(rest) => match self.at_root(rest) {
                Some(found) => return found,
                None => SitePath::new(CONTENT).and_then(|content| content.join(rest)),
            },
            None => folder.join(path),
        };
        let Some(wanted) = wanted else { return Found::Nothing(None) };
        let index_of = |name: &str| self.index.by_path.get(wanted.join(name)?.as_str()).copied();
        let page = self.index.by_path.get(wanted.as_str()).copied();
        let folder = || {
            let ends_in_slash = path.ends_with('/') || matches!(path, "." | "..") || path.ends_with("/..");
            ends_in_slash.then(|| index_of("index.md").or_else(|| index_of("README.md"))).flatten()
        };
        match page.or_else(folder) {
            Some(number) => Found::Page(number),
            None => match self.index.files.get(wanted.as_str()) {
                Some((url, _)) => Found::File(Url::clone(url)),
                None => Found::Nothing(Some(wanted)),
            },
        }
    }

    /// Looks an address from the root of the site up.
    fn at_root(&self, address: &str) -> Option<Found> {
        let with_slash = format!("{}/", address.trim_end_matches('/'));
        let url = if address.is_empty() { "" } else { with_slash.as_str() };
        if let Some(number) = self.index.by_url.get(url) {
            return Some(Found::Page(*number));
        }
        if self.index.file_urls.contains(address) {
            return Some(Found::File(Url::new(address.to_owned())));
        }
        None
    }

    fn broken(&mut self, path: &str, wanted: Option<SitePath>, span: Span) -> Target {
        let location = Location::new(&self.page.path, span);
        let draft = wanted.as_ref().is_some_and(|wanted| self.index.drafts.contains(wanted));
        let is_page =
            path.ends_with(".md") || !path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let finding = match wanted {
            None => {
                Diagnostic::new(&rules::BROKEN_LINK, location, format!("`{path}` leads out of the handbook"))
                    .help("link to a page or a file below `content/`")
            }
            Some(_) if draft => Diagnostic::new(
                &rules::BROKEN_LINK,
                location,
                format!("`{path}` is a draft, which readers do not see"),
            )
            .help("finish it, or link to it once it is in force"),
            Some(wanted) => {
                let near = suggest::path(self.index, self.page, &wanted);
                let (rule, what) = match is_page {
                    true => (&rules::BROKEN_LINK, "page"),
                    false => (&rules::MISSING_FILE, "file"),
                };
                Diagnostic::new(rule, location, format!("there is no {what} at `{path}`"))
                    .help(format!("put the {what} there, or mend the path"))
                    .help_if(near.map(|near| format!("did you mean `{near}`?")))
            }
        };
        self.diagnostics.push(finding);
        Target::Missing
    }

    fn unsafe_link(&mut self, scheme: &str, span: Span) -> Target {
        let message = format!("a link may not begin with `{scheme}:`");
        self.diagnostics
            .push(Diagnostic::new(&rules::UNSAFE_LINK, Location::new(&self.page.path, span), message).help(
                "link to a page, a file, or an address that begins with `https:`, `mailto:` or `tel:`",
            ));
        Target::Missing
    }

    fn picture(&mut self, address: &str, span: Span) -> Target {
        let location = Location::new(&self.page.path, span);
        if scheme(address).is_some() || address.starts_with("//") {
            self.diagnostics.push(
                Diagnostic::new(&rules::UNSAFE_LINK, location, "a picture may not come from another site")
                    .help("put the file beside the page: then it is there offline and in old editions too"),
            );
            return Target::Missing;
        }
        let (path, _) = split(address);
        let wanted = match path.strip_prefix('/') {
            Some(rest) => SitePath::new(&format!("{STATIC}/{rest}"))
                .filter(|path| self.index.files.contains_key(path.as_str()))
                .or_else(|| SitePath::new(&format!("{CONTENT}/{rest}"))),
            None => self.page.path.parent().join(&path),
        };
        let Some((url, blob)) = wanted.as_ref().and_then(|path| self.index.files.get(path.as_str())) else {
            let near = wanted.and_then(|wanted| {
                let files = self
                    .index
                    .files
                    .keys()
                    .filter(|path| SitePath::new(path).is_some_and(|p| p.parent() == wanted.parent()));
                let near = closest(wanted.as_str(), files.copied())?;
                SitePath::new(near).map(|path| path.file_name().to_owned())
            });
            self.diagnostics.push(
                Diagnostic::new(&rules::MISSING_FILE, location, format!("there is no picture at `{path}`"))
                    .help("put the file there, or mend the path")
                    .help_if(near.map(|near| format!("did you mean `{near}`?"))),
            );
            return Target::Missing;
        };
        self.size(&path, blob, location);
        Target::Picture(Url::clone(url), blob.pixels)
    }

    fn size(&mut self, path: &str, blob: &Blob, location: Location) {
        let message = if blob.bytes > HEAVY {
            format!("`{path}` weighs {} kB", blob.bytes / 1000)
        } else if blob.pixels.is_none() && !path.ends_with(".svg") {
            format!("the width and height of `{path}` cannot be read")
        } else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(&rules::PICTURE_SIZE, location, message)
                .help("save it as PNG, JPEG or WebP, no larger than it is shown"),
        );
    }

    /// Looks up the pages that a field of front matter names.
    fn pages(&mut self, field: &str) -> Vec<PageId> {
        let record = &self.page.document.front.record;
        let names = match record.text(field) {
            Some(one) => vec![one],
            None => record.texts(field),
        };
        names.into_iter().filter_map(|name| self.named_page(&name)).collect()
    }

    fn named_page(&mut self, name: &Located<String>) -> Option<PageId> {
        match self.link(name, name.span) {
            Target::Page(number, _) => Some(number),
            Target::Here(_) => None,
            Target::Missing => None,
            _ => {
                let location = Location::new(&self.page.path, name.span);
                let message = format!("`{}` is not a page of this handbook", name.value);
                self.diagnostics
                    .push(Diagnostic::new(&rules::BROKEN_LINK, location, message).help("name a `.md` file"));
                None
            }
        }
    }

    fn successor(&mut self) -> Option<PageId> {
        let name = self.page.document.front.text("replaced_by")?;
        if name.value == "none" { None } else { self.named_page(&name) }
    }

    /// Looks up the roles that front matter names.
    fn roles(&mut self) {
        let record = &self.page.document.front.record;
        let roles = [record.text("owner"), record.text("approver")].into_iter().flatten();
        for role in roles.chain(record.texts("for")) {
            self.named(&Name::Role(role.value.clone()), role.span);
        }
    }

    /// Looks up the placeholders in title and summary.
    fn phrases(&mut self) {
        let front = &self.page.document.front;
        for (phrase, field) in [(&front.title, "title"), (&front.summary, "summary")] {
            let Some(phrase) = phrase else { continue };
            let span = front.record.get(field).map_or(Span::default(), |value| value.span);
            for piece in &phrase.pieces {
                let Piece::Placeholder(text) = piece else { continue };
                match crate::content::placeholder(text) {
                    Some(name) => {
                        self.named(&name, span);
                    }
                    None => self.diagnostics.push(
                        Diagnostic::new(
                            &rules::UNKNOWN_PLACEHOLDER,
                            Location::new(&self.page.path, span),
                            format!("`{{{{ {text} }}}}` is neither a value, a role nor a term"),
                        )
                        .help("begin it with `value.`, `role.` or `term.`"),
                    ),
                }
            }
        }
    }
}

/// What stands at a path.
enum Found {
    Page(PageId),
    File(Url),
    /// Nothing; the path that was looked for, unless it climbs out of the project.
    Nothing(Option<SitePath>),
}

/// Returns the scheme of an address in small letters, past the control signs that browsers ignore.
pub fn scheme(address: &str) -> Option<String> {
    if !address.contains(':') {
        return None;
    }
    let visible = address.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let text: String = visible.take(64).collect();
    let (scheme, _) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Splits an address into its path, decoded and without a query, and its fragment.
pub fn split(address: &str) -> (String, String) {
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, _) = rest.split_once('?').unwrap_or((rest, ""));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (decoded(path), decoded(fragment))
}

/// Returns the ids that headings of a page had before.
pub fn old_anchors(page: &Page) -> impl Iterator<Item = String> {
    let tables = page.document.front.record.tables("old_anchors");
    tables.filter_map(|table| match &table.get("old")?.content {
        crate::fields::Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    })
}

pub fn lists_terms(page: &Page) -> bool {
    blocks(page).any(|block| matches!(block, Block::List(list) if list.of == Of::Terms))
}

/// Returns whether a page shows all that anybody may decide, with an id for each action and role.
pub fn lists_authority(page: &Page) -> bool {
    blocks(page).any(|block| match block {
        Block::List(list) => list.of == Of::Authority,
        Block::Authority(slice) => slice.action.is_none() && slice.role.is_none(),
        _ => false,
    })
}

fn is_authority(data: &Data, fragment: &str) -> bool {
    let action = fragment.strip_prefix("may-").is_some_and(|id| data.authority.get(id).is_some());
    action || fragment.strip_prefix("role-").is_some_and(|id| data.roles.get(id).is_some())
}

fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    page.document.fences.keys().filter_map(|node| page.document.block(*node))
}
