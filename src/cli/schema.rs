//! `deskbook schema`: what may stand in a file, for editors that read JSON Schema, and snippets for
//! beginning a page there.

use std::path::PathBuf;

use anstream::println;
use clap::Args;
use deskbook::{closest, edge, schema, starter};

use super::{Ending, project};

/// What `schema` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file's kind, such as `config`, `page` or `values`, or `snippets`; without one, all are listed
    name: Option<String>,
    /// The handbook's folder, whose settings may add kinds of page
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// The name under which snippets are printed, which are no schema but are for the same editors.
const SNIPPETS: &str = "snippets";

/// Prints a schema or the snippets, or the list of what there is.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let names = schema::names();
    let Some(name) = &arguments.name else {
        for schema::Named { name, about } in &names {
            println!("{name:<14} {about}");
        }
        println!("{SNIPPETS:<14} a new page of each kind, to be typed in VS Code");
        return Ok(Ending::Clean);
    };
    if name == SNIPPETS {
        println!("{:#}", starter::snippets(&edge::disk::read(&arguments.root)?));
        return Ok(Ending::Clean);
    }
    let config = project::settings(&arguments.root)?.value;
    let Some(schema) = schema::schema(name, &config.kinds) else {
        let names = names.iter().map(|named| named.name.as_str());
        let all: Vec<&str> = names.chain([SNIPPETS]).collect();
        let help = match closest(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", all.join(", ")),
        };
        return Err(edge::Error::Refused(format!("there is no schema `{name}`; {help}")));
    };
    println!("{schema:#}");
    Ok(Ending::Clean)
}
