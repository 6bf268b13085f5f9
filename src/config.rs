//! `handbook.toml`: the settings of a site, every one of them optional.
//!
//! In goes the text of the file, out come settings with their defaults filled in and a finding for
//! each key or value that does not fit. It does not know pages, themes or the machine it runs on.

use std::collections::BTreeMap;

use crate::audience::{Audience, Audiences};
use crate::diag::{Checked, Diagnostic, Level, Location, RULES, closest, find_rule, rules};
use crate::feedback::LinkTemplate;
use crate::fields::{Content, Field, Located, Record, Type, check, default_of, read_toml};
use crate::kind::{self, Kind};
use crate::source::{SitePath, Snapshot};

/// Where the settings stand.
pub const FILE: &str = "handbook.toml";

const FEEDBACK: &[Field] = &[
    Field::new(
        "problem",
        Type::Text,
        "address behind \"Report a problem\"; `{page}`, `{title}`, `{code}`, `{url}`, `{file}`, `{line}` and `{edition}` are filled in",
    ),
    Field::new(
        "suggest",
        Type::Text,
        "address behind \"Suggest a change\"; `{page}`, `{title}`, `{code}`, `{url}`, `{file}`, `{line}` and `{edition}` are filled in",
    ),
];

const REVIEW: &[Field] = &[
    Field::new("soon_days", Type::Whole(0, 366), "how many days ahead a review counts as due soon")
        .otherwise("30"),
    Field::new(
        "grace_days",
        Type::Whole(0, 366),
        "how many days a review may be overdue and an edition be released all the same",
    )
    .otherwise("30"),
];

const EDITIONS: &[Field] = &[
    Field::new(
        "keep",
        Type::Whole(0, 1000),
        "how many of the editions that were replaced are published in full, the latest ones; all where missing",
    ),
    Field::new(
        "search",
        Type::OneOf(&["current", "all"]),
        "which editions have a search of their own: the one in force and those to come, or all that are published in full",
    )
    .otherwise("current"),
];

const EXTERNAL: &[Field] = &[
    Field::new(
        "skip",
        Type::List(&Type::Text),
        "addresses that `check --external` leaves out; one that ends in `*` leaves out all that begin like it",
    ),
    Field::new("days", Type::Whole(0, 366), "how many days an address that was well is not asked for again")
        .otherwise("7"),
];

const OFFLINE: &[Field] = &[
    Field::new(
        "keep",
        Type::Flag,
        "whether readers' devices keep a copy of the handbook, to be read without a network",
    )
    .otherwise("true"),
    Field::new(
        "megabytes",
        Type::Whole(1, 2000),
        "how much a device keeps at most; of a larger handbook it keeps the urgent pages and those that were read",
    )
    .otherwise("20"),
];

const PRINT: &[Field] = &[Field::new(
    "words",
    Type::Whole(0, 10_000_000),
    "how many words are printed together at most; of a larger handbook each area is printed by itself, of a larger \
     area each page; 0 leaves `/print/` out",
)
.otherwise("50000")];

const LEVELS: &[&str] = &["error", "warning", "due", "allow"];

