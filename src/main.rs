//! The command line. The library does the work; this reads arguments and prints.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// A page is thousands of small pieces, made on all cores at once, which is what this is good at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(cli::Arguments::parse())
}
