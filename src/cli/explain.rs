//! `deskbook explain`: what a rule is about.

use anstream::println;
use clap::Args;
use deskbook::{RULES, closest, edge, find_rule};

use super::Ending;

/// What `explain` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The rule's name; without one, all rules are listed
    rule: Option<String>,
}

/// Prints a rule's page, or the list of rules.
pub fn run(arguments: &Arguments) -> Result<Ending, edge::Error> {
    let Some(name) = &arguments.rule else {
        for rule in RULES {
            println!("{:<28} {:<8} {}", rule.name, rule.level.name(), rule.summary);
        }
        return Ok(Ending::Clean);
    };
    match find_rule(name) {
        Some(rule) => {
            println!("{}", rule.page.trim_end());
            Ok(Ending::Clean)
        }
        None => {
            let near = closest(name, RULES.iter().map(|rule| rule.name));
            let help = near.map_or_else(
                || "`deskbook explain` lists the rules".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(edge::Error::Refused(format!("there is no rule `{name}`; {help}")))
        }
    }
}
