//! Blocks: how binding a rule is, the rungs of the ladder, the branches of a tree, what a letter
//! says and who signs it, the law, hand-overs, what to say.

use super::sentences::reworded;
use super::{Chance, Line, about, cut, lines, which, with};

const ROLES: &[&str] = &["team-leader", "shop-manager", "service-manager", "complaints-lead"];

/// Replaces the word behind a key in a block's opening line.
fn field(line: &str, key: &str, by: &str) -> Option<String> {
    let from = line.find(&format!(" {key}="))? + key.len() + 2;
    let rest = &line[from..];
    let end = match rest.strip_prefix('"') {
        Some(quoted) => quoted.find('"')? + 2,
        None => rest.find(' ').unwrap_or(rest.len()),
    };
    Some(format!("{}{by}{}", &line[..from], &rest[end..]))
}

/// Finds the opening line of a block.
fn opening(lines: &[Line], name: &str, chance: &mut Chance) -> Option<usize> {
    let opens = format!("::: {name}");
    chance.of(&which(lines, |_, line| line.text.starts_with(&opens))).copied()
}

/// Makes a rule bind more or less, says its sentence otherwise, or has another role waive it.
pub fn rule(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let number = opening(&all, "rule", chance)?;
    let line = all[number].text;
    let sentence = (number + 1..all.len()).find(|at| all[*at].is_prose())?;
    if chance.once_in(4) {
        let line = field(line, "waiver", chance.of(ROLES)?)?;
        let said = format!("another role waives `{}`", about(all[sentence].text));
        return Some((front.to_owned() + &with(&all, number, &[&line]), said));
    }
    let levels =
        [("must-not", "should-not"), ("should-not", "must-not"), ("must", "should"), ("should", "must")];
    let (was, is) = levels.into_iter().find(|(was, _)| line.contains(&format!("level={was} ")))?;
    let line = field(line, "level", is)?;
    let words = |level: &str| format!(" {} ", level.replace('-', " "));
    let changed = all[sentence].text.replacen(&words(was), &words(is), 1);
    let body = with(&all, number, &[&line]);
    let said = format!("{was} became {is}: `{}`", about(all[sentence].text));
    Some((front.to_owned() + &with(&lines(&body), sentence, &[&changed]), said))
}

/// Changes what a rung says, takes one out or puts one in.
pub fn ladder(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    opening(&all, "ladder", chance)?;
    let in_ladder = |line: &Line| line.block == Some("ladder");
    let rungs = which(&all, |_, line| in_ladder(line) && line.text.contains(". **"));
    if chance.once_in(2) {
        let number = *chance.of(&which(&all, |_, line| in_ladder(line) && line.is_prose()))?;
        let (label, words) = all[number].text.rsplit_once("** ")?;
        let changed = reworded(words, chance)?;
        let said = format!("the ladder says otherwise: `{}`", about(words));
        return Some((front.to_owned() + &with(&all, number, &[&format!("{label}** {changed}")]), said));
    }
    let at = chance.below(rungs.len().saturating_sub(1));
    let (from, to) = (*rungs.get(at)?, *rungs.get(at + 1)?);
    let whole: Vec<&str> = all.iter().map(|line| line.text).collect();
    if chance.once_in(2) && rungs.len() > 3 {
        let body = [&whole[..from], &whole[to..]].concat().join("\n");
        return Some((front.to_owned() + &body, format!("took out the rung `{}`", whole[from].trim())));
    }
    let name = ["A second talk", "A call from the manager", "A meeting", "A pause"];
    let new = format!(
        "{}. **{}**\n\n   - **When** The step before did not help, or the person asks for it.\n   - **Action** Hear both sides \
         again, with somebody who was not there.\n   - **Who may** The {{{{ role.shop-manager }}}}.\n   - **At most** Words.\n   \
         - **Review** After {{{{ value.talk.review }}}}.\n   - **Letter** None.\n   - **Appeal** To someone \
         uninvolved.\n",
        at + 1,
        chance.of(&name)?
    );
    let body = [&whole[..to], &[new.as_str()], &whole[to..]].concat().join("\n");
    Some((front.to_owned() + &body, format!("put a rung behind `{}`", whole[from].trim())))
}

