//! Editions beside the handbook that is being written: read when somebody asks, and what has changed
//! since the one in force follows every edit.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use deskbook::editions::{Edition, History, Ledger};
use deskbook::live::{Archive, Live, Notice};
use deskbook::output::{Content, Output};
use deskbook::source::{Blob, File};
use deskbook::{Level, Options, Progress, Snapshot, build_editions};
use jiff::civil::date;
use proptest::prelude::*;

use super::super::editions::{FIRST, second};
use super::super::warm::{self, Edit, RELEASED, apply, edit};
use super::{at, shown, text, url, write};

/// An archive in memory, which counts what it is asked for.
#[derive(Clone, Debug, Default)]
struct Memory {
    /// Editions by commit.
    editions: BTreeMap<String, Snapshot>,
    asked: Arc<Mutex<Vec<String>>>,
    /// Why nothing can be read, while that is so.
    trouble: Arc<Mutex<Option<String>>>,
}

impl Memory {
    fn of<const N: usize>(editions: [(&str, &str); N]) -> Self {
        let editions = editions.map(|(id, text)| (commit(id), Snapshot::fixture(text)));
        Self { editions: editions.into(), ..Self::default() }
    }

    fn live(&self) -> Live {
        Live::with_editions(Box::new(self.clone()))
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the list").clone()
    }

    fn fails(&self, why: Option<&str>) {
        *self.trouble.lock().expect("the trouble") = why.map(str::to_owned);
    }
}

impl Archive for Memory {
    fn edition(&self, edition: &Edition) -> Result<Snapshot, String> {
        self.asked.lock().expect("the list").push(edition.id.clone());
        match &*self.trouble.lock().expect("the trouble") {
            Some(why) => Err(why.clone()),
            None => Ok(self.editions[&edition.commit].clone()),
        }
    }

    fn bytes(&self, blob: &Blob) -> Option<Bytes> {
        Some(format!("bytes of {}", blob.sha256).into())
    }
}

fn commit(id: &str) -> String {
    format!("{:0>40}", id.replace('.', ""))
}

fn record(id: &str, effective: &str) -> String {
    let commit = commit(id);
    format!(
        "//- editions/{id}.toml\nid = \"{id}\"\ncommit = \"{commit}\"\npublished = {effective}\n\
         effective = {effective}\nnote = \"About {id}.\"\n"
    )
}

fn ledger() -> String {
    record("2026.1", "2026-09-01") + &record("2026.2", "2026-12-01")
}

fn released() -> Memory {
    Memory::of([("2026.1", FIRST), ("2026.2", &second())])
}

const PAGE: &str = "content/money-back.md";
const REDLINE: &str = "changes/next/money-back/";

/// Today's files: as the edition in force, with its ledger.
fn today() -> Snapshot {
    Snapshot::fixture(&(second() + &ledger()))
}

fn options() -> Options {
    Options::on(date(2026, 12, 5))
}

/// A handbook with editions, read once.
fn begun(memory: &Memory) -> (Snapshot, Live) {
    let (today, live) = (today(), memory.live());
    live.update(&today, None, &options(), at(0));
    (today, live)
}

/// Writes a page of refunds, and shows it.
fn say(live: &Live, snapshot: &mut Snapshot, words: &str, second: i64) {
    let text = format!("---\ntitle: Refunds\nid: refunds\n---\n{words}\n");
    let changed = write(snapshot, PAGE, &text);
    live.update(snapshot, Some(&changed), &options(), at(second));
}

fn since(live: &Live, path: &str) -> Option<(String, String)> {
    let since = live.notice(&url(path))?.since?;
    Some((since.text, since.address))
}

