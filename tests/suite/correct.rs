//! `deskbook correct` in a real repository: only the files that are named, and nothing that somebody
//! works on.

use std::fs;

use jiff::civil::date;

use crate::git::{commit, git};
use crate::program::{Project, Run};
use crate::release::{HANDBOOK, change, ledger, release, repository, run};

/// A handbook with an edition in force since 5 December, and unfinished work since then.
fn at_work() -> Project {
    let project = repository(HANDBOOK);
    let first = release(&project, "2026.1", &["--no-tag"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    commit(project.path());
    change(&project, "content/refunds.md", "at once", "some day, when this is finished");
    change(&project, "content/hours.md", "nine", "ten");
    commit(project.path());
    project
}

fn correct(project: &Project, take: &str, more: &[&str]) -> Run {
    let arguments = ["correct", "2026.1", "--take", take, "--reason", "Wrong hours.", "--date", "2026-12-10"];
    run(project, &[&arguments, more].concat())
}

#[test]
fn it_holds_at_once_and_drags_nothing_along() {
    let project = at_work();
    // What somebody is in the middle of: staged, changed and new files.
    project.write("content/draft.md", "---\nstatus: draft\n---\n# Draft\n");
    git(project.path(), &["add", "content/draft.md"]);
    change(&project, "content/refunds.md", "some day", "one day");
    let state = || {
        let at = project.path();
        let ours =
            [&["rev-parse", "HEAD"][..], &["diff", "--cached"], &["diff"], &["branch", "--show-current"]];
        ours.map(|arguments| git(at, arguments))
    };
    let before = state();
    let rehearsal = correct(&project, "content/hours.md", &["--dry-run"]);
    assert!(rehearsal.stdout.contains("From [-nine-] {+ten+} to five."), "{}", rehearsal.stdout);
    assert_eq!(git(project.path(), &["branch", "--list", "editions/*"]), "");
    let run = correct(&project, "content/hours.md", &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "editions/2026.1.1.toml\n"), "{}", run.stderr);
    assert!(run.stderr.contains("`git push origin editions/2026.1 2026.1.1`"), "{}", run.stderr);
    assert_eq!(state(), before);

    let ledger = ledger(&project);
    let (base, correction) = (ledger.get("2026.1").expect("it"), ledger.get("2026.1.1").expect("it"));
    assert_eq!(
        (correction.effective, correction.note.as_deref()),
        (date(2026, 12, 10), Some("Wrong hours."))
    );
    assert_eq!(ledger.in_force(date(2026, 12, 10)).map(|edition| edition.id.as_str()), Some("2026.1.1"));
    let changed = git(project.path(), &["diff", "--name-only", &base.commit, &correction.commit]);
    assert_eq!(changed, "content/hours.md");
    assert_eq!(git(project.path(), &["rev-parse", "editions/2026.1"]), correction.commit);
    assert_eq!(git(project.path(), &["rev-parse", "2026.1.1^{commit}"]), correction.commit);
    assert_eq!(git(project.path(), &["rev-parse", "2026.1.1^{commit}~1"]), base.commit);
    assert_ne!(base.pages["/hours/"], correction.pages["/hours/"]);
    assert_eq!(base.pages["refunds"], correction.pages["refunds"]);
}

#[test]
fn a_second_one_keeps_the_first_and_may_take_a_file_away() {
    let project = at_work();
    assert_eq!(correct(&project, "content/hours.md", &[]).code, 0);
    commit(project.path());
    fs::remove_file(project.path().join("content/news.md")).expect("a page");
    change(&project, "content/index.md", ", [news](news.md)", "");
    commit(project.path());
    // Asked for by its first correction or by itself, it is the same line.
    let run = run(
        &project,
        &[
            "correct",
            "2026.1.1",
            "--take",
            "content/news.md",
            "content/index.md",
            "--reason",
            "x",
            "--date",
            "2026-12-11",
        ],
    );
    assert_eq!((run.code, run.stdout.as_str()), (0, "editions/2026.1.2.toml\n"), "{}", run.stderr);
    let files = git(project.path(), &["ls-tree", "-r", "--name-only", "2026.1.2", "content"]);
    assert!(!files.contains("news.md"), "{files}");
    assert!(git(project.path(), &["show", "2026.1.2:content/hours.md"]).contains("ten"));
    assert!(git(project.path(), &["show", "2026.1.2:content/refunds.md"]).contains("at once"));
}

#[test]
fn only_what_it_touches_can_stop_it() {
    let project = at_work();
    change(&project, "content/hours.md", "ten", "[ten](gone.md)");
    project.write("content/broken.md", "# Broken\n\n[x](nowhere.md)\n");
    commit(project.path());
    let stopped = correct(&project, "content/hours.md", &[]);
    assert_eq!(stopped.code, 1);
    assert!(
        stopped.stderr.contains("error[broken-link]: there is no page at `gone.md`"),
        "{}",
        stopped.stderr
    );
    assert!(!stopped.stderr.contains("nowhere.md"), "{}", stopped.stderr);
    // What it breaks elsewhere stops it too.
    change(&project, "content/_data/values.toml", "[refund]", "[refunds]");
    commit(project.path());
    let elsewhere = correct(&project, "content/_data/values.toml", &[]);
    assert_eq!(elsewhere.code, 1);
    assert!(elsewhere.stderr.contains("error[unknown-value]"), "{}", elsewhere.stderr);
    assert_eq!(git(project.path(), &["branch", "--list", "editions/*"]), "");
    assert!(!project.path().join("editions/2026.1.1.toml").exists());
}

#[test]
fn what_is_impossible_is_refused_and_leaves_nothing() {
    let project = at_work();
    let refused = |run: Run, says: &str| {
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(says), "no `{says}` in {}", run.stderr);
        assert_eq!(git(project.path(), &["branch", "--list", "editions/*"]), "");
    };
    refused(correct(&project, "content/huors.md", &[]), "did you mean `content/hours.md`?");
    refused(correct(&project, "handbook.toml", &[]), "those of today in every edition already");
    refused(correct(&project, "content/index.md", &[]), "there is nothing to correct");
    change(&project, "content/hours.md", "ten", "eleven");
    refused(correct(&project, "content/hours.md", &[]), "commit them first\n  content/hours.md");
    commit(project.path());
    git(project.path(), &["config", "--unset", "user.email"]);
    git(project.path(), &["config", "user.useConfigOnly", "true"]);
    refused(correct(&project, "content/hours.md", &[]), "git cannot put the correction together");
    git(project.path(), &["config", "user.email", "somebody@example.com"]);
    git(project.path(), &["tag", "2026.1.1", "HEAD"]);
    refused(correct(&project, "content/hours.md", &[]), "git cannot make the tag");
    assert!(!project.path().join("editions/2026.1.1.toml").exists());
    let next = ["release", "2026.2", "--effective", "2026-12-09", "--no-tag"];
    let next = run(&project, &next);
    assert_eq!(next.code, 0, "{}", next.stderr);
    refused(correct(&project, "content/hours.md", &[]), "edition 2026.1 no longer holds on 2026-12-10");
}

