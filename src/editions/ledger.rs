//! [`Ledger`]: which edition of the handbook held when, as `editions/ID.toml` records it.
//!
//! One file an edition, written once when it is released. What is in it never changes; only a record
//! of accepted words or of a withdrawal may be put behind it. The ledger names a commit and reads
//! none, and takes the day from whoever asks.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::fields::{Content, Field, Record, Table, Type, check, read_toml};
use crate::source::{File, SitePath, Snapshot, Span};

/// The folder of the ledger.
pub const FOLDER: &str = "editions";

/// The fields of an edition's record.
pub const FIELDS: &[Field] = &[
    Field::needed("id", Type::Text, "its name, such as `2026.2`; the file is called after it"),
    Field::needed("commit", Type::Text, "the full hash of the commit that holds its words"),
    Field::needed("published", Type::Date, "when it was published"),
    Field::needed("effective", Type::Date, "since when it holds; not before it was published"),
    Field::new("note", Type::Text, "what changed, in a sentence"),
    Field::new(
        "pages",
        Type::Map(&Type::Text),
        "the hash of each page's words, by the page's `id` or else its address",
    ),
    Field::new("accepted", Type::List(&Type::Table(ACCEPTED)), "words that were accepted afterwards"),
    Field::new("withdrawn", Type::Table(WITHDRAWN), "what may not be shown any more"),
];

const ACCEPTED: &[Field] = &[
    Field::needed("page", Type::Text, "the page's `id` or address"),
    Field::needed("hash", Type::Text, "the hash of the words that are shown now"),
    Field::needed("date", Type::Date, "when they were accepted"),
    Field::needed("reason", Type::Text, "why they differ from those that were released"),
];

const WITHDRAWN: &[Field] = &[
    Field::needed("date", Type::Date, "since when it is not shown"),
    Field::needed("reason", Type::Text, "why, as readers see it"),
    Field::new("pages", Type::List(&Type::Text), "the pages, by `id` or address; all of them where missing"),
];

/// An edition, as its file records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name.
    pub id: String,
    /// The full hash of the commit that holds its words.
    pub commit: String,
    /// When it was published.
    pub published: Date,
    /// Since when it holds.
    pub effective: Date,
    /// What changed, in a sentence.
    pub note: Option<String>,
    /// The hash of each page's words, by id or address.
    pub pages: BTreeMap<String, String>,
    /// Words that were accepted afterwards, oldest first.
    pub accepted: Vec<Accepted>,
    /// What may not be shown any more.
    pub withdrawn: Option<Withdrawn>,
}

/// Words that differ from those released, and that somebody accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The page's id or address.
    pub page: String,
    /// The hash of its words now.
    pub hash: String,
    /// When.
    pub date: Date,
    /// Why.
    pub reason: String,
}

/// What may not be shown any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Since when.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// The pages; all of them when there is none.
    pub pages: Vec<String>,
}

/// Every edition, in the order in which they take effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    editions: Vec<Edition>,
}