#[test]
fn nothing_is_read_until_somebody_asks_and_then_once() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    text(&live, "");
    say(&live, &mut today, "Give back at most {{ value.refund }}. You should ask.", 1);
    text(&live, "money-back/");
    live.index();
    assert_eq!(live.notice(&url("money-back/")).and_then(|notice| notice.since), None);
    assert_eq!(memory.asked(), Vec::<String>::new());
    live.hold_against_edition();
    assert_eq!(memory.asked(), ["2026.2"], "what has changed needs the edition in force alone");
    text(&live, "editions/2026.1/refunds/");
    text(&live, REDLINE);
    assert_eq!(memory.asked(), ["2026.2", "2026.1"]);
    let changed = write(&mut today, "handbook.toml", "title = \"Other\"\n");
    live.update(&today, Some(&changed), &options(), at(2));
    assert!(text(&live, "editions/2026.1/").contains("Other"), "settings reach every edition");
    assert_eq!(memory.asked().len(), 2, "a commit does not change");
}

/// Returns what `build --next` publishes.
fn published(memory: &Memory, today: &Snapshot, options: &Options) -> Output {
    let ledger = Ledger::read(today).value;
    let snapshots =
        ledger.iter().map(|edition| (edition.id.clone(), memory.editions[&edition.commit].clone()));
    let snapshots = snapshots.collect();
    let history = History { ledger, snapshots, and_next: true, ..History::default() };
    build_editions(today, &history, options, &Progress::default()).value.output
}

/// Leads from what has changed to what is being written where the live server shows it.
fn from_the_root(html: &str) -> String {
    html.replace("../next/../", "../").replace("../next/", "../")
}

/// Takes out what a script needs on another day than that of the build.
fn without_days(html: &str) -> String {
    match html.split_once(" data-list=") {
        Some((before, rest)) => format!("{before}{}", &rest[rest.find('>').expect("the end of a tag")..]),
        None => html.to_owned(),
    }
}

/// Leads from the way to what holds back to the root of the site.
fn to_the_root(html: &str) -> String {
    let Some((before, after)) = html.split_once("\">Read what holds today") else { return html.to_owned() };
    let (before, way) = before.rsplit_once("href=\"").expect("a link");
    assert!(way.contains("editions/2026.2/"), "{way}");
    format!("{before}href=\"{}\">Read what holds today{after}", way.replace("editions/2026.2/", ""))
}

/// A copy of the edition in force stands below its address, since the root is what is being written; and
/// no script puts right on another day what is made anew each day. Apart from these, all is the same.
#[test]
fn editions_are_served_as_they_are_published() {
    let memory = released();
    let (today, live) = begun(&memory);
    let built = published(&memory, &today, &options());
    let mut pages = 0;
    let is_edition = |path: &str| path.starts_with("editions/2") || path.starts_with("changes/2");
    for (path, content) in built.files().filter(|(path, _)| is_edition(path.as_str())) {
        let Some(built) = content.bytes() else { panic!("`{path}` is copied") };
        let built = without_days(&String::from_utf8_lossy(&built));
        assert_eq!(to_the_root(&text(&live, path.as_str())), built, "`{path}` differs");
        pages += 1;
    }
    assert!(pages > 20, "{pages}");
    for sheet in ["changes/2026.1/", "changes/2026.2/print/brief/", "changes/2026.2/print/sign-off/"] {
        assert!(
            built.get(&format!("{sheet}index.html")).is_some(),
            "{sheet} is published, and so was served"
        );
    }
    let old = text(&live, "editions/2026.1/refunds/");
    assert!(old.contains("href=\"../../../editions/2026.2/money-back/\">Read what holds today"), "{old}");
    assert!(!old.contains("data-list"));
    for list in ["as-of/", "editions/", "changes/"] {
        let html = text(&live, list);
        assert!(html.contains("<a href=\"../\">What is being written</a>"), "{html}");
        let changes = if list == "changes/" { "next/" } else { "../changes/next/" };
        let link = format!("<a href=\"{changes}\">What has changed since edition 2026.2</a>");
        assert!(html.contains(&link), "{html}");
    }
    assert!(text(&live, "editions.json").contains("\"2026.1\""));
    for nothing in
        ["editions/2026.3/", "editions/2026.1/none/", "changes/2026.1/gifts/", "editions/2026.1/robots.txt"]
    {
        assert_eq!(shown(&live, nothing), None, "{nothing}");
    }
}

