//! The text of a page as it stands among those of others on one page to print.
//!
//! In goes the body as it is rendered for the page itself, with all that templates made, a site's own
//! too; out comes the same with ids that are unique among all, headings below that of the page, links
//! that lead to what stands on the same paper, and behind each the name of what it leads to, since
//! nobody can follow a link on paper. It knows nothing of the handbook, and reads no further than tags.

use std::borrow::Cow;

use super::html::push_escaped;

/// How a page stands among others.
pub struct Among<'a> {
    /// The address of the page.
    pub url: &'a str,
    /// What addresses in its text begin with.
    pub from: &'a str,
    /// What they begin with where it stands now.
    pub root: &'a str,
    /// The page's own id; those in its text begin with it.
    pub id: &'a str,
    /// The level of its heading.
    pub level: u8,
    /// What it is called.
    pub name: &'a str,
    /// What stands above an answer.
    pub answer: &'a str,
    /// The words for a place elsewhere, with `{name}`.
    pub see: &'a str,
    /// Tells what an address of the site and a fragment lead to, both as they are written in links.
    pub place: &'a (dyn Fn(&str, &str) -> Option<Place> + Sync),
}

/// What a link leads to.
pub struct Place {
    /// The id of the page as a link has it, where it stands among the same.
    pub here: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// Its title; none for the page that the link stands on.
    pub title: Option<String>,
    /// The heading that it leads to.
    pub section: Option<String>,
}

/// Returns the text of a page as it stands among others.
pub fn among(body: &str, page: &Among) -> String {
    let mut html = String::with_capacity(body.len() + body.len() / 8);
    let mut rest = body;
    // What the open link leads to, and where its words begin.
    let mut link: Option<(Place, usize)> = None;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        let (tag, behind) = rest[at..].split_at(length(&rest[at..]));
        rest = behind;
        match Tag::of(tag) {
            Some(Tag { name: "a", closes: true, text, .. }) => {
                html.push_str(text);
                if let Some((place, from)) = link.take() {
                    push_name(&mut html, from, &place, page.see);
                }
            }
            Some(tag) if tag.name == "a" && tag.value("class") == Some("anchor") => {
                let end = rest.find("</a>");
                rest = end.map_or("", |end| &rest[end + "</a>".len()..]);
            }
            Some(tag) if tag.is_plain() => html.push_str(tag.text),
            Some(tag) => {
                let place = push_tag(&mut html, &tag, page);
                link = place.map(|place| (place, html.len())).or(link);
            }
            None => html.push_str(tag),
        }
    }
    html.push_str(rest);
    html
}

/// Returns how long the tag is that a text begins with; a `>` in an attribute does not end it.
fn length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let mut quote = None;
    let end = text.bytes().position(|byte| {
        match quote {
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'>'
    });
    end.map_or(text.len(), |end| end + 1)
}

/// A tag and its attributes.
struct Tag<'a> {
    text: &'a str,
    name: &'a str,
    closes: bool,
    attributes: &'a str,
    /// The end of the tag: `>` or ` />`.
    end: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads a tag; `None` for a comment and whatever else is none.
    fn of(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let name = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, rest) = inside.split_at(name);
        let attributes = rest.strip_suffix('>')?;
        let (attributes, end) = attributes.strip_suffix(" /").map_or((attributes, ">"), |all| (all, " />"));
        (!name.is_empty()).then_some(Self { text, name, closes, attributes, end })
    }

    /// Returns each attribute with its value, as it is written.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let name = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(name);
            let Some(value) = behind.strip_prefix('=') else {
                rest = behind;
                return Some((name, None));
            };
            let quoted = |quote| value.strip_prefix(quote).and_then(|value: &str| value.split_once(quote));
            let (value, behind) = quoted('"')
                .or_else(|| quoted('\''))
                .unwrap_or_else(|| value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())));
            rest = behind;
            Some((name, Some(value)))
        })
    }

    /// Returns whether it is the same wherever it stands.
    fn is_plain(&self) -> bool {
        let is_heading = matches!(self.name.as_bytes(), [b'h', b'1'..=b'6']);
        !is_heading && (self.closes || self.attributes.is_empty() && self.name != "details")
    }

    fn value(&self, wanted: &str) -> Option<&'a str> {
        self.attributes().find(|(name, _)| *name == wanted).and_then(|(_, value)| value)
    }

    /// Returns whether it is one of the places that screen readers list by name.
    fn is_landmark(&self) -> bool {
        match self.value("role") {
            Some(role) => role == "region",
            None => matches!(self.name, "nav" | "aside" | "section" | "form"),
        }
    }
}

