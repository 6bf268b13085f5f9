//! What publishes a handbook: the files that `deskbook init --ci` writes are what their hosts read, ask
//! for no more than they need, and do what they say, tried out with every command that they run.

mod bucket;
mod desk;
mod forms;
mod github;
mod gitlab;
mod install;

use std::collections::BTreeMap;

use deskbook::starter::{Host, Source};
use serde_json::Value;

const HOSTS: [Host; 5] = [Host::GitHub, Host::GitLab, Host::Netlify, Host::Cloudflare, Host::S3];

fn releases() -> Source {
    Source::Releases("https://code.example/deskbook/releases/download".to_owned())
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn complaints(schema: &str, file: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    validator.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The workflows of a host by their names, as data.
fn workflows(host: Host) -> BTreeMap<String, Value> {
    let files = host.files(&Source::Crate).into_iter();
    let workflows = files
        .filter_map(|(path, text)| Some((path.strip_prefix(".github/workflows/")?.to_owned(), yaml(&text))));
    workflows.collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn jobs(workflow: &Value) -> impl Iterator<Item = (&String, &Value)> {
    workflow["jobs"].as_object().expect("jobs").iter()
}

#[test]
fn every_file_is_what_its_host_reads() {
    for (host, source) in HOSTS.iter().flat_map(|host| [(host, Source::Crate), (host, releases())]) {
        let mut held = 0;
        for (path, text) in host.files(&source) {
            assert!(!text.contains('\r') && text.ends_with('\n'), "{path}");
            for word in ["@VERSION@", "@RELEASES@", "@IMAGE@", "@KEPT", "@ASKED"] {
                assert!(!text.contains(word), "{path} still has {word}");
            }
            let schema = match path.as_str() {
                ".gitlab-ci.yml" => include_str!("../../schemas/gitlab-ci.json"),
                path if path.ends_with("/action.yml") => include_str!("../../schemas/github-action.json"),
                path if path.ends_with(".yml") => include_str!("../../schemas/github-workflow.json"),
                "netlify.toml" => {
                    text.parse::<toml::Table>().expect("TOML");
                    continue;
                }
                _ => continue,
            };
            assert_eq!(complaints(schema, &yaml(&text)), [""; 0], "{path} of {host:?}");
            held += 1;
        }
        assert_eq!(held, if *host == Host::GitLab { 1 } else { 4 }, "{host:?}");
    }
    let wrong = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uzes: a\n";
    assert!(!complaints(include_str!("../../schemas/github-workflow.json"), &yaml(wrong)).is_empty());
}

/// Whoever opens a pull request or fills in a form writes text that a shell must never read as a
/// command, and no job may do more than it has to.
#[test]
fn workflows_trust_nobody_more_than_they_must() {
    for host in HOSTS {
        for (name, workflow) in workflows(host) {
            assert_eq!(workflow["permissions"], serde_json::json!({}), "{name} asks for nothing as a whole");
            assert_eq!(
                workflow["defaults"]["run"]["shell"], "bash",
                "{name} stops at the first failure of a pipe"
            );
            assert!(workflow["on"].get("pull_request_target").is_none(), "{name}");
            for (job, parts) in jobs(&workflow) {
                let at = format!("{job} in {name} of {host:?}");
                assert!(parts["timeout-minutes"].is_u64() && parts["permissions"].is_object(), "{at}");
                let permissions = parts["permissions"].as_object().expect("permissions");
                let writes: Vec<&str> = permissions
                    .iter()
                    .filter_map(|(what, how)| (how == "write").then_some(what.as_str()))
                    .collect();
                let expected: &[&str] = match job.as_str() {
                    "comment" => &["pull-requests"],
                    "release" | "correct" => &["contents", "pull-requests"],
                    "publish" if host == Host::GitHub => &["id-token", "pages"],
                    _ => &[],
                };
                assert_eq!(writes, expected, "{at}");
                for step in list(&parts["steps"]) {
                    step_is_careful(step, writes.contains(&"contents"), &at);
                }
                let runs_on_forks = parts["if"].as_str().is_none_or(|condition| {
                    !condition.contains("head.repo.full_name == github.repository")
                        && !condition.contains("github.event_name != 'pull_request'")
                });
                let has_secrets = parts.to_string().contains("secrets.") || !writes.is_empty();
                let by_hand = workflow["on"].get("workflow_dispatch").is_some()
                    && workflow["on"].get("pull_request").is_none();
                assert!(!(runs_on_forks && has_secrets) || by_hand, "{at} has something to lose");
            }
        }
    }
}

fn step_is_careful(step: &Value, pushes: bool, at: &str) {
    if let Some(run) = step["run"].as_str() {
        assert!(!run.contains("${{"), "{at}: a shell reads what somebody else wrote in {run}");
    }
    let Some(uses) = step["uses"].as_str() else { return };
    if uses.starts_with("./") {
        return;
    }
    let (action, version) = uses.split_once('@').unwrap_or_else(|| panic!("{at}: {uses} has no version"));
    assert!(action.starts_with("actions/"), "{at}: {uses} is of others than the host");
    assert!(version.strip_prefix('v').is_some_and(|number| number.parse::<u8>().is_ok()), "{at}: {uses}");
    if action == "actions/checkout" {
        if at != "our own" {
            assert_eq!(step["with"]["fetch-depth"], 0, "{at}: editions stand in the history");
        }
        assert_eq!(step["with"]["persist-credentials"] != false, pushes, "{at}");
    }
}

#[test]
fn a_handbook_is_checked_every_day_and_published_from_the_main_branch_when_it_may_be() {
    for host in HOSTS.into_iter().filter(|host| *host != Host::GitLab) {
        let workflow = &workflows(host)["handbook.yml"];
        let cron = workflow["on"]["schedule"][0]["cron"].as_str().expect("a time");
        assert!(cron.ends_with(" * * *"), "{cron} is once a day");
        let publish = &workflow["jobs"]["publish"];
        assert_eq!(publish["needs"], "check");
        let condition = publish["if"].as_str().expect("a condition");
        for part in [
            "needs.check.outputs.publish == 'yes'",
            "github.event_name != 'pull_request'",
            "github.ref_name == github.event.repository.default_branch",
        ] {
            assert!(condition.contains(part), "{host:?}: {condition}");
        }
        for (job, parts) in jobs(workflow).filter(|(job, _)| job.starts_with("preview-")) {
            let condition = parts["if"].as_str().expect("a condition");
            assert!(
                condition.contains("needs.check.outputs.publish == 'yes'"),
                "{job} shows it to strangers"
            );
            assert!(parts["name"].as_str().is_some_and(|name| name.ends_with("not in force")));
        }
    }
}
