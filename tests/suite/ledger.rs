//! `deskbook editions`, and that the words of what was released stay what they were.

use std::fs;

use deskbook::edge::history;
use deskbook::edge::release::handbook;
use deskbook::editions::{self, History};
use deskbook::source::{File, SitePath};
use deskbook::{Diagnostic, Options, Snapshot};
use jiff::civil::date;

use crate::git::commit;
use crate::program::Project;
use crate::release::{HANDBOOK, change, ledger, release, repository, run};

/// A handbook with an edition in force from 5 December 2026.
fn released() -> Project {
    let project = repository(HANDBOOK);
    let run = release(&project, "2026.1", &["--no-tag", "--note", "The first."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    commit(project.path());
    project
}

fn history(project: &Project) -> (Snapshot, History) {
    let today = deskbook::edge::disk::read(project.path()).expect("the folder");
    let history = history::read(project.path(), &today).expect("every edition");
    (today, history)
}

fn verify(today: &Snapshot, history: &History) -> Vec<Diagnostic> {
    let options = Options::on(date(2026, 12, 1));
    editions::verify(history, today, |edition| {
        Some(handbook(&history.dressed(&edition.id, today)?, &options))
    })
}

#[test]
fn the_list_says_what_each_edition_is_on_a_day() {
    let project = released();
    let second = ["release", "2026.2", "--effective", "2027-01-10", "--date", "2026-12-20", "--no-tag"];
    assert_eq!(run(&project, &second).code, 0);
    let on = |day: &str| run(&project, &["editions", "--date", day]).stdout;
    assert_eq!(
        on("2026-12-24"),
        "id      published   effective   status    note\n\
         ------  ----------  ----------  --------  ----------\n\
         2026.2  2026-12-20  2027-01-10  upcoming\n\
         2026.1  2026-12-01  2026-12-05  in force  The first.\n\n\
         2026.1 is in force on 2026-12-24; that changes on 2027-01-10.\n"
    );
    let later = on("2027-01-10");
    assert!(
        later.contains("2026.1  2026-12-01  2026-12-05  replaced on 2027-01-10  The first.\n"),
        "{later}"
    );
    assert!(later.ends_with("2026.2 is in force on 2027-01-10.\n"), "{later}");
    for way in [&["editions", "--next-change"][..], &["editions", "next-change"]] {
        let next = |day: &str| run(&project, &[way, &["--date", day]].concat()).stdout;
        assert_eq!(
            [next("2026-12-04"), next("2026-12-05"), next("2027-01-10")],
            ["2026-12-05\n", "2027-01-10\n", ""]
        );
    }
    let json = run(&project, &["editions", "--format", "json"]).stdout;
    assert!(json.contains("\"status\": \"upcoming\""), "{json}");
    let none = Project::new(HANDBOOK).run_in_december(&["editions"]).stdout;
    assert_eq!(none, "Nothing has been released yet; `deskbook release` does.\n");
}

#[test]
fn theme_and_settings_of_today_move_no_word_of_an_edition() {
    let project = released();
    project.write("handbook.toml", "title = \"Other\"\ncurrency = \"EUR\"\nlanguage = \"en-US\"\n");
    project.write("themes/default/i18n/en.toml", "[numbers]\ndecimal = \",\"\n");
    change(&project, "content/hours.md", "nine", "ten");
    let (today, history) = history(&project);
    assert_eq!(verify(&today, &history), []);
}

/// What the parser makes of a word is altered where it takes the word from.
#[test]
fn a_word_that_moved_is_refused_and_shown() {
    let project = released();
    let (today, mut history) = history(&project);
    let path = SitePath::new("content/hours.md").expect("a path");
    let snapshot = history.snapshots.get_mut("2026.1").expect("the edition");
    let text = snapshot.text(path.as_str()).expect("a page").replace("nine to five", "nine to eighteen");
    let options = Options::on(date(2026, 12, 1));
    let mut altered = snapshot.clone();
    altered.insert(path, File::Text(text.into()));
    let found = editions::verify(&history, &today, |_| Some(handbook(&altered, &options)));
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.rule.name, "edition-words");
    assert_eq!(
        finding.message,
        "`/hours/` of edition 2026.1 (`content/hours.md`) no longer reads as it was released: \"… hours From nine to eighteen …\" \
         now holds words that no file of the edition has"
    );
    let line = finding
        .location
        .span
        .map(|span| today.text("editions/2026.1.toml").expect("it")[span.range()].to_owned());
    assert!(line.is_some_and(|line| line.starts_with("\"/hours/\" = \"")));
}

#[test]
fn accepted_words_are_put_behind_the_record_and_pass() {
    let project = released();
    let before = fs::read_to_string(project.path().join("editions/2026.1.toml")).expect("the record");
    let unmoved = run(&project, &["editions", "accept", "2026.1", "--reason", "x"]);
    assert!(unmoved.stderr.contains("nothing was recorded"), "{}", unmoved.stderr);
    // As if the page had read otherwise when it was released.
    let hash = ledger(&project).get("2026.1").expect("it").pages["/hours/"].clone();
    change(&project, "editions/2026.1.toml", &hash, &"a".repeat(64));
    let (today, history) = self::history(&project);
    let found = verify(&today, &history);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].message.ends_with("it has 7 words now and begins \"Hours Opening hours From nine to five\""),
        "{}",
        found[0].message
    );
    let altered = before.replace(&hash, &"a".repeat(64));
    let run = run(&project, &["editions", "accept", "2026.1", "--reason", "A new \"parser\"."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "/hours/: it has 7 words now and begins \"Hours Opening hours From nine to five\"\n"
    );
    assert_eq!(
        fs::read_to_string(project.path().join("editions/2026.1.toml")).expect("the record"),
        format!(
            "{altered}\n[[accepted]]\npage = \"/hours/\"\nhash = \"{hash}\"\ndate = 2026-12-01\nreason = \"A new \
             \\\"parser\\\".\"\n"
        )
    );
    let (today, history) = self::history(&project);
    assert_eq!(verify(&today, &history), []);
}

