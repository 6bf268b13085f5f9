//! Sample figures that nobody has decided: staff would be held to them.

use crate::data;
use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::Handbook;

pub fn check(handbook: &Handbook) -> Vec<Diagnostic> {
    let values = handbook.shared.data.values.iter();
    let samples = values.filter(|(_, value)| !value.confirmed);
    let finding = |(key, value): (&str, &data::Value)| {
        let location = Location::new(&data::file(data::VALUES), value.span);
        let message = format!("`{key}` is a sample figure, and an edition holds staff to it");
        Diagnostic::new(&rules::UNCONFIRMED_VALUE, location, message)
            .help("let its owner decide it, then take `confirmed = false` out")
    };
    samples.map(finding).collect()
}
