//! The theme: templates, styles, scripts, pages and words, in two layers.
//!
//! The built-in theme stands in the binary; a site's own `themes/NAME/` replaces it file by file.
//! In go the files of both layers, out come templates that can be filled in, assets under names that
//! change with their content, and a finding for whatever cannot be read. It knows no page.

mod assets;
mod colours;
mod known;
mod layers;
mod script;
mod templates;
mod workers;

use std::sync::Arc;

pub use assets::Assets;
pub use colours::{Colours, written};
pub use layers::Layers;
pub use templates::{Templates, template_error};
pub use workers::Workers;

use crate::diag::Checked;
use crate::source::SitePath;

/// A theme, ready to be used.
#[derive(Debug)]
pub struct Theme {
    /// What pages are made with.
    pub templates: Templates,
    /// What pages load.
    pub assets: Assets,
    /// What keeps the handbook on a device, and what takes it away again.
    pub workers: Workers,
    /// The colours that are wanted outside style sheets.
    pub colours: Colours,
}

impl Theme {
    /// Reads the templates and assets of a theme.
    pub fn read(layers: &Layers) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let templates = Templates::read(layers).collect(&mut diagnostics);
        let assets = Assets::read(layers).collect(&mut diagnostics);
        let workers = Workers::read(layers).collect(&mut diagnostics);
        let colours = Colours::read(layers);
        Checked { value: Self { templates, assets, workers, colours }, diagnostics }
    }
}

/// Returns the Markdown pages that a theme ships: Help now, the glossary, A–Z; each in the language
/// with this primary tag where `pages/TAG/` has it.
pub fn pages(layers: &Layers, primary: &str) -> Vec<(SitePath, Arc<str>)> {
    let pages = layers.texts("pages").filter(|(name, ..)| name.ends_with(".md") && !name.contains('/'));
    let pages = pages.map(|(name, origin, text)| {
        layers.text(&format!("pages/{primary}/{name}")).unwrap_or((origin, text))
    });
    pages.map(|(origin, text)| (origin.clone(), text)).collect()
}
