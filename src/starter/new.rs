//! A new page for a handbook: which file, and what stands in it.

use jiff::civil::Date;

use super::{Place, Starter};
use crate::build::{Options, build};
use crate::content::slug;
use crate::diag::{Diagnostic, closest, rules};
use crate::handbook::{CONTENT, Handbook, without_number};
use crate::kind::Kind;
use crate::source::{File, SitePath, Snapshot};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The kind of page.
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The area that it belongs to.
    pub area: Option<&'a str>,
    /// The day.
    pub day: Date,
}

/// A page that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPage {
    /// Its file.
    pub path: SitePath,
    /// What stands in it.
    pub text: String,
    /// The fields that wait for a value.
    pub fields: Vec<&'static str>,
    /// How many places in its text wait for words.
    pub blanks: usize,
}

/// Makes a page for a handbook, or says what to ask for instead.
///
/// The page is tried out before anybody writes it: one whose address or file name is taken or
/// reserved is refused.
pub fn new(snapshot: &Snapshot, request: &Request) -> Result<NewPage, String> {
    let before = built(snapshot, request.day);
    let (handbook, found) = (&before.0, &before.1);
    let kind = kind(handbook, request.kind)?;
    let folder = folder(handbook, kind, request.area)?;
    let path = path(&folder, request.title)?;
    if snapshot.get(path.as_str()).is_some() {
        let file = snapshot.on_disk(&path);
        return Err(format!("`{file}` is there already; choose another title, or edit that page"));
    }
    let starter = Starter::of(kind, &handbook.shared.language, &Place::of(handbook, &folder));
    let text = starter.page(request.title, request.day);
    let mut with_page = snapshot.clone();
    with_page.insert(path.clone(), File::Text(text.as_str().into()));
    if let Some(finding) = clash(&built(&with_page, request.day).1, found) {
        return Err(format!("{}; choose another title", finding.message));
    }
    Ok(NewPage { path, text, fields: starter.fields().collect(), blanks: starter.blanks() })
}

/// Returns the handbook with its drafts, whose codes and addresses are taken too, and what is found in it.
fn built(snapshot: &Snapshot, date: Date) -> (Handbook, Vec<Diagnostic>) {
    let built = build(snapshot, &Options { drafts: true, ..Options::on(date).whole() });
    (built.value.handbook, built.diagnostics)
}

fn clash<'a>(now: &'a [Diagnostic], before: &[Diagnostic]) -> Option<&'a Diagnostic> {
    let is_clash =
        |finding: &&Diagnostic| [&rules::DUPLICATE_ADDRESS, &rules::RESERVED_NAME].contains(&finding.rule);
    now.iter().filter(is_clash).find(|finding| !before.contains(finding))
}

fn kind<'a>(handbook: &'a Handbook, name: &str) -> Result<&'a Kind, String> {
    let config = &handbook.shared.config;
    config.kind(name).ok_or_else(|| {
        let names: Vec<&str> = config.kinds.iter().map(|kind| kind.name.as_str()).collect();
        format!("there is no kind `{name}`; {}", choices(name, &names))
    })
}

/// Returns the folder of the page: that of its area, or that of all pages.
///
/// A governed page has an owner and is looked for among those of its area, so where there are areas
/// it has to say which. A release note or a plain page may stand at the top.
fn folder(handbook: &Handbook, kind: &Kind, area: Option<&str>) -> Result<SitePath, String> {
    let top = SitePath::new(CONTENT).unwrap_or_default();
    let folders: Vec<SitePath> =
        handbook.areas.iter().map(|area| handbook.pages[*area].path.parent()).collect();
    let names: Vec<&str> = folders.iter().map(SitePath::file_name).collect();
    let Some(area) = area else {
        if kind.governed && !names.is_empty() {
            return Err(format!(
                "a {} stands in an area; say which with `--area`: there are {}",
                kind.name,
                names.join(", ")
            ));
        }
        return Ok(top);
    };
    let wanted = area.trim_end_matches('/').trim_start_matches("content/");
    let is_wanted = |name: &&str| *name == wanted || without_number(name) == wanted;
    match names.iter().position(is_wanted) {
        Some(number) => Ok(folders[number].clone()),
        None if names.is_empty() => Err(format!(
            "there is no area `{wanted}`, nor any other; make a folder below `content/` with an `index.md` first"
        )),
        None => Err(format!("there is no area `{wanted}`; {}", choices(wanted, &names))),
    }
}

/// Returns "did you mean", where a name is near, and all names.
fn choices(wanted: &str, names: &[&str]) -> String {
    let bare = names.iter().map(|name| without_number(name));
    let near = closest(wanted, names.iter().copied()).or_else(|| closest(wanted, bare));
    let all = format!("there are {}", names.join(", "));
    near.map_or_else(|| all.clone(), |near| format!("did you mean `{near}`? {all}"))
}

fn path(folder: &SitePath, title: &str) -> Result<SitePath, String> {
    let slug = slug(title);
    if slug.is_empty() {
        return Err(format!("the title `{title}` has no word to name the file by; give it one"));
    }
    folder.join(&format!("{slug}.md")).ok_or_else(|| format!("`{slug}` is no name for a file"))
}
