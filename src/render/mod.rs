//! Pages as HTML: a view and its document through the theme's templates.
//!
//! The renderer is ours, since a library's would put table alignment into `style` and pass any
//! attribute through. Everything that a template receives is either text, which it escapes, or
//! markup that was made here. It knows neither the handbook nor any file.

mod among;
mod blocks;
mod html;
mod lists;
mod marks;
mod qr;
mod text;
mod toc;

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use crate::content::{Document, NodeId, Options, Phrase, RawHtml, Redline};
use crate::data::Terms;
use crate::diag::{Checked, Diagnostic};
use crate::handbook::Shared;
use crate::language::Language;
use crate::source::SitePath;
use crate::theme::Templates;
use crate::view::{BodyView, PrintView, PrintedPage, RedlineView, Shown, SiteView, View};

pub use among::{Among, Place, among};
use blocks::Parts;
pub use html::push_escaped;
pub use qr::QrCode;

/// What all pages are rendered with.
#[derive(Debug)]
pub struct Setting {
    /// What templates around the text of a page know beside it.
    site: Value,
    /// What its text is rendered with.
    pub body: Arc<BodySetting>,
}

impl Setting {
    /// Takes what every template around the text of a page knows.
    pub fn new(body: Arc<BodySetting>, site: &SiteView) -> Self {
        Self { site: Value::from_serializable(site), body }
    }

    /// Returns what a template knows of the site; `root` leads from where it is shown to the first page.
    fn context(&self, root: &str) -> Context {
        let mut context = Context::new();
        context.insert("root", root);
        context.insert("home", if root.is_empty() { "./" } else { root });
        context.insert_value("site", self.site.clone());
        context
    }

    fn fill(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        self.body.templates.fill(template, context)
    }
}

/// What the texts of all pages are rendered with. It knows nothing of the site around them, so a text
/// is the same in every edition in which it shows the same.
#[derive(Debug)]
pub struct BodySetting {
    templates: Templates,
    language: Arc<Language>,
    terms: Terms,
    definitions: Vec<(String, String)>,
}

impl BodySetting {
    /// Takes the parts; the words are given to every template.
    pub fn new(mut templates: Templates, shared: &Shared) -> Self {
        templates.share("words", Value::from_serializable(shared.language.words()));
        let (language, terms) = (shared.language.clone(), shared.data.terms.clone());
        Self { templates, language, terms, definitions: definitions(shared) }
    }

    /// Returns whether another handbook's texts are rendered with the same, in the same theme.
    pub fn is_of(&self, shared: &Shared) -> bool {
        self.language == shared.language
            && self.terms == shared.data.terms
            && self.definitions == definitions(shared)
    }

    fn definition(&self, id: &str) -> Option<&str> {
        let found = self.definitions.iter().find(|(known, _)| known == id);
        found.map(|(_, text)| text.as_str())
    }
}

/// Returns the definition of each term as a reader reads it.
fn definitions(shared: &Shared) -> Vec<(String, String)> {
    let definition = |term: &crate::data::Term| {
        let phrase = Phrase::read(&term.definition);
        let text = phrase.fill(|placeholder| {
            let name = crate::content::placeholder(placeholder);
            name.and_then(|name| shared.text_of(&name)).unwrap_or_default()
        });
        (term.id.clone(), text)
    };
    shared.data.terms.iter().map(definition).collect()
}

/// The text of a page, ready for what stands around it.
#[derive(Debug)]
pub struct Body {
    written: html::Written,
    /// Its headings, as templates list them.
    contents: Value,
}

impl Body {
    /// Returns what stands below its title.
    pub fn html(&self) -> &str {
        &self.written.html
    }

    /// Returns what stands below its title, and nothing else.
    pub fn into_html(self) -> String {
        self.written.html
    }
}

/// Returns a whole page.
pub fn page(setting: &Setting, view: &View, document: &Document) -> Checked<String> {
    let mut diagnostics = Vec::new();
    let body = body(&setting.body, &view.body, document, None).collect(&mut diagnostics);
    let page = around(setting, view, document, &body).collect(&mut diagnostics);
    Checked { value: page, diagnostics }
}

