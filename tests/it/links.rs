//! `links`: addresses are asked by a server of the test itself, and what they
//! answered is kept.

use crate::support::content::{Folder, TODAY};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

/// A server that answers by the path that it is asked for, until the test ends.
struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, seen) = (stream.unwrap(), Arc::clone(&seen));
                thread::spawn(move || answer(stream, &seen));
            }
        });
        Self { port, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked, as heads of requests, since this was asked last.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, seen: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if !matches!(stream.read(&mut byte), Ok(1)) {
            return;
        }
        // Whoever wishes for TLS (RFC 8446, 5.1) is not understood here.
        if head.is_empty() && byte == [0x16] {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    seen.lock().unwrap().push(head.clone());
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let (status, location) = match (method, path) {
        (_, "/page" | "/") => ("200 OK", None),
        (_, "/moved") => ("301 Moved Permanently", Some("/page")),
        (_, "/for-now") => ("302 Found", Some("page")),
        (_, "/circle") => ("308 Permanent Redirect", Some("/circle")),
        ("HEAD", "/no-head") => ("405 Method Not Allowed", None),
        ("GET", "/no-head") => ("200 OK", None),
        (_, "/refuses") => ("403 Forbidden", None),
        (_, "/broken") => ("503 Service Unavailable", None),
        // Whoever asks gives up first, and then this ends.
        (_, "/slow") => {
            let _ = stream.read(&mut [0]);
            return;
        }
        (_, "/closes" | "/closes?") => return,
        _ => ("404 Not Found", None),
    };
    let location = location.map_or_else(String::new, |to| format!("Location: {to}\r\n"));
    let text =
        format!("HTTP/1.1 {status}\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n");
    // Whoever asked may have gone.
    let _ = stream.write_all(text.as_bytes());
}

/// A register whose sources lie at these paths of the server.
fn register(server: &Server, paths: &[&str]) -> Folder {
    let folder = Folder::with_minimal();
    let website = format!("website = \"{}\"", server.url("/"));
    folder.edit(
        "publishers.toml",
        "website = \"https://kronika.example/\"",
        &website,
    );
    folder.edit(
        "societies/test-island.toml",
        "website = \"https://wyspa.example/\"",
        &website,
    );
    let source = fs::read_to_string(folder.content().join("sources/chronicle.toml")).unwrap();
    let at = |path: &str| source.replace("https://kronika.example/wyspa/", &server.url(path));
    folder.write("sources/chronicle.toml", at("/page"));
    for path in paths {
        folder.write(&format!("sources/s-{}.toml", &path[1..]), at(path));
    }
    folder
}

/// What is printed, with `SERVER` for the server.
fn links(folder: &Folder, server: &Server, day: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    let output = command
        .args(["links", "--as-of", day])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{error}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.replace(&server.url(""), "SERVER")
}

#[test]
fn every_answer_is_told_for_what_it_is() {
    let server = Server::start();
    let paths = [
        "/moved", "/for-now", "/circle", "/no-head", "/refuses", "/broken", "/closes", "/lost",
    ];
    let folder = register(&server, &paths);
    assert_eq!(
        links(&folder, &server, TODAY, &[]),
        "10 addresses: 0 alive, 0 failing, 0 dead, 10 never asked\n"
    );
    assert!(
        server.asked().is_empty(),
        "nobody is asked without --online"
    );
    let text = links(&folder, &server, TODAY, &["--online"]);
    let expected = "\
failing: SERVER/broken
    since 2026-11-23, asked once, last on 2026-11-23
    503, the server has a fault
    in sources/s-broken.toml
failing: SERVER/circle
    since 2026-11-23, asked once, last on 2026-11-23
    leads on and on
    in sources/s-circle.toml
failing: SERVER/closes
    since 2026-11-23, asked once, last on 2026-11-23
    REASON
    in sources/s-closes.toml
failing: SERVER/lost
    since 2026-11-23, asked once, last on 2026-11-23
    404, there is no such page
    in sources/s-lost.toml
alive: SERVER/moved
    asked on 2026-11-23
    moved to SERVER/page
    in sources/s-moved.toml
alive: SERVER/refuses
    asked on 2026-11-23
    answers 403 to programs
    in sources/s-refuses.toml
10 addresses: 6 alive, 4 failing, 0 dead, 0 never asked
";
    // How a system says that a connection was closed is its own affair.
    let reason = text
        .lines()
        .skip_while(|line| !line.contains("/closes"))
        .nth(2)
        .unwrap();
    assert!(!reason.trim().is_empty());
    assert_eq!(text.replace(reason, "    REASON"), expected);
    // What is known is told again without asking.
    server.asked();
    assert_eq!(links(&folder, &server, TODAY, &[]), text);
    assert!(server.asked().is_empty());
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let server = Server::start();
    let folder = register(&server, &["/slow"]);
    let text = links(&folder, &server, TODAY, &["--online", "--timeout", "1"]);
    assert!(text.contains("failing: SERVER/slow\n"), "{text}");
    assert!(text.contains("    no answer in time\n"), "{text}");
    let asked = server.asked();
    let slow = asked.iter().filter(|head| head.contains("/slow")).count();
    assert_eq!(slow, 1, "waited for twice: {asked:?}");
}

#[test]
fn a_connection_that_cannot_be_made_safe_is_a_failure() {
    let server = Server::start();
    let folder = register(&server, &[]);
    let plain = server.url("/page");
    let safe = plain.replace("http://", "https://");
    folder.edit("sources/chronicle.toml", &plain, &safe);
    let text = links(&folder, &server, TODAY, &["--online"]);
    assert!(text.contains(&format!("failing: {safe}\n")), "{text}");
    assert!(text.ends_with("2 addresses: 1 alive, 1 failing, 0 dead, 0 never asked\n"));
}

/// Not every address can have died on one evening.
#[test]
fn a_computer_that_is_not_connected_keeps_nothing() {
    let server = Server::start();
    let folder = register(&server, &[]);
    for file in [
        "publishers.toml",
        "societies/test-island.toml",
        "sources/chronicle.toml",
    ] {
        let path = folder.content().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace(&server.url("/"), &server.url("/closes"))).unwrap();
    }
    folder.edit("sources/chronicle.toml", "/closespage", "/closes?");
    let run = folder.run(&["links", "--online"]);
    assert_eq!(run.code(), 2, "{}", run.stdout());
    assert!(
        run.stderr().contains("nobody answered at all"),
        "{}",
        run.stderr()
    );
    assert!(!folder.content().join(".links.json").exists());
}

