//! HTML through the sanitiser, and what comes out of it as tags and texts.
//!
//! Safety rests on this: only what `ammonia` writes is written into a page. It parses as browsers do
//! and writes the tree anew, so its output is plain: every element closed, every value in double
//! quotes, no comment; and to read that needs no parser.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::tags::{TAGS, Tag, find};

/// The attribute by which a stand-in is known again. Stand-ins are what stands for a node of the page
/// while the HTML around it is sanitised.
const STAND_IN: &str = "data-node";

/// Schemes that an address may have.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "term"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes = |tag: &Tag| {
        let stand_in = matches!(tag.name, "div" | "bdi").then_some(STAND_IN);
        (tag.name, tag.attributes().chain(stand_in).collect::<HashSet<_>>())
    };
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().map(|tag| tag.name).collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(TAGS.iter().map(attributes).collect::<HashMap<_, _>>())
        .url_schemes(SCHEMES.into_iter().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// Returns HTML of which nothing runs or leads astray.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// Returns what stands for a node in HTML. The `key` is one that no author has written.
pub fn stand_in(key: &str, number: usize, is_inline: bool) -> String {
    let name = if is_inline { "bdi" } else { "div" };
    format!("<{name} {STAND_IN}=\"{key}{number}\"></{name}>")
}

/// A tag or a text of sanitised HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// An element begins.
    Open {
        /// What it is.
        tag: &'static Tag,
        /// What it says of itself, as it is written behind its name.
        attributes: &'a str,
    },
    /// An element ends.
    Close(&'static Tag),
    /// A text, without escapes.
    Text(String),
}

/// Takes sanitised HTML apart.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let text = &rest[..rest.find('<').unwrap_or(rest.len())];
        if !text.is_empty() {
            tokens.push(Token::Text(unescaped(text)));
        }
        rest = &rest[text.len()..];
        let Some(inside) = rest.strip_prefix('<') else { break };
        let mut in_quotes = false;
        let end = inside.find(|sign| {
            in_quotes ^= sign == '"';
            sign == '>' && !in_quotes
        });
        let (inside, behind) = inside.split_at(end.unwrap_or(inside.len()));
        rest = behind.get(1..).unwrap_or("");
        let (name, closes) = match inside.strip_prefix('/') {
            Some(name) => (name, true),
            None => (inside.split(' ').next().unwrap_or(""), false),
        };
        match find(name) {
            Some(tag) if closes => tokens.push(Token::Close(tag)),
            Some(tag) => tokens.push(Token::Open { tag, attributes: &inside[name.len()..] }),
            None => {}
        }
    }
    tokens
}

/// Returns the value of an attribute.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let (_, value) = attributes.split_once(&format!(" {name}=\""))?;
    Some(unescaped(&value[..value.find('"')?]))
}

/// Returns the number of the node for which an element stands.
pub fn stands_for(attributes: &str, key: &str) -> Option<usize> {
    attribute(attributes, STAND_IN)?.strip_prefix(key)?.parse().ok()
}

/// Returns attributes without what only stand-ins may have.
pub fn own(attributes: &str) -> String {
    match attribute(attributes, STAND_IN) {
        Some(_) => {
            let (before, behind) =
                attributes.split_once(&format!(" {STAND_IN}=\"")).unwrap_or((attributes, ""));
            format!("{before}{}", behind.split_once('"').map_or("", |(_, behind)| behind))
        }
        None => attributes.to_owned(),
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{Token, attribute, clean, own, stand_in, stands_for, tokens};

    #[test]
    fn a_text_and_an_attribute_come_back_as_they_were() {
        let html = clean(
            "<abbr title=\"a &quot;b&quot; > &amp;lt; c\">x &lt; y &amp;amp; z&nbsp;&eacute;</abbr><br>",
        );
        let tokens = tokens(&html);
        let Token::Open { attributes, .. } = &tokens[0] else { panic!("{tokens:?}") };
        assert_eq!(attribute(attributes, "title").as_deref(), Some("a \"b\" > &lt; c"));
        assert_eq!(tokens[1], Token::Text("x < y &amp; z\u{a0}é".into()));
        assert_eq!(tokens.len(), 4);
    }

    #[test]
    fn a_stand_in_is_known_again_and_leaves_nothing_behind() {
        let html =
            clean(&format!("<b>{}</b><div title=\"x\" data-node=\"mine\">y</div>", stand_in("key", 7, true)));
        let found: Vec<_> = tokens(&html)
            .into_iter()
            .filter_map(|token| match token {
                Token::Open { attributes, .. } => Some((stands_for(attributes, "key"), own(attributes))),
                _ => None,
            })
            .collect();
        assert_eq!(found, [(None, String::new()), (Some(7), String::new()), (None, " title=\"x\"".into())]);
    }

    /// Whatever a browser might run, gone before anybody looks at what an author may write.
    #[test]
    fn nothing_runs_that_comes_out() {
        let vectors = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"java\nscript:alert(1)\">x</a>",
            "<a href=\" javascript:alert(1)\">x</a>",
            "<a href=\"&#106;avascript:alert(1)\">x</a>",
            "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<a href=\"vbscript:x\">x</a>",
            "<iframe src=\"https://example.com\"></iframe>",
            "<iframe srcdoc=\"<script>alert(1)</script>\">",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<form><button formaction=javascript:alert(1)>x",
            "<object data=x>",
            "<embed src=x>",
            "<link rel=stylesheet href=//e.org/x.css>",
            "<style>*{background:url(//e.org)}</style>",
            "<base href=//e.org/>",
            "<meta http-equiv=refresh content=\"0;url=//e.org\">",
            "<p style=\"background:url(//e.org)\">x</p>",
            "<div onclick=alert(1)>x</div>",
            "<details ontoggle=alert(1) open>x</details>",
            "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
            "<!--><img src=x onerror=alert(1)>-->",
            "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
            "<template><img src=x onerror=alert(1)></template>",
            "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
            "<b <script>alert(1)</script>>",
            "<<script>alert(1)//<</script>",
            "<p id=site-search class=skip name=cookie>x</p>",
            "<input autofocus onfocus=alert(1)>",
            "<video><source onerror=alert(1)></video>",
            "<xmp><img src=x onerror=alert(1)></xmp>",
            "<plaintext><img src=x onerror=alert(1)>",
            "<marquee onstart=alert(1)>x</marquee>",
        ];
        let bad = [
            "<script",
            "<svg",
            "<math",
            "<iframe",
            "<form",
            "<button",
            "<input",
            "<object",
            "<embed",
            "<link",
            "<style",
            "<base",
            "<meta",
            "<template",
            "<textarea",
            "<video",
            "<noscript",
            "<xmp",
            "<plaintext",
            "<marquee",
            " style=",
            " id=",
            " class=",
            " name=",
            "javascript:alert",
            "href=\"data:",
            "src=\"data:",
            "vbscript:",
        ];
        for vector in vectors {
            let html = clean(vector);
            for bad in bad {
                assert!(!html.to_lowercase().contains(bad), "{bad} of {vector} in {html}");
            }
            // A handler that is left stands in a text or in quotes, never in a tag.
            for token in tokens(&html) {
                if let Token::Open { attributes, .. } = token {
                    let names: String = attributes.split('"').step_by(2).collect();
                    assert!(!names.contains(" on"), "{vector} left {html}");
                }
            }
        }
    }
}
