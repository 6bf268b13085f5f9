//! [`Dress`]: what a handbook wears, whichever edition of it: settings, theme and words.

use std::sync::Arc;

use super::Site;
use crate::build::Options;
use crate::cache::Cache;
use crate::config::Config;
use crate::diag::Checked;
use crate::language::Language;
use crate::source::Snapshot;
use crate::theme::{Layers, Theme};

/// Everything around a handbook's own pages and data.
pub struct Dress {
    /// The settings.
    pub config: Arc<Config>,
    /// The files of the theme.
    pub layers: Arc<Layers>,
    /// The templates and what pages load.
    pub theme: Arc<Checked<Theme>>,
    /// The words of the interface.
    pub language: Arc<Language>,
}

impl Dress {
    /// Reads what the handbook of a snapshot wears.
    pub fn read(snapshot: &Snapshot, options: &Options, cache: &mut Cache) -> Checked<Self> {
        let mut found = Vec::new();
        let config = Config::read(snapshot).map(|config| with(config, options)).collect(&mut found);
        let layers = Arc::new(Layers::read(snapshot, &config).collect(&mut found));
        let theme = read_theme(&layers, cache);
        found.extend(theme.diagnostics.iter().cloned());
        let language = read_language(&layers, &config).collect(&mut found);
        Checked {
            value: Self { config: config.into(), layers, theme, language: language.into() },
            diagnostics: found,
        }
    }

    /// Returns what a site wears.
    pub fn of(site: &Site) -> Self {
        let shared = &site.handbook.shared;
        Self {
            config: shared.config.clone(),
            layers: site.layers.clone(),
            theme: site.theme.clone(),
            language: shared.language.clone(),
        }
    }
}

fn with(mut config: Config, options: &Options) -> Config {
    if let Some(base) = &options.base_url {
        config.base_url = Some(format!("{}/", base.trim_end_matches('/')));
    }
    config.public = config.is_public_for(config.audiences.of(&options.readers));
    config
}

fn read_theme(layers: &Arc<Layers>, cache: &mut Cache) -> Arc<Checked<Theme>> {
    match &cache.theme {
        Some((known, theme)) if known == layers => theme.clone(),
        _ => {
            let theme = Arc::new(Theme::read(layers));
            cache.theme = Some((layers.clone(), theme.clone()));
            theme
        }
    }
}

/// The words that stand in where a language has none.
const ENGLISH: &str = "i18n/en.toml";

/// Reads the file of the site's language; where it has no word, the English one stands.
fn read_language(layers: &Layers, config: &Config) -> Checked<Language> {
    let primary = config.primary_language();
    let english = Layers::built_in();
    let (path, text) = english.text(ENGLISH).expect("the built-in theme has English words");
    let english = Language::read(&config.language, path, &text).value;
    match layers.text(&format!("i18n/{primary}.toml")).or_else(|| layers.text(ENGLISH)) {
        Some((path, text)) => {
            Language::read(&config.language, path, &text).map(|language| language.over(&english))
        }
        None => Checked::clean(english),
    }
}