/// Writes a tag; returns what it leads to, when it is a link to a page of the site.
fn push_tag(html: &mut String, tag: &Tag, page: &Among) -> Option<Place> {
    let name = heading(tag.name, page.level);
    html.push_str(if tag.closes { "</" } else { "<" });
    html.push_str(&name);
    let mut leads_to = None;
    let is_landmark = !tag.attributes.is_empty() && tag.is_landmark();
    for (name, value) in tag.attributes() {
        let value = match (name, value) {
            // On paper all is open, and every picture is there.
            ("open" | "loading", _) => continue,
            ("name", _) if tag.name == "details" => continue,
            (_, None) => None,
            ("id", Some(id)) => Some(Cow::Owned(own(page, id))),
            ("for" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls", Some(ids)) => {
                let ids: Vec<String> = ids.split_whitespace().map(|id| own(page, id)).collect();
                Some(Cow::Owned(ids.join(" ")))
            }
            ("aria-label", Some(label)) if is_landmark => {
                let mut named = String::new();
                push_escaped(&mut named, page.name);
                Some(Cow::Owned(format!("{named}: {label}")))
            }
            ("href" | "src", Some(address)) => {
                let (address, place) = page.lead(address);
                leads_to = place;
                Some(address)
            }
            (_, Some(value)) => Some(Cow::Borrowed(value)),
        };
        html.push(' ');
        html.push_str(name);
        if let Some(value) = value {
            html.push_str("=\"");
            match value.contains('"') {
                true => html.push_str(&value.replace('"', "&quot;")),
                false => html.push_str(&value),
            }
            html.push('"');
        }
    }
    if tag.name == "details" && !tag.closes {
        html.push_str(" open");
        if tag.value("class").is_some_and(|class| class.split(' ').any(|name| name == "answer")) {
            html.push_str(" data-of=\"");
            push_escaped(html, page.answer);
            html.push('"');
        }
    }
    html.push_str(tag.end);
    leads_to.filter(|_| tag.name == "a")
}

/// Returns a heading's name on a page whose own heading has a level of its own; other names stay.
fn heading(name: &str, level: u8) -> Cow<'_, str> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => {
            let below = (digit - b'0' + level - 1).clamp(level + 1, 6);
            Cow::Owned(format!("h{below}"))
        }
        _ => Cow::Borrowed(name),
    }
}

/// Returns an id of a page among those of others.
fn own(page: &Among, id: &str) -> String {
    let mut own = String::new();
    push_escaped(&mut own, page.id);
    format!("{own}:{id}")
}

impl Among<'_> {
    /// Returns where an address leads from here, and the place if it is a page of the site.
    fn lead<'a>(&self, address: &'a str) -> (Cow<'a, str>, Option<Place>) {
        let is_elsewhere = address.starts_with('/') || scheme(address);
        if is_elsewhere {
            return (Cow::Borrowed(address), None);
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = match path {
            "" => self.url.to_owned(),
            "./" if self.from.is_empty() => String::new(),
            path => match path.strip_prefix(self.from) {
                Some(path) => path.to_owned(),
                None => format!("{}{path}", self.url),
            },
        };
        let place = (self.place)(&path, fragment);
        let hash = if fragment.is_empty() { "" } else { ":" };
        let to = match place.as_ref().and_then(|place| place.here.as_ref()) {
            Some(here) => format!("#{here}{hash}{fragment}"),
            None if fragment.is_empty() => format!("{}{path}", self.root),
            None => format!("{}{path}#{fragment}", self.root),
        };
        (Cow::Owned(to), place)
    }
}

/// Returns whether an address begins with a scheme, such as `mailto:`.
fn scheme(address: &str) -> bool {
    let name = address.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    address.as_bytes().get(name.count()) == Some(&b':')
}

/// Writes behind a link what it leads to, as far as its own words do not say so.
fn push_name(html: &mut String, from: usize, place: &Place, see: &str) {
    let words = words(&html[from..]).to_lowercase();
    let unsaid = |text: &&String| {
        let mut escaped = String::new();
        push_escaped(&mut escaped, text.trim());
        !words.contains(&escaped.to_lowercase())
    };
    let code = place.code.as_ref().filter(unsaid).map(String::as_str);
    let title = place.title.as_ref().filter(unsaid).map(|title| title.trim());
    let section = place.section.as_ref().filter(unsaid).map(|section| section.trim());
    let page = [code, title].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = match section {
        Some(section) if page.is_empty() => section.to_owned(),
        Some(section) => format!("{page}: {section}"),
        None => page,
    };
    if name.is_empty() {
        return;
    }
    let said = if title.is_none() && section.is_none() { name } else { see.replace("{name}", &name) };
    html.push_str("<span class=\"where\"> (");
    push_escaped(html, &said);
    html.push_str(")</span>");
}

