//! Amounts typed by hand, on pages where a value should stand.

use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::Page;

pub fn check(page: &Page) -> Vec<Diagnostic> {
    if page.kind.typed_amounts || !page.kind.governed {
        return Vec::new();
    }
    let report = |span: &crate::source::Span| {
        Diagnostic::new(
            &rules::HAND_TYPED_AMOUNT,
            Location::new(&page.path, *span),
            "this amount is typed by hand, so a new limit would not reach it",
        )
        .help("put it into `values.toml` and write `{{ value.KEY }}` here")
    };
    page.document.typed_amounts.iter().map(report).collect()
}
