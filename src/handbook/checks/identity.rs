//! Ids and codes that two pages share.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Location, rules};
use crate::fields::Located;
use crate::handbook::Page;

pub fn check(pages: &[Arc<Page>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for field in ["id", "code"] {
        let mut first: HashMap<String, (&Page, Located<String>)> = HashMap::new();
        for page in pages {
            let Some(name) = page.front().text(field) else { continue };
            match first.get(&name.to_lowercase()) {
                Some((other, at)) => found.push(
                    Diagnostic::new(
                        &rules::DUPLICATE_ID,
                        Location::new(&page.path, name.span),
                        format!("the {field} `{}` is taken", name.value),
                    )
                    .related(Location::new(&other.path, at.span), "taken here")
                    .help(format!("each page keeps its {field} for ever; choose another")),
                ),
                None => {
                    first.insert(name.to_lowercase(), (page, name));
                }
            }
        }
    }
    found
}
