//! What other sites, other machines and broken clients may try: none of it gets a file that is not
//! the site's, and none of it keeps the writer from reading.

use std::fs;
use std::time::{Duration, Instant};

use super::{Desk, Dice, Line, Reply, soon};
use crate::program::Project;

/// Words that stand in files and in no page.
const MARKS: [&str; 3] = ["mark of the settings", "**mark of the source**", "mark of the outside"];

const HANDBOOK: &str = "//- book/handbook.toml
# mark of the settings
title = \"H\"
//- book/content/index.md
# H

A **mark of the source** and [a](a.md).
//- book/content/a.md
# A

Words.
//- book/static/logo.svg
<svg/>
//- outside.txt
mark of the outside
";

/// A served handbook that is under attack.
struct Target {
    desk: Desk,
    project: Project,
}

impl Target {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(arguments: &[&str]) -> Self {
        let project = Project::new(HANDBOOK);
        Self { desk: Desk::open_with(&project.path().join("book"), arguments), project }
    }

    /// Sends what an attacker sends; its answer is one of these, or none if 0 is among them. Then an
    /// ordinary reader is served.
    fn attack(&self, name: &str, bytes: impl AsRef<[u8]>, answers: &[u16]) -> Option<Reply> {
        let reply = self.desk.send(bytes);
        let status = reply.as_ref().map_or(0, |reply| reply.status);
        assert!(answers.contains(&status), "{name} is answered with {reply:?}");
        if let Some(reply) = &reply {
            assert_gives_nothing_away(name, reply);
        }
        self.still_serves(name);
        reply
    }

    fn attack_with_headers(&self, name: &str, headers: &str, answer: u16) {
        self.attack(name, format!("GET / HTTP/1.1\r\n{headers}\r\n"), &[answer]);
    }

    fn still_serves(&self, after: &str) {
        let reply = self.desk.get("/a/");
        assert_eq!(reply.status, 200, "after {after}: {}", reply.head);
        assert!(reply.text().contains("<p>Words.</p>"), "after {after}: {}", reply.text());
        assert_gives_nothing_away(after, &reply);
    }
}

fn assert_gives_nothing_away(name: &str, reply: &Reply) {
    let (head, text) = (reply.head.to_ascii_lowercase(), reply.text());
    assert!(!head.contains("access-control"), "{name}: {head}");
    let mark = MARKS.iter().find(|mark| text.contains(**mark));
    assert!(mark.is_none(), "{name} shows a file: {text}");
}

#[test]
fn only_its_own_names_are_answered() {
    let target = Target::new();
    let port = target.desk.address.port();
    for own in ["127.0.0.1", "localhost", "LocalHost", "[::1]", "127.0.0.2"] {
        target.attack_with_headers(own, &format!("host: {own}:{port}\r\n"), 200);
    }
    let names = [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example@127.0.0.1",
        "192.168.1.2",
        "0.0.0.0",
        "[::]",
        "2130706433",
        "127.1",
        "[::1",
        "",
    ];
    for name in names {
        target.attack_with_headers(name, &format!("host: {name}:{port}\r\n"), 421);
    }
    let wrong = if port == 80 { 81 } else { port ^ 1 };
    let headers = [
        ("no host", String::new()),
        ("an empty host", "host: \r\n".to_owned()),
        ("two hosts", format!("host: localhost:{port}\r\nhost: evil.example\r\n")),
        ("the same host twice", format!("host: localhost:{port}\r\nhost: localhost:{port}\r\n")),
        ("a list of hosts", format!("host: localhost:{port}, evil.example\r\n")),
        ("another port", format!("host: localhost:{wrong}\r\n")),
        ("no port", "host: localhost\r\n".to_owned()),
        ("a port that is none", format!("host: localhost:{port}0\r\n")),
        ("a host behind a proxy", format!("host: evil.example\r\nx-forwarded-host: localhost:{port}\r\n")),
    ];
    for (name, headers) in headers {
        target.attack_with_headers(name, &headers, 421);
    }
}

