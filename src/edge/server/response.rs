//! [`Response`]: a status, a few headers and bytes.

use std::io::{self, Write};
use std::net::TcpStream;

use bytes::Bytes;

use super::request::{Refused, Request};
use crate::headers::CAREFUL;

/// Returns the headers of every answer: nothing is taken for what it is not, shown in another site's
/// frame or read by another site's script.
pub fn always() -> String {
    let plain = CAREFUL.iter().filter(|header| !header.encrypted);
    plain.map(|header| format!("{}: {}\r\n", header.name.to_ascii_lowercase(), header.value)).collect()
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// What is sent.
    pub body: Bytes,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

impl Response {
    /// Returns an answer with a type.
    pub fn new(status: u16, kind: &str, body: impl Into<Bytes>) -> Self {
        Self { status, body: body.into(), headers: vec![("content-type", kind.to_owned())] }
    }

    /// Returns a plain text.
    pub fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }

    /// Returns the way to another address of this server.
    pub fn moved(status: u16, to: String) -> Self {
        Self { status, body: Bytes::new(), headers: vec![("location", to)] }
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sends the answer; returns whether the connection may ask again.
    pub fn send(&self, mut stream: &TcpStream, request: &Request) -> io::Result<bool> {
        let keep = request.keep_alive && self.status < 400;
        let mut bytes = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend(format!("{name}: {value}\r\n").bytes());
        }
        bytes.extend(always().bytes());
        bytes.extend(b"cache-control: no-cache\r\n");
        bytes.extend(if keep { &b"connection: keep-alive\r\n"[..] } else { b"connection: close\r\n" });
        bytes.extend(format!("content-length: {}\r\n\r\n", self.body.len()).bytes());
        if !request.is_head() {
            bytes.extend(&self.body);
        }
        stream.write_all(&bytes)?;
        Ok(keep)
    }
}

/// Refuses a head that cannot be answered, and lets the connection end.
pub fn refuse(mut stream: &TcpStream, (status, reason): Refused) -> io::Result<()> {
    let always = always();
    let head =
        format!("HTTP/1.1 {status} {reason}\r\n{always}connection: close\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        303 => "See Other",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        503 => "Service Unavailable",
        _ => "Error",
    }
}
