//! Five hundred edits against one running server: after each, what is served is what a build makes
//! of what is on disk, and what is broken stays as it last was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use deskbook::output::Content;
use deskbook::site::Site;
use deskbook::source::{File, SitePath, Url};
use deskbook::{Cache, Diagnostic, Level, Options, Progress, Snapshot, build, edge, rebuild};
use jiff::civil::date;

use super::{Desk, Dice, Line, soon};
use crate::live::OF_ALL;
use crate::program::Project;

const EDITS: usize = 500;
/// How long what is served may differ from what is on disk.
const SETTLES: Duration = Duration::from_secs(60);

const HANDBOOK: &str = r#"//- handbook.toml
title = "Standards"
theme = "own"
//- content/index.md
# Standards

Start with [refunds](1-money/refunds.md#how) and the [rules](/rules/).
//- content/1-money/index.md
---
title: Money
owner: adviser
---
//- content/1-money/refunds.md
---
title: Up to {{ value.refund }}
code: M1
aliases: [money back]
related: [credit.md]
---
## How

Give {{ value.refund }} as goodwill – never less.

::: rule level=must waiver=adviser
You must say sorry.

Because it helps.
:::
//- content/1-money/credit.md
# Credit

- **Say** "Let me look."
- **Not** "No."

See [refunds](refunds.md).
//- content/1-money/receipts.md
# Receipts

No receipt? Look for the card – see [credit](credit.md).
//- content/2-people/anger.md
# Anger

Listen. Then [give a refund](../1-money/refunds.md) of {{ value.refund }}.
//- content/2-people/calm.md
---
title: Keep calm
summary: How to stay calm
---
Breathe. Ask the {{ role.adviser }}.
//- content/2-people/words.md
# Words

Say goodwill, not gift.
//- content/3-shop/index.md
# The shop

From nine to five.
//- content/3-shop/opening.md
# Opening

- [ ] Lights
- [ ] Till: {{ value.till }}
//- content/3-shop/closing.md
# Closing

See [opening](opening.md).
//- static/plan.svg
<svg/>
//- content/_data/values.toml
[refund]
amount = 50
unit = "money"
[till]
amount = 100
unit = "money"
//- content/_data/roles.toml
[adviser]
title = "adviser"
//- content/_data/terms.toml
[goodwill]
definition = "More than is owed, up to {{ value.refund }}."
//- themes/own/css/99-own.css
p { color: #123 }
//- themes/own/templates/not-found.html
<p>{{ site.title }} has no such page.</p>
"#;

/// Files that all pages are made of, and what may be written there; nothing removes the file.
const SHARED: [(&str, &[&str]); 8] = [
    (
        "handbook.toml",
        &[
            "title = \"Standards\"\ntheme = \"own\"\n",
            "title = \"Our way\"\ntheme = \"own\"\ncurrency = \"EUR\"\n",
            "title = \"Without a theme\"\n[rules]\nraw-html = \"allow\"\n",
            "title = \ntheme = \"own\"\n",
            "title = \"H\"\nthem = \"own\"\n",
        ],
    ),
    (
        "content/_data/values.toml",
        &[
            "[refund]\namount = 50\nunit = \"money\"\n[till]\namount = 100\nunit = \"money\"\n",
            "[refund]\namount = 75\nunit = \"money\"\n[till]\namount = 80\nunit = \"money\"\n",
            "[refund]\namount = 75\nunit = \"money\"\n",
            "[refund]\namount = \"x\"\nunit = \"money\"\n",
            "[refund\n",
        ],
    ),
    (
        "content/_data/terms.toml",
        &[
            "[goodwill]\ndefinition = \"More than is owed.\"\n",
            "[calm]\ndefinition = \"What {{ value.refund }} cannot buy.\"\n",
            "",
        ],
    ),
    ("content/_data/roles.toml", &["[adviser]\ntitle = \"adviser\"\n", "[adviser]\ntitle = \"helper\"\n"]),
    ("themes/own/css/99-own.css", &["p { color: #123 }\n", "p { color: #456 }\n", "p {", ""]),
    (
        "themes/own/templates/parts/footer.html",
        &[
            "<footer>One</footer>",
            "<footer>Two {{ site.title }}</footer>",
            "{{ site.titel.x }}",
            "{% if %}",
            "",
        ],
    ),
    (
        "themes/own/templates/not-found.html",
        &["<p>{{ site.title }} has no such page.</p>", "<p>Nothing here.</p>"],
    ),
    ("themes/own/i18n/en.toml", &["[page]\nlink_to = \"To {title}\"\n", "[page\n", ""]),
];

/// Parts of a page; one in five has an error.
const PARTS: [&str; 16] = [
    "A line about goodwill – and calm.",
    "Up to {{ value.refund }}, says the {{ role.adviser }}.",
    "See [refunds](../1-money/refunds.md).",
    "See [the rules](/rules/) and [home](/).",
    "::: rule level=must\nYou must ask first.\n:::",
    "- **Say** \"Let me look.\"\n- **Not** \"No.\"",
    "- [ ] one\n- [ ] two",
    "## How\n\nLike this.",
    "::: list of=rules\n:::",
    "::: list of=pages\n:::",
    "![The plan](/plan.svg)",
    "A note.[^a]\n\n[^a]: It is short.",
    "£5, “quoted” – ünïcode.",
    "{{ value.none }} is not there.",
    "<b>Raw</b> words.",
    "See [nothing](nothing.md).",
];

const FRONTS: [&str; 10] = [
    "",
    "",
    "---\ntitle: TITLE\n---\n",
    "---\ntitle: TITLE\nsummary: In short\naliases: [other words]\n---\n",
    "---\ntitle: TITLE\nnav: hidden\n---\n",
    "---\ntitle: TITLE\nstatus: draft\n---\n",
    "---\ntitle: TITLE\nstatus: retired\nreplaced_by: /\n---\n",
    "---\ntitle: TITLE\ncode: M1\n---\n",
    "---\ntitle: TITLE\nold_paths: [/once/]\n---\n",
    "---\ntitle: TITLE\nonwer: adviser\n---\n",
];

const NAMES: [&str; 8] = ["refunds", "credit", "anger", "calm", "words", "opening", "index", "new"];
const FOLDERS: [&str; 6] = ["1-money", "2-people", "3-shop", "1-cash", "4-new", "money"];

/// Somebody who edits a handbook at random, one whole change at a time.
struct Writer<'a> {
    root: &'a Path,
    dice: Dice,
    number: usize,
}

impl Writer<'_> {
    /// Makes one change; returns what it was.
    fn edit(&mut self) -> String {
        self.number += 1;
        let pages = self.pages();
        let chance = self.dice.below(100);
        let page = self.dice.choose(&pages).clone();
        match chance {
            _ if pages.len() < 9 => self.new_page(),
            _ if pages.len() > 15 => self.delete(&page),
            0..15 => self.append(&page),
            15..30 => self.rewrite(&page),
            30..38 => self.retitle(&page),
            38..46 => self.half_write(&page),
            46..56 => self.move_page(&page),
            56..62 => self.rename_folder(),
            62..67 => self.delete(&page),
            67..72 => self.new_page(),
            72..84 => self.share(),
            _ => self.mend(),
        }
    }

    fn append(&mut self, page: &str) -> String {
        let mut bytes = fs::read(self.root.join(page)).expect("the page is there");
        let part = self.part();
        bytes.extend(format!("\n\n{part}\n").bytes());
        self.put(page, &bytes);
        format!("{page} ends with {part:?}")
    }

    fn rewrite(&mut self, page: &str) -> String {
        let text = self.page();
        self.put(page, text.as_bytes());
        format!("{page} is {text:?}")
    }

    fn retitle(&mut self, page: &str) -> String {
        let bytes = fs::read(self.root.join(page)).expect("the page is there");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let title = format!("Title {}", self.number);
        let is_title = |line: &&str| line.starts_with("title:") || line.starts_with("# ");
        let text = match text.lines().find(is_title) {
            Some(line) if line.starts_with('#') => text.replacen(line, &format!("# {title}"), 1),
            Some(line) => text.replacen(line, &format!("title: {title}"), 1),
            None => format!("# {title}\n\n{text}"),
        };
        self.put(page, text.as_bytes());
        format!("{page} is called {title}")
    }

    /// Leaves a page as an editor does that was stopped while it saved.
    fn half_write(&mut self, page: &str) -> String {
        let mut bytes = match self.dice.below(2) {
            0 => fs::read(self.root.join(page)).expect("the page is there"),
            _ => self.page().into_bytes(),
        };
        bytes.truncate(self.dice.below(bytes.len() + 1));
        if self.dice.below(3) == 0 {
            bytes.push(0xe2);
        }
        self.put(page, &bytes);
        format!("{page} is cut to {:?}", String::from_utf8_lossy(&bytes))
    }

    fn move_page(&mut self, page: &str) -> String {
        let to = self.free_path();
        fs::create_dir_all(self.root.join(&to).parent().expect("a folder")).expect("it can be made");
        fs::rename(self.root.join(page), self.root.join(&to)).expect("the page can be moved");
        format!("{page} becomes {to}")
    }

    fn rename_folder(&mut self) -> String {
        let folder = |name: &str| self.root.join("content").join(name);
        let from: Vec<&str> = FOLDERS.into_iter().filter(|name| folder(name).exists()).collect();
        let to: Vec<&str> = FOLDERS.into_iter().filter(|name| !folder(name).exists()).collect();
        if from.is_empty() || to.is_empty() {
            return self.new_page();
        }
        let (from, to) = (*self.dice.choose(&from), *self.dice.choose(&to));
        let folder = |name: &str| self.root.join("content").join(name);
        fs::rename(folder(from), folder(to)).expect("the folder can be renamed");
        format!("folder {from} becomes {to}")
    }

    fn delete(&mut self, page: &str) -> String {
        fs::remove_file(self.root.join(page)).expect("the page can be removed");
        format!("{page} is deleted")
    }

    fn new_page(&mut self) -> String {
        let path = self.free_path();
        self.rewrite(&path)
    }

    /// Changes what all pages are made of.
    fn share(&mut self) -> String {
        let (path, texts) = *self.dice.choose(&SHARED);
        let text = *self.dice.choose(texts);
        self.write_shared(path, text)
    }

    fn write_shared(&mut self, path: &str, text: &str) -> String {
        match text {
            "" => drop(fs::remove_file(self.root.join(path))),
            text => self.put(path, text.as_bytes()),
        }
        format!("{path} is {text:?}")
    }

    /// Puts one shared file right that is wrong, or a page.
    fn mend(&mut self) -> String {
        let now = |path: &str| fs::read_to_string(self.root.join(path)).unwrap_or_default();
        let wrong =
            ["[refund\n", "amount = \"x\"", "title = \n", "them =", "p {", "titel", "{% if %}", "[page\n"];
        let is_wrong =
            |path: &str| wrong.iter().any(|wrong| now(path).contains(wrong) && now(path) != SHARED[4].1[0]);
        match SHARED.into_iter().find(|(path, _)| is_wrong(path)) {
            Some((path, texts)) => self.write_shared(path, texts[0]),
            None => {
                let pages = self.pages();
                let page = self.dice.choose(&pages).clone();
                let text = format!("# Mended {}\n\nGood words.\n", self.number);
                self.put(&page, text.as_bytes());
                format!("{page} is {text:?}")
            }
        }
    }

    /// Puts all files back as they were in the beginning.
    fn start_again(&mut self) {
        fs::remove_dir_all(self.root.join("content")).expect("the content can be removed");
        fs::remove_dir_all(self.root.join("themes")).expect("the theme can be removed");
        for file in HANDBOOK.split("//- ").skip(1) {
            let (path, text) = file.split_once('\n').expect("a path on a line of its own");
            self.put(path, text.as_bytes());
        }
    }

    fn part(&mut self) -> String {
        format!("{}\n\nNote {}.", self.dice.choose(&PARTS), self.number)
    }

    fn page(&mut self) -> String {
        let title = format!("Page {}", self.number);
        let front = self.dice.choose(&FRONTS).replace("TITLE", &title);
        let heading = if front.is_empty() { format!("# {title}\n\n") } else { String::new() };
        format!("{front}{heading}{}\n\n{}\n", self.part(), self.part())
    }

    fn free_path(&mut self) -> String {
        let (folder, name) = (*self.dice.choose(&FOLDERS), *self.dice.choose(&NAMES));
        let path = format!("content/{folder}/{name}.md");
        match self.root.join(&path).exists() {
            true => format!("content/{folder}/page-{}.md", self.number),
            false => path,
        }
    }

    fn pages(&self) -> Vec<String> {
        let files = walkdir::WalkDir::new(self.root.join("content")).sort_by_file_name();
        let files = files.into_iter().filter_map(Result::ok);
        let names = files.filter_map(|entry| {
            let below = entry.path().strip_prefix(self.root).ok()?;
            Some(below.to_str()?.replace('\\', "/"))
        });
        names.filter(|name| name.ends_with(".md")).collect()
    }

    /// Writes a file so that nobody sees half of it: what counts as the last good page is then sure.
    fn put(&self, path: &str, bytes: &[u8]) {
        let (aside, path) = (self.root.join(".aside"), self.root.join(path));
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&aside, bytes).expect("the file can be written");
        fs::rename(&aside, &path).expect("the file can be put in its place");
    }
}

