//! `deskbook search`: the answers that readers get, in the terminal.

use anstream::{eprintln, println};
use clap::{Args, ValueEnum};
use deskbook::edge;
use deskbook::search::{self, Filter, Hit, Index, Slot};
use serde_json::json;

use super::project::{Project, Wanted};
use super::{Ending, ProjectArguments, Voice};

/// What `search` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What a reader types
    query: String,
    /// How many pages to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Say what each page was found by
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    project: ProjectArguments,
    /// How the answers are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// Prints the pages that answer.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let project = Project::build(&arguments.project, &Wanted::default(), voice)?;
    let index = &project.built.search;
    let (mut hits, slots) = search::search(index, &arguments.query, Filter::default());
    hits.truncate(arguments.limit);
    match arguments.format {
        Format::Json => {
            let answers: Vec<_> = hits.iter().map(|hit| as_json(index, hit, &slots)).collect();
            println!("{:#}", serde_json::Value::from(answers));
        }
        Format::Human => {
            if arguments.explain {
                print_slots(index, &slots);
            }
            if hits.is_empty() {
                eprintln!("nothing is found");
            }
            for (number, hit) in hits.iter().enumerate() {
                print_hit(index, hit, &slots, number + 1, arguments.explain);
            }
        }
    }
    project.leave();
    Ok(Ending::Clean)
}

/// Returns the heading of the section that answers; the head of a page has none.
fn section<'a>(index: &'a Index, hit: &Hit) -> Option<&'a search::Section> {
    index.pages[hit.page].sections.get(hit.section).filter(|section| section.id.is_some())
}

fn address(index: &Index, hit: &Hit) -> String {
    let id = section(index, hit).and_then(|section| section.id.as_ref());
    let id = id.map_or_else(String::new, |id| format!("#{id}"));
    format!("/{}{id}", index.pages[hit.page].url)
}

fn as_json(index: &Index, hit: &Hit, slots: &[Slot]) -> serde_json::Value {
    json!({
        "title": index.pages[hit.page].source.title,
        "url": address(index, hit),
        "section": section(index, hit).map(|section| section.heading.as_str()),
        "score": hit.score,
        "excerpt": search::excerpt(index, hit, slots),
    })
}

fn print_hit(index: &Index, hit: &Hit, slots: &[Slot], number: usize, explain: bool) {
    let page = &index.pages[hit.page];
    let code = &page.source.code;
    let code = if code.is_empty() { String::new() } else { format!("{code} ") };
    let heading = section(index, hit).map_or_else(String::new, |section| format!(" › {}", section.heading));
    println!("{number:2}  {code}{}{heading}", page.source.title);
    println!("    {}", address(index, hit));
    println!("    {}", search::excerpt(index, hit, slots));
    if explain {
        let why = &hit.why;
        println!(
            "    score {:.0}: words {:.0}, together {:.0}, {:.0} % of the query, {:.0} % in a name, kind {} %",
            hit.score,
            why.words,
            why.together,
            why.coverage * 100.0,
            why.name * 100.0,
            page.weight
        );
    }
    println!();
}

fn print_slots(index: &Index, slots: &[Slot]) {
    for slot in slots {
        let mut stems: Vec<(&u32, &f64)> = slot.stems.iter().collect();
        stems.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
        let words = stems.iter().take(12).map(|(stem, belief)| {
            let word = index.words.iter().find(|(_, known)| known == *stem).map_or("", |(word, _)| word);
            format!("{word} {:.0} %", **belief * 100.0)
        });
        let words: Vec<String> = words.collect();
        let words = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
        println!("`{}` is looked for as {words}", slot.text);
    }
    println!();
}
