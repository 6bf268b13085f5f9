//! A commit as a [`Snapshot`], without a checkout; and the few things that a release asks of git.
//!
//! This is the one place that runs the `git` program. Objects are read by one process a commit, each
//! object once however many editions hold it. What comes out is what `edge::disk` would read from a
//! checkout of the commit: the same files, hidden ones left out, links followed, and the same reasons
//! where a file cannot be read. Filters that change files on checkout (line ends, large-file
//! storage) are not applied.
//!
//! Nothing is ever fetched: what is missing is a [`Trouble`] that says what to run.

mod graft;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use super::Error;
use super::disk::{LARGEST_TEXT, MOST_FILES, NOT_CONTENT, text_file};
use crate::config;
use crate::editions::ledger;
use crate::handbook::{CONTENT, STATIC};
use crate::source::{Blob, File, SitePath, Snapshot, Unreadable, is_text};

/// Why git cannot answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no `git` program.
    NoProgram,
    /// The folder stands in no repository.
    NoRepository(PathBuf),
    /// The repository belongs to somebody else, and git refuses to read it.
    NotOurs(PathBuf),
    /// Nothing was ever committed.
    NoCommits,
    /// A commit is not in this repository.
    Missing(String),
    /// A commit is not in this repository, which holds a part of its history only.
    Shallow(String),
    /// An object is not in this repository, which was cloned without all of them.
    Partial(String),
    /// Git failed at something, with what it said.
    Failed(&'static str, String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str("editions are read by the program `git`, which is not installed"),
            Self::NoRepository(folder) => write!(
                f,
                "`{}` is in no git repository, so its editions cannot be read; clone the repository instead of \
                 downloading its files, or leave editions out with `--no-editions`",
                folder.display()
            ),
            Self::NotOurs(folder) => write!(
                f,
                "git does not read `{0}`, since somebody else owns it; if you trust it, run `git config --global \
                 --add safe.directory {0}`",
                folder.display()
            ),
            Self::NoCommits => f.write_str("nothing has been committed yet; commit the handbook first"),
            Self::Missing(commit) => write!(
                f,
                "this repository has no commit {commit}; run `git fetch --tags origin`; in a copy that was begun \
                 afresh, delete the folder `{}` and release its first edition",
                ledger::FOLDER
            ),
            Self::Shallow(commit) => write!(
                f,
                "this clone is shallow and has no commit {commit}; run `git fetch --unshallow --tags`, or in a \
                 workflow give `actions/checkout` the line `fetch-depth: 0`"
            ),
            Self::Partial(object) => write!(
                f,
                "this clone is partial and has no object {object}; run `git fetch --refetch --no-filter origin`"
            ),
            Self::Failed(doing, said) => write!(f, "git cannot {doing}: {said}"),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        Self::Refused(trouble.to_string())
    }
}

/// The repository that a project stands in.
#[derive(Clone, Debug)]
pub struct Repository {
    project: PathBuf,
    /// Where the project stands in the repository; empty, or with a slash at its end.
    prefix: Vec<u8>,
}

/// Files that were read from git, each once, whichever commits hold it.
#[derive(Debug, Default)]
pub struct Objects {
    files: HashMap<(String, bool), File>,
    /// The objects of blobs by the SHA-256 of their bytes, which is how outputs name them.
    blobs: HashMap<Arc<str>, String>,
}

impl Objects {
    /// Returns the object that holds a blob; [`Repository::bytes`] reads it.
    pub fn object(&self, blob: &Blob) -> Option<&str> {
        self.blobs.get(&blob.sha256).map(String::as_str)
    }
}

impl Repository {
    /// Finds the repository that a project stands in.
    pub fn open(project: &Path) -> Result<Self, Trouble> {
        let found = run(project, &["rev-parse", "--show-prefix"], "open the repository")?;
        let prefix = found.strip_suffix(b"\n").unwrap_or(&found).to_vec();
        Ok(Self { project: project.to_owned(), prefix })
    }

