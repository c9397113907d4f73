//! Settings that are read again while visitors are answered, by the real program:
//! what takes effect, what waits, and that nobody is turned away meanwhile.

mod together;

use crate::support::content::{Folder, minimal};
use crate::support::program::{Answer, Program, exchange, get_with};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const PAGE: &str = "/pl/cele/rescue/";
const PROXIED: &str = "X-Forwarded-For: 198.51.100.7\r\n";

/// A program whose settings are those of a file beside its content.
struct Reloading {
    folder: Folder,
    program: Program,
    told: usize,
}

impl Reloading {
    fn with(settings: &str) -> Self {
        Self::in_folder(Folder::with_minimal(), settings)
    }

    fn in_folder(folder: Folder, settings: &str) -> Self {
        fs::write(file(&folder), settings).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
        command
            .args(["--listen", "127.0.0.1:0", "--operations", "127.0.0.1:0"])
            .args(["--config", "saradnja.toml"])
            .current_dir(folder.path())
            .stderr(std::process::Stdio::piped());
        let program = Program::run(&mut command, true);
        Self {
            folder,
            program,
            told: 0,
        }
    }

    /// Writes these settings, has them read, and returns what the log says of it,
    /// up to the moment at which the content was read again as well.
    fn reload(&mut self, settings: &str) -> String {
        fs::write(file(&self.folder), settings).unwrap();
        self.again()
    }

    fn again(&mut self) -> String {
        self.told = self.program.log().len();
        self.program.signal("HUP");
        let from = self.told;
        self.program
            .wait_until("the content is read again", |program| {
                program.log()[from..].contains("serving the content as it is now")
            });
        self.program.log()[from..].to_owned()
    }

    fn ask(&self, host: &str, path: &str, lines: &str) -> Answer {
        let stream = TcpStream::connect(self.program.authority()).unwrap();
        exchange(stream, host, path, lines)
    }
}

fn file(folder: &Folder) -> PathBuf {
    folder.path().join("saradnja.toml")
}

/// What the log says of a setting that takes effect now.
fn now(key: &str, from: &str, to: &str) -> String {
    format!("the setting takes effect now setting={key} from={from} to={to}\n")
}

#[test]
fn limits_headers_and_proxies_take_effect_at_once() {
    const BEFORE: &str =
        "content = \"content\"\nas-of = 2026-11-23\nbase-url = \"https://example.org/\"\n";
    let mut reloading = Reloading::with(BEFORE);
    let hsts = "strict-transport-security";
    let answer = reloading.ask("other.example", PAGE, PROXIED);
    assert_eq!((answer.status, answer.header(hsts)), (200, None));

    let log = reloading.reload(&format!("{BEFORE}hsts = 300\n"));
    assert!(log.contains(&now("hsts", "0", "300")), "{log}");
    for path in [PAGE, "/nothing/", "/robots.txt"] {
        let answer = reloading.ask("other.example", path, "");
        assert_eq!(answer.header(hsts), Some("max-age=300"), "{path}");
    }

    // A client that a trusted proxy names is one whose searches are counted.
    let searched = |reloading: &Reloading| {
        let answers = (0..3).map(|_| reloading.ask("example.org", "/pl/szukaj/?q=a", PROXIED));
        answers.map(|answer| answer.status).collect::<Vec<_>>()
    };
    assert_eq!(searched(&reloading), [200; 3]);
    let log = reloading.reload(&format!(
        "{BEFORE}trusted-proxies = [\"127.0.0.0/8\"]\nsearch-rate = 1\nsearch-burst = 2\n"
    ));
    for told in [
        now("hsts", "300", "0"),
        now("trusted-proxies", "-", "127.0.0.0/8"),
        now("search-rate", "60", "1"),
        now("search-burst", "20", "2"),
    ] {
        assert!(log.contains(&told), "{told}{log}");
    }
    assert_eq!(searched(&reloading), [200, 200, 429]);
    assert_eq!(reloading.ask("other.example", PAGE, "").header(hsts), None);
    let log = reloading.reload(&format!(
        "{BEFORE}trusted-proxies = [\"127.0.0.0/8\"]\nsearch-rate = 1\nsearch-burst = 2\n\
         max-connections = 2\nmax-target-bytes = 300\naccess-log = true\n"
    ));
    assert!(log.contains(&now("access-log", "false", "true")), "{log}");
    let long = format!("/{}", "a".repeat(400));
    assert_eq!(reloading.ask("example.org", &long, "").status, 414);
    assert_eq!(reloading.ask("example.org", PAGE, PROXIED).status, 200);
    reloading
        .program
        .wait_until("the client is logged", |program| {
            program.log().contains(" client=198.51.100.0\n")
        });
    let metrics = reloading.program.ask_operations("/metrics").body;
    assert!(
        metrics.contains("\nsaradnja_connections_limit 2\n"),
        "{metrics}"
    );
    let mut held = Vec::new();
    reloading
        .program
        .wait_until("all places are taken", |program| {
            held.push(TcpStream::connect(program.authority()).unwrap());
            reloading.ask("example.org", PAGE, "").status == 503
        });
    drop(held);

    let home = format!("{BEFORE}canonical-host = \"redirect\"\n");
    let log = reloading.reload(&home);
    assert!(log.contains(&now("access-log", "true", "false")), "{log}");
    let lines = reloading.program.log().matches(" request method=").count();
    let answer = reloading.ask("other.example", PAGE, "");
    let place = format!("https://example.org{PAGE}");
    assert_eq!(answer.header("location"), Some(place.as_str()));
    assert_eq!(answer.header("x-request-id"), None);
    // Home is somewhere else, and pages say so.
    reloading.reload(&home.replace("example.org", "example.net"));
    let answer = reloading.ask("other.example", PAGE, "");
    let place = format!("https://example.net{PAGE}");
    assert_eq!(answer.header("location"), Some(place.as_str()));
    let page = reloading.ask("example.net", PAGE, "").body;
    assert!(page.contains(&place), "{page}");
    let log = reloading.program.log();
    assert_eq!(log.matches(" request method=").count(), lines);
}