/// Every setting, with what it is for.
pub const FIELDS: &[Field] = &[
    Field::new("title", Type::Short(60), "the handbook's name").otherwise("Handbook"),
    Field::new("language", Type::Text, "language of the interface and of dates, as a tag").otherwise("en-GB"),
    Field::new(
        "time_zone",
        Type::Text,
        "time zone whose calendar says what day it is, such as `Europe/London`",
    ),
    Field::new("currency", Type::Text, "currency of values in money, as its code").otherwise("GBP"),
    Field::new(
        "base_url",
        Type::Text,
        "where the site is published, such as `https://handbook.example.com/`",
    ),
    Field::new("theme", Type::Text, "folder below `themes/` whose files replace those of the built-in theme"),
    Field::new(
        "access",
        Type::OneOf(&["public", "private"]),
        "whether everybody may read the site; a private one is closed to search engines, and the workflows that \
         `deskbook init` writes do not publish it without `login`",
    )
    .otherwise("private"),
    Field::new(
        "login",
        Type::Text,
        "what asks the readers of a private site to log in, such as `Cloudflare Access, for staff`",
    ),
    Field::new(
        "audiences",
        Type::List(&Type::Text),
        "who reads the handbook, the widest audience first, such as `[\"public\", \"staff\", \"managers\"]`",
    ),
    Field::new(
        "audience",
        Type::Text,
        "the audience of pages and of builds that name none; the widest where missing",
    ),
    Field::new(
        "html",
        Type::OneOf(&["refused", "sanitised"]),
        "whether HTML in pages is an error, or read with everything taken out that could run or mislead",
    )
    .otherwise("refused"),
    Field::new("feedback", Type::Table(FEEDBACK), "where readers write to"),
    Field::new("review", Type::Table(REVIEW), "when reviews are announced"),
    Field::new("editions", Type::Table(EDITIONS), "how old editions are published"),
    Field::new("external", Type::Table(EXTERNAL), "how addresses elsewhere are checked"),
    Field::new("offline", Type::Table(OFFLINE), "what readers' devices keep"),
    Field::new("print", Type::Table(PRINT), "what is put together to be printed"),
    Field::new("rules", Type::Map(&Type::OneOf(LEVELS)), "rules to raise, lower or silence, by name"),
    Field::new("kinds", Type::Map(&Type::Table(kind::FIELDS)), "kinds of page to change or add, by name"),
    Field::new("deskbook", Type::Text, "the versions of Deskbook that may build this site, such as `>=0.1`"),
];

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The handbook's name.
    pub title: String,
    /// The language tag.
    pub language: String,
    /// The time zone whose calendar counts.
    pub time_zone: Option<String>,
    /// The currency of values in money.
    pub currency: String,
    /// Where the site is published, ending in `/`.
    pub base_url: Option<String>,
    /// The folder below `themes/` that replaces files of the built-in theme.
    pub theme: Option<Located<String>>,
    /// Whether everybody may read the site.
    pub public: bool,
    /// What asks the readers of a private site to log in.
    pub login: Option<String>,
    /// Who reads the handbook.
    pub audiences: Audiences,
    /// Whether HTML in pages is sanitised, and not refused.
    pub sanitises_html: bool,
    /// Address behind "Report a problem".
    pub report_problem: Option<LinkTemplate>,
    /// Address behind "Suggest a change".
    pub suggest_change: Option<LinkTemplate>,
    /// How many days ahead a review counts as due soon.
    pub review_soon_days: i64,
    /// How many days a review may be overdue at a release.
    pub review_grace_days: i64,
    /// How many replaced editions are published in full, if not all.
    pub editions_keep: Option<usize>,
    /// Whether every edition has a search of its own.
    pub editions_search: bool,
    /// Addresses elsewhere that are not checked, and beginnings of such, which end in `*`.
    pub external_skip: Vec<String>,
    /// How many days an address elsewhere that was well is not asked for again.
    pub external_days: i64,
    /// How many bytes of the handbook a reader's device keeps at most; `None` when it keeps none.
    pub offline: Option<u64>,
    /// How many words are printed together at most.
    pub print_words: usize,
    /// The level of each rule that the site changes.
    pub levels: BTreeMap<&'static str, Level>,
    /// The kinds of page.
    pub kinds: Vec<Kind>,
}

impl Config {
    /// Returns the language without its region or script: `fr` of `fr-CA`.
    pub fn primary_language(&self) -> &str {
        self.language.split('-').next().unwrap_or_default()
    }

