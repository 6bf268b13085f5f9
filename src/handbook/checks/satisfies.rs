//! Requirements that a page says it meets and that nobody asks for.

use crate::diag::Diagnostic;
use crate::handbook::{Handbook, Page};

pub fn check(handbook: &Handbook, page: &Page) -> Vec<Diagnostic> {
    let requirements = &handbook.shared.data.requirements;
    let ids = page.front().record.texts("satisfies");
    let unknown = ids.into_iter().filter(|id| requirements.get(id).is_none());
    unknown.map(|id| requirements.unknown(&page.path, &id, id.span)).collect()
}