fn options() -> Options {
    Options::on(date(2026, 12, 1))
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.level == Level::Error
}

fn messages(found: &[Diagnostic]) -> Vec<String> {
    found.iter().filter(|finding| is_error(finding)).map(|error| error.message.clone()).collect()
}

/// What is to be served.
struct Expected<'a> {
    root: &'a Path,
    cache: Cache,
    files: BTreeMap<String, Shown>,
    /// The errors of each page's own file, and those that keep all pages from being shown.
    own: BTreeMap<SitePath, Vec<String>>,
    shared: Vec<String>,
    /// How many errors there are before pages are rendered.
    errors: usize,
}

/// What is to be served at one address.
#[derive(Clone)]
struct Shown {
    bytes: Vec<u8>,
    /// The file of a page.
    source: Option<SitePath>,
    /// Whether it was made when nothing was wrong with its file.
    is_good: bool,
    /// Whether its template could make it, now or before.
    is_made: bool,
    /// Whether it is shown as it was.
    is_kept: bool,
    /// What its template lacks.
    failed: Vec<String>,
}

impl<'a> Expected<'a> {
    fn of(root: &'a Path) -> Self {
        let mut expected = Self {
            root,
            cache: Cache::default(),
            files: BTreeMap::new(),
            own: BTreeMap::new(),
            shared: Vec::new(),
            errors: 0,
        };
        expected.follow(false);
        expected
    }

