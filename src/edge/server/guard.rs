//! [`Guard`]: who may ask.
//!
//! A page of another site can make a browser ask this server. So the host that was asked for must be
//! one that the server goes by (else a name that leads here would read everything: DNS rebinding), a
//! request that names its origin must come from the server's own pages, and beyond this machine
//! whoever asks must have the token of the printed link.

use std::net::{IpAddr, SocketAddr};

use super::request::Request;
use super::response::Response;

/// The cookie that holds the token, once the link was opened.
const COOKIE: &str = "deskbook-token";

/// Who may ask.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Where the server listens.
    pub address: SocketAddr,
    /// What whoever asks must know, when the server can be reached from elsewhere.
    pub token: Option<String>,
}

/// Returns a token that nobody guesses: 128 bits in hexadecimal.
pub fn new_token() -> Result<String, super::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| super::Error::Refused(format!("the system gives no random numbers: {error}")))?;
    Ok(crate::source::hex(&bytes))
}

impl Guard {
    /// Returns the answer to a request that is refused, or that only brings the token.
    pub fn refuses(&self, request: &Request) -> Option<Response> {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            let refusal = Response::text(405, "only GET and HEAD are answered here\n");
            return Some(refusal.with("allow", "GET, HEAD".to_owned()));
        }
        let Some(host) = request.header("host").filter(|host| self.is_ours(host)) else {
            return Some(Response::text(421, "this server does not go by that name\n"));
        };
        let own = format!("http://{host}");
        if request.all("origin").any(|origin| !origin.eq_ignore_ascii_case(&own)) {
            return Some(Response::text(403, "pages of other sites may not ask here\n"));
        }
        self.lacks_token(request)
    }

    /// Returns whether the server goes by a name: this machine's own, or an address in numbers, which
    /// no name server can turn elsewhere.
    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.strip_prefix('[') {
            Some(rest) => match rest.split_once(']') {
                Some((name, rest)) => (name, rest.strip_prefix(':')),
                None => return false,
            },
            None => match host.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (host, None),
            },
        };
        let port = match port {
            Some(port) => port.parse().ok(),
            None => Some(80),
        };
        if port != Some(self.address.port()) {
            return false;
        }
        match name.parse::<IpAddr>() {
            Ok(number) if self.token.is_some() => number.is_loopback() || !number.is_unspecified(),
            Ok(number) => number.is_loopback(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }

    fn lacks_token(&self, request: &Request) -> Option<Response> {
        let token = self.token.as_ref()?;
        let cookies = request.all("cookie").flat_map(|line| line.split(';'));
        let mut held = cookies.filter_map(|cookie| cookie.trim().split_once('='));
        if held.any(|(name, value)| name == COOKIE && is_same(value, token)) {
            return None;
        }
        let brought = request.target.split_once("?token=");
        Some(match brought {
            Some((path, value)) if is_same(value, token) && is_plain(path) => {
                Response::moved(303, path.to_owned())
                    .with("set-cookie", format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"))
            }
            _ => Response::text(403, "open the link that `deskbook serve` printed: it holds a token\n"),
        })
    }
}

/// Returns whether an address leads to this server and nowhere else.
fn is_plain(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
}

/// Compares without telling by the time it takes how much was right.
fn is_same(given: &str, token: &str) -> bool {
    given.len() == token.len()
        && given.bytes().zip(token.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}
