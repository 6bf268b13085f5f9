//! `deskbook release` in real repositories: what is recorded, what is refused, and that it can be run
//! again and by two people.

use std::fs;
use std::path::Path;

use deskbook::Snapshot;
use deskbook::edge::git::Repository;
use deskbook::edge::release::{prepare, record};
use deskbook::editions::Ledger;
use deskbook::editions::release::Terms;
use jiff::civil::date;

use crate::git::{clone, commit, git};
use crate::program::{DECEMBER, Project, Run};

pub const HANDBOOK: &str = "\
//- handbook.toml
title = \"H\"
//- .gitignore
/site
//- content/index.md
# H

[Refunds](refunds.md), [hours](hours.md), [news](news.md)
//- content/refunds.md
---
title: Refunds
id: refunds
for: [adviser]
---
You may give back {{ value.refund }} at once.
//- content/hours.md
# Hours

## Opening hours

From nine to five.
//- content/news.md
---
title: News
kind: release
---
## In one line

The first edition.
//- content/_data/values.toml
[refund]
amount = 50
unit = \"money\"
//- content/_data/roles.toml
[adviser]
title = \"adviser\"
";

/// Makes a repository of a handbook.
pub fn repository(fixture: &str) -> Project {
    let project = Project::new(fixture);
    let at = project.path();
    git(at, &["init", "--quiet", "--initial-branch=main"]);
    git(at, &["config", "user.name", "Somebody"]);
    git(at, &["config", "user.email", "somebody@example.com"]);
    commit(at);
    project
}

/// Runs the program on 1 December 2026, with git as nobody in particular.
pub fn run(project: &Project, arguments: &[&str]) -> Run {
    let path = std::env::var("PATH").unwrap_or_default();
    let git = [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("PATH", path.as_str())];
    let environment: Vec<_> = git.into_iter().chain([DECEMBER]).collect();
    project.run_in("", arguments, &environment)
}

pub fn release(project: &Project, id: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["release", id, "--effective", "2026-12-05"];
    arguments.extend(more);
    run(project, &arguments)
}

pub fn change(project: &Project, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(project.path().join(path)).expect("the file");
    assert!(text.contains(from), "{path} holds no `{from}`");
    project.write(path, text.replace(from, to));
}

pub fn ledger(project: &Project) -> Ledger {
    let read = Ledger::read(&deskbook::edge::disk::read(project.path()).expect("the folder"));
    assert_eq!(read.diagnostics, []);
    read.value
}

/// Holds the folder to have no record and the repository no tag.
fn nothing_recorded(project: &Project, id: &str) {
    let left: Vec<_> = fs::read_dir(project.path().join("editions")).into_iter().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(git(project.path(), &["tag", "--list", id]), "");
}

#[test]
fn a_release_records_the_commit_that_is_checked_out_and_tags_it() {
    let project = repository(HANDBOOK);
    let head = git(project.path(), &["rev-parse", "HEAD"]);
    let run = release(&project, "2026.1", &["--note", "The \"first\" edition."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "editions/2026.1.toml\n");
    assert_eq!(
        run.stderr,
        format!(
            "edition 2026.1 is recorded: 4 pages of commit {}, in force from 2026-12-05\nnext: commit \
             `editions/2026.1.toml`, then `git push` and `git push origin 2026.1`\n",
            &head[..10]
        )
    );
    let ledger = ledger(&project);
    let edition = ledger.get("2026.1").expect("the edition");
    assert_eq!((edition.commit.as_str(), edition.published), (head.as_str(), date(2026, 12, 1)));
    assert_eq!(
        (edition.effective, edition.note.as_deref()),
        (date(2026, 12, 5), Some("The \"first\" edition."))
    );
    let keys: Vec<&str> = edition.pages.keys().map(String::as_str).collect();
    assert_eq!(keys, ["/", "/hours/", "/news/", "refunds"]);
    assert_eq!(git(project.path(), &["cat-file", "-t", "2026.1"]), "tag");
    assert_eq!(git(project.path(), &["rev-parse", "2026.1^{commit}"]), head);
    let message = git(project.path(), &["tag", "--list", "--format=%(contents)", "2026.1"]);
    assert_eq!(message, "Edition 2026.1\n\nThe \"first\" edition.\n\nIn force from 2026-12-05.");
    // Only the record is new, and nothing else stands beside it.
    assert_eq!(git(project.path(), &["status", "--porcelain", "-uall"]), "?? editions/2026.1.toml");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let modes = ["editions/2026.1.toml", "handbook.toml"]
            .map(|file| fs::metadata(project.path().join(file)).expect("a file").permissions().mode());
        assert_eq!(modes[0], modes[1]);
    }
}

