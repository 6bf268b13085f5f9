//! A table of fields as a schema: what `fields::check` takes, and nothing else.
//!
//! TOML says of each value what it is. In YAML a bare value is whatever its field expects, so that
//! `code: 12` is a text, and a field with nothing behind it is as good as left out.

use serde_json::{Map, Value, json};

use crate::fields::{Field, Type};

/// How the values of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// With their types.
    Toml,
    /// Bare, so that the field decides.
    Yaml,
}

/// Returns the schema of a table with these fields.
pub fn table(fields: &[Field], notation: Notation) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), property(field, notation))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.needed).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(field: &Field, notation: Notation) -> Value {
    let mut schema = value(&field.expects, notation);
    if notation == Notation::Yaml && !field.needed {
        schema = or_nothing(schema);
    }
    schema["description"] = field.doc.into();
    if let Some(default) = field.default {
        schema["default"] = typed(&field.expects, default);
    }
    schema
}

fn value(expects: &Type, notation: Notation) -> Value {
    match expects {
        Type::Text => text(notation),
        Type::Short(most) => with(text(notation), "maxLength", json!(most)),
        Type::Flag => json!({ "type": "boolean" }),
        Type::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Type::Number => json!({ "type": "number", "multipleOf": 0.01 }),
        Type::Date => json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Type::OneOf(words) => json!({ "enum": choices(words, notation) }),
        Type::List(of) => list(of, notation),
        Type::Table(fields) => table(fields, notation),
        Type::Map(of) => json!({ "type": "object", "additionalProperties": value(of, notation) }),
    }
}

fn text(notation: Notation) -> Value {
    match notation {
        Notation::Toml => json!({ "type": "string" }),
        Notation::Yaml => json!({ "type": ["string", "number", "boolean"] }),
    }
}

/// Returns the values that one of these words is written as: in YAML a bare `12` is the word "12".
fn choices(words: &[&str], notation: Notation) -> Vec<Value> {
    let bare = words.iter().filter(|_| notation == Notation::Yaml);
    let bare =
        bare.filter_map(|word| serde_json::from_str(word).ok().filter(|value: &Value| !value.is_null()));
    words.iter().map(|word| json!(word)).chain(bare).collect()
}

/// Returns the schema of a list; one value alone is a list too, unless it is a map.
fn list(of: &Type, notation: Notation) -> Value {
    let one = value(of, notation);
    let items = match notation {
        Notation::Toml => one.clone(),
        Notation::Yaml => or_nothing(one.clone()),
    };
    let several = json!({ "type": "array", "items": items });
    match of {
        Type::Map(_) => several,
        _ => json!({ "anyOf": [several, one] }),
    }
}

/// Returns a schema that takes a missing value too.
fn or_nothing(mut schema: Value) -> Value {
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    } else if let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        choices.push(json!({ "type": "null" }));
    } else if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.push("null".into());
    } else if let Some(only) = schema.get("type").cloned() {
        schema["type"] = json!([only, "null"]);
    }
    schema
}

fn with(mut schema: Value, key: &str, value: Value) -> Value {
    schema[key] = value;
    schema
}

