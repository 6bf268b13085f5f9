//! `deskbook serve`: the handbook in a browser while it is being written.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anstream::{eprint, eprintln};
use clap::Args;
use deskbook::edge;
use deskbook::edge::folder::Folder;
use deskbook::edge::server::{Guard, Hub, Server, listen, new_token};
use deskbook::edge::watch::{Batch, Watcher};
use deskbook::live::{Live, Version};
use deskbook::render::QrCode;
use deskbook::source::SitePath;
use deskbook::{Config, Diagnostic, Level, Options, report};
use jiff::Timestamp;

use super::project::{Project, Wanted};
use super::tally::{Count, grouped};
use super::{Ending, ProjectArguments, Voice};

/// What `serve` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// The port to listen on; when it is in use, the next that is free
    #[arg(long, value_name = "N", default_value_t = 4000)]
    port: u16,
    /// Where to listen; beyond this machine, such as `0.0.0.0` for a phone, the link holds a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open the handbook in a browser
    #[arg(long)]
    open: bool,
}

/// How long nothing must happen before what can wait is done: the search, and a look at everything.
const REST: Duration = Duration::from_millis(150);
/// How long what can wait waits at most.
const LATEST: Duration = Duration::from_secs(3);
/// How long a look goes on while files are touched.
const RESTLESS: Duration = Duration::from_millis(200);
/// How often everything is looked at when the system reports nothing, as on some shared drives.
const PATROL: Duration = Duration::from_secs(5);
/// How long to wait before a folder that could not be read is tried again.
const AGAIN: Duration = Duration::from_millis(200);

/// Serves the handbook until the program is stopped.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<Ending, edge::Error> {
    let started = Instant::now();
    let root = &arguments.project.root;
    let real_root = std::fs::canonicalize(root)
        .map_err(|error| edge::Error::Refused(format!("cannot open `{}`: {error}", root.display())))?;
    let listener = listen(arguments.host, arguments.port)?;
    let address = listener
        .local_addr()
        .map_err(|error| edge::Error::Refused(format!("cannot listen on {}: {error}", arguments.host)))?;
    let is_local = arguments.host.is_loopback();
    let token = if is_local { None } else { Some(new_token()?) };
    let server = Arc::new(Server {
        live: Arc::new(Live::with_editions(Box::new(edge::history::Archive::of(&real_root)))),
        editor: is_local.then(|| editor(&real_root)).flatten(),
        root: real_root,
        hub: Hub::default(),
        guard: Guard { address, token: token.clone() },
    });
    let listening = server.clone();
    std::thread::spawn(move || {
        let error = listening.run(&listener);
        eprintln!("the server stopped: {error}");
        std::process::exit(2);
    });
    greet(arguments, address, token.as_deref(), voice);
    let (shown, following) = channel();
    let aftermath = Aftermath { server: server.clone(), voice, errors: String::new(), took: Duration::ZERO };
    std::thread::spawn(move || aftermath.follow(&following));
    Desk::new(arguments, server, shown)?.work(started)
}

/// The handbook on disk, and what is done whenever it changes.
struct Desk<'a> {
    arguments: &'a Arguments,
    server: Arc<Server>,
    folder: Folder,
    watcher: Watcher,
    /// Who is told what was shown.
    shown: Sender<Shown>,
    /// Whether everything is still to be looked at, after a change.
    unsure: bool,
    /// Whether the folder could not be read the last time.
    is_troubled: bool,
    /// What was said to be wrong last.
    complaint: Option<String>,
    /// What the world decided for the version that is shown.
    options: Option<Options>,
}

impl<'a> Desk<'a> {
    fn new(arguments: &'a Arguments, server: Arc<Server>, shown: Sender<Shown>) -> Result<Self, edge::Error> {
        let mut watcher = Watcher::new(&server.root)?;
        let folder = opened(&server.root)?;
        // What changed since it was read is found by the look at everything that follows the first page.
        watcher.follow(folder.places());
        Ok(Self {
            arguments,
            server,
            folder,
            watcher,
            shown,
            unsure: true,
            is_troubled: false,
            complaint: None,
            options: None,
        })
    }

