//! Asks hosts elsewhere whether an address is there: for `deskbook check --external`, never for a build.
//!
//! Hosts are asked side by side and each host one question at a time with a pause between, as an
//! impatient reader would and no faster. Who says "later" is asked later, once more; who did not
//! answer twice is left alone. Every hop of a redirect is looked at before it is followed: what
//! `Manners` does not let us visit is never connected to, also when a name leads there.

mod ask;
mod names;
pub mod remember;

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ask::{Asker, Trial};
use url::Url;

use crate::build::Progress;
use crate::external::{Address, Answer, is_public};

/// How hosts are asked.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Which machines may be asked.
    pub may_visit: fn(IpAddr) -> bool,
    /// Whether the proxy that the environment names is used; it is then what connects.
    pub proxy: bool,
    /// How many hosts are asked side by side.
    pub hosts: usize,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long a host is left alone between two questions.
    pub pause: Duration,
    /// How long we wait at most when a host asks for it.
    pub patience: Duration,
    /// How often a question is put when the answer is "later", or none.
    pub tries: u32,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            may_visit: is_public,
            proxy: true,
            hosts: 8,
            timeout: Duration::from_secs(20),
            pause: Duration::from_millis(250),
            patience: Duration::from_secs(30),
            tries: 2,
        }
    }
}

/// So many addresses in a row without any answer, and a host is not asked again.
const SILENT: usize = 2;

/// Asks for every address and returns what became of each.
pub fn visit(addresses: &[Address], manners: &Manners, progress: &Progress) -> BTreeMap<Url, Answer> {
    progress.total.store(addresses.len(), Ordering::Relaxed);
    let mut by_host: BTreeMap<&str, Vec<&Address>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address.url.host_str().unwrap_or_default()).or_default().push(address);
    }
    let asker = Asker::new(manners);
    let hosts = Mutex::new(by_host.into_values().collect::<VecDeque<_>>());
    let trials = Mutex::new(BTreeMap::new());
    let next = || hosts.lock().map(|mut hosts| hosts.pop_front()).unwrap_or_default();
    std::thread::scope(|scope| {
        for _ in 0..manners.hosts {
            scope.spawn(|| {
                while let Some(addresses) = next() {
                    let of_host = of_host(&asker, &addresses, manners, progress);
                    if let Ok(mut trials) = trials.lock() {
                        trials.extend(of_host);
                    }
                }
            });
        }
    });
    let is_online = asker.found_any_name();
    let answer = |trial| match trial {
        Trial::Answer(answer) => answer,
        Trial::Silence(reason) => Answer::Doubtful(reason),
        Trial::NoHost(reason) if is_online => Answer::Gone(reason),
        Trial::NoHost(reason) => Answer::Doubtful(format!(
            "{reason}, and no other host could be looked up: is this machine offline?"
        )),
    };
    let trials = trials.into_inner().unwrap_or_default();
    trials.into_iter().map(|(url, trial)| (url, answer(trial))).collect()
}

/// Asks one host for its addresses, one after the other.
fn of_host(
    asker: &Asker,
    addresses: &[&Address],
    manners: &Manners,
    progress: &Progress,
) -> Vec<(Url, Trial)> {
    let mut silent = 0;
    let mut trials = Vec::new();
    for (number, address) in addresses.iter().enumerate() {
        if number > 0 && silent < SILENT {
            std::thread::sleep(manners.pause);
        }
        let trial = match silent < SILENT {
            true => asker.ask(address),
            false => Trial::Silence("was not asked, since its host gave no answer before".into()),
        };
        silent = if matches!(trial, Trial::Silence(_)) { silent + 1 } else { 0 };
        trials.push((address.url.clone(), trial));
        progress.step();
    }
    trials
}
