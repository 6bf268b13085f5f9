//! A handbook to begin with: every file of it, by path.
//!
//! In go the day, what it is to hold and where it will be published; out come texts that `check` finds
//! nothing in. `starters/handbook` is a small handbook as it stands, with a day in it that becomes that
//! of the wish; the sample is the one in `content/`, whose company's figures are samples to everybody
//! else. It touches no disk.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_embed::RustEmbed;

use super::{Host, Source, snippets};
use crate::config::Config;
use crate::content::set_reviewed;
use crate::handbook::CONTENT;
use crate::schema;
use crate::source::{File, SitePath, Snapshot};

/// What a new handbook holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A few pages of each kind.
    Small,
    /// The whole sample handbook.
    Sample,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The day on which it is begun, which is that of its reviews.
    pub day: Date,
    /// What it holds.
    pub contents: Contents,
    /// Where it will be published.
    pub host: Option<Host>,
    /// Where a workflow gets this program.
    pub source: Source,
}

#[derive(RustEmbed)]
#[folder = "starters"]
pub(super) struct Starters;

#[derive(RustEmbed)]
#[folder = "content"]
struct Sample;

/// The day that stands in the small handbook for that of the wish.
const DAY: &str = "2026-01-01";

/// What git does not keep.
const NOT_KEPT: &str = "/site\n/public\n/preview-not-in-force\n/.bin\n.DS_Store\n";

/// Returns every file of a new handbook by its path, with `/` between its parts.
pub fn handbook(wish: &Wish) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = starters("handbook")
        .filter(|(name, _)| wish.contents == Contents::Small || below_content(name).is_none())
        .map(|(name, text)| (name, text.replace(DAY, &wish.day.to_string())))
        .collect();
    if wish.contents == Contents::Sample {
        files.extend(sample(wish.day));
    }
    for (name, text) in &mut files {
        if let Some(schema) = schema_of(name) {
            let up = "../".repeat(name.matches('/').count());
            text.insert_str(0, &format!("#:schema {up}{SCHEMAS}/{schema}.json\n"));
        }
    }
    let editor = editor(&files);
    files.extend(editor);
    files.insert(".gitignore".to_owned(), NOT_KEPT.to_owned());
    if let Some(host) = wish.host {
        files.extend(host.files(&wish.source));
        let readme = files.entry("README.md".to_owned()).or_default();
        readme.push_str("\n[ci/README.md](ci/README.md) says how this handbook is published.\n");
    }
    files
}

/// Returns the texts below a folder of `starters`, by their names there.
pub(super) fn starters(folder: &str) -> impl Iterator<Item = (String, String)> {
    Starters::iter().filter_map(move |path| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?.to_owned();
        Some((name, text(&Starters::get(&path)?.data)))
    })
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// Returns the sample handbook, read through on this day and with no figure decided.
fn sample(day: Date) -> impl Iterator<Item = (String, String)> {
    Sample::iter().filter_map(move |path| {
        let own = text(&Sample::get(&path)?.data);
        let text = match &*path {
            "_data/values.toml" => undecided(&own),
            page if page.ends_with(".md") && own.contains("\nreviewed:") => {
                set_reviewed(&own, day).unwrap_or(own)
            }
            _ => own,
        };
        Some((format!("{CONTENT}/{path}"), text))
    })
}

/// Marks every value as one that nobody has decided.
fn undecided(values: &str) -> String {
    let mut marked = String::with_capacity(values.len() + values.len() / 8);
    for line in values.lines().filter(|line| !line.starts_with("confirmed")) {
        marked.push_str(line);
        marked.push('\n');
        if line.starts_with('[') {
            marked.push_str("confirmed = false\n");
        }
    }
    marked
}

fn below_content(name: &str) -> Option<&str> {
    name.strip_prefix(CONTENT)?.strip_prefix('/')
}

/// Where the schemas stand that editors read.
const SCHEMAS: &str = ".vscode/schemas";

/// Returns the name of the schema that a file of the handbook follows.
fn schema_of(name: &str) -> Option<&str> {
    match name {
        crate::config::FILE => Some("config"),
        _ => below_content(name)?.strip_prefix("_data/")?.strip_suffix(".toml"),
    }
}

/// Returns what an editor needs: schemas, snippets, and a task that checks.
fn editor(files: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut snapshot = Snapshot::default();
    for (name, text) in files {
        if let Some(path) = SitePath::new(name) {
            snapshot.insert(path, File::Text(text.as_str().into()));
        }
    }
    let kinds = Config::read(&snapshot).value.kinds;
    let mut editor: Vec<(String, String)> = schema::names()
        .into_iter()
        .filter_map(|named| {
            let schema = schema::schema(&named.name, &kinds)?;
            Some((format!("{SCHEMAS}/{}.json", named.name), format!("{schema:#}\n")))
        })
        .collect();
    editor.push((".vscode/deskbook.code-snippets".to_owned(), format!("{:#}\n", snippets(&snapshot))));
    editor.extend(starters("vscode").map(|(name, text)| (format!(".vscode/{name}"), text)));
    editor
}
