//! [`Request`]: the head of a request, bounded in size and time. Bodies are never read.

use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The most bytes that a head may have.
const MOST_BYTES: usize = 16 << 10;
/// The most headers.
const MOST_HEADERS: usize = 64;

/// What a client asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD` or something else.
    pub method: String,
    /// The target as it was sent.
    pub target: String,
    /// Whether the client may ask again on this connection.
    pub keep_alive: bool,
    headers: Vec<(String, String)>,
}

impl Request {
    /// Returns every value of a header; `name` is in lower case.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns a header that stands there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.all(name);
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    /// Returns whether only the head of the answer is wanted.
    pub fn is_head(&self) -> bool {
        self.method == "HEAD"
    }
}

/// A status with which a head is refused.
pub type Refused = (u16, &'static str);

/// What of a connection was read and not used yet.
#[derive(Debug, Default)]
pub struct Reading {
    bytes: Vec<u8>,
}

impl Reading {
    /// Reads the next head. An error of the connection ends it; a head that cannot be answered is
    /// returned as the status that says why.
    pub fn next(
        &mut self,
        mut stream: &TcpStream,
        patience: Duration,
    ) -> io::Result<Result<Request, Refused>> {
        let until = Instant::now() + patience;
        let mut buffer = [0; 4096];
        loop {
            if let Some(parsed) = self.parse() {
                return Ok(parsed);
            }
            if self.bytes.len() >= MOST_BYTES {
                return Ok(Err((431, "Request Header Fields Too Large")));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            stream.set_read_timeout(Some(left))?;
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.bytes.extend_from_slice(&buffer[..read]);
        }
    }

    /// Takes a head from what was read; `None` while it is not whole.
    fn parse(&mut self) -> Option<Result<Request, Refused>> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut head = httparse::Request::new(&mut headers);
        match head.parse(&self.bytes) {
            Ok(httparse::Status::Partial) => None,
            Ok(httparse::Status::Complete(end)) if end > MOST_BYTES => {
                Some(Err((431, "Request Header Fields Too Large")))
            }
            Ok(httparse::Status::Complete(end)) => {
                let request = request(&head);
                self.bytes.drain(..end);
                Some(Ok(request))
            }
            Err(httparse::Error::TooManyHeaders) => Some(Err((431, "Request Header Fields Too Large"))),
            Err(_) => Some(Err((400, "Bad Request"))),
        }
    }
}

fn request(head: &httparse::Request) -> Request {
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|header| {
            (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).trim().to_owned())
        })
        .collect();
    let says = |name: &str, word: &str| {
        let found = headers.iter().find(|(known, _)| known == name);
        found.is_some_and(|(_, value)| value.to_ascii_lowercase().contains(word))
    };
    let has_body = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" || name == "content-length" && value != "0");
    Request {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        // What follows a body that is not read would be taken for the next head.
        keep_alive: head.version == Some(1) && !says("connection", "close") && !has_body,
        headers,
    }
}
