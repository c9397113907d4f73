//! The limits as operators set them, with the real program.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::support::content::Folder;
use crate::support::metrics;
use crate::support::program::{Program, get_with};

fn exchange(program: &Program, bytes: &str) -> String {
    let mut stream = TcpStream::connect(program.authority()).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn request(path: &str, fields: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n")
}

#[test]
fn what_is_set_holds_and_is_counted_by_reason() {
    let folder = Folder::with_minimal();
    let program = Program::serve(
        folder.path(),
        &[
            "--operations",
            "127.0.0.1:0",
            "--head-timeout",
            "200ms",
            "--max-head-bytes",
            "8KiB",
            "--max-fields",
            "20",
            "--max-target-bytes",
            "300",
            "--max-connections",
            "3",
        ],
    );
    let many = "X: y\r\n".repeat(30);
    let large = format!("X: {}\r\n", "y".repeat(9_000));
    for (bytes, status, reason) in [
        ("GET /pl/ HTTP/1.1\r\n".to_owned(), "408", "time"),
        (request("/pl/", &many), "431", "head"),
        (request("/pl/", &large), "431", "head"),
        (
            request(&format!("/{}", "a".repeat(400)), ""),
            "414",
            "target",
        ),
        ("no request\r\n\r\n".to_owned(), "400", "malformed"),
    ] {
        let series = format!("saradnja_refused_total{{reason=\"{reason}\"}}");
        let counted = || {
            let text = program.ask_operations("/metrics").body;
            metrics::read(&text, false).value(&series)
        };
        let before = counted();
        let answer = exchange(&program, &bytes);
        assert_eq!(&answer[..12], format!("HTTP/1.1 {status}"), "{answer}");
        assert!(answer.contains("content-security-policy: default-src 'none'"));
        // Whoever cannot be asked for a language gets the register's own.
        let words = "<html lang=\"pl\"";
        assert!(answer.contains(words), "{answer}");
        assert_eq!(counted(), before + 1.0, "{reason}");
    }
}

#[test]
fn all_places_taken_is_a_page_in_the_words_of_the_register() {
    let folder = Folder::with_minimal();
    let limits = ["--max-connections", "2", "--head-timeout", "1h"];
    let operations = ["--operations", "127.0.0.1:0"];
    let program = Program::serve(folder.path(), &[&limits[..], &operations].concat());
    let number = |series: &str| {
        let text = program.ask_operations("/metrics").body;
        metrics::read(&text, false).value(series)
    };
    let held: Vec<_> = (0..2)
        .map(|_| TcpStream::connect(program.authority()).unwrap())
        .collect();
    program.wait_until("both are let in", |_| {
        number("saradnja_connections_open") == 2.0
    });
    let answer = exchange(&program, &request("/pl/", ""));
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("\r\nretry-after: 15\r\n"), "{answer}");
    assert!(answer.contains("Wczytaj stronę ponownie"), "{answer}");
    assert_eq!(
        number("saradnja_refused_total{reason=\"connections\"}"),
        1.0
    );
    drop(held);
}

#[test]
fn a_limit_that_cannot_be_is_told_what_can() {
    let folder = Folder::with_minimal();
    for (option, value, advice) in [
        ("--max-connections", "0", "from 1 to 1000000"),
        ("--max-connections-per-client", "none", "from 1 to 1000000"),
        ("--head-timeout", "0", "such as `10s`"),
        ("--idle-timeout", "2 weeks", "such as `10s`"),
        ("--max-connection-age", "-1", "such as `10s`"),
        ("--drain", "1d", "such as `10s`"),
        ("--max-head-bytes", "100", "from 8192 to 1048576"),
        ("--max-target-bytes", "1MiB", "from 256 to 65000"),
        ("--max-fields", "5", "from 20 to 1000"),
        ("--search-rate", "fast", "from 0 to 60000"),
        ("--search-burst", "0", "from 1 to 10000"),
    ] {
        let run = folder.run(&["serve", &format!("{option}={value}")]);
        assert_eq!(run.code(), 2, "{option} {value}");
        let told = run.stderr();
        assert!(told.contains(option) && told.contains(advice), "{told}");
    }
}

#[test]
fn behind_a_trusted_proxy_each_client_has_searches_of_its_own() {
    let folder = Folder::with_minimal();
    let program = Program::serve(
        folder.path(),
        &[
            "--trusted-proxies",
            "127.0.0.1",
            "--search-rate",
            "1",
            "--search-burst",
            "2",
        ],
    );
    let search = |client: &str| {
        let fields = match client {
            "" => String::new(),
            client => format!("X-Forwarded-For: 203.0.113.9, {client}\r\n"),
        };
        let answer = exchange(&program, &request("/pl/szukaj/?q=a", &fields));
        answer[9..12].to_owned()
    };
    for (client, status) in [
        ("192.0.2.1", "200"),
        ("192.0.2.1", "200"),
        ("192.0.2.1", "429"),
        ("192.0.2.2", "200"),
        ("2001:db8::1", "200"),
        ("2001:db8::2", "200"),
        ("2001:db8::3", "429"),
        // Who claims to be on this machine is spoken for, and no more exempt.
        ("127.0.0.2", "200"),
        ("::ffff:127.0.0.2", "200"),
        ("127.0.0.2", "429"),
        // What cannot be read counts as the proxy.
        ("unknown", "200"),
        ("300.1.1.1", "200"),
        ("unknown", "429"),
        // The proxy itself asks for everybody.
        ("", "200"),
        ("", "200"),
        ("", "200"),
    ] {
        assert_eq!(search(client), status, "{client}");
    }
}

#[test]
fn who_cannot_be_told_on_a_socket_shares_one_number_of_searches() {
    let folder = Folder::with_minimal();
    let socket = format!("unix:{}", folder.path().join("http.sock").display());
    let program = Program::serve(
        folder.path(),
        &[
            "--listen",
            &socket,
            "--trusted-proxies",
            "unix",
            "--search-rate",
            "1",
            "--search-burst",
            "2",
        ],
    );
    for (lines, status) in [
        ("X-Forwarded-For: unknown\r\n", 200),
        // What the proxy is not said to write does not make it less strict.
        ("Forwarded: for=192.0.2.1\r\n", 200),
        ("X-Forwarded-For: unknown\r\n", 429),
        ("X-Forwarded-For: 192.0.2.1\r\n", 200),
        ("", 200),
        ("", 200),
        ("", 200),
    ] {
        let answer = get_with(&socket, "/pl/szukaj/?q=a", lines);
        assert_eq!(answer.status, status, "{lines}");
    }
    drop(program);
}
