//! Every way in which editors and tools save: what was written is on the page at once.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Desk, PATIENCE, soon};
use crate::program::Project;

/// How soon a save is shown. Everything is looked at every five seconds anyway; what takes longer
/// than this was found by that look alone, so nobody had told the server.
const SOON: Duration = Duration::from_secs(if cfg!(target_os = "linux") { 4 } else { 20 });

const HANDBOOK: &str =
    "//- handbook.toml\ntitle = \"H\"\n//- content/index.md\n# H\n\nHome.\n//- content/a.md\n# A\n\nWords.\n";

/// A handbook that is served while somebody writes it.
struct Desktop {
    desk: Desk,
    project: Project,
    /// How much the terminal showed when the server last rested.
    rested: Cell<usize>,
}

impl Desktop {
    fn new(fixture: &str) -> Self {
        Self::of(Project::new(fixture))
    }

    fn of(project: Project) -> Self {
        let desktop = Self { desk: Desk::open(project.path()), project, rested: Cell::new(0) };
        desktop.rests();
        desktop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.project.path().join(name)
    }

    /// Waits until the server has told of the last change, and now only wakes when something happens.
    fn rests(&self) {
        soon(PATIENCE, || {
            let told = self.desk.told();
            let new = &told[self.rested.get()..];
            match new.contains(" changed, ") || new.contains("  read ") {
                true => {
                    self.rested.set(told.len());
                    Ok(())
                }
                false => Err(format!("the terminal says no more than {told}")),
            }
        });
    }

    fn shows(&self, page: &str, words: &str) {
        soon(SOON, || self.has(page, words));
    }

    fn has(&self, page: &str, words: &str) -> Result<(), String> {
        let reply = self.desk.get(page);
        match reply.text() {
            text if text.contains(words) => Ok(()),
            text => Err(format!("{page} lacks {words:?}: {}\n{text}\n{}", reply.head, self.desk.told())),
        }
    }

    fn lacks(&self, page: &str) {
        soon(SOON, || self.has_not(page));
    }

    fn has_not(&self, page: &str) -> Result<(), String> {
        match self.desk.get(page).status {
            404 => Ok(()),
            status => Err(format!("{page} is answered with {status}\n{}", self.desk.told())),
        }
    }

    fn has_no_error(&self) {
        soon(SOON, || match self.desk.notice("/") {
            notice if notice["error_count"] == 0 => Ok(()),
            notice => Err(format!("{notice}\n{}", self.desk.told())),
        });
    }
}

