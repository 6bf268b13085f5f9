//! What goes to a host beside the pages: who may read them, what is sent with them, and where old
//! addresses lead. A private handbook that search engines find is a leak.

use deskbook::editions::{History, Ledger};
use deskbook::{Options, Output, Progress, Snapshot, build_editions};
use jiff::civil::date;

use super::editions::bare_edition;
use super::program::Project;

const PAGES: &str = "//- content/index.md\n# Home\n\n[a](1-area/a.md)\n//- content/1-area/index.md\n# Area\n//- content/1-area/a.md\n---\ntitle: A page\ncode: X2\nold_paths: [before, \"été/b c\"]\n---\nText.\n//- content/1-area/photo.svg\n<svg/>\n";

/// Builds a handbook with an edition that holds, one that was replaced and one that is to come.
fn built(settings: &str) -> Output {
    let text = format!("//- handbook.toml\n{settings}{PAGES}");
    let ids = [("2026.1", 9), ("2026.2", 11), ("2026.3", 12)];
    let history = History {
        ledger: Ledger::of(ids.iter().map(|(id, month)| bare_edition(id, date(2026, *month, 1))).collect()),
        snapshots: ids
            .iter()
            .map(|(id, month)| {
                let text = text.replace("Text.", &format!("Text of month {month}."));
                ((*id).to_owned(), Snapshot::fixture(&text))
            })
            .collect(),
        ..History::default()
    };
    let options = Options::on(date(2026, 11, 15));
    build_editions(&Snapshot::fixture(&text), &history, &options, &Progress::default()).value.output
}

fn pages(output: &Output) -> Vec<(&str, &str)> {
    let paths = output.files().map(|(path, _)| path.as_str());
    let pages = paths.filter(|path| path.ends_with(".html"));
    pages.map(|path| (path, output.text(path).expect("a page is a text"))).collect()
}

const NOINDEX: &str = "<meta name=\"robots\" content=\"noindex\">";

#[test]
fn nothing_of_a_private_handbook_is_for_search_engines() {
    for settings in
        ["base_url = \"https://h.example/\"\n", "access = \"private\"\nlogin = \"The intranet\"\n"]
    {
        let output = built(settings);
        let pages = pages(&output);
        let paths: Vec<&str> = pages.iter().map(|(path, _)| *path).collect();
        for kind in [
            "404.html",
            "index.html",
            "x2/index.html",
            "before/index.html",
            "search/index.html",
            "editions/2026.1/area/a/index.html",
            "editions/2026.3/area/a/index.html",
            "as-of/index.html",
        ] {
            assert!(paths.contains(&kind), "{kind} is not among {paths:?}");
        }
        for (path, html) in pages {
            assert_eq!(html.matches(NOINDEX).count(), 1, "{path} of {settings}");
            assert!(html.find(NOINDEX) < html.find("</head>"), "{path}");
        }
        assert_eq!(output.text("robots.txt"), Some("User-agent: *\nDisallow: /\n"));
        assert!(output.text("sitemap.xml").is_none());
        assert!(output.text("_headers").is_some_and(|headers| headers.contains("X-Robots-Tag: noindex")));
    }
}

#[test]
fn a_public_handbook_is_listed_but_for_what_does_not_hold() {
    let output = built("access = \"public\"\nbase_url = \"https://h.example/\"\n");
    let listed = pages(&output).into_iter().filter(|(_, html)| !html.contains(NOINDEX));
    let listed: Vec<&str> = listed.map(|(path, _)| path).collect();
    assert!(listed.contains(&"index.html") && listed.contains(&"area/a/index.html"), "{listed:?}");
    for hidden in ["404.html", "before/index.html", "editions/2026.1/area/a/index.html"] {
        assert!(!listed.contains(&hidden), "{hidden}");
    }
    assert_eq!(
        output.text("robots.txt"),
        Some("User-agent: *\nAllow: /\n\nSitemap: https://h.example/sitemap.xml\n")
    );
    assert!(!output.text("_headers").expect("the headers").contains("X-Robots-Tag"));
}

