//! Addresses: where each file is published, and that no two are published at one place.

use std::collections::{HashMap, HashSet};

use super::nav::{is_index, without_number};
use super::page::{Origin, Page, PageId};
use super::{CONTENT, STATIC};
use crate::content::slug;
use crate::diag::{Diagnostic, Location, rules};
use crate::source::{Blob, SitePath, Span, Url};

/// First parts of addresses that Deskbook uses itself, now or in a coming version.
const RESERVED: &[&str] = &["as-of", "assets", "changes", "editions", "next", "print", "search"];

/// Returns the address of a page's file.
pub fn of_page(path: &SitePath) -> Url {
    let folder = folder_address(&path.parent());
    if is_index(path) {
        return Url::new(folder);
    }
    Url::new(format!("{folder}{}/", part(path.stem())))
}

/// Returns the address of a page that the theme ships.
pub fn of_theme_page(path: &SitePath) -> Url {
    Url::new(format!("{}/", part(path.stem())))
}

/// Returns the address of a file that is copied; `None` for what is not published.
pub fn of_file(path: &SitePath) -> Option<Url> {
    if let Some(rest) = path.below(STATIC) {
        return Some(Url::new(rest.to_owned()));
    }
    path.below(CONTENT)?;
    let folder = folder_address(&path.parent());
    Some(Url::new(format!("{folder}{}", path.file_name())))
}

/// Returns the address that an author writes for a place, which may be a path to a Markdown file.
pub fn written(text: &str) -> Url {
    let text = text.trim_start_matches('/');
    match SitePath::new(&format!("{CONTENT}/{text}")) {
        Some(path) if path.extension() == "md" => of_page(&path),
        _ if text.is_empty() || text.ends_with('/') => Url::new(text.to_owned()),
        _ if text.rsplit('/').next().is_some_and(|last| last.contains('.')) => Url::new(text.to_owned()),
        _ => Url::new(format!("{text}/")),
    }
}

fn folder_address(folder: &SitePath) -> String {
    let parts = folder.below(CONTENT).unwrap_or("").split('/');
    parts.filter(|part| !part.is_empty()).map(|name| part(name) + "/").collect()
}

fn part(name: &str) -> String {
    let words = slug(without_number(name));
    if words.is_empty() { name.to_lowercase() } else { words }
}

/// Returns the addresses that lead to a page: where it stood before, its code, and the place of the
/// theme's page that it replaces.
pub fn redirects(pages: &[Page], replaced: &[(Url, String)]) -> Vec<(Url, PageId)> {
    let mut redirects = Vec::new();
    let mut taken: HashSet<Url> = HashSet::new();
    for (number, page) in pages.iter().enumerate() {
        for old in page.front().record.texts("old_paths") {
            taken.insert(written(&old));
            redirects.push((written(&old), number));
        }
        let places = replaced.iter().filter(|(url, id)| page.id.as_ref() == Some(id) && *url != page.url);
        for (url, _) in places {
            taken.insert(url.clone());
            redirects.push((url.clone(), number));
        }
        if let Some(code) = &page.code {
            let url = Url::new(format!("{}/", slug(code)));
            // A code that two pages share is reported as such; once is enough.
            if taken.insert(url.clone()) {
                redirects.push((url, number));
            }
        }
    }
    redirects
}

/// Something that is published, and where its author can change that.
struct Claim<'a> {
    url: &'a Url,
    location: Location,
    /// Whether it is only a way to its file, such as an address where the page stood before.
    leads_on: bool,
    /// Whether it stands for a folder without a page of its own.
    of_folder: bool,
    /// Whether the theme ships it, and so knows the addresses that Deskbook uses.
    of_theme: bool,
}

impl Claim<'_> {
    fn what(&self) -> String {
        let file = &self.location.file;
        if self.leads_on { format!("the way to `{file}`") } else { format!("`{file}`") }
    }
}

