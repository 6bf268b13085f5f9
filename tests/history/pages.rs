//! Pages: renamed, carried to another area, cut in two, added and removed. Links follow.

use super::{Chance, Handbook, cut, front};

/// Returns the pages that stand in no folder's place.
fn plain(handbook: &Handbook) -> Vec<usize> {
    (0..handbook.pages.len()).filter(|at| !handbook.pages[*at].path.ends_with("index.md")).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Puts a page at another path; says in one of three ways that it is the same page.
fn put(
    handbook: &mut Handbook,
    at: usize,
    to: String,
    chance: &mut Chance,
) -> Option<(Option<usize>, String)> {
    if handbook.pages.iter().any(|page| page.path == to) {
        return None;
    }
    let from = handbook.pages[at].path.clone();
    let text = &handbook.pages[at].text;
    let has_id = front::get(text, "id").is_some();
    let way = if has_id { 3 } else { chance.below(3) };
    let text = match way {
        0 => {
            let old = format!("[{}]", from.strip_prefix("content/")?);
            front::set(text, "old_paths", &old)?
        }
        // An identity holds from the edition that gives it: the next move is known by it.
        1 => front::set(text, "id", &format!("page-{}", handbook.pages[at].number))?,
        _ => text.clone(),
    };
    handbook.pages[at].text = text;
    handbook.pages[at].path.clone_from(&to);
    relink(handbook, &from, Some(&to));
    let how = ["with its old path", "with a new id", "without a word", "with the id it had"][way];
    Some((Some(handbook.pages[at].number), format!("{from} is {to} now, {how}")))
}

/// Calls a page's file something else.
pub fn rename(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    let at = *chance.of(&plain(handbook))?;
    let path = &handbook.pages[at].path;
    let stem = name(path).strip_suffix(".md")?;
    let endings = ["in-short", "our-way", "step-by-step", "again"];
    let to = format!("{}/{stem}-{}.md", folder(path), chance.of(&endings)?);
    put(handbook, at, to, chance)
}

/// Carries a page to another area.
pub fn carry(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    let at = *chance.of(&plain(handbook))?;
    let other = *chance.of(&plain(handbook))?;
    let (from, to) = (&handbook.pages[at].path, folder(&handbook.pages[other].path));
    if folder(from) == to {
        return None;
    }
    let to = format!(
        "{to}/9-{}",
        name(from).trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '-')
    );
    put(handbook, at, to, chance)
}

/// Makes a page of the last sections of another.
pub fn split(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    let at = *chance.of(&plain(handbook))?;
    let page = &handbook.pages[at];
    let (front, body) = cut(&page.text);
    let begins: Vec<usize> = body.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let from = *begins.get(begins.len().checked_sub(3)?)?;
    let stem = name(&page.path).strip_suffix(".md")?;
    let path = format!("{}/{stem}-part-two.md", folder(&page.path));
    if handbook.pages.iter().any(|page| page.path == path) {
        return None;
    }
    let title = front::get(&page.text, "title")?.trim_matches('"').to_owned();
    let text = format!(
        "---\ntitle: More on {}\nkind: reference\nsummary: What did not fit there.\nreviewed: 2026-11-01\n---\n\n{}",
        title.to_lowercase(),
        &body[from..]
    );
    let left = format!(
        "{front}{}\n\nThe rest has [a page of its own]({stem}-part-two.md).\n",
        body[..from].trim_end()
    );
    handbook.pages[at].text = left;
    let number = handbook.push(path.clone(), text);
    Some((Some(number), format!("cut {path} out of {title}")))
}

/// Adds a page.
pub fn add(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    let beside = *chance.of(&plain(handbook))?;
    let number = handbook.next;
    let path = format!("{}/20-new-{number}.md", folder(&handbook.pages[beside].path));
    let text = format!(
        "---\ntitle: New way number {number}\nkind: reference\nsummary: Use this when nothing else fits.\nreviewed: 2026-11-01\n---\n\n## Steps\n\n1. Listen to \
         the whole story number {number}.\n2. Write down what they hoped for.\n3. Ring back on the day that you named.\n"
    );
    let number = handbook.push(path.clone(), text);
    Some((Some(number), format!("added {path}")))
}

/// Removes a page; links to it become their words.
pub fn remove(handbook: &mut Handbook, chance: &mut Chance) -> Option<(Option<usize>, String)> {
    let at = *chance.of(&plain(handbook))?;
    let page = handbook.pages.remove(at);
    relink(handbook, &page.path, None);
    Some((None, format!("removed {}", page.path)))
}

/// Makes everything that names a page name its new path, and a page that moved name the others from
/// where it stands now. What names a page that is gone no longer does.
fn relink(handbook: &mut Handbook, from: &str, to: Option<&str>) {
    for page in &mut handbook.pages {
        let is_it = to == Some(page.path.as_str());
        let was = if is_it { folder(from) } else { folder(&page.path) };
        page.text = renamed(&page.text, was, folder(&page.path), (from, to));
    }
    for (path, text) in &mut handbook.data {
        if path.ends_with(".toml") {
            *text = renamed(text, "content", "content", (from, to));
        }
    }
}

/// Rewrites what names a page: words that end in `.md`, with what may follow in an address.
fn renamed(text: &str, was: &str, is: &str, (from, to): (&str, Option<&str>)) -> String {
    let mut out = String::new();
    let mut rest = text;
    let is_path = |letter: char| letter.is_alphanumeric() || "._-/".contains(letter);
    while let Some(end) = rest.find(".md").map(|at| at + 3) {
        let start = rest[..end].rfind(|letter| !is_path(letter)).map_or(0, |at| at + 1);
        let written = &rest[start..end];
        let target = resolve(was, written);
        let (before, behind) = (&rest[..start], &rest[end..]);
        match (target == from, to) {
            (true, None) if before.ends_with("](") => {
                // A link becomes its words.
                let open = before.rfind('[').unwrap_or(start);
                out.push_str(&before[..open]);
                out.push_str(&before[open + 1..start - 2]);
                rest = behind.split_once(')').map_or("", |(_, rest)| rest);
                continue;
            }
            (true, None) => {
                // An entry of a list goes with its line, a promise of the search with its table.
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                let table = before.rfind("[[promise]]").filter(|_| before[line..].starts_with("page = "));
                out.push_str(&before[..table.unwrap_or(line)]);
                rest = behind
                    .split_once(if table.is_some() { "\n\n" } else { "\n" })
                    .map_or("", |(_, rest)| rest);
                continue;
            }
            (true, Some(to)) => out.push_str(&(before.to_owned() + &relative(is, to))),
            (false, _) if was != is && target.starts_with("content/") => {
                out.push_str(&(before.to_owned() + &relative(is, &target)));
            }
            (false, _) => out.push_str(&rest[..end]),
        }
        rest = behind;
    }
    out + rest
}

/// Returns the path that an address on a page in a folder leads to.
fn resolve(folder: &str, written: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in written.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns a path as a page in a folder writes it.
fn relative(folder: &str, path: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), path.split('/').collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec![".."; from.len() - same];
    [&up, &to[same..]].concat().join("/")
}