#[test]
fn pages_of_other_sites_may_not_ask() {
    let target = Target::new();
    let address = target.desk.address;
    let own = format!("http://{address}");
    let with = |origins: &[&str]| {
        let origins: String = origins.iter().map(|origin| format!("origin: {origin}\r\n")).collect();
        format!("host: {address}\r\n{origins}")
    };
    target.attack_with_headers("its own page", &with(&[&own]), 200);
    let https = format!("https://{address}");
    let foreign = ["http://evil.example", "null", "", "http://localhost", "file://", &https];
    for origin in foreign {
        target.attack_with_headers(origin, &with(&[origin]), 403);
    }
    target.attack_with_headers("a second origin", &with(&[&own, "http://evil.example"]), 403);
    target.attack_with_headers("a list of origins", &with(&[&format!("{own} http://evil.example")]), 403);
    for own in ["/_deskbook/findings.json", "/_deskbook/events?page=/"] {
        let request = target.desk.request("GET", own, "origin: http://evil.example\r\n");
        target.attack(own, request, &[403]);
    }
}

#[test]
fn only_get_and_head_are_answered() {
    let target = Target::new();
    for method in ["POST", "PUT", "OPTIONS", "TRACE", "DELETE", "PATCH", "CONNECT", "PROPFIND", "get"] {
        let preflight = "access-control-request-method: GET\r\norigin: http://evil.example\r\n";
        let request = target.desk.request(method, "/", preflight);
        let reply = target.attack(method, request, &[405]).expect("an answer");
        assert_eq!(reply.header("allow"), Some("GET, HEAD"));
    }
    let form = target.desk.request("POST", "/", "content-length: 5\r\n") + "a=b&c";
    target.attack("a form", form, &[405]);
}

#[test]
fn no_target_leads_to_a_file_that_is_not_the_sites() {
    let target = Target::new();
    let targets = [
        "/../handbook.toml",
        "/%2e%2e/handbook.toml",
        "/%2e%2e%2foutside.txt",
        "/..%2f..",
        "/..%2foutside.txt",
        "/a/../../handbook.toml",
        "/a/%2e%2e/%2e%2e/handbook.toml",
        "/%5c..%5c",
        "/..%5coutside.txt",
        "/..\\outside.txt",
        "/%00",
        "/a/%00",
        "/index.html%00",
        "/C:/Windows/win.ini",
        "/c%3a/windows/win.ini",
        "/%252e%252e/",
        "/%252e%252e/handbook.toml",
        "/%c0%ae%c0%ae/handbook.toml",
        "/%uff0e/handbook.toml",
        "/%ff",
        "/a#b",
        "/a?b",
        "/a/?b",
        "/?b",
        "/.",
        "/./a/",
        "//",
        "//a/",
        "//evil.example/",
        "/\\evil.example/",
        "/a//",
        "/A/",
        "/content/index.md",
        "/content/a.md",
        "/a.md",
        "/index.md",
        "/handbook.toml",
        "/outside.txt",
        "/static/logo.svg",
        "/themes/default/css/01-tokens.css",
        "/_deskbook/",
        "/_deskbook/../handbook.toml",
        "/_deskbook/events",
        "/_deskbook/events?page=..%2f",
        "/_deskbook/events?page=//evil.example",
        "/_deskbook/events?page=http://evil.example/",
        "/_deskbook/live.js?x",
        "http://evil/",
        "http://evil/a/",
        "file:///etc/passwd",
        "*",
        "a/",
        "",
    ];
    for path in targets {
        let request = target.desk.request("GET", path, "connection: close\r\n");
        if path.starts_with("/_deskbook/events?page=/") {
            continue;
        }
        target.attack(path, request, &[400, 404, 421]);
    }
    assert_eq!(target.desk.get("/logo.svg").text(), "<svg/>\n");
}

