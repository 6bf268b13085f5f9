//! Sections of a page: carried elsewhere, cut in two, joined, called otherwise.

use super::{Chance, about, cut, lines, which, with};

const TITLES: &[&str] =
    &["In short", "When it is busy", "What else helps", "If you are alone", "Before you go"];

/// Returns what stands before the first section, and the sections of level 2.
fn sections(body: &str) -> (String, Vec<String>) {
    let mut head = String::new();
    let mut all: Vec<String> = Vec::new();
    for line in body.split_inclusive('\n') {
        if line.starts_with("## ") {
            all.push(String::new());
        }
        all.last_mut().unwrap_or(&mut head).push_str(line);
    }
    // The last one may end with the file.
    if let Some(last) = all.last_mut() {
        last.push('\n');
    }
    (head, all)
}

/// Carries a section to another place on its page.
pub fn carry(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let (head, mut all) = sections(body);
    let (from, to) = (chance.below(all.len()), chance.below(all.len()));
    if from == to {
        return None;
    }
    let section = all.remove(from);
    let said = format!("carried the section `{}`", about(&section));
    all.insert(to, section);
    Some((format!("{front}{head}{}\n", all.concat().trim_end()), said))
}

/// Cuts a section in two where a paragraph begins.
pub fn split(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let begins = which(&lines, |number, line| {
        let after_blank = number > 0 && lines[number - 1].text.is_empty();
        let after_text = number > 1 && !lines[number - 2].text.starts_with('#');
        after_blank && after_text && line.block.is_none() && line.is_prose() && line.words() == 0
    });
    let number = *chance.of(&begins)?;
    let title = chance.of(TITLES)?;
    let level = if chance.once_in(2) { "##" } else { "###" };
    let heading = format!("{level} {title}");
    let said = format!("put the heading `{title}` above `{}`", about(lines[number].text));
    Some((front.to_owned() + &with(&lines, number, &[&heading, "", lines[number].text]), said))
}

/// Takes a heading out, so that two sections become one.
pub fn merge(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |_, line| line.text.starts_with("### ")))?;
    let said = format!("took out the heading `{}`", about(lines[number].text));
    Some((front.to_owned() + &with(&lines, number, &[]), said))
}

/// Calls a section something else.
pub fn rename(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |_, line| line.text.starts_with("## ")))?;
    let was = lines[number].text;
    let is = match chance.below(3) {
        0 => format!("{was}, in short"),
        1 => format!("## Now: {}", was.trim_start_matches("## ")),
        _ => format!("## {}", chance.of(TITLES)?),
    };
    Some((front.to_owned() + &with(&lines, number, &[&is]), format!("`{was}` became `{is}`")))
}