#[test]
fn it_can_be_run_again_and_by_two_people() {
    let project = repository(HANDBOOK);
    assert_eq!(release(&project, "2026.1", &[]).code, 0);
    let text = fs::read_to_string(project.path().join("editions/2026.1.toml")).expect("the record");
    let again = release(&project, "2026.1", &[]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("edition 2026.1 is recorded already: 4 pages"), "{}", again.stderr);
    // The record's own commit changes nothing, and neither does another day.
    commit(project.path());
    let later = release(&project, "2026.1", &["--date", "2026-12-03"]);
    assert_eq!(later.code, 0, "{}", later.stderr);
    // A tag that is missing is made, of the commit that was recorded.
    let tagged = git(project.path(), &["rev-parse", "2026.1^{commit}"]);
    git(project.path(), &["tag", "--delete", "2026.1"]);
    assert_eq!(release(&project, "2026.1", &[]).code, 0);
    assert_eq!(git(project.path(), &["rev-parse", "2026.1^{commit}"]), tagged);
    assert_eq!(fs::read_to_string(project.path().join("editions/2026.1.toml")).expect("the record"), text);

    for (more, says) in [
        (["release", "2026.1", "--effective", "2026-12-06"], "with another date or note"),
        (["release", "2026.1", "--effective", "2026-12-05"], "with other pages"),
    ] {
        if says.ends_with("pages") {
            change(&project, "content/hours.md", "nine", "ten");
            commit(project.path());
        }
        let run = run(&project, &more);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(says) && run.stderr.contains("records never change"), "{}", run.stderr);
    }
}

#[test]
fn of_two_who_record_at_once_one_is_told() {
    let project = repository(HANDBOOK);
    let today = deskbook::edge::disk::read(project.path()).expect("the folder");
    let terms = |note: &str| Terms {
        id: "2026.1".into(),
        published: date(2026, 12, 1),
        effective: date(2026, 12, 5),
        note: Some(note.into()),
    };
    let prepare =
        |note: &str| prepare(project.path(), &today, &terms(note), None).expect("it can be prepared");
    let (first, second) = (prepare("one"), prepare("two"));
    record(project.path(), &first, true).expect("the first");
    let error = record(project.path(), &second, true).expect_err("the second").to_string();
    assert!(error.contains("somebody has recorded this edition meanwhile"), "{error}");
    assert_eq!(ledger(&project).get("2026.1").and_then(|edition| edition.note.as_deref()), Some("one"));
}

