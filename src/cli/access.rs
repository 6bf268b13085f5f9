//! `deskbook access`: whether the handbook may be published, for workflows and whoever asks.

use std::path::PathBuf;

use anstream::println;
use clap::Args;
use deskbook::{edge, publish};

use super::{Ending, project};

/// What `access` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Prints why the handbook may be published, or why not.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let settings = project::settings(&arguments.root)?;
    match publish::may_publish(&settings.value, &settings.diagnostics) {
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