#[test]
fn another_folder_and_another_day_are_served_and_followed() {
    let folder = Folder::with_minimal();
    let copy = Folder::with_minimal();
    fs::rename(copy.content(), folder.path().join("other")).unwrap();
    let before = "content = \"content\"\nas-of = 2026-11-23\n";
    let after = "content = \"other\"\nas-of = 2026-11-24\n";
    let mut reloading = Reloading::in_folder(folder, before);
    let log = reloading.reload(after);
    let folder = reloading.folder.path().join("other");
    assert!(
        log.contains(&now("as-of", "2026-11-23", "2026-11-24")),
        "{log}"
    );
    assert!(log.contains("read the folder other"), "{log}");
    let release = reloading.program.ask_operations("/release").body;
    assert!(release.contains("2026-11-24"), "{release}");
    let goal = folder.join("goals/rescue.toml");
    let text = fs::read_to_string(minimal().join("goals/rescue.toml")).unwrap();
    let edited = |order: u32| {
        let edited = text.replace("order = 1", &format!("order = {order}"));
        fs::write(&goal, edited).unwrap();
    };
    let edits = |program: &Program| {
        let log = program.log();
        log.matches("serving the content as it is now").count()
    };
    let seen = edits(&reloading.program);
    edited(5);
    reloading
        .program
        .wait_until("the edit is seen", |program| edits(program) > seen);
    let log = reloading.reload(&format!("{after}no-watch = true\n"));
    assert!(log.contains(&now("no-watch", "false", "true")), "{log}");
    let log = reloading.reload("content = \"nowhere\"\n");
    assert!(log.contains("there is no content folder nowhere"), "{log}");
    assert!(log.contains("the settings stay as they were"), "{log}");
    let release = reloading.program.ask_operations("/release").body;
    assert!(release.contains("2026-11-24"), "{release}");
}

#[test]
fn what_cannot_change_is_named_each_time_and_changes_nothing() {
    let before =
        "content = \"content\"\nas-of = 2026-11-23\nbase-url = \"https://example.org/x/\"\n";
    let mut reloading = Reloading::with(before);
    let after = before.replace("example.org/x/", "example.net/y/");
    let after = format!("{after}socket-mode = 600\nlog-format = \"json\"\ngrace = 1\n");
    let waits = |key: &str, from: &str, to: &str| {
        format!("the setting takes effect after a restart setting={key} from={from} to={to}\n")
    };
    let log = reloading.reload(&after);
    assert!(log.contains(&now("grace", "0", "1")), "{log}");
    for log in [log, reloading.again()] {
        for told in [
            waits("socket-mode", "660", "600"),
            waits("log-format", "text", "json"),
            waits(
                "base-url",
                "https://example.org/x/",
                "https://example.net/y/",
            ),
        ] {
            assert!(log.contains(&told), "{told}{log}");
        }
    }
    let page = reloading.ask("example.org", &format!("/x{PAGE}"), "");
    assert!(page.body.contains("https://example.org/x/pl/"));
    let log = reloading.reload(before);
    assert!(!log.contains("after a restart"), "{log}");
}