/// Changes a question or an answer of a tree, or takes a branch out.
pub fn tree(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    opening(&all, "tree", chance)?;
    let in_tree = which(&all, |_, line| line.block == Some("tree") && line.item().is_some());
    let number = *chance.of(&in_tree)?;
    let text = all[number].text;
    let indent = all[number].words() - 2;
    let (body, said) = if text.ends_with('?') {
        let by = text
            .replace("Is it", "Was it")
            .replace("would you do it", "could you do it")
            .replace("cover it", "allow it");
        (with(&all, number, &[&by]), "asks otherwise")
    } else if text.contains("](") {
        (
            with(&all, number, &[&format!("{}- [Ask the leader on shift](#ask)", " ".repeat(indent))]),
            "leads elsewhere",
        )
    } else {
        let end = (number + 1..all.len()).find(|at| all[*at].words() <= indent + 2)?;
        let sign = " ".repeat(indent);
        let branch = format!("{sign}- Nobody can tell\n{sign}  - [Ask, and stay with it](#ask)");
        (with(&all, end - 1, &[all[end - 1].text, &branch]), "has one more answer")
    };
    Some((front.to_owned() + &body, format!("a tree {said}: `{}`", about(text))))
}

/// Changes what a letter says, or who signs it.
pub fn letter(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let number = opening(&all, "letter", chance)?;
    if chance.once_in(3) {
        let line = field(all[number].text, "signs", chance.of(ROLES)?)?;
        return Some((
            front.to_owned() + &with(&all, number, &[&line]),
            "another role signs the letter".to_owned(),
        ));
    }
    let at = *chance.of(&which(&all, |_, line| line.block == Some("letter") && line.is_prose()))?;
    let line = all[at].text;
    let (label, words) = line.split_at(line.rfind("** ").map_or(0, |end| end + 3));
    let changed = reworded(words, chance)?;
    let said = format!("the letter says otherwise: `{}`", about(words));
    Some((front.to_owned() + &with(&all, at, &[&format!("{label}{changed}")]), said))
}

/// Says that the law was checked again, or what it says otherwise.
pub fn law(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let number = opening(&all, "law", chance)?;
    let (line, said) = match chance.below(2) {
        0 => (
            field(all[number].text, "checked", &format!("2026-11-{}", 17 + chance.below(12)))?,
            "was checked again",
        ),
        _ => (field(all[number].text, "ask", chance.of(ROLES)?)?, "is asked of somebody else"),
    };
    Some((front.to_owned() + &with(&all, number, &[&line]), format!("the law {said}")))
}

/// Hands over to another role.
pub fn handover(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let number = opening(&all, "handover", chance)?;
    let line = field(all[number].text, "to", chance.of(ROLES)?)?;
    Some((front.to_owned() + &with(&all, number, &[&line]), "hands over to another role".to_owned()))
}

const SPEECH: &[(&str, &str)] = &[
    ("\"I will find out, and I will ring you at four.\"", "Because a time is a promise that can be kept."),
    ("\"You were told something else, and that is our mistake.\"", "Because they are believed."),
];

/// Adds something to say, says it otherwise, or takes it out.
pub fn speech(text: &str, chance: &mut Chance) -> Option<(String, String)> {
    let (front, body) = cut(text);
    let all = lines(body);
    let number = *chance.of(&which(&all, |_, line| line.text.starts_with("- **Say** ")))?;
    let because = all.get(number + 1).filter(|next| next.text.starts_with("  Because"));
    let (say, why) = chance.of(SPEECH)?;
    let (body, said) = match (chance.below(3), because) {
        (0, Some(_)) => {
            let body = with(&all, number + 1, &[]);
            (with(&lines(&body), number, &[]), "no longer says")
        }
        (1, _) => {
            let new = format!("- **Say** {say}\n  {why}");
            (with(&all, number, &[&new, all[number].text]), "says something else before")
        }
        (_, Some(_)) => (with(&all, number + 1, &[&format!("  {why}")]), "gives another reason for"),
        _ => return None,
    };
    Some((front.to_owned() + &body, format!("{said} `{}`", about(all[number].text))))
}
