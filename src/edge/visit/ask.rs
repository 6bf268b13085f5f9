//! One address, asked for: which method, which hops, and what an answer or its absence means.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ureq::http::{Method, Request, Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error, Proxy};
use url::{Host, Url};

use super::Manners;
use super::names::{Names, Unfound};
use crate::external::{Address, Answer, has_id};

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// There was an answer, or none is needed.
    Answer(Answer),
    /// There was none.
    Silence(String),
    /// There is nobody to ask.
    NoHost(String),
}

/// What came of one try.
enum Try {
    Done(Trial),
    /// It may go better later; so the host says how much later.
    Later(Trial, Option<Duration>),
}

/// Whoever follows more redirects than this has been sent round.
const MOST_HOPS: usize = 10;
/// No more of a page is read when an id is looked for.
const MOST_BYTES: u64 = 2 * 1024 * 1024;
/// Who asks.
const NAME: &str = concat!("Deskbook/", env!("CARGO_PKG_VERSION"), " (link check)");

/// Asks hosts.
pub struct Asker<'a> {
    agent: Agent,
    manners: &'a Manners,
    found_any: Arc<AtomicBool>,
}

impl<'a> Asker<'a> {
    /// Returns one with these manners.
    pub fn new(manners: &'a Manners) -> Self {
        let crypto = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(crypto)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(Proxy::try_from_env().filter(|_| manners.proxy))
            .user_agent(NAME)
            .accept("text/html, */*;q=0.8")
            .timeout_global(Some(manners.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        let found_any = Arc::new(AtomicBool::new(false));
        let names = Names { may_visit: manners.may_visit, found_any: found_any.clone() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), names), manners, found_any }
    }

    /// Returns whether any name of a host was found so far.
    pub fn found_any_name(&self) -> bool {
        self.found_any.load(Ordering::Relaxed)
    }

    /// Asks for an address, more than once when that may help.
    pub fn ask(&self, address: &Address) -> Trial {
        let mut tries = 1;
        loop {
            match self.once(address) {
                Try::Done(trial) => return trial,
                Try::Later(trial, wait) => {
                    let wait = wait.unwrap_or(self.manners.pause * 2 * tries);
                    if tries >= self.manners.tries || wait > self.manners.patience {
                        return trial;
                    }
                    std::thread::sleep(wait);
                    tries += 1;
                }
            }
        }
    }

    fn once(&self, address: &Address) -> Try {
        let ids = address.ids();
        // A page that is searched for an id must be sent; of others the head says enough.
        let mut method = if ids.is_empty() { Method::HEAD } else { Method::GET };
        let mut url = address.url.clone();
        let mut seen = BTreeSet::new();
        while seen.len() < MOST_HOPS {
            if !self.may_visit(&url) {
                return Try::Done(Trial::Answer(private(seen.is_empty())));
            }
            let response = match self.request(&method, &url) {
                Ok(response) => response,
                Err(error) if method == Method::HEAD && is_broken(&error) => {
                    method = Method::GET;
                    continue;
                }
                Err(error) => return self.failed(&error, &url, seen.is_empty()),
            };
            let status = response.status();
            if let Some(target) = onward(&response) {
                if !seen.insert(url.clone()) {
                    return doubtful("leads round in a circle");
                }
                match url.join(&target) {
                    Ok(next) if matches!(next.scheme(), "http" | "https") => url = next,
                    _ => return doubtful("leads on to what is no address"),
                }
                continue;
            }
            match status.as_u16() {
                429 | 503 => return later(status, wait(&response)),
                // Many hosts answer only those who want the whole page.
                400.. if method == Method::HEAD => method = Method::GET,
                404 | 410 => return Try::Done(Trial::Answer(Answer::Gone(answers(status)))),
                // Who asks for a login has the page, and cannot be asked for more.
                401 => return Try::Done(Trial::Answer(Answer::There(BTreeSet::new()))),
                500.. => return later(status, None),
                400.. => return doubtful(&answers(status)),
                _ => return Try::Done(Trial::Answer(there(response, &ids))),
            }
        }
        doubtful(&format!("leads on more than {MOST_HOPS} times"))
    }

    fn request(&self, method: &Method, url: &Url) -> Result<Response<Body>, Error> {
        let request = Request::builder().method(method.clone()).uri(url.as_str()).body(())?;
        self.agent.run(request)
    }

