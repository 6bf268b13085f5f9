//! The files that publish a handbook: workflows, what they run, and how to set up the host.
//!
//! They stand in `starters/` as they are written, but for a few words between `@` signs. All hosts
//! but GitLab are served by one workflow on GitHub, of which only the last jobs differ.

use std::collections::BTreeMap;

use super::handbook::{Starters, starters, text};
use crate::headers::{ASKED_FOR, kept};

/// Where a handbook is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// GitHub Pages.
    GitHub,
    /// GitLab Pages.
    GitLab,
    /// Netlify, by a workflow on GitHub.
    Netlify,
    /// Cloudflare Pages, by a workflow on GitHub.
    Cloudflare,
    /// A bucket of any object store, by a workflow on GitHub.
    S3,
}

/// Where a workflow gets this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// From crates.io, where it is compiled.
    Crate,
    /// From the releases at this address, ready made and with checksums.
    Releases(String),
}

impl Host {
    /// Returns its files by path.
    pub fn files(self, source: &Source) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut put = |path: &str, text: String| files.insert(path.to_owned(), source.filled(&text));
        put("ci/install.sh", starter(source.installer()));
        put("ci/stranger.sh", starter("ci/stranger.sh"));
        let part = match self {
            Self::GitLab => {
                put(".gitlab-ci.yml", starter("gitlab/gitlab-ci.yml"));
                put("ci/README.md", starter("gitlab/README.md"));
                return files;
            }
            Self::GitHub => "github",
            Self::Netlify => "netlify",
            Self::Cloudflare => "cloudflare",
            Self::S3 => "s3",
        };
        put(".github/actions/deskbook/action.yml", starter("github/action.yml"));
        for (name, text) in starters("github/workflows") {
            let publish = match &*name {
                "handbook.yml" => starter(&format!("github/publish/{part}.yml")),
                _ => String::new(),
            };
            put(&format!(".github/workflows/{name}"), text + &publish);
        }
        let about = starter("github/README-head.md") + &starter(&format!("github/publish/{part}.md"));
        put("ci/README.md", about);
        match self {
            Self::Netlify => drop(put("netlify.toml", starter("netlify.toml"))),
            Self::S3 => drop(put("ci/upload.sh", starter("ci/upload.sh"))),
            _ => {}
        }
        files
    }
}

impl Source {
    fn installer(&self) -> &'static str {
        match self {
            Self::Crate => "ci/install-crate.sh",
            Self::Releases(_) => "ci/install-release.sh",
        }
    }

    /// Fills in what stands between `@` signs.
    fn filled(&self, text: &str) -> String {
        let (image, releases) = match self {
            Self::Crate => (concat!("rust:", env!("CARGO_PKG_RUST_VERSION"), "-bookworm"), ""),
            Self::Releases(at) => ("buildpack-deps:bookworm-scm", at.as_str()),
        };
        text.replace("@VERSION@", env!("CARGO_PKG_VERSION"))
            .replace("@RELEASES@", releases)
            .replace("@IMAGE@", image)
            .replace("@KEPT_PRIVATE@", kept(false))
            .replace("@KEPT_PUBLIC@", kept(true))
            .replace("@ASKED_FOR@", ASKED_FOR)
    }
}

fn starter(path: &str) -> String {
    text(&Starters::get(path).unwrap_or_else(|| panic!("`starters/{path}` is part of the program")).data)
}