    /// Reads what is on disk now; `is_cold` says to make everything from nothing.
    fn follow(&mut self, is_cold: bool) {
        let snapshot = edge::disk::read(self.root).expect("the folder can be read");
        let read = Site::read(&snapshot, &options(), &mut self.cache, &Progress::default());
        let site = read.value;
        let found = site.settle(read.diagnostics);
        let errors = || found.iter().filter(|finding| is_error(finding));
        self.errors = errors().count();
        self.own.clear();
        for error in errors() {
            self.own.entry(error.location.file.clone()).or_default().push(error.message.clone());
        }
        self.shared = messages(&site.shared_errors());
        if !self.shared.is_empty() {
            for shown in self.files.values_mut() {
                shown.is_kept = true;
            }
            return;
        }
        let built = match is_cold {
            true => build(&snapshot, &options()),
            false => rebuild(&snapshot, &options(), &mut self.cache, &Progress::default()),
        };
        let before = std::mem::take(&mut self.files);
        let pages: BTreeMap<String, usize> =
            site.urls().map(|(url, number)| (url.file().to_string(), number)).collect();
        let is_rendered_well =
            built.diagnostics.iter().filter(|finding| is_error(finding)).count() == self.errors;
        for (path, content) in built.value.output.files() {
            let path = path.to_string();
            let page = pages.get(&path).map(|number| &site.handbook.pages[*number]);
            let source = page.map(|page| page.path.clone());
            let failed = match pages.get(&path).filter(|_| !is_rendered_well) {
                Some(number) => messages(&site.page(*number, None).diagnostics),
                None => Vec::new(),
            };
            let is_broken = source.as_ref().is_some_and(|source| self.own.contains_key(source));
            let before = before.get(&path).filter(|before| before.source.is_some() && source.is_some());
            let good = before.filter(|before| is_broken && before.is_good);
            let made = before.filter(|before| !failed.is_empty() && before.is_made);
            let is_made = failed.is_empty() || made.is_some();
            let shown = match (good, made) {
                (Some(good), _) => Shown { is_kept: true, failed: Vec::new(), source, ..good.clone() },
                (None, Some(made)) => {
                    Shown { is_kept: true, is_good: !is_broken, failed, source, ..made.clone() }
                }
                (None, None) => Shown {
                    bytes: self.bytes(&snapshot, content),
                    is_good: !is_broken && is_made,
                    is_made,
                    is_kept: false,
                    failed,
                    source,
                },
            };
            self.files.insert(path, shown);
        }
        // What is no text is no page; whoever reads it still sees what it was.
        for (path, before) in before.into_iter().filter(|(_, before)| before.is_good) {
            let is_unreadable = before
                .source
                .as_ref()
                .is_some_and(|source| matches!(snapshot.get(source.as_str()), Some(File::Unreadable(_))));
            if is_unreadable && !self.files.contains_key(&path) {
                self.files.insert(path, Shown { is_kept: true, failed: Vec::new(), ..before });
            }
        }
    }