#[test]
fn mistakes_in_settings_are_told_and_nothing_changes() {
    let before = "content = \"content\"\nas-of = 2026-11-23\nhsts = 300\n";
    let mut reloading = Reloading::with(before);
    let metric = |reloading: &Reloading| {
        let metrics = reloading.program.ask_operations("/metrics").body;
        metrics.contains("\nsaradnja_last_reload_good 1\n")
    };
    assert!(metric(&reloading));
    let log = reloading.reload(&format!("{before}grace = \"soon\"\nsearch-rat = 5\n"));
    for told in [
        "unknown key `search-rat`",
        "did you mean `search-rate`?",
        "grace",
        "saradnja.toml:4:",
        "the settings stay as they were",
    ] {
        assert!(log.contains(told), "{told}\n{log}");
    }
    let report = reloading.program.ask_operations("/report").body;
    assert_eq!(report.lines().count(), 2, "{report}");
    assert!(report.contains("\"path\":\"saradnja.toml\""), "{report}");
    assert!(!metric(&reloading));
    let page = reloading.ask("example.org", PAGE, "");
    assert_eq!(
        page.header("strict-transport-security"),
        Some("max-age=300")
    );
    // What goes together is judged as at the start.
    let log = reloading.reload(&format!("{before}canonical-host = \"redirect\"\n"));
    assert!(log.contains("give it too, such as"), "{log}");
    reloading.reload(before);
    assert!(metric(&reloading));
    assert_eq!(reloading.program.ask_operations("/report").body, "");
}

/// Asks for the page over one connection after another, 20 requests on each, until
/// it is enough, and returns how many answers there were.
fn visit(authority: &str, enough: &AtomicBool) -> usize {
    let mut answers = 0;
    let request = format!("GET {PAGE} HTTP/1.1\r\nHost: example.org\r\n");
    while !enough.load(Ordering::Relaxed) {
        let mut stream = TcpStream::connect(authority).unwrap();
        for number in 1..=20 {
            let last = number == 20;
            let end = if last {
                "Connection: close\r\n\r\n"
            } else {
                "\r\n"
            };
            stream
                .write_all(format!("{request}{end}").as_bytes())
                .unwrap();
            let mut answer = Vec::new();
            let mut piece = [0; 8_192];
            while !is_whole(&answer) {
                let length = stream.read(&mut piece).unwrap();
                assert!(length > 0, "cut off after {answers} answers");
                answer.extend_from_slice(&piece[..length]);
            }
            assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
            answers += 1;
        }
    }
    answers
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    answer.len() == head.len() + 4 + length.unwrap()
}

#[test]
fn nobody_is_turned_away_while_settings_change_twenty_times() {
    let before = "content = \"content\"\nas-of = 2026-11-23\nbase-url = \"https://example.org/\"\n";
    let mut reloading = Reloading::with(before);
    let authority = reloading.program.authority().to_owned();
    let enough = AtomicBool::new(false);
    let answers: usize = thread::scope(|scope| {
        let visitors: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| visit(&authority, &enough)))
            .collect();
        for turn in 1..=20 {
            let odd = turn % 2 == 1;
            let more = if odd {
                "access-log = true\ncompression = \"quick\"\n"
            } else {
                ""
            };
            let log = reloading.reload(&format!(
                "{before}hsts = {turn}\nmax-connections = {}\ncanonical-host = \"redirect\"\n{more}",
                1_000 + turn
            ));
            let told = now("hsts", &(turn - 1).to_string(), &turn.to_string());
            assert!(log.contains(&told), "{log}");
            let answer = get_with(&authority, PAGE, "");
            let expected = format!("max-age={turn}");
            assert_eq!(
                answer.header("strict-transport-security"),
                Some(expected.as_str())
            );
            assert_eq!(answer.header("x-request-id").is_some(), odd);
        }
        enough.store(true, Ordering::Relaxed);
        visitors
            .into_iter()
            .map(|visitor| visitor.join().unwrap())
            .sum()
    });
    assert!(answers >= 80, "{answers}");
    reloading.program.signal("TERM");
    assert_eq!(reloading.program.exit_code(), 0);
}
