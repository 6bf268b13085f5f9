//! Whether a page elsewhere has an id: a look at its bytes, whatever they are.
//!
//! Nothing is parsed. A page may be in any encoding, cut off or broken; what is looked for is the id
//! as the value of `id` or `name`, which reads the same in every encoding that the web still has.

/// Returns whether anything in a page has the id. Some hosts put a word of theirs before the ids
/// that come from authors, and their script makes up for it.
pub fn has_id(page: &[u8], id: &str) -> bool {
    has(page, id.as_bytes()) || has(page, format!("user-content-{id}").as_bytes())
}

fn has(page: &[u8], id: &[u8]) -> bool {
    if id.is_empty() {
        return true;
    }
    let places = page.windows(id.len()).enumerate().filter(|(_, bytes)| *bytes == id);
    places.into_iter().any(|(at, _)| is_value(&page[..at], &page[at + id.len()..]))
}

/// Returns whether what stands between these is the value of `id` or `name`.
fn is_value(before: &[u8], behind: &[u8]) -> bool {
    let (before, quote) = match before.split_last() {
        Some((quote @ (b'"' | b'\''), rest)) => (rest, Some(*quote)),
        _ => (before, None),
    };
    let ends = match (quote, behind.first()) {
        (Some(quote), behind) => behind == Some(&quote),
        (None, behind) => behind.is_none_or(|sign| sign.is_ascii_whitespace() || matches!(sign, b'>' | b'/')),
    };
    let Some(name) = before.trim_ascii_end().strip_suffix(b"=").map(<[u8]>::trim_ascii_end) else {
        return false;
    };
    let is = |wanted: &[u8]| {
        let Some(at) = name.len().checked_sub(wanted.len()) else { return false };
        let begins = at == 0 || name[at - 1].is_ascii_whitespace() || matches!(name[at - 1], b'"' | b'\'');
        begins && name[at..].eq_ignore_ascii_case(wanted)
    };
    ends && (is(b"id") || is(b"name"))
}

#[cfg(test)]
mod tests {
    use super::has_id;

    #[test]
    fn an_id_is_found_however_it_is_written() {
        for page in [
            "<h2 id=\"fees\">",
            "<a name='fees'>",
            "<p ID = fees>",
            "<p id=fees/>",
            "<p class=\"a\"id=\"fees\">",
            "<p\nid=\"fees\"",
            "<h2 id=\"user-content-fees\">",
        ] {
            assert!(has_id(page.as_bytes(), "fees"), "{page}");
        }
        for page in [
            "<p id=\"fees2\">",
            "<p data-id=\"fees\">",
            "<p class=fees>",
            "fees",
            "<p id=\"my fees\">",
            "<p id=\"fees",
        ] {
            assert!(!has_id(page.as_bytes(), "fees"), "{page}");
        }
        assert!(has_id(b"\xff\xfe caf\xe9 <i id=\"x\">", "x"));
    }
}