    fn bytes(&self, snapshot: &Snapshot, content: &Content) -> Vec<u8> {
        match content {
            Content::Copy(path, _) => {
                fs::read(self.root.join(snapshot.on_disk(path))).expect("the picture is there")
            }
            content => content.bytes().expect("all but a copy has bytes").to_vec(),
        }
    }
}

/// The handbook as it is served, looked at again and again.
struct Reader<'a> {
    desk: &'a Desk,
    line: Line,
}

impl Reader<'_> {
    /// Waits until everything is served as it should be, and nothing at addresses that are no more.
    fn sees(&mut self, expected: &Expected, gone: &[String], after: &str) {
        let mut right = 0;
        let addresses: Vec<&String> = expected.files.keys().filter(|path| is_compared(path)).collect();
        soon(SETTLES, || {
            while let Some(path) = addresses.get(right) {
                let shown = &expected.files[*path];
                let served = self.get(path);
                if served.as_ref() != Some(&shown.bytes) {
                    return Err(differing(path, &shown.bytes, served.as_deref(), after, self.desk));
                }
                right += 1;
            }
            match gone.iter().find(|path| self.get(path).is_some()) {
                Some(path) => Err(format!("{path} is still there after {after}\n{}", self.desk.told())),
                None => Ok(()),
            }
        });
    }

    /// Returns what is served at an address, without what the server adds.
    fn get(&mut self, path: &str) -> Option<Vec<u8>> {
        let url = Url::new(path.strip_suffix("index.html").unwrap_or(path).to_owned());
        let request = self.desk.request("GET", &format!("/{}", url.encoded()), "");
        let asked = self.line.send(&request).ok().and_then(|()| self.line.reply());
        let reply = asked.unwrap_or_else(|| {
            self.line = self.desk.connect();
            self.line.send(&request).expect("the request is sent");
            self.line.reply().unwrap_or_else(|| panic!("no answer for {path}: {}", self.desk.told()))
        });
        (reply.status == 200).then(|| without_client(reply.body))
    }
}

