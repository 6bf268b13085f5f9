//! Writes a handbook of a given size into a new folder: `generate-handbook PAGES DIR [--flavour NAME]`.
//!
//! The flavour is `deskbook` unless given, or `hugo`; `--edition N` instead writes the handbook as
//! its N-th edition has it, over the one before.

#![allow(clippy::print_stderr, reason = "a program that is run by hand says what is wrong")]

#[path = "mod.rs"]
mod generate;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use generate::{Flavour, Handbook};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (pages, folder, flavour, edition) = match arguments.as_slice() {
        [pages, folder] | [pages, folder, "--flavour", "deskbook"] => (pages, folder, Flavour::Deskbook, "1"),
        [pages, folder, "--flavour", "hugo"] => (pages, folder, Flavour::Hugo, "1"),
        [pages, folder, "--edition", edition] => (pages, folder, Flavour::Deskbook, *edition),
        _ => return refuse("usage: generate-handbook PAGES DIR [--flavour deskbook|hugo] [--edition N]"),
    };
    let Ok(edition) = edition.parse() else { return refuse(&format!("`{edition}` is no edition's number")) };
    match pages.parse() {
        Ok(pages) if pages > 0 => {
            match write(&Handbook::new(pages, flavour).of_edition(edition), Path::new(folder)) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => refuse(&format!("cannot write into `{folder}`: {error}")),
            }
        }
        _ => refuse(&format!("`{pages}` is not a number of pages")),
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}

fn write(handbook: &Handbook, folder: &Path) -> io::Result<()> {
    for (path, text) in handbook.files() {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
