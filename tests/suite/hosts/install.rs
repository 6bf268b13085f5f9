//! How a workflow gets Deskbook.

use std::fs;

use deskbook::starter::Host;

use super::desk::Desk;
use super::{complaints, list, releases, step_is_careful, yaml};

#[test]
fn deskbook_is_installed_once_at_the_version_that_wrote_the_workflow() {
    let desk = Desk::new("github", "");
    let version = env!("CARGO_PKG_VERSION");
    desk.fake(
        "cargo",
        "while [ $# -gt 0 ]; do [ \"$1\" = --root ] && to=$2; shift; done; mkdir -p \"$to/bin\"; printf '#!/bin/sh\\necho deskbook VERSION\\n' > \"$to/bin/deskbook\"; chmod +x \"$to/bin/deskbook\""
            .replace("VERSION", version)
            .as_str(),
    );
    let action = yaml(&desk.text("book/.github/actions/deskbook/action.yml"));
    let install =
        list(&action["runs"]["steps"]).iter().find_map(|step| step["run"].as_str()).expect("commands");
    for _ in 0..2 {
        desk.real(install, &[]);
    }
    let home = desk.at("temp/.deskbook");
    assert_eq!(
        desk.log("cargo"),
        format!("install --quiet --locked --force --root {} --version {version} deskbook\n", home.display())
    );
    assert_eq!(desk.text("log/path").lines().next(), Some(&*home.join("bin").to_string_lossy()));
}

/// A release is taken with the checksum that stands beside it, and not without.
#[test]
fn a_release_that_is_not_what_its_checksum_says_is_not_installed() {
    let desk = Desk::new("github", "");
    let script = Host::GitHub.files(&releases())["ci/install.sh"].clone();
    fs::write(desk.at("book/ci/install.sh"), script).expect("a script");
    let version = env!("CARGO_PKG_VERSION");
    let archive = format!("deskbook-{version}-x86_64-unknown-linux-musl.tar.gz");
    desk.fake("uname", "case $1 in -s) echo Linux ;; -m) echo x86_64 ;; esac");
    desk.fake("curl", "while [ $# -gt 0 ]; do [ \"$1\" = --output ] && to=$2; from=$1; shift; done; cp \"$HOME/web/$(basename \"$from\")\" \"$to\"");
    desk.real(
        "mkdir \"$HOME/web\" && cd \"$HOME/web\" && printf '#!/bin/sh\\necho ready\\n' > deskbook && chmod +x deskbook && tar -czf \"$ARCHIVE\" deskbook && sha256sum \"$ARCHIVE\" > SHA256SUMS && echo '0  another' >> SHA256SUMS",
        &[("ARCHIVE", &archive)],
    );
    desk.real("sh ci/install.sh \"$HOME/tool\"", &[]);
    assert_eq!(desk.real("\"$HOME/tool/bin/deskbook\"", &[]), "ready\n");
    let asked: Vec<String> =
        desk.log("curl").lines().map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned()).collect();
    let at = format!("https://code.example/deskbook/releases/download/v{version}");
    assert_eq!(asked, [format!("{at}/{archive}"), format!("{at}/SHA256SUMS")]);
    for spoilt in ["echo x >> \"$HOME/web/$ARCHIVE\"", "echo '0  another' > \"$HOME/web/SHA256SUMS\""] {
        desk.real(spoilt, &[("ARCHIVE", &archive)]);
        let output = desk.run("sh ci/install.sh \"$HOME/other\"", &[]);
        assert!(!output.status.success(), "{spoilt}");
        assert!(!desk.at("temp/other").exists(), "{spoilt}");
    }
}

fn own(path: &str) -> String {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Our own release workflow packs what the workflows of handbooks, and our action, unpack.
#[test]
fn what_we_release_is_what_is_installed() {
    let release = yaml(&own(".github/workflows/release.yml"));
    assert_eq!(complaints(include_str!("../../schemas/github-workflow.json"), &release), [""; 0]);
    let action = yaml(&own("action.yml"));
    assert_eq!(complaints(include_str!("../../schemas/github-action.json"), &action), [""; 0]);
    let steps =
        list(&release["jobs"]["build"]["steps"]).iter().chain(list(&release["jobs"]["release"]["steps"]));
    let steps: Vec<_> = steps.chain(list(&action["runs"]["steps"])).collect();
    for step in &steps {
        step_is_careful(step, false, "our own");
    }
    let run = |name: &str| {
        let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name}"));
        step["run"].as_str().expect("commands")
    };

    let desk = Desk::new("github", "");
    let version = env!("CARGO_PKG_VERSION");
    let target = "x86_64-unknown-linux-musl";
    let tag = format!("v{version}");
    let environment = [("TARGET", target), ("TAG", tag.as_str())];
    fs::write(desk.at("book/Cargo.toml"), own("Cargo.toml")).expect("a manifest");
    desk.real(run("Hold the tag to the version"), &environment);
    assert!(!desk.run(run("Hold the tag to the version"), &[("TAG", "v9.9.9")]).status.success());
    desk.real(
        "mkdir -p target/$TARGET/release && cp \"$(command -v deskbook)\" target/$TARGET/release/ && \
         touch README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE",
        &environment,
    );
    desk.real(run("Try it"), &environment);
    desk.real(run("Pack it"), &environment);
    desk.real(run("Write checksums"), &environment);
    desk.fake("gh", "");
    desk.real(run("Release"), &environment);
    let archive = format!("deskbook-{version}-{target}.tar.gz");
    assert_eq!(
        desk.log("gh"),
        format!(
            "release create {tag} --verify-tag --title Deskbook {version} --notes See CHANGELOG.md. packed/SHA256SUMS packed/{archive}\n"
        )
    );

    desk.fake("uname", "case $1 in -s) echo Linux ;; -m) echo x86_64 ;; esac");
    desk.fake("curl", "while [ $# -gt 0 ]; do [ \"$1\" = --output ] && to=$2; from=$1; shift; done; cp \"packed/$(basename \"$from\")\" \"$to\"");
    let beside = [
        ("ACTION", env!("CARGO_MANIFEST_DIR")),
        ("VERSION", tag.as_str()),
        ("RELEASES", "https://code.example/us/deskbook/releases/download"),
    ];
    desk.real(run("Install Deskbook"), &beside);
    let installed = desk.at("temp/deskbook/bin/deskbook");
    let said = desk.real(&format!("{} --version", installed.display()), &[]);
    assert_eq!(said, format!("deskbook {version}\n"));
    let asked = format!("https://code.example/us/deskbook/releases/download/{tag}/{archive}");
    assert!(desk.log("curl").contains(&asked), "{}", desk.log("curl"));
    let arguments = action["inputs"]["arguments"]["default"].as_str().expect("arguments");
    desk.real(run("Run it"), &[("ARGUMENTS", arguments)]);
}
