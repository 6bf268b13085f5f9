//! What a link probably meant: the page of the same name elsewhere, or the nearest path.

use super::page::Page;
use super::resolve::Index;
use crate::diag::closest;
use crate::source::SitePath;

/// Returns the path from a page to the file that a broken link most likely meant.
pub fn path(index: &Index, from: &Page, wanted: &SitePath) -> Option<String> {
    let names = || index.paths().filter(|path| **path != from.path);
    let same_name = names().find(|path| {
        let stem = |path: &SitePath| super::nav::without_number(path.stem()).to_lowercase();
        path.extension() == wanted.extension() && stem(path) == stem(wanted) && !super::nav::is_index(path)
    });
    let near = || {
        let near = closest(wanted.as_str(), names().map(SitePath::as_str))?;
        names().find(|path| path.as_str() == near)
    };
    let with_ending = || names().find(|path| path.as_str().strip_suffix(".md") == Some(wanted.as_str()));
    let folder = || names().find(|path| path.parent() == *wanted && super::nav::is_index(path));
    let near_name = || {
        let name = closest(wanted.file_name(), names().map(SitePath::file_name))?;
        names().find(|path| path.file_name() == name)
    };
    let found = same_name.or_else(with_ending).or_else(folder).or_else(near).or_else(near_name)?;
    Some(relative(&from.path.parent(), found))
}

/// Returns the path that leads from a folder to a file.
pub fn relative(folder: &SitePath, file: &SitePath) -> String {
    let here: Vec<&str> = folder.parts().collect();
    let there: Vec<&str> = file.parts().collect();
    let common = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(here.len() - common);
    format!("{up}{}", there[common..].join("/"))
}