/// Returns the words between tags.
fn words(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at + length(&rest[at..])..];
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::{Among, Place, among};

    /// Returns a text of the page `returns/refunds/` among others below `print/`, of which
    /// `returns/late/` is one and `exit/` is none.
    fn printed(body: &str) -> String {
        let place = |path: &str, fragment: &str| {
            let place = |here: Option<&str>, code: Option<&str>, title: Option<&str>| Place {
                here: here.map(str::to_owned),
                code: code.map(str::to_owned),
                title: title.map(str::to_owned),
                section: (fragment == "how").then(|| "How & when".to_owned()),
            };
            match path {
                "returns/late/" => Some(place(Some(path), Some("R2"), Some("Late returns"))),
                "returns/refunds/" => Some(place(Some(path), None, None)),
                "exit/" => Some(place(None, None, Some("Leaving"))),
                _ => None,
            }
        };
        among(
            body,
            &Among {
                url: "returns/refunds/",
                from: "../../",
                root: "../",
                id: "returns/refunds/",
                level: 3,
                name: "R1 Refunds",
                answer: "Answer: R1 Refunds",
                see: "see {name}",
                place: &place,
            },
        )
    }

    #[test]
    fn links_lead_to_the_same_paper_and_name_what_they_lead_to() {
        assert_eq!(
            printed(r#"<a href="../../returns/late/">then</a>"#),
            r##"<a href="#returns/late/">then</a><span class="where"> (see R2 Late returns)</span>"##
        );
        assert_eq!(
            printed(r#"<a href="../../returns/late/#how">late <b>returns</b></a>"#),
            r##"<a href="#returns/late/:how">late <b>returns</b></a><span class="where"> (see R2: How &amp; when)</span>"##
        );
        assert_eq!(
            printed(r#"<a href="../../returns/late/">Late returns</a>"#),
            r##"<a href="#returns/late/">Late returns</a><span class="where"> (R2)</span>"##
        );
        assert_eq!(
            printed(r#"<a class="coded" href="../../returns/late/"><span>R2 </span>Late returns</a>"#),
            r##"<a class="coded" href="#returns/late/"><span>R2 </span>Late returns</a>"##
        );
        assert_eq!(
            printed(r##"<a href="#how">above</a> <a href="../../returns/refunds/">here</a>"##),
            r##"<a href="#returns/refunds/:how">above</a><span class="where"> (see How &amp; when)</span> <a href="#returns/refunds/">here</a>"##
        );
        assert_eq!(
            printed(r#"<a href="../../exit/#x">go</a>"#),
            r#"<a href="../exit/#x">go</a><span class="where"> (see Leaving)</span>"#
        );
    }

    #[test]
    fn other_addresses_lead_where_they_led() {
        let elsewhere = r#"<a href="https://x.org/">x</a> <a href="tel:+44">y</a> <img src="/z.png" />"#;
        assert_eq!(printed(elsewhere), elsewhere);
        assert_eq!(
            printed(r#"<img src="../../a/photo.png" alt="1 > 0" loading="lazy" />"#),
            r#"<img src="../a/photo.png" alt="1 > 0" />"#
        );
        assert_eq!(
            printed("<img src='../../a/photo.png' alt='2\" > 1\"' />"),
            r#"<img src="../a/photo.png" alt="2&quot; > 1&quot;" />"#
        );
    }

    #[test]
    fn ids_are_told_apart_and_what_names_them_follows() {
        assert_eq!(
            printed(r#"<input id="task-1" checked><label for="task-1">Do</label>"#),
            r#"<input id="returns/refunds/:task-1" checked><label for="returns/refunds/:task-1">Do</label>"#
        );
        assert_eq!(
            printed(
                r#"<div role="region" aria-label="Table"></div><aside role="note" aria-label="n"></aside>"#
            ),
            r#"<div role="region" aria-label="R1 Refunds: Table"></div><aside role="note" aria-label="n"></aside>"#
        );
    }

    #[test]
    fn headings_stand_below_that_of_the_page_without_their_links() {
        assert_eq!(
            printed(
                r##"<h2 id="how">How</h2><a class="anchor" href="#how" aria-label="x">#</a><h5>Deep</h5>"##
            ),
            r#"<h4 id="returns/refunds/:how">How</h4><h6>Deep</h6>"#
        );
    }

    #[test]
    fn what_opens_is_open_and_an_answer_says_of_what() {
        assert_eq!(
            printed(r#"<details class="answer" id="answer"><summary>Show</summary></details>"#),
            r#"<details class="answer" id="returns/refunds/:answer" open data-of="Answer: R1 Refunds"><summary>Show</summary></details>"#
        );
        assert_eq!(printed("<details name=\"one\" open>x"), "<details open>x");
    }

    #[test]
    fn what_is_no_whole_tag_stays() {
        for text in ["a < b", "<!-- <a href=\"x\"> --> y", "<", "<a", "3 <4"] {
            assert_eq!(printed(text), text);
        }
    }
}