/// The page was recorded by a renderer that read one of its words otherwise.
#[test]
fn a_build_refuses_a_word_that_is_rendered_otherwise_until_somebody_accepts_it() {
    let project = released();
    let words = ["Hours", "Opening", "hours", "From", "nine", "to", "five"].map(str::to_owned);
    let hash = editions::words::hash(&words);
    assert_eq!(ledger(&project).get("2026.1").expect("it").pages["/hours/"], hash, "as it is read now");
    let otherwise = editions::words::hash(&words.map(|word| word.replace("five", "5")));
    change(&project, "editions/2026.1.toml", &hash, &otherwise);
    commit(project.path());
    let build = || run(&project, &["build", "--date", "2026-12-05", "--out", "site"]);
    let refused = build();
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    for part in [
        "error[edition-words]",
        "`/hours/` of edition 2026.1 (`content/hours.md`) no longer reads as it was released",
        "it has 7 words now and begins \"Hours Opening hours From nine to five\"",
        "editions/2026.1.toml:",
        &otherwise,
        "deskbook editions accept 2026.1 --reason",
        "nothing was written: 1 error",
    ] {
        assert!(refused.stderr.contains(part), "no `{part}` in {}", refused.stderr);
    }
    assert!(!project.path().join("site").exists());
    let accept =
        ["editions", "accept", "2026.1", "--reason", "Figures are read as words.", "--date", "2026-12-05"];
    assert_eq!(run(&project, &accept).code, 0);
    let accepted = build();
    assert_eq!(accepted.code, 0, "{}", accepted.stderr);
    let page = |path: &str| {
        let html = fs::read_to_string(project.path().join("site").join(path)).expect("a page");
        html.contains(
            "Its words were accepted on 5 December 2026 as they are shown now. Figures are read as words.",
        )
    };
    assert!(page("hours/index.html") && page("editions/2026.1/hours/index.html"), "readers are told");
    assert!(!page("refunds/index.html"));
}

#[test]
fn what_must_go_is_withdrawn_once_and_named() {
    let project = released();
    let withdraw = |more: &[&str]| {
        run(&project, &[&["editions", "withdraw", "2026.1", "--reason", "A court."], more].concat())
    };
    let unknown = withdraw(&["--page", "/huors/"]);
    assert_eq!(
        (unknown.code, unknown.stderr.as_str()),
        (2, "error: edition 2026.1 has no page `/huors/`; did you mean `/hours/`?\n")
    );
    let done = withdraw(&["--page", "hours", "--page", "refunds"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let withdrawn =
        ledger(&project).get("2026.1").and_then(|edition| edition.withdrawn.clone()).expect("a withdrawal");
    assert_eq!(
        (withdrawn.pages, withdrawn.date),
        (vec!["/hours/".into(), "refunds".into()], date(2026, 12, 1))
    );
    assert!(run(&project, &["editions", "list"]).stdout.contains("upcoming, 2 pages withdrawn"));
    let again = withdraw(&[]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("was withdrawn on 2026-12-01 (/hours/, refunds)"), "{}", again.stderr);
    // The next edition has a page with the same words.
    commit(project.path());
    change(&project, "content/hours.md", "nine", "ten");
    change(&project, "content/refunds.md", "at once", "soon");
    commit(project.path());
    let next = ["release", "2026.2", "--effective", "2027-01-10", "--date", "2026-12-20", "--no-tag"];
    assert_eq!(run(&project, &next).code, 0);
    commit(project.path());
    let args = ["editions", "withdraw", "2026.2", "--reason", "x", "--page", "hours", "--page", "news"];
    let elsewhere = run(&project, &args);
    assert!(
        elsewhere.stderr.ends_with(
            "edition 2026.1 goes on showing the same words; if they must go from there too, run `deskbook editions \
             withdraw 2026.1 --page /news/ --reason \"…\"`\n"
        ),
        "{}",
        elsewhere.stderr
    );
    let unknown = run(&project, &["editions", "accept", "2026.3", "--reason", "x"]);
    assert_eq!(unknown.stderr, "error: there is no edition `2026.3`; did you mean `2026.1`?\n");
}
