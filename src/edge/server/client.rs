//! What the server adds to an open page: a script that patches it, and the look of its panel.

use bytes::Bytes;

const MERGE: &str = include_str!("client/merge.js");
const PATCH: &str = include_str!("client/patch.js");
const PANEL: &str = include_str!("client/panel.js");
const STYLE: &str = include_str!("client/panel.css");

/// Returns a file of the server's own by name, with its type.
pub fn file(name: &str) -> Option<(&'static str, Bytes)> {
    match name {
        "live.js" => {
            Some(("text/javascript; charset=utf-8", [MERGE, PANEL, PATCH].join("\n").into_bytes().into()))
        }
        "panel.css" => Some(("text/css; charset=utf-8", Bytes::from_static(STYLE.as_bytes()))),
        _ => None,
    }
}
