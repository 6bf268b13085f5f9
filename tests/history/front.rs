//! Front matter: what a page says of itself.

use super::{Chance, cut};

/// Sets a field of the front matter; adds it where it is missing.
pub fn set(text: &str, key: &str, value: &str) -> Option<String> {
    let (front, body) = cut(text);
    let inside = front.strip_prefix("---\n")?.strip_suffix("---\n")?;
    let opens = format!("{key}: ");
    let mut lines: Vec<String> = inside.lines().map(str::to_owned).collect();
    let line = format!("{key}: {value}");
    match lines.iter().position(|line| line.starts_with(&opens)) {
        Some(at) => lines[at] = line,
        None => lines.push(line),
    }
    Some(format!("---\n{}\n---\n{body}", lines.join("\n")))
}

/// Returns a field of the front matter that stands on one line.
pub fn get<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let opens = format!("{key}: ");
    cut(text).0.lines().find_map(|line| line.strip_prefix(opens.as_str()))
}

/// Gives a page another title.
pub fn title(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let was = get(text, "title")?.trim_matches('"');
    let is = match chance.below(3) {
        0 => format!("{was}, step by step"),
        1 => format!("How to {}", was.to_lowercase()),
        _ => was.replace(" and ", " or "),
    };
    Some((set(text, "title", &format!("{is:?}"))?, format!("`{was}` is called `{is}`")))
}

/// Gives a page another summary.
pub fn summary(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let was = get(text, "summary")?.trim_matches('"');
    let is = super::sentences::reworded(was, chance)?;
    Some((set(text, "summary", &format!("{is:?}"))?, "another summary".to_owned()))
}

/// Gives a page another owner.
pub fn owner(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let roles = ["service-manager", "complaints-lead", "operations-director", "contact-manager"];
    let is = chance.of(&roles)?;
    Some((set(text, "owner", is)?, format!("owned by {is}")))
}

/// Gives a page another day from which it holds.
pub fn effective(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let is = format!("2026-12-{:02}", 1 + chance.below(28));
    get(text, "effective")?;
    Some((set(text, "effective", &is)?, format!("holds from {is}")))
}

/// Gives a page an identity, so that it may move.
pub fn identity(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (is_new, number) = (get(text, "id").is_none(), chance.below(1_000_000));
    let text = is_new.then(|| set(text, "id", &format!("id-{number}")))??;
    Some((text, "was given an id".to_owned()))
}
