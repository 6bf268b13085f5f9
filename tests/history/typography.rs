//! Typography: everything that changes how a text is set and nothing that it says.

use super::{Chance, Line, cut, lines};

/// Sets a page anew: quotation marks, dashes, ellipses, bullets, emphasis, tables, line ends.
pub fn pass(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let bullets = chance.once_in(2);
    let wraps = chance.once_in(2);
    let set: Vec<String> = lines(body).iter().map(|line| set(line, bullets)).collect();
    let body = if wraps { joined(&set) } else { set.join("\n") };
    Some((front.to_owned() + &body, "set anew".to_owned()))
}

fn set(line: &Line, bullets: bool) -> String {
    if line.text.starts_with(":::") || line.text.starts_with("| --") {
        return line.text.to_owned();
    }
    if line.text.starts_with('|') {
        let cells: Vec<&str> = line.text.trim_matches('|').split('|').map(str::trim).collect();
        return format!("|{}|", quoted(&cells.join(" | ")));
    }
    let text = quoted(line.text);
    match text.trim_start().strip_prefix("- ") {
        Some(item) if bullets => format!("{}* {item}", &text[..text.len() - text.trim_start().len()]),
        _ => text,
    }
}

/// Straight signs become printers' signs.
fn quoted(text: &str) -> String {
    let mut set = String::new();
    let mut before = ' ';
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().copied().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let printed = match letter {
            '"' if before == ' ' || "([-|>".contains(before) => '“',
            '"' => '”',
            '\'' if before.is_alphabetic() && next.is_alphabetic() => '’',
            '-' if before == ' ' && next == ' ' && !set.trim().is_empty() => '–',
            ' ' if before.is_ascii_digit() && next.is_alphabetic() => '\u{a0}',
            other => other,
        };
        set.push(printed);
        before = letter;
    }
    set.replace("...", "…")
}

/// Sentences that stood on lines of their own stand on one.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    let mut in_paragraph = false;
    for (number, line) in lines.iter().enumerate() {
        let is_text = line.starts_with(|letter: char| letter.is_alphabetic() || letter == '“');
        if is_text && in_paragraph {
            text.push(' ');
        } else if number > 0 {
            text.push('\n');
        }
        text.push_str(line);
        in_paragraph = is_text && !line.ends_with("  ") && !line.ends_with('\\');
    }
    text
}
