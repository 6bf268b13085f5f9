//! The pipeline on GitLab.

use std::fs;
use std::process::Output;

use super::desk::{Desk, LOGIN, pipeline};

#[test]
fn gitlab_checks_shows_a_redline_and_publishes_when_it_may() {
    let desk = Desk::new("gitlab", "");
    let text = |output: &Output| {
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let check = pipeline(&desk, "check", &[]);
    assert!(check.status.success() && text(&check).contains("not published: "), "{}", text(&check));
    assert_eq!(desk.text("book/findings.json"), "[]\n");
    let base = desk.real("git rev-parse HEAD", &[]);
    let page = desk.at("book/content/2-listening/2-take-a-complaint.md");
    let words = fs::read_to_string(&page)
        .expect("a page")
        .replace("Write it down in their words.", "Note it in their words.");
    fs::write(&page, words).expect("a page");
    let redline = pipeline(&desk, "redline", &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim())]);
    assert!(redline.status.success(), "{}", text(&redline));
    let redline = desk.text("book/redline.html");
    assert!(
        redline.contains("Take a complaint") && redline.contains("Write") && redline.contains("Note"),
        "{redline}"
    );
    assert!(desk.at("book/preview-not-in-force/index.html").is_file());

    desk.fake("curl", "cp \"${@: -2:1}\" /dev/null 2>/dev/null; for word in \"$@\"; do case $word in body@*) cp \"${word#body@}\" \"$HOME/body\" ;; esac; done; [ -z \"${ANSWER:-}\" ] || echo \"$ANSWER\"");
    let token = [
        ("HANDBOOK_TOKEN", "secret-token"),
        ("CI_API_V4_URL", "https://gitlab.example/api/v4"),
        ("CI_PROJECT_ID", "7"),
        ("CI_MERGE_REQUEST_IID", "3"),
    ];
    let comment = pipeline(&desk, "comment", &token);
    assert!(comment.status.success(), "{}", text(&comment));
    assert!(
        desk.log("curl").ends_with("https://gitlab.example/api/v4/projects/7/merge_requests/3/notes\n"),
        "{}",
        desk.log("curl")
    );
    assert!(!desk.log("curl").contains("secret-token"), "whoever lists processes sees no secret");
    assert!(
        desk.text("temp/body").starts_with("## What readers will see\n\n<div>\n"),
        "{}",
        desk.text("temp/body")
    );

    let pages = pipeline(&desk, "pages", &[("CI_PAGES_URL", "https://us.gitlab.example/book")]);
    assert_eq!(pages.status.code(), Some(78), "{}", text(&pages));
    assert!(!desk.at("book/public").exists());
    let settings = desk.text("book/handbook.toml").replace("access = \"private\"", LOGIN);
    fs::write(desk.at("book/handbook.toml"), settings).expect("settings");
    let pages = pipeline(
        &desk,
        "pages",
        &[("CI_PAGES_URL", "https://us.gitlab.example/book"), ("ANSWER", "Sign in")],
    );
    assert!(pages.status.success(), "{}", text(&pages));
    assert!(desk.text("book/public/404.html").contains("href=\"/book/"));
    let open = pipeline(
        &desk,
        "pages",
        &[("CI_PAGES_URL", "https://x.example"), ("ANSWER", "content=\"Deskbook 1\"")],
    );
    assert!(!open.status.success() && open.status.code() != Some(78));
}

#[test]
fn gitlab_records_an_edition_from_a_form() {
    let desk = Desk::new("gitlab", LOGIN);
    desk.decided();
    desk.real("git config --global receive.advertisePushOptions true && git -C ../remote.git config receive.advertisePushOptions true", &[]);
    fs::create_dir_all(desk.at("us")).expect("a folder");
    fs::rename(desk.at("remote.git"), desk.at("us/book.git")).expect("a repository");
    let server = format!("file://{}", desk.folder.path().display());
    let environment = [
        ("RELEASE_ID", "2026.1"),
        ("RELEASE_EFFECTIVE", "2026-12-15"),
        ("RELEASE_NOTE", "-- $(touch stolen)"),
        ("CI_SERVER_URL", server.as_str()),
        ("CI_SERVER_HOST", "gitlab.example"),
        ("CI_PROJECT_PATH", "us/book"),
        ("CI_DEFAULT_BRANCH", "main"),
        ("HANDBOOK_TOKEN", "secret-token"),
    ];
    let edition = pipeline(&desk, "edition", &environment);
    assert!(edition.status.success(), "{}", String::from_utf8_lossy(&edition.stderr));
    assert!(!desk.at("book/stolen").exists());
    let heads = desk.real("git -C ../us/book.git for-each-ref --format='%(refname:short)' refs/heads", &[]);
    assert_eq!(heads, "main\nrelease-2026.1\n");
    let credential = desk.real(
        "printf 'protocol=https\\nhost=gitlab.example\\n\\n' | git credential fill",
        &[("HANDBOOK_TOKEN", "t")],
    );
    assert!(credential.contains("username=handbook\npassword=t\n"), "{credential}");
    assert!(!desk.text("book/.git/config").contains("secret-token"));
}