    /// Returns whether an address that names a machine by number names one that may be visited. What
    /// a name leads to is looked at when it is looked up.
    fn may_visit(&self, url: &Url) -> bool {
        match url.host() {
            Some(Host::Ipv4(address)) => (self.manners.may_visit)(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => (self.manners.may_visit)(IpAddr::V6(address)),
            Some(Host::Domain(_)) => true,
            None => false,
        }
    }

    /// Says what it means that there is no answer.
    fn failed(&self, error: &Error, url: &Url, is_first: bool) -> Try {
        let host = url.host_str().unwrap_or_default();
        if let Error::Other(other) = error
            && let Some(unfound) = other.downcast_ref::<Unfound>()
        {
            return match unfound {
                Unfound::Private => Try::Done(Trial::Answer(private(is_first))),
                Unfound::NotNow => {
                    silence(format!("could not be asked for, since `{host}` cannot be looked up now"))
                }
                Unfound::NoHost if is_first => {
                    Try::Done(Trial::NoHost(format!("names a host that does not exist, `{host}`")))
                }
                Unfound::NoHost => doubtful(&format!("leads on to a host that does not exist, `{host}`")),
            };
        }
        match error {
            Error::Timeout(_) => {
                silence(format!("did not answer within {} s", self.manners.timeout.as_secs_f64()))
            }
            Error::Io(error) if error.kind() == ErrorKind::TimedOut => {
                silence(format!("did not answer within {} s", self.manners.timeout.as_secs_f64()))
            }
            Error::Rustls(error) => insecure(error),
            Error::Tls(_) => doubtful("cannot be reached over a secure connection"),
            Error::Io(error) => match secured(error) {
                Some(error) => insecure(error),
                None if error.kind() == ErrorKind::ConnectionRefused => {
                    silence("refused the connection".into())
                }
                None => silence("broke the connection off".into()),
            },
            Error::BadUri(_) | Error::Http(_) => doubtful("is no address that can be asked for"),
            Error::Protocol(_) | Error::LargeResponseHeader(..) => {
                doubtful("answers in no words that can be understood")
            }
            _ => silence("could not be reached".into()),
        }
    }
}

/// Looks for ids in a page that is there.
fn there(response: Response<Body>, ids: &BTreeSet<&str>) -> Answer {
    let lacking = |ids: Vec<&&str>| Answer::There(ids.into_iter().map(|id| (*id).to_owned()).collect());
    if ids.is_empty() || !is_page(&response) {
        return lacking(Vec::new());
    }
    let mut page = Vec::new();
    let read = response.into_body().into_reader().take(MOST_BYTES).read_to_end(&mut page);
    let missing: Vec<&&str> = ids.iter().filter(|id| !has_id(&page, id)).collect();
    match read {
        _ if missing.is_empty() => lacking(missing),
        Err(_) => Answer::Doubtful("broke off, or took too long, before its page was read".into()),
        // What stands further down nobody has seen.
        Ok(_) if page.len() as u64 >= MOST_BYTES => lacking(Vec::new()),
        Ok(_) => lacking(missing),
    }
}

/// Returns where an answer sends on.
fn onward(response: &Response<Body>) -> Option<String> {
    let location = response.headers().get("location").filter(|_| response.status().is_redirection())?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// Returns how long the host asks to wait; days and hours of the calendar are longer than we do.
fn wait(response: &Response<Body>) -> Option<Duration> {
    let asked = response.headers().get("retry-after")?.to_str().ok()?.trim();
    Some(asked.parse().map_or(Duration::MAX, Duration::from_secs))
}

fn is_page(response: &Response<Body>) -> bool {
    let header =
        |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = header("content-type").to_ascii_lowercase();
    let is_plain = matches!(header("content-encoding"), "" | "identity");
    is_plain && (kind.starts_with("text/html") || kind.starts_with("application/xhtml"))
}

fn private(is_first: bool) -> Answer {
    match is_first {
        true => Answer::Private,
        false => Answer::Doubtful("leads on into a private network, where it was not followed".into()),
    }
}

fn doubtful(reason: &str) -> Try {
    Try::Done(Trial::Answer(Answer::Doubtful(reason.to_owned())))
}

fn later(status: StatusCode, wait: Option<Duration>) -> Try {
    Try::Later(Trial::Answer(Answer::Doubtful(answers(status))), wait)
}

fn silence(reason: String) -> Try {
    Try::Later(Trial::Silence(reason), None)
}

fn insecure(error: &rustls::Error) -> Try {
    doubtful(match error {
        rustls::Error::InvalidCertificate(_) => "has a certificate that cannot be trusted",
        _ => "cannot be reached over a secure connection",
    })
}

/// Returns the trouble with a secure connection that an error is about.
fn secured(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Returns whether the connection broke; some hosts do so to whoever asks for a head alone.
fn is_broken(error: &Error) -> bool {
    match error {
        Error::Io(error) => {
            secured(error).is_none()
                && !matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::ConnectionRefused)
        }
        Error::Protocol(_) => true,
        _ => false,
    }
}

/// Returns an answer in words; those of the host itself are not passed on.
fn answers(status: StatusCode) -> String {
    let words = status.canonical_reason().map(|words| format!(", \"{}\"", words.to_lowercase()));
    format!("answers {}{}", status.as_u16(), words.unwrap_or_default())
}
