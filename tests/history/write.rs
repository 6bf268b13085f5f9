//! Writes a repository with a long history: `generate-history EDITIONS DIR [--seed SEED]`.
//!
//! Each edition is a commit with its record in `editions/`, so that `deskbook build` and
//! `deskbook diff` have something to show.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that is run by hand says what it did"
)]

#[path = "mod.rs"]
mod generate;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use deskbook::edge::release::handbook;
use deskbook::editions::{Edition, words};
use deskbook::{Options, Snapshot};
use jiff::ToSpan;
use jiff::civil::{Date, date};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (count, folder, seed) = match arguments.as_slice() {
        [count, folder] => (count, folder, "1"),
        [count, folder, "--seed", seed] => (count, folder, *seed),
        _ => return refuse("usage: generate-history EDITIONS DIR [--seed SEED]"),
    };
    match (count.parse(), seed.parse()) {
        (Ok(count), Ok(seed)) => write(Path::new(folder), seed, count),
        _ => return refuse("EDITIONS and SEED are numbers"),
    }
    ExitCode::SUCCESS
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}

fn write(folder: &Path, seed: u64, count: usize) {
    fs::create_dir_all(folder).expect("the folder can be made");
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    for (number, edition) in generate::editions(seed, count).iter().enumerate() {
        let _ = fs::remove_dir_all(folder.join("content"));
        for (path, text) in edition.handbook.files() {
            put(folder, path, text);
        }
        let commit = commit(folder);
        let record = record(number, edition, &edition.handbook.snapshot(), commit);
        put(folder, &format!("editions/{}.toml", record.id), &record.toml());
        println!("{} ({})", record.id, edition.occasion);
        edition.said.iter().for_each(|said| println!("  {said}"));
    }
    commit(folder);
}

fn record(number: usize, edition: &generate::Edition, snapshot: &Snapshot, commit: String) -> Edition {
    let days = i64::try_from(number).unwrap_or(0) * 7;
    let day: Date = date(2026, 1, 5).checked_add(days.days()).expect("a day");
    let options = Options::on(day);
    Edition {
        id: format!("2026.{}", number + 1),
        commit,
        published: day,
        effective: day,
        note: Some(format!("Made for: {}.", edition.occasion)),
        pages: words::hashes(&handbook(snapshot, &options)),
        accepted: Vec::new(),
        withdrawn: None,
    }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

fn commit(folder: &Path) -> String {
    git(folder, &["add", "--all"]);
    git(
        folder,
        &[
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "Write",
        ],
    );
    git(folder, &["rev-parse", "HEAD"])
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new("git").current_dir(folder).args(arguments).output().expect("git can be started");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
