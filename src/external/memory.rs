//! [`Memory`]: what was found lately, so that nobody is asked the same every day.
//!
//! Only what was well is remembered; whatever was not is asked for again. A memory that cannot be
//! read is an empty one, and deleting it costs nothing but time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Address, Answer};

/// The addresses that were well, each with the day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// By address.
    found: BTreeMap<String, Found>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    /// The day.
    on: String,
    /// The ids that its page had, of those asked for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    with: BTreeSet<String>,
}

impl Memory {
    /// Reads what a former run remembered.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Returns it as text, to be read again.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a memory is plain data") + "\n"
    }

    /// Returns whether an address was well no longer ago than so many days.
    pub fn knows(&self, address: &Address, today: Date, days: i64) -> bool {
        let Some(found) = self.found.get(address.url.as_str()) else { return false };
        let age =
            found.on.parse().ok().and_then(|on: Date| Some((today - on).get_days()).filter(|_| on <= today));
        age.is_some_and(|age| i64::from(age) <= days)
            && address.ids().iter().all(|id| found.with.contains(*id))
    }

    /// Takes in what was found today, and forgets what the handbook no longer leads to.
    pub fn learn(&mut self, addresses: &[Address], answers: &BTreeMap<Url, Answer>, today: Date) {
        let linked: BTreeSet<&str> = addresses.iter().map(|address| address.url.as_str()).collect();
        self.found.retain(|url, _| linked.contains(url.as_str()));
        for address in addresses {
            let url = address.url.to_string();
            match answers.get(&address.url) {
                Some(Answer::There(lacking)) if lacking.is_empty() => {
                    let with = address.ids().into_iter().map(str::to_owned).collect();
                    self.found.insert(url, Found { on: today.to_string(), with });
                }
                Some(_) => {
                    self.found.remove(&url);
                }
                None => {}
            }
        }
    }
}