impl Ledger {
    /// Reads the ledger of a snapshot.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let mut editions = Vec::new();
        for (_, path, file) in snapshot.below(FOLDER) {
            match file {
                File::Text(text) if path.extension() == "toml" => {
                    editions.extend(read(path, text).collect(&mut diagnostics));
                }
                _ => {}
            }
        }
        Checked { value: Self::of(editions), diagnostics }
    }

    /// Puts editions in order: by the day on which they take effect, then by that on which they were
    /// published, then by id, so that on one day the later entry holds.
    pub fn of(mut editions: Vec<Edition>) -> Self {
        editions.sort_by_cached_key(|edition| (edition.effective, edition.published, order(&edition.id)));
        Self { editions }
    }

    /// Returns every edition, the earliest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Edition> {
        self.editions.iter()
    }

    /// Returns the edition with this id.
    pub fn get(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// Returns the edition that holds on a day.
    pub fn in_force(&self, day: Date) -> Option<&Edition> {
        self.editions[..self.begun(day)].last()
    }

    /// Returns the editions that held before a day and no longer do, the earliest first.
    pub fn superseded(&self, day: Date) -> &[Edition] {
        &self.editions[..self.begun(day).saturating_sub(1)]
    }

    /// Returns the editions that take effect after a day, the next one first.
    pub fn upcoming(&self, day: Date) -> &[Edition] {
        &self.editions[self.begun(day)..]
    }

    /// Returns the next day after `day` on which another edition takes effect.
    pub fn next_change(&self, day: Date) -> Option<Date> {
        self.upcoming(day).first().map(|edition| edition.effective)
    }

    /// Returns the edition that took or takes the place of another.
    ///
    /// One that took effect on the same day as a later entry never held; that entry replaced it.
    pub fn successor(&self, id: &str) -> Option<&Edition> {
        let at = self.editions.iter().position(|edition| edition.id == id)?;
        self.editions.get(at + 1)
    }

    /// Returns the edition that another corrects: `2026.2` where it is `2026.2.1`.
    pub fn corrected(&self, id: &str) -> Option<&Edition> {
        let (above, number) = id.rsplit_once('.')?;
        number.parse::<u32>().ok()?;
        self.get(above)
    }

    fn begun(&self, day: Date) -> usize {
        self.editions.partition_point(|edition| edition.effective <= day)
    }
}

impl Edition {
    /// Returns the file in which an edition is recorded.
    pub fn path(id: &str) -> Option<SitePath> {
        is_id(id).then(|| SitePath::new(&format!("{FOLDER}/{id}.toml"))).flatten()
    }

    /// Returns the hash that a page's words have to have: the one accepted last, else the one
    /// released.
    pub fn hash(&self, page: &str) -> Option<&str> {
        let accepted = self.accepted.iter().rfind(|accepted| accepted.page == page);
        accepted.map(|accepted| &accepted.hash).or_else(|| self.pages.get(page)).map(String::as_str)
    }

    /// Returns the edition as the text of its file; the same edition is always the same text.
    pub fn toml(&self) -> String {
        let mut text = format!(
            "id = {}\ncommit = {}\npublished = {}\neffective = {}\n",
            quoted(&self.id),
            quoted(&self.commit),
            self.published,
            self.effective
        );
        if let Some(note) = &self.note {
            text.push_str(&format!("note = {}\n", quoted(note)));
        }
        text.push_str("\n[pages]\n");
        for (page, hash) in &self.pages {
            text.push_str(&format!("{} = {}\n", quoted(page), quoted(hash)));
        }
        for accepted in &self.accepted {
            text.push_str(&accepted.toml());
        }
        if let Some(withdrawn) = &self.withdrawn {
            text.push_str(&withdrawn.toml());
        }
        text
    }
}

impl Accepted {
    /// Returns the text that is put behind an edition's file.
    pub fn toml(&self) -> String {
        format!(
            "\n[[accepted]]\npage = {}\nhash = {}\ndate = {}\nreason = {}\n",
            quoted(&self.page),
            quoted(&self.hash),
            self.date,
            quoted(&self.reason)
        )
    }
}

impl Withdrawn {
    /// Returns the text that is put behind an edition's file.
    pub fn toml(&self) -> String {
        let pages: Vec<String> = self.pages.iter().map(|page| quoted(page)).collect();
        let pages =
            if pages.is_empty() { String::new() } else { format!("pages = [{}]\n", pages.join(", ")) };
        format!("\n[withdrawn]\ndate = {}\nreason = {}\n{pages}", self.date, quoted(&self.reason))
    }
}

/// Returns a text as TOML has it between straight quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter if letter.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// Returns whether a text can be an edition's id: it is a part of addresses, files and tags.
pub fn is_id(text: &str) -> bool {
    let is_sign = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.ends_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.chars().all(is_sign)
        && !text.contains("..")
        && text.len() <= 60
}

/// Returns an id so that `2026.10` comes behind `2026.9`.
fn order(id: &str) -> Vec<(u64, String)> {
    let part = |part: &str| (part.parse().unwrap_or(u64::MAX), part.to_owned());
    id.split(['.', '-', '_']).map(part).collect()
}