    /// Reads the settings of a snapshot; one without `handbook.toml` has the defaults.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let file = SitePath::new(FILE).expect("a plain file name");
        let mut diagnostics = Vec::new();
        let text = snapshot.text(FILE).unwrap_or_default();
        let table = read_toml(&file, &text).collect(&mut diagnostics);
        let record = check(&file, "`handbook.toml`", table, FIELDS).collect(&mut diagnostics);
        let config = Self {
            title: setting(&record, "title"),
            language: setting(&record, "language"),
            time_zone: record.text("time_zone").map(|text| text.value),
            currency: setting(&record, "currency"),
            base_url: record.text("base_url").and_then(|url| base_url(&file, &url, &mut diagnostics)),
            theme: record.text("theme"),
            public: setting(&record, "access") == "public",
            login: record
                .text("login")
                .map(|text| text.value.trim().to_owned())
                .filter(|login| !login.is_empty()),
            audiences: audiences(&file, &record, &mut diagnostics),
            sanitises_html: setting(&record, "html") == "sanitised",
            report_problem: link_template(&file, &record, "problem", &mut diagnostics),
            suggest_change: link_template(&file, &record, "suggest", &mut diagnostics),
            review_soon_days: whole(&record, "review", REVIEW, "soon_days"),
            review_grace_days: whole(&record, "review", REVIEW, "grace_days"),
            editions_keep: kept(&record),
            editions_search: nested(&record, "editions", EDITIONS, "search").as_deref() == Some("all"),
            external_skip: skipped(&file, &record, &mut diagnostics),
            external_days: whole(&record, "external", EXTERNAL, "days"),
            offline: offline(&record),
            print_words: usize::try_from(whole(&record, "print", PRINT, "words")).unwrap_or_default(),
            levels: levels(&file, &record, &mut diagnostics),
            kinds: kinds(&record),
        };
        if let Some(versions) = record.text("deskbook") {
            diagnostics.extend(version_mismatch(&file, &versions));
        }
        Checked { value: config, diagnostics }
    }

    /// Returns whether everybody may read what an audience reads: of a public handbook, what is for the
    /// widest audience.
    pub fn is_public_for(&self, reader: Audience) -> bool {
        self.public && (reader == Audience::ALL || self.audiences.names().next().is_none())
    }

    /// Returns the kind with this name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }
}

/// Returns a setting, or what holds where it is missing.
fn setting(record: &Record, name: &str) -> String {
    record.text(name).map_or_else(|| default_of(FIELDS, name).to_owned(), |text| text.value)
}

fn nested(record: &Record, table: &str, fields: &'static [Field], name: &str) -> Option<String> {
    Some(Record::checked(record.table(table)?, fields).text(name)?.value)
}

fn link_template(
    file: &SitePath,
    record: &Record,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<LinkTemplate> {
    let text = Record::checked(record.table("feedback")?, FEEDBACK).text(name)?;
    LinkTemplate::read(file, name, &text).collect(diagnostics)
}

/// Returns a number of a table, or what holds where it is missing.
fn whole(record: &Record, table: &str, fields: &'static [Field], name: &'static str) -> i64 {
    let table = record.table(table).map(|table| Record::checked(table, fields));
    let given = table.and_then(|table| table.whole(name)).map(|number| number.value);
    given.or_else(|| default_of(fields, name).parse().ok()).unwrap_or_default()
}

fn kept(record: &Record) -> Option<usize> {
    let keep = Record::checked(record.table("editions")?, EDITIONS).whole("keep")?;
    usize::try_from(keep.value).ok()
}

/// Returns the addresses to leave out; what is none is a finding, since it would leave out nothing.
fn skipped(file: &SitePath, record: &Record, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let external = record.table("external").map(|table| Record::checked(table, EXTERNAL));
    let listed = external.map_or_else(Vec::new, |external| external.texts("skip"));
    let is_web = |text: &Located<String>| text.starts_with("https://") || text.starts_with("http://");
    let (web, other): (Vec<_>, Vec<_>) = listed.into_iter().partition(is_web);
    diagnostics.extend(other.into_iter().map(|text| {
        let message = format!("`skip` expects whole addresses, and `{}` was found", text.value);
        Diagnostic::new(&rules::WRONG_TYPE, Location::new(file, text.span), message)
            .help("begin it with `https://`; what ends in `*` leaves out all addresses that begin like it")
    }));
    web.into_iter().map(|text| text.value).collect()
}

fn offline(record: &Record) -> Option<u64> {
    let table = record.table("offline").map(|table| Record::checked(table, OFFLINE));
    let keep = table.as_ref().and_then(|offline| offline.flag("keep"));
    let given = table.and_then(|offline| offline.whole("megabytes")).map(|megabytes| megabytes.value);
    let megabytes = given.or_else(|| default_of(OFFLINE, "megabytes").parse().ok()).unwrap_or_default();
    let keep = keep.unwrap_or_else(|| default_of(OFFLINE, "keep") == "true");
    keep.then(|| u64::try_from(megabytes).unwrap_or_default() * 1_000_000)
}

/// Returns the address with a slash at its end; an address without a scheme is a finding.
fn base_url(file: &SitePath, url: &Located<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Some(format!("{}/", url.trim_end_matches('/')));
    }
    diagnostics.push(
        Diagnostic::new(
            &rules::WRONG_TYPE,
            Location::new(file, url.span),
            format!("`base_url` expects a whole address, and `{}` was found", url.value),
        )
        .help("begin it with `https://`"),
    );
    None
}

