//! The forms for whoever has no terminal: what is typed there is data, and nothing holds before somebody merges it.

use std::fs;

use super::desk::{Desk, LOGIN};

/// A form is filled in by people, and a shell must not take what they type for commands.
#[test]
fn a_form_records_an_edition_on_a_branch_and_asks_for_a_review() {
    let desk = Desk::new("github", LOGIN);
    desk.decided();
    desk.real("git push --quiet origin main", &[]);
    desk.fake("gh", "while [ $# -gt 0 ]; do [ \"$1\" = --body-file ] && cp \"$2\" \"$HOME/body.md\"; shift; done; exit \"${GH_FAILS:-0}\"");
    let known = |note| {
        [
            ("inputs.id", "2026.1"),
            ("inputs.effective", "2026-12-15"),
            ("inputs.note", note),
            ("github.token", "t"),
            ("github.server_url", "https://github.example"),
            ("github.repository", "us/book"),
        ]
    };
    let note = "$(touch stolen) `touch stolen` \"; touch stolen; echo \"";
    desk.well("release.yml", "release", &known(note));
    assert!(!desk.at("book/stolen").exists());
    let record = desk.real("git show release-2026.1:editions/2026.1.toml", &[]);
    assert!(record.contains("effective = 2026-12-15") && record.contains("$(touch stolen)"), "{record}");
    assert_eq!(
        desk.real("git log --format='%an|%s' -1 release-2026.1", &[]),
        "github-actions[bot]|Release 2026.1, in force from 2026-12-15\n"
    );
    assert_eq!(
        desk.real("git ls-remote --heads origin | sed 's/.*refs.heads.//'", &[]),
        "main\nrelease-2026.1\n"
    );
    assert!(
        desk.log("gh")
            .starts_with("pr create --head release-2026.1 --title Release edition 2026.1 --body-file ")
    );
    assert!(
        desk.text("temp/body.md").contains("    would record `editions/2026.1.toml`"),
        "{}",
        desk.text("temp/body.md")
    );
    assert_eq!(desk.real("git tag", &[]), "", "tags are for whoever may push them");

    // The same form again, and one with an option for an id, end before anything is written.
    desk.real("git switch --quiet main", &[]);
    let again = desk.job(
        "release.yml",
        "release",
        &[&[("inputs.id", "--write-note=x.md")], &known("x")[1..]].concat(),
    );
    assert_eq!(again.len(), 1);
    assert!(!again[0].1.status.success() && !desk.at("book/x.md").exists());
}

#[test]
fn a_form_puts_the_edition_in_force_right() {
    let desk = Desk::new("s3", LOGIN);
    desk.decided();
    desk.real(
        "deskbook --quiet release 2026.1 --effective 2026-12-01 --no-tag && \
         git add --all && git commit --quiet --message Release && git push --quiet origin main",
        &[],
    );
    let contacts = desk.text("book/content/_data/contacts.toml").replace("ext. 201", "ext. 202");
    fs::write(desk.at("book/content/_data/contacts.toml"), contacts).expect("contacts");
    desk.real("git commit --quiet --all --message Mend && git push --quiet origin main", &[]);
    desk.fake("gh", "exit 1");
    let known = [
        ("inputs.edition", "2026.1"),
        ("inputs.files", "content/_data/contacts.toml"),
        ("inputs.reason", "The number was wrong."),
        ("steps.record.outputs.id", "2026.1.1"),
        ("github.token", "t"),
        ("github.server_url", "https://github.example"),
        ("github.repository", "us/book"),
    ];
    let printed = desk.well("correct.yml", "correct", &known);
    assert_eq!(desk.text("log/output"), "id=2026.1.1\n");
    let heads = desk.real("git ls-remote --heads origin | sed 's/.*refs.heads.//'", &[]);
    assert_eq!(heads, "correct-2026.1.1\neditions/2026.1\nmain\n");
    let changes = desk.text("temp/changes");
    assert!(changes.contains("ext. [-201-] {+202+}"), "{changes}");
    let notice = "::notice title=Open the pull request yourself::https://github.example/us/book/compare/correct-2026.1.1?expand=1";
    assert!(printed.contains(notice), "{printed}");
    // Whoever checks out the branch has everything that a build needs.
    desk.real("git clone --quiet --branch correct-2026.1.1 ../remote.git ../clone && deskbook --quiet build --root ../clone --out ../clone-site", &[]);
    assert!(desk.text("clone-site/basics/contacts/index.html").contains("ext. 202"));
}
