//! `deskbook completions`: what a shell needs to complete commands and options.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use deskbook::edge;

use super::Ending;

/// What `completions` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints a script for a shell.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut super::Arguments::command(), "deskbook", &mut script);
    match io::stdout().write_all(&script) {
        // Whoever reads the first lines only has what they wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(edge::Error::Io("write to", "standard output".into(), error))
        }
        _ => Ok(Ending::Clean),
    }
}
