//! The release note of an edition, begun for a person to finish.
//!
//! What can be known stands in it: values old and new, pages with their links, who must read what
//! again. Why it changed and what it means only a person knows; there it has blanks, which `check`
//! reports until they are filled in, and until then it is a draft. Amounts are typed in, since a note
//! goes on saying what changed when the values have changed again.

use std::fmt::Write;

use jiff::civil::Date;

use crate::content::blank;
use crate::editions::Changes;
use crate::editions::changes::PageName;
use crate::handbook::{Handbook, relative};
use crate::kind::Section;
use crate::source::SitePath;

/// Returns the text of a release note that will stand in a file of the handbook.
pub fn note(id: &str, effective: Date, changes: &Changes, handbook: &Handbook, file: &SitePath) -> String {
    let folder = file.parent();
    let note = Note { changes, effective: handbook.shared.language.date(effective), folder: &folder };
    let title = serde_json::to_string(&format!("Edition {id}")).expect("a text is JSON");
    let mut text = format!("---\ntitle: {title}\nkind: release\nstatus: draft\n---\n");
    let sections = handbook.shared.config.kind("release").map_or(&[][..], |kind| &kind.sections);
    for section in sections {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n",
            heading(handbook, section),
            note.section(&section.key).trim_end()
        );
    }
    text
}

fn heading<'a>(handbook: &'a Handbook, section: &'a Section) -> &'a str {
    section.heading.as_deref().unwrap_or_else(|| handbook.shared.language.section(&section.key))
}

struct Note<'a> {
    changes: &'a Changes,
    effective: String,
    folder: &'a SitePath,
}

impl Note<'_> {
    fn section(&self, key: &str) -> String {
        match key {
            "in-one-line" => {
                let what = blank("what is new in this edition, in one line");
                format!("In force from {}: {what}", self.effective)
            }
            "changed-values" => self.values(),
            "changed-pages" => self.pages(),
            "must-re-read" => self.readers(),
            _ => blank("what readers look for here"),
        }
    }

    fn values(&self) -> String {
        if self.changes.values.is_empty() {
            return "None.".into();
        }
        let mut text = "| Value | Before | Now | Why |\n| --- | --- | --- | --- |\n".to_owned();
        for value in &self.changes.values {
            let cell = |text: &Option<String>| text.as_deref().map_or("–".to_owned(), escaped);
            let why = blank("why it changed");
            let (old, new) = (cell(&value.old), cell(&value.new));
            let _ = writeln!(text, "| `{}` | {old} | {new} | {why} |", value.key);
        }
        text
    }

    fn pages(&self) -> String {
        let all = self.changes;
        let rules = all.rules.iter().map(|rule| {
            let (page, sentence) = (self.link(&rule.page), escaped(rule.sentence.trim()));
            format!("- {page}: from **{}** to **{}**: \"{sentence}\"", rule.old, rule.new)
        });
        let added = all.added.iter().map(|page| format!("- {}: a new page.", self.link(page)));
        let moved = all.moved.iter().map(|moved| {
            format!(
                "- {}: moved here from `{}`. Old links still lead to it.",
                self.link(&moved.page),
                moved.from
            )
        });
        let what = blank("what is new on it");
        let reworded = all.changed.iter().map(|change| format!("- {}: {what}", self.link(&change.page)));
        let removed = all.removed.iter().map(|page| {
            format!("- {}: taken out, since {}", escaped(&page.title), blank("why, and what holds instead"))
        });
        let lines: Vec<String> = rules.chain(added).chain(moved).chain(reworded).chain(removed).collect();
        if lines.is_empty() { "None.".into() } else { lines.join("\n") }
    }

    fn readers(&self) -> String {
        let readers = self.changes.readers.iter().map(|reader| {
            let pages: Vec<String> = reader.pages.iter().map(|page| self.link(page)).collect();
            format!("- {{{{ role.{} }}}}: {}", reader.role, pages.join(", "))
        });
        let lines: Vec<String> = readers.collect();
        if lines.is_empty() { blank("who has to read what again") } else { lines.join("\n") }
    }

    fn link(&self, page: &PageName) -> String {
        let title = escaped(&page.title);
        match SitePath::new(&page.file) {
            Some(file) => format!("[{title}](<{}>)", relative(self.folder, &file)),
            None => title,
        }
    }
}

/// Returns a text so that Markdown leaves it as it is, also in a table.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '[' | ']' | '|' | '*' | '_' | '`' | '<' | '{') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
