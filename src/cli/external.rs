//! `deskbook check --external`: the addresses elsewhere, beside what every check looks at.

use std::time::Instant;

use anstream::eprintln;
use clap::Args;
use deskbook::edge::visit::{Manners, remember, visit};
use deskbook::external::{Address, Answer, addresses, findings, is_skipped, settled};
use deskbook::{Progress, sort};

use super::Voice;
use super::project::Project;
use super::tally::grouped;
use super::watch::watched;

/// What is said about addresses elsewhere.
#[derive(Clone, Copy, Debug, Args)]
pub struct Elsewhere {
    /// Ask hosts elsewhere whether the addresses that pages lead to are there
    #[arg(long)]
    external: bool,
    /// Ask machines of your own network too, which is not done in a workflow that strangers start
    #[arg(long, requires = "external")]
    external_private: bool,
}

/// Asks for the addresses elsewhere, if that is wanted, and puts what is found among the findings.
pub fn check(project: &mut Project, arguments: Elsewhere, voice: Voice) {
    if !arguments.external {
        return;
    }
    let started = Instant::now();
    let handbook = &project.built.handbook;
    let (config, today) = (&handbook.shared.config, handbook.date);
    let mut found = Vec::new();
    let all = addresses(handbook).collect(&mut found);
    let (skipped, all): (Vec<Address>, _) =
        all.into_iter().partition(|address| is_skipped(config, &address.url));
    let mut memory = remember::read(&project.root);
    let is_known = |address: &Address| memory.knows(address, today, config.external_days);
    let (known, asked): (Vec<Address>, Vec<Address>) = all.into_iter().partition(is_known);
    let manners = match arguments.external_private {
        true => Manners { may_visit: |_| true, ..Manners::default() },
        false => Manners::default(),
    };
    let progress = Progress::default();
    let answers = watched("asking hosts", &progress, voice, || visit(&asked, &manners, &progress));
    found.extend(findings(&asked, &answers));
    project.findings.extend(settled(handbook, found));
    sort(&mut project.findings);
    let all: Vec<Address> = known.iter().chain(&asked).cloned().collect();
    memory.learn(&all, &answers, today);
    if let Err(error) = remember::write(&project.root, &memory) {
        eprintln!("the next run asks everything again: {error}");
    }
    if !voice.quiet {
        let private = answers.values().filter(|answer| **answer == Answer::Private).count();
        let left_out = [
            (known.len(), format!("well in the last {} days", config.external_days)),
            (skipped.len(), "in `skip`".to_owned()),
            (private, "of your own network".to_owned()),
        ];
        let left_out = left_out.iter().filter(|(count, _)| *count > 0);
        let left_out: Vec<String> =
            left_out.map(|(count, why)| format!("{} {why}", grouped(*count))).collect();
        eprintln!(
            "addresses elsewhere: {} asked for in {:.1} s{}{}",
            grouped(asked.len() - private),
            started.elapsed().as_secs_f64(),
            if left_out.is_empty() { "" } else { "; not asked for: " },
            left_out.join(", ")
        );
    }
    if voice.verbose {
        for (url, answer) in &answers {
            eprintln!("{url} {}", words(answer));
        }
    }
}

fn words(answer: &Answer) -> String {
    match answer {
        Answer::There(lacking) if lacking.is_empty() => "is there".into(),
        Answer::There(lacking) => {
            let lacking: Vec<&str> = lacking.iter().map(String::as_str).collect();
            format!("is there, without {}", lacking.join(", "))
        }
        Answer::Gone(reason) | Answer::Doubtful(reason) => reason.clone(),
        Answer::Private => "is of your own network, and was not asked for".into(),
    }
}
