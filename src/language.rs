//! The words of the interface, one TOML file a language.
//!
//! Templates read the whole table; the core reads a few groups by name: section headings, labels
//! inside blocks, units, dates and numbers. It formats what a language formats: amounts and days.

use fixed_decimal::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil::Date;
use toml::{Table, Value};

use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// A language as one of its files describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// The tag of the site, such as `en-GB`.
    pub tag: String,
    words: Table,
    labels: Labels,
}

/// The labels that authors write inside blocks, in their language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Labels {
    /// Opens words to say.
    pub say: String,
    /// Opens words to avoid.
    pub not: String,
    /// Opens a reason.
    pub because: String,
    /// Opens a card's acknowledgement.
    pub acknowledge: String,
    /// Opens the claim of a card.
    pub claim: String,
    /// Opens what makes a card's claim plausible.
    pub misleads: String,
    /// Opens how a card's fact helps the customer.
    pub helps: String,
    /// Open the lines of a ladder's rung, each by its key.
    pub ladder: Vec<(&'static str, String)>,
    /// Open the parts of letters, each by its key.
    pub letter: Vec<(&'static str, String)>,
}

/// The lines that a ladder's rung may have, in the order in which readers see them.
pub const RUNG_LINES: [&str; 9] =
    ["danger", "when", "action", "who-may", "who-signs", "at-most", "review", "letter", "appeal"];

/// The parts of letters.
const LETTER: [&str; 17] = [
    "sorry", "will-do", "decision", "why", "can-do", "happened", "effect", "change", "follow", "appeal",
    "limits", "how-long", "review", "from", "orders", "refunds", "rights",
];

impl Language {
    /// Reads a language file; what it lacks reads as its own key.
    pub fn read(tag: &str, file: &SitePath, text: &str) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let words = text.parse::<Table>().unwrap_or_else(|error| {
            let span = error.span().map_or(Span::default(), Span::from);
            let message = format!("this cannot be read as TOML: {}", error.message());
            let finding = Diagnostic::new(&rules::SYNTAX_ERROR, Location::new(file, span), message);
            diagnostics.push(finding.help("write `key = \"words\"`, with tables under `[name]`"));
            Table::new()
        });
        let mut language = Self { tag: tag.to_owned(), words, labels: Labels::default() };
        language.labels = language.read_labels();
        Checked { value: language, diagnostics }
    }

    /// Returns this language with the words of `other` where it has none.
    pub fn over(mut self, other: &Self) -> Self {
        fill(&mut self.words, &other.words);
        self.labels = self.read_labels();
        self
    }

    fn read_labels(&self) -> Labels {
        let label = |group: &'static str, name: &'static str| self.word(&["labels", group, name]).to_owned();
        Labels {
            say: label("say", "say"),
            not: label("say", "not"),
            because: label("say", "because"),
            acknowledge: label("card", "acknowledge"),
            claim: label("card", "claim"),
            misleads: label("card", "misleads"),
            helps: label("card", "helps"),
            ladder: RUNG_LINES.map(|key| (key, label("ladder", key))).to_vec(),
            letter: LETTER.map(|key| (key, label("letter", key))).to_vec(),
        }
    }

    /// Returns the labels that authors write inside blocks.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Returns all words, as templates see them.
    pub fn words(&self) -> &Table {
        &self.words
    }

    /// Returns a table of words.
    pub fn group(&self, name: &str) -> Table {
        self.words.get(name).and_then(Value::as_table).cloned().unwrap_or_default()
    }

    /// Returns the word at a path of keys, or the last key where the file has none.
    pub fn word<'a>(&'a self, path: &[&'a str]) -> &'a str {
        self.lookup(path).and_then(Value::as_str).unwrap_or_else(|| path.last().copied().unwrap_or(""))
    }

    /// Returns names as a choice: "a, b or c"; `None` without any.
    pub fn either(&self, names: &[String]) -> Option<String> {
        let (last, rest) = names.split_last()?;
        if rest.is_empty() {
            return Some(last.clone());
        }
        let pattern = self.word(&["lists", "or"]);
        Some(pattern.replace("{a}", &rest.join(", ")).replace("{b}", last))
    }

    /// Returns the heading of a section by its key.
    pub fn section<'a>(&'a self, key: &'a str) -> &'a str {
        self.word(&["sections", key])
    }

    /// Returns the words that follow the number in the names of some units, longest first.
    pub fn unit_words(&self, units: &[&str]) -> Vec<String> {
        let patterns = units.iter().flat_map(|unit| {
            FORMS.iter().filter_map(|(_, form)| self.lookup(&["units", unit, form])?.as_str())
        });
        let mut words: Vec<String> =
            patterns.map(|pattern| pattern.replace("{n}", "").trim().to_owned()).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        words
    }

    fn lookup(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        let mut value = self.words.get(*first)?;
        for key in rest {
            value = value.get(key)?;
        }
        Some(value)
    }

    /// Returns a day in words: `1 December 2026`.
    pub fn date(&self, date: Date) -> String {
        let months = self.lookup(&["dates", "months"]).and_then(Value::as_array);
        let month = usize::try_from(date.month()).unwrap_or(1);
        let name = months
            .and_then(|months| months.get(month - 1)?.as_str())
            .map_or_else(|| format!("{month:02}"), str::to_owned);
        self.word(&["dates", "pattern"])
            .replace("{day}", &self.day(date))
            .replace("{month}", &name)
            .replace("{year}", &date.year().to_string())
    }

    fn day(&self, date: Date) -> String {
        let first = self.lookup(&["dates", "first"]).and_then(Value::as_str).filter(|_| date.day() == 1);
        first.map_or_else(|| date.day().to_string(), str::to_owned)
    }

    /// Returns a number given in hundredths, with separators and no needless decimals.
    ///
    /// Money keeps two decimals as soon as it has any.
    pub fn number(&self, hundredths: i64, money: bool) -> String {
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        let mut text = grouped(whole, self.word(&["numbers", "group"]));
        if part > 0 {
            let decimals = format!("{part:02}");
            let decimals = if money { &decimals } else { decimals.trim_end_matches('0') };
            text = format!("{text}{}{decimals}", self.word(&["numbers", "decimal"]));
        }
        if hundredths < 0 { format!("−{text}") } else { text }
    }

    /// Returns an amount of money given in hundredths: `£12.50`.
    pub fn money(&self, hundredths: i64, currency: &str) -> String {
        let pattern = self
            .lookup(&["money", currency])
            .and_then(Value::as_str)
            .unwrap_or_else(|| self.word(&["money", "other"]));
        pattern.replace("{n}", &self.number(hundredths, true)).replace("{code}", currency)
    }

    /// Returns a number of units given in hundredths, in the form that the language has for it: `2 working days`.
    pub fn quantity(&self, hundredths: i64, unit: &str) -> String {
        let number = self.number(hundredths, false);
        let form = |name| self.lookup(&["units", unit, name]).and_then(Value::as_str);
        match form(self.form(hundredths)).or_else(|| form("other")) {
            Some(pattern) => pattern.replace("{n}", &number),
            None => number,
        }
    }

    /// Returns the name of the form in which a number of things is said (Unicode's plural categories).
    fn form(&self, hundredths: i64) -> &'static str {
        let mut number = Decimal::from(hundredths);
        number.multiply_pow10(-2);
        number.trim_end();
        let category = plurals(&self.tag).map_or(PluralCategory::Other, |rules| rules.category_for(&number));
        FORMS.iter().find(|(other, _)| *other == category).map_or("other", |(_, name)| name)
    }
}