/// Reports two files at one address, and files at an address that Deskbook uses itself.
pub fn check(
    pages: &[Page],
    files: &[(SitePath, Url, Blob)],
    redirects: &[(Url, PageId)],
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut claimed: HashMap<String, Claim> = HashMap::new();
    for claim in claims(pages, files, redirects) {
        if let Some(reserved) = reserved(&claim) {
            diagnostics.push(reserved);
            continue;
        }
        let place = claim.url.file().folded();
        match claimed.get(&place) {
            Some(first) if claim.of_folder => diagnostics.push(beside_its_folder(first, &claim)),
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    &rules::DUPLICATE_ADDRESS,
                    claim.location.clone(),
                    format!("{} would be published at `/{}`, which is taken", claim.what(), claim.url),
                )
                .related(first.location.clone(), format!("{} stands there", first.what()))
                .help("rename one of the two"),
            ),
            None => {
                claimed.insert(place, claim);
            }
        }
    }
    diagnostics
}

fn claims<'a>(
    pages: &'a [Page],
    files: &'a [(SitePath, Url, Blob)],
    redirects: &'a [(Url, PageId)],
) -> impl Iterator<Item = Claim<'a>> {
    // Real files come before the pages that only stand for a folder or come with the theme, so
    // that a finding always names a file that its author can rename.
    let rank = |page: &Page| page.origin != Origin::Content;
    let mut ordered: Vec<&Page> = pages.iter().collect();
    ordered.sort_by_key(|page| rank(page));
    let pages_claims = ordered.into_iter().map(|page| Claim {
        url: &page.url,
        location: Location::new(&page.path, Span::default()),
        leads_on: false,
        of_folder: page.origin == Origin::Folder,
        of_theme: page.origin == Origin::Theme,
    });
    let files = files.iter().map(|(path, url, _)| Claim {
        url,
        location: Location::whole(path),
        leads_on: false,
        of_folder: false,
        of_theme: false,
    });
    let redirects = redirects.iter().map(|(url, number)| {
        let page = &pages[*number];
        let record = &page.front().record;
        let old = record.texts("old_paths").into_iter().find(|old| written(old) == *url);
        let span = old.or_else(|| record.text("code")).map_or(Span::default(), |field| field.span);
        Claim {
            url,
            location: Location::new(&page.path, span),
            leads_on: true,
            of_folder: false,
            of_theme: false,
        }
    });
    pages_claims.chain(files).chain(redirects)
}

/// Reports a page at the address of a folder that has no page of its own.
fn beside_its_folder(page: &Claim, folder: &Claim) -> Diagnostic {
    let index = &folder.location.file;
    Diagnostic::new(
        &rules::DUPLICATE_ADDRESS,
        page.location.clone(),
        format!(
            "{} would be published at `/{}`, where the folder `{}` stands",
            page.what(),
            page.url,
            index.parent()
        ),
    )
    .help(format!("move it to `{index}`, and it is the folder's page"))
}

fn reserved(claim: &Claim) -> Option<Diagnostic> {
    let first = claim.url.as_str().split('/').next().unwrap_or("");
    if !RESERVED.contains(&first) || claim.of_theme {
        return None;
    }
    Some(
        Diagnostic::new(
            &rules::DUPLICATE_ADDRESS,
            claim.location.clone(),
            format!(
                "{} would be published at `/{}`, and Deskbook uses `/{first}/` itself",
                claim.what(),
                claim.url
            ),
        )
        .help("give it another name"),
    )
}

#[cfg(test)]
mod tests {
    use super::{of_page, written};
    use crate::source::SitePath;

    fn address(path: &str) -> String {
        of_page(&SitePath::new(path).expect("a path")).to_string()
    }

    #[test]
    fn names_lose_their_numbers_and_become_words() {
        assert_eq!(address("content/index.md"), "");
        assert_eq!(address("content/5-exit/README.md"), "exit/");
        assert_eq!(address("content/5-exit/2-End an Abusive Call.md"), "exit/end-an-abusive-call/");
        assert_eq!(address("content/2026.1.md"), "2026-1/");
    }

    #[test]
    fn an_old_place_may_be_an_address_or_a_file() {
        assert_eq!(written("/old/place").as_str(), "old/place/");
        assert_eq!(written("old/1-place.md").as_str(), "old/place/");
        assert_eq!(written("/form.pdf").as_str(), "form.pdf");
    }
}
