//! The headers that go with every file: what a browser may do with a page, and how long it keeps a
//! file. One table, from which the live server, the file `_headers`, the snippet for nginx and the
//! policy inside each page are made. It knows no host.

/// What a page may load, as it says itself: a host that sends no headers cannot take it back.
pub const POLICY: &str = "default-src 'self';base-uri 'self';object-src 'none'";

/// A header of every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub value: &'static str,
    /// Whether it only makes sense over an encrypted connection.
    pub encrypted: bool,
}

/// The headers that make a browser careful.
///
/// A page cannot say `frame-ancestors` itself: it counts in a header alone.
pub const CAREFUL: &[Header] = &[
    Header::new(
        "Content-Security-Policy",
        "default-src 'self';base-uri 'self';object-src 'none';frame-ancestors 'none'",
    ),
    Header { encrypted: true, ..Header::new("Strict-Transport-Security", "max-age=31536000") },
    Header::new("X-Content-Type-Options", "nosniff"),
    Header::new("Referrer-Policy", "no-referrer"),
    Header::new("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    Header::new("Cross-Origin-Opener-Policy", "same-origin"),
    Header::new("Cross-Origin-Resource-Policy", "same-origin"),
];

/// What search engines are told beside what each page says: pictures and lists have no place for it.
pub const UNLISTED: Header = Header::new("X-Robots-Tag", "noindex");

/// How a page is kept: it is asked for anew each time, and sent only when it has changed.
pub const ASKED_FOR: &str = "no-cache";

/// How a file is kept whose name changes with its content. Only who reads a public handbook may find
/// it in a cache that many share.
pub const fn kept(public: bool) -> &'static str {
    match public {
        true => "public, max-age=31536000, immutable",
        false => "private, max-age=31536000, immutable",
    }
}

impl Header {
    const fn new(name: &'static str, value: &'static str) -> Self {
        Self { name, value, encrypted: false }
    }
}

#[cfg(test)]
mod tests {
    use super::{CAREFUL, POLICY};

    #[test]
    fn the_header_says_what_the_page_says_and_who_may_frame_it() {
        assert_eq!(CAREFUL[0].value, format!("{POLICY};frame-ancestors 'none'"));
    }
}