/// Returns whether a file is compared after each edit: the search follows behind, and what is made of
/// all files is not made.
fn is_compared(path: &str) -> bool {
    let is_search = path.starts_with("search/") && path.ends_with(".bin");
    !is_search && !OF_ALL.contains(&path)
}

fn without_client(mut body: Vec<u8>) -> Vec<u8> {
    let (begin, end) = (b"<script src=\"/_deskbook/live.js\"", b"</script>");
    let find = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|window| window == part);
    if let Some(at) = find(&body, begin) {
        let length = find(&body[at..], end).expect("the script ends") + end.len();
        body.drain(at..at + length);
    }
    body
}

/// Says where two files differ.
fn differing(path: &str, expected: &[u8], served: Option<&[u8]>, after: &str, desk: &Desk) -> String {
    let served = served.map(String::from_utf8_lossy);
    let expected = String::from_utf8_lossy(expected);
    let lines = served.as_deref().unwrap_or("nothing").lines().zip(expected.lines());
    let line = lines.into_iter().find(|(served, expected)| served != expected);
    let lengths = (served.as_deref().map(str::len), expected.len());
    let (served, expected) = line.unwrap_or(("another end", "its end"));
    let told = desk.told();
    format!("{path} has\n{served}\ninstead of\n{expected}\n{lengths:?} bytes after {after}\n{told}")
}