/// Returns the body of a page alone: what stands below its title.
///
/// `known` is what another edition shows of the page with the same setting, and its body there: what both
/// have in common is not made again.
pub fn body(
    setting: &BodySetting,
    view: &BodyView,
    document: &Document,
    known: Option<(&BodyView, &Body)>,
) -> Checked<Body> {
    let known = known.map(|(view, body)| (view, &body.written));
    html::body(setting, view, document, known).map(|mut written| {
        written.html.truncate(written.html.trim_end().len());
        Body { written, contents: toc::contents(document, &view.shown) }
    })
}

/// Returns a whole page around its body, which is that of the view and the document.
pub fn around(setting: &Setting, view: &View, document: &Document, body: &Body) -> Checked<String> {
    let mut diagnostics = Vec::new();
    let mut context = setting.context(&view.body.root);
    let mut page = Value::from_serializable(&view.page);
    if let Some(map) = page.as_map().cloned() {
        let mut map = map;
        let mut put = |name: &'static str, value: Value| {
            map.insert(name.into(), value);
        };
        put("body", safe(body.html()));
        put("contents", body.contents.clone());
        put("sources_html", safe_list(view.page.sources.iter().map(|source| linked(source))));
        put(
            "notice_html",
            view.page.notice.as_deref().map_or_else(Value::none, |notice| safe(&paragraph(notice))),
        );
        // An address that is too long for a code stands on the poster in words alone.
        let address = view.page.canonical.as_deref().filter(|_| view.page.poster);
        let code = address.and_then(|address| QrCode::new(address).ok());
        put("qr_html", code.map_or_else(Value::none, |code| safe(&code.svg())));
        if let Some(redline) = &view.page.redline {
            put(
                "redline",
                self::redline(&setting.body, &view.body, document, redline, &body.written.changed),
            );
        }
        page = Value::from(map);
    }
    context.insert_value("page", page);
    let filled = setting.fill(view.layout.template(), &context);
    Checked { value: or_report(filled, &mut diagnostics), diagnostics }
}

/// Returns what the frame of a redline shows: what changed beside the body, and where in it.
fn redline(
    setting: &BodySetting,
    view: &BodyView,
    document: &Document,
    redline: &RedlineView,
    changed: &html::Changed,
) -> Value {
    /// So many places are named; a page of which more has changed is read as a whole.
    const MOST: usize = 12;
    let mut map = Value::from_serializable(redline).as_map().cloned().unwrap_or_default();
    let marked = |text: &str| safe(&html::marked(setting, view, document, text));
    let changed_text = |text: &Option<String>| text.as_deref().map_or_else(Value::none, marked);
    map.insert("title_html".into(), changed_text(&redline.title));
    map.insert("summary_html".into(), changed_text(&redline.summary));
    let front = redline.front.iter().map(|field| {
        let text = Redline::change(field.old.as_deref(), field.new.as_deref());
        Parts::default()
            .plain("label", &field.label)
            .html("html", &html::marked(setting, view, document, &text))
    });
    map.insert("front".into(), Value::from(front.map(Parts::value).collect::<Vec<_>>()));
    let places = changed.iter().take(MOST).map(|(heading, number)| {
        let title = heading.map_or_else(
            || setting.language.word(&["redline", "top"]).to_owned(),
            |heading| text::of(document, &view.shown, heading),
        );
        Parts::default().plain("title", title.trim()).plain("id", format!("change-{number}"))
    });
    map.insert("places".into(), Value::from(places.map(Parts::value).collect::<Vec<_>>()));
    map.insert("more".into(), Value::from(changed.len().saturating_sub(MOST)));
    Value::from(map)
}

/// Returns the page that stands at an address which has moved.
pub fn redirect(setting: &Setting, root: &str, to: &str, title: &str) -> Checked<String> {
    #[derive(Serialize)]
    struct Redirect<'a> {
        url: &'a str,
        title: &'a str,
    }
    let mut context = setting.context(root);
    context.insert("redirect", &Redirect { url: to, title });
    template(setting, "redirect.html", &context)
}

/// Returns a page that is made of data alone: what changed, which editions there are.
pub fn special(
    setting: &Setting,
    name: &str,
    root: &str,
    key: &'static str,
    value: &impl Serialize,
) -> Checked<String> {
    let mut context = setting.context(root);
    context.insert(key, value);
    template(setting, name, &context)
}

