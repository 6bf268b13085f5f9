//! The leak check: a handbook in which every kind of restricted thing holds a word of its own, what of
//! it comes out, and whether the check sees it when something does.

use std::io::Read;
use std::process::Command;

use deskbook::editions::ledger::Withdrawn;
use deskbook::editions::{Edition, History, Ledger};
use deskbook::output::{Content, Output};
use deskbook::search::unpacked;
use deskbook::source::{Blob, File, OutPath, SitePath};
use deskbook::{Built, Diagnostic, Level, Options, Progress, Readers, Snapshot, build_editions};
use flate2::read::GzDecoder;
use jiff::civil::date;

use super::editions::bare_edition;

/// Words that begin with `qx` are for managers, each in another kind of thing.
const TODAY: &str = r#"//- handbook.toml
title = "Service"
audiences = ["public", "managers"]
base_url = "https://example.com/"
access = "public"
//- content/index.md
---
title: Home
---
Read about [fraud](area/qxaddress.md), or [refunds](refunds.md#qxanchor).

::: only audience=managers
Qxblock tells a manager to wait for the second call.[^m]
:::

[^m]: A note that only qxblock has.
//- content/refunds.md
---
title: Refunds
related: [area/qxaddress.md]
old_anchors: [{ old: qxoldanchor, new: qxanchor }]
---
Give up to {{ value.refund }}.

::: only audience=managers
## Qxanchor

Up to {{ value.qxvalue }}, with [the table](area/qxfile.pdf) and ![A qxalt](area/qxpicture.png).

    A qxcode line

::: letter type=reply signs=boss fields="qxfield"
**Our decision**

Dear [[qxfield]], qxletter.

**What we will do**

Wait.

**What you can do next**

Ask.

**Why**

So.
:::
:::
//- content/area/index.md
---
title: Qxarea
audience: managers
owner: boss
---
//- content/area/qxaddress.md
---
title: Qxtitle of a page
summary: A qxsummary.
aliases: [qxalias, "qxalias of several words"]
code: QX7
id: qxid
old_paths: [/qxformer/]
urgent: true
satisfies: [qxclause]
sources: ["A qxsource in a book that nobody else has read"]
---
## A qxheading

Qxbody asks who called, when they did, and what they wanted. A qxterm, and {{ role.boss }}.
<!-- qxcomment -->
//- content/area/qxfile.pdf
a table
//- content/area/qxpicture.png
not really a picture
//- content/once.md
---
title: Once
audience: managers
---
Qxonce was for everybody in the first edition.
//- content/_data/values.toml
[refund]
amount = 50
unit = "money"
[qxvalue]
amount = 91378
unit = "money"
per = "qxper"
//- content/_data/roles.toml
[boss]
title = "qxrole"
//- content/_data/terms.toml
[qxtermid]
term = "qxterm"
also = ["qxterms"]
definition = "A qxmeaning."
//- content/_data/contacts.toml
[qxdesk]
title = "The qxcontact"
how = "Ring qxphone."
audience = "managers"
[desk]
title = "The desk"
how = "Ask."
//- content/_data/authority.toml
[qxaction]
title = "Qxmay"
audience = "managers"
[[qxaction.grants]]
role = "boss"
limit = "qxvalue"
conditions = "qxcondition"
//- content/_data/paths.toml
[qxpathid]
title = "Qxpath"
summary = "A qxway."
pages = ["area/qxaddress.md"]
//- content/_data/requirements.toml
[qxclause]
text = "A qxrequirement."
//- content/_data/search.toml
synonyms = [["qxsynonym", "qxbody"], ["money back", "refunds"]]
never_correct = ["qxalias"]
//- content/lists.md
---
title: Lists
---
::: list of=contacts
:::

::: list of=terms
:::

::: authority
:::
"#;

/// The first edition: one page says other words, one is for everybody, and of one every word must go.
fn first() -> String {
    let gone = "//- content/gone.md\n---\ntitle: Qxwithdrawntitle\nid: gone\n---\nA qxwithdrawn sentence that a court told us to take away.\n";
    TODAY
        .replace("Qxbody asks who called", "Qxformerly it asked who called")
        .replace("title: Once\naudience: managers\n", "title: Once\n")
        + gone
}

/// What a build for managers says to readers and the others do not.
const READ: &[&str] = &[
    "qxblock",
    "qxanchor",
    "qxalt",
    "qxcode",
    "qxletter",
    "qxarea",
    "qxtitle",
    "qxsummary",
    "qxalias",
    "qx7",
    "qxheading",
    "qxbody",
    "qxterm",
    "qxmeaning",
    "qxcontact",
    "qxphone",
    "qxmay",
    "qxcondition",
    "qxrole",
    "qxonce",
    "qxformerly",
];

/// What it says to programs: addresses, ids and numbers; and a word by which people search.
const NAMED: &[&str] =
    &["qxoldanchor", "qxfield", "qxaddress", "qxformer", "qxfile", "qxpicture", "£91,378", "qxsynonym"];

fn built(readers: Readers) -> Built {
    let withdrawn =
        Withdrawn { date: date(2026, 11, 20), reason: "A court said so".into(), pages: vec!["gone".into()] };
    let first_edition = Edition { withdrawn: Some(withdrawn), ..bare_edition("1", date(2026, 9, 1)) };
    let ledger = Ledger::of(vec![first_edition, bare_edition("2", date(2026, 11, 1))]);
    let snapshots = [("1", Snapshot::fixture(&first())), ("2", Snapshot::fixture(TODAY))];
    let snapshots = snapshots.map(|(id, snapshot)| (id.to_owned(), snapshot));
    let history = History { ledger, snapshots: snapshots.into(), and_next: true, ..History::default() };
    let options = Options { readers, ..Options::on(date(2026, 12, 1)) };
    let built = build_editions(&Snapshot::fixture(TODAY), &history, &options, &Progress::default());
    let errors: Vec<&str> = errors(&built.diagnostics);
    assert!(errors.is_empty(), "{errors:#?}");
    built.value
}

fn errors(found: &[Diagnostic]) -> Vec<&str> {
    let errors = found.iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| finding.message.as_str()).collect()
}

