//! What stands at which address: the site's own files, and what the open page needs.
//!
//! An address is looked up whole, in what the site has. There is no path on a disk to climb from.

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use super::request::Request;
use super::response::Response;
use super::{Server, client};
use crate::live::{Answer, tag};
use crate::output::Content;
use crate::source::{SitePath, Url};

/// Addresses below this are the server's own; no file of a site begins like it.
const OWN: &str = "/_deskbook/";

/// What a request leads to.
pub enum Route {
    /// An answer.
    Answer(Response),
    /// A stream of events for the page at an address.
    Events(Url),
}

impl Server {
    /// Returns what a request leads to.
    pub(super) fn route(&self, request: &Request) -> Route {
        let target = request.target.as_str();
        if let Some(page) = target.strip_prefix(OWN).and_then(|own| own.strip_prefix("events?page=")) {
            return match address(page) {
                Some(url) => Route::Events(url),
                None => Route::Answer(self.not_found()),
            };
        }
        Route::Answer(match target.strip_prefix(OWN) {
            Some(own) => self.own(own),
            None => self.page(target, request),
        })
    }

    fn own(&self, name: &str) -> Response {
        match name {
            "findings.json" => {
                let told = serde_json::json!({ "findings": self.live.told(), "editor": self.editor });
                Response::new(200, "application/json", told.to_string().into_bytes())
            }
            "live.js" => Response::new(200, "text/javascript; charset=utf-8", self.script()),
            "panel.css" => Response::new(200, "text/css; charset=utf-8", client::style()),
            _ => self.not_found(),
        }
    }

    fn script(&self) -> Bytes {
        let words = self.live.current().map(|version| version.site().handbook.shared.language.group("live"));
        client::script(&words.unwrap_or_default(), self.editor.as_deref())
    }

    fn page(&self, target: &str, request: &Request) -> Response {
        let Some(url) = address(target) else { return self.not_found() };
        self.await_first_version();
        match self.live.answer(&url) {
            Some(answer) => self.content(&url, &answer, request),
            None if self.has_page(&url) => Response::moved(308, format!("/{}/", url.encoded())),
            None => self.not_found(),
        }
    }

    /// Waits for the handbook to be read, as whoever opens it at once does.
    fn await_first_version(&self) {
        let mut seen = 0;
        while self.live.current().is_none() {
            seen = self.hub.wait(seen);
        }
    }

    /// Returns whether a page stands at an address that lacks its last slash.
    fn has_page(&self, url: &Url) -> bool {
        let with_slash = Url::new(format!("{url}/"));
        self.live.has_page(&with_slash)
    }

    fn content(&self, url: &Url, answer: &Answer, request: &Request) -> Response {
        let file = url.file();
        let kind = kind(file.as_str());
        let bytes = match &answer.content {
            Content::Copy(path, _) => self.copied(path).map(Bytes::from),
            content => content.bytes(),
        };
        let Some(bytes) = bytes else { return self.not_found() };
        let tag = format!("\"{}\"", tag(&answer.content).unwrap_or_default());
        if request.header("if-none-match") == Some(&tag) {
            return Response { status: 304, ..Response::default() }.with("etag", tag);
        }
        let bytes = if kind.starts_with("text/html") { with_client(&bytes, &tag) } else { bytes };
        Response::new(200, &kind, bytes).with("etag", tag)
    }

    /// Reads a file that is copied. It may have become a link out of the project since it was found.
    fn copied(&self, path: &SitePath) -> Option<Vec<u8>> {
        let on_disk = self.root.join(self.live.current()?.files.on_disk(path));
        let real = std::fs::canonicalize(on_disk).ok()?;
        let is_ours = real.starts_with(&self.root) && real.is_file();
        is_ours.then(|| std::fs::read(real).ok()).flatten()
    }

    fn not_found(&self) -> Response {
        let html = self.live.current().map(|version| version.site().not_found("/").value);
        match html {
            Some(html) if !html.is_empty() => {
                Response::new(404, "text/html; charset=utf-8", with_client(html.as_bytes(), "\"\""))
            }
            _ => Response::text(404, "there is no such page\n"),
        }
    }
}

/// Returns the address that a request's target names; `None` for what no site has.
fn address(target: &str) -> Option<Url> {
    let path = target.strip_prefix('/')?;
    if path.contains(['?', '#']) {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    if decoded.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    let page = decoded.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    Some(Url::new(page.unwrap_or(&decoded).to_owned()))
}

/// Returns the type of a file by its name.
fn kind(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    match guess.type_() {
        mime_guess::mime::TEXT => format!("{}; charset=utf-8", guess.essence_str()),
        _ => guess.essence_str().to_owned(),
    }
}

/// Adds the script that patches an open page; nothing else differs from what a build writes.
fn with_client(html: &[u8], tag: &str) -> Bytes {
    let script = format!("<script src=\"{OWN}live.js\" data-page={tag} defer></script>");
    let head = b"<head>";
    let place = html.windows(head.len()).position(|window| window == head).map_or(0, |at| at + head.len());
    [&html[..place], script.as_bytes(), &html[place..]].concat().into()
}