/// Returns pages put together to be printed, each with its text as it stands among the others.
pub fn print(
    setting: &Setting,
    root: &str,
    print: &PrintView,
    pages: &[(PrintedPage, String)],
) -> Checked<String> {
    let pages = pages.iter().map(|(page, body)| {
        let notice = page.notice.as_deref().map_or_else(Value::none, |notice| safe(&paragraph(notice)));
        let mut map = Value::from_serializable(page).as_map().cloned().unwrap_or_default();
        map.insert("body".into(), safe(body));
        map.insert("notice_html".into(), notice);
        map.insert("sources_html".into(), safe_list(page.sources.iter().map(|source| linked(source))));
        Value::from(map)
    });
    let pages: Vec<Value> = pages.collect();
    let mut context = setting.context(root);
    let mut map = Value::from_serializable(print).as_map().cloned().unwrap_or_default();
    map.insert("pages".into(), Value::from(pages));
    context.insert_value("print", Value::from(map));
    template(setting, "print.html", &context)
}

/// Returns the words of a heading as a reader reads them.
pub fn heading(document: &Document, shown: &[Shown], heading: NodeId) -> String {
    text::of(document, shown, heading)
}

/// Returns the page for an address that leads nowhere; `root` is the path of the site's root.
pub fn not_found(setting: &Setting, root: &str) -> Checked<String> {
    template(setting, "not-found.html", &setting.context(root))
}

fn template(setting: &Setting, name: &str, context: &Context) -> Checked<String> {
    let mut diagnostics = Vec::new();
    let filled = setting.fill(name, context);
    Checked { value: or_report(filled, &mut diagnostics), diagnostics }
}

fn or_report(filled: Result<String, Box<Diagnostic>>, diagnostics: &mut Vec<Diagnostic>) -> String {
    filled.unwrap_or_else(|finding| {
        diagnostics.push(*finding);
        String::new()
    })
}

/// Returns markup as a template value that is not escaped again.
fn safe(html: &str) -> Value {
    Value::safe_string(html)
}

fn safe_list(items: impl Iterator<Item = String>) -> Value {
    let items: Vec<Value> = items.map(|html| safe(&html)).collect();
    Value::from(items)
}

/// Returns a line of text as a paragraph.
fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", linked(text))
}

/// Escapes a text and makes links of the addresses in it.
fn linked(text: &str) -> String {
    let mut html = String::new();
    for (position, word) in text.split(' ').enumerate() {
        if position > 0 {
            html.push(' ');
        }
        let address = word.trim_end_matches(['.', ',', ';', ')']);
        if address.starts_with("https://") || address.starts_with("http://") {
            html.push_str("<a href=\"");
            html::push_href(&mut html, address);
            html.push_str("\">");
            html::push_escaped(&mut html, address);
            html.push_str("</a>");
            html::push_escaped(&mut html, &word[address.len()..]);
        } else {
            html::push_escaped(&mut html, word);
        }
    }
    html
}

/// Returns `CommonMark` as HTML, without extensions and with raw HTML as it stands.
///
/// This is what the specification's examples are run against; sites never ask for it.
///
/// ```
/// assert_eq!(deskbook::render::commonmark("*now*"), "<p><em>now</em></p>\n");
/// ```
pub fn commonmark(text: &str) -> String {
    let options = Options { plain: true, raw_html: RawHtml::Verbatim, ..Options::default() };
    let document = crate::content::parse_body(&SitePath::default(), text, &options).value;
    let shown: Vec<Shown> = document
        .references
        .iter()
        .map(|reference| match &reference.name {
            crate::content::Name::Image(address) => Shown::Picture(address.clone(), None),
            crate::content::Name::Link(address) => Shown::Link(address.clone()),
            _ => Shown::Missing,
        })
        .collect();
    html::plain(&document, &shown)
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn an_address_in_a_source_becomes_a_link_and_the_rest_is_escaped() {
        assert_eq!(
            linked("A <b> at https://example.com/x."),
            "A &lt;b&gt; at <a href=\"https://example.com/x\">https://example.com/x</a>."
        );
    }
}
