//! A handbook in a repository, and fake programs before the real ones: where the jobs of workflows are
//! tried out, command by command, as a runner would run them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::{list, yaml};

/// Settings of a handbook whose readers log in.
pub const LOGIN: &str =
    "access = \"private\"\nlogin = \"Single sign-on\"\nbase_url = \"https://book.example/\"";

/// A folder with a handbook in a repository, and fake programs before the real ones.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    pub fn new(host: &str, settings: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        for folder in ["fake", "log", "temp", "remote.git"] {
            fs::create_dir(desk.at(folder)).expect("a folder");
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_deskbook"), desk.at("fake/deskbook")).expect("a link");
        desk.real("git init --quiet --bare --initial-branch=main ../remote.git", &[("CREATE", "")]);
        desk.real(&format!("deskbook --quiet init . --ci {host}"), &[]);
        if !settings.is_empty() {
            let file = desk.at("book/handbook.toml");
            let text = fs::read_to_string(&file).expect("settings");
            fs::write(&file, text.replace("access = \"private\"", settings)).expect("settings");
        }
        desk.real(
            "git init --quiet --initial-branch=main && git config user.name Somebody && git config user.email a@example.com \
             && git remote add origin ../remote.git && git add --all && git commit --quiet --message Begin && git push --quiet \
             origin main",
            &[],
        );
        desk
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Decides every figure and commits that, as has to be done before a release.
    pub fn decided(&self) {
        let file = "book/content/_data/values.toml";
        let values = self.text(file).replace("confirmed = false\n", "");
        fs::write(self.at(file), values).expect("values");
        self.real("git commit --quiet --all --message Decide", &[]);
    }

    /// Puts a program before the real ones; it writes how it was called into a log of its name.
    pub fn fake(&self, name: &str, body: &str) {
        use std::os::unix::fs::PermissionsExt;
        let log = self.at("log").join(name);
        let text = format!("#!/bin/bash\nprintf '%s\\n' \"$*\" >> '{}'\n{body}\n", log.display());
        fs::write(self.at("fake").join(name), text).expect("a program");
        fs::set_permissions(self.at("fake").join(name), fs::Permissions::from_mode(0o755))
            .expect("a program");
    }

    pub fn log(&self, name: &str) -> String {
        fs::read_to_string(self.at("log").join(name)).unwrap_or_default()
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs commands as GitHub's runner does, in the handbook.
    pub fn run(&self, commands: &str, environment: &[(&str, &str)]) -> Output {
        let book = self.at("book");
        fs::create_dir_all(&book).expect("a folder");
        let path = format!("{}:{}", self.at("fake").display(), std::env::var("PATH").unwrap_or_default());
        Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", commands])
            .current_dir(book)
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.at("temp"))
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GITHUB_OUTPUT", self.at("log/output"))
            .env("GITHUB_PATH", self.at("log/path"))
            .env("GITHUB_STEP_SUMMARY", self.at("log/summary"))
            .env("RUNNER_TEMP", self.at("temp"))
            .envs(environment.iter().copied())
            .output()
            .expect("bash can be started")
    }

    /// Runs commands that must go well; returns what they print.
    pub fn real(&self, commands: &str, environment: &[(&str, &str)]) -> String {
        let output = self.run(commands, environment);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{commands}\n{said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the commands of a job of a workflow, one step after the other, with what stands in their
    /// `env` filled in from `known`; actions of others are passed over.
    pub fn job(&self, workflow: &str, job: &str, known: &[(&str, &str)]) -> Vec<(String, Output)> {
        let text = self.text(&format!("book/.github/workflows/{workflow}"));
        let workflow = yaml(&text);
        let mut outputs = Vec::new();
        for step in list(&workflow["jobs"][job]["steps"]) {
            let Some(run) = step["run"].as_str() else { continue };
            let environment: Vec<(String, String)> = step["env"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), filled(value.as_str().unwrap_or_default(), known)))
                .collect();
            let environment: Vec<(&str, &str)> =
                environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let output = self.run(run, &environment);
            let failed = !output.status.success();
            outputs.push((step["name"].as_str().unwrap_or_default().to_owned(), output));
            if failed {
                break;
            }
        }
        assert!(!outputs.is_empty(), "there is no job {job}");
        outputs
    }

    /// Runs a job that must go well; returns what it prints.
    pub fn well(&self, workflow: &str, job: &str, known: &[(&str, &str)]) -> String {
        let outputs = self.job(workflow, job, known);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        for (name, output) in &outputs {
            let all = text(&output.stderr) + &text(&output.stdout);
            assert!(output.status.success(), "{name}\n{all}");
        }
        outputs.iter().map(|(_, output)| text(&output.stdout)).collect()
    }
}

/// Fills in what a host knows; what the test does not know must not be asked for.
fn filled(text: &str, known: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in known {
        filled = filled.replace(&format!("${{{{ {name} }}}}"), value);
    }
    assert!(!filled.contains("${{"), "{text} is not known");
    filled
}

/// Runs a job of the pipeline on GitLab as its runner does: all lines in one shell.
pub fn pipeline(desk: &Desk, job: &str, environment: &[(&str, &str)]) -> Output {
    let pipeline = yaml(&desk.text("book/.gitlab-ci.yml"));
    let lines: Vec<&str> = list(&pipeline[job]["script"]).iter().filter_map(Value::as_str).collect();
    assert!(!lines.is_empty(), "there is no job {job}");
    let dir = desk.at("book").to_string_lossy().into_owned();
    desk.run(&lines.join("\n"), &[&[("CI_PROJECT_DIR", dir.as_str())], environment].concat())
}
