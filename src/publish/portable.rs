//! A copy that opens from a folder or a file share by double click.
//!
//! A browser that reads a file gets no `index.html` for a folder and may fetch nothing. So links
//! name their file, and the files of the search index become scripts that hand their bytes over.
//! What needs a host stands in templates on lines of its own, marked `data-online`, and goes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::civil::Date;

use super::offline;
use super::record::{FILE as RECORD, record};
use crate::output::{Content, Output};
use crate::source::OutPath;
use crate::view::MANIFEST;

/// Files that say something to a host, and the list of files, which is made anew.
const FOR_HOSTS: &[&str] =
    &[".nojekyll", "_headers", "_redirects", MANIFEST, RECORD, offline::LIST, offline::PAGE, offline::WORKER];

/// Returns the portable form of a site.
pub fn portable(output: &Output, date: Date) -> Output {
    let mut copy = Output::default();
    for (path, content) in output.files().filter(|(path, _)| !FOR_HOSTS.contains(&path.as_str())) {
        let name = path.as_str();
        let (path, content) = match content.bytes() {
            Some(bytes) if name.ends_with(".html") => (
                path.clone(),
                Content::Bytes(of_a_folder(&String::from_utf8_lossy(&bytes)).into_bytes().into()),
            ),
            Some(bytes) => match shard(name) {
                Some((folder, shard)) => {
                    let path = OutPath::new(format!("{folder}/{shard}.js"));
                    (path, Content::Bytes(handed_over(shard, &bytes)))
                }
                None => (path.clone(), content.clone()),
            },
            None => (path.clone(), content.clone()),
        };
        copy.insert(path, content);
    }
    let listed = record(&copy, date).json();
    copy.insert(OutPath::new(RECORD), Content::Bytes(listed.into_bytes().into()));
    copy
}

/// Returns the folder and the name of a file of a search index; what is to come has one of its own.
fn shard(name: &str) -> Option<(&str, &str)> {
    let (folder, shard) = name.strip_suffix(".bin")?.rsplit_once('/')?;
    (folder == "search" || folder.ends_with("/search")).then_some((folder, shard))
}

/// Returns a script that gives the bytes of a file to whoever waits for them.
fn handed_over(shard: &str, bytes: &[u8]) -> Bytes {
    format!("deskbookShards.get(\"{shard}\")(\"{}\");\n", STANDARD.encode(bytes)).into_bytes().into()
}

/// Returns a page as it opens from a folder.
fn of_a_folder(html: &str) -> String {
    let needs_a_host = |line: &str| line.contains(" data-online");
    if !html.lines().any(needs_a_host) {
        return named_files(html);
    }
    let kept: String = html.split_inclusive('\n').filter(|line| !needs_a_host(line)).collect();
    named_files(&kept)
}

/// Returns a page whose links name `index.html` where they led to a folder.
///
/// Pages are of our own making: attributes stand in double quotes, and nowhere else does ` href="`
/// stand, since text has its quotes escaped.
fn named_files(html: &str) -> String {
    let mut named = String::with_capacity(html.len() + html.len() / 20);
    let mut rest = html;
    while let Some(at) = rest.find(" href=\"") {
        let (before, after) = rest.split_at(at + " href=\"".len());
        named.push_str(before);
        let end = after.find('"').unwrap_or(after.len());
        named.push_str(&named_file(&after[..end]));
        rest = &after[end..];
    }
    named + rest
}

fn named_file(address: &str) -> String {
    let (path, fragment) = match address.find('#') {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let elsewhere = path.contains(':') || path.starts_with("//");
    if path.ends_with('/') && !elsewhere {
        return format!("{path}index.html{fragment}");
    }
    address.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{named_files, shard};

    #[test]
    fn every_search_index_becomes_scripts_and_other_files_stay() {
        assert_eq!(shard("search/words.bin"), Some(("search", "words")));
        assert_eq!(shard("next/search/heads-0-ab.bin"), Some(("next/search", "heads-0-ab")));
        for other in ["research/words.bin", "words.bin", "search/photo.png", "search/deep/x.bin"] {
            assert_eq!(shard(other), None);
        }
    }

    #[test]
    fn links_to_folders_name_their_file_and_others_stay() {
        assert_eq!(
            named_files(
                r##"<a href="../a/">A</a> <a href="b/#c">B</a> <a href="#d">D</a> <a href="https://x.org/">X</a> <link href="s.css">"##
            ),
            r##"<a href="../a/index.html">A</a> <a href="b/index.html#c">B</a> <a href="#d">D</a> <a href="https://x.org/">X</a> <link href="s.css">"##
        );
    }
}
