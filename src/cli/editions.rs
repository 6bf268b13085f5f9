//! `deskbook editions`: which editions there are, and what happened to one afterwards.

use std::path::PathBuf;

use anstream::{eprintln, print, println};
use clap::{Args, Subcommand, ValueEnum};
use deskbook::editions::ledger::{Edition, Ledger};
use deskbook::editions::status::Status;
use deskbook::editions::verify::Moved;
use deskbook::reports::Table;
use deskbook::{Snapshot, edge};
use jiff::civil::Date;

use super::release::day;
use super::{Ending, Voice};

/// What `editions` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// Print the day on which the published site next changes, and nothing if there is none
    #[arg(long)]
    next_change: bool,
    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The day as of which is answered, or that is recorded; today unless given
    #[arg(long, value_name = "YYYY-MM-DD", global = true)]
    date: Option<Date>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every edition, the latest first
    List,
    /// Print the day on which the published site next changes, and nothing if there is none
    NextChange,
    /// Accept the words that an edition's pages have now, where they are not those that were released
    Accept {
        /// The edition
        id: String,
        /// Why they differ, as readers of these pages see it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Record that an edition, or some of its pages, may not be shown any more
    Withdraw {
        /// The edition
        id: String,
        /// Why, as readers see it
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// A page, by its id or address; all of them unless given
        #[arg(long = "page", value_name = "PAGE")]
        pages: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// Lists editions, or records what happened to one.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let today = edge::disk::read(&arguments.root)?;
    let date = day(arguments.date, &today)?;
    let ledger = Ledger::read(&today).value;
    match &arguments.what {
        None if arguments.next_change => print_next_change(&ledger, date),
        Some(What::NextChange) => print_next_change(&ledger, date),
        None | Some(What::List) => {
            let table = table(&ledger, date);
            match arguments.format {
                Format::Text => print!("{}", table.text()),
                Format::Json => print!("{}", table.json()),
                Format::Csv => print!("{}", table.csv()),
            }
        }
        Some(What::Accept { id, reason }) => accept(arguments, &today, id, reason, date, voice)?,
        Some(What::Withdraw { id, reason, pages }) => {
            let elsewhere = edge::editions::withdraw(&arguments.root, &today, id, pages, reason, date)?;
            if !voice.quiet {
                let what = if pages.is_empty() { "all of it".to_owned() } else { pages.join(", ") };
                eprintln!("edition {id} is withdrawn from {date}: {what}\nnext: commit `{}`", path(id));
                for (other, pages) in elsewhere {
                    let pages: String = pages.iter().map(|page| format!(" --page {page}")).collect();
                    eprintln!(
                        "edition {other} goes on showing the same words; if they must go from there too, run `deskbook \
                         editions withdraw {other}{pages} --reason \"…\"`"
                    );
                }
            }
        }
    }
    Ok(Ending::Clean)
}

fn print_next_change(ledger: &Ledger, date: Date) {
    if let Some(day) = ledger.next_change(date) {
        println!("{day}");
    }
}

/// Returns the editions, the latest first.
fn table(ledger: &Ledger, date: Date) -> Table {
    let row = |edition: &Edition| {
        let status = match Status::of(ledger, edition, date) {
            Status::InForce => "in force".to_owned(),
            Status::Upcoming => "upcoming".to_owned(),
            Status::Superseded(day) => format!("replaced on {day}"),
        };
        let withdrawn = edition.withdrawn.as_ref().map(|withdrawn| match withdrawn.pages.as_slice() {
            [] => ", withdrawn".to_owned(),
            pages => format!(", {} pages withdrawn", pages.len()),
        });
        vec![
            edition.id.clone(),
            edition.published.to_string(),
            edition.effective.to_string(),
            status + &withdrawn.unwrap_or_default(),
            edition.note.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<Vec<String>> = ledger.iter().rev().map(row).collect();
    let summary = match (ledger.in_force(date), ledger.next_change(date)) {
        _ if rows.is_empty() => "Nothing has been released yet; `deskbook release` does.".to_owned(),
        (None, Some(next)) => format!("No edition is in force on {date}; the first takes effect on {next}."),
        (None, None) => format!("No edition is in force on {date}."),
        (Some(edition), Some(next)) => {
            format!("{} is in force on {date}; that changes on {next}.", edition.id)
        }
        (Some(edition), None) => format!("{} is in force on {date}.", edition.id),
    };
    Table { columns: &["id", "published", "effective", "status", "note"], rows, summary }
}

fn accept(
    arguments: &Arguments,
    today: &Snapshot,
    id: &str,
    reason: &str,
    date: Date,
    voice: Voice,
) -> Result<(), edge::Error> {
    let moved = edge::editions::accept(&arguments.root, today, id, reason, date)?;
    for Moved { page, reads, .. } in &moved {
        println!("{page}: {reads}");
    }
    if !voice.quiet {
        let said = match moved.len() {
            0 => format!("every page of edition {id} reads as it was released; nothing was recorded"),
            1 => format!("the words of 1 page of edition {id} are accepted\nnext: commit `{}`", path(id)),
            many => {
                format!("the words of {many} pages of edition {id} are accepted\nnext: commit `{}`", path(id))
            }
        };
        eprintln!("{said}");
    }
    Ok(())
}

fn path(id: &str) -> String {
    Edition::path(id).map_or_else(|| id.to_owned(), |path| path.to_string())
}
