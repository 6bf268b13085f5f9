//! What the server adds to an open page: a script that patches it, and the look of its panel.
//!
//! The script carries its words in itself, since it has something to say just when nothing can be
//! fetched any more.

use bytes::Bytes;
use toml::Table;

const MERGE: &str = include_str!("client/merge.js");
const PATCH: &str = include_str!("client/patch.js");
const PANEL: &str = include_str!("client/panel.js");
const STYLE: &str = include_str!("client/panel.css");

/// Returns the script, with the words that it says and how it opens an editor.
pub fn script(words: &Table, editor: Option<&str>) -> Bytes {
    let said = serde_json::json!({ "words": words, "editor": editor });
    let said = format!("const deskbookWords = {said};");
    [&said, MERGE, PANEL, PATCH].join("\n").into_bytes().into()
}

/// Returns the look of the panel.
pub fn style() -> Bytes {
    Bytes::from_static(STYLE.as_bytes())
}