#[test]
fn no_mixture_of_tricks_leads_to_a_file_that_is_not_the_sites() {
    let target = Target::new();
    let parts = [
        "/",
        "//",
        "..",
        ".",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "%25",
        "?",
        "#",
        ":",
        "C:",
        "~",
        "a",
        "a/",
        "index.html",
        "content",
        "static",
        "handbook.toml",
        "outside.txt",
        "index.md",
        "logo.svg",
        "%c0%ae",
        "_deskbook",
        "*",
        ";",
        "@",
        "evil.example",
    ];
    let mut dice = Dice::new(4);
    for _ in 0..1000 {
        let length = 1 + dice.below(6);
        let path: String = (0..length).map(|_| *dice.choose(&parts)).collect();
        let path = format!("/{path}");
        if path.starts_with("/_deskbook/events?page=") {
            continue;
        }
        let reply = target.desk.get(&path);
        assert!(matches!(reply.status, 200 | 308 | 400 | 404), "{path}: {}", reply.head);
        assert_gives_nothing_away(&path, &reply);
        if let Some(to) = reply.header("location") {
            assert!(to.starts_with('/') && !to.starts_with("//"), "{path} leads to {to}");
        }
    }
    target.still_serves("a thousand tricks");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_served_not_even_for_a_moment() {
    use std::os::unix::fs::symlink;
    let target = Target::new();
    let book = target.project.path().join("book");
    let outside = target.project.path().join("outside.txt");
    symlink(&outside, book.join("static/way-out.txt")).expect("a link");
    symlink(target.project.path(), book.join("content/away")).expect("a link");
    // What stands in `static/` is copied, and a link there that leads out just is not.
    soon(super::PATIENCE, || match target.desk.notice("/")["error_count"].as_u64() {
        Some(1..) => Ok(()),
        count => Err(format!("{count:?} errors")),
    });
    for path in ["/way-out.txt", "/away/outside.txt", "/away/book/handbook.toml"] {
        target.attack(path, target.desk.request("GET", path, ""), &[404]);
    }
    // While the settings are broken all is shown as it was, and the picture was there.
    fs::write(book.join("handbook.toml"), "title = \n").expect("the settings can be written");
    soon(super::PATIENCE, || match target.desk.notice("/")["kept_since"].as_i64() {
        Some(_) => Ok(()),
        None => Err("nothing is kept".to_owned()),
    });
    assert_eq!(target.desk.get("/logo.svg").status, 200);
    fs::remove_file(book.join("static/logo.svg")).expect("the picture can be removed");
    symlink(&outside, book.join("static/logo.svg")).expect("a link");
    target.attack("a picture that became a link", target.desk.request("GET", "/logo.svg", ""), &[404]);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_files_keeps_nobody_waiting() {
    let target = Target::new();
    let pipe = target.project.path().join("book/content/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    target.project.write("book/content/a.md", "# A\n\nOther words.\n");
    soon(Duration::from_secs(5), || match target.desk.get("/a/").text() {
        text if text.contains("Other words.") => Ok(()),
        text => Err(text),
    });
}

/// What one who sends heads without end writes again and again.
struct Bomb {
    name: &'static str,
    begins: &'static str,
    goes_on: &'static str,
}

const BOMBS: [Bomb; 5] = [
    Bomb { name: "many headers", begins: "GET / HTTP/1.1\r\n", goes_on: "x-header: and its value\r\n" },
    Bomb { name: "a long header", begins: "GET / HTTP/1.1\r\nx: ", goes_on: "a longer and longer value " },
    Bomb { name: "a long name", begins: "GET / HTTP/1.1\r\n", goes_on: "longer-and-longer-name" },
    Bomb { name: "a long target", begins: "GET /", goes_on: "longer/and/longer/" },
    Bomb { name: "empty lines", begins: "", goes_on: "\r\n" },
];

#[test]
fn a_hundred_megabytes_of_headers_are_neither_read_nor_kept() {
    const SENT: usize = 100 << 20;
    let target = Target::new();
    target.still_serves("the start");
    #[cfg(target_os = "linux")]
    let before = target.desk.memory();
    for bomb in &BOMBS {
        let mut lines: Vec<Line> = (0..4).map(|_| target.desk.connect()).collect();
        for line in &mut lines {
            let chunk = bomb.goes_on.repeat((64 << 10) / bomb.goes_on.len());
            let mut taken = 0;
            let _ = line.send(bomb.begins);
            while taken < SENT && line.send(&chunk).is_ok() {
                taken += chunk.len();
            }
            assert!(taken < SENT, "all of {} was taken", bomb.name);
        }
        #[cfg(target_os = "linux")]
        {
            let grown = target.desk.memory().saturating_sub(before);
            assert!(grown < 8 << 20, "{} took {grown} bytes of memory", bomb.name);
        }
        for line in &mut lines {
            if let Some(reply) = line.reply() {
                assert!(matches!(reply.status, 400 | 431), "{}: {}", bomb.name, reply.head);
            }
        }
        target.still_serves(bomb.name);
    }
}

#[test]
fn a_head_has_so_many_headers_and_bytes_and_no_more() {
    let target = Target::new();
    let headers = |count: usize, value: &str| {
        let more: String = (0..count).map(|number| format!("x-{number}: {value}\r\n")).collect();
        target.desk.request("GET", "/", &more)
    };
    target.attack("as many as a browser sends", headers(40, "a value"), &[200]);
    target.attack("too many headers", headers(100, "a"), &[431]);
    target.attack("a long cookie", headers(1, &"a".repeat(8 << 10)), &[200]);
    // Past the limit nothing is read any more, and what is left unread may cost the client its answer.
    target.attack("a longer cookie", headers(1, &"a".repeat(40 << 10)), &[431, 0]);
    target.attack("a broken header", "GET / HTTP/1.1\r\nno colon here\r\n\r\n", &[400]);
    target.attack("a folded header", "GET / HTTP/1.1\r\nhost: a\r\n b\r\n\r\n", &[400]);
    target.attack("a bare line", "hello\r\n\r\n", &[400]);
    target.attack("a version that is none", "GET / HTTP/9.9\r\n\r\n", &[400]);
    target.attack("the version of 1991", "GET /\r\n\r\n", &[400]);
    target.attack("the next version", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[400]);
    target.attack("a secure greeting", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", &[400]);
}

#[test]
fn who_sends_a_byte_a_second_is_let_go_and_others_are_served_meanwhile() {
    let target = Target::new();
    let begun = Instant::now();
    let mut slow: Vec<Line> = (0..50).map(|_| target.desk.connect()).collect();
    let request = target.desk.request("GET", "/", "x-slow: a very long header indeed\r\n");
    for byte in request.bytes().take(9) {
        for line in &mut slow {
            let _ = line.send([byte]);
        }
        let next = Instant::now() + Duration::from_secs(1);
        while Instant::now() < next {
            let asked = Instant::now();
            target.still_serves("a slow byte");
            assert!(asked.elapsed() < Duration::from_secs(2), "it took {:?}", asked.elapsed());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    for line in &mut slow {
        let left = Duration::from_secs(14).saturating_sub(begun.elapsed());
        assert!(line.is_closed_within(left.max(Duration::from_millis(1))), "a slow client is still there");
    }
    target.still_serves("slow clients");
}

/// Returns how many connections a story may open.
fn connections() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let open = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let most = open.and_then(|open| open.split_whitespace().next()?.parse().ok()).unwrap_or(256);
    // Other stories are told beside this one, and need some too.
    1000.min(usize::saturating_sub(most, 150))
}

#[test]
fn a_thousand_idle_connections_push_out_neither_readers_nor_open_pages() {
    let target = Target::new();
    let mut tabs: Vec<Line> = (0..20).map(|_| target.desk.events("/a/")).collect();
    let before: Vec<_> = tabs.iter_mut().map(|tab| tab.notice().expect("how it stands")).collect();
    // The first of them go again when there are too many.
    let idle: Vec<Line> = (0..connections()).filter_map(|_| target.desk.try_connect().ok()).collect();
    for _ in 0..20 {
        let asked = Instant::now();
        target.still_serves("idle connections");
        assert!(asked.elapsed() < Duration::from_secs(2), "it took {:?}", asked.elapsed());
    }
    target.project.write("book/content/a.md", "# A\n\nOther words.\n");
    for (tab, before) in tabs.iter_mut().zip(before) {
        while tab.notice().expect("an open page is told of the change")["page"] == before["page"] {}
    }
    drop(idle);
}

#[test]
fn two_hundred_open_pages_are_told_of_a_change_and_others_are_served() {
    let target = Target::new();
    let count = connections().min(200);
    let mut tabs: Vec<Line> = (0..count).map(|_| target.desk.events("/a/")).collect();
    let before: Vec<_> = tabs.iter_mut().map(|tab| tab.notice().expect("how it stands")).collect();
    target.still_serves("open pages");
    target.project.write("book/content/a.md", "# A\n\nOther words.\n");
    for (tab, before) in tabs.iter_mut().zip(before) {
        while tab.notice().expect("an open page is told of the change")["page"] == before["page"] {}
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_that_gives_few_handles_makes_it_drop_the_idle_and_not_itself() {
    let project = Project::new(HANDBOOK);
    let book = project.path().join("book");
    let desk = Desk::open_by("sh", &["-c", "ulimit -n 48 && exec \"$0\" \"$@\""], &book);
    let target = Target { desk, project };
    let idle: Vec<Line> = (0..100).filter_map(|_| target.desk.try_connect().ok()).collect();
    target.still_serves("idle connections");
    drop(idle);
    // Open pages are not idle; who finds no place beside them is served when they are gone.
    let mut tabs: Vec<Line> = Vec::new();
    loop {
        let mut tab = target.desk.connect();
        let _ = tab.send(target.desk.request("GET", "/_deskbook/events?page=/", ""));
        tab.wait_at_most(Duration::from_millis(500));
        if tab.head().is_none() {
            break;
        }
        tabs.push(tab);
    }
    assert!((10..48).contains(&tabs.len()), "{} pages are open", tabs.len());
    drop(tabs);
    target.project.write("book/content/a.md", "# A\n\nOther words.\n");
    soon(super::PATIENCE, || {
        let asked = target.desk.send(target.desk.request("GET", "/a/", "connection: close\r\n"));
        match asked {
            Some(reply) if reply.text().contains("Other words.") => Ok(()),
            other => Err(format!("{other:?}\n{}", target.desk.told())),
        }
    });
}

#[test]
fn random_bytes_are_refused_or_ignored() {
    let target = Target::new();
    let mut dice = Dice::new(1);
    let mut lines = Vec::new();
    for round in 0..300 {
        let length = dice.below(3000);
        let mut bytes: Vec<u8> = (0..length).map(|_| dice.roll().to_le_bytes()[0]).collect();
        match round % 3 {
            0 => bytes.splice(0..0, *b"GET / HTTP/1.1\r\nhost: ").for_each(drop),
            1 => bytes = bytes.iter().map(|byte| b" \r\n:/GETHP1.host-"[usize::from(*byte) % 17]).collect(),
            _ => {}
        }
        let mut line = target.desk.connect();
        let _ = line.send(&bytes);
        // Some end what they say, and some just stay.
        match round % 2 {
            0 => lines.push(line),
            _ => {
                let _ = line.send("\r\n\r\n");
                if let Some(reply) = line.reply() {
                    assert_ne!(reply.status, 200, "{}", String::from_utf8_lossy(&bytes));
                    assert_gives_nothing_away("random bytes", &reply);
                }
            }
        }
    }
    target.still_serves("random bytes");
}

#[test]
fn requests_on_one_connection_are_answered_in_turn() {
    let target = Target::new();
    let get = |path: &str| target.desk.request("GET", path, "");
    let mut line = target.desk.connect();
    for _ in 0..5 {
        line.send(get("/a/")).expect("it is sent");
        assert!(line.reply().expect("an answer").text().contains("<p>Words.</p>"));
    }
    line.send(get("/a/") + &get("/logo.svg") + &target.desk.request("HEAD", "/a/", "")).expect("it is sent");
    let page = line.reply().expect("the page");
    assert!(page.text().contains("<p>Words.</p>"));
    assert_eq!(line.reply().expect("the picture").text(), "<svg/>\n");
    let head = line.head().expect("a head");
    assert_eq!(head, page.head, "a head says what the page would have");
    line.send(get("/nowhere/") + &get("/a/")).expect("it is sent");
    assert_eq!(line.reply().expect("an answer").status, 404);
    assert!(line.is_closed_within(Duration::from_secs(5)), "it said that it would close");
    target.still_serves("many requests");
}

#[test]
fn a_page_that_is_known_is_not_sent_again() {
    let target = Target::new();
    let tag = target.desk.get("/a/").header("etag").expect("a tag").to_owned();
    let reply = target.desk.get_with("/a/", &format!("if-none-match: {tag}\r\n"));
    assert_eq!((reply.status, reply.body.len()), (304, 0));
    let reply = target.desk.get_with("/a/", "if-none-match: \"other\"\r\n");
    assert_eq!(reply.status, 200);
}

#[test]
fn a_body_is_not_taken_for_another_request() {
    let target = Target::new();
    let inner = target.desk.request("GET", "/logo.svg", "");
    let bodies = [
        format!("content-length: {}\r\n", inner.len()),
        "transfer-encoding: chunked\r\n".to_owned(),
        format!("content-length: 0\r\ncontent-length: {}\r\n", inner.len()),
        format!("content-length: 0\r\ntransfer-encoding: chunked\r\ncontent-length: {}\r\n", inner.len()),
    ];
    for headers in bodies {
        let mut line = target.desk.connect();
        line.send(target.desk.request("GET", "/a/", &headers) + &inner).expect("it is sent");
        assert!(line.reply().expect("an answer").text().contains("<p>Words.</p>"));
        assert!(line.is_closed_within(Duration::from_secs(5)), "after {headers}");
        target.still_serves(&headers);
    }
}

#[test]
fn old_clients_are_answered_once() {
    let target = Target::new();
    let host = target.desk.address;
    let mut line = target.desk.connect();
    line.send(format!("GET /a/ HTTP/1.0\r\nhost: {host}\r\n\r\n")).expect("it is sent");
    assert_eq!(line.reply().expect("an answer").status, 200);
    assert!(line.is_closed_within(Duration::from_secs(5)), "an old client does not ask again");
    target.attack("an old client without a host", "GET / HTTP/1.0\r\n\r\n", &[421]);
}

#[test]
fn beyond_this_machine_the_token_of_the_link_is_needed() {
    let target = Target::with(&["--host", "0.0.0.0"]);
    let desk = &target.desk;
    let (_, token) = desk.link.split_once("/?token=").expect("the link has a token");
    assert!(token.len() >= 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    let refused = |target: &str, headers: &str| {
        let reply = desk.get_with(target, headers);
        assert_eq!(reply.status, 403, "{target} {headers}: {}", reply.head);
        assert_gives_nothing_away(target, &reply);
        assert!(reply.header("set-cookie").is_none() && !reply.text().contains(token));
    };
    let mut wrong = token.to_owned();
    wrong.replace_range(0..1, if token.starts_with('0') { "1" } else { "0" });
    for own in ["/", "/a/", "/nowhere/", "/logo.svg", "/_deskbook/live.js", "/_deskbook/events?page=/"] {
        refused(own, "");
        refused(own, &format!("cookie: deskbook-token={wrong}\r\n"));
    }
    refused(&format!("/?token={wrong}"), "");
    refused("/?token=", "");
    refused("/", "cookie: deskbook-token=\r\n");
    refused("/", &format!("cookie: other={token}\r\n"));
    refused("/", &format!("cookie: deskbook-token={token}0\r\n"));
    refused(&format!("/?token={token}&more"), "");

    let opened = desk.get(&format!("/a/?token={token}"));
    assert_eq!((opened.status, opened.header("location")), (303, Some("/a/")));
    let cookie = opened.header("set-cookie").expect("a cookie");
    assert_eq!(cookie, format!("deskbook-token={token}; Path=/; HttpOnly; SameSite=Strict"));

    let with_cookie = format!("cookie: theme=dark; deskbook-token={token}\r\n");
    let pages = [
        "/",
        "/a/",
        "/search/",
        "/pages.json",
        "/nowhere/",
        "/_deskbook/live.js",
        "/_deskbook/findings.json",
    ];
    for path in pages {
        let reply = desk.get_with(path, &with_cookie);
        assert_eq!(reply.status, if path == "/nowhere/" { 404 } else { 200 }, "{path}");
        assert!(!reply.text().contains(token) && !reply.head.contains(token), "{path} shows the token");
    }

    let port = desk.address.port();
    let by_name = |host: &str| {
        let request =
            format!("GET /a/ HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n{with_cookie}\r\n");
        desk.send(request).expect("an answer").status
    };
    for number in ["192.168.7.7", "10.0.0.1", "[fe80::1]", "127.0.0.1", "localhost"] {
        assert_eq!(by_name(number), 200, "{number}");
    }
    for name in ["evil.example", "handbook.local", "0.0.0.0", "[::]"] {
        assert_eq!(by_name(name), 421, "{name}");
    }
    let foreign = desk.get_with("/a/", &format!("{with_cookie}origin: http://evil.example\r\n"));
    assert_eq!(foreign.status, 403);
}

#[test]
fn the_way_from_the_token_to_the_page_stays_on_this_server_and_adds_no_header() {
    let target = Target::with(&["--host", "0.0.0.0"]);
    let (_, token) = target.desk.link.split_once("/?token=").expect("the link has a token");
    let ways = [
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http://evil.example/",
        "javascript:alert(1)",
        "/%0d%0aset-cookie:%20x=y",
        "/\r\nset-cookie: x=y\r\n",
        "/\nset-cookie: x=y",
        "/\rset-cookie: x=y",
        "/\tset-cookie: x=y",
        "/\u{a0}\u{2028}x",
        "",
    ];
    for way in ways {
        let request = target.desk.request("GET", &format!("{way}?token={token}"), "connection: close\r\n");
        let Some(reply) = target.desk.send(request) else { continue };
        let cookies = reply.head.lines().filter(|line| line.to_ascii_lowercase().starts_with("set-cookie:"));
        assert!(cookies.count() <= 1, "{way:?}: {}", reply.head);
        assert!(
            !reply.head.contains("x=y\r\n") || reply.header("location") == Some("/%0d%0aset-cookie:%20x=y")
        );
        match reply.header("location") {
            Some(to) => assert!(
                to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'),
                "{way:?} leads to {to:?}"
            ),
            None => assert!(matches!(reply.status, 400 | 403 | 421), "{way:?}: {}", reply.head),
        }
    }
}

#[test]
fn findings_are_told_as_text_that_nothing_takes_for_a_page() {
    let target = Target::new();
    target
        .project
        .write("book/content/a.md", "# A\n\n<script>alert(1)</script> {{ value.x\" }} [x](</b>.md)\n");
    let findings = soon(super::PATIENCE, || {
        let reply = target.desk.get("/_deskbook/findings.json");
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let told: serde_json::Value = serde_json::from_slice(&reply.body).expect("it is JSON");
        match told["findings"].as_array() {
            Some(findings) if !findings.is_empty() => Ok(findings.clone()),
            _ => Err(told.to_string()),
        }
    });
    let text: Vec<&str> = findings.iter().filter_map(|finding| finding["text"].as_str()).collect();
    assert!(text.iter().any(|text| text.contains("<script>alert(1)</script>")), "{text:?}");
    let notice = target.desk.notice("/a/");
    let errors = notice["errors"].as_array().expect("a list");
    assert!(errors.iter().any(|error| error["text"].as_str().is_some_and(|text| text.contains("<script>"))));
    let page = target.desk.get("/a/").text();
    assert!(!page.contains("alert(1)"), "the page stays as it was: {page}");
}
