//! `deskbook new`: a page with everything that its kind asks for, and blanks where words are missing.

use std::path::{Path, PathBuf};

use anstream::{eprintln, println};
use clap::Args;
use deskbook::starter::{self, NewPage, Request};
use deskbook::{Config, edge};
use jiff::civil::Date;

use super::{Ending, Voice};

/// What `new` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The kind of page, such as `playbook`
    kind: String,
    /// Its title: a task or a fact in plain words
    title: String,
    /// The area that it belongs to, by its folder, with or without the number
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The day of its first review; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
}

/// Writes a new page.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let snapshot = edge::disk::read(&arguments.root)?;
    let time_zone = Config::read(&snapshot).value.time_zone;
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let request = Request {
        kind: &arguments.kind,
        title: arguments.title.trim(),
        area: arguments.area.as_deref(),
        day: edge::clock::day(arguments.date, epoch.as_deref(), time_zone.as_deref())?,
    };
    let page = starter::new(&snapshot, &request).map_err(edge::Error::Refused)?;
    let root = if arguments.root == Path::new(".") { Path::new("") } else { &arguments.root };
    let file = root.join(snapshot.on_disk(&page.path));
    edge::create::create(&file, &page.text)?;
    println!("{}", file.display());
    if !voice.quiet {
        eprintln!("{}", what_next(&page));
    }
    Ok(Ending::Clean)
}

/// Says what is left to do.
fn what_next(page: &NewPage) -> String {
    let places = match page.blanks {
        1 => "the place in braces".to_owned(),
        blanks => format!("the {blanks} places in braces"),
    };
    let fields: Vec<String> = page.fields.iter().map(|field| format!("`{field}`")).collect();
    let fill = if fields.is_empty() { places } else { format!("{} and {places}", fields.join(", ")) };
    format!(
        "next: fill in {fill}, then take `status: draft` out\n\
         until then readers do not see it; `deskbook check --drafts` says what is missing"
    )
}