fn read(path: &SitePath, text: &str) -> Checked<Option<Edition>> {
    let mut diagnostics = Vec::new();
    let table = read_toml(path, text).collect(&mut diagnostics);
    let record = check(path, "an edition", table, FIELDS).collect(&mut diagnostics);
    let edition = edition(&record);
    if let Some(edition) = &edition {
        diagnostics.extend(impossible(path, &record, edition));
    }
    Checked { value: edition, diagnostics }
}

fn edition(record: &Record) -> Option<Edition> {
    let pages = record.table("pages").map(|table| table.entries.iter()).into_iter().flatten();
    let pages = pages.filter_map(|entry| Some((entry.key.clone(), scalar(&entry.value.content)?)));
    Some(Edition {
        id: record.text("id")?.value,
        commit: record.text("commit")?.value,
        published: record.date("published")?.value,
        effective: record.date("effective")?.value,
        note: record.text("note").map(|note| note.value),
        pages: pages.collect(),
        accepted: record.tables("accepted").filter_map(accepted).collect(),
        withdrawn: record.table("withdrawn").and_then(withdrawn),
    })
}

fn scalar(content: &Content) -> Option<String> {
    match content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

fn accepted(table: &Table) -> Option<Accepted> {
    let record = Record::checked(table, ACCEPTED);
    Some(Accepted {
        page: record.text("page")?.value,
        hash: record.text("hash")?.value,
        date: record.date("date")?.value,
        reason: record.text("reason")?.value,
    })
}

fn withdrawn(table: &Table) -> Option<Withdrawn> {
    let record = Record::checked(table, WITHDRAWN);
    Some(Withdrawn {
        date: record.date("date")?.value,
        reason: record.text("reason")?.value,
        pages: record.texts("pages").into_iter().map(|page| page.value).collect(),
    })
}

/// Reports what an edition's record says that cannot be.
fn impossible(path: &SitePath, record: &Record, edition: &Edition) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let span = |field: &str| record.get(field).map_or(record.span, |value| value.span);
    let mut report = |span: Span, message: String, help: String| {
        let location = Location::new(path, span);
        found.push(Diagnostic::new(&rules::EDITION_RECORD, location, message).help(help));
    };
    if !is_id(&edition.id) {
        report(
            span("id"),
            format!("`{}` cannot be the id of an edition", edition.id),
            "write letters, digits, dots, hyphens and underscores, such as `2026.2`".into(),
        );
    } else if path.stem() != edition.id {
        report(
            span("id"),
            format!("this file is `{}` and records the edition `{}`", path.file_name(), edition.id),
            format!("call it `{}.toml`, or restore the id that it was released with", edition.id),
        );
    }
    if !is_hash(&edition.commit, &[40, 64]) {
        report(
            span("commit"),
            format!("`{}` is not the full hash of a commit", edition.commit),
            "write all 40 signs, as `git rev-parse` prints them".into(),
        );
    }
    if edition.effective < edition.published {
        report(
            span("effective"),
            format!("this edition takes effect on {}, before it was published", edition.effective),
            format!("it was published on {}; nobody can keep to what is not published", edition.published),
        );
    }
    for entry in record.table("pages").into_iter().flat_map(|table| &table.entries) {
        if !scalar(&entry.value.content).is_some_and(|hash| is_hash(&hash, &[64])) {
            report(
                entry.value.span,
                format!("the hash of `{}` is not one", entry.key),
                "restore the file as it was released; records are not edited".into(),
            );
        }
    }
    let named = edition.accepted.iter().map(|accepted| &accepted.page);
    let named = named.chain(edition.withdrawn.iter().flat_map(|withdrawn| &withdrawn.pages));
    for page in named.filter(|page| !edition.pages.contains_key(*page)) {
        let help = crate::diag::closest(page, edition.pages.keys().map(String::as_str));
        report(
            record.span,
            format!("this edition has no page `{page}`"),
            help.map_or("name a page that stands under `[pages]`".into(), |near| {
                format!("did you mean `{near}`?")
            }),
        );
    }
    found
}

