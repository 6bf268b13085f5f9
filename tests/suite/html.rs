//! HTML in pages of a site that allows it: nothing runs, nothing leaks, and its words are words.

use deskbook::content::{self, RawHtml, passages};
use deskbook::source::SitePath;
use deskbook::{Cache, Options, Snapshot, build};
use jiff::civil::date;
use proptest::prelude::*;

use crate::fuzzed::bodies;
use crate::program::Project;

const ALLOWED: &str = "\n//- handbook.toml\nhtml = \"sanitised\"\n";

/// Returns the body of the home page, and the findings.
fn body(page: &str, settings: &str) -> (String, Vec<String>) {
    let options = Options::on(date(2026, 12, 1));
    let built = build(&Snapshot::fixture(&format!("# Home\n\n{page}\n{settings}")), &options);
    let html = built.value.output.text("index.html").expect("the page");
    let findings = built.diagnostics.iter().map(|finding| finding.rule.name.to_owned());
    (body_of(html).to_owned(), findings.collect())
}

fn body_of(page: &str) -> &str {
    let (_, rest) = page.split_once("<div class=\"body\">\n").expect("a body");
    let (body, _) = rest.split_once("\n</div>\n").expect("the end of the body");
    body
}

#[test]
fn html_is_refused_unless_the_site_says_otherwise() {
    let page = "H<sub>2</sub>O";
    assert_eq!(body(page, ""), ("<p>H2O</p>".into(), vec!["raw-html".into(), "raw-html".into()]));
    assert_eq!(body(page, ALLOWED), ("<p>H<sub>2</sub>O</p>".into(), Vec::new()));
}

/// Each is what somebody tries who wants a script to run, a look to change or a click to go astray.
const ATTACKS: &[&str] = &[
    "<script>steal()</script>",
    "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    "<img src=x onerror=steal()>",
    "<img src=x:y onerror=\"steal()\" alt='\"><script>steal()</script>'>",
    "<svg onload=steal()></svg>",
    "<math><mi xlink:href=\"javascript:steal()\">x</mi></math>",
    "<a href=\"javascript:steal()\">x</a>",
    "<a href=\"&#x6A;avascript&colon;steal()\">x</a>",
    "<a href=\"java&#10;script:steal()\">x</a>",
    "<a href=\"\u{1}javascript:steal()\">x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<iframe src=https://e.org></iframe>",
    "<form action=https://e.org><input name=card></form>",
    "<object data=https://e.org></object>",
    "<meta http-equiv=refresh content='0;url=https://e.org'>",
    "<base href=https://e.org>",
    "<link rel=stylesheet href=https://e.org>",
    "<style>p { display: none }</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<div class=banner id=site-search>x</div>",
    "<div onclick=steal()>x</div>",
    "<details open ontoggle=steal()><summary>x</summary></details>",
    "<template><script>steal()</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=steal()>\"></noscript>",
    "<!--><img src=x onerror=steal()>-->",
    "<!-- --!><img src=x onerror=steal()> -->",
    "<b title='<script>steal()</script>' onmouseover=steal()>x</b>",
    "<p title=\"x\"onclick=\"steal()\">x</p>",
    "<p/onclick=steal()>x</p>",
    "<xmp><p title=\"</xmp><img src=x onerror=steal()>\"></xmp>",
    "<textarea><script>steal()</script></textarea>",
    "<table><td><style></td></table><img src=x onerror=steal()>",
    "<button popovertarget=x>x</button><div popover id=x>y</div>",
    "<video src=x onerror=steal()></video>",
    "<img src=\"data:image/svg+xml,<svg onload=steal()>\" alt=x>",
    "<img srcset=\"https://e.org/x.png 1x\" alt=x>",
    "<div data-node=\"n-0\">x</div>",
    "<img src=\"https://e.org/x.png\" alt=x>",
    "<img src=\"//e.org/x.png\" alt=x>",
    "<a href=b.md target=site-search>x</a>",
    "<a name=main href=b.md>x</a>",
    "<h2 id=main>x</h2>",
    "<details name=group><summary>x</summary></details>",
    "<div role=alert aria-live=assertive>x</div>",
    "<div hidden>x</div>",
    "<div contenteditable>x</div>",
    "<p accesskey=s tabindex=1>x</p>",
    "<ins>a change that is none</ins>",
    "<del>a change that is none</del>",
    "<dialog open>x</dialog>",
    "<label for=q>x</label>",
    "<audio src=\"https://e.org/x.ogg\"></audio>",
    "<picture><source srcset=\"https://e.org/x.png\"></picture>",
    "<custom-part onclick=steal()>x</custom-part>",
    "<?php steal() ?>",
    "<![CDATA[<script>steal()</script>]]>",
];
/// What begins a tag that must not be.
const BAD_TAGS: &[&str] = &[
    "script",
    "svg",
    "math",
    "iframe",
    "form",
    "input",
    "object",
    "meta",
    "base",
    "link",
    "style",
    "template",
    "noscript",
    "xmp",
    "textarea",
    "button",
    "video",
    "audio",
    "picture",
    "source",
    "dialog",
    "label",
    "ins",
    "del",
    "custom-part",
    "?",
    "!",
];
/// What must not stand in a tag, beside its values.
const BAD_ATTRIBUTES: &[&str] = &[
    " on",
    " style",
    " srcset",
    " data-node",
    " target",
    " name=",
    " hidden",
    " contenteditable",
    " popover",
    " accesskey",
    " aria-live",
];

