//! Addresses elsewhere, asked for at a server of our own that misbehaves as hosts do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use deskbook::edge::visit::{self, Manners};
use deskbook::external::{Address, Answer, Memory, addresses, is_public};
use deskbook::handbook::Handbook;
use deskbook::{Options, Progress, Snapshot, build};
use jiff::civil::date;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use url::Url;

use crate::program::Project;

/// A server that misbehaves, by path, and what it was asked.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    /// How many slow answers are being made, and how many were at most.
    slow: Arc<[AtomicUsize; 2]>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self { url, asked: Arc::default(), slow: Arc::default() };
        let (asked, slow) = (server.asked.clone(), server.slow.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, slow) = (asked.clone(), slow.clone());
                // Whoever hangs up early is no trouble of the server's.
                std::thread::spawn(move || drop(serve(stream, &asked, &slow)));
            }
        });
        server
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }

    fn times(&self, path: &str) -> usize {
        self.asked().iter().filter(|line| line.split(' ').nth(1) == Some(path)).count()
    }
}

fn serve(stream: TcpStream, asked: &Mutex<Vec<String>>, slow: &[AtomicUsize; 2]) -> std::io::Result<()> {
    let mut head = BufReader::new(stream.try_clone()?);
    let mut line = || -> std::io::Result<String> {
        let mut bytes = Vec::new();
        head.read_until(b'\n', &mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let first = line()?;
    if !first.contains("HTTP/1.1") {
        return (&stream).write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    }
    let mut agent = String::new();
    loop {
        let line = line()?;
        if line.len() <= 2 {
            break;
        }
        if line.to_ascii_lowercase().starts_with("user-agent:") {
            line[11..].trim().clone_into(&mut agent);
        }
    }
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or("").to_owned());
    let times = {
        let mut asked = asked.lock().expect("nobody panicked");
        asked.push(format!("{method} {path} {agent}"));
        asked.iter().filter(|line| line.split(' ').nth(1) == Some(&path)).count()
    };
    if path.starts_with("/slow") {
        slow[1].fetch_max(slow[0].fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(300));
        slow[0].fetch_sub(1, Ordering::SeqCst);
    }
    answer(stream, method, &path, times)
}

fn answer(mut to: TcpStream, method: &str, path: &str, times: usize) -> std::io::Result<()> {
    let is_head = method == "HEAD";
    let mut say = |status: &str, headers: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        to.write_all(head.as_bytes())?;
        if is_head { Ok(()) } else { to.write_all(body) }
    };
    let html = "Content-Type: text/html; charset=iso-8859-1\r\n";
    match path {
        "/no-head" if is_head => say("405 Method Not Allowed", "", b""),
        "/lying-head" if is_head => say("404 Not Found", "", b""),
        "/gone" => say("404 Not Found", html, "<h1>Oh no!</h1>".repeat(9).as_bytes()),
        "/gone-for-good" => say("410 Gone", "", b""),
        "/closed" => say("403 Forbidden", "", b""),
        "/login" => say("401 Unauthorized", "WWW-Authenticate: Basic\r\n", b""),
        "/broken" => say("500 Internal Server Error", "", b""),
        "/odd" => say("999 @everyone <b>", "", b""),
        "/busy-once" if times == 1 => say("429 Too Many Requests", "Retry-After: 0\r\n", b""),
        "/busy-all-day" => say("429 Too Many Requests", "Retry-After: 86400\r\n", b""),
        "/moved" => say("301 Moved Permanently", "Location: ../fine\r\n", b""),
        "/circle" => say("302 Found", "Location: /circle-2\r\n", b""),
        "/circle-2" => say("302 Found", "Location: /circle\r\n", b""),
        "/nowhere" => say("302 Found", "Location: file:///etc/passwd\r\n", b""),
        _ if path.starts_with("/endless") => say("302 Found", &format!("Location: {path}x\r\n"), b""),
        _ if path.starts_with("/on?") => say("302 Found", &format!("Location: {}\r\n", &path[4..]), b""),
        "/page" => say("200 OK", html, b"<h2 id=\"caf\xe9\">\xff</h2><a name=fees>"),
        "/file.pdf" => say("200 OK", "Content-Type: application/pdf\r\n", b"%PDF"),
        "/latin-1" => say("200 OK", "X-Name: caf\u{e9}\r\n", b"caf\xe9"),
        "/hangs" => {
            std::thread::sleep(Duration::from_secs(30));
            Ok(())
        }
        "/drips" => {
            to.write_all(b"HTTP/1.1 200 OK\r\nX-A: ")?;
            loop {
                to.write_all(b"a")?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        "/no-http" => to.write_all(b"220 mail.example.com ESMTP\r\n\r\n"),
        "/resets" => to.shutdown(std::net::Shutdown::Both),
        "/huge" => {
            to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")?;
            loop {
                to.write_all(&[b' '; 4096])?;
            }
        }
        "/huge-head" => loop {
            to.write_all(b"HTTP/1.1 200 OK\r\n")?;
            to.write_all(format!("X-A: {}\r\n", "a".repeat(65536)).as_bytes())?;
        },
        _ => say("200 OK", html, b"fine"),
    }
}

/// Manners for a server that is near, and a test that does not wait.
fn quick() -> Manners {
    Manners {
        may_visit: |address| address == IpAddr::V4(Ipv4Addr::LOCALHOST),
        proxy: false,
        timeout: Duration::from_millis(1500),
        pause: Duration::from_millis(1),
        patience: Duration::from_millis(50),
        ..Manners::default()
    }
}

fn visit(addresses: &[Address], manners: &Manners) -> BTreeMap<Url, Answer> {
    visit::visit(addresses, manners, &Progress::default())
}

fn handbook(text: &str) -> Handbook {
    let options = Options::on(date(2026, 12, 1));
    build(&Snapshot::fixture(text), &options).value.handbook
}

fn linked(links: &[String]) -> Vec<Address> {
    let links: String = links.iter().map(|link| format!("[a](<{link}>)\n\n")).collect();
    addresses(&handbook(&format!("# H\n\n{links}"))).value
}

/// Asks for paths of a server and returns what became of each.
fn ask(server: &Server, paths: &[&str], manners: &Manners) -> BTreeMap<String, String> {
    let links: Vec<String> = paths.iter().map(|path| format!("{}{path}", server.url)).collect();
    let answers = visit(&linked(&links), manners);
    let own = |url: String| url.strip_prefix(&server.url).unwrap_or(&url).to_owned();
    answers.into_iter().map(|(url, answer)| (own(url.to_string()), words(&answer))).collect()
}

fn words(answer: &Answer) -> String {
    match answer {
        Answer::There(lacking) if lacking.is_empty() => "there".into(),
        Answer::There(lacking) => format!("there without {lacking:?}"),
        Answer::Gone(reason) => format!("gone: {reason}"),
        Answer::Doubtful(reason) => format!("doubtful: {reason}"),
        Answer::Private => "private".into(),
    }
}

fn told(server: &Server, expected: &[(&str, &str)]) {
    let paths: Vec<&str> = expected.iter().map(|(path, _)| *path).collect();
    let found = ask(server, &paths, &quick());
    let expected: BTreeMap<String, String> = expected
        .iter()
        .map(|(path, answer)| (path.split('#').next().unwrap_or("").to_owned(), (*answer).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_there_is_there_however_the_host_says_so() {
    let server = Server::start();
    let there =
        ["/fine", "/no-head", "/lying-head", "/moved", "/slow", "/busy-once", "/login", "/huge", "/latin-1"];
    told(&server, &there.map(|path| (path, "there")));
    let asked = server.asked();
    assert!(
        asked.contains(&format!("HEAD /fine Deskbook/{} (link check)", env!("CARGO_PKG_VERSION"))),
        "{asked:?}"
    );
    assert_eq!((server.times("/no-head"), server.times("/busy-once"), server.times("/fine")), (2, 2, 2));
}

#[test]
fn only_what_the_host_calls_gone_is_gone() {
    told(
        &Server::start(),
        &[
            ("/gone", "gone: answers 404, \"not found\""),
            ("/gone-for-good", "gone: answers 410, \"gone\""),
            ("/closed", "doubtful: answers 403, \"forbidden\""),
            ("/broken", "doubtful: answers 500, \"internal server error\""),
            ("/busy-all-day", "doubtful: answers 429, \"too many requests\""),
            ("/circle", "doubtful: leads round in a circle"),
            ("/endless", "doubtful: leads on more than 10 times"),
            ("/nowhere", "doubtful: leads on to what is no address"),
            ("/no-http", "doubtful: answers in no words that can be understood"),
            ("/odd", "doubtful: answers 999"),
        ],
    );
}

#[test]
fn a_host_that_gives_no_answer_costs_no_more_than_it_may() {
    let server = Server::start();
    let started = Instant::now();
    for path in ["/hangs", "/drips"] {
        let found = ask(&server, &[path], &Manners { timeout: Duration::from_millis(400), ..quick() });
        assert_eq!(found[path], "doubtful: did not answer within 0.4 s");
        assert_eq!(server.times(path), 2, "it is asked once more");
    }
    assert!(started.elapsed() < Duration::from_secs(10));
    told(&server, &[("/resets", "doubtful: broke the connection off")]);
    told(&server, &[("/huge-head", "doubtful: answers in no words that can be understood")]);
    let refused =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port").local_addr().expect("an address");
    let found = visit(&linked(&[format!("http://{refused}/")]), &quick());
    assert_eq!(found.values().map(words).collect::<Vec<_>>(), ["doubtful: refused the connection"]);
}

#[test]
fn a_host_that_was_silent_twice_is_left_alone() {
    let refused =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port").local_addr().expect("an address");
    let links: Vec<String> = (1..=4).map(|number| format!("http://{refused}/{number}")).collect();
    let found: Vec<String> = visit(&linked(&links), &quick()).values().map(words).collect();
    let silent = "doubtful: was not asked, since its host gave no answer before";
    assert_eq!(
        found,
        ["doubtful: refused the connection", "doubtful: refused the connection", silent, silent]
    );
}

#[test]
fn ids_are_looked_for_in_pages_and_nowhere_else() {
    let server = Server::start();
    told(
        &server,
        &[
            ("/page#fees", "there"),
            ("/fine#fees", "there without {\"fees\"}"),
            ("/file.pdf#page=3", "there"),
            ("/huge#fees", "there"),
            ("/moved#top", "there"),
        ],
    );
    let both = ["/page#fees", "/page#prices", "/page#/shown/by/script", "/page#:~:text=fees"];
    assert_eq!(ask(&server, &both, &quick())["/page"], "there without {\"prices\"}");
}

#[test]
fn one_host_is_asked_one_question_at_a_time_and_two_side_by_side() {
    let slowest = |hosts: &[&str]| {
        let server = Server::start();
        let port = server.url.rsplit(':').next().expect("a port");
        let links: Vec<String> = (1..=4)
            .flat_map(|number| hosts.iter().map(move |host| format!("http://{host}:{port}/slow?{number}")))
            .collect();
        let found = visit(&linked(&links), &Manners { may_visit: |_| true, ..quick() });
        assert!(found.values().all(|answer| words(answer) == "there"), "{found:?}");
        server.slow[1].load(Ordering::SeqCst)
    };
    assert_eq!(slowest(&["127.0.0.1"]), 1);
    assert_eq!(slowest(&["127.0.0.1", "localhost"]), 2);
}

#[test]
fn private_machines_are_never_asked_unless_told() {
    let server = Server::start();
    let port = server.url.rsplit(':').next().expect("a port").to_owned();
    let ways = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"];
    let links: Vec<String> = ways.iter().map(|host| format!("http://{host}:{port}/")).collect();
    let careful = Manners { may_visit: is_public, ..quick() };
    let found = visit(&linked(&links), &careful);
    assert!(found.values().all(|answer| *answer == Answer::Private), "{found:?}");
    assert_eq!(server.asked(), Vec::<String>::new());
}

/// A page in the open web may lead into the network in which a workflow runs.
#[test]
fn a_redirect_to_a_private_machine_is_not_followed() {
    let server = Server::start();
    let ways = ["http://127.0.0.2:9/", "http://[::1]:9/", "http://169.254.169.254/latest", "//10.0.0.1/"];
    let paths: Vec<String> = ways.iter().map(|way| format!("/on?{way}")).collect();
    let found = ask(&server, &paths.iter().map(String::as_str).collect::<Vec<_>>(), &quick());
    let reason = "doubtful: leads on into a private network, where it was not followed";
    assert_eq!(found.len(), 4);
    assert!(found.values().all(|answer| answer == reason), "{found:?}");
}

/// Two of its answers are what a misconfigured host gives: no TLS at all, and a certificate of its own.
#[test]
fn a_connection_that_is_not_secure_is_doubtful() {
    let server = Server::start();
    let plain = server.url.replace("http:", "https:");
    let own = secured();
    let found = visit(&linked(&[format!("{plain}/a"), own.clone()]), &quick());
    let answers: BTreeMap<String, String> =
        found.iter().map(|(url, answer)| (url.to_string(), words(answer))).collect();
    assert_eq!(answers[&format!("{plain}/a")], "doubtful: cannot be reached over a secure connection");
    assert_eq!(answers[&own], "doubtful: has a certificate that cannot be trusted");
}

/// Starts a server with a certificate that no authority has signed.
fn secured() -> String {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../external/certificate.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../external/key.pem"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("a certificate")], key.expect("a key"))
        .expect("they belong together");
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let url = format!("https://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(config.clone()).expect("a connection");
            let mut secure = rustls::Stream::new(&mut connection, &mut stream);
            let _ = secure.read(&mut [0; 1024]);
        }
    });
    url
}

/// Looking up the name of a host that does not exist needs no network.
#[test]
fn a_host_that_does_not_exist_is_gone_if_others_do() {
    let server = Server::start();
    let local = server.url.replace("127.0.0.1", "localhost");
    let links = [format!("{local}/fine"), "https://handbook.invalid/x".to_owned()];
    let found = visit(&linked(&links), &Manners { may_visit: |_| true, ..quick() });
    let answers: Vec<String> = found.values().map(words).collect();
    assert_eq!(answers, ["there", "gone: names a host that does not exist, `handbook.invalid`"]);
    let alone = visit(&linked(&links[1..]), &quick());
    assert!(
        words(alone.values().next().expect("an answer")).ends_with("is this machine offline?"),
        "{alone:?}"
    );
}

#[test]
fn every_place_that_leads_elsewhere_is_known() {
    let handbook = handbook(
        "//- content/index.md\n---\ntitle: H\nsources: [\"https://e.org/b\", A book]\n---\n[a](https://e.org/a#x) \
         <https://e.org/a> [m](mailto:a@e.org) [i](a.md)\n\n::: law jurisdiction=GB checked=2026-11-01 source=\"https://law.example/1\"\nIt says so.\n:::\n\
         //- content/a.md\n# A\n\n[a](//e.org/a#y) [bad](https://)\n",
    );
    let found = addresses(&handbook);
    let shown: Vec<String> = found
        .value
        .iter()
        .flat_map(|address| address.places.iter().map(move |place| (address, place)))
        .map(|(address, place)| {
            let text = handbook.pages.iter().find(|page| page.path == place.location.file).expect("its page");
            let span = place.location.span.expect("a place");
            format!(
                "{} {} {}",
                address.url,
                &text.document.source[span.range()],
                place.id.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "https://e.org/a https://e.org/a#x x",
            "https://e.org/a https://e.org/a -",
            "https://e.org/a //e.org/a#y y",
            "https://e.org/b \"https://e.org/b\" -",
            "https://law.example/1 https://law.example/1 -",
        ]
    );
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.diagnostics[0].message, "`https://` is no address: empty host");
}

#[test]
fn what_was_well_is_not_asked_for_again_until_it_is_old() {
    let asked = linked(&["https://e.org/a#x".into(), "https://e.org/b".into()]);
    let answers: BTreeMap<_, _> = [
        (asked[0].url.clone(), Answer::There(std::collections::BTreeSet::new())),
        (asked[1].url.clone(), Answer::Doubtful("answers 503".into())),
    ]
    .into();
    let mut memory = Memory::default();
    memory.learn(&asked, &answers, date(2026, 12, 1));
    let memory = Memory::read(&memory.text());
    let knows = |address: &Address, day: i8| memory.knows(address, date(2026, 12, day), 7);
    assert!(knows(&asked[0], 1) && knows(&asked[0], 8) && !knows(&asked[0], 9));
    assert!(!memory.knows(&asked[0], date(2026, 11, 30), 7), "a day that has not come yet says nothing");
    assert!(!knows(&asked[1], 1), "doubts are looked into again");
    assert!(!knows(&linked(&["https://e.org/a#y".into()])[0], 1), "another id was never looked for");
    assert_eq!(Memory::read("{ broken"), Memory::default());
    let mut later = memory.clone();
    later.learn(&asked[1..], &BTreeMap::new(), date(2026, 12, 2));
    assert_eq!(later, Memory::default(), "what nobody links to is forgotten");
}

#[test]
fn the_program_says_what_it_found_and_what_it_did() {
    let server = Server::start();
    let project = Project::new("//- handbook.toml\ntitle = \"H\"\n");
    let skip = format!("title = \"H\"\n[external]\nskip = [\"{}/closed*\"]\n", server.url);
    let url = &server.url;
    project.write("handbook.toml", skip);
    project.write(
        "content/index.md",
        format!("# H\n\n[a]({url}/fine)\n\n[b]({url}/gone) [c]({url}/closed?x)\n"),
    );
    let check = |more: &[&str]| project.run(&[&["check", "--date", "2026-12-01"], more].concat());
    assert_eq!((check(&[]).code, server.asked().len()), (0, 0), "nobody is asked unless told");
    let private = check(&["--external"]);
    assert_eq!((private.code, server.asked().len()), (0, 0), "{}", private.stderr);
    assert!(
        private.stderr.contains(" s; not asked for: 1 in `skip`, 2 of your own network\n"),
        "{}",
        private.stderr
    );
    let run = check(&["--external", "--external-private"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[dead-external-link]: `"), "{}", run.stdout);
    assert!(
        run.stdout.contains("/gone` answers 404, \"not found\"\n --> content/index.md:5:5\n"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.starts_with("addresses elsewhere: 2 asked for in "), "{}", run.stderr);
    assert_eq!((server.times("/fine"), server.times("/closed?x")), (1, 0));
    let again = check(&["--external", "--external-private", "--format", "sarif"]);
    assert!(again.stdout.contains("\"ruleId\": \"dead-external-link\""), "{}", again.stdout);
    assert!(again.stderr.starts_with("addresses elsewhere: 1 asked for in "), "{}", again.stderr);
    assert_eq!(
        (server.times("/fine"), server.times("/gone")),
        (1, 4),
        "what was well is known, the rest is asked for"
    );
    assert_eq!(std::fs::read_to_string(project.path().join(".deskbook/.gitignore")).expect("a file"), "*\n");
    assert_eq!(project.build().code, 0, "a build asks nobody");
}
