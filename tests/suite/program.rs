//! The program as people run it, on a disk: exit codes, what is printed where, and bad input of
//! every sort, which must leave the old site as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// What an environment says in which it is 1 December 2026.
pub const DECEMBER: (&str, &str) = ("SOURCE_DATE_EPOCH", "1796083200");

/// A folder with a handbook in it.
pub struct Project {
    folder: TempDir,
}

/// What a run of the program gave.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// Writes the files of a fixture into a new folder.
    pub fn new(fixture: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for file in fixture.split("//- ").skip(1) {
            let (path, text) = file.split_once('\n').expect("a path on a line of its own");
            project.write(path, text);
        }
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }

    /// Runs the program in the folder, in an environment that says nothing.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, &[])
    }

    /// Runs the program on 1 December 2026, as far as its environment says.
    pub fn run_in_december(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, &[DECEMBER])
    }

    /// Runs the program in a folder of the project, in an environment that says only this.
    pub fn run_in(&self, folder: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_deskbook"))
            .args(arguments)
            .current_dir(self.path().join(folder))
            .env_clear()
            .env("NO_COLOR", "1")
            .envs(environment.iter().copied())
            .output()
            .expect("the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run {
            code: output.status.code().expect("the program ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    pub fn build(&self) -> Run {
        self.run(&["build", "--date", "2026-12-01"])
    }

    /// Returns every file of the site with its bytes.
    pub fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path().join("site"))
    }
}

/// Returns every file below a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let name =
            entry.path().strip_prefix(folder).expect("it stands below").to_string_lossy().replace('\\', "/");
        (name, fs::read(entry.path()).expect("the file can be read"))
    });
    files.collect()
}

const HANDBOOK: &str = "//- handbook.toml\ntitle = \"H\"\n//- content/index.md\n# H\n\n[a](a.md)\n//- content/a.md\n# A\n\nWords.\n";

