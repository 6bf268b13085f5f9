//! Whether a handbook may go to a host: in the settings, yes or no with the reason.
//!
//! A static site cannot ask who reads it, so a handbook that is private goes nowhere until somebody
//! has written down what asks in its place. It looks at no host: whether that is so, a person knows.

use crate::audience::{Audience, Readers};
use crate::config::Config;
use crate::diag::{Diagnostic, Level};

/// Says why a handbook may be published for these readers; the error says why not, and what to do.
///
/// Either is one line, so that a workflow can say it in a command.
/// Settings that cannot be read allow nothing, `found` being what was found in them.
pub fn may_publish(config: &Config, found: &[Diagnostic], readers: &Readers) -> Result<String, String> {
    if found.iter().any(|finding| finding.level == Level::Error) {
        return Err("not published: `handbook.toml` has errors, so it is not known who may read the \
                    handbook; `deskbook check` shows them"
            .to_owned());
    }
    if let Readers::Named(name) = readers
        && config.audiences.named(name) == Audience::NOBODY
    {
        return Err(format!("not published: `handbook.toml` names no audience `{name}`"));
    }
    let reader = config.audiences.of(readers);
    match (config.is_public_for(reader), &config.login) {
        (true, _) => Ok("everybody may read this handbook (`access = \"public\"`)".to_owned()),
        (false, Some(login)) => Ok(format!(
            "readers are asked to log in: {}",
            login.split_whitespace().collect::<Vec<_>>().join(" ")
        )),
        (false, None) if config.public => Err(format!(
            "not published: this build is for `{}`, and nothing is known to ask its readers to log in; build and ask \
             with `--audience {}`, or set a login up on the host and write into `handbook.toml` what it is, as \
             `login = \"…\"`",
            config.audiences.name(reader).unwrap_or_default(),
            config.audiences.names().next().unwrap_or_default(),
        )),
        (false, None) => Err("not published: this handbook is private, and nothing is known to ask its \
                              readers to log in; set that up on the host, then write into `handbook.toml` \
                              what it is, as `login = \"…\"`, or `access = \"public\"` if everybody may \
                              read it"
            .to_owned()),
    }
}