/// Reads who reads the handbook; a name given twice, and a usual audience that is none, are findings.
fn audiences(file: &SitePath, record: &Record, diagnostics: &mut Vec<Diagnostic>) -> Audiences {
    let mut names: Vec<String> = Vec::new();
    for name in record.texts("audiences") {
        match names.contains(&name.value) {
            true => diagnostics.push(
                Diagnostic::new(
                    &rules::DUPLICATE_ID,
                    Location::new(file, name.span),
                    format!("the audience `{}` is named twice", name.value),
                )
                .help("take one of the two out"),
            ),
            false => names.push(name.value),
        }
    }
    let usual = record.text("audience");
    let audiences = Audiences::new(names, usual.as_ref().map(|name| name.value.as_str()));
    if let Some(name) = usual.filter(|_| audiences.usual() == Audience::NOBODY) {
        diagnostics.push(unknown_audience(&audiences, Location::new(file, name.span), &name));
    }
    audiences
}

/// Returns the finding for an audience that does not exist.
pub fn unknown_audience(audiences: &Audiences, location: Location, name: &str) -> Diagnostic {
    let finding =
        Diagnostic::new(&rules::UNKNOWN_AUDIENCE, location, format!("there is no audience `{name}`"));
    let names: Vec<String> = audiences.names().map(|name| format!("`{name}`")).collect();
    match closest(name, audiences.names()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => finding
            .help(format!("add `audiences = [\"everybody\", \"{name}\"]` to `{FILE}`, the widest first")),
        None => finding.help(format!("there are {}, the widest first", names.join(", "))),
    }
}

fn levels(
    file: &SitePath,
    record: &Record,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'static str, Level> {
    let mut levels = BTreeMap::new();
    for entry in record.table("rules").map_or(&[][..], |table| &table.entries) {
        let Content::Scalar(scalar) = &entry.value.content else { continue };
        match (find_rule(&entry.key), Level::named(&scalar.text)) {
            (Some(rule), Some(level)) => {
                levels.insert(rule.name, level);
            }
            _ => {
                let location = Location::new(file, entry.key_span);
                let names = RULES.iter().map(|rule| rule.name);
                let near = closest(&entry.key, names).map(|name| format!("did you mean `{name}`?"));
                diagnostics.push(
                    Diagnostic::new(
                        &rules::UNKNOWN_KEY,
                        location,
                        format!("there is no rule `{}`", entry.key),
                    )
                    .help("`deskbook explain` lists the rules")
                    .help_if(near),
                );
            }
        }
    }
    levels
}

fn kinds(record: &Record) -> Vec<Kind> {
    let mut kinds = kind::built_in();
    for entry in record.table("kinds").map_or(&[][..], |table| &table.entries) {
        if let Content::Table(table) = &entry.value.content {
            kind::merge(&mut kinds, &entry.key, table);
        }
    }
    kinds
}

/// Compares `>=MAJOR.MINOR` with this program; any other form is a finding that says how to write it.
fn version_mismatch(file: &SitePath, wanted: &Located<String>) -> Option<Diagnostic> {
    let numbers = |text: &str| -> Option<(u64, u64)> {
        let mut parts = text.trim().split('.');
        Some((parts.next()?.parse().ok()?, parts.next().unwrap_or("0").parse().ok()?))
    };
    let have = env!("CARGO_PKG_VERSION");
    let location = Location::new(file, wanted.span);
    match wanted.strip_prefix(">=").and_then(numbers) {
        Some(least) if Some(least) <= numbers(have) => None,
        Some(_) => Some(
            Diagnostic::new(
                &rules::WRONG_TYPE,
                location,
                format!("this handbook wants Deskbook {}, and this is {have}", wanted.value),
            )
            .help("install a newer Deskbook"),
        ),
        None => Some(
            Diagnostic::new(
                &rules::WRONG_TYPE,
                location,
                format!("`deskbook` expects a least version, and `{}` was found", wanted.value),
            )
            .help("write it as `\">=0.1\"`"),
        ),
    }
}
