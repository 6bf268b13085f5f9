//! Handbooks out of git: a commit reads as its checkout does, and what is missing says what to run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deskbook::Snapshot;
use deskbook::edge::git::{Objects, Repository, Trouble};
use deskbook::edge::{self, disk};
use deskbook::source::{File, SitePath};
use tempfile::TempDir;

/// Runs git as nobody in particular, whatever the machine's settings are.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-12-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-12-01T00:00:00Z")
        .output()
        .expect("git can be started");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Makes a repository of files.
pub fn repository(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(folder.path(), &["config", "user.name", "Somebody"]);
    git(folder.path(), &["config", "user.email", "somebody@example.com"]);
    for (path, bytes) in files {
        write(folder.path(), path, bytes);
    }
    commit(folder.path());
    folder
}

pub fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, bytes).expect("the file can be written");
}

pub fn commit(folder: &Path) -> String {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", "Write"]);
    git(folder, &["rev-parse", "HEAD"])
}

fn snapshot(project: &Path, revision: &str) -> Result<Snapshot, Trouble> {
    Repository::open(project)?.snapshot(revision, &mut Objects::default())
}

/// Holds a commit to its checkout.
fn same(project: &Path) {
    let from_disk = disk::read(project).expect("the folder can be read");
    let from_git = snapshot(project, "HEAD").expect("the commit can be read");
    let names = |snapshot: &Snapshot| -> Vec<String> {
        snapshot.files().map(|(path, file)| format!("{path} {file:?}").chars().take(200).collect()).collect()
    };
    assert_eq!(names(&from_git), names(&from_disk));
    assert_eq!(from_git, from_disk);
}

/// The smallest picture: one pixel.
const PICTURE: &[u8] = b"GIF89a\x03\x00\x02\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

fn handbook() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("handbook.toml", b"title = \"H\"\n"),
        ("content/index.md", b"# Home\r\n\r\ntext\r\n"),
        ("content/1-a/index.md", b"# A\n"),
        ("content/1-a/photo.gif", PICTURE),
        ("content/1-a/same.gif", PICTURE),
        ("content/1-a/page.html", b"<p>a download</p>"),
        ("content/1-a/latin.md", b"# A\n\ncaf\xe9\n"),
        ("content/1-a/.hidden.md", b"# Hidden\n"),
        ("content/1-a/_private.md", b"# Private\n"),
        ("content/1-a/left-over.md~", b"# Old\n"),
        ("content/1-a/_data/no.toml", b"x = 1\n"),
        ("content/_data/values.toml", b"[a]\namount = 1\nunit = \"days\"\n"),
        ("content/_drafts/a.md", b"# Draft\n"),
        ("content/\u{e9}t\u{e9} \"x\".md", b"# Summer\n"),
        ("static/robots.txt", b"x\n"),
        ("themes/default/css/99.css", b"a { color: red }\n"),
        ("editions/2026.1.toml", b"id = \"2026.1\"\n"),
        ("notes/ignored.md", b"# Not part of it\n"),
        ("README.md", b"# Not part of it\n"),
    ]
}

#[test]
fn a_commit_reads_as_its_checkout_does() {
    let folder = repository(&handbook());
    same(folder.path());
    git(folder.path(), &["pack-refs", "--all"]);
    git(folder.path(), &["gc", "--quiet"]);
    same(folder.path());
}

