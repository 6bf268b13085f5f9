//! `deskbook diff`: what a reader of one edition finds different in another, in a commit, or in the folder.

use std::path::PathBuf;

use anstream::{print, println};
use clap::{Args, ValueEnum};
use deskbook::edge::git::{Objects, Repository, Trouble};
use deskbook::edge::release::handbook;
use deskbook::editions::changes::{Two, html, terminal};
use deskbook::editions::{Changes, History, Ledger, compare};
use deskbook::handbook::Handbook;
use deskbook::{Options, Snapshot, closest, edge};
use jiff::civil::Date;

use super::Ending;
use super::release::day;

/// What `diff` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The older side: an edition, a commit such as `origin/main`, or `.` for the folder as it is; the
    /// edition in force unless given
    #[arg(value_name = "A")]
    old: Option<String>,
    /// The newer side; the folder unless given
    #[arg(value_name = "B", default_value = FOLDER)]
    new: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Show one page only, by its id, code, address or file
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,
    /// The day that says which edition is in force; today unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// For a comment on a pull request, on GitHub and on GitLab
    Html,
}

/// How the folder as it is is asked for.
const FOLDER: &str = ".";

/// Prints what differs.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let today = edge::disk::read(&arguments.root)?;
    let date = day(arguments.date, &today)?;
    let ledger = Ledger::read(&today).value;
    let in_force = ledger.in_force(date).map(|edition| edition.id.clone());
    let Some(old) = arguments.old.clone().or(in_force) else {
        return Err(edge::Error::Refused(format!(
            "no edition is in force on {date}; name two sides with `deskbook diff A B`, of which each may be an edition, a \
             commit or `.` for the folder"
        )));
    };
    let mut sides =
        Sides { arguments, ledger: &ledger, today: &today, objects: Objects::default(), repository: None };
    let options = Options::on(date).whole();
    let (before, after) = (sides.handbook(&old, &options)?, sides.handbook(&arguments.new, &options)?);
    let comparison = compare(&before, &after);
    let names = [name(&old), name(&arguments.new)];
    let mut changes = Changes::of(Two { old: &before, new: &after, names, comparison: &comparison });
    if let Some(wanted) = &arguments.page {
        changes = changes.only(&address(&before, &after, wanted)?);
    }
    match arguments.format {
        Format::Human => print!("{}", terminal::whole(&changes)),
        Format::Json => println!("{:#}", serde_json::json!(changes)),
        Format::Html => print!("{}", html::fragment(&changes)),
    }
    Ok(Ending::Clean)
}

/// Whatever can stand on a side, each read when it is asked for.
struct Sides<'a> {
    arguments: &'a Arguments,
    ledger: &'a Ledger,
    today: &'a Snapshot,
    objects: Objects,
    repository: Option<Repository>,
}

impl Sides<'_> {
    fn handbook(&mut self, side: &str, options: &Options) -> Result<Handbook, edge::Error> {
        if side == FOLDER {
            return Ok(handbook(self.today, options));
        }
        let repository = match self.repository.take() {
            Some(repository) => repository,
            None => Repository::open(&self.arguments.root)?,
        };
        let handbook = match self.ledger.get(side) {
            Some(edition) => {
                let snapshot = repository.snapshot(&edition.commit, &mut self.objects)?;
                // What was withdrawn is not shown here either: a comment on a pull request is public.
                let mut history = History { ledger: self.ledger.clone(), ..History::default() };
                history.snapshots.insert(edition.id.clone(), snapshot);
                handbook(&history.dressed(&edition.id, self.today).unwrap_or_default(), options)
            }
            // What somebody proposes may be settings too, so a commit wears its own.
            None => {
                let commit =
                    repository.commit(side).map_err(|trouble| unknown(self.ledger, side, trouble))?;
                handbook(&repository.snapshot(&commit, &mut self.objects)?, options)
            }
        };
        self.repository = Some(repository);
        Ok(handbook)
    }
}

/// Returns why a side is neither an edition nor a commit.
fn unknown(ledger: &Ledger, side: &str, trouble: Trouble) -> edge::Error {
    let near = closest(side, ledger.iter().map(|edition| edition.id.as_str()));
    match (near, trouble) {
        (Some(near), _) => {
            edge::Error::Refused(format!("there is no edition `{side}`; did you mean `{near}`?"))
        }
        (None, Trouble::Missing(_)) => edge::Error::Refused(format!(
            "there is neither an edition nor a commit `{side}`; `deskbook editions` lists what was released, and `git \
             fetch` gets a branch that is not here yet"
        )),
        (None, trouble) => trouble.into(),
    }
}

/// Returns what a side is called; of the name of a commit its beginning.
fn name(side: &str) -> &str {
    match side {
        FOLDER => "the folder",
        side if side.len() == 40 && side.bytes().all(|sign| sign.is_ascii_hexdigit()) => &side[..10],
        side => side,
    }
}

/// Returns the address of the page that is meant, in the newer handbook if it is there.
fn address(old: &Handbook, new: &Handbook, wanted: &str) -> Result<String, edge::Error> {
    let bare = wanted.trim_matches('/');
    let pages = new.pages.iter().chain(&old.pages);
    let found = pages.clone().find(|page| {
        let is = |name: Option<&String>| name.is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        let file = page.path.as_str();
        is(page.id.as_ref())
            || is(page.code.as_ref())
            || page.url.as_str().trim_matches('/') == bare
            || file == wanted
            || file.strip_prefix("content/") == Some(wanted)
    });
    found.map(|page| format!("/{}", page.url)).ok_or_else(|| {
        let names = pages
            .flat_map(|page| page.id.as_deref().into_iter().chain([page.url.as_str(), page.path.as_str()]));
        let near = closest(wanted, names).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "name it by its id, code, address or file".into());
        edge::Error::Refused(format!("there is no page `{wanted}`; {help}"))
    })
}
