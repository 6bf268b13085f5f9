//! [`Hub`]: tells open pages that something changed, as server-sent events.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Server;
use super::response::always;
use crate::source::Url;

/// How often a page is written to when there is nothing to say, so that one that went is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Counts what changed, and wakes whoever waits for it.
#[derive(Debug, Default)]
pub struct Hub {
    changes: Mutex<u64>,
    changed: Condvar,
}

impl Hub {
    /// Says that something changed.
    pub fn tell(&self) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }

    /// Waits until there were more changes than `seen`, or long enough; returns how many there were.
    pub fn wait(&self, seen: u64) -> u64 {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(changes, HEARTBEAT, |changes| *changes <= seen);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn now(&self) -> u64 {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the page at an address what concerns it, until it goes.
pub fn stream(mut stream: &TcpStream, server: &Server, url: &Url) -> io::Result<()> {
    let always = always();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n{always}connection: close\r\n\r\nretry: 400\n\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut told = None;
    let mut seen = server.hub.now();
    loop {
        let notice = server.live.notice(url);
        if notice.is_some() && notice != told {
            let json = serde_json::to_string(&notice).map_err(io::Error::other)?;
            stream.write_all(format!("data: {json}\n\n").as_bytes())?;
            told = notice;
        }
        let now = server.hub.wait(seen);
        if now == seen {
            stream.write_all(b": still here\n\n")?;
        }
        seen = now;
    }
}