#[test]
fn what_was_withdrawn_does_not_come_back_with_a_correction() {
    let project = at_work();
    let withdraw = ["editions", "withdraw", "2026.1", "--reason", "A court.", "--page", "refunds"];
    let withdrawn = run(&project, &[&withdraw[..], &["--page", "news", "--date", "2026-12-06"]].concat());
    assert_eq!(withdrawn.code, 0, "{}", withdrawn.stderr);
    commit(project.path());
    // One of the two is rewritten by the correction; the other still has the words that must go.
    change(&project, "content/news.md", "The first edition.", "The first that may be read.");
    commit(project.path());
    assert_eq!(correct(&project, "content/news.md", &[]).code, 0);
    let edition = ledger(&project).get("2026.1.1").cloned().expect("the correction");
    let kept = edition.withdrawn.expect("a withdrawal");
    assert_eq!(
        (kept.pages, kept.date, kept.reason.as_str()),
        (vec!["refunds".into()], date(2026, 12, 6), "A court.")
    );
}

#[test]
fn what_was_corrected_stays_or_a_release_note_says_why_not() {
    let project = at_work();
    assert_eq!(correct(&project, "content/hours.md", &[]).code, 0);
    commit(project.path());
    let release = || {
        run(&project, &["release", "2026.2", "--effective", "2027-01-10", "--date", "2026-12-20", "--no-tag"])
    };
    // Somebody undoes it without knowing.
    change(&project, "content/hours.md", "From ten to five", "From nine to five");
    commit(project.path());
    let lost = release();
    assert_eq!(lost.code, 1);
    assert!(
        lost.stderr.contains(
            "error[lost-correction]: this page was corrected, and reads again as it did before: \"From nine to five.\""
        ),
        "{}",
        lost.stderr
    );
    change(&project, "content/news.md", "The first edition.", "Hours: the early shift is back.");
    commit(project.path());
    let noted = release();
    assert_eq!(noted.code, 0, "{}", noted.stderr);
}

#[test]
fn an_edition_that_was_released_before_is_not_forgotten() {
    let project = at_work();
    change(&project, "content/hours.md", "ten", "nine");
    commit(project.path());
    let next = ["release", "2026.2", "--effective", "2027-01-10", "--date", "2026-12-08", "--no-tag"];
    assert_eq!(run(&project, &next).code, 0);
    commit(project.path());
    change(&project, "content/hours.md", "nine", "ten");
    commit(project.path());
    let done = correct(&project, "content/hours.md", &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(
        done.stderr.ends_with(
            "edition 2026.2, in force from 2027-01-10, was released before and takes this back; run `deskbook correct 2026.2 \
             --take content/hours.md` as well\n"
        ),
        "{}",
        done.stderr
    );
}

#[test]
fn what_was_withdrawn_is_not_released_again() {
    let project = at_work();
    let withdraw =
        ["editions", "withdraw", "2026.1", "--reason", "A court.", "--page", "news", "--date", "2026-12-06"];
    assert_eq!(run(&project, &withdraw).code, 0);
    commit(project.path());
    let next = ["release", "2026.2", "--effective", "2027-01-10", "--date", "2026-12-20", "--no-tag"];
    let again = run(&project, &next);
    assert_eq!(again.code, 1);
    assert!(
        again.stderr.contains(
            "error[withdrawn-words]: the words of this page were withdrawn from edition 2026.1 on 2026-12-06, for this reason: \"A court.\""
        ),
        "{}",
        again.stderr
    );
    let copy = run(&project, &["build", "--next", "--date", "2026-12-20", "--out", "site"]);
    assert!(copy.code == 1 && copy.stderr.contains("error[withdrawn-words]"), "{}", copy.stderr);
    assert_eq!(run(&project, &["build", "--date", "2026-12-20", "--out", "site"]).code, 0);
}
