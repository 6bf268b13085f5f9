//! `deskbook where`: where a value, a role, a term or a page is set, named and shown.

use anstream::{eprintln, println};
use clap::{Args, ValueEnum};
use deskbook::reports::{self, Affected};
use deskbook::{closest, edge};
use serde_json::json;

use super::project::{Project, Wanted};
use super::{Ending, ProjectArguments, Voice};

/// What `where` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// `value.KEY`, `role.ID`, `term.ID`, or a page by its code or path
    name: String,
    #[command(flatten)]
    project: ProjectArguments,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Prints where something is set, named and shown.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let (snapshot, options) = Project::read(&arguments.project, &Wanted::WHOLE)?;
    let Some(affected) = reports::affected(&snapshot, &options, &arguments.name) else {
        let project = Project::build(&arguments.project, &Wanted::WHOLE, voice)?;
        let names = reports::names(&project.built.handbook);
        eprintln!("nothing is called `{}`", arguments.name);
        let holding: Vec<&str> =
            names.iter().filter(|name| name.contains(&*arguments.name)).map(String::as_str).collect();
        match closest(&arguments.name, names.iter().map(String::as_str)) {
            Some(near) => eprintln!("did you mean `{near}`?"),
            None if !holding.is_empty() => eprintln!("did you mean one of `{}`?", holding.join("`, `")),
            None => eprintln!("ask for `value.KEY`, `role.ID`, `term.ID`, or a page by its code or path"),
        }
        return Ok(Ending::Findings);
    };
    match arguments.format {
        Format::Text => print_text(&affected),
        Format::Json => println!("{:#}", as_json(&affected)),
    }
    Ok(Ending::Clean)
}

fn print_text(affected: &Affected) {
    println!("{} reads \"{}\" and is set in {}", affected.name, affected.reads, place(&affected.set_in));
    println!();
    println!("named in {}", counted(affected.named_in.len(), "place"));
    for mention in &affected.named_in {
        println!("  {}", place(mention));
    }
    println!();
    println!("shown on {}", counted(affected.shown_on.len(), "page"));
    let widest = affected.shown_on.iter().map(|(url, _)| url.chars().count()).max().unwrap_or(0);
    for (url, title) in &affected.shown_on {
        println!("  {url:widest$}  {title}");
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn place(mention: &reports::Mention) -> String {
    format!("{}:{}:{}", mention.file, mention.position.line, mention.position.column)
}

fn as_json(affected: &Affected) -> serde_json::Value {
    let mention = |mention: &reports::Mention| {
        json!({
            "file": mention.file.as_str(),
            "line": mention.position.line,
            "column": mention.position.column,
        })
    };
    let page = |(url, title): &(String, String)| json!({ "url": url, "title": title });
    json!({
        "name": affected.name,
        "reads": affected.reads,
        "set_in": mention(&affected.set_in),
        "named_in": affected.named_in.iter().map(mention).collect::<Vec<_>>(),
        "shown_on": affected.shown_on.iter().map(page).collect::<Vec<_>>(),
    })
}
