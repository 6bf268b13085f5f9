//! JSON Schemas (draft 2020-12) for editors, made from the tables that the check uses.
//!
//! In go the tables of fields and the kinds of a site, out comes one schema for `handbook.toml`, one
//! for the fields of a page, one for each data file. What one file alone cannot show (that a role
//! exists, that an address is taken) stays with the check. So does what JSON has no word for: that
//! `12.0` is no whole number, and that a bare TOML date is no text.

mod page;
mod types;

use serde_json::{Value, json};

use crate::config;
use crate::data::{DataFile, FILES, Layout};
use crate::diag::RULES;
use crate::kind::Kind;
use types::Notation;

/// The dialect in which the schemas are written.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A schema by its name, and the file that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What it describes, in a few words.
    pub about: String,
}

/// Returns the name of every schema.
pub fn names() -> Vec<Named> {
    let schema = |name: &str, about: String| Named { name: name.to_owned(), about };
    let mut names = vec![
        schema("config", format!("`{}`", config::FILE)),
        schema("page", "the fields between the `---` lines of a page".to_owned()),
    ];
    names.extend(FILES.iter().map(|file| schema(stem(file), format!("`content/_data/{}`", file.name))));
    names
}

/// Returns the schema with this name; the kinds of page are those of the site.
pub fn schema(name: &str, kinds: &[Kind]) -> Option<Value> {
    match name {
        "config" => Some(settings()),
        "page" => Some(headed("The fields of a page", page::schema(kinds))),
        _ => FILES.iter().find(|file| stem(file) == name).map(data),
    }
}

fn stem(file: &DataFile) -> &'static str {
    file.name.split('.').next().unwrap_or_default()
}

/// Puts the dialect and a title above a schema.
fn headed(title: &str, mut schema: Value) -> Value {
    schema["$schema"] = DIALECT.into();
    schema["title"] = title.into();
    schema
}

fn settings() -> Value {
    let mut schema = types::table(config::FIELDS, Notation::Toml);
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    schema["properties"]["rules"]["propertyNames"] = json!({ "enum": rules });
    headed("The settings of a handbook", schema)
}

fn data(file: &DataFile) -> Value {
    let entry = types::table(file.fields, Notation::Toml);
    let mut schema = match file.layout {
        Layout::Whole => entry,
        Layout::ById => json!({ "type": "object", "additionalProperties": entry }),
        Layout::Nested => nested(entry),
    };
    schema["description"] = file.about.into();
    headed(&format!("`content/_data/{}`", file.name), schema)
}

/// Returns the schema of tables in tables: each holds tables, or is an entry.
///
/// A choice says it in words that editors for older drafts know as well.
fn nested(entry: Value) -> Value {
    let group = json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": { "$ref": "#/$defs/either" },
    });
    json!({
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/either" },
        "$defs": { "either": { "anyOf": [entry, group] } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::built_in;

    #[test]
    fn every_schema_has_a_name_and_is_valid_itself() {
        let names: Vec<String> = names().into_iter().map(|named| named.name).collect();
        assert_eq!(
            names.join(" "),
            "config page authority contacts paths requirements roles search style terms values"
        );
        for name in names {
            let schema = schema(&name, &built_in()).expect("it was named");
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        }
        assert_eq!(schema("vaules", &[]), None);
    }

    #[test]
    fn a_small_schema_reads_like_the_table_that_it_is_made_of() {
        assert_eq!(
            schema("roles", &[]),
            Some(json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": "`content/_data/roles.toml`",
                "description": "One table for each role, by its id. Roles, never names.",
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": {
                        "title": { "type": "string", "description": "what the role is called inside a sentence" },
                        "cover": { "type": "string", "description": "the role that stands in for it" },
                    },
                    "required": ["title"],
                    "additionalProperties": false,
                },
            }))
        );
    }
}