fn for_public() -> Built {
    built(Readers::Named("public".into()))
}

/// Returns every byte of a file that could be read: packed ones unpacked too, and its address.
fn readable(path: &OutPath, content: &Content) -> String {
    let mut text = path.as_str().to_lowercase();
    if let Content::Copy(from, _) = content {
        text += &from.as_str().to_lowercase();
    }
    let Some(bytes) = content.bytes() else { return text };
    text += &String::from_utf8_lossy(&bytes).to_lowercase();
    let mut plain = Vec::new();
    if GzDecoder::new(&bytes[..]).read_to_end(&mut plain).is_ok() {
        text += &String::from_utf8_lossy(&plain).to_lowercase();
    }
    // Each word of the search leaves out what it shares with the one before.
    if let Some((_, words)) = unpacked(path.as_str(), &bytes) {
        text += &words.join(" ");
    }
    text
}

#[test]
fn no_planted_word_is_in_any_byte_of_what_the_public_gets() {
    let (public, managers) = (for_public(), built(Readers::All));
    for (path, content) in public.output.files() {
        let text = readable(path, content);
        for word in ["qx", "91,378", "91378"] {
            let around = text.find(word).map(|at| text[at..].chars().take(60).collect::<String>());
            assert_eq!(around, None, "in {path}");
        }
    }
    let all: String = managers.output.files().map(|(path, content)| readable(path, content) + "\n").collect();
    for word in READ.iter().chain(NAMED) {
        assert!(all.contains(word), "{word} stands nowhere for managers either");
    }
    assert!(!all.contains("qxwithdrawn"), "nobody reads what was withdrawn");
}

#[test]
fn every_file_for_managers_that_holds_a_planted_word_is_refused_among_those_for_the_public() {
    let (public, managers) = (for_public(), built(Readers::All));
    let secrets = public.secrets.as_ref().expect("something is left out");
    assert_eq!(secrets.leaks(&public.output), []);
    let mut refused = 0;
    for (path, content) in managers.output.files() {
        let text = readable(path, content);
        if !text.contains("qx") || path.as_str().starts_with("search/sections") {
            continue;
        }
        let mut output = Output::default();
        output.insert(path.clone(), content.clone());
        let leaks = secrets.leaks(&output);
        assert!(!leaks.is_empty(), "nothing was seen in {path}: {text}");
        assert!(leaks.iter().all(|leak| leak.message.contains(&format!("`{path}`"))), "{leaks:#?}");
        refused += 1;
    }
    assert!(refused > 30, "{refused} files hold planted words");
}