#[test]
fn what_has_changed_since_the_edition_in_force_follows_every_edit() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    let same = text(&live, REDLINE);
    assert!(same.contains("This page reads as it does in edition 2026.2."), "{same}");
    assert!(!same.contains("<ins") && !same.contains("<del"));
    say(&live, &mut today, "Give back up to {{ value.refund }}. You must ask.", 1);
    let redline = text(&live, REDLINE);
    assert!(redline.contains("<span class=\"unseen\">Removed: </span>should</del>"), "{redline}");
    assert!(redline.contains(
        "<ins><span class=\"unseen\">Added: </span>must<span class=\"unseen\"> (end)</span></ins>"
    ));
    assert!(
        redline
            .contains("What has changed since edition 2026.2, which is in force. Nothing of it holds yet.")
    );
    for link in ["../../../editions/2026.2/money-back/", "../../../money-back/", "../../../changes/next/"] {
        assert!(redline.contains(&format!("href=\"{link}\"")), "{link} in {redline}");
    }
    let summary = text(&live, "changes/next/");
    assert!(summary.contains("<a href=\"money-back/\">Refunds</a>"), "{summary}");
    say(&live, &mut today, "Give back up to {{ value.refund }}. You should ask.", 2);
    assert_eq!(text(&live, REDLINE), same, "it is as it was");
    assert!(text(&live, "changes/next/").contains("No page reads otherwise."));
    let changed = write(&mut today, "content/_data/values.toml", "[refund]\namount = 80\nunit = \"money\"\n");
    live.update(&today, Some(&changed), &options(), at(3));
    assert!(text(&live, REDLINE).contains("£80"));
    assert!(text(&live, "changes/next/_home/").contains("£80"), "the home page shows the limit");
}

#[test]
fn a_page_says_how_much_of_it_has_changed() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    let held = |live: &Live, path: &str| {
        live.hold_against_edition();
        since(live, path)
    };
    assert_eq!(held(&live, "money-back/"), None);
    say(&live, &mut today, "Give back up to {{ value.refund }}. You must ask.", 1);
    let told = |words: &str, address: &str| Some((words.to_owned(), address.to_owned()));
    assert_eq!(
        held(&live, "money-back/"),
        told("1 word changed since 2026.2: see it as staff will", REDLINE)
    );
    say(&live, &mut today, "Give back up to {{ value.refund }}. You must never ask twice.", 2);
    assert_eq!(
        held(&live, "money-back/"),
        told("3 words changed since 2026.2: see them as staff will", REDLINE)
    );
    let changed = write(&mut today, "content/news.md", "# News\n\nToday.\n");
    live.update(&today, Some(&changed), &options(), at(3));
    assert_eq!(held(&live, "news/"), told("New since 2026.2: see all that has changed", "changes/next/"));
    let changed = write(&mut today, "content/_data/values.toml", "[refund]\namount = 80\nunit = \"money\"\n");
    live.update(&today, Some(&changed), &options(), at(4));
    assert_eq!(held(&live, ""), told("Changed since 2026.2: see it as staff will", "changes/next/_home/"));
    assert_eq!(held(&live, "a-z/"), None, "nobody wrote it");
    assert_eq!(held(&live, REDLINE), None);
}

#[test]
fn a_broken_page_leaves_what_has_changed_on_it_as_it_was() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    say(&live, &mut today, "Give back up to {{ value.refund }}. You must ask.", 60);
    let good = text(&live, REDLINE);
    say(&live, &mut today, "Give back up to {{ value.none }}. You must ask.", 120);
    assert_eq!(text(&live, REDLINE), good);
    let Notice { errors, kept_since, .. } = live.notice(&url(REDLINE)).expect("it is told something");
    assert_eq!((errors.len(), kept_since), (1, Some(at(60).as_millisecond())));
    assert!(errors[0].message.contains("there is no value `none`"));
    say(&live, &mut today, "Give back up to {{ value.refund }}. You may ask.", 180);
    let mended = text(&live, REDLINE);
    assert!(mended.contains("<ins><span class=\"unseen\">Added: </span>may<span"), "{mended}");
    assert_eq!(live.notice(&url(REDLINE)).expect("it is told something").errors, []);
}