#[test]
fn a_build_says_what_it_made_and_prints_nothing() {
    let project = Project::new(HANDBOOK);
    let run = project.build();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.starts_with("built 2 pages, "), "{}", run.stderr);
    assert!(run.stderr.trim_end().ends_with("no findings"), "{}", run.stderr);
    assert!(project.site().contains_key("a/index.html"));
    let quiet = project.run(&["-q", "build", "--date", "2026-12-01"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn an_error_leaves_the_old_site_as_it_was() {
    let project = Project::new(HANDBOOK);
    project.build();
    let before = project.site();
    project.write("content/a.md", "# A\n\n[b](b.md)\n");
    let run = project.build();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[broken-link]: there is no page at `b.md`"), "{}", run.stderr);
    assert!(run.stderr.ends_with("nothing was written: 1 error\n"), "{}", run.stderr);
    assert_eq!(project.site(), before);
}

#[test]
fn check_writes_nothing_and_fails_on_what_is_denied() {
    let project = Project::new(HANDBOOK);
    project.write("content/a.md", "#### A\n");
    let run = |arguments: &[&str]| {
        let mut all = vec!["check", "--date", "2026-12-01"];
        all.extend(arguments);
        project.run(&all)
    };
    let human = run(&[]);
    assert_eq!(human.code, 0);
    assert!(human.stdout.contains("warning[heading-level]"), "{}", human.stdout);
    assert!(human.stderr.contains("1 warning"), "{}", human.stderr);
    assert_eq!(run(&["--deny", "warnings"]).code, 1);
    assert_eq!(run(&["--deny", "due"]).code, 0);
    assert!(run(&["--format", "github"]).stdout.starts_with("::warning "));
    assert!(serde_json::from_str::<serde_json::Value>(&run(&["--format", "json"]).stdout).is_ok());
    assert!(!project.path().join("site").exists());
}

#[test]
fn fix_mends_what_has_one_sure_answer_and_nothing_else() {
    let project = Project::new(HANDBOOK);
    project.write("content/a.md", "---\ntitle: A\nonwer: b\nurgent: yes\n---\n::: crad\n:::\n[x](gone.md)\n");
    let run = project.run(&["check", "--fix", "--date", "2026-12-01"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("mended 3 findings in 1 files"), "{}", run.stderr);
    let text = fs::read_to_string(project.path().join("content/a.md")).expect("the page is there");
    assert_eq!(text, "---\ntitle: A\nowner: b\nurgent: true\n---\n::: card\n:::\n[x](gone.md)\n");
}

#[test]
fn explain_prints_a_rule_or_asks_which_was_meant() {
    let project = Project::new(HANDBOOK);
    let rule = project.run(&["explain", "broken-link"]);
    assert_eq!(rule.code, 0);
    assert!(rule.stdout.starts_with("# broken-link\n"));
    let list = project.run(&["explain"]);
    assert_eq!(list.stdout.lines().count(), deskbook::RULES.len());
    let unknown = project.run(&["explain", "broken-lnk"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(unknown.stderr, "error: there is no rule `broken-lnk`; did you mean `broken-link`?\n");
}

#[test]
fn what_the_machine_refuses_is_said_with_its_path() {
    let project = Project::new(HANDBOOK);
    let run = project.run(&["build", "--root", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: cannot open `nowhere`: "), "{}", run.stderr);
    project.write("handbook.toml", "time_zone = \"Europe/Lundon\"\n");
    let run = project.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no time zone `Europe/Lundon`"), "{}", run.stderr);
}

#[test]
fn the_day_may_come_from_the_environment() {
    let project = Project::new(HANDBOOK);
    let output = Command::new(env!("CARGO_BIN_EXE_deskbook"))
        .arg("build")
        .current_dir(project.path())
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .output()
        .expect("the program can be started");
    assert!(output.status.success());
    let record = String::from_utf8(project.site()["build.json"].clone()).expect("a text");
    assert!(record.contains("\"date\": \"2026-12-01\""), "{record}");
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, two) = (Project::new(HANDBOOK), Project::new(HANDBOOK));
    one.build();
    two.run(&["build", "--root", &two.path().to_string_lossy(), "--date", "2026-12-01"]);
    assert_eq!(one.site(), two.site());
}

#[test]
fn a_plain_folder_of_markdown_builds() {
    let project =
        Project::new("//- a.md\n# A\n\n[b](deep/b.md)\n//- deep/b.md\nWords.\n//- deep/photo.svg\n<svg/>\n");
    let run = project.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = project.site();
    for file in ["index.html", "a/index.html", "deep/index.html", "deep/b/index.html", "deep/photo.svg"] {
        assert!(site.contains_key(file), "{file} is missing");
    }
    project.write("a.md", "[x](gone.md)\n");
    let run = project.run(&["check"]);
    assert!(run.stdout.contains("--> a.md:1:5"), "{}", run.stdout);
}

/// A kind of bad input: what is written, and what is said of it.
struct Bad {
    name: &'static str,
    path: &'static str,
    bytes: Vec<u8>,
    says: &'static str,
    code: i32,
}

#[test]
fn bad_input_of_every_sort_gets_a_finding_and_an_intact_old_site() {
    let bad = |name, path, bytes: &[u8], says, code| Bad { name, path, bytes: bytes.to_vec(), says, code };
    let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
    let cases = [
        bad("bad YAML", "content/b.md", b"---\ntitle: \"open\n---\nx\n", "error[syntax-error]", 1),
        bad(
            "a YAML alias bomb",
            "content/b.md",
            format!("---\na0: &a0 x\n{bomb}---\nx\n").as_bytes(),
            "error[syntax-error]",
            1,
        ),
        bad(
            "deep YAML",
            "content/b.md",
            format!("---\na: {}\n---\nx\n", "[".repeat(5000)).as_bytes(),
            "error[syntax-error]",
            1,
        ),
        bad("an unknown key", "content/b.md", b"---\nonwer: a\n---\nx\n", "error[unknown-key]", 1),
        bad("a wrong type", "content/b.md", b"---\nreviewed: soon\n---\nx\n", "error[wrong-type]", 1),
        bad("bad UTF-8", "content/b.md", b"# B\n\nok\n\xff\xfe\n", "line 4 of this file is not UTF-8", 1),
        bad("an empty file", "content/b.md", b"", "warning[empty-page]", 0),
        bad("a file of 100 MB", "content/b.md", &vec![b'x'; 100 << 20], "this file has 100 MB", 1),
        bad("a reserved name", "content/CON.md", b"# C\n", "error[reserved-name]", 1),
        bad("two pages for one address", "content/2-a.md", b"# Again\n", "error[duplicate-address]", 1),
        bad("10,000 nested lists", "content/b.md", nested("- ", 10_000).as_bytes(), "error[deep-nesting]", 1),
        bad(
            "10,000 nested quotations",
            "content/b.md",
            nested("> ", 10_000).as_bytes(),
            "error[deep-nesting]",
            1,
        ),
        bad("10,000 open brackets", "content/b.md", "[".repeat(10_000).as_bytes(), "no findings", 0),
        bad(
            "10,000 open fences",
            "content/b.md",
            "::: answer\n\n".repeat(10_000).as_bytes(),
            "error[unclosed-block]",
            1,
        ),
        bad("bad TOML", "content/_data/values.toml", b"[a\n", "error[syntax-error]", 1),
        bad(
            "control characters",
            "content/b.md",
            b"# B\n\n\x00\x01\x1b[31m\x7f [x](a%00.md)\n",
            "error[broken-link]",
            1,
        ),
    ];
    for case in cases {
        let project = Project::new(HANDBOOK);
        project.build();
        let before = project.site();
        project.write(case.path, &case.bytes);
        let run = project.build();
        assert_eq!(run.code, case.code, "{}: {}", case.name, start(&run.stderr));
        assert!(run.stderr.contains(case.says), "{}: {}", case.name, start(&run.stderr));
        assert!(case.code == 0 || project.site() == before, "{} changed the old site", case.name);
    }
}

fn nested(sign: &str, times: usize) -> String {
    sign.repeat(times) + "x\n"
}

fn start(text: &str) -> String {
    text.chars().take(2_000).collect()
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_inside_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a temporary folder");
    fs::write(outside.path().join("secret.md"), "# Secret\n").expect("the file can be written");
    let project = Project::new(HANDBOOK);
    let content = project.path().join("content");
    symlink("a.md", content.join("inside.md")).expect("a link");
    let run = project.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.site().contains_key("inside/index.html"));
    let links: [(&str, &Path, &str); 4] = [
        ("out.md", &outside.path().join("secret.md"), "leads out of the handbook"),
        ("out", outside.path(), "leads out of the handbook"),
        ("circle", &content, "leads in a circle"),
        ("gone.md", Path::new("nothing.md"), "leads nowhere"),
    ];
    for (name, target, says) in links {
        let before = project.site();
        let link = content.join(name);
        symlink(target, &link).expect("a link");
        let run = project.build();
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains("Secret"));
        assert_eq!(project.site(), before);
        fs::remove_file(link).expect("the link can be removed");
    }
}

#[test]
fn every_shell_completes_every_command() {
    let project = Project::new("");
    let help = project.run(&["help"]).stdout;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a command is for may go on below it, further in.
    let named = commands.filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let commands: Vec<&str> = named.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 10, "{help}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = project.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        for command in &commands {
            assert!(run.stdout.contains(command), "{shell} does not know {command}");
        }
    }
    assert_eq!(project.run(&["completions", "abacus"]).code, 2);
}
