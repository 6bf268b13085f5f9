//! `deskbook access`: whether the handbook may be published, for workflows and whoever asks.

use std::path::PathBuf;

use anstream::println;
use clap::Args;
use deskbook::{Readers, edge, publish};

use super::{Ending, project};

/// What `access` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// For whom it is built: one of the settings' audiences
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
}

/// Prints why the handbook may be published, or why not.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let settings = project::settings(&arguments.root)?;
    let readers = arguments.audience.clone().map_or(Readers::Usual, Readers::Named);
    match publish::may_publish(&settings.value, &settings.diagnostics, &readers) {
        Ok(reason) => {
            println!("{reason}");
            Ok(Ending::Clean)
        }
        Err(reason) => {
            println!("{reason}");
            Ok(Ending::Findings)
        }
    }
}
