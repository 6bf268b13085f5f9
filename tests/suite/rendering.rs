//! What readers get: a handbook in, the body of its home page out.

use deskbook::{Options, Snapshot, build};
use jiff::civil::date;

use crate::cases;

fn site(handbook: &str) -> deskbook::Output {
    let options = Options::on(date(2026, 12, 1));
    build(&Snapshot::fixture(handbook), &options).value.output
}

/// Returns what stands in the body of a page.
fn body(handbook: &str) -> String {
    let site = site(handbook);
    let page = site.text("index.html").expect("a home page");
    let (_, rest) = page.split_once("<div class=\"body\">\n").expect("a body");
    // Where there is something to print, the way to it stands below the body.
    let ends = ["\n</div>\n</main>", "\n</div>\n<p class=\"print-link\">"];
    let (body, _) = ends.iter().find_map(|end| rest.split_once(end)).expect("the end of the body");
    format!("{body}\n")
}

#[test]
fn every_case_renders_what_its_file_says() {
    cases::run("rendering", body);
}

#[test]
fn nothing_that_an_author_writes_becomes_markup_of_ours() {
    let handbook = "---\ntitle: <script>alert(1)</script> \"&\nsummary: \"<img src=x onerror=alert(1)>\"\naliases: [<u>]\nsources: ['<i> https://example.com/?a=\"b']\n---\n\
        ## A <b>\n\n`<script>` [<x>](https://example.com/\"onclick=\"x '<t>\"') ![<alt\">](p.png '\"')\n\n``` \"><script>\nx\n```\n\
        ::: list of=aliases\n:::\n//- content/p.png\nx\n";
    let site = site(handbook);
    for path in ["index.html", "a-z/index.html", "all-pages/index.html"] {
        let page = site.text(path).expect("the page");
        assert!(!page.contains("<script>"), "{page}");
        for markup in ["onclick=\"x", "<img src=x", "<u>", "<i>", "<x>", "<t>", "<alt", "style="] {
            assert!(!page.contains(markup), "{path}: {markup}\n{page}");
        }
    }
}

#[test]
fn every_page_is_well_formed_where_it_matters() {
    let site = site(
        "# Home\n\n## One\n\ntext\n\n## Two\n//- content/1-a/index.md\n# Area\n//- content/1-a/b.md\n# B\n",
    );
    for (path, _) in site.files().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let page = site.text(path.as_str()).expect("a page is a text");
        for tag in ["section", "div", "main", "nav", "ul", "ol", "p", "details"] {
            let open = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "<{tag}> in {path}");
        }
        assert!(!page.contains("\n\n\n"), "stray empty lines in {path}");
    }
}

#[test]
fn addresses_are_relative_and_the_404_page_has_absolute_ones() {
    let handbook = "# Home\n//- content/1-a/index.md\n# Area\n//- content/1-a/b.md\n# B\n\n[home](../index.md) [up](index.md) [root](/)\n";
    let base_url = Some("https://example.com/sub/path".into());
    let options = Options { base_url, ..Options::on(date(2026, 12, 1)) };
    let output = build(&Snapshot::fixture(handbook), &options).value.output;
    let page = output.text("a/b/index.html").expect("the page");
    assert!(page.contains(
        "<p><a href=\"../../\">home</a> <a href=\"../../a/\">up</a> <a href=\"../../\">root</a></p>"
    ));
    assert!(!page.contains("href=\"/"), "{page}");
    let lost = output.text("404.html").expect("the page");
    assert!(lost.contains("href=\"/sub/path/a/\""), "{lost}");
    assert!(lost.contains("href=\"/sub/path/\""), "{lost}");
}

/// By these addresses a script counts what was opened; were they on every page of a long path, the
/// site would grow with its square.
#[test]
fn a_page_names_the_pages_of_its_reading_path_unless_they_are_very_many() {
    let names = |count: usize| {
        let pages: String = (0..count).map(|n| format!("//- content/p{n}.md\n# P{n}\n")).collect();
        let path: Vec<String> = (0..count).map(|n| format!("\"p{n}.md\"")).collect();
        let paths =
            format!("//- content/_data/paths.toml\n[a]\ntitle = \"A\"\npages = [{}]\n", path.join(", "));
        let handbook = format!("# Home\n\n::: list of=path name=a\n:::\n{pages}{paths}");
        let output = build(&Snapshot::fixture(&handbook), &Options::on(date(2026, 12, 1))).value.output;
        let page = output.text("p1/index.html").expect("the page");
        assert!(page.contains(&format!("A: page 2 of {count}")), "{page}");
        page.split_once("data-pages=\"").and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()))
    };
    assert_eq!(names(3).as_deref(), Some("p0/ p1/ p2/"));
    assert_eq!(names(60).expect("all").split(' ').count(), 60);
    assert_eq!(names(61), None);
}

#[test]
fn pages_that_moved_lead_on_and_robots_stay_out_unless_asked_in() {
    let handbook = "# Home\n//- content/a.md\n---\ncode: X9\nold_paths: [old/place.md, /older/]\n---\n# A\n\
        //- content/gone.md\n---\ntitle: Gone\nstatus: retired\nreplaced_by: a.md\n---\n\
        //- content/ended.md\n---\ntitle: Ended\nstatus: retired\nreplaced_by: none\nretired_on: 2026-11-01\nretired_because: We no longer sell it.\n---\n";
    let private = site(handbook);
    for path in ["x9/index.html", "old/place/index.html", "older/index.html", "gone/index.html"] {
        let page = private.text(path).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(page.contains("a/\" id=") || page.contains("a/\""), "{page}");
        assert!(page.contains("http-equiv=\"refresh\""), "{page}");
    }
    let ended = private.text("ended/index.html").expect("the page stays");
    assert!(ended.contains("This page ended on 1 November 2026. We no longer sell it."), "{ended}");
    assert_eq!(private.text("robots.txt"), Some("User-agent: *\nDisallow: /\n"));
    assert!(private.text("sitemap.xml").is_none());
    let public =
        format!("{handbook}//- handbook.toml\naccess = \"public\"\nbase_url = \"https://h.example.com\"\n");
    let public = site(&public);
    let sitemap = public.text("sitemap.xml").expect("a public site has one");
    assert!(sitemap.contains("<loc>https://h.example.com/a/</loc>"), "{sitemap}");
    assert!(!sitemap.contains("gone"), "{sitemap}");
}
