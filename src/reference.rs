//! The reference of settings, fields, blocks, data and editions, made from the tables that the checks use.
//!
//! `docs/reference.md` is this text; a test compares the two, so that they cannot drift apart.

use std::fmt::Write;

use crate::content::{FRONT_MATTER, blocks};
use crate::editions::ledger;
use crate::fields::{Field, Type};
use crate::{config, data, kind};

/// Returns the whole reference as Markdown.
pub fn reference() -> String {
    let mut text = String::from(
        "# Reference\n\nEvery setting, field, block, data file and record of an edition, with what it expects and what it is for. \
         Nothing else is known: any other key is an error that says what was probably meant.\n",
    );
    section(&mut text, "Settings: `handbook.toml`", "All of them may be left out.", config::FIELDS);
    section(
        &mut text,
        "Fields of a page",
        "Between the `---` lines at its top. Which of them a page needs depends on its kind. A folder's \
         `index.md` may set `kind`, `owner`, `approver`, `review_every` and `notice` for the pages in the folder.",
        FRONT_MATTER,
    );
    section(
        &mut text,
        "Kinds: `[kinds.NAME]` in `handbook.toml`",
        "Changes a built-in kind, or adds one.",
        kind::FIELDS,
    );
    text.push_str("\nThe built-in kinds:\n\n");
    for kind in kind::built_in() {
        let needed: Vec<String> = kind.needed_fields().map(|field| format!("`{field}`")).collect();
        let needs = if needed.is_empty() { "nothing".to_owned() } else { needed.join(", ") };
        let cap = kind.cap.map_or_else(|| "no cap".to_owned(), |cap| format!("at most {cap} words"));
        let _ = writeln!(text, "- **{}** needs {needs}; {cap}", kind.name);
    }
    for file in data::FILES {
        section(&mut text, &format!("Data: `content/_data/{}`", file.name), file.about, file.fields);
    }
    section(
        &mut text,
        "Editions: `editions/ID.toml`",
        "Written by `deskbook release` and `deskbook correct`. What is in it never changes; `deskbook editions accept` and \
         `deskbook editions withdraw` put `accepted` and `withdrawn` behind it.",
        ledger::FIELDS,
    );
    for (name, fields) in blocks::fields() {
        section(&mut text, &format!("Block: `::: {name}`"), "", fields);
    }
    text
}

fn section(text: &mut String, title: &str, about: &str, fields: &[Field]) {
    let _ = write!(text, "\n## {title}\n\n");
    if !about.is_empty() {
        let _ = write!(text, "{about}\n\n");
    }
    if fields.is_empty() {
        text.push_str("It has no fields.\n");
        return;
    }
    text.push_str("| Key | Expects | For |\n|---|---|---|\n");
    rows(text, "", fields);
}

fn rows(text: &mut String, above: &str, fields: &[Field]) {
    for field in fields {
        let needed = if field.needed { " (needed)" } else { "" };
        let name = format!("{above}{}", field.name);
        let expects = field.expects.describe();
        let missing =
            field.default.map_or_else(String::new, |default| format!("; `{default}` where missing"));
        let _ = writeln!(text, "| `{name}`{needed} | {expects}{missing} | {} |", field.doc);
        match &field.expects {
            Type::Table(inner) => rows(text, &format!("{name}."), inner),
            Type::List(Type::Table(inner)) => rows(text, &format!("{name}[]."), inner),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_reference_in_docs_is_the_one_that_the_tables_make() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
        let text = super::reference();
        if std::env::var_os("ACCEPT").is_some() {
            std::fs::write(&path, &text).expect("the reference can be written");
        }
        let written = std::fs::read_to_string(&path).expect("docs/reference.md").replace("\r\n", "\n");
        assert_eq!(written, text, "ACCEPT=1 writes it anew");
    }
}