#[test]
fn what_would_run_or_mislead_is_an_error_and_is_not_written() {
    let pages: Vec<String> = ATTACKS
        .iter()
        .flat_map(|attack| {
            [
                (*attack).to_owned(),
                format!("Text {attack} text.\n\n- item {attack}\n"),
                format!("<div>\n{attack}\n</div>"),
            ]
        })
        .collect();
    let files = pages
        .iter()
        .enumerate()
        .map(|(number, page)| format!("//- content/p{number}.md\n# P{number}\n\n{page}\n"));
    let handbook = format!("# Home\n{ALLOWED}{}", files.collect::<String>());
    let built = build(&Snapshot::fixture(&handbook), &Options::on(date(2026, 12, 1)));
    for (number, page) in pages.iter().enumerate() {
        let file = format!("content/p{number}.md");
        let mut here = built.diagnostics.iter().filter(|finding| finding.location.file.as_str() == file);
        let found =
            |name: &str| ["raw-html", "unsafe-link", "missing-file", "external-image"].contains(&name);
        assert!(here.any(|finding| found(finding.rule.name)), "nothing is said of {page}");
        let html = built.value.output.text(&format!("p{number}/index.html")).expect("the page");
        let body = body_of(html).to_lowercase();
        for bad in ["=\"javascript", "=\"data:", "e.org"] {
            assert!(!body.contains(bad), "{bad} of {page} in {body}");
        }
        for tag in body.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("the end of a tag");
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
            assert!(!BAD_TAGS.contains(&name), "{name} of {page} in {body}");
            let names: String = tag.split('"').step_by(2).collect();
            for bad in BAD_ATTRIBUTES {
                assert!(!names.contains(bad), "{bad} of {page} in {tag}");
            }
        }
    }
}

#[test]
fn its_words_are_counted_searched_hashed_and_compared() {
    let read = |text: &str| {
        let path = SitePath::new("content/index.md").expect("a path");
        let options = content::Options { raw_html: RawHtml::Sanitise, ..content::Options::default() };
        content::parse(&path, text, &options).value
    };
    let document = read("<table><tr><td>Kettles and irons</td></tr></table>\n\nA <kbd>Ctrl</kbd> key.\n");
    let texts: Vec<String> = passages(&document, |_| "").into_iter().map(|passage| passage.text).collect();
    assert_eq!((texts, document.words), (vec!["Kettles and irons".into(), "A Ctrl key.".into()], 6));

    let project = Project::new("//- handbook.toml\nhtml = \"sanitised\"\n");
    project.write("content/index.md", "# Home\n\n[a](a.md)\n");
    project.write(
        "content/a.md",
        "# Repairs\n\n<details><summary>What we mend</summary><p>Kettles and irons.</p></details>\n",
    );
    let found = project.run(&["search", "kettle", "--date", "2026-12-01"]);
    assert!(found.stdout.contains("Repairs"), "{}{}", found.stdout, found.stderr);
}

/// HTML and Markdown as people mix them, whole and broken.
const FRAGMENTS: &[&str] = &[
    "<div>\n",
    "</div>\n",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>\n",
    "<br>",
    "<td>",
    "<table><tr>",
    "</tr></table>\n",
    "<details><summary>",
    "</summary>",
    "</details>\n",
    "<a href=\"b.md\">",
    "</a>",
    "<h2>",
    "</h2>\n",
    "<!-- x -->",
    "<img src=x alt='y'>",
    "<code>",
    "</code>",
    "<script>",
    "<p title=\"",
    "\">",
    "&amp;",
    "&eacute;",
    "{{ value.x }}",
    "{{ x }}",
    "word ",
    "*em* ",
    "`c` ",
    "[a](b.md) ",
    "\n",
    "\n\n",
    "- item\n",
    "  ",
    "> ",
    "# Head\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "::: rule level=must\n",
    ":::\n",
    "<",
    ">",
    "é",
    "\u{1f600}",
    "<ruby>a<rt>b</rt></ruby>",
    "<span lang=fr>",
    "</span>",
    "\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_mixed_is_a_tree_with_places(parts in proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..24)) {
        bodies::raw(&parts.concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_mixed_is_a_page_that_is_well_formed(parts in proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..40)) {
        bodies::link(&format!("{}{ALLOWED}", parts.concat()), &mut Cache::default());
    }
}