/// Returns a default as a value of its type.
fn typed(expects: &Type, default: &str) -> Value {
    match expects {
        Type::Flag | Type::Whole(..) | Type::Number => {
            serde_json::from_str(default).expect("a default fits its field")
        }
        _ => default.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::fields::{check, read_toml, read_yaml};
    use crate::source::SitePath;

    const ANCHOR: &[Field] =
        &[Field::needed("old", Type::Text, "before"), Field::new("new", Type::OneOf(&["a", "12"]), "now")];

    /// One field of each type, and of each type in each that holds others.
    const FIELDS: &[Field] = &[
        Field::new("text", Type::Text, "any text"),
        Field::needed("short", Type::Short(8), "a short text"),
        Field::new("flag", Type::Flag, "yes or no"),
        Field::new("whole", Type::Whole(0, 50), "a whole number"),
        Field::new("number", Type::Number, "a number"),
        Field::new("date", Type::Date, "a day"),
        Field::new("word", Type::OneOf(&["a", "b"]), "a word"),
        Field::new("texts", Type::List(&Type::Text), "texts"),
        Field::new("dates", Type::List(&Type::Date), "days"),
        Field::new("lists", Type::List(&Type::List(&Type::Text)), "texts in texts"),
        Field::new("table", Type::Table(ANCHOR), "a table"),
        Field::new("tables", Type::List(&Type::Table(ANCHOR)), "tables"),
        Field::new("map", Type::Map(&Type::Whole(1, 9)), "numbers by name"),
        Field::new("maps", Type::List(&Type::Map(&Type::Flag)), "maps"),
    ];

    /// Values as both notations write them, but for those that JSON cannot tell apart.
    fn scalar() -> impl Strategy<Value = String> {
        let shared = vec!["12", "99", "-3", "12.5", "0.07", "12.125", "true", "\"a\"", "\"b\"", "\"true\""];
        let more = ["\"a long text\"", "\"2026-12-01\"", "\"2026-02-30\"", "\"26-1-1\"", "\"\"", "\"12\""];
        prop::sample::select([shared, more.to_vec()].concat()).prop_map(str::to_owned)
    }

    fn any_value() -> impl Strategy<Value = String> {
        scalar().prop_recursive(2, 8, 3, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..3);
            let key = prop::sample::select(vec!["old", "new", "x"]);
            let pairs = prop::collection::btree_map(key, inner, 0..3);
            prop_oneof![
                list.prop_map(|values| format!("[{}]", values.join(", "))),
                pairs.prop_map(|pairs| {
                    let pairs: Vec<String> =
                        pairs.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
                    format!("{{ {} }}", pairs.join(", "))
                }),
            ]
        })
    }

    fn entries(values: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<(&'static str, String)>> {
        let names: Vec<&str> = FIELDS.iter().map(|field| field.name).chain(["unknown"]).collect();
        let rest = prop::collection::btree_map(prop::sample::select(names), values, 1..3);
        let short = prop::option::weighted(0.9, Just(("short", "\"s\"".to_owned())));
        (rest, short).prop_map(|(rest, short)| {
            let short = short.filter(|_| !rest.contains_key("short"));
            rest.into_iter().chain(short).collect()
        })
    }

    fn fits(schema: &Value, instance: &Value) -> bool {
        let options = jsonschema::options().should_validate_formats(true);
        options.build(schema).expect("a schema").is_valid(instance)
    }

    /// A word of digits, bare in YAML, was no word of its list to an editor.
    #[test]
    fn a_bare_number_is_one_of_the_words() {
        let field = [Field::new("new", Type::OneOf(&["a", "12"]), "now")];
        let takes = |notation| fits(&table(&field, notation), &json!({ "new": 12 }));
        assert_eq!((takes(Notation::Yaml), takes(Notation::Toml)), (true, false));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_toml_table_fits_its_schema_when_the_check_finds_nothing(entries in entries(any_value())) {
            let text: String = entries.iter().fold(String::new(), |mut text, (key, value)| {
                let _ = writeln!(text, "{key} = {value}");
                text
            });
            let read = read_toml(&SitePath::default(), &text);
            prop_assert_eq!(&read.diagnostics, &[]);
            let found = check(&SitePath::default(), "it", read.value, FIELDS).diagnostics;
            let instance: Value = toml::from_str(&text).expect("it was read before");
            prop_assert_eq!(fits(&table(FIELDS, Notation::Toml), &instance), found.is_empty(), "{}{:#?}", text, found);
        }

        #[test]
        fn a_yaml_table_fits_its_schema_when_the_check_finds_nothing(
            entries in entries(prop_oneof![
                any_value().prop_map(|value| value.replace(" = ", ": ")),
                prop::sample::select(vec!["", "a", "2026-12-01", "two words"]).prop_map(str::to_owned),
            ])
        ) {
            let text: String = entries.iter().fold(String::new(), |mut text, (key, value)| {
                let _ = writeln!(text, "{key}: {value}");
                text
            });
            let read = read_yaml(&SitePath::default(), &text, 0);
            prop_assert_eq!(&read.diagnostics, &[]);
            let found = check(&SitePath::default(), "it", read.value, FIELDS).diagnostics;
            let instance: Value = serde_saphyr::from_str(&text).expect("it was read before");
            prop_assert_eq!(fits(&table(FIELDS, Notation::Yaml), &instance), found.is_empty(), "{}{:#?}", text, found);
        }
    }
}
