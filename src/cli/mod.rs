//! Arguments as typed, what they mean, one call, an exit code. One file for each command.
//!
//! 0 is clean, 1 an error or a denied warning, 2 could not run. Standard output holds only what was
//! asked for (a report, a rule's page); everything else goes to standard error.

mod access;
mod build;
mod check;
mod completions;
mod correct;
mod diff;
mod editions;
mod explain;
mod external;
mod init;
mod locate;
mod new;
mod project;
mod release;
mod report;
mod reviewed;
mod schema;
mod search;
mod serve;
mod tally;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// What was typed.
#[derive(Debug, Parser)]
#[command(
    name = "deskbook",
    version,
    about = "Turns Markdown into a service-standards handbook",
    max_term_width = 100
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    voice: Voice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site
    Build(build::Arguments),
    /// Show the handbook in a browser while it is being written
    Serve(serve::Arguments),
    /// Check everything and write nothing
    Check(check::Arguments),
    /// Begin a handbook: a small one that is complete, with what publishes it
    Init(init::Arguments),
    /// Begin a page of a kind, with everything that its kind asks for
    New(new::Arguments),
    /// Print a rule's page, or the list of rules
    Explain(explain::Arguments),
    /// Search as readers do
    Search(search::Arguments),
    /// Print a worksheet: owners, coverage, values or aliases
    Report(report::Arguments),
    /// Print where a value, a role, a term or a page is set, named and shown
    Where(locate::Arguments),
    /// Set the day on which pages were last confirmed, and nothing else in them
    Reviewed(reviewed::Arguments),
    /// Make the commit that is checked out an edition, which holds from a day on
    Release(release::Arguments),
    /// Put a few files of the edition in force right, at once and without anything else
    Correct(correct::Arguments),
    /// List the editions, or put into a record what happened to one afterwards
    Editions(editions::Arguments),
    /// Show what differs between two editions, or between one and the folder
    Diff(diff::Arguments),
    /// Say whether the handbook may be published: a private one only where readers log in
    Access(access::Arguments),
    /// Print a JSON Schema of the settings, of a page's fields or of a data file, or snippets
    Schema(schema::Arguments),
    /// Print what a shell needs to complete commands and options
    Completions(completions::Arguments),
}

/// How much is said, and in which colours.
#[derive(Clone, Copy, Debug, Args)]
pub struct Voice {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// When to use colours; `NO_COLOR` is heeded too
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Which handbook, and as of when.
#[derive(Debug, Args)]
pub struct ProjectArguments {
    /// The handbook's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Read the handbook as of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// For whom: one of the settings' audiences; what is for others is left out
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
}

/// How a command ended.
pub enum Ending {
    /// Nothing is wrong.
    Clean,
    /// The handbook has errors, or warnings that were denied.
    Findings,
}

/// Runs what was typed.
pub fn run(arguments: Arguments) -> ExitCode {
    let voice = arguments.voice;
    voice.color.choose();
    let ending = match arguments.command {
        Command::Build(arguments) => build::run(&arguments, voice),
        Command::Serve(arguments) => serve::run(&arguments, voice),
        Command::Check(arguments) => check::run(&arguments, voice),
        Command::Init(arguments) => init::run(&arguments, voice),
        Command::New(arguments) => new::run(&arguments, voice),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Search(arguments) => search::run(&arguments, voice),
        Command::Report(arguments) => report::run(&arguments, voice),
        Command::Where(arguments) => locate::run(&arguments, voice),
        Command::Reviewed(arguments) => reviewed::run(&arguments, voice),
        Command::Release(arguments) => release::run(&arguments, voice),
        Command::Correct(arguments) => correct::run(&arguments, voice),
        Command::Editions(arguments) => editions::run(&arguments, voice),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Access(arguments) => access::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match ending {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        Err(error) => {
            anstream::eprintln!("{ERROR}error{ERROR:#}: {error}");
            ExitCode::from(2)
        }
    }
}

/// How the word "error" looks.
const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

impl Color {
    fn choose(self) {
        match self {
            Self::Auto => {}
            Self::Always => anstream::ColorChoice::Always.write_global(),
            Self::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}
