//! Sentences: other words, a clause more or less, another order, another sentence altogether.

use super::{Chance, about, cut, lines, which, with};

/// Words that people put in each other's place.
const SWAPS: &[(&str, &str)] = &[
    ("must not", "should not"),
    ("must", "should"),
    ("should", "must"),
    ("may", "can"),
    ("at once", "within the hour"),
    ("before", "as soon as"),
    ("after", "once"),
    ("ask", "invite"),
    ("say", "tell them"),
    ("offer", "suggest"),
    ("the customer", "the person"),
    ("customer", "person"),
    ("leader", "manager"),
    ("log", "write down"),
    ("give", "hand over"),
    ("what happened", "what went wrong"),
    ("something", "anything"),
    ("nothing", "no detail"),
    ("somebody", "a colleague"),
    ("the same day", "the next working day"),
    ("in writing", "by letter or e-mail"),
    ("and", "or"),
    ("a", "one"),
    ("help", "support"),
    ("the reason", "why"),
    ("always", "as a rule"),
    ("first", "straight away"),
];

const ENDINGS: &[&str] = &[
    ", in their own words",
    ", and write down when",
    " unless a leader has said otherwise",
    ", whatever the channel",
    ", even when it is busy",
    " and tell them so",
    ", within one working day",
];

const OPENINGS: &[&str] = &[
    "On a busy day, ",
    "In a shop, ",
    "If you are new, ",
    "As far as you can, ",
    "From now on, ",
    "By phone, ",
];

const SENTENCES: &[&str] = &[
    "Whoever takes the call keeps it until the customer has an answer.",
    "Say what you can do, then say by when, and write both down where the next person will look.",
    "A reply that is late and complete is worth less than one that is on time and honest about what is missing.",
    "Nobody has to decide this alone: the leader on shift is there to be asked.",
    "Read the record before you ring back, so that nobody has to tell their story twice.",
    "If two pages seem to disagree, follow the one that is kinder and tell the owner of both.",
    "Use the words on the screen, not the words in your head.",
    "Thank them for telling us; most people only leave.",
    "Keep a copy of whatever you send, with the date and the name of your role.",
    "Where money is owed, it leaves us on the day on which it is agreed.",
];

/// Changes a sentence as an editor would.
pub fn reword(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |_, line| line.is_prose()))?;
    let line = lines[number];
    let (sign, words) = line.text.split_at(line.words());
    let changed = reworded(words, chance)?;
    let said = format!("reworded `{}`", about(words));
    Some((front.to_owned() + &with(&lines, number, &[&format!("{sign}{changed}")]), said))
}

/// Returns a sentence with one to three changes.
pub fn reworded(sentence: &str, chance: &mut Chance) -> Option<String> {
    let mut text = sentence.to_owned();
    for _ in 0..=chance.below(3) {
        let changed = match chance.below(8) {
            0..=3 => swap(&text, chance),
            4 => ending(&text, chance),
            5 => opening(&text, chance),
            6 => turn(&text),
            _ => shorten(&text),
        };
        text = changed.unwrap_or(text);
    }
    (text != sentence).then_some(text)
}

fn swap(text: &str, chance: &mut Chance) -> Option<String> {
    let there: Vec<_> = SWAPS.iter().filter(|(from, _)| text.contains(&format!(" {from} "))).collect();
    let (from, to) = chance.of(&there)?;
    Some(text.replacen(&format!(" {from} "), &format!(" {to} "), 1))
}

fn ending(text: &str, chance: &mut Chance) -> Option<String> {
    Some(format!("{}{}.", text.strip_suffix('.')?, chance.of(ENDINGS)?))
}

fn opening(text: &str, chance: &mut Chance) -> Option<String> {
    let first = text.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = text[1..].strip_prefix(char::is_alphabetic).map(|_| &text[1..])?;
    Some(format!("{}{}{rest}", chance.of(OPENINGS)?, first.to_ascii_lowercase()))
}

/// `One, two.` becomes `Two, one.`
fn turn(text: &str) -> Option<String> {
    let (one, two) = text.strip_suffix('.')?.split_once(", ")?;
    let is_plain =
        |part: &str| part.chars().all(|letter| letter.is_alphanumeric() || " ,-'".contains(letter));
    let starts = |part: &str| part.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if !(is_plain(one) && is_plain(two) && starts(one) && starts(two)) {
        return None;
    }
    let (one, two) =
        (first(one, |letter| letter.to_ascii_lowercase()), first(two, |letter| letter.to_ascii_uppercase()));
    Some(format!("{two}, {one}."))
}

fn first(text: &str, with: impl Fn(char) -> char) -> String {
    let mut letters = text.chars();
    letters.next().map(with).into_iter().chain(letters).collect()
}

/// Leaves the last clause out.
fn shorten(text: &str) -> Option<String> {
    let (kept, gone) = text.strip_suffix('.')?.rsplit_once(", ")?;
    let is_plain = !gone.contains(['[', ']', '{', '}', '"', '*', '(', ')', '.']);
    (is_plain && kept.split(' ').count() > 3).then(|| format!("{kept}."))
}

/// Puts another sentence in its place.
pub fn rewrite(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |_, line| line.is_prose()))?;
    let line = lines[number];
    let (sign, words) = line.text.split_at(line.words());
    let sentence = chance.of(SENTENCES)?;
    let said = format!("rewrote `{}`", about(words));
    Some((front.to_owned() + &with(&lines, number, &[&format!("{sign}{sentence}")]), said))
}

/// Adds a sentence to a paragraph, or a paragraph behind it.
pub fn add(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance
        .of(&which(&lines, |_, line| line.is_prose() && line.item().is_none() && line.words() == 0))?;
    let sentence = chance.of(SENTENCES)?;
    let as_paragraph = chance.once_in(2) && lines[number].block.is_none();
    let by: &[&str] = match as_paragraph {
        true => &[lines[number].text, "", sentence, ""],
        false => &[lines[number].text, sentence],
    };
    Some((front.to_owned() + &with(&lines, number, by), format!("added `{}`", about(sentence))))
}

/// Takes a sentence out.
pub fn remove(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let lines = lines(body);
    let number = *chance.of(&which(&lines, |_, line| line.is_prose() && line.block.is_none()))?;
    let said = format!("took out `{}`", about(lines[number].text));
    Some((front.to_owned() + &with(&lines, number, &[]), said))
}

/// Carries a sentence to another paragraph.
pub fn carry(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let places = which(&all, |_, line| line.is_prose() && line.words() == 0 && line.block.is_none());
    let (from, to) = (*chance.of(&places)?, *chance.of(&places)?);
    if from == to {
        return None;
    }
    let sentence = all[from].text;
    let body = with(&all, to, &[all[to].text, sentence]);
    let from = if from > to { from + 1 } else { from };
    let body = with(&lines(&body), from, &[]);
    Some((front.to_owned() + &body, format!("carried `{}` elsewhere", about(sentence))))
}