#[test]
fn every_page_forbids_what_the_headers_forbid() {
    let output = built("access = \"public\"\n");
    let policy = deskbook::headers::POLICY;
    for (path, html) in pages(&output) {
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        assert!(html.contains(&meta), "{path}");
    }
    assert_eq!(
        output.text("_headers").expect("the headers"),
        "/*\n  \
           Content-Security-Policy: default-src 'self';base-uri 'self';object-src 'none';frame-ancestors 'none'\n  \
           Strict-Transport-Security: max-age=31536000\n  \
           X-Content-Type-Options: nosniff\n  \
           Referrer-Policy: no-referrer\n  \
           Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n  \
           Cross-Origin-Opener-Policy: same-origin\n  \
           Cross-Origin-Resource-Policy: same-origin\n\
         /assets/*\n  \
           Cache-Control: public, max-age=31536000, immutable\n"
    );
    let private = built("");
    assert!(
        private
            .text("_headers")
            .expect("the headers")
            .ends_with("Cache-Control: private, max-age=31536000, immutable\n")
    );
    assert_eq!(output.text(".nojekyll"), Some(""));
}

#[test]
fn hosts_are_told_where_old_addresses_lead() {
    for (url, base) in [("https://h.example/", "/"), ("https://h.example/staff/book", "/staff/book/")] {
        let output = built(&format!("base_url = \"{url}\"\n"));
        let mut rules: Vec<&str> = output.text("_redirects").expect("redirects").lines().collect();
        rules.sort_unstable();
        let from = ["%C3%A9t%C3%A9/b%20c/", "before/", "x2/"];
        assert_eq!(rules, from.map(|from| format!("{base}{from} {base}area/a/ 301")));
    }
    let none = deskbook::build(&Snapshot::fixture("# Home\n"), &Options::on(date(2026, 11, 15)));
    assert!(none.value.output.text("_redirects").is_none(), "there is nothing to say");
}

#[test]
fn a_private_handbook_is_published_where_readers_log_in_and_nowhere_else() {
    let project = Project::new("//- content/index.md\n# Home\n");
    let run = project.run(&["access"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.starts_with("not published: this handbook is private, and nothing is known"),
        "{}",
        run.stdout
    );
    let cases = [
        ("", 1, "not published: this handbook is private"),
        ("access = \"private\"\n", 1, "not published: this handbook is private"),
        ("login = \"  \"\n", 1, "not published: this handbook is private"),
        ("access = \"pubic\"\n", 1, "not published: `handbook.toml` has errors"),
        (
            "access = \"private\"\nlogin = \"SSO\"\nlogn = \"x\"\n",
            1,
            "not published: `handbook.toml` has errors",
        ),
        ("acess = \"public\"\n", 1, "not published: `handbook.toml` has errors"),
        ("login = \"One\\n::error::Two\"\n", 0, "readers are asked to log in: One ::error::Two"),
        ("login = \"Single sign-on\"\n", 0, "readers are asked to log in: Single sign-on"),
        ("access = \"public\"\n", 0, "everybody may read this handbook (`access = \"public\"`)"),
        (
            "access = \"public\"\naudiences = [\"public\", \"staff\"]\naudience = \"staff\"\n",
            1,
            "not published: this build is for `staff`, and nothing is known to ask its readers to log in; build and ask \
             with `--audience public`",
        ),
    ];
    for (settings, code, says) in cases {
        project.write("handbook.toml", settings);
        let run = project.run(&["access"]);
        assert_eq!(run.code, code, "{settings}: {}", run.stdout);
        assert!(run.stdout.starts_with(says), "{settings}: {}", run.stdout);
        assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, ""), "{settings}");
    }
    project.write(
        "handbook.toml",
        "access = \"public\"\naudiences = [\"public\", \"staff\"]\naudience = \"staff\"\n",
    );
    assert_eq!(project.run(&["access", "--audience", "public"]).code, 0);
    assert_eq!(project.run(&["access", "--audience", "pubic"]).code, 1);
    project.write("handbook.toml", b"access = \"public\" # \xff\n");
    assert_eq!(project.run(&["access"]).code, 1, "settings that nobody can read allow nothing");
}
