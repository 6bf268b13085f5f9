//! The workflow on GitHub: what it checks, what it says on a pull request, what it publishes and what not.

use std::fs;

use super::desk::{Desk, LOGIN};

#[test]
fn a_private_handbook_is_checked_and_built_and_the_run_says_why_it_is_not_published() {
    let desk = Desk::new("github", "");
    let printed = desk.well("handbook.yml", "check", &[]);
    assert!(
        printed.contains("::notice title=Not published::not published: this handbook is private"),
        "{printed}"
    );
    assert_eq!(desk.text("log/output"), "publish=no\n");
    assert!(desk.text("log/summary").starts_with("not published: "));
    assert!(desk.at("temp/site/index.html").is_file());
    fs::write(desk.at("book/content/new.md"), "# New\n\n[gone](gone.md)\n").expect("a page");
    let outputs = desk.job("handbook.yml", "check", &[]);
    let (name, output) = outputs.last().expect("a step");
    assert_eq!((name.as_str(), output.status.code()), ("Check every page", Some(1)));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("::error title=deskbook%3A broken-link,file=content/new.md,line=3"), "{said}");
}

#[test]
fn a_handbook_with_a_login_and_a_public_one_are_published() {
    for settings in [LOGIN, "access = \"public\""] {
        let desk = Desk::new("netlify", settings);
        let printed = desk.well("handbook.yml", "check", &[]);
        assert!(!printed.contains("Not published"), "{printed}");
        assert_eq!(desk.text("log/output"), "publish=yes\n");
    }
}

#[test]
fn a_pull_request_is_told_in_words_what_readers_will_see() {
    let desk = Desk::new("github", "");
    let values = desk.text("book/content/_data/values.toml");
    fs::write(
        desk.at("book/content/_data/values.toml"),
        values.replacen("amount = 30\n", "amount = 40\n", 1),
    )
    .expect("values");
    desk.real("git switch --quiet --create change && git commit --quiet --all --message Change && git switch --quiet main && git merge --quiet --no-ff change", &[]);
    desk.well("handbook.yml", "redline", &[]);
    let redline = desk.text("book/redline.md");
    assert!(
        redline.starts_with("<!-- deskbook: redline -->\n## What readers will see\n\n<div>\n"),
        "{redline}"
    );
    assert!(redline.contains("<td><code>goodwill.adviser</code></td>"), "{redline}");
    assert!(redline.contains("£30") && redline.contains("£40") && !redline.contains("HEAD"), "{redline}");
    assert!(redline.ends_with("</div>\n\nIt holds as soon as it is merged and published.\n"), "{redline}");
    assert_eq!(desk.text("log/summary"), redline);

    let known =
        [("github.token", "t"), ("github.repository", "us/book"), ("github.event.pull_request.number", "12")];
    desk.fake("gh", "case \"$*\" in *--paginate*) cat \"$HOME/former\" ;; esac");
    fs::write(desk.at("temp/former"), "").expect("no comment yet");
    desk.well("handbook.yml", "comment", &known);
    let asked = "api --paginate repos/us/book/issues/12/comments --jq .[] | select(.user.type == \"Bot\" and (.body | startswith(\"<!-- deskbook: redline -->\"))) | .id\n";
    let posted = "api --silent --method POST repos/us/book/issues/12/comments --field body=@redline.md\n";
    assert_eq!(desk.log("gh"), format!("{asked}{posted}"));
    fs::write(desk.at("temp/former"), "77\n78\n").expect("two comments");
    desk.well("handbook.yml", "comment", &known);
    let changed = "api --silent --method PATCH repos/us/book/issues/comments/77 --field body=@redline.md\n";
    assert_eq!(desk.log("gh"), format!("{asked}{posted}{asked}{changed}"));

    desk.well("handbook.yml", "preview", &[]);
    let preview = desk.text("book/preview-not-in-force/index.html");
    assert!(preview.contains("help-now/index.html"), "it opens from a folder");
}

/// Once an edition holds, what is proposed stands beside it and says that it does not hold.
#[test]
fn a_preview_is_marked_as_not_in_force() {
    let desk = Desk::new("cloudflare", LOGIN);
    desk.decided();
    desk.real(
        "deskbook --quiet release 2026.1 --effective 2026-12-01 --no-tag && git add --all && git commit --quiet --message R",
        &[],
    );
    let index = desk.text("book/content/index.md");
    fs::write(desk.at("book/content/index.md"), index + "\nSomething proposed.\n").expect("a page");
    desk.well("handbook.yml", "preview", &[]);
    let folder = "book/preview-not-in-force";
    assert!(!desk.text(&format!("{folder}/index.html")).contains("Something proposed"));
    let proposed = desk.text(&format!("{folder}/next/index.html"));
    assert!(proposed.contains("Something proposed") && proposed.contains("not in force"), "{proposed}");
    assert!(desk.at(&format!("{folder}/next/search/words.js")).is_file(), "it is searched without a host");
    desk.fake("npx", "");
    let known = [
        ("secrets.CLOUDFLARE_API_TOKEN", "t"),
        ("vars.CLOUDFLARE_ACCOUNT_ID", "a"),
        ("vars.CLOUDFLARE_PROJECT", "book"),
        ("github.event.pull_request.number", "12"),
    ];
    desk.well("handbook.yml", "preview-online", &known);
    assert_eq!(desk.text("log/output"), "url=https://pr-12.book.pages.dev/next/\n");
}