fn is_hash(text: &str, lengths: &[usize]) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    lengths.contains(&text.len()) && text.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{Accepted, Edition, Ledger, Withdrawn, is_id};
    use crate::Snapshot;

    fn edition(id: &str, published: Date, effective: Date) -> Edition {
        Edition {
            id: id.into(),
            commit: "0123456789abcdef0123456789abcdef01234567".into(),
            published,
            effective,
            note: Some("Refunds \"up to\" £75.\nNew: gifts.".into()),
            pages: [("exit-ladder", "a"), ("/", "b")]
                .map(|(page, sign)| (page.into(), sign.repeat(64)))
                .into(),
            accepted: Vec::new(),
            withdrawn: None,
        }
    }

    fn ids<'a>(editions: impl IntoIterator<Item = &'a Edition>) -> Vec<&'a str> {
        editions.into_iter().map(|edition| edition.id.as_str()).collect()
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut edition = edition("2026.2", date(2026, 11, 20), date(2026, 12, 1));
        let path = "editions/2026.2.toml";
        for step in 0..3 {
            let text = edition.toml();
            let read = Ledger::read(&Snapshot::fixture(&format!("//- {path}\n{text}")));
            assert!(read.diagnostics.is_empty(), "{:?}\n{text}", read.diagnostics);
            assert_eq!(read.value.get("2026.2"), Some(&edition));
            // Both may only be put behind what stands there.
            let (hash, day) = ("c".repeat(64), date(2026, 12, 5));
            let more = if step == 0 {
                let accepted = Accepted { page: "/".into(), hash, date: day, reason: "a new parser".into() };
                edition.accepted.push(accepted.clone());
                accepted.toml()
            } else {
                let withdrawn =
                    Withdrawn { date: day, reason: "a court".into(), pages: vec!["exit-ladder".into()] };
                edition.withdrawn = Some(withdrawn.clone());
                if step == 1 { withdrawn.toml() } else { String::new() }
            };
            assert_eq!(edition.toml(), format!("{text}{more}"));
        }
        assert_eq!(edition.hash("/"), Some("c".repeat(64).as_str()));
        assert_eq!(edition.hash("exit-ladder"), Some("a".repeat(64).as_str()));
        assert_eq!(edition.hash("gone"), None);
    }

    #[test]
    fn the_edition_in_force_is_the_last_that_has_begun() {
        let (june, december, spring) = (date(2026, 6, 1), date(2026, 12, 1), date(2027, 3, 1));
        let ledger = Ledger::of(vec![
            edition("2026.10", date(2026, 11, 1), december),
            edition("2027.1", date(2026, 11, 20), spring),
            edition("2026.9", date(2026, 11, 1), december),
            edition("2026.1", date(2026, 5, 1), june),
        ]);
        assert_eq!(ledger.in_force(date(2026, 5, 31)), None);
        assert_eq!(ids(ledger.in_force(june)), ["2026.1"]);
        assert_eq!(ids(ledger.in_force(december)), ["2026.10"], "on a tie the later entry");
        assert_eq!(ids(ledger.superseded(december)), ["2026.1", "2026.9"]);
        assert_eq!(ids(ledger.upcoming(december)), ["2027.1"]);
        assert_eq!(ledger.next_change(december), Some(spring));
        assert_eq!(ledger.next_change(spring), None);
        assert_eq!(ids(ledger.successor("2026.10")), ["2027.1"]);
        let with =
            Ledger::of(ledger.iter().cloned().chain([edition("2026.9.1", december, december)]).collect());
        assert_eq!(ids(with.corrected("2026.9.1")), ["2026.9"]);
        assert_eq!(ids(with.corrected("2026.9")), [] as [&str; 0], "there is no edition 2026");
    }

    #[test]
    fn an_id_is_a_part_of_addresses_and_tags() {
        assert!(["2026.2", "2026.2.1", "v1", "spring-2026"].into_iter().all(is_id));
        assert!(!["", "..", "a/b", "2026 2", ".x", "a..b", "x.", "é"].into_iter().any(is_id));
    }
}
