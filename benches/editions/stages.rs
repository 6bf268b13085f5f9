//! What parsing, linking and rendering bodies cost for one edition and for all: `edition-stages DIR`.
//!
//! The same calls as a build makes, one stage after the other, in memory. Times are seconds of CPU of
//! all threads, as Linux counts them; elsewhere they are seconds on the wall.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that is run by hand")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use deskbook::editions::History;
use deskbook::handbook::CONTENT;
use deskbook::site::{Bodies, Site};
use deskbook::{Cache, Options, Progress, Snapshot, build, build_editions, edge};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: edition-stages DIR");
        return ExitCode::from(2);
    };
    let root = Path::new(&folder);
    let read = edge::disk::read(root).and_then(|today| Ok((edge::history::read(root, &today)?, today)));
    match read {
        Ok((history, today)) => {
            print(&history, &today);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn print(history: &History, today: &Snapshot) {
    let options = Options::on(jiff::civil::date(2026, 12, 1));
    let editions: Vec<Snapshot> =
        history.ledger.iter().filter_map(|edition| history.dressed(&edition.id, today)).collect();
    let Some(last) = editions.last() else { return };
    // What is only needed once in the life of a process is not counted.
    let _first = stages(std::slice::from_ref(last), today, &options);
    let one = stages(std::slice::from_ref(last), today, &options);
    let all = stages(&editions, today, &options);
    let alone = spent(|| build(today, &options)).1;
    let together = spent(|| build_editions(today, history, &options, &Progress::default())).1;
    println!("{:>28}  {:>9}  {:>9}  {:>6}", "seconds of CPU, in memory", "one", editions.len(), "ratio");
    row("parse and link", one.read, all.read);
    row("bodies", one.bodies, all.bodies);
    row("parse, link and bodies", one.read + one.bodies, all.read + all.bodies);
    row("whole build", alone, together);
}

fn row(what: &str, one: f64, all: f64) {
    println!("{what:>28}  {one:>9.3}  {all:>9.3}  {:>6.1}", all / one);
}

#[derive(Default)]
struct Stages {
    read: f64,
    bodies: f64,
}

/// Reads, links and renders the bodies of editions, which wear what `today` does.
fn stages(editions: &[Snapshot], today: &Snapshot, options: &Options) -> Stages {
    let mut cache = Cache::default();
    let dress = Site::read(&without_pages(today), options, &mut cache, &Progress::default()).value;
    let mut all = Stages::default();
    let mut before: Option<(&Snapshot, Site)> = None;
    let mut bodies = Bodies::default();
    for files in editions {
        let known = before.as_ref().map(|(files, site)| (*files, site));
        let (edition, read) = spent(|| Site::of_edition(files, &dress, known, options, &mut cache));
        all.read += read;
        all.bodies += spent(|| bodies = edition.bodies(&bodies)).1;
        before = Some((files, edition));
    }
    all
}

/// Returns a handbook with nothing in it but what stands around the pages.
fn without_pages(today: &Snapshot) -> Snapshot {
    let mut around = Snapshot::default();
    for (path, file) in today.files().filter(|(path, _)| path.below(CONTENT).is_none()) {
        around.insert(path.clone(), file.clone());
    }
    around
}

/// Returns what something makes, and the seconds of CPU that it takes.
fn spent<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (clock, before) = (Instant::now(), cpu());
    let made = work();
    let spent = match (before, cpu()) {
        (Some(before), Some(after)) => after - before,
        _ => clock.elapsed().as_secs_f64(),
    };
    (made, spent)
}

/// Returns the seconds for which the threads of this process have run.
#[expect(clippy::cast_precision_loss, reason = "nanoseconds of a bench fit into a double")]
fn cpu() -> Option<f64> {
    let tasks = fs::read_dir("/proc/self/task").ok()?;
    let ran = |task: fs::DirEntry| -> Option<u64> {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse().ok()
    };
    Some(tasks.flatten().filter_map(ran).sum::<u64>() as f64 / 1e9)
}