#[test]
fn github_pages_gets_what_stands_at_its_address() {
    let desk = Desk::new("github", LOGIN);
    desk.fake("curl", "echo 'Please sign in'");
    let known = [
        ("steps.pages.outputs.base_url", "https://us.github.example/book"),
        ("steps.deployment.outputs.page_url", "https://us.github.example/book/"),
    ];
    let printed = desk.well("handbook.yml", "publish", &known);
    assert!(desk.text("book/site/404.html").contains("href=\"/book/"), "it knows its address");
    assert!(
        printed.contains("https://us.github.example/book/ does not show the handbook to strangers"),
        "{printed}"
    );
}

#[test]
fn a_private_handbook_that_strangers_can_read_ends_in_a_failure() {
    let desk = Desk::new("netlify", LOGIN);
    desk.fake("npx", "");
    desk.fake("curl", "cat \"$HOME/answer\"; exit \"$(cat \"$HOME/code\")\"");
    let known = [("secrets.NETLIFY_AUTH_TOKEN", "t"), ("vars.NETLIFY_SITE_ID", "s"), ("github.sha", "abc")];
    let answer = |text: &str, code: &str| {
        fs::write(desk.at("temp/answer"), text).expect("an answer");
        fs::write(desk.at("temp/code"), code).expect("a code");
        desk.job("handbook.yml", "publish", &known)
    };
    let own = {
        desk.real("deskbook --quiet build --out site", &[]);
        desk.text("book/site/index.html")
    };
    for (text, code, well, says) in [
        (
            own.as_str(),
            "0",
            false,
            "::error title=Everybody can read this handbook::https://book.example/ gives it out",
        ),
        (
            "<title>Sign in</title>",
            "0",
            true,
            "https://book.example/ does not show the handbook to strangers",
        ),
        ("", "7", true, "https://book.example/ cannot be reached from here"),
    ] {
        let outputs = answer(text, code);
        let (name, last) = outputs.last().expect("a step");
        let said = String::from_utf8_lossy(&last.stdout);
        assert_eq!((name.as_str(), last.status.success()), ("Ask as a stranger", well), "{said}");
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(
        desk.log("npx").lines().next(),
        Some("--yes netlify-cli@27.10.2 deploy --prod --no-build --dir site --message abc")
    );
    let public = Desk::new("netlify", "access = \"public\"\nbase_url = \"https://book.example/\"");
    public.fake("npx", "");
    public.fake("curl", "echo 'content=\"Deskbook '");
    public.well("handbook.yml", "publish", &known);
    assert_eq!(public.log("curl"), "", "everybody may");
}

#[test]
fn previews_online_have_addresses_of_their_own() {
    let netlify = Desk::new("netlify", LOGIN);
    netlify.fake("npx", "echo '{\"deploy_url\": \"https://pr-12--book.netlify.example\"}'");
    let known = [
        ("secrets.NETLIFY_AUTH_TOKEN", "t"),
        ("vars.NETLIFY_SITE_ID", "s"),
        ("github.event.pull_request.number", "12"),
    ];
    netlify.well("handbook.yml", "preview-online", &known);
    assert_eq!(netlify.text("log/output"), "url=https://pr-12--book.netlify.example/\n");
    assert!(netlify.log("npx").contains(" deploy --alias pr-12 --no-build --dir site --json"));

    let cloudflare = Desk::new("cloudflare", LOGIN);
    cloudflare.fake("npx", "");
    cloudflare.fake("curl", "case \"$*\" in *pages.dev*) echo 'content=\"Deskbook 0\"' ;; esac");
    let known = [
        ("secrets.CLOUDFLARE_API_TOKEN", "t"),
        ("vars.CLOUDFLARE_ACCOUNT_ID", "a"),
        ("vars.CLOUDFLARE_PROJECT", "book"),
        ("github.event.pull_request.number", "12"),
    ];
    cloudflare.well("handbook.yml", "preview-online", &known);
    assert_eq!(cloudflare.text("log/output"), "url=https://pr-12.book.pages.dev/\n");
    let outputs = cloudflare.job("handbook.yml", "publish", &known);
    assert!(!outputs.last().expect("a step").1.status.success(), "the other name of the site stands open");
    assert_eq!(
        cloudflare.log("npx"),
        "--yes wrangler@4.164.0 pages deploy site --project-name book --branch pr-12\n\
         --yes wrangler@4.164.0 pages deploy site --project-name book --branch main\n"
    );
}

/// Netlify would build what is connected to it, and publish whatever that leaves.
#[test]
fn netlify_itself_publishes_nothing() {
    let desk = Desk::new("netlify", "");
    let settings: toml::Table = desk.text("book/netlify.toml").parse().expect("TOML");
    let command = settings["build"]["command"].as_str().expect("a command");
    assert!(!desk.run(command, &[]).status.success());
    assert!(!desk.at("book").join(settings["build"]["publish"].as_str().expect("a folder")).exists());
}
