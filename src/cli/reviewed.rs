//! `deskbook reviewed`: the owner has read these pages and they are true; nothing else changes.

use std::fs;
use std::path::Path;

use anstream::eprintln;
use clap::Args;
use deskbook::content::set_reviewed;
use deskbook::edge::replace::{Replacement, replace};
use deskbook::source::SitePath;
use deskbook::{Config, Snapshot, closest, edge};
use jiff::civil::Date;

use super::{Ending, Voice};

/// What `reviewed` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The pages: files from here, or paths as links name them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The day on which they were confirmed; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: std::path::PathBuf,
}

/// Sets the day of the review on every page, or on none.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let snapshot = edge::disk::read(&arguments.root)?;
    let day = day(arguments, &snapshot)?;
    let mut replacements: Vec<Replacement> = Vec::new();
    let mut refused = Vec::new();
    for path in &arguments.paths {
        match replacement(arguments, &snapshot, path, day) {
            Ok(replacement) if replacements.contains(&replacement) => {}
            Ok(replacement) => replacements.push(replacement),
            Err(reason) => refused.push(format!("`{path}`: {reason}")),
        }
    }
    if !refused.is_empty() {
        let reasons = refused.join("\n  ");
        return Err(edge::Error::Refused(format!("nothing was written\n  {reasons}")));
    }
    let pages = replacements.len();
    replacements.retain(|replacement| replacement.old != replacement.new);
    replace(&replacements)?;
    if !voice.quiet {
        let noun = if pages == 1 { "page" } else { "pages" };
        let already = match pages - replacements.len() {
            0 => String::new(),
            already => format!(", {already} of which said so before"),
        };
        eprintln!("reviewed on {day}: {pages} {noun}{already}");
    }
    Ok(Ending::Clean)
}

/// Returns the day to set. A review that has not taken place yet cannot be one.
fn day(arguments: &Arguments, snapshot: &Snapshot) -> Result<Date, edge::Error> {
    let time_zone = Config::read(snapshot).value.time_zone;
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let today = edge::clock::day(None, epoch.as_deref(), time_zone.as_deref())?;
    let day = arguments.date.unwrap_or(today);
    if day > today {
        let reason = format!("{day} is still to come, and today is {today}; give the day of the review");
        return Err(edge::Error::Refused(reason));
    }
    Ok(day)
}

/// Returns what to write for one page, or why not.
fn replacement(
    arguments: &Arguments,
    snapshot: &Snapshot,
    path: &str,
    day: Date,
) -> Result<Replacement, String> {
    let page = page(&arguments.root, snapshot, path)?;
    let old = snapshot.text(page.as_str()).ok_or("it cannot be read; `deskbook check` says why")?;
    let new = set_reviewed(&old, day).map_err(|reason| reason.to_string())?;
    Ok(Replacement { file: arguments.root.join(snapshot.on_disk(&page)), old: old.to_string(), new })
}

/// Returns the page that is meant: a file from the current folder, or a path below `content/` as
/// links and findings name it.
fn page(root: &Path, snapshot: &Snapshot, path: &str) -> Result<SitePath, String> {
    let is_page = |found: &SitePath| pages(snapshot).any(|page| page == found);
    let meant = on_disk(root, snapshot, path).or_else(|| SitePath::new(&path.replace('\\', "/")));
    let below =
        meant.as_ref().and_then(|meant| SitePath::new(deskbook::handbook::CONTENT)?.join(meant.as_str()));
    if let Some(page) = [&meant, &below].into_iter().flatten().find(|found| is_page(found)) {
        return Ok(page.clone());
    }
    let exists = fs::exists(path).is_ok_and(|exists| exists)
        || meant.as_ref().is_some_and(|meant| snapshot.get(meant.as_str()).is_some());
    let what = if exists { "it is no page of the handbook" } else { "there is no such page" };
    let names = pages(snapshot).map(|page| snapshot.on_disk(page));
    let wanted = meant.as_ref().map_or(path, |meant| meant.as_str());
    Err(match closest(wanted, names) {
        Some(near) => format!("{what}; did you mean `{near}`?"),
        None => format!("{what}; name a Markdown file below `content/`"),
    })
}

fn pages(snapshot: &Snapshot) -> impl Iterator<Item = &SitePath> {
    let below = snapshot.below(deskbook::handbook::CONTENT);
    below.filter(|(name, ..)| name.ends_with(".md") && !name.starts_with("_data/")).map(|(_, path, _)| path)
}

/// Returns the place in the handbook of a file on the disk.
fn on_disk(root: &Path, snapshot: &Snapshot, path: &str) -> Option<SitePath> {
    let root = fs::canonicalize(root).ok()?;
    let file = fs::canonicalize(path).ok()?;
    let parts: Option<Vec<&str>> = file.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    let below = parts?.join("/");
    pages(snapshot).find(|page| snapshot.on_disk(page) == below).cloned()
}
