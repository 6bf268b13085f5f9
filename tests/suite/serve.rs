//! `deskbook serve` as managers and strangers meet it: the program on a real folder, asked over a
//! real socket.

mod editions;
mod edits;
mod safety;
mod saves;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a story waits for what surely comes, on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(30);

const PROGRAM: &str = env!("CARGO_BIN_EXE_deskbook");
const SERVE: [&str; 4] = ["serve", "--port", "0", "--root"];
const DAY: [&str; 2] = ["--date", "2026-12-01"];

/// A handbook that is served, until this is dropped.
pub struct Desk {
    program: Child,
    /// Where it listens, as the link says.
    pub address: SocketAddr,
    /// The link that it printed.
    pub link: String,
    told: Arc<Mutex<String>>,
}

impl Desk {
    /// Serves a folder on 1 December 2026, at a port that is free.
    pub fn open(root: &Path) -> Self {
        Self::open_with(root, &[])
    }

    pub fn open_with(root: &Path, more: &[&str]) -> Self {
        Self::start(Command::new(PROGRAM).args(SERVE).arg(root).args(DAY).args(more))
    }

    /// Serves a folder on whatever day it is.
    pub fn open_on_any_day(root: &Path) -> Self {
        Self::start(Command::new(PROGRAM).args(SERVE).arg(root))
    }

    /// Serves a folder by a program that takes the command as its last arguments.
    #[cfg(target_os = "linux")]
    pub fn open_by(other: &str, arguments: &[&str], root: &Path) -> Self {
        Self::start(Command::new(other).args(arguments).arg(PROGRAM).args(SERVE).arg(root).args(DAY))
    }

    fn start(program: &mut Command) -> Self {
        let mut program = program
            .env("NO_COLOR", "1")
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let terminal = BufReader::new(program.stderr.take().expect("its messages are read"));
        let told = Arc::new(Mutex::new(String::new()));
        let (sender, links) = channel();
        let hears = told.clone();
        std::thread::spawn(move || {
            for line in terminal.lines().map_while(Result::ok) {
                if line.starts_with("http://") {
                    let _ = sender.send(line.clone());
                }
                *hears.lock().unwrap_or_else(PoisonError::into_inner) += &format!("{line}\n");
            }
        });
        // From here on it ends with the story, also when the link does not come.
        let mut desk = Self { program, address: ([127, 0, 0, 1], 0).into(), link: String::new(), told };
        desk.link = links.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no link: {}", desk.told()));
        let host = desk.link["http://".len()..].split('/').next().unwrap_or_default();
        desk.address = host.parse().expect("the link has an address in numbers");
        desk
    }

    /// Returns what the terminal shows so far.
    pub fn told(&self) -> String {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Connects, as a browser on this machine does.
    pub fn connect(&self) -> Line {
        self.try_connect().expect("the server accepts connections")
    }

    pub fn try_connect(&self) -> io::Result<Line> {
        let here = SocketAddr::new([127, 0, 0, 1].into(), self.address.port());
        let stream = TcpStream::connect_timeout(&here, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Line { reader: BufReader::new(stream) })
    }

    /// Sends bytes on a connection of their own; `None` when it is closed without an answer.
    pub fn send(&self, bytes: impl AsRef<[u8]>) -> Option<Reply> {
        let mut line = self.connect();
        // Who is refused may find the connection closed before all is sent.
        let _ = line.send(bytes);
        line.reply()
    }

    /// Asks for an address as a browser does.
    pub fn get(&self, target: &str) -> Reply {
        self.get_with(target, "")
    }

    /// Asks with further headers, each of which ends its line.
    pub fn get_with(&self, target: &str, headers: &str) -> Reply {
        self.send(self.request("GET", target, &format!("connection: close\r\n{headers}")))
            .unwrap_or_else(|| panic!("no answer for `{target}`: {}", self.told()))
    }

    /// Returns a request of this server.
    pub fn request(&self, method: &str, target: &str, headers: &str) -> String {
        format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n{headers}\r\n", self.address)
    }

    /// Opens the stream of what a page is told.
    pub fn events(&self, page: &str) -> Line {
        let mut line = self.connect();
        let request = self.request("GET", &format!("/_deskbook/events?page={page}"), "");
        line.send(request).expect("the request is sent");
        let head = line.head().expect("the stream begins");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        line
    }

    /// Returns what a page is told now.
    pub fn notice(&self, page: &str) -> serde_json::Value {
        self.events(page).notice().expect("a page is told something")
    }

    /// Returns how much memory the program holds, in bytes.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id()));
        let status = status.expect("the program runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory is known");
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kilobytes << 10
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A connection.
pub struct Line {
    reader: BufReader<TcpStream>,
}

impl Line {
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.reader.get_mut().write_all(bytes.as_ref())
    }

    /// Reads the next answer; `None` when the connection is closed before it is whole.
    pub fn reply(&mut self) -> Option<Reply> {
        let head = self.head()?;
        let mut reply = Reply { status: head.get(9..12)?.parse().ok()?, head, body: Vec::new() };
        reply.body = vec![0; reply.header("content-length")?.parse().ok()?];
        self.reader.read_exact(&mut reply.body).ok()?;
        Some(reply)
    }

    /// Reads the next head.
    pub fn head(&mut self) -> Option<String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        Some(head)
    }

    /// Reads what a page is told next; `None` when the stream ends.
    pub fn notice(&mut self) -> Option<serde_json::Value> {
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(json) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(json).expect("an event is JSON on one line"));
            }
        }
    }

    /// Sets how long to wait for an answer.
    pub fn wait_at_most(&self, time: Duration) {
        self.reader.get_ref().set_read_timeout(Some(time)).expect("a time above zero");
    }

    /// Waits until the other side closes; returns whether it does so without another word.
    pub fn is_closed_within(&mut self, time: Duration) -> bool {
        self.wait_at_most(time);
        match self.reader.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(error) => !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut),
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Looks again and again until something is so; tells what it saw last when it never is.
pub fn soon<T>(at_most: Duration, mut look: impl FnMut() -> Result<T, String>) -> T {
    let until = Instant::now() + at_most;
    loop {
        match look() {
            Ok(seen) => return seen,
            Err(saw) => assert!(Instant::now() < until, "not within {at_most:?}: {saw}"),
        }
        std::thread::sleep(Duration::from_millis(4));
    }
}

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).expect("it is below a usize")
    }

    pub fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
