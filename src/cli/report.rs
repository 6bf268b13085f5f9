//! `deskbook report`: worksheets over the whole handbook.

use anstream::print;
use clap::{Args, Subcommand, ValueEnum};
use deskbook::edge;
use deskbook::reports::{self, Table};

use super::project::{Project, Wanted};
use super::{Ending, ProjectArguments, Voice};

/// What `report` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Pages whose review is due, by owner
    Owners {
        /// How many days ahead to look
        #[arg(long, value_name = "N", default_value_t = 60)]
        days: u16,
        #[command(flatten)]
        shared: Shared,
    },
    /// Requirements, and the pages that answer them
    Coverage(Shared),
    /// Values, who set them, and where they are named
    Values(Shared),
    /// The words that lead to pages
    Aliases(Shared),
}

#[derive(Debug, Args)]
struct Shared {
    #[command(flatten)]
    project: ProjectArguments,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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

/// Prints a report.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let shared = match &arguments.what {
        What::Owners { shared, .. }
        | What::Coverage(shared)
        | What::Values(shared)
        | What::Aliases(shared) => shared,
    };
    let project = Project::build(&shared.project, &Wanted::WHOLE, voice)?;
    let handbook = &project.built.handbook;
    let table: Table = match &arguments.what {
        What::Owners { days, .. } => reports::owners(handbook, i64::from(*days)),
        What::Coverage(_) => reports::coverage(handbook),
        What::Values(_) => reports::values(handbook),
        What::Aliases(_) => reports::aliases(handbook),
    };
    print!(
        "{}",
        match shared.format {
            Format::Text => table.text(),
            Format::Json => table.json(),
            Format::Csv => table.csv(),
        }
    );
    project.leave();
    Ok(Ending::Clean)
}