/// Once the first attempt at a broken page was kept as if it were good, and stayed.
#[test]
fn what_nobody_looked_at_before_the_page_broke_is_not_kept() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    say(&live, &mut today, "Give back {{ value.none }}. You must ask.", 1);
    assert!(text(&live, REDLINE).contains("</span>must"));
    say(&live, &mut today, "Give back {{ value.none }}. You may ask.", 2);
    assert!(text(&live, REDLINE).contains("</span>may"));
}

#[test]
fn who_reads_what_has_changed_goes_where_the_page_goes() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    text(&live, REDLINE);
    let moved = Edit::Move(PAGE, "content/returns.md");
    apply(&mut today, &moved);
    live.update(&today, Some(&moved.paths()), &options(), at(1));
    let notice = live.notice(&url(REDLINE)).expect("it is told something");
    assert_eq!((notice.page, notice.moved.as_deref()), (None, Some("changes/next/returns/")));
    assert!(text(&live, "changes/next/returns/").contains("edition 2026.2"));
}

#[test]
fn a_release_is_there_with_its_record() {
    let memory = released();
    let mut today = Snapshot::fixture(&(second() + &record("2026.1", "2026-09-01")));
    let live = memory.live();
    live.update(&today, None, &options(), at(0));
    assert!(text(&live, REDLINE).contains("since edition 2026.1"));
    assert_eq!(shown(&live, "editions/2026.2/"), None);
    let written = record("2026.2", "2026-12-01");
    let (_, written) = written.split_once(".toml\n").expect("the record begins after its path");
    let changed = write(&mut today, "editions/2026.2.toml", written);
    live.update(&today, Some(&changed), &options(), at(1));
    assert!(text(&live, REDLINE).contains("as it does in edition 2026.2"));
    assert!(text(&live, "editions/2026.2/money-back/").contains("£75"));
    assert_eq!(memory.asked(), ["2026.1", "2026.2"], "what was read is not read again");
}

#[test]
fn another_day_is_held_against_another_edition() {
    let memory = released();
    let (today, live) = begun(&memory);
    live.update(&today, Some(&[]), &Options::on(date(2026, 11, 30)), at(1));
    let redline = text(&live, REDLINE);
    assert!(redline.contains("since edition 2026.1") && redline.contains("£50"), "{redline}");
    assert!(text(&live, "editions/2026.2/money-back/").contains("It takes effect on 1 December 2026"));
    live.update(&today, Some(&[]), &Options::on(date(2026, 8, 31)), at(2));
    assert_eq!(shown(&live, REDLINE), None, "nothing is in force");
    live.hold_against_edition();
    assert_eq!(since(&live, "money-back/"), None);
}

#[test]
fn an_archive_that_cannot_be_read_is_said_once_and_all_else_goes_on() {
    let memory = released();
    memory.fails(Some("this clone is shallow; run `git fetch --unshallow`"));
    let (mut today, live) = begun(&memory);
    live.hold_against_edition();
    for _ in 0..3 {
        assert_eq!(shown(&live, "editions/2026.1/"), None);
        assert_eq!(shown(&live, REDLINE), None);
    }
    say(&live, &mut today, "Other words.", 1);
    assert!(text(&live, "money-back/").contains("Other words."));
    let found = live.findings();
    let told: Vec<(&str, Level, &str)> =
        found.iter().map(|found| (found.rule.name, found.level, found.message.as_str())).collect();
    let said = "cannot be read: this clone is shallow; run `git fetch --unshallow`";
    assert!(
        matches!(told.as_slice(), [("unread-edition", Level::Warning, message)] if message.ends_with(said)),
        "{told:?}"
    );
    memory.fails(None);
    assert!(text(&live, REDLINE).contains("<del"), "it is tried again when somebody asks");
    assert_eq!(live.findings(), []);
}

