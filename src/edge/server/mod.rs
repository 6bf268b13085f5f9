//! The live server: a handbook that is being written, over HTTP on this machine.
//!
//! Each connection has a thread, since there are few: open tabs and whoever else knocks. Heads are
//! bounded in size and time, connections in number; who is slow or idle makes room for others. Only
//! exact addresses of the site are answered, from memory; pictures are the one thing read from disk,
//! by a path that the build itself found.

mod client;
mod connections;
mod guard;
mod hub;
mod request;
mod response;
mod routes;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use guard::{Guard, new_token};
pub use hub::Hub;

use super::Error;
use crate::live::Live;
use connections::Connections;
use request::{Reading, Request};

/// How long a head may take to arrive, and a connection may wait for the next.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a client may leave an answer unread.
const WRITING: Duration = Duration::from_secs(10);
/// How long nobody can be let in before the listener is given up.
const HOPELESS: Duration = Duration::from_secs(600);
/// What a connection's thread may use; rendering a page nests.
const STACK: usize = 4 << 20;

/// What every connection is answered from.
#[derive(Debug)]
pub struct Server {
    /// The handbook.
    pub live: Arc<Live>,
    /// The project's folder, for pictures.
    pub root: PathBuf,
    /// Who is told when something changed.
    pub hub: Hub,
    /// Who may ask.
    pub guard: Guard,
    /// How an editor is opened: an address with `{file}`, `{line}` and `{column}`.
    pub editor: Option<String>,
}

impl Server {
    /// Answers whoever connects; returns only when the listener fails.
    pub fn run(self: &Arc<Self>, listener: &TcpListener) -> io::Error {
        let connections = Arc::new(Connections::default());
        let mut failing_since = None;
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    failing_since = None;
                    self.begin(stream, &connections);
                }
                // A client that went before it was answered.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                // No file handle is left: who is idle makes room, and else who reads will go some time.
                Err(error) => {
                    let since = *failing_since.get_or_insert_with(Instant::now);
                    if !connections.make_room() && since.elapsed() > HOPELESS {
                        return error;
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }

    fn begin(self: &Arc<Self>, stream: TcpStream, connections: &Arc<Connections>) {
        let Some(connection) = connections.admit(stream) else { return };
        let server = self.clone();
        let thread = std::thread::Builder::new().stack_size(STACK);
        // Without a thread the connection is dropped, which closes it.
        let _ = thread.spawn(move || {
            // A client that goes away is no trouble of ours.
            let _ = server.serve(&connection);
        });
    }

    fn serve(&self, connection: &connections::Connection) -> io::Result<()> {
        let stream: &TcpStream = connection.stream();
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITING))?;
        let mut reading = Reading::default();
        loop {
            connection.idle();
            let request = match reading.next(stream, PATIENCE)? {
                Ok(request) => request,
                Err(status) => return response::refuse(stream, status),
            };
            connection.busy();
            let goes_on = self.answer(stream, &request)?;
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Answers one request; returns whether the connection may ask again.
    fn answer(&self, stream: &TcpStream, request: &Request) -> io::Result<bool> {
        if let Some(refusal) = self.guard.refuses(request) {
            refusal.send(stream, request)?;
            return Ok(false);
        }
        match self.route(request) {
            routes::Route::Answer(response) => response.send(stream, request),
            routes::Route::Events(url) => {
                hub::stream(stream, self, &url)?;
                Ok(false)
            }
        }
    }
}

/// Listens at an address; when the port is taken, at the next one that is free.
pub fn listen(host: std::net::IpAddr, port: u16) -> Result<TcpListener, Error> {
    let mut last = None;
    for port in (port..=u16::MAX).take(if port == 0 { 1 } else { 50 }) {
        match TcpListener::bind(SocketAddr::new(host, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => {
                return Err(Error::Refused(format!("cannot listen on {host} port {port}: {error}")));
            }
        }
    }
    let error = last.map_or_else(String::new, |error| format!(": {error}"));
    Err(Error::Refused(format!(
        "the fifty ports from {port} are all in use; name another with `--port`{error}"
    )))
}