    fn work(&mut self, started: Instant) -> Result<Ending, edge::Error> {
        self.show(None, started)?;
        loop {
            let patience = match (self.is_troubled, self.unsure) {
                (true, _) => AGAIN,
                (false, true) => REST,
                (false, false) => PATROL,
            };
            let batch = self.watcher.wait(patience);
            let began = Instant::now();
            let looked = self.look(batch);
            self.is_troubled = looked.is_err();
            match looked {
                Ok(changed) if !changed.is_empty() || self.is_another_day()? => {
                    self.show(Some(changed), began)?;
                }
                Ok(_) => {}
                Err(error) => self.complain(&error),
            }
        }
    }

    /// Looks at what was touched, and at everything when that is not known or where something came.
    ///
    /// What is touched meanwhile is looked at too: a folder that is renamed while it is listed may be
    /// seen at neither of its places, and nobody should be shown that.
    fn look(&mut self, mut batch: Batch) -> Result<Vec<SitePath>, edge::Error> {
        let began = Instant::now();
        loop {
            match &batch {
                Batch::Touched(paths) if !self.is_troubled => self.folder.look(paths)?,
                _ => {
                    self.unsure = false;
                    self.folder.rescan()?;
                }
            }
            while self.watcher.follow(self.folder.places()) {
                self.folder.rescan()?;
            }
            if began.elapsed() > RESTLESS {
                break;
            }
            batch = self.watcher.wait(Duration::ZERO);
            if batch == Batch::Nothing {
                break;
            }
        }
        Ok(self.folder.take_changed())
    }

    /// Reads what changed and tells the open pages.
    fn show(&mut self, changed: Option<Vec<SitePath>>, began: Instant) -> Result<(), edge::Error> {
        self.unsure = true;
        let options = self.options()?;
        self.options = Some(options.clone());
        let before = self.server.live.current();
        self.server.live.update(self.folder.snapshot(), changed.as_deref(), &options, Timestamp::now());
        self.server.hub.tell();
        let files = changed.into_iter().flatten().collect();
        // Without a thread to tell the terminal, the handbook is shown all the same.
        let _ = self.shown.send(Shown { before, files, took: began.elapsed() });
        Ok(())
    }

    /// Returns what the world decides now; what it decided last while the settings name a time zone
    /// that there is not, as they do while one is typed.
    fn options(&mut self) -> Result<Options, edge::Error> {
        let time_zone = Config::read(self.folder.snapshot()).value.time_zone;
        let options = Project::options(&self.arguments.project, time_zone.as_deref(), &Wanted::default());
        match (options, &self.options) {
            (Err(error), Some(last)) => {
                let last = last.clone();
                self.complain(&error);
                Ok(last)
            }
            (options, _) => {
                self.complaint = None;
                options
            }
        }
    }

    /// Says what is wrong, unless that was the last thing said.
    fn complain(&mut self, error: &edge::Error) {
        let error = error.to_string();
        if self.complaint.as_ref() != Some(&error) {
            eprintln!("{error}; trying again");
            self.complaint = Some(error);
        }
    }

    fn is_another_day(&mut self) -> Result<bool, edge::Error> {
        let shown = self.server.live.current().map(|version| version.site().handbook.date);
        Ok(self.arguments.project.date.is_none() && shown != Some(self.options()?.date))
    }
}

/// Reads a folder for the first time; tries again for a while when a file goes meanwhile, as in a
/// checkout, or the system has no handle left.
fn opened(root: &Path) -> Result<Folder, edge::Error> {
    let until = Instant::now() + PATROL;
    loop {
        match Folder::open(root) {
            Err(edge::Error::Io(_, _, error))
                if error.kind() != ErrorKind::PermissionDenied && Instant::now() < until =>
            {
                std::thread::sleep(AGAIN);
            }
            result => return result,
        }
    }
}

/// A change that was shown, and the version that stood before it.
struct Shown {
    before: Option<Arc<Version>>,
    files: BTreeSet<SitePath>,
    took: Duration,
}

/// What follows a change once nothing happens: the index of the search, what has changed since the
/// edition in force, and a line in the terminal.
///
/// It has a thread of its own, so that the next save never waits for it.
struct Aftermath {
    server: Arc<Server>,
    voice: Voice,
    /// The errors and what else stands in full in the terminal.
    errors: String,
    /// How long it took the last time; what takes longer waits longer.
    took: Duration,
}

