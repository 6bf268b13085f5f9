//! Coverage: which pages answer each requirement, and which requirements nobody answers.

use super::{Table, in_force, name};
use crate::handbook::Handbook;

/// Returns every requirement with the pages that satisfy it.
pub fn coverage(handbook: &Handbook) -> Table {
    let satisfies = |id: &str| -> Vec<String> {
        let pages = in_force(handbook)
            .filter(|page| page.front().record.texts("satisfies").iter().any(|known| known.value == id));
        pages.map(name).collect()
    };
    let requirements = handbook.shared.data.requirements.iter().map(|requirement| {
        let pages = satisfies(&requirement.id);
        vec![
            requirement.id.clone(),
            if pages.is_empty() { "missing" } else { "covered" }.to_owned(),
            pages.join(", "),
            requirement.text.clone(),
            requirement.source.clone().unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = requirements.collect();
    let missing = rows.iter().filter(|row| row[1] == "missing").count();
    let summary = format!("{} requirements, {missing} missing.", rows.len());
    Table { columns: &["requirement", "state", "pages", "text", "source"], rows, summary }
}
