//! A real listener: keep-alive, deadlines, and ending.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use saradnja::http::{Drained, Limits};

use crate::support::serving::{Server, finish, page_text, read_to_end};

const GET: &[u8] = b"GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n";

fn impatient() -> Limits {
    Limits {
        head: Duration::from_millis(300),
        idle: Duration::from_millis(600),
        ..Limits::default()
    }
}

/// Reads one answer to [`GET`] and leaves the connection open.
fn read_page(stream: &mut TcpStream) -> String {
    let page = page_text("/en/");
    let mut answer = Vec::new();
    while !answer.ends_with(page.as_bytes()) {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).expect("an answer");
        assert_ne!(length, 0, "{:?}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&piece[..length]);
    }
    String::from_utf8(answer).expect("UTF-8")
}

#[test]
fn a_connection_serves_one_request_after_the_other() {
    let server = Server::start(Limits::default());
    let mut stream = server.connect();
    for _ in 0..3 {
        stream.write_all(GET).expect("connected");
        let answer = read_page(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains(&format!("content-length: {}\r\n", page_text("/en/").len())));
    }
    // Pipelined requests are answered in order.
    stream.write_all(&GET.repeat(3)).expect("connected");
    finish(&stream);
    assert_eq!(
        read_to_end(&mut stream).matches("HTTP/1.1 200 OK").count(),
        3
    );
}

#[test]
fn head_has_the_length_of_the_body_that_it_does_not_send() {
    let server = Server::start(Limits::default());
    let head = b"HEAD /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = server.exchange(head);
    assert!(
        answer.contains(&format!("content-length: {}\r\n", page_text("/en/").len())),
        "{answer}"
    );
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    let missing = b"HEAD /nothing/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = server.exchange(missing);
    assert!(
        answer.starts_with("HTTP/1.1 404 ") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
}

#[test]
fn peers_that_do_not_get_on_are_let_go() {
    let server = Server::start(impatient());
    // A silent peer, half a request line, half a head, a second head that
    // does not come to its end, and one that never begins.
    let cases: [(&[u8], usize); 5] = [
        (b"", 0),
        (b"GET /en/", 0),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\n", 0),
        (&[GET, b"GET /en/ HTTP/1.1\r\n"].concat(), 1),
        (GET, 1),
    ];
    for (bytes, answers) in cases {
        let begun = Instant::now();
        let text = server.exchange(bytes);
        assert_eq!(text.matches("HTTP/1.1 200 OK").count(), answers, "{text}");
        let taken = begun.elapsed();
        assert!(taken >= Duration::from_millis(250), "{taken:?}");
        assert!(taken < Duration::from_secs(5), "{taken:?}");
    }
}

#[test]
fn a_head_that_comes_drop_by_drop_does_not_keep_a_connection() {
    let server = Server::start(impatient());
    let mut stream = server.connect();
    let begun = Instant::now();
    for byte in b"GET /en/ HTTP/1.1\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut rest = Vec::new();
    // Whether the answer or a reset is seen depends on what was in flight.
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408 "));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn an_old_connection_ends_and_a_new_one_is_served() {
    let limits = Limits {
        age: Duration::from_millis(200),
        ..impatient()
    };
    let server = Server::start(limits);
    let mut stream = server.connect();
    let begun = Instant::now();
    let mut served = 0;
    while stream.write_all(GET).is_ok() && begun.elapsed() < Duration::from_secs(5) {
        let mut piece = [0; 16 * 1024];
        if !matches!(stream.read(&mut piece), Ok(1..)) {
            break;
        }
        served += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(served > 0 && begun.elapsed() < Duration::from_secs(5));
    let close = b"GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assert!(server.exchange(close).starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn ending_lets_idle_peers_go_at_once_and_waits_for_no_one_for_ever() {
    let server = Server::start(Limits::default());
    let mut idle = server.connect();
    idle.write_all(GET).expect("connected");
    read_page(&mut idle);
    let begun = Instant::now();
    assert_eq!(server.stop(), Drained::Completely);
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(read_to_end(&mut idle), "");

    let limits = Limits {
        drain: Duration::from_millis(200),
        ..Limits::default()
    };
    let server = Server::start(limits);
    let mut slow = server.connect();
    slow.write_all(b"GET /en/ HTTP/1.1\r\n").expect("connected");
    let mut other = server.connect();
    other.write_all(GET).expect("connected");
    read_page(&mut other);
    let begun = Instant::now();
    server.stop();
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}