#[test]
fn a_plain_folder_and_a_project_in_a_folder_read_alike_too() {
    let files: &[(&str, &[u8])] = &[
        ("index.md", b"# Home\n"),
        ("a/b.md", b"# B\n"),
        ("site/index.html", b"x"),
        ("themes/x.css", b"a{}"),
        ("static/s.md", b"x"),
    ];
    same(repository(files).path());
    let below: Vec<(String, &[u8])> =
        handbook().into_iter().map(|(path, bytes)| (format!("docs/the handbook/{path}"), bytes)).collect();
    let below: Vec<(&str, &[u8])> = below.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    same(&repository(&below).path().join("docs/the handbook"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_as_on_a_disk() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = repository(&[]);
    let project = folder.path().join("docs");
    for (path, bytes) in handbook() {
        write(&project, path, bytes);
    }
    write(folder.path(), "beside/secret.md", b"# Secret\n");
    write(&project, "shared/inner/page.md", b"# Shared\n");
    let link = |to: &str, at: &str| symlink(to, project.join(at)).expect("a link");
    link("1-a/index.md", "content/to-a-page.md");
    link("1-a", "content/2-to-a-folder");
    link("../shared", "content/3-shared");
    link("../../beside/secret.md", "content/out.md");
    link("../../beside", "content/out");
    link("../../beside/nothing.md", "content/nowhere-outside.md");
    link("../../docs/content/1-a", "content/round-and-in");
    link("/etc/hostname", "content/absolute.md");
    link("missing.md", "content/nowhere.md");
    link("circle.md", "content/circle.md");
    link("..", "content/1-a/up");
    link("../..", "content/1-a/top");
    link("photo.gif", "content/1-a/linked.gif");
    link("../1-a/to-a-link.md", "content/1-a/chain.md");
    link("index.md", "content/1-a/to-a-link.md");
    link(".hidden.md", "content/1-a/shown.md");
    fs::set_permissions(project.join("content/1-a/index.md"), fs::Permissions::from_mode(0o755))
        .expect("a mode");
    commit(folder.path());
    same(&project);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_found_in_both() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = repository(&handbook());
    fs::write(folder.path().join("content").join(OsStr::from_bytes(b"caf\xe9.md")), "# X\n").expect("a file");
    commit(folder.path());
    same(folder.path());
}

#[test]
fn a_text_that_is_too_large_is_not_read() {
    let folder = repository(&[("handbook.toml", b""), ("content/big.md", &vec![b'a'; (4 << 20) + 1])]);
    same(folder.path());
}

#[test]
fn a_picture_of_an_old_edition_can_still_be_written() {
    let folder = repository(&handbook());
    let old = git(folder.path(), &["rev-parse", "HEAD"]);
    fs::remove_file(folder.path().join("content/1-a/photo.gif")).expect("the picture is there");
    fs::remove_file(folder.path().join("content/1-a/same.gif")).expect("the picture is there");
    commit(folder.path());
    let repository = Repository::open(folder.path()).expect("a repository");
    let mut objects = Objects::default();
    let snapshot = repository.snapshot(&old, &mut objects).expect("the commit");
    let Some(File::Blob(blob)) = snapshot.get("content/1-a/photo.gif") else { panic!("a picture") };
    assert_eq!(blob.pixels, Some((3, 2)));
    let object = objects.object(blob).expect("it was read from git");
    assert_eq!(repository.bytes(object).expect("the object"), PICTURE);
}

#[test]
fn branches_and_tags_name_commits_and_worktrees_are_repositories() {
    let folder = repository(&handbook());
    let first = git(folder.path(), &["rev-parse", "HEAD"]);
    git(folder.path(), &["tag", "light"]);
    let repository = Repository::open(folder.path()).expect("a repository");
    assert_eq!(repository.tagged("edition/2026.1"), Ok(None));
    repository.tag("edition/2026.1", &first, "Edition 2026.1\n\nThe first.").expect("a tag");
    assert_eq!(git(folder.path(), &["cat-file", "-t", "edition/2026.1"]), "tag");
    assert!(repository.tag("edition/2026.1", &first, "again").is_err(), "a tag is never moved");
    for name in ["main", "light", "edition/2026.1", "HEAD", &first] {
        assert_eq!(repository.commit(name).as_deref(), Ok(first.as_str()), "{name}");
    }
    assert_eq!(repository.tagged("edition/2026.1"), Ok(Some(first.clone())));
    let elsewhere = TempDir::new().expect("a folder");
    let worktree = elsewhere.path().join("tree");
    git(folder.path(), &["worktree", "add", "--quiet", worktree.to_str().expect("a name"), "-b", "next"]);
    write(&worktree, "content/new.md", b"# New\n");
    let second = commit(&worktree);
    same(&worktree);
    assert_eq!(Repository::open(&worktree).expect("a worktree").head(), Ok(second));
    assert_eq!(repository.head(), Ok(first));
}

#[test]
fn a_tree_is_clean_when_nothing_of_the_project_differs() {
    let folder = repository(&handbook());
    let repository = Repository::open(folder.path()).expect("a repository");
    assert_eq!(repository.changes(), Ok(Vec::new()));
    write(folder.path(), "content/n\u{e9}w.md", b"# New\n");
    fs::remove_file(folder.path().join("README.md")).expect("it was there");
    let mut changes = repository.changes().expect("a list");
    changes.sort();
    assert_eq!(changes, ["README.md", "content/n\u{e9}w.md"]);
}

pub fn clone(from: &Path, to: &Path, arguments: &[&str]) -> PathBuf {
    let address = format!("file://{}", from.display());
    let target = to.join("clone");
    let all = ["clone", "--quiet"].iter().chain(arguments).copied();
    let all: Vec<&str> = all.chain([address.as_str(), target.to_str().expect("a name")]).collect();
    git(to, &all);
    target
}

#[test]
fn what_is_missing_says_what_to_run() {
    let folder = repository(&handbook());
    let first = git(folder.path(), &["rev-parse", "HEAD"]);
    write(folder.path(), "content/index.md", b"# Home\n\nOther words.\n");
    commit(folder.path());

    let elsewhere = TempDir::new().expect("a folder");
    let shallow = clone(folder.path(), elsewhere.path(), &["--depth=1"]);
    same(&shallow);
    let trouble = snapshot(&shallow, &first).expect_err("it is not there");
    assert_eq!(trouble, Trouble::Shallow(first.clone()));
    assert!(trouble.to_string().contains("`git fetch --unshallow --tags`"), "{trouble}");
    assert!(trouble.to_string().contains("`fetch-depth: 0`"), "{trouble}");

    git(folder.path(), &["config", "uploadpack.allowFilter", "true"]);
    let elsewhere = TempDir::new().expect("a folder");
    let partial = clone(folder.path(), elsewhere.path(), &["--filter=blob:none"]);
    same(&partial);
    let trouble = snapshot(&partial, &first).expect_err("its words are not there");
    assert!(matches!(trouble, Trouble::Partial(_)), "{trouble:?}");
    assert!(trouble.to_string().contains("`git fetch --refetch --no-filter origin`"), "{trouble}");

    let unknown = "0123456789abcdef0123456789abcdef01234567";
    let trouble = snapshot(folder.path(), unknown).expect_err("nobody made it");
    assert_eq!(trouble, Trouble::Missing(unknown.into()));
    assert!(trouble.to_string().contains("`git fetch --tags origin`"), "{trouble}");

    let bare = TempDir::new().expect("a folder");
    let trouble = Repository::open(bare.path()).expect_err("no repository");
    assert_eq!(trouble, Trouble::NoRepository(bare.path().into()));
    assert!(edge::Error::from(trouble).to_string().contains("`--no-editions`"));
    git(bare.path(), &["init", "--quiet"]);
    assert_eq!(Repository::open(bare.path()).expect("one now").head(), Err(Trouble::NoCommits));
}

#[test]
fn a_file_that_many_commits_hold_is_read_once() {
    let folder = repository(&handbook());
    let repository = Repository::open(folder.path()).expect("a repository");
    let mut objects = Objects::default();
    let first = repository.snapshot("HEAD", &mut objects).expect("the commit");
    write(folder.path(), "content/index.md", b"# Home\n\nOther words.\n");
    commit(folder.path());
    let second = repository.snapshot("HEAD", &mut objects).expect("the commit");
    let text = |snapshot: &Snapshot, path: &str| snapshot.text(path).expect("a text");
    let page = SitePath::new("content/1-a/index.md").expect("a path");
    assert!(std::sync::Arc::ptr_eq(&text(&first, page.as_str()), &text(&second, page.as_str())));
    assert_ne!(text(&first, "content/index.md"), text(&second, "content/index.md"));
}
