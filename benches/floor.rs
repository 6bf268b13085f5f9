//! The limit to come near: a walk, a read, Markdown to HTML, a write, for every page, and nothing
//! else. `floor DIR OUT` has no links, no navigation, no template, no check and no order.

#![allow(clippy::print_stderr, reason = "a program that is run by hand says what is wrong")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        eprintln!("usage: floor DIR OUT");
        return ExitCode::from(2);
    };
    match build(Path::new(from), Path::new(to)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Writes a page to `NAME/index.html` for each `NAME.md`, as both tools do.
fn build(from: &Path, to: &Path) -> io::Result<()> {
    let mut pages: Vec<PathBuf> = Vec::new();
    for entry in WalkDir::new(from) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
    pages.par_iter().try_for_each(|page| {
        let text = fs::read_to_string(page)?;
        let below = page.strip_prefix(from).unwrap_or(page).with_extension("");
        let folder = to.join(below);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), html(&text))
    })
}

fn html(text: &str) -> String {
    let body =
        text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body);
    let extensions = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let mut html = String::with_capacity(body.len() + body.len() / 2);
    for event in Parser::new_ext(body, extensions) {
        push(&mut html, event);
    }
    html
}

fn push(html: &mut String, event: Event) {
    match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            html.push_str("<a href=\"");
            let _ = escape_href(&mut *html, &dest_url);
            html.push_str("\">");
        }
        Event::Start(tag) => {
            html.push('<');
            html.push_str(name(tag.to_end()));
            html.push('>');
        }
        Event::End(tag) => {
            html.push_str("</");
            html.push_str(name(tag));
            html.push_str(">\n");
        }
        Event::Text(text) | Event::Code(text) => {
            let _ = escape_html(&mut *html, &text);
        }
        _ => html.push('\n'),
    }
}

fn name(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Heading(_) => "h2",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableHead => "thead",
        TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Strong => "strong",
        TagEnd::Link => "a",
        _ => "p",
    }
}
