//! [`Connections`]: who is connected, so that somebody new always finds room.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The most connections at one time: two hundred open tabs, and twice as many that ask.
const MOST: usize = 600;

/// Who is connected.
#[derive(Debug, Default)]
pub struct Connections {
    all: Mutex<All>,
}

#[derive(Debug, Default)]
struct All {
    next: u64,
    open: BTreeMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    stream: Arc<TcpStream>,
    /// Since when nothing was asked; `None` while something is answered.
    idle: Option<Instant>,
}

/// One connection, which is closed and forgotten when this is dropped.
#[derive(Debug)]
pub struct Connection {
    number: u64,
    stream: Arc<TcpStream>,
    connections: Arc<Connections>,
}

impl Connections {
    /// Takes a connection in; where there is no room, the one that was idle longest goes. `None`
    /// when none is idle.
    pub fn admit(self: &Arc<Self>, stream: TcpStream) -> Option<Connection> {
        let stream = Arc::new(stream);
        let is_full = self.all().open.len() >= MOST;
        if is_full && !self.make_room() {
            return None;
        }
        let mut all = self.all();
        let number = all.next;
        all.next += 1;
        all.open.insert(number, Entry { stream: stream.clone(), idle: Some(Instant::now()) });
        Some(Connection { number, stream, connections: self.clone() })
    }

    /// Closes the connection that was idle longest; returns whether there was one.
    pub fn make_room(&self) -> bool {
        let mut all = self.all();
        let idle = all.open.iter().filter_map(|(number, entry)| Some((entry.idle?, *number)));
        let Some((_, number)) = idle.min() else { return false };
        if let Some(entry) = all.open.remove(&number) {
            let _ = entry.stream.shutdown(Shutdown::Both);
        }
        true
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, number: u64, idle: Option<Instant>) {
        if let Some(entry) = self.all().open.get_mut(&number) {
            entry.idle = idle;
        }
    }
}

impl Connection {
    /// Returns the connection itself.
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Says that nothing is being answered.
    pub fn idle(&self) {
        self.connections.note(self.number, Some(Instant::now()));
    }

    /// Says that something is being answered.
    pub fn busy(&self) {
        self.connections.note(self.number, None);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.all().open.remove(&self.number);
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
