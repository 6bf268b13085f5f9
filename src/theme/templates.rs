//! [`Templates`]: the theme's templates, and what goes wrong in them.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Tera};

use super::Layers;
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// The templates of a theme.
#[derive(Clone, Debug)]
pub struct Templates {
    tera: Tera,
    origins: BTreeMap<String, SitePath>,
}

impl Templates {
    /// Reads every template of a theme. One that cannot be read leaves the built-in ones in use.
    pub fn read(layers: &Layers) -> Checked<Self> {
        match Self::load(layers) {
            Ok(templates) => Checked::clean(templates),
            Err(finding) => {
                let built_in = Self::load(&Layers::built_in());
                let templates =
                    built_in.unwrap_or_else(|finding| panic!("the built-in theme is broken: {finding:?}"));
                Checked { value: templates, diagnostics: vec![*finding] }
            }
        }
    }

    fn load(layers: &Layers) -> Result<Self, Box<Diagnostic>> {
        let texts: Vec<_> = layers.texts("templates").collect();
        let origins: BTreeMap<String, SitePath> =
            texts.iter().map(|(name, path, _)| ((*name).to_owned(), (*path).clone())).collect();
        let mut tera = Tera::default();
        match tera.add_raw_templates(texts.iter().map(|(name, _, text)| (*name, text.as_ref()))) {
            Ok(()) => Ok(Self { tera, origins }),
            Err(error) => Err(Box::new(template_error(&origins, "", &error))),
        }
    }

    /// Fills a template in.
    pub fn fill(&self, name: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let filled = self.tera.render(name, context);
        filled.map_err(|error| Box::new(template_error(&self.origins, name, &error)))
    }

    /// Gives every template a value under a name.
    pub fn share(&mut self, name: &'static str, value: tera::Value) {
        self.tera.global_context().insert_value(name, value);
    }
}

/// Returns the finding for an error in a template, at its place in the template's file.
pub fn template_error(origins: &BTreeMap<String, SitePath>, name: &str, error: &tera::Error) -> Diagnostic {
    let (name, span, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            (report.filename(), Some(Span::from(range)), report.message().to_owned())
        }
        ErrorKind::MissingParent { current, .. } => (current.as_str(), None, error.to_string()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (tpl.as_str(), None, error.to_string())
        }
        _ => (name, None, error.to_string()),
    };
    let origin = origins.get(name).cloned();
    let file = origin.or_else(|| SitePath::new(&format!("themes/{name}"))).unwrap_or_default();
    let location = Location { file, span };
    let (first, rest) = message.split_once(". ").unwrap_or((&message, ""));
    let help = match rest.trim_end_matches('.') {
        "" => "mend the template, or delete it to use the built-in one".to_owned(),
        rest => lower_first(rest),
    };
    let message = format!("this template cannot be used: {}", lower_first(first));
    Diagnostic::new(&rules::TEMPLATE_ERROR, location, message).help(help)
}

fn lower_first(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