impl Aftermath {
    fn follow(mut self, shown: &Receiver<Shown>) {
        while let Ok(mut change) = shown.recv() {
            while let Ok(more) = shown.recv_timeout((self.took * 4).clamp(REST, LATEST)) {
                change.files.extend(more.files);
                change.took = more.took;
            }
            let began = Instant::now();
            self.server.live.index();
            self.server.hub.tell();
            self.server.live.hold_against_edition();
            self.server.hub.tell();
            if !self.voice.quiet {
                self.tell(&change);
            }
            self.took = began.elapsed();
        }
    }

    /// Prints what changed: one line, and the errors when they are others than before.
    fn tell(&mut self, change: &Shown) {
        let live = &self.server.live;
        let Some(version) = live.current() else { return };
        let found = live.findings();
        let time = Timestamp::now().to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S");
        let milliseconds = change.took.as_secs_f64() * 1000.0;
        let count = Count::of(&found).words();
        match &change.before {
            None => {
                let pages = version.site().handbook.pages.len();
                eprintln!("{time}  read {} pages in {milliseconds:.0} ms: {count}", grouped(pages));
            }
            Some(before) => {
                let pages = match version.pages_unlike(before) {
                    1 => "1 page changed".to_owned(),
                    pages => format!("{} pages changed", grouped(pages)),
                };
                eprintln!("{time}  {}: {pages}, {milliseconds:.0} ms, {count}", named(&change.files));
            }
        }
        // An edition that cannot be read is nobody's page to mend, and said here as well.
        let is_said = |finding: &Diagnostic| {
            finding.level == Level::Error || finding.rule == &deskbook::diag::rules::UNREAD_EDITION
        };
        let errors: Vec<_> = found.into_iter().filter(is_said).collect();
        let errors = report::human(&errors, &version.files, true);
        if errors != self.errors {
            eprint!("{errors}");
            self.errors = errors;
        }
    }
}

/// Returns the names of files that changed: some of them, when they are many.
fn named(files: &BTreeSet<SitePath>) -> String {
    let mut names: Vec<&str> = files.iter().take(3).map(SitePath::as_str).collect();
    let more = files.len().saturating_sub(names.len());
    let more = format!("{more} more");
    if files.len() > names.len() {
        names.push(&more);
    }
    if names.is_empty() { "a new day".to_owned() } else { names.join(", ") }
}

/// Says where the handbook can be read.
fn greet(arguments: &Arguments, address: SocketAddr, token: Option<&str>, voice: Voice) {
    if arguments.port != 0 && address.port() != arguments.port {
        eprintln!("port {} is in use; this is {}", arguments.port, address.port());
    }
    let reached = SocketAddr::new(reachable(address.ip()), address.port());
    let link = match token {
        Some(token) => format!("http://{reached}/?token={token}"),
        None => format!("http://{reached}/"),
    };
    eprintln!("{link}");
    if token.is_some() && !voice.quiet {
        match QrCode::new(&link) {
            Ok(code) => eprintln!("{}", code.text()),
            Err(error) => eprintln!("no code for a phone: {error}"),
        }
        eprintln!("Whoever has this link reads the handbook. The token ends with the program.");
    }
    if arguments.open
        && let Err(error) = open::that_detached(&link)
    {
        eprintln!("cannot open a browser: {error}; open the link yourself");
    }
}

/// Returns an address at which others reach this machine, for one that stands for all of them.
fn reachable(ip: IpAddr) -> IpAddr {
    if !ip.is_unspecified() {
        return ip;
    }
    // Nothing is sent: the system only chooses the way to an address that is kept for examples.
    let chosen = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    chosen.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// Editors that open an address, by the program that says that they are there.
const EDITORS: &[(&str, &str)] = &[
    ("code", "vscode://file{root}/{file}:{line}:{column}"),
    ("codium", "vscodium://file{root}/{file}:{line}:{column}"),
    ("cursor", "cursor://file{root}/{file}:{line}:{column}"),
    ("zed", "zed://file{root}/{file}:{line}:{column}"),
    ("idea", "idea://open?file={root}/{file}&line={line}"),
];

/// Returns how the editor of this machine opens a file, when it has one that can.
fn editor(root: &Path) -> Option<String> {
    let folders = std::env::var_os("PATH")?;
    let has = |program: &str| std::env::split_paths(&folders).any(|folder| folder.join(program).is_file());
    let (_, address) = EDITORS.iter().find(|(program, _)| has(program))?;
    let root = deskbook::source::Url::new(root.to_str()?.replace('\\', "/")).encoded();
    let root = if root.starts_with('/') { root } else { format!("/{root}") };
    Some(address.replace("{root}", &root))
}