    /// Returns the commit that is checked out.
    pub fn head(&self) -> Result<String, Trouble> {
        self.commit("HEAD").map_err(|trouble| match trouble {
            Trouble::Missing(_) | Trouble::Shallow(_) => Trouble::NoCommits,
            trouble => trouble,
        })
    }

    /// Returns the full hash of the commit that a hash, a branch or a tag names, which is there.
    pub fn commit(&self, revision: &str) -> Result<String, Trouble> {
        let wanted = format!("{revision}^{{commit}}");
        let output =
            start(&self.project, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        if output.status.success() {
            return Ok(line(&output.stdout));
        }
        Err(if self.is_shallow()? {
            Trouble::Shallow(revision.into())
        } else {
            Trouble::Missing(revision.into())
        })
    }

    /// Returns whether the repository holds a part of its history only.
    pub fn is_shallow(&self) -> Result<bool, Trouble> {
        Ok(line(&self.run(&["rev-parse", "--is-shallow-repository"], "look at the history")?) == "true")
    }

    /// Returns the files of the project that differ from the commit that is checked out, new ones
    /// included; none when the tree is clean.
    pub fn changes(&self) -> Result<Vec<String>, Trouble> {
        let arguments = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."];
        let output = self.run(&arguments, "compare the files with the last commit")?;
        let entries = output.split(|byte| *byte == 0).filter_map(|entry| entry.get(3..));
        // Git names them from the top of the repository.
        let own = entries.map(|path| path.strip_prefix(self.prefix.as_slice()).unwrap_or(path));
        Ok(own.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    /// Returns whether a commit is only here, and on no branch that was pushed; of a repository
    /// without any other nothing can be said.
    pub fn is_unpushed(&self, commit: &str) -> Result<bool, Trouble> {
        let doing = "look at the branches";
        let pushed = self.run(&["for-each-ref", "--count=1", "refs/remotes"], doing)?;
        let holding = ["for-each-ref", "--count=1", "--contains", commit, "refs/remotes"];
        Ok(!pushed.is_empty() && self.run(&holding, doing)?.is_empty())
    }

    /// Returns the commit that a tag names; nothing where there is no such tag.
    pub fn tagged(&self, tag: &str) -> Result<Option<String>, Trouble> {
        let wanted = format!("refs/tags/{tag}^{{commit}}");
        let output = start(&self.project, &["rev-parse", "--verify", "--quiet", &wanted])?;
        Ok(output.status.success().then(|| line(&output.stdout)))
    }

    /// Makes an annotated tag. One that is there already is not moved.
    pub fn tag(&self, tag: &str, commit: &str, message: &str) -> Result<(), Trouble> {
        self.run(&["tag", "--annotate", "--message", message, "--", tag, commit], "make the tag").map(|_| ())
    }

    /// Returns the bytes of an object, such as a picture of an old edition.
    pub fn bytes(&self, object: &str) -> Result<Vec<u8>, Trouble> {
        let mut found = Vec::new();
        self.objects(&[object.to_owned()], |_, bytes| found = bytes)?;
        Ok(found)
    }

    /// Reads a project as it is in a commit.
    pub fn snapshot(&self, commit: &str, objects: &mut Objects) -> Result<Snapshot, Trouble> {
        let commit = self.commit(commit)?;
        let tree = self.tree(&commit)?;
        let has = |name: &str| tree.at(&[name.as_bytes()]).is_some();
        let plain = !has(config::FILE) && !has(CONTENT);
        let mut links = HashMap::new();
        self.objects(&tree.links(), |object, target| {
            links.insert(object.to_owned(), target);
        })?;
        let (files, unreadable) = (Vec::new(), Vec::new());
        let mut walk =
            Walk { repository: self, commit: &commit, tree: &tree, links, plain, files, unreadable };
        let folders: &[&str] =
            if plain { &["", STATIC, "themes"] } else { &[CONTENT, ledger::FOLDER, STATIC, "themes"] };
        for folder in folders {
            walk.folder(folder)?;
        }
        if let Some((_, Entry::File { object, size })) = walk.follow(&[config::FILE.as_bytes()])?.found() {
            let path = SitePath::new(config::FILE).unwrap_or_default();
            walk.files.push((path, object.clone(), *size));
        }
        let Walk { files, unreadable, .. } = walk;
        self.read(&files, objects)?;
        let mut snapshot = Snapshot::default();
        snapshot.set_plain(plain);
        for (path, reason) in unreadable {
            snapshot.insert(path, File::Unreadable(reason));
        }
        for (path, object, size) in files {
            let file = match is_text(&path) && size > LARGEST_TEXT {
                true => Some(File::Unreadable(Unreadable::TooLarge(size, LARGEST_TEXT))),
                false => objects.files.get(&(object, is_text(&path))).cloned(),
            };
            if let Some(file) = file {
                snapshot.insert(path, file);
            }
        }
        Ok(snapshot)
    }

    /// Reads the objects that are not known yet.
    fn read(&self, files: &[(SitePath, String, u64)], objects: &mut Objects) -> Result<(), Trouble> {
        let mut wanted: BTreeMap<&str, [bool; 2]> = BTreeMap::new();
        for (path, object, size) in files {
            let text = is_text(path);
            let is_known = objects.files.contains_key(&(object.clone(), text));
            if !is_known && (!text || *size <= LARGEST_TEXT) {
                wanted.entry(object).or_default()[usize::from(text)] = true;
            }
        }
        let names: Vec<String> = wanted.keys().map(|&object| object.to_owned()).collect();
        self.objects(&names, |object, bytes| {
            let [as_blob, as_text] = wanted.get(object).copied().unwrap_or_default();
            if as_blob {
                let blob = Blob::of(&bytes);
                objects.blobs.insert(blob.sha256.clone(), object.to_owned());
                objects.files.insert((object.to_owned(), false), File::Blob(blob));
            }
            if as_text {
                objects.files.insert((object.to_owned(), true), text_file(bytes));
            }
        })
    }

    /// Reads objects through one process, in order.
    fn objects(&self, names: &[String], mut take: impl FnMut(&str, Vec<u8>)) -> Result<(), Trouble> {
        if names.is_empty() {
            return Ok(());
        }
        let failed = |said: String| Trouble::Failed("read files of a commit", said);
        let mut git = command(&self.project, &["cat-file", "--batch", "--buffer"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        let (Some(mut to), Some(from)) = (git.stdin.take(), git.stdout.take()) else {
            return Err(failed("it has no pipes".into()));
        };
        let asked: String = names.iter().map(|name| format!("{name}\n")).collect();
        let read = std::thread::scope(|scope| {
            // What is asked and what is answered may both fill a pipe.
            scope.spawn(move || to.write_all(asked.as_bytes()));
            let mut from = BufReader::new(from);
            for name in names {
                let mut header = String::new();
                from.read_line(&mut header).map_err(|error| failed(error.to_string()))?;
                let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
                let Some(size) = size.filter(|_| header.starts_with(name.as_str())) else {
                    return Err(Trouble::Partial(name.clone()));
                };
                let mut bytes = vec![0; size + 1];
                from.read_exact(&mut bytes).map_err(|error| failed(error.to_string()))?;
                bytes.truncate(size);
                take(name, bytes);
            }
            Ok(())
        });
        if read.is_err() {
            let _ = git.kill();
        }
        let _ = git.wait();
        read
    }

    /// Reads the names in a commit, those of the project alone.
    fn tree(&self, commit: &str) -> Result<Tree, Trouble> {
        let mut tree = Tree::default();
        let output =
            self.run(&["ls-tree", "-r", "-z", "-l", commit, "--", "."], "list the files of a commit");
        // A project that is younger than the commit is an empty one.
        let output = match output {
            Err(Trouble::Failed(..)) if !self.prefix.is_empty() => Vec::new(),
            output => output?,
        };
        for entry in output.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let Some(tab) = entry.iter().position(|byte| *byte == b'\t') else { continue };
            let about = String::from_utf8_lossy(&entry[..tab]).into_owned();
            let about: Vec<&str> = about.split_whitespace().collect();
            let [mode, _, object, size] = about.as_slice() else { continue };
            let path: Vec<&[u8]> = entry[tab + 1..].split(|byte| *byte == b'/').collect();
            let entry = match *mode {
                "120000" => Entry::Link((*object).to_owned()),
                // What another repository holds is not in this one.
                "160000" => continue,
                _ => Entry::File { object: (*object).to_owned(), size: size.parse().unwrap_or(0) },
            };
            tree.insert(&path, entry);
        }
        Ok(tree)
    }

    /// Returns whether a commit holds anything at a path from the top of the repository.
    fn holds(&self, commit: &str, path: &[&[u8]]) -> Result<bool, Trouble> {
        let path = String::from_utf8_lossy(&path.join(&b'/')).into_owned();
        let output = start(&self.project, &["cat-file", "-e", &format!("{commit}:{path}")])?;
        Ok(output.status.success())
    }

    fn run(&self, arguments: &[&str], doing: &'static str) -> Result<Vec<u8>, Trouble> {
        run(&self.project, arguments, doing)
    }
}

/// What stands under a name in a commit.
#[derive(Debug)]
enum Entry {
    File { object: String, size: u64 },
    Link(String),
    Folder(Tree),
}

/// The names in a folder of a commit, sorted.
#[derive(Debug, Default)]
struct Tree(BTreeMap<Vec<u8>, Entry>);

impl Tree {
    fn insert(&mut self, path: &[&[u8]], entry: Entry) {
        match path {
            [] => {}
            [name] => {
                self.0.insert(name.to_vec(), entry);
            }
            [folder, rest @ ..] => {
                let inside = self.0.entry(folder.to_vec()).or_insert_with(|| Entry::Folder(Self::default()));
                if let Entry::Folder(inside) = inside {
                    inside.insert(rest, entry);
                }
            }
        }
    }

    /// Returns the objects of the links in it, each once.
    fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        let mut folders = vec![self];
        while let Some(folder) = folders.pop() {
            for entry in folder.0.values() {
                match entry {
                    Entry::Link(object) => links.push(object.clone()),
                    Entry::Folder(inside) => folders.push(inside),
                    Entry::File { .. } => {}
                }
            }
        }
        links.sort_unstable();
        links.dedup();
        links
    }

    fn at(&self, path: &[&[u8]]) -> Option<&Entry> {
        let (last, folders) = path.split_last()?;
        let mut tree = self;
        for folder in folders {
            match tree.0.get(*folder)? {
                Entry::Folder(inside) => tree = inside,
                _ => return None,
            }
        }
        tree.0.get(*last)
    }
}

/// Where a path leads when links are followed.
enum Place<'a> {
    /// To the project's folder itself.
    Top(&'a Tree),
    /// To a file or folder of the project, by its own path.
    Found(Vec<Vec<u8>>, &'a Entry),
    /// Out of the project.
    Out,
    /// To nothing, or round in a circle.
    Nowhere,
}

impl<'a> Place<'a> {
    fn found(self) -> Option<(Vec<Vec<u8>>, &'a Entry)> {
        match self {
            Self::Found(path, entry) => Some((path, entry)),
            _ => None,
        }
    }
}

/// One commit being walked, as `edge::disk` walks a folder.
struct Walk<'a> {
    repository: &'a Repository,
    commit: &'a str,
    tree: &'a Tree,
    /// What each link leads to, by its object.
    links: HashMap<String, Vec<u8>>,
    plain: bool,
    files: Vec<(SitePath, String, u64)>,
    unreadable: Vec<(SitePath, Unreadable)>,
}

/// So many links in a row are a circle.
const MOST_LINKS: usize = 40;

impl<'a> Walk<'a> {
    /// Reads one of the folders that a project consists of.
    fn folder(&mut self, folder: &str) -> Result<(), Trouble> {
        if folder.is_empty() {
            return self.inside(self.tree, &[], &mut vec![Vec::new()], true);
        }
        let name = folder.as_bytes().to_vec();
        match self.follow(&[folder.as_bytes()])? {
            Place::Found(real, Entry::Folder(tree)) => self.inside(tree, &[name], &mut vec![real], false),
            _ => Ok(()),
        }
    }

    /// Reads a folder; `path` is how it was reached, `above` the real folders on the way to it.
    fn inside(
        &mut self,
        tree: &'a Tree,
        path: &[Vec<u8>],
        above: &mut Vec<Vec<Vec<u8>>>,
        is_content: bool,
    ) -> Result<(), Trouble> {
        for (name, entry) in &tree.0 {
            let depth = path.len() + usize::from(is_content);
            if !self.is_read(name, depth, is_content) {
                continue;
            }
            let path: Vec<Vec<u8>> = path.iter().chain([name]).cloned().collect();
            match entry {
                Entry::File { object, size } => self.file(&path, is_content, object, *size),
                Entry::Folder(tree) => {
                    let mut real = above.last().cloned().unwrap_or_default();
                    real.push(name.clone());
                    self.enter(tree, &path, real, above, is_content)?;
                }
                Entry::Link(_) => {
                    let mut from = above.last().cloned().unwrap_or_default();
                    from.push(name.clone());
                    let parts: Vec<&[u8]> = from.iter().map(Vec::as_slice).collect();
                    match self.follow(&parts)? {
                        Place::Found(_, Entry::File { object, size }) => {
                            self.file(&path, is_content, object, *size);
                        }
                        Place::Found(real, Entry::Folder(_)) if above.contains(&real) => {
                            self.unreadable(&path, is_content, Unreadable::Circle);
                        }
                        Place::Found(real, Entry::Folder(tree)) => {
                            self.enter(tree, &path, real, above, is_content)?;
                        }
                        Place::Top(_) if above.contains(&Vec::new()) => {
                            self.unreadable(&path, is_content, Unreadable::Circle);
                        }
                        Place::Top(tree) => self.enter(tree, &path, Vec::new(), above, is_content)?,
                        Place::Out => self.unreadable(&path, is_content, Unreadable::LeadsOut),
                        Place::Found(_, Entry::Link(_)) | Place::Nowhere => {
                            self.unreadable(&path, is_content, Unreadable::Nowhere);
                        }
                    }
                }
            }
            if self.files.len() > MOST_FILES {
                let said = format!("there are more than {MOST_FILES} files");
                return Err(Trouble::Failed("read a commit", said));
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        tree: &'a Tree,
        path: &[Vec<u8>],
        real: Vec<Vec<u8>>,
        above: &mut Vec<Vec<Vec<u8>>>,
        is_content: bool,
    ) -> Result<(), Trouble> {
        above.push(real);
        let inside = self.inside(tree, path, above, is_content);
        above.pop();
        inside
    }

    /// The rule of `edge::disk`: nothing that is hidden, private or a left-over.
    fn is_read(&self, name: &[u8], depth: usize, is_content: bool) -> bool {
        let name = String::from_utf8_lossy(name);
        let other = self.plain && is_content && depth == 1 && NOT_CONTENT.contains(&&*name);
        let is_data = name == "_data" && depth == 1;
        !(name.starts_with('.') || name.ends_with('~') || name.starts_with('_') && !is_data || other)
    }

    fn file(&mut self, path: &[Vec<u8>], is_content: bool, object: &str, size: u64) {
        match std::str::from_utf8(&path.join(&b'/')).ok().and_then(|path| below_content(path, is_content)) {
            Some(path) => self.files.push((path, object.to_owned(), size)),
            None => self.unreadable(path, is_content, Unreadable::Name),
        }
    }

    fn unreadable(&mut self, path: &[Vec<u8>], is_content: bool, reason: Unreadable) {
        let path = String::from_utf8_lossy(&path.join(&b'/')).into_owned();
        self.unreadable.push((below_content(&path, is_content).unwrap_or_default(), reason));
    }

    /// Follows a path from the project's folder to what it leads to.
    fn follow(&self, path: &[&[u8]]) -> Result<Place<'a>, Trouble> {
        // Parts still to walk, the next one last.
        let mut rest: Vec<Vec<u8>> = path.iter().rev().map(|part| part.to_vec()).collect();
        let mut real: Vec<Vec<u8>> = Vec::new();
        let mut links = 0;
        while let Some(part) = rest.pop() {
            match part.as_slice() {
                b"" | b"." => continue,
                b".." if real.pop().is_none() => return self.outside(rest),
                b".." => continue,
                _ => real.push(part),
            }
            let parts: Vec<&[u8]> = real.iter().map(Vec::as_slice).collect();
            match self.tree.at(&parts) {
                None => return Ok(Place::Nowhere),
                Some(Entry::Link(object)) => {
                    links += 1;
                    if links > MOST_LINKS {
                        return Ok(Place::Nowhere);
                    }
                    let target = self.links.get(object.as_str()).map_or(&[][..], Vec::as_slice);
                    if target.starts_with(b"/") {
                        return Ok(Place::Out);
                    }
                    real.pop();
                    rest.extend(target.split(|byte| *byte == b'/').rev().map(<[u8]>::to_vec));
                }
                Some(Entry::File { .. }) if !rest.is_empty() => return Ok(Place::Nowhere),
                Some(_) => {}
            }
        }
        let parts: Vec<&[u8]> = real.iter().map(Vec::as_slice).collect();
        Ok(match self.tree.at(&parts) {
            Some(entry) => Place::Found(real, entry),
            None => Place::Top(self.tree),
        })
    }

    /// Says of a path that climbs out of the project whether it leads anywhere.
    ///
    /// Of a project below the top of its repository, what stands beside it is in the commit too.
    fn outside(&self, mut rest: Vec<Vec<u8>>) -> Result<Place<'a>, Trouble> {
        let prefix = self.repository.prefix.split(|byte| *byte == b'/').filter(|part| !part.is_empty());
        let mut real: Vec<Vec<u8>> = prefix.map(<[u8]>::to_vec).collect();
        let project = real.clone();
        if real.pop().is_none() {
            return Ok(Place::Out);
        }
        while let Some(part) = rest.pop() {
            match part.as_slice() {
                b"" | b"." => {}
                b".." if real.pop().is_none() => return Ok(Place::Out),
                b".." => {}
                _ => real.push(part),
            }
            if real == project {
                let below: Vec<&[u8]> = rest.iter().rev().map(Vec::as_slice).collect();
                return self.follow(&below);
            }
        }
        let parts: Vec<&[u8]> = real.iter().map(Vec::as_slice).collect();
        Ok(if parts.is_empty() || self.repository.holds(self.commit, &parts)? {
            Place::Out
        } else {
            Place::Nowhere
        })
    }
}

fn below_content(path: &str, is_content: bool) -> Option<SitePath> {
    match is_content {
        true => SitePath::new(&format!("{CONTENT}/{path}")),
        false => SitePath::new(path),
    }
}

/// Returns a first line without its end.
fn line(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim_end().to_owned()
}

/// Runs git in a folder; what it says when it fails tells why.
fn run(folder: &Path, arguments: &[&str], doing: &'static str) -> Result<Vec<u8>, Trouble> {
    let output = start(folder, arguments)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: ").to_owned();
    Err(if said.contains("dubious ownership") {
        Trouble::NotOurs(folder.to_owned())
    } else if said.contains("not a git repository") {
        Trouble::NoRepository(folder.to_owned())
    } else {
        Trouble::Failed(doing, said)
    })
}

fn start(folder: &Path, arguments: &[&str]) -> Result<Output, Trouble> {
    command(folder, arguments).stdin(Stdio::null()).output().map_err(not_started)
}

fn not_started(error: std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::NotFound => Trouble::NoProgram,
        _ => Trouble::Failed("be started", error.to_string()),
    }
}

/// Returns git as it is run here: in English, without asking anybody, without fetching, and with the
/// repository that the folder stands in, whatever a hook around it says.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["--no-pager", "-c", "core.quotePath=false"]).args(arguments);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
        git.env_remove(name);
    }
    let settings = [
        ("LC_ALL", "C"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
    ];
    git.envs(settings);
    git
}
