//! Tables and lists: a cell, a row, a column, an item.

use super::sentences::reworded;
use super::{Chance, Line, about, cut, lines, which, with};

fn is_row(line: &Line) -> bool {
    line.text.starts_with('|') && !line.text.starts_with("| --") && !line.text.starts_with("|--")
}

/// Returns whether a line is a row below the head of its table.
fn is_body(lines: &[Line], number: usize) -> bool {
    let is_below = number > 1 && lines[number - 1].text.starts_with('|');
    let is_head = lines.get(number + 1).is_some_and(|next| next.text.starts_with("| --"));
    is_row(&lines[number]) && is_below && !is_head
}

fn cells(row: &str) -> Vec<String> {
    row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn row_of(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

const CELLS: &[&str] =
    &["£25", "the same day", "2 working days", "A note in the record", "Ask first", "Yes", "Nobody"];

/// Changes one cell.
pub fn cell(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |number, _| is_body(&lines, number)))?;
    let mut row = cells(lines[number].text);
    let at = chance.below(row.len());
    let was = row[at].clone();
    let other = format!("{}.", row[at].trim_end_matches('.'));
    row[at] = match reworded(&other, chance) {
        Some(other) if chance.once_in(2) => other.trim_end_matches('.').to_owned(),
        _ => (*chance.of(CELLS)?).to_owned(),
    };
    let said = format!("cell `{}` became `{}`", about(&was), row[at]);
    Some((front.to_owned() + &with(&lines, number, &[&row_of(&row)]), said))
}

/// Adds a row, takes one out or puts it elsewhere.
pub fn row(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |number, _| is_body(&lines, number)))?;
    let text = lines[number].text;
    let (body, said) = match chance.below(3) {
        0 => {
            let mut new = cells(text);
            let count = new.len();
            for (at, cell) in new.iter_mut().enumerate() {
                let word = (*chance.of(CELLS)?).to_owned();
                *cell = if at == 0 { format!("{word}, {count} ways") } else { word };
            }
            (with(&lines, number, &[text, &row_of(&new)]), "added a row below")
        }
        1 => (with(&lines, number, &[]), "took out the row"),
        _ if number > 0 && is_body(&lines, number - 1) => {
            let above = lines[number - 1].text;
            let swapped = with(&lines, number, &[above]);
            (with(&super::lines(&swapped), number - 1, &[text]), "put up the row")
        }
        _ => return None,
    };
    Some((front.to_owned() + &body, format!("{said} `{}`", about(text))))
}

/// Adds a column or takes the last one out.
pub fn column(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let head = *chance.of(&which(&lines, |number, line| {
        is_row(line) && lines.get(number + 1).is_some_and(|next| next.text.starts_with("| --"))
    }))?;
    let adds = cells(lines[head].text).len() < 3 || chance.once_in(2);
    let mut out: Vec<String> = lines.iter().map(|line| line.text.to_owned()).collect();
    for (at, line) in out.iter_mut().enumerate().skip(head).take_while(|(_, line)| line.starts_with('|')) {
        let mut row = cells(line);
        if adds {
            row.push(match at - head {
                0 => "Until".to_owned(),
                1 => "---".to_owned(),
                _ => (*chance.of(CELLS)?).to_owned(),
            });
        } else {
            row.pop();
        }
        *line = row_of(&row);
    }
    let said = if adds { "added a column to" } else { "took the last column out of" };
    Some((front.to_owned() + &out.join("\n"), format!("{said} `{}`", about(lines[head].text))))
}

const ITEMS: &[&str] = &[
    "Tell whoever takes over what has been promised.",
    "Look at the record of the last three contacts.",
    "A photo of the label, when there is one.",
    "Read the reference back to them, letter by letter.",
];

/// Adds an item, takes one out, changes its words, puts one below another or in another order.
pub fn item(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let is_plain = |line: &Line| {
        let words = &line.text[line.words()..];
        let speech =
            words.starts_with("**Say**") || words.starts_with("**Not**") || words.starts_with("**Ack");
        line.item().is_some() && matches!(line.block, None | Some("checklist")) && !speech
    };
    let number = *chance.of(&which(&lines, |_, line| is_plain(line)))?;
    let (text, sign) = (lines[number].text, lines[number].item()?);
    let new = format!("{sign}{}", chance.of(ITEMS)?);
    let goes_on = lines.get(number + 1).is_some_and(|next| next.text.starts_with(' '));
    let (body, said) = match chance.below(5) {
        0 => (with(&lines, number, &[&new, text]), "added an item above"),
        1 if !goes_on => (with(&lines, number, &[]), "took out the item"),
        2 if number > 0 && is_plain(&lines[number - 1]) && !goes_on => {
            let above = lines[number - 1].text;
            let swapped = with(&lines, number, &[above]);
            (with(&super::lines(&swapped), number - 1, &[text]), "put up the item")
        }
        3 if !goes_on => {
            let inner = format!("{}- {}", " ".repeat(sign.len().min(3)), chance.of(ITEMS)?);
            (with(&lines, number, &[text, &inner]), "put an item in")
        }
        4 => {
            let words = reworded(&text[sign.len()..], chance)?;
            (with(&lines, number, &[&format!("{sign}{words}")]), "reworded the item")
        }
        _ => return None,
    };
    Some((front.to_owned() + &body, format!("{said} `{}`", about(text))))
}
