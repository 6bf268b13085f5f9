//! Names of hosts, looked up: only machines that may be visited come out.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Why a name leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfound {
    /// Nobody has this name.
    NoHost,
    /// The name could not be looked up now.
    NotNow,
    /// It leads to a machine that may not be visited.
    Private,
}

impl fmt::Display for Unfound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoHost => "no such host",
            Self::NotNow => "names cannot be looked up",
            Self::Private => "a private address",
        })
    }
}

impl std::error::Error for Unfound {}

/// Looks names up as the system does, and leaves out machines that may not be visited. A connection
/// is made to what comes out, so no second look-up can lead elsewhere.
#[derive(Clone)]
pub struct Names {
    /// Which machines may be visited.
    pub may_visit: fn(IpAddr) -> bool,
    /// Whether any name was found, which says that names can be looked up.
    pub found_any: Arc<AtomicBool>,
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names")
    }
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let unfound = |why: Unfound| Error::Other(Box::new(why));
        if is_reserved(uri.host().unwrap_or_default()) {
            return Err(unfound(Unfound::NoHost));
        }
        let found =
            DefaultResolver::default().resolve(uri, config, timeout).map_err(|error| match error {
                Error::HostNotFound => unfound(Unfound::NoHost),
                Error::Io(error) if is_passing(&error.to_string()) => unfound(Unfound::NotNow),
                Error::Io(_) => unfound(Unfound::NoHost),
                other => other,
            })?;
        self.found_any.store(true, Ordering::Relaxed);
        let mut allowed = self.empty();
        found
            .iter()
            .filter(|address| (self.may_visit)(address.ip()))
            .for_each(|address| allowed.push(*address));
        if allowed.is_empty() { Err(unfound(Unfound::Private)) } else { Ok(allowed) }
    }
}

/// Returns whether a name is kept free of hosts for ever.
fn is_reserved(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    last.eq_ignore_ascii_case("invalid") || last.eq_ignore_ascii_case("test")
}

/// Returns whether the system says that it could not look a name up now; it has no better sign of
/// it than its words.
fn is_passing(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    ["temporar", "try again", "timed out", "non-recoverable"].iter().any(|sign| said.contains(sign))
}
