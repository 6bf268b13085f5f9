//! What changed on a page in a few words, for whoever has no room for more: a band, a brief on paper.

use super::{Line, PageChange};
use crate::editions::redline::Run;

/// So many lines of a page are shown.
const LINES: usize = 3;
/// So many words of a line may have been taken out or put in.
const CHANGED: usize = 12;
/// So many words stand around what changed.
const AROUND: usize = 4;

/// Returns the changed lines of a page, each cut to what changed; `None` when they are too many or too
/// long to be told in passing.
pub fn short(change: &PageChange) -> Option<Vec<Vec<Run>>> {
    let lines = change.lines.iter().chain(&change.gathered).filter(|line| line.is_changed());
    // How binding a rule is stands in the words around it too, and is told by itself.
    let lines: Vec<&Line> = lines.filter(|line| line.kind != "field").collect();
    let fits = (1..=LINES).contains(&lines.len());
    fits.then(|| lines.into_iter().map(cut).collect()).flatten()
}

fn cut(line: &Line) -> Option<Vec<Run>> {
    let words = |mark: &str| {
        let runs = line.runs.iter().filter(|run| run.mark == mark);
        runs.map(|run| run.text.split_whitespace().count()).sum::<usize>()
    };
    let changed = [words("removed"), words("added")];
    if changed == [0, 0] || changed.iter().any(|words| *words > CHANGED) {
        return None;
    }
    let last = line.runs.len() - 1;
    let run = |(at, run): (usize, &Run)| match run.mark {
        "same" => Run { mark: "same", text: around(&run.text, at > 0, at < last) },
        _ => run.clone(),
    };
    Some(line.runs.iter().enumerate().map(run).collect())
}

/// Shortens words that stayed to those beside what changed: at their beginning when something stands
/// before them, at their end when something follows.
fn around(text: &str, follows: bool, leads: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (head, tail) = (if follows { AROUND } else { 0 }, if leads { AROUND } else { 0 });
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let open = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let close = if text.ends_with(char::is_whitespace) { " " } else { "" };
    let (head, tail) = (words[..head].join(" "), words[words.len() - tail..].join(" "));
    match (follows, leads) {
        (true, true) => format!("{open}{head} … {tail}{close}"),
        (true, false) => format!("{open}{head} …"),
        (false, _) => format!("… {tail}{close}"),
    }
}

#[cfg(test)]
mod tests {
    use super::short;
    use crate::editions::changes::{Line, PageChange, PageName};
    use crate::editions::redline;

    /// Returns what is told of a page of which some lines changed, in one text each.
    fn told(lines: &[(&str, &str)]) -> Option<Vec<String>> {
        let line = |(old, new): &(&str, &str)| Line { runs: redline::line(old, new), ..Line::default() };
        let page = PageName { title: String::new(), address: String::new(), file: String::new() };
        let lines = lines.iter().map(line).collect();
        let change = PageChange { page, front: Vec::new(), lines, gathered: Vec::new() };
        let sign = |mark| match mark {
            "added" => "+",
            "removed" => "-",
            _ => "",
        };
        let text = |runs: Vec<redline::Run>| {
            runs.iter().map(|run| format!("{}{}", sign(run.mark), run.text)).collect()
        };
        Some(short(&change)?.into_iter().map(text).collect())
    }

    #[test]
    fn what_changed_is_told_with_the_words_beside_it() {
        let told = |old, new| told(&[(old, new)]).map(|lines| lines.concat());
        assert_eq!(
            told("From nine to five.", "From ten to five.").as_deref(),
            Some("From -nine+ten to five.")
        );
        assert_eq!(
            told(
                "Whoever takes the call may give back up to £40 at once, and writes down why it was given.",
                "Whoever takes the call may give back up to £50 at once, and writes down why it was given."
            )
            .as_deref(),
            Some("… give back up to -£40+£50 at once, and writes …")
        );
        assert_eq!(told("The same words.", "The same words."), None);
    }

    #[test]
    fn what_takes_too_long_is_not_told() {
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(told(&[(long, "")]), None);
        assert_eq!(told(&[("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]), None);
        assert_eq!(told(&[("a", "b"), ("c", "c"), ("d", "e")]).map(|lines| lines.len()), Some(2));
    }
}