/// Saves twenty times in one way; each time the page shows what was saved.
fn every_save_is_shown(save: impl Fn(&Path, &str)) {
    let desktop = Desktop::new(HANDBOOK);
    for round in 0..20 {
        if round % 5 == 1 {
            desktop.rests();
        }
        let words = format!("Words of round {round:02}.");
        save(&desktop.path("content/a.md"), &format!("# A\n\n{words}\n"));
        desktop.shows("/a/", &words);
    }
    desktop.has_no_error();
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).unwrap_or_else(|error| panic!("{} to {}: {error}", from.display(), to.display()));
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn make_folder(path: &Path) {
    fs::create_dir_all(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Returns the name of a file beside another: the other's name with something before and after.
fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let name = path.file_name().expect("a name").to_string_lossy();
    path.with_file_name(format!("{before}{name}{after}"))
}

#[test]
fn truncate_and_write_in_place() {
    every_save_is_shown(write);
}

#[test]
fn write_aside_and_rename_over() {
    every_save_is_shown(|path, text| {
        let aside = beside(path, "", ".tmp");
        write(&aside, text);
        rename(&aside, path);
    });
}

#[test]
fn write_a_hidden_file_and_rename_over() {
    every_save_is_shown(|path, text| {
        let aside = beside(path, ".", ".sw~");
        write(&aside, text);
        rename(&aside, path);
    });
}

#[test]
fn rename_to_a_backup_and_write_anew() {
    every_save_is_shown(|path, text| {
        let backup = beside(path, "", "~");
        // Whether a folder can be written in is tried with a file of this name.
        let trial = path.with_file_name("4913");
        write(&trial, "");
        remove(&trial);
        rename(path, &backup);
        write(path, text);
        remove(&backup);
    });
}

#[cfg(unix)]
#[test]
fn beside_a_lock_that_is_a_link_to_nowhere() {
    every_save_is_shown(|path, text| {
        let (lock, automatic) = (beside(path, ".#", ""), beside(path, "#", "#"));
        std::os::unix::fs::symlink("somebody@somewhere.1234:5678", &lock).expect("a link");
        write(&automatic, text);
        write(path, text);
        remove(&automatic);
        remove(&lock);
    });
    let desktop = Desktop::new(HANDBOOK);
    let lock = desktop.path("content/.#a.md");
    std::os::unix::fs::symlink("somebody@somewhere.1234:5678", lock).expect("a link");
    write(&desktop.path("content/a.md"), "# A\n\nWords under a lock.\n");
    desktop.shows("/a/", "Words under a lock.");
    desktop.has_no_error();
}

#[test]
fn delete_and_create() {
    every_save_is_shown(|path, text| {
        remove(path);
        write(path, text);
    });
}

#[test]
fn two_writes_in_a_millisecond() {
    every_save_is_shown(|path, text| {
        // As long as the other, so that size says nothing.
        write(path, &text.replace("Words", "Draft"));
        std::thread::sleep(Duration::from_millis(1));
        write(path, text);
    });
}

#[test]
fn two_writes_while_another_file_comes_and_goes() {
    let came = Cell::new(false);
    every_save_is_shown(|path, text| {
        let other = path.with_file_name("other.md");
        match came.replace(!came.get()) {
            true => remove(&other),
            false => write(&other, "# Other\n"),
        }
        write(path, &text.replace("Words", "Draft"));
        std::thread::sleep(Duration::from_millis(9));
        write(path, text);
        write(&path.with_file_name("b.md"), text);
    });
}

#[test]
fn slowly_in_three_parts() {
    every_save_is_shown(|path, text| {
        let mut file = File::create(path).expect("the file can be made");
        for part in text.as_bytes().chunks(text.len() / 3 + 1) {
            file.write_all(part).expect("a part is written");
            std::thread::sleep(Duration::from_millis(15));
        }
    });
}

#[test]
fn more_at_the_end() {
    every_save_is_shown(|path, text| {
        let mut file = OpenOptions::new().append(true).open(path).expect("the file is there");
        file.write_all(text.strip_prefix("# A").unwrap_or(text).as_bytes()).expect("more is written");
    });
}

#[test]
fn an_older_file_put_back_with_its_time() {
    let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    every_save_is_shown(|path, text| {
        let aside = beside(path, ".", "");
        let mut file = File::create(&aside).expect("the file can be made");
        file.write_all(text.as_bytes()).expect("it is written");
        file.set_modified(old).expect("its time can be set");
        drop(file);
        rename(&aside, path);
    });
}

#[test]
fn a_new_folder_and_files_in_it_at_once() {
    let desktop = Desktop::new(HANDBOOK);
    for round in 0..20 {
        if round % 5 == 1 {
            desktop.rests();
        }
        let folder = desktop.path(&format!("content/area-{round}"));
        make_folder(&folder.join("deep/deeper"));
        write(&folder.join("deep/deeper/page.md"), "# Deeper\n\nDeep words.\n");
        write(&folder.join("page.md"), "# Page\n\nFirst words.\n");
        desktop.shows(&format!("/area-{round}/deep/deeper/page/"), "Deep words.");
        desktop.shows(&format!("/area-{round}/page/"), "First words.");
        write(&folder.join("deep/deeper/page.md"), "# Deeper\n\nDeeper words.\n");
        desktop.shows(&format!("/area-{round}/deep/deeper/page/"), "Deeper words.");
    }
}

#[test]
fn a_folder_that_was_empty_for_a_while() {
    let desktop = Desktop::new(HANDBOOK);
    for round in 0..5 {
        let folder = desktop.path(&format!("content/area-{round}/deep"));
        make_folder(&folder);
        // The look at an empty folder shows nothing that could be waited for; a change beside it does.
        write(&desktop.path("content/a.md"), &format!("# A\n\nRound {round}.\n"));
        desktop.shows("/a/", &format!("Round {round}."));
        desktop.rests();
        write(&folder.join("page.md"), "# Page\n\nLate words.\n");
        desktop.shows(&format!("/area-{round}/deep/page/"), "Late words.");
        desktop.rests();
    }
}

#[test]
fn a_burst_of_three_hundred_files() {
    let desktop = Desktop::new(HANDBOOK);
    for round in 0..3 {
        for number in 0..300 {
            let folder = desktop.path(&format!("content/area-{}", number % 20));
            make_folder(&folder);
            write(
                &folder.join(format!("page-{number}.md")),
                &format!("# P\n\nPage {number}, round {round}.\n"),
            );
        }
        soon(SOON * 2, || {
            (0..300).try_for_each(|number| {
                let page = format!("/area-{}/page-{number}/", number % 20);
                desktop.has(&page, &format!("Page {number}, round {round}."))
            })
        });
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_renamed() {
    let desktop = Desktop::new(&format!("{HANDBOOK}//- content/one/page.md\n# P\n\nRound.\n"));
    let (one, two) = (desktop.path("content/one"), desktop.path("content/two"));
    for round in 0..10 {
        if round % 3 == 1 {
            desktop.rests();
        }
        rename(&one, &two);
        desktop.shows("/two/page/", "Round");
        desktop.lacks("/one/page/");
        write(&two.join("page.md"), &format!("# P\n\nRound {round} there.\n"));
        desktop.shows("/two/page/", &format!("Round {round} there."));
        rename(&two, &one);
        desktop.shows("/one/page/", &format!("Round {round} there."));
        // There and back before anybody looks.
        rename(&one, &two);
        rename(&two, &one);
        if round % 3 == 1 {
            desktop.rests();
        }
        write(&one.join("page.md"), &format!("# P\n\nRound {round} back.\n"));
        desktop.shows("/one/page/", &format!("Round {round} back."));
        desktop.lacks("/two/page/");
    }
}

#[cfg(unix)]
#[test]
fn all_content_is_taken_away_and_put_back() {
    let desktop = Desktop::new(HANDBOOK);
    let (content, away) = (desktop.path("content"), desktop.path("away"));
    for round in 0..5 {
        rename(&content, &away);
        desktop.lacks("/a/");
        desktop.rests();
        write(&away.join("a.md"), &format!("# A\n\nWritten elsewhere {round}.\n"));
        rename(&away, &content);
        desktop.shows("/a/", &format!("Written elsewhere {round}."));
        desktop.rests();
        write(&content.join("a.md"), &format!("# A\n\nWritten here {round}.\n"));
        desktop.shows("/a/", &format!("Written here {round}."));
        desktop.rests();
        fs::remove_dir_all(&content).expect("the content can be removed");
        desktop.lacks("/a/");
        make_folder(&content);
        write(&content.join("a.md"), &format!("# A\n\nMade again {round}.\n"));
        desktop.shows("/a/", &format!("Made again {round}."));
        desktop.rests();
        write(&content.join("a.md"), &format!("# A\n\nAnd edited {round}.\n"));
        desktop.shows("/a/", &format!("And edited {round}."));
        desktop.rests();
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn content_that_is_a_link_to_a_folder() {
        let project = Project::new(
            "//- handbook.toml\ntitle = \"H\"\n//- docs/index.md\n# H\n//- docs/a.md\n# A\n//- old/a.md\n# A\n",
        );
        symlink("docs", project.path().join("content")).expect("a link");
        let desktop = Desktop::of(project);
        for round in 0..10 {
            write(&desktop.path("docs/a.md"), &format!("# A\n\nThere {round}.\n"));
            desktop.shows("/a/", &format!("There {round}."));
            if round % 3 == 0 {
                desktop.rests();
            }
            write(&desktop.path("content/a.md"), &format!("# A\n\nHere {round}.\n"));
            desktop.shows("/a/", &format!("Here {round}."));
            make_folder(&desktop.path(&format!("docs/area-{round}")));
            write(&desktop.path(&format!("docs/area-{round}/b.md")), "# B\n\nNew.\n");
            desktop.shows(&format!("/area-{round}/b/"), "New.");
        }
        desktop.rests();
        write(&desktop.path("old/a.md"), "# A\n\nOf old.\n");
        symlink("old", desktop.path("other")).expect("a link");
        rename(&desktop.path("other"), &desktop.path("content"));
        desktop.shows("/a/", "Of old.");
        desktop.rests();
        write(&desktop.path("old/a.md"), "# A\n\nOf old, edited.\n");
        desktop.shows("/a/", "Of old, edited.");
    }

    #[test]
    fn a_page_that_is_a_link_to_a_file() {
        let project = Project::new(&format!("{HANDBOOK}//- drafts/one.md\n# L\n//- drafts/two.md\n# L\n"));
        symlink("../drafts/one.md", project.path().join("content/link.md")).expect("a link");
        symlink("a.md", project.path().join("content/twin.md")).expect("a link");
        let desktop = Desktop::of(project);
        let one = desktop.path("drafts/one.md");
        for round in 0..10 {
            if round % 3 == 1 {
                desktop.rests();
            }
            write(&one, &format!("# L\n\nIn place {round}.\n"));
            desktop.shows("/link/", &format!("In place {round}."));
            let aside = desktop.path("drafts/.aside");
            write(&aside, &format!("# L\n\nRenamed {round}.\n"));
            rename(&aside, &one);
            desktop.shows("/link/", &format!("Renamed {round}."));
            write(&desktop.path("content/a.md"), &format!("# A\n\nTwice {round}.\n"));
            desktop.shows("/a/", &format!("Twice {round}."));
            desktop.shows("/twin/", &format!("Twice {round}."));
        }
        desktop.rests();
        write(&desktop.path("drafts/two.md"), "# L\n\nAnother.\n");
        symlink("../drafts/two.md", desktop.path("content/new.md")).expect("a link");
        rename(&desktop.path("content/new.md"), &desktop.path("content/link.md"));
        desktop.shows("/link/", "Another.");
        desktop.rests();
        remove(&desktop.path("drafts/two.md"));
        soon(SOON, || match desktop.desk.notice("/link/")["errors"].as_array() {
            Some(errors) if errors.len() == 1 => Ok(()),
            errors => Err(format!("{errors:?}")),
        });
        write(&desktop.path("drafts/two.md"), "# L\n\nBack.\n");
        desktop.shows("/link/", "Back.");
        desktop.has_no_error();
    }

    #[test]
    fn a_folder_that_is_linked_in_while_it_is_served() {
        let desktop = Desktop::new(&format!("{HANDBOOK}//- shared/page.md\n# P\n\nShared.\n"));
        symlink("../shared", desktop.path("content/shared")).expect("a link");
        desktop.shows("/shared/page/", "Shared.");
        for round in 0..5 {
            desktop.rests();
            write(&desktop.path("shared/page.md"), &format!("# P\n\nShared {round}.\n"));
            desktop.shows("/shared/page/", &format!("Shared {round}."));
            desktop.rests();
            make_folder(&desktop.path(&format!("shared/area-{round}/deep")));
            write(&desktop.path(&format!("shared/area-{round}/deep/b.md")), "# B\n\nNew.\n");
            desktop.shows(&format!("/shared/area-{round}/deep/b/"), "New.");
            desktop.rests();
            write(&desktop.path(&format!("shared/area-{round}/deep/b.md")), "# B\n\nEdited.\n");
            desktop.shows(&format!("/shared/area-{round}/deep/b/"), "Edited.");
        }
        desktop.rests();
        remove(&desktop.path("content/shared"));
        desktop.lacks("/shared/page/");
        desktop.rests();
        write(&desktop.path("content/a.md"), "# A\n\nStill heard.\n");
        desktop.shows("/a/", "Still heard.");
    }

    #[test]
    fn a_link_within_content_that_comes_and_goes() {
        let desktop = Desktop::new(&format!("{HANDBOOK}//- content/area/page.md\n# P\n\nWords.\n"));
        for round in 0..5 {
            symlink("area/page.md", desktop.path("content/link.md")).expect("a link");
            desktop.shows("/link/", "Words");
            desktop.rests();
            remove(&desktop.path("content/link.md"));
            desktop.lacks("/link/");
            desktop.rests();
            write(&desktop.path("content/area/page.md"), &format!("# P\n\nWords {round}.\n"));
            desktop.shows("/area/page/", &format!("Words {round}."));
            make_folder(&desktop.path(&format!("content/area/new-{round}")));
            write(&desktop.path(&format!("content/area/new-{round}/b.md")), "# B\n\nNew.\n");
            desktop.shows(&format!("/area/new-{round}/b/"), "New.");
            desktop.rests();
        }
    }
}

/// Runs git in a project, whatever this machine's own settings say.
fn git(desktop: &Desktop, arguments: &[&str]) {
    let output = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=A Writer",
            "-c",
            "user.email=writer@example.com",
            "-c",
            "core.autocrlf=false",
        ])
        .args(["-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(desktop.project.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn another_branch_is_checked_out_and_edits_are_stashed() {
    let desktop = Desktop::new(HANDBOOK);
    let page = |folder: usize, name: &str| desktop.path(&format!("content/area-{folder}/{name}.md"));
    let write_all = |names: &[String], words: &str| {
        for (number, name) in names.iter().enumerate() {
            make_folder(&desktop.path(&format!("content/area-{}", number % 3)));
            write(&page(number % 3, name), &format!("# P\n\n{words}\n"));
        }
    };
    let all_show = |names: &[String], words: &str| {
        let page = |(number, name)| desktop.has(&format!("/area-{}/{name}/", number % 3), words);
        names.iter().enumerate().try_for_each(page)
    };
    let all_gone = |names: &[String]| {
        let page = |(number, name)| desktop.has_not(&format!("/area-{}/{name}/", number % 3));
        names.iter().enumerate().try_for_each(page)
    };
    let names = |kind: &str| (0..10).map(|number| format!("{kind}-{number}")).collect::<Vec<_>>();
    let (changed, removed, added) = (names("changed"), names("removed"), names("added"));

    git(&desktop, &["init", "--quiet"]);
    write_all(&changed, "As it was.");
    write_all(&removed, "Only here.");
    git(&desktop, &["add", "--all"]);
    git(&desktop, &["commit", "--quiet", "--message", "One"]);
    git(&desktop, &["checkout", "--quiet", "-b", "other"]);
    write_all(&changed, "As it is.");
    write_all(&added, "Only there.");
    removed.iter().enumerate().for_each(|(number, name)| remove(&page(number % 3, name)));
    git(&desktop, &["add", "--all"]);
    git(&desktop, &["commit", "--quiet", "--message", "Two"]);

    for round in 0..8 {
        git(&desktop, &["checkout", "--quiet", "main"]);
        soon(SOON, || {
            all_show(&changed, "As it was.")?;
            all_show(&removed, "Only here.")?;
            all_gone(&added)
        });
        if round % 3 == 0 {
            desktop.rests();
        }
        git(&desktop, &["checkout", "--quiet", "other"]);
        soon(SOON, || {
            all_show(&changed, "As it is.")?;
            all_gone(&removed)?;
            all_show(&added, "Only there.")
        });
    }
    for round in 0..8 {
        let words = format!("Not yet done {round}.");
        write_all(&changed, &words);
        write_all(&removed, "Again.");
        soon(SOON, || all_show(&changed, &words));
        git(&desktop, &["stash", "--quiet", "--include-untracked"]);
        soon(SOON, || {
            all_show(&changed, "As it is.")?;
            all_gone(&removed)
        });
        if round % 3 == 0 {
            desktop.rests();
        }
        git(&desktop, &["stash", "pop", "--quiet"]);
        soon(SOON, || {
            all_show(&changed, &words)?;
            all_show(&removed, "Again.")
        });
        git(&desktop, &["checkout", "--quiet", "--", "."]);
        git(&desktop, &["clean", "--quiet", "--force", "-d"]);
    }
    desktop.has_no_error();
}

#[test]
fn a_theme_that_is_made_while_it_is_served() {
    let desktop = Desktop::new(HANDBOOK);
    for round in 0..3 {
        // An empty folder is nothing to show, so a page is edited to know when it was looked at.
        make_folder(&desktop.path("themes"));
        write(&desktop.path("content/a.md"), &format!("# A\n\nRound {round}.\n"));
        desktop.shows("/a/", &format!("Round {round}."));
        desktop.rests();
        write(&desktop.path("handbook.toml"), "title = \"H\"\ntheme = \"ours\"\n");
        soon(SOON, || match desktop.desk.notice("/")["error_count"].as_u64() {
            Some(1) => Ok(()),
            count => Err(format!("{count:?} errors: the theme is not there yet")),
        });
        desktop.rests();
        make_folder(&desktop.path("themes/ours/templates/parts"));
        let footer = desktop.path("themes/ours/templates/parts/footer.html");
        write(&footer, "<footer>Our own foot.</footer>");
        desktop.shows("/a/", "Our own foot.");
        desktop.rests();
        write(&footer, "<footer>Another foot.</footer>");
        desktop.shows("/a/", "Another foot.");
        desktop.has_no_error();
        write(&desktop.path("handbook.toml"), "title = \"H\"\n");
        desktop.shows("/a/", "colophon");
        desktop.rests();
        fs::remove_dir_all(desktop.path("themes")).expect("the theme can be removed");
    }
}

#[test]
fn a_record_of_editions_that_is_edited() {
    let desktop = Desktop::new(HANDBOOK);
    let has_errors = |wanted: bool| {
        soon(SOON, || match desktop.desk.notice("/")["error_count"].as_u64() {
            Some(count) if (count > 0) == wanted => Ok(()),
            count => Err(format!("{count:?} errors\n{}", desktop.desk.told())),
        });
    };
    make_folder(&desktop.path("editions"));
    for _ in 0..3 {
        write(&desktop.path("editions/2026-1.toml"), "title = \n");
        has_errors(true);
        desktop.rests();
        remove(&desktop.path("editions/2026-1.toml"));
        has_errors(false);
        desktop.rests();
    }
}

#[test]
fn settings_that_come_go_break_and_mend() {
    let desktop = Desktop::new(HANDBOOK);
    let settings = desktop.path("handbook.toml");
    for round in 0..5 {
        write(&settings, &format!("title = \"Title {round}\"\n"));
        desktop.shows("/a/", &format!("Title {round}"));
        write(&settings, "title = \n");
        soon(SOON, || match desktop.desk.notice("/a/")["errors"].as_array() {
            Some(errors) if errors.len() == 1 => Ok(()),
            errors => Err(format!("{errors:?}")),
        });
        desktop.has("/a/", &format!("Title {round}")).expect("the page is as it was");
        desktop.rests();
        write(&settings, &format!("title = \"Mended {round}\"\n"));
        desktop.shows("/a/", &format!("Mended {round}"));
        desktop.has_no_error();
        desktop.rests();
        remove(&settings);
        soon(SOON, || match desktop.desk.get("/a/").text().contains("Mended") {
            true => Err("the settings are still used".to_owned()),
            false => Ok(()),
        });
    }
}

#[test]
fn settings_without_which_a_folder_is_plain() {
    let desktop = Desktop::new("//- a.md\n# A\n\nPlain.\n//- deep/b.md\n# B\n\nDeep.\n");
    desktop.has("/deep/b/", "Deep.").expect("a plain folder is a handbook");
    for round in 0..5 {
        write(&desktop.path("handbook.toml"), "title = \"H\"\n");
        desktop.lacks("/deep/b/");
        desktop.rests();
        remove(&desktop.path("handbook.toml"));
        desktop.shows("/deep/b/", "Deep");
        desktop.rests();
        write(&desktop.path("deep/b.md"), &format!("# B\n\nDeep {round}.\n"));
        desktop.shows("/deep/b/", &format!("Deep {round}."));
        desktop.rests();
        make_folder(&desktop.path("content"));
        write(&desktop.path("content/c.md"), &format!("# C\n\nContent {round}.\n"));
        desktop.shows("/c/", &format!("Content {round}."));
        desktop.lacks("/deep/b/");
        desktop.rests();
        fs::remove_dir_all(desktop.path("content")).expect("it can be removed");
        desktop.shows("/deep/b/", "Deep");
        desktop.rests();
    }
}

#[test]
fn a_time_zone_that_is_still_being_typed() {
    let project = Project::new(HANDBOOK);
    let desktop = Desktop { desk: Desk::open_on_any_day(project.path()), project, rested: Cell::new(0) };
    desktop.rests();
    write(&desktop.path("handbook.toml"), "title = \"H\"\ntime_zone = \"Europe/Lond\"\n");
    soon(SOON, || match desktop.desk.told().contains("there is no time zone `Europe/Lond`") {
        true => Ok(()),
        false => Err(desktop.desk.told()),
    });
    write(&desktop.path("content/a.md"), "# A\n\nStill served.\n");
    desktop.shows("/a/", "Still served.");
    write(&desktop.path("handbook.toml"), "title = \"Here\"\ntime_zone = \"Europe/London\"\n");
    desktop.shows("/a/", "Here");
}