#[test]
fn a_broken_record_stops_no_page() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    let changed = write(&mut today, "editions/2026.3.toml", "id = \"2026.3\"\ncommit = \"short\"\n");
    live.update(&today, Some(&changed), &options(), at(1));
    say(&live, &mut today, "Other words.", 2);
    let page = live.answer(&url("money-back/")).expect("a page");
    assert_eq!(page.kept_since, None);
    assert!(text(&live, "money-back/").contains("Other words."));
    let found = live.findings();
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|finding| finding.location.file.as_str() == "editions/2026.3.toml"),
        "{found:?}"
    );
    assert!(text(&live, REDLINE).contains("edition 2026.2"));
}

#[test]
fn a_picture_of_an_edition_comes_from_the_archive() {
    let memory = Memory::of([
        ("2026.1", "# Home\n\n![A slip](slip.png)\n//- content/slip.png\nold picture\n"),
        ("2026.2", "# Home\n"),
    ]);
    let live = memory.live();
    live.update(&Snapshot::fixture(&format!("# Home\n{}", ledger())), None, &options(), at(0));
    let picture = text(&live, "editions/2026.1/slip.png");
    assert!(picture.starts_with("bytes of "), "{picture}");
}

const FOR_SOME: &str = "# Home
//- handbook.toml
title = \"Desk\"
audiences = [\"staff\", \"managers\"]
audience = \"staff\"
//- content/leave.md
# Leave

Words of last year.
//- content/pay.md
---
title: Pay
audience: managers
---
Words about pay.
";

/// Handbooks in which something is for some alone once read every edition again after each save.
#[test]
fn who_may_read_an_edition_is_asked_anew_and_the_edition_is_not() {
    let memory = Memory::of([("2026.1", FOR_SOME)]);
    let mut today = Snapshot::fixture(&(FOR_SOME.to_owned() + &record("2026.1", "2026-09-01")));
    let live = memory.live();
    live.update(&today, None, &options(), at(0));
    assert!(text(&live, "editions/2026.1/leave/").contains("Words of last year."));
    assert_eq!(shown(&live, "editions/2026.1/pay/"), None);
    let changed = write(&mut today, "content/leave.md", "# Leave\n\nWords of this year.\n");
    live.update(&today, Some(&changed), &options(), at(1));
    assert!(text(&live, "changes/next/leave/").contains("this"));
    let closed = "---\ntitle: Leave\naudience: managers\n---\nWords of this year.\n";
    let changed = write(&mut today, "content/leave.md", closed);
    live.update(&today, Some(&changed), &options(), at(2));
    assert_eq!(
        shown(&live, "editions/2026.1/leave/"),
        None,
        "who may not read it now does not find it there"
    );
    assert_eq!(shown(&live, "changes/next/leave/"), None);
    assert_eq!(memory.asked(), ["2026.1"]);
}

#[test]
fn without_an_archive_or_a_ledger_there_are_no_editions() {
    let (alone, memory) = (Live::default(), released());
    alone.update(&today(), None, &options(), at(0));
    let unreleased = memory.live();
    unreleased.update(&Snapshot::fixture(&second()), None, &options(), at(0));
    for live in [alone, unreleased] {
        live.hold_against_edition();
        for address in ["editions/", "as-of/", "editions.json", "editions/2026.1/", REDLINE, "changes/next/"]
        {
            assert_eq!(shown(&live, address), None, "{address}");
        }
        assert_eq!(live.findings(), []);
        assert!(!live.has_page(&url("editions/")));
    }
    assert_eq!(memory.asked(), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn what_has_changed_is_the_same_however_one_came_there(edits in prop::collection::vec(edit(), 1..8)) {
        let memory = Memory::of([("2026.1", RELEASED)]);
        let mut snapshot = Snapshot::fixture(&(warm::HANDBOOK.to_owned() + &record("2026.1", "2026-09-01")));
        let live = memory.live();
        live.update(&snapshot, None, &warm::options(), at(0));
        for (second, edit) in (1..).zip(&edits) {
            if second % 2 == 0 {
                live.hold_against_edition();
            }
            apply(&mut snapshot, edit);
            let version = live.update(&snapshot, Some(&edit.paths()), &warm::options(), at(second));
            let cold = memory.live();
            let first = cold.update(&snapshot, None, &warm::options(), at(0));
            if first.found.iter().any(|finding| finding.level == Level::Error) {
                continue;
            }
            let pages = first.site().handbook.pages.iter().map(|page| format!("changes/next/{}", page.url));
            for address in pages.chain(["changes/next/".to_owned(), "changes/next/_home/".to_owned()]) {
                prop_assert_eq!(shown(&live, &address), shown(&cold, &address), "`{}` differs after {:?}", address, edit);
            }
            live.hold_against_edition();
            cold.hold_against_edition();
            for page in &version.site().handbook.pages {
                prop_assert_eq!(since(&live, page.url.as_str()), since(&cold, page.url.as_str()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn what_is_served_about_editions_is_what_a_build_publishes(edits in prop::collection::vec(edit(), 1..6)) {
        let memory = Memory::of([("2026.1", RELEASED), ("2026.2", warm::HANDBOOK)]);
        let ledger = record("2026.1", "2026-08-01") + &record("2026.2", "2026-09-01");
        let mut snapshot = Snapshot::fixture(&(warm::HANDBOOK.to_owned() + &ledger));
        let live = memory.live();
        live.update(&snapshot, None, &warm::options(), at(0));
        for (second, edit) in (1..).zip(&edits) {
            if second % 2 == 0 {
                shown(&live, "editions/2026.1/");
                live.hold_against_edition();
            }
            apply(&mut snapshot, edit);
            let version = live.update(&snapshot, Some(&edit.paths()), &warm::options(), at(second));
            if version.found.iter().any(|finding| finding.level == Level::Error) {
                continue;
            }
            let built = published(&memory, &snapshot, &warm::options());
            let about = ["editions/2", "editions.", "changes/2", "changes/next/"];
            let is_about = |path: &str| about.iter().any(|folder| path.starts_with(folder));
            for (path, content) in built.files().filter(|(path, _)| is_about(path.as_str())) {
                let (path, now) = (path.as_str(), shown(&live, path.as_str()));
                match (content, now) {
                    (Content::Bytes(_) | Content::Framed(_), Some(Content::Bytes(now))) => {
                        let (now, built) = (String::from_utf8_lossy(&now), content.bytes().expect("no copy"));
                        let built = without_days(&String::from_utf8_lossy(&built));
                        let built = if path.starts_with("changes/next/") { from_the_root(&built) } else { built };
                        let now = to_the_root(&now);
                        let differs = now.lines().zip(built.lines()).find(|(now, built)| now != built);
                        prop_assert_eq!(differs, None, "`{}` differs after {:?}", path, edit);
                        prop_assert_eq!(now.lines().count(), built.lines().count());
                    }
                    (Content::Copy(_, blob), Some(Content::Bytes(now))) => {
                        prop_assert_eq!(Some(now), memory.bytes(blob), "`{}` is another picture", path);
                    }
                    (_, now) => prop_assert!(false, "`{}` is {:?} after {:?}", path, now, edit),
                }
            }
        }
    }
}

/// What is kept of a version is let go with it.
#[test]
fn a_deleted_page_has_no_changes_to_show() {
    let memory = released();
    let (mut today, live) = begun(&memory);
    text(&live, "changes/next/gifts/");
    today.remove("content/gifts.md");
    live.update(&today, Some(&Edit::Delete("content/gifts.md").paths()), &options(), at(1));
    assert_eq!(shown(&live, "changes/next/gifts/"), None);
    assert!(text(&live, "changes/next/").contains("<a href=\"../../editions/2026.2/gifts/\">Gifts</a>"));
    let back = second().split("//- content/gifts.md\n").nth(1).map(str::to_owned).unwrap_or_default();
    let path = write(&mut today, "content/gifts.md", &back);
    live.update(&today, Some(&path), &options(), at(2));
    assert!(matches!(today.get("content/gifts.md"), Some(File::Text(_))));
    assert!(text(&live, "changes/next/gifts/").contains("reads as it does in edition 2026.2"));
}