/// Waits until every page is told what keeps it from being shown as it is, and nothing else.
fn panels_agree(desk: &Desk, expected: &Expected) {
    for (path, shown) in expected.files.iter().filter(|(_, shown)| shown.source.is_some()) {
        let url = Url::new(path.strip_suffix("index.html").unwrap_or(path).to_owned());
        let own = shown.source.as_ref().and_then(|source| expected.own.get(source));
        let mut errors: Vec<&String> = expected.shared.iter().chain(own.into_iter().flatten()).collect();
        errors.extend(&shown.failed);
        soon(SETTLES, || {
            let notice = desk.notice(&format!("/{}", url.encoded()));
            let told = notice["errors"].as_array().expect("a list");
            let told: Vec<&str> = told.iter().filter_map(|error| error["message"].as_str()).collect();
            match told == errors
                && notice["error_count"] == expected.errors
                && notice["kept_since"].is_number() == shown.is_kept
            {
                true => Ok(()),
                false => Err(format!("{path} is told {notice:#}, not {errors:#?}\n{}", desk.told())),
            }
        });
    }
}

#[test]
fn after_each_of_five_hundred_edits_what_is_served_is_what_a_build_writes() {
    let project = Project::new(HANDBOOK);
    let root: PathBuf = fs::canonicalize(project.path()).expect("the folder is there");
    let desk = Desk::open(&root);
    let mut writer = Writer { root: &root, dice: Dice::new(2026), number: 0 };
    let mut expected = Expected::of(&root);
    let mut reader = Reader { desk: &desk, line: desk.connect() };
    let mut history = Vec::new();
    reader.sees(&expected, &[], "the start");
    #[cfg(target_os = "linux")]
    let (mut early, mut late) = (0, u64::MAX);
    for number in 1..=EDITS {
        let before: Vec<String> = expected.files.keys().cloned().collect();
        history.push(writer.edit());
        expected.follow(number % 20 == 0);
        let gone: Vec<String> = before
            .into_iter()
            .filter(|path| is_compared(path) && !expected.files.contains_key(path))
            .collect();
        let last = history.iter().rev().take(6).rev().cloned().collect::<Vec<_>>().join("\n");
        reader.sees(&expected, &gone, &format!("edit {number}:\n{last}"));
        #[cfg(target_os = "linux")]
        match number {
            // What an edit takes for a moment comes and goes; what stays is the least of twenty looks.
            81..=100 => early = desk.memory().max(early),
            _ if number > EDITS - 20 => late = desk.memory().min(late),
            _ => {}
        }
    }
    panels_agree(&desk, &expected);
    #[cfg(target_os = "linux")]
    assert!(late <= early + early / 10 + (8 << 20), "its memory grew from {early} to {late} bytes");

    writer.start_again();
    expected.follow(true);
    reader.sees(&expected, &[], "all was put back");
    panels_agree(&desk, &expected);
    assert!(expected.files.values().all(|shown| shown.is_good && !shown.is_kept), "nothing is wrong");
    let search: Vec<&String> = expected.files.keys().filter(|path| path.ends_with(".bin")).collect();
    soon(SETTLES, || {
        match search.iter().find(|path| reader.get(path).as_ref() != Some(&expected.files[**path].bytes)) {
            Some(path) => Err(format!("{path} is not that of a build")),
            None => Ok(()),
        }
    });
}
