//! The fields of a page, and which of them each kind of page needs.

use serde_json::{Value, json};

use super::types::{self, Notation};
use crate::content::FRONT_MATTER;
use crate::kind::Kind;

/// Fields that a page need not give, since the `index.md` of its folder may.
const FROM_FOLDER: &[&str] = &["owner", "approver"];

/// Returns the schema of the fields of a page of any of these kinds.
pub fn schema(kinds: &[Kind]) -> Value {
    let mut schema = types::table(FRONT_MATTER, Notation::Yaml);
    let mut names: Vec<Value> = kinds.iter().map(|kind| kind.name.as_str().into()).collect();
    names.push(Value::Null);
    let kind = &mut schema["properties"]["kind"];
    *kind = json!({ "enum": names, "description": kind["description"] });
    for kind in kinds {
        let needs: Vec<&str> = kind.needed_fields().filter(|field| !FROM_FOLDER.contains(field)).collect();
        if needs.is_empty() {
            continue;
        }
        schema["$defs"][&kind.name] = needing(&needs);
        let rule = json!({
            "if": { "properties": { "kind": { "const": kind.name } }, "required": ["kind"] },
            "then": { "$ref": format!("#/$defs/{}", escaped(&kind.name)) },
        });
        match schema.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(rules) => rules.push(rule),
            None => schema["allOf"] = json!([rule]),
        }
    }
    schema
}

/// Returns the schema of a table that gives these fields; nothing behind a key is not given.
fn needing(fields: &[&str]) -> Value {
    let given = |field: &&str| ((*field).to_owned(), json!({ "not": { "type": "null" } }));
    let given: serde_json::Map<String, Value> = fields.iter().map(given).collect();
    json!({ "required": fields, "properties": given })
}

/// Returns a name as a part of a JSON pointer in an address.
fn escaped(name: &str) -> String {
    let pointer = name.replace('~', "~0").replace('/', "~1");
    percent_encoding::utf8_percent_encode(&pointer, percent_encoding::NON_ALPHANUMERIC).to_string()
}
