//! "Did you mean …?": the known name nearest to one that nobody knows.

/// Returns the candidate most like `wanted`, if any is like enough to be worth a question.
///
/// Likeness is Damerau-Levenshtein distance in the variant of optimal string alignment; a third
/// of the letters may differ. Ties go to the candidate that comes first.
pub fn closest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let allowed = (folded.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::osa_distance(&folded, &candidate.to_lowercase());
        if distance <= allowed && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_swap_of_letters_is_near_and_another_word_is_not() {
        let names = ["owner", "order", "title"];
        assert_eq!(closest("onwer", names), Some("owner"));
        assert_eq!(closest("Titel", names), Some("title"));
        assert_eq!(closest("audience", names), None);
    }
}
