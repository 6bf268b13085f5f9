//! [`Workers`]: the scripts that stand between a page and the network.
//!
//! A browser asks for them at one fixed address, so they are no assets under names that change.

use super::Layers;
use super::assets::lean;
use crate::diag::Checked;

/// The scripts of which one stands at the address that browsers ask for.
#[derive(Clone, Debug, Default)]
pub struct Workers {
    /// Keeps the handbook on a device. It wants to be told what: see [`crate::publish::offline`].
    pub keep: String,
    /// Takes what an earlier one kept away again, and itself.
    pub remove: String,
}

impl Workers {
    /// Reads the workers of a theme.
    pub fn read(layers: &Layers) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let mut worker = |name: &str| {
            let folder = format!("js/worker/{name}");
            lean(&super::assets::joined(layers, &folder), layers, &folder, &mut diagnostics)
        };
        let (keep, remove) = (worker("keep"), worker("remove"));
        Checked { value: Self { keep, remove }, diagnostics }
    }
}
