//! A commit made of another commit's files and a few of a third, and the branch that keeps it.
//!
//! Nothing that somebody works on is touched: the files are put together in an index of their own,
//! which is gone afterwards. The branch moves only from where it was seen.

use std::io::Write;
use std::process::Stdio;

use super::{Repository, Trouble, command, line, not_started, start};

const DOING: &str = "put the correction together";

impl Repository {
    /// Returns a commit that follows `onto` and has some files, or all below some folders, as they are
    /// in `from`; what is not there any more goes. `None` when nothing would differ.
    ///
    /// Paths are those of the project.
    pub fn graft(
        &self,
        onto: &str,
        from: &str,
        paths: &[String],
        message: &str,
    ) -> Result<Option<String>, Trouble> {
        let failed = |error: std::io::Error| Trouble::Failed(DOING, error.to_string());
        let folder = tempfile::tempdir().map_err(failed)?;
        let index = folder.path().join("index");
        let run = |arguments: &[&str], input: &[u8]| -> Result<String, Trouble> {
            let mut git = command(&self.project, arguments)
                .env("GIT_INDEX_FILE", &index)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .map_err(not_started)?;
            if let Some(mut to) = git.stdin.take() {
                to.write_all(input).map_err(failed)?;
            }
            let output = git.wait_with_output().map_err(failed)?;
            match output.status.success() {
                true => Ok(line(&output.stdout)),
                false => Err(Trouble::Failed(DOING, line(&output.stderr))),
            }
        };
        run(&["read-tree", onto], b"")?;
        run(&["update-index", "-z", "--index-info"], &self.instructions(onto, from, paths)?)?;
        let tree = run(&["write-tree"], b"")?;
        if tree == run(&["rev-parse", &format!("{onto}^{{tree}}")], b"")? {
            return Ok(None);
        }
        run(&["commit-tree", &tree, "-p", onto, "-F", "-"], message.as_bytes()).map(Some)
    }

    /// Returns the project's files at some paths of a commit.
    pub fn files_at(&self, commit: &str, paths: &[String]) -> Result<Vec<String>, Trouble> {
        let entries = self.entries(commit, paths)?;
        let paths = entries.iter().map(|(_, path)| path.strip_prefix(&*self.prefix).unwrap_or(path));
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    /// Returns the commit of a branch; nothing where there is no such branch.
    pub fn branch(&self, name: &str) -> Result<Option<String>, Trouble> {
        let wanted = format!("refs/heads/{name}^{{commit}}");
        let output = start(&self.project, &["rev-parse", "--verify", "--quiet", &wanted])?;
        Ok(output.status.success().then(|| line(&output.stdout)))
    }

    /// Moves a branch from where it was seen to a commit; from or to nothing makes or removes it.
    pub fn move_branch(&self, name: &str, from: Option<&str>, to: Option<&str>) -> Result<(), Trouble> {
        let branch = format!("refs/heads/{name}");
        let nothing = "";
        let arguments = match to {
            Some(to) => vec!["update-ref", &branch, to, from.unwrap_or(nothing)],
            None => vec!["update-ref", "-d", &branch, from.unwrap_or(nothing)],
        };
        self.run(&arguments, "move the branch of the correction").map(|_| ())
    }

    /// Returns what an index is told so that it has the paths as one commit has them.
    fn instructions(&self, onto: &str, from: &str, paths: &[String]) -> Result<Vec<u8>, Trouble> {
        let (old, new) = (self.entries(onto, paths)?, self.entries(from, paths)?);
        let mut told = Vec::new();
        for (_, path) in old.iter().filter(|(_, path)| new.iter().all(|(_, other)| other != path)) {
            told.extend(format!("0 {}\t", "0".repeat(40)).into_bytes());
            told.extend(path);
            told.push(0);
        }
        for (about, path) in &new {
            told.extend(format!("{about}\t").into_bytes());
            told.extend(path);
            told.push(0);
        }
        Ok(told)
    }

    /// Returns the files at some paths of a commit: mode and object, and the path from the top.
    fn entries(&self, commit: &str, paths: &[String]) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
        let prefix = String::from_utf8_lossy(&self.prefix).into_owned();
        let paths: Vec<String> = paths.iter().map(|path| format!("{prefix}{path}")).collect();
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit, "--"];
        arguments.extend(paths.iter().map(String::as_str));
        let output = self.run(&arguments, DOING)?;
        let entries = output.split(|byte| *byte == 0).filter_map(|entry| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let about = String::from_utf8_lossy(&entry[..tab]).into_owned();
            let [mode, _, object] = about.split(' ').collect::<Vec<_>>()[..] else { return None };
            Some((format!("{mode} {object}"), entry[tab + 1..].to_vec()))
        });
        Ok(entries.collect())
    }
}