#[test]
fn an_address_is_dead_only_after_some_time_and_some_tries() {
    let server = Server::start();
    let folder = register(&server, &["/lost"]);
    let ask = |day| links(&folder, &server, day, &["--online"]);
    assert!(ask("2026-11-01").contains("1 failing, 0 dead"));
    assert!(ask("2026-11-08").contains("asked twice, last on 2026-11-08"));
    let text = ask("2026-11-16");
    let expected = "\
dead: SERVER/lost
    since 2026-11-01, asked 3 times, last on 2026-11-16
    404, there is no such page
    in sources/s-lost.toml
3 addresses: 2 alive, 0 failing, 1 dead, 0 never asked
";
    assert_eq!(text, expected);
    // An address that nobody names any more is forgotten.
    fs::remove_file(folder.content().join("sources/s-lost.toml")).unwrap();
    assert!(ask("2026-11-17").starts_with("2 addresses: 2 alive, 0 failing, 0 dead"));
    let kept = fs::read_to_string(folder.content().join(".links.json")).unwrap();
    assert!(!kept.contains("/lost"), "{kept}");
}

#[test]
fn whoever_is_asked_hears_who_asks() {
    let server = Server::start();
    let folder = register(&server, &[]);
    let place = ["--online", "--base-url", "https://island.example/register"];
    links(&folder, &server, TODAY, &place);
    let asked = server.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    for head in asked {
        assert!(head.starts_with("HEAD "), "{head}");
        let agent = head
            .lines()
            .find(|line| line.to_lowercase().starts_with("user-agent:"));
        let agent = agent.unwrap();
        let says = "(links of the register test-island; +https://island.example/register/)";
        assert!(
            agent.contains("saradnja/") && agent.ends_with(says),
            "{agent}"
        );
    }
}

#[test]
fn the_answers_are_no_content() {
    let server = Server::start();
    let folder = register(&server, &["/moved"]);
    links(&folder, &server, TODAY, &["--online"]);
    let once = fs::read(folder.content().join(".links.json")).unwrap();
    let check = folder.run(&["check", "--as-of", TODAY]);
    assert_eq!(check.stdout(), "24 files, no mistakes\n");
    // The same answers are the same bytes, and nothing else lies there.
    links(&folder, &server, TODAY, &["--online"]);
    let twice = fs::read(folder.content().join(".links.json")).unwrap();
    assert_eq!(once, twice);
    let hidden = crate::support::content::files_under(&folder.content());
    let hidden: Vec<_> = hidden.iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, [".links.json"]);
}

#[test]
fn what_stands_in_the_way_is_said() {
    let server = Server::start();
    let folder = register(&server, &[]);
    folder.write(".links.json", "{ not this }");
    let run = folder.run(&["links"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr()
            .contains("content/.links.json is not what this program wrote")
    );
    let elsewhere = Folder::new();
    let run = elsewhere.run(&["links", "--online"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("name a folder with --content"));
    fs::remove_file(folder.content().join(".links.json")).unwrap();
    folder.edit("partners/lighthouse.toml", "\"ngo\"", "\"ngoo\"");
    let run = folder.run(&["links", "--online"]);
    assert_eq!(run.code(), 1);
    assert!(run.stderr().contains("nobody was asked"));
    assert!(server.asked().is_empty());
}