#[test]
fn a_tag_that_cannot_be_made_leaves_no_half_an_edition() {
    let project = repository(HANDBOOK);
    git(project.path(), &["config", "--unset", "user.email"]);
    git(project.path(), &["config", "user.useConfigOnly", "true"]);
    let run = release(&project, "2026.1", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("git cannot make the tag"), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was recorded; mend that, or leave the tag out with `--no-tag`"));
    nothing_recorded(&project, "2026.1");
    let run = release(&project, "2026.1", &["--no-tag"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(git(project.path(), &["tag"]), "");
}

#[test]
fn what_is_impossible_is_refused_and_says_what_to_do() {
    let refused = |prepare: &dyn Fn(&Project), arguments: &[&str], says: &[&str]| {
        let project = repository(HANDBOOK);
        prepare(&project);
        let run = run(&project, arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        for says in says {
            assert!(run.stderr.contains(says), "no `{says}` in {}", run.stderr);
        }
        nothing_recorded(&project, "2026.1");
    };
    let usual = ["release", "2026.1", "--effective", "2026-12-05"];
    refused(
        &|project| {
            project.write("content/hours.md", "# Hours\n");
            project.write("notes.txt", "x");
        },
        &usual,
        &["these files differ from the last one", "content/hours.md\n", "notes.txt\n", "`git stash -u`"],
    );
    refused(
        &|_| (),
        &["release", "../x", "--effective", "2026-12-05"],
        &["`../x` cannot be the id", "`2026.1`"],
    );
    refused(
        &|_| (),
        &["release", "2026.1", "--effective", "2026-11-30"],
        &["before it is published on 2026-12-01"],
    );
    let loose = Project::new(HANDBOOK);
    let run_loose = run(&loose, &usual);
    assert_eq!(run_loose.code, 2);
    assert!(run_loose.stderr.contains("is in no git repository"), "{}", run_loose.stderr);
    let project = repository(HANDBOOK);
    git(project.path(), &["tag", "2026.1"]);
    change(&project, "content/hours.md", "nine", "ten");
    commit(project.path());
    let run = release(&project, "2026.1", &[]);
    assert!(run.stderr.contains("there is a tag `2026.1` on another commit"), "{}", run.stderr);
}

#[test]
fn errors_and_sample_figures_stop_it() {
    let project = repository(HANDBOOK);
    change(&project, "content/_data/values.toml", "unit", "confirmed = false\nunit");
    change(&project, "content/hours.md", "nine", "[nine](gone.md)");
    commit(project.path());
    let run = release(&project, "2026.1", &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[unconfirmed-value]: `refund` is a sample figure"), "{}", run.stderr);
    assert!(run.stderr.contains("error[broken-link]"), "{}", run.stderr);
    assert!(run.stderr.ends_with("nothing was recorded: 2 errors\n"), "{}", run.stderr);
    nothing_recorded(&project, "2026.1");
}

/// Releases 2026.1, then rewords, moves, raises and adds.
fn second(project: &Project) {
    assert_eq!(release(project, "2026.1", &[]).code, 0);
    let at = project.path();
    fs::create_dir(at.join("content/1-area")).expect("a folder");
    fs::rename(at.join("content/refunds.md"), at.join("content/1-area/refunds.md")).expect("a page");
    change(project, "content/index.md", "refunds.md", "1-area/refunds.md");
    change(project, "content/1-area/refunds.md", "id: refunds", "id: refunds\nold_paths: [refunds.md]");
    change(project, "content/hours.md", "Opening hours", "When we are there");
    change(project, "content/_data/values.toml", "50", "75");
    project.write(
        "content/1-area/gifts.md",
        "---\ntitle: Gifts\nfor: [adviser]\n---\nA gift [comes back](refunds.md).\n",
    );
    commit(at);
}

#[test]
fn what_the_last_edition_promised_is_asked_for() {
    let project = repository(HANDBOOK);
    second(&project);
    let run = release(&project, "2026.2", &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[unnoted-change]: `refund` went from £50 to £75"), "{}", run.stderr);
    assert!(
        run.stderr.contains("warning[vanished-anchor]: links to `/hours/#opening-hours`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("1 error, 1 warning"), "{}", run.stderr);
    change(&project, "content/news.md", "The first edition.", "Refunds up to £75.");
    fs::remove_file(project.path().join("content/hours.md")).expect("a page");
    change(&project, "content/index.md", ", [hours](hours.md)", "");
    commit(project.path());
    let run = release(&project, "2026.2", &[]);
    assert!(run.stderr.contains("error[vanished-address]: `/hours/` leads nowhere"), "{}", run.stderr);
    change(&project, "content/news.md", "kind:", "old_paths: [/hours/]\nkind:");
    commit(project.path());
    let run = release(&project, "2026.2", &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "editions/2026.2.toml\n"), "{}", run.stderr);
}

#[test]
fn a_rehearsal_shows_what_would_be_recorded_and_records_nothing() {
    let project = repository(HANDBOOK);
    second(&project);
    change(&project, "content/news.md", "The first edition.", "Refunds up to £75.");
    let head = commit(project.path());
    let run = release(&project, "2026.2", &["--dry-run", "--note", "More."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = format!(
        "would record `editions/2026.2.toml` with 5 pages, and the tag 2026.2:\n  id = \"2026.2\"\n  commit = \"{head}\"\n  \
         published = 2026-12-01\n  effective = 2026-12-05\n  note = \"More.\"\n\n2026.1 → 2026.2\n\nvalues\n  refund: £50 → \
         £75\n\npages added\n  Gifts (/area/gifts/)\n\npages moved\n  Refunds: /refunds/ → /area/refunds/\n\npages \
         changed\n  Refunds (/area/refunds/)\n  Hours (/hours/)\n  News (/news/)\n\nmust re-read\n  adviser: \
         Gifts, Refunds\n"
    );
    assert_eq!(run.stdout, expected);
    assert!(!project.path().join("editions/2026.2.toml").exists());
    assert_eq!(git(project.path(), &["tag"]), "2026.1");
}

#[test]
fn the_release_note_is_begun_for_a_person_to_finish() {
    let project = repository(HANDBOOK);
    second(&project);
    // The folder is looked at as it is, committed or not.
    change(&project, "content/hours.md", "nine", "ten");
    let write = ["--write-note", "content/1-area/2026-2.md"];
    let run = release(&project, "2026.2", &write);
    assert_eq!((run.code, run.stdout.as_str()), (0, "content/1-area/2026-2.md\n"), "{}", run.stderr);
    let file = project.path().join("content/1-area/2026-2.md");
    let text = fs::read_to_string(&file).expect("the note");
    for part in [
        "---\ntitle: \"Edition 2026.2\"\nkind: release\nstatus: draft\n---\n",
        "## In one line\n\nIn force from 5 December 2026: {{ write: what is new in this edition, in one line }}\n",
        "| `refund` | £50 | £75 | {{ write: why it changed }} |\n",
        "- [Gifts](<gifts.md>): a new page.\n",
        "- [Refunds](<refunds.md>): moved here from `/refunds/`. Old links still lead to it.\n",
        "- [Hours](<../hours.md>): {{ write: what is new on it }}\n",
        "## Who must re-read\n\n- {{ role.adviser }}: [",
    ] {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    assert!(!project.path().join("editions/2026.2.toml").exists());
    // It is a page without errors, but for its blanks.
    let check = project.run_in_december(&["check", "--drafts"]);
    let errors: Vec<&str> = check.stdout.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors, [] as [&str; 0]);
    assert!(check.stdout.contains("warning[unwritten]"), "{}", check.stdout);
    let again = release(&project, "2026.2", &write);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(&file).expect("the note"), text);
    let run = release(&project, "2026.2", &["--write-note", "notes.md"]);
    assert!(run.stderr.contains("name a Markdown file below `content/`"), "{}", run.stderr);
}

/// The record of an edition reaches the main branch in whatever way: what it names was there before.
#[test]
fn a_record_survives_a_merge_a_squash_and_a_rebase() {
    for way in ["merge", "squash", "rebase"] {
        let upstream = repository(HANDBOOK);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let form = clone(upstream.path(), elsewhere.path(), &[]);
        git(&form, &["config", "user.name", "A form"]);
        git(&form, &["config", "user.email", "form@example.com"]);
        git(&form, &["switch", "--quiet", "--create", "release"]);
        let today = deskbook::edge::disk::read(&form).expect("the folder");
        let (day, effective) = (date(2026, 12, 1), date(2026, 12, 5));
        let terms = Terms { id: "2026.1".into(), published: day, effective, note: None };
        let prepared = prepare(&form, &today, &terms, None).expect("it can be prepared");
        assert!(!prepared.is_unpushed && prepared.findings.is_empty(), "{:?}", prepared.findings);
        record(&form, &prepared, false).expect("a record");
        commit(&form);
        // Meanwhile somebody else was quicker.
        change(&upstream, "content/hours.md", "nine", "ten");
        commit(upstream.path());
        git(upstream.path(), &["fetch", "--quiet", form.to_str().expect("a name"), "release:release"]);
        match way {
            "merge" => git(upstream.path(), &["merge", "--quiet", "--no-ff", "--no-edit", "release"]),
            "squash" => {
                git(upstream.path(), &["merge", "--quiet", "--squash", "release"]);
                commit(upstream.path())
            }
            _ => {
                git(upstream.path(), &["rebase", "--quiet", "main", "release"]);
                git(upstream.path(), &["switch", "--quiet", "main"]);
                git(upstream.path(), &["merge", "--quiet", "--ff-only", "release"])
            }
        };
        git(upstream.path(), &["branch", "--delete", "--force", "release"]);
        let elsewhere = tempfile::tempdir().expect("a folder");
        reads_as_released(&clone(upstream.path(), elsewhere.path(), &[]), way);
    }
}

fn reads_as_released(fresh: &Path, way: &str) {
    let today: Snapshot = deskbook::edge::disk::read(fresh).expect("the folder");
    let history = deskbook::edge::history::read(fresh, &today).expect("every edition");
    let text = history.snapshots["2026.1"].text("content/hours.md").expect("a page");
    assert!(text.contains("nine"), "{way}");
}

#[test]
fn a_commit_that_only_exists_here_is_pointed_out() {
    let upstream = repository(HANDBOOK);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let here = clone(upstream.path(), elsewhere.path(), &[]);
    let is_unpushed = || {
        let repository = Repository::open(&here).expect("a repository");
        repository.is_unpushed(&repository.head().expect("a commit")).expect("an answer")
    };
    assert!(!is_unpushed());
    git(
        &here,
        &[
            "-c",
            "user.name=X",
            "-c",
            "user.email=x@example.com",
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            "x",
        ],
    );
    assert!(is_unpushed());
}

#[test]
fn a_project_in_a_folder_of_its_repository_is_released_by_itself() {
    let below: String = HANDBOOK.replace("//- ", "//- docs/");
    let project = repository(&below);
    project.write("docs/content/hours.md", "# Hours\n");
    let release = ["release", "2026.1", "--effective", "2026-12-05", "--root", "docs"];
    let dirty = run(&project, &release);
    assert!(dirty.stderr.contains("\n  content/hours.md\n"), "{}", dirty.stderr);
    commit(project.path());
    project.write("beside.txt", "not of this project");
    let clean = run(&project, &release);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, "docs/editions/2026.1.toml\n"), "{}", clean.stderr);
    assert_eq!(run(&project, &release).code, 0);
}
