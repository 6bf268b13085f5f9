//! [`Shown`]: what a reader sees where the text refers to something.

use crate::content::Name;
use crate::handbook::{Handbook, PageId, Target};

/// What a reference shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A link to this address.
    Link(String),
    /// A picture at this address, with its width and height.
    Picture(String, Option<(u32, u32)>),
    /// A value, as text, and whether nobody has confirmed it yet.
    Value(String, bool),
    /// A role's title.
    Role(String),
    /// A term by its id.
    Term(String),
    /// Nothing: what is named does not exist.
    Missing,
}

/// Returns what each reference of a page shows, with addresses below `root`.
pub fn all(handbook: &Handbook, number: PageId, root: &str) -> Vec<Shown> {
    let page = &handbook.pages[number];
    page.targets.iter().map(|target| one(handbook, number, target, root)).collect()
}

fn one(handbook: &Handbook, number: PageId, target: &Target, root: &str) -> Shown {
    let address = |url: &crate::source::Url| match format!("{root}{}", url.encoded()) {
        here if here.is_empty() => "./".to_owned(),
        address => address,
    };
    match target {
        Target::Page(other, fragment) => {
            let page = &handbook.pages[*other];
            let fragment = fragment.as_ref().map(|id| format!("#{}", encoded(id)));
            Shown::Link(address(&page.url) + &fragment.unwrap_or_default())
        }
        Target::Here(id) => {
            let page = &handbook.pages[number];
            Shown::Link(format!("{}#{}", address(&page.url), encoded(id)))
        }
        Target::File(url) => Shown::Link(address(url)),
        Target::Picture(url, pixels) => Shown::Picture(address(url), *pixels),
        Target::External(address) => Shown::Link(address.clone()),
        Target::Value(key) => {
            let sample = handbook.shared.data.values.get(key).is_some_and(|value| !value.confirmed);
            let text = text(handbook, &Name::Value(key.clone()));
            text.map_or(Shown::Missing, |text| Shown::Value(text, sample))
        }
        Target::Role(id) => text(handbook, &Name::Role(id.clone())).map_or(Shown::Missing, Shown::Role),
        Target::Term(id) => Shown::Term(id.clone()),
        Target::Action(_) | Target::Path(_) | Target::Missing => Shown::Missing,
    }
}

fn text(handbook: &Handbook, name: &Name) -> Option<String> {
    handbook.shared.text_of(name)
}

fn encoded(fragment: &str) -> String {
    crate::source::Url::new(fragment.to_owned()).encoded().replace("%3A", ":")
}