/// The forms that a language may have for a number of things, by their names in a language file.
const FORMS: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

/// Returns the rules by which a language chooses among its forms; `None` for a tag that is none.
fn plurals(tag: &str) -> Option<PluralRules> {
    let locale: Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

/// Adds to a table what another has and it has not.
fn fill(table: &mut Table, other: &Table) {
    for (key, value) in other {
        match (table.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(other)) => fill(inner, other),
            (Some(_), _) => {}
            (None, value) => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Returns a whole number in groups of three digits.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn english() -> Language {
        let file = SitePath::new("i18n/en.toml").expect("a path");
        let text = "[numbers]\ngroup = ','\ndecimal = '.'\n\
                    [money]\nGBP = '£{n}'\nother = '{n} {code}'\n\
                    [units]\ndays = { one = '{n} day', other = '{n} days' }\n\
                    [dates]\nmonths = ['January']\npattern = '{day} {month} {year}'\n";
        Language::read("en-GB", &file, text).value
    }

    fn built_in(tag: &str, text: &str) -> Language {
        let read = Language::read(tag, &SitePath::new("i18n/it.toml").expect("a path"), text);
        assert_eq!(read.diagnostics, []);
        read.value
    }

    #[test]
    fn each_language_has_its_forms() {
        let french = built_in("fr-CA", include_str!("../themes/default/i18n/fr.toml"));
        let days = [0, 100, 150, 200, 123_450].map(|number| french.quantity(number, "days"));
        assert_eq!(days, ["0 jour", "1 jour", "1,5 jour", "2 jours", "1\u{202f}234,5 jours"]);
        assert_eq!(french.money(1_250, "EUR"), "12,50\u{a0}€");
        assert_eq!(french.date(date(2026, 12, 1)), "1er décembre 2026");
        assert_eq!(french.date(date(2027, 3, 3)), "3 mars 2027");

        let arabic = built_in("ar", include_str!("../themes/default/i18n/ar.toml"));
        let days = [100, 200, 300, 1_100, 10_000].map(|number| arabic.quantity(number, "days"));
        assert_eq!(days, ["يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم"]);
        assert_eq!(arabic.date(date(2026, 12, 1)), "1 ديسمبر 2026");
    }

    /// What a language lacks would stand in English among its own words.
    #[test]
    fn each_language_has_every_word() {
        fn keys(table: &Table, above: &str) -> Vec<String> {
            let inner = |(key, value): (&String, &Value)| match value {
                Value::Table(_) if above == ".units" => vec![format!("{above}.{key}")],
                Value::Table(table) => keys(table, &format!("{above}.{key}")),
                _ => vec![format!("{above}.{key}")],
            };
            table.iter().flat_map(inner).collect()
        }
        let english = keys(built_in("en", include_str!("../themes/default/i18n/en.toml")).words(), "");
        for (tag, text) in [
            ("fr", include_str!("../themes/default/i18n/fr.toml")),
            ("ar", include_str!("../themes/default/i18n/ar.toml")),
        ] {
            let own = keys(built_in(tag, text).words(), "");
            let missing: Vec<&String> = english.iter().filter(|key| !own.contains(key)).collect();
            assert!(missing.is_empty(), "{tag} lacks {missing:?}");
        }
    }

    #[test]
    fn amounts_read_as_a_language_writes_them() {
        let english = english();
        assert_eq!(english.money(5_000, "GBP"), "£50");
        assert_eq!(english.money(1_250, "GBP"), "£12.50");
        assert_eq!(english.money(123_456_700, "SEK"), "1,234,567 SEK");
        assert_eq!(english.quantity(100, "days"), "1 day");
        assert_eq!(english.quantity(250, "days"), "2.5 days");
        assert_eq!(english.quantity(500, "count"), "5");
        assert_eq!(english.quantity(0, "days"), "0 days");
    }

    #[test]
    fn a_day_reads_in_words() {
        let day = jiff::civil::date(2026, 1, 3);
        assert_eq!(english().date(day), "3 January 2026");
    }
}
