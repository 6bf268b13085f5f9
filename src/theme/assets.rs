//! [`Assets`]: style sheets, scripts and pictures under names that change with their content.
//!
//! The files in `css/` become one style sheet, in the order of their names, without white space. Those in
//! `css/book/` are another, for what is printed together, and those in `css/paper/` one for sheets of
//! paper, as a brief is. So do the files in `js/main/` become one script, and those in `js/search/`
//! another. Other scripts and the files in `assets/` keep their own. A name carries a hash, so that a
//! browser may keep each for ever.

use std::collections::BTreeMap;

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};

use super::known::Known;
use super::layers::Source;
use super::{Layers, script};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::output::Content;
use crate::source::{SitePath, Span, Url};

/// The files that pages load.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Addresses by the name that templates use.
    pub addresses: BTreeMap<String, Url>,
    /// What stands at each address, and where it comes from.
    pub files: Vec<(Url, Content, SitePath)>,
}

/// The name of the style sheet of all pages.
pub const STYLE: &str = "handbook.css";
/// The name of that of pages which are put together to be printed, beside the first.
pub const BOOK_STYLE: &str = "book.css";
/// The name of that of sheets to hand out and to sign, beside the first.
pub const PAPER_STYLE: &str = "paper.css";
/// The name of the one script.
pub const SCRIPT: &str = "handbook.js";

/// The name of the script that is loaded when a reader searches.
pub const SEARCH: &str = "search.js";

impl Assets {
    /// Reads the assets of a theme.
    pub fn read(layers: &Layers) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let mut assets = Self::default();
        for (name, folder) in [(STYLE, "css"), (BOOK_STYLE, "css/book"), (PAPER_STYLE, "css/paper")] {
            let style = style(layers, folder, &mut diagnostics);
            assets.add(name, Content::Bytes(style.into_bytes().into()), &origin(layers, folder));
        }
        let script = joined(layers, "js/main");
        assets.add(
            SCRIPT,
            Content::Bytes(lean(&script, layers, "js/main", &mut diagnostics).into_bytes().into()),
            &origin(layers, "js/main"),
        );
        let search = joined(layers, "js/search");
        assets.add(
            SEARCH,
            Content::Bytes(lean(&search, layers, "js/search", &mut diagnostics).into_bytes().into()),
            &origin(layers, "js/search"),
        );
        for (name, path, text) in layers.texts("js").filter(|(name, ..)| !name.contains('/')) {
            let bytes = if name.ends_with(".js") {
                script::minified(&text).0.into_bytes()
            } else {
                text.as_bytes().to_vec()
            };
            assets.add(name, Content::Bytes(bytes.into()), path);
        }
        for (name, path, source) in layers.below("assets") {
            let content = match source {
                Source::Text(text) => Content::Bytes(text.as_bytes().to_vec().into()),
                Source::Bytes(bytes) => Content::Bytes(bytes.to_vec().into()),
                Source::Blob(blob) => Content::Copy(path.clone(), blob.clone()),
            };
            assets.add(name, content, path);
        }
        Checked { value: assets, diagnostics }
    }

    fn add(&mut self, name: &str, content: Content, origin: &SitePath) {
        let hash = &content.sha256()[..10];
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let url = Url::new(format!("assets/{stem}.{hash}.{ending}"));
        self.addresses.insert(name.to_owned(), url.clone());
        self.files.push((url, content, origin.clone()));
    }

    /// Returns the address of an asset, or an empty text for one that the theme does not have.
    pub fn address(&self, name: &str) -> String {
        self.addresses.get(name).map(Url::encoded).unwrap_or_default()
    }
}

/// Returns the scripts in a folder as one, in the order of their names.
pub(super) fn joined(layers: &Layers, folder: &str) -> String {
    layers.texts(folder).map(|(_, _, text)| text.trim().to_owned() + "\n").collect()
}

/// Returns a script in fewer bytes, and reports one that cannot be read.
pub(super) fn lean(text: &str, layers: &Layers, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let (code, error) = script::minified(text);
    if let Some(error) = error {
        let message = format!("the scripts in `{folder}` cannot be read: {error}");
        let finding =
            Diagnostic::new(&rules::SCRIPT_ERROR, Location::whole(&origin(layers, folder)), message);
        diagnostics.push(
            finding.help("mend the script that you changed last; a browser would stop at the same place"),
        );
    }
    code
}

fn origin(layers: &Layers, folder: &str) -> SitePath {
    let first = layers.below(folder).next();
    first.map(|(_, path, _)| path.parent()).unwrap_or_default()
}

/// The oldest browsers that are served in full: a version as lightningcss writes it.
const fn version(major: u32, minor: u32) -> Option<u32> {
    Some(major << 16 | minor << 8)
}

/// Joins the style sheets in a folder of a theme without needless white space.
fn style(layers: &Layers, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let sheets = layers.texts(folder).filter(|(name, ..)| !name.contains('/'));
    let sheets = sheets.map(|(_, path, text)| match KNOWN.of(&text, minified) {
        Ok(css) => css,
        Err((message, line, column)) => {
            diagnostics.push(style_error(path, &text, &message, line, column));
            String::new()
        }
    });
    sheets.collect()
}

/// What a style sheet is in fewer bytes, or why it cannot be read: the line from zero, the column from one.
type Minified = Result<String, (String, u32, u32)>;

static KNOWN: Known<Minified> = Known::new();

fn minified(text: &str) -> Minified {
    let targets = Targets::from(Browsers {
        chrome: version(109, 0),
        firefox: version(115, 0),
        safari: version(16, 4),
        ..Browsers::default()
    });
    let mut sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|error| {
        let (line, column) = error.loc.as_ref().map_or((0, 1), |at| (at.line, at.column));
        (error.kind.to_string(), line, column)
    })?;
    let options = MinifyOptions { targets, ..MinifyOptions::default() };
    sheet.minify(options).map_err(|error| (error.kind.to_string(), 0, 1))?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| (error.kind.to_string(), 0, 1))?;
    Ok(printed.code)
}

fn style_error(path: &SitePath, text: &str, message: &str, line: u32, column: u32) -> Diagnostic {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.clone().nth(line as usize).unwrap_or(0) + (column as usize).saturating_sub(1);
    let span = Span::new(start.min(text.len()), (start + 1).min(text.len()));
    Diagnostic::new(
        &rules::STYLE_ERROR,
        Location::new(path, span),
        format!("this style sheet cannot be read: {}", message.trim_end_matches('.')),
    )
    .help("mend it here, or delete the file to use the built-in one")
}
