//! Data: amounts, limits, who may decide, whom to reach, roles and terms.

use super::{Chance, Handbook};

/// Changes the value of a line that opens with `key = `, in one table of a data file.
fn line(
    handbook: &mut Handbook,
    file: &str,
    key: &str,
    chance: &mut Chance,
    by: impl Fn(&str, &mut Chance) -> Option<String>,
) -> Option<(Option<usize>, String)> {
    let text = handbook.data.get_mut(&format!("content/_data/{file}"))?;
    let lines: Vec<&str> = text.lines().collect();
    let opens = format!("{key} = ");
    let known: Vec<usize> = (0..lines.len()).filter(|number| lines[*number].starts_with(&opens)).collect();
    let number = *chance.of(&known)?;
    let table = lines[..number].iter().rev().find(|line| line.starts_with('[')).copied().unwrap_or("");
    let was = &lines[number][opens.len()..];
    let is = by(was, chance)?;
    let said = format!("{file} {table} {key}: {was} became {is}");
    let changed = format!("{opens}{is}");
    let mut lines = lines.clone();
    lines[number] = &changed;
    let whole = lines.join("\n") + "\n";
    *text = whole;
    Some((None, said))
}

/// Changes an amount, a time or a count.
pub fn amount(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    line(handbook, "values.toml", "amount", chance, |was, chance| {
        let was: i64 = was.parse().ok()?;
        let is = match chance.below(3) {
            0 => was * 2,
            1 => was + was / 2,
            _ => was - was / 4,
        };
        (is != was).then(|| is.to_string())
    })
}

/// Gives a grant another limit.
pub fn limit(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    line(handbook, "authority.toml", "limit", chance, |was, chance| {
        let others = [
            "\"goodwill.adviser\"",
            "\"goodwill.team-leader\"",
            "\"refund.adviser\"",
            "\"goodwill.manager\"",
        ];
        let is = *chance.of(&others)?;
        (is != was).then(|| is.to_owned())
    })
}

/// Says under which conditions an action is open.
pub fn conditions(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    line(handbook, "authority.toml", "conditions", chance, |was, chance| {
        let sentence = super::sentences::reworded(was.trim_matches('"'), chance)?;
        Some(format!("\"{sentence}\""))
    })
}

/// Says otherwise how somebody is reached.
pub fn contact(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    if chance.once_in(2) {
        return line(handbook, "contacts.toml", "phone", chance, |_, chance| {
            Some(format!("\"ext. {}\"", 300 + chance.below(600)))
        });
    }
    line(handbook, "contacts.toml", "hours", chance, |_, chance| {
        let hours = ["Every day, 7 am to 9 pm", "Monday to Saturday, 9 am to 6 pm"];
        Some(format!("\"{}\"", chance.of(&hours)?))
    })
}

/// Calls a role something else.
pub fn role(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    line(handbook, "roles.toml", "title", chance, |was, chance| {
        let before = ["duty", "senior", "regional"];
        let plain = was.trim_matches('"');
        (plain.split(' ').count() < 3).then_some(())?;
        Some(format!("\"{} {plain}\"", chance.of(&before)?))
    })
}

/// Defines a term otherwise.
pub fn term(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    line(handbook, "terms.toml", "definition", chance, |was, chance| {
        let sentence = super::sentences::reworded(was.trim_matches('"'), chance)?;
        Some(format!("\"{sentence}\""))
    })
}