/// Returns what the check says of a file among those for the public.
fn leaks(public: &Built, path: &str, text: &str) -> Vec<String> {
    let mut output = Output::default();
    output.insert(OutPath::new(path), Content::Bytes(text.to_owned().into_bytes().into()));
    let found = public.secrets.as_ref().expect("something is left out").leaks(&output);
    found.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn a_word_that_only_left_out_text_has_is_seen_wherever_people_read() {
    let public = for_public();
    for word in READ {
        for html in [
            format!("<p>Ask for {word} now"),
            format!("<p>Ask for <b>{}</b>{}", &word[..2], &word[2..]),
            format!("<img alt=\"{word}\">"),
            format!("<meta content='x &#{};{}'>", word.as_bytes()[0], &word[1..]),
        ] {
            assert_ne!(leaks(&public, "a.html", &html), Vec::<String>::new(), "{html}");
        }
    }
}

#[test]
fn names_and_addresses_are_seen_where_programs_read() {
    let public = for_public();
    for (path, text) in [
        ("a.html", "<a href=\"area/qxaddress/\">more</a>"),
        ("b/a.html", "<a href='../area/%71xaddress/#x'>more</a>"),
        ("a.html", "<a href=\"https://example.com/area/qxaddress/\">more</a>"),
        ("a.html", "<a href=\"refunds/#qxanchor\">more</a>"),
        ("a.html", "<a href=\"#qxoldanchor\">more</a>"),
        ("a.html", "<p id=qxid>"),
        ("a.html", "<!-- Qxtitle of a page -->"),
        ("a.html", "<script type='application/json'>{\"k\": \"qxalias\"}</script>"),
        ("a.html", "<img src=area/qxpicture.png>"),
        ("editions/1/area/qxaddress/index.html", "<p>"),
        ("next/area/qxaddress/index.html", "<p>"),
        ("area/qxfile.pdf", ""),
        ("qx7/index.html", ""),
        ("editions.json", "[{\"title\": \"Qxtitle of a page\"}]"),
        ("offline.json", "{\"pages\": [\"area/qxaddress/\"]}"),
        ("sitemap.xml", "<urlset><url><loc>https://example.com/area/qxaddress/</loc></url></urlset>"),
        ("_redirects", "/qxformer/ /area/qxaddress/ 301\n"),
        ("feed.xml", "<entry><title>Changed: Qxtitle of a page</title></entry>"),
        ("app.js", "const role = \"qx\\u0072ole\";"),
        ("notes.txt", "It asks who called, when they did, and what they wanted."),
        ("a.html", "<p>when they <em>did,</em> and what they wanted. Then this."),
    ] {
        assert_ne!(leaks(&public, path, text), Vec::<String>::new(), "{path}: {text}");
    }
    for (path, text) in [
        ("a.html", "<p>Give up to £50. Read about refunds, or ask the desk.</p>"),
        ("a.html", "<p>£91,378 on 1 December 2026</p>"),
        ("a.html", "<a href=\"https://elsewhere.example.org/area/\">Lists</a>"),
        ("app.js", "const title = document.querySelector(\"main\").textContent;"),
    ] {
        assert_eq!(leaks(&public, path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

/// What the check says of one file that was built for managers and got among those for the public.
#[test]
fn each_kind_of_output_is_refused_with_its_file_a_page_and_a_next_step() {
    let (public, managers) = (for_public(), built(Readers::All));
    let secrets = public.secrets.as_ref().expect("something is left out");
    for (kind, page, words) in [
        ("search/words.bin", "content/index.md", "Qxblock"),
        ("search/heads-", "content/area/index.md", "Qxarea"),
        ("editions.xml", "content/area/qxaddress.md", "Qxtitle"),
        ("changes/2/area/qxaddress/index.html", "content/area/index.md", "Qxarea"),
        ("changes/2/print/brief/index.html", "content/area/index.md", "Qxarea"),
        ("editions/1/once/index.html", "content/area/index.md", "Qxarea"),
        ("next/search/words.bin", "content/index.md", "Qxblock"),
        ("refunds/index.html", "content/area/index.md", "Qxarea"),
        ("qx7/index.html", "content/area/qxaddress.md", "Qxtitle"),
        ("area/qxpicture.png", "content/area/qxpicture.png", "area/qxpicture.png"),
        ("offline.json", "content/area/qxaddress.md", "area/qxaddress"),
        ("pages.json", "content/area/index.md", "Qxarea"),
        ("_redirects", "content/area/qxaddress.md", "area/qxaddress"),
    ] {
        let mut files = managers.output.files();
        let (path, content) = files.find(|(path, _)| path.as_str().starts_with(kind)).expect(kind);
        let mut output = Output::default();
        output.insert(path.clone(), content.clone());
        let leaks = secrets.leaks(&output);
        let leak = leaks.first().unwrap_or_else(|| panic!("nothing was seen in {path}"));
        let message = format!("`{words}` is left out of this build, and `{path}` holds it");
        assert_eq!((leak.message.as_str(), leak.location.file.as_str()), (message.as_str(), page));
        assert_eq!((leak.rule.name, leak.level), ("leak", Level::Error));
        assert!(leak.help.as_ref().is_some_and(|help| help.starts_with("take it out of what prints it")));
    }
}

#[test]
fn a_copied_file_is_known_by_its_bytes_under_any_name() {
    let public = for_public();
    let mut output = Output::default();
    let from = SitePath::new("static/harmless.png").expect("a path");
    output.insert(OutPath::new("harmless.png"), Content::Copy(from, Blob::of(b"not really a picture\n")));
    let found = public.secrets.as_ref().expect("something is left out").leaks(&output);
    let found: Vec<String> = found.into_iter().map(|finding| finding.message).collect();
    assert_eq!(found, ["`area/qxpicture.png` is left out of this build, and `harmless.png` holds it"]);
}

#[test]
fn a_finding_says_whose_words_stand_where_and_what_to_do() {
    let text = "# Home\n\nAsk first.\n\n::: only audience=managers\nYou may waive the fee twice in a year.\n:::\n//- handbook.toml\naudiences = [\"public\", \"managers\"]\ntheme = \"mine\"\n//- themes/mine/templates/parts/footer.html\n<footer>You may waive the fee twice in a year.</footer>\n";
    let snapshot = Snapshot::fixture(text);
    let built = deskbook::build(&snapshot, &Options::on(date(2026, 12, 1)));
    let leaks: Vec<Diagnostic> =
        built.diagnostics.into_iter().filter(|finding| finding.rule.name == "leak").collect();
    let said = deskbook::report::human(&leaks, &snapshot, false);
    assert_eq!(
        said.trim_end(),
        "error[leak]: `You may waive the fee twice` is left out of this build, and `404.html` and 8 other files hold it
 --> content/index.md:6:1
  |
6 | You may waive the fee twice in a year.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: take it out of what prints it (a template, a script, a file in `static/`), let everybody read it here, or excuse it with `allow leak` if it is chance"
    );
}

/// Builds a handbook from one text for the public, and returns what it found, without warnings of other
/// rules.
fn found_in(text: &str, readers: Readers) -> Vec<String> {
    let options = Options { readers, ..Options::on(date(2026, 12, 1)) };
    let found = deskbook::build(&Snapshot::fixture(text), &options).diagnostics;
    let found = found.into_iter().filter(|finding| ["leak", "unused-excuse"].contains(&finding.rule.name));
    found.map(|finding| finding.message).collect()
}

#[test]
fn chance_is_excused_where_it_stands_and_the_excuse_is_never_one_too_many() {
    let footer = "//- handbook.toml\naudiences = [\"public\", \"managers\"]\naudience = \"public\"\ntheme = \"mine\"\n//- themes/mine/templates/parts/footer.html\n<footer>You may waive the fee twice in a year.</footer>\n";
    let page = "# Home\n\nAsk first.\n\n::: only audience=managers\n<!-- allow leak: it is no secret -->\nYou may waive the fee twice in a year.\n:::\n";
    let text = format!("{page}{footer}");
    assert_eq!(found_in(&text, Readers::Usual), Vec::<String>::new());
    assert_eq!(found_in(&text, Readers::All), Vec::<String>::new());
    let text = text.replace("<!-- allow leak: it is no secret -->\n", "");
    assert_eq!(found_in(&text, Readers::Usual).len(), 1);

    // A text that is copied is looked into later, and excused all the same.
    let page = page.to_owned() + "//- handbook.toml\naudiences = [\"public\", \"managers\"]\n";
    let options = Options { readers: Readers::Named("public".into()), ..Options::on(date(2026, 12, 1)) };
    let copies = [(OutPath::new("a.txt"), "You may waive the fee twice in a year.".into())];
    for (text, leaks) in [(page.replace("<!-- allow leak: it is no secret -->\n", ""), 1), (page, 0)] {
        let built = deskbook::build(&Snapshot::fixture(&text), &options).value;
        assert_eq!(built.leaks_in_copies(&copies).len(), leaks);
    }
}

#[test]
fn what_html_says_beside_its_words_is_looked_for_too() {
    let text = "# Home\n\nAsk first.\n\n::: only audience=managers\n<abbr title=\"A qxhint\">ask</abbr>\n:::\n//- handbook.toml\naudiences = [\"public\", \"managers\"]\naudience = \"public\"\nhtml = \"sanitised\"\ntheme = \"mine\"\n//- themes/mine/templates/parts/footer.html\n<footer>FOOTER</footer>\n";
    let found = |footer: &str| found_in(&text.replace("FOOTER", footer), Readers::Usual);
    assert_eq!(found("A hint"), Vec::<String>::new());
    let leaks = found("<abbr title='a &#113;xhint'>ask</abbr>");
    assert_eq!(leaks.len(), 1, "{leaks:?}");
}

#[test]
fn words_by_which_people_search_for_what_all_read_are_no_secret() {
    let text = "# Home\n\nI may finish early, or leave late.\n//- content/shifts.md\n---\ntitle: Shifts\naudience: managers\naliases: [leave early, may I leave early or leave late]\n---\nQxbody.\n//- content/_data/search.toml\none_way = [{ from = \"clock off\", to = [\"leave early\", \"may I leave early or leave late\"] }]\nsynonyms = [[\"finish early\", \"qxbody\"]]\n//- handbook.toml\naudiences = [\"public\", \"managers\"]\naudience = \"public\"\n";
    let options = Options { readers: Readers::Usual, ..Options::on(date(2026, 12, 1)) };
    let built = deskbook::build(&Snapshot::fixture(text), &options);
    assert_eq!(found_in(text, Readers::Usual), Vec::<String>::new());
    let Some(Content::Bytes(words)) = built.value.output.get("search/words.bin") else { panic!("no search") };
    let (about, _) = unpacked("search/words.bin", words).expect("an index");
    assert_eq!(
        about["synonyms"].to_string(),
        r#"[[["leave early","may i leave early or leave late"],["clock off"]]]"#
    );
}

/// Every tenth page of the sample for managers, with whatever the search, lists and other pages say of
/// it: what is left is for all, and none of it is taken for a leak.
#[test]
fn nothing_of_the_sample_is_refused_whatever_it_leaves_out() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = deskbook::edge::disk::read(root).expect("the sample can be read");
    let mut snapshot = Snapshot::default();
    let mut pages = 0;
    for (path, file) in sample.files().filter(|(path, _)| path.below("tests").is_none()) {
        let mut file = file.clone();
        if let File::Text(text) = &file {
            let is_page = path.below("content").is_some() && path.extension() == "md";
            pages += usize::from(is_page);
            if is_page && path.file_name() != "index.md" && pages % 10 == 1 {
                file = File::Text(text.replacen("---\n", "---\naudience: managers\n", 1).into());
            } else if path.as_str() == "handbook.toml" {
                file = File::Text(format!("audiences = [\"public\", \"managers\"]\n{text}").into());
            }
        }
        snapshot.insert(path.clone(), file);
    }
    let options = Options { readers: Readers::Named("public".into()), ..Options::on(date(2026, 12, 1)) };
    let built = deskbook::build(&snapshot, &options);
    assert_eq!(errors(&built.diagnostics), Vec::<&str>::new());
    assert!(built.value.secrets.is_some(), "something is left out");
}

#[test]
fn a_site_that_leaks_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    file("handbook.toml", "audiences = [\"public\", \"managers\"]\n");
    file("content/index.md", "# Home\n\nAsk first.\n");
    file(
        "content/fees.md",
        "---\ntitle: Fees\naudience: managers\n---\nYou may waive the fee twice in a year.\n",
    );
    let build = || {
        let output = Command::new(env!("CARGO_BIN_EXE_deskbook"))
            .current_dir(folder.path())
            .args(["build", "--date", "2026-12-01", "--audience", "public", "--out", "site"])
            .output()
            .expect("the program can be started");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let is_written = || folder.path().join("site/build.json").exists();
    file("static/notice.txt", "Remember: you may waive\nthe fee twice in a year!\n");
    let (code, said) = build();
    assert_eq!((code, is_written()), (Some(1), false), "{said}");
    assert!(said.contains("`notice.txt` holds it"), "{said}");
    file("static/notice.txt", "Remember to ask first.\n");
    let (code, said) = build();
    assert_eq!((code, is_written()), (Some(0), true), "{said}");
}

#[test]
fn where_everybody_reads_everything_nothing_is_looked_for() {
    assert!(built(Readers::All).secrets.is_none());
}
