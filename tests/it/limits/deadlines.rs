//! How long a connection may be kept without getting on.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use saradnja::http::Limits;

use super::{GET, impatient, refused};
use crate::support::serving::{Server, page_text, read_to_end};

/// Whether the server ends the connection while nothing but empty lines come,
/// half a line end at a time.
fn is_let_go_while_dripping(stream: &mut TcpStream) -> bool {
    let pause = Some(Duration::from_millis(100));
    stream.set_read_timeout(pause).unwrap();
    (0..40).any(|turn| {
        let half = if turn % 2 == 0 { b"\r" } else { b"\n" };
        let written = stream.write_all(half);
        let read = stream.read(&mut [0; 64]).map_err(|error| error.kind());
        match read {
            Err(ErrorKind::WouldBlock | ErrorKind::TimedOut) => written.is_err(),
            read => {
                assert!(matches!(read, Ok(0) | Err(_)), "a word was said");
                true
            }
        }
    })
}

#[test]
fn empty_lines_by_drips_keep_no_connection() {
    let server = Server::start(impatient());
    assert!(is_let_go_while_dripping(&mut server.connect()));
}

#[test]
fn empty_lines_by_drips_after_an_answer_keep_no_connection() {
    let server = Server::start(impatient());
    let mut stream = server.connect();
    stream.write_all(GET).unwrap();
    let page = page_text("/en/");
    let mut answer = Vec::new();
    while !answer.ends_with(page.as_bytes()) {
        let mut piece = [0; 4_096];
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "ended within the answer");
        answer.extend_from_slice(&piece[..length]);
    }
    assert!(is_let_go_while_dripping(&mut stream));
}

#[test]
fn the_time_for_a_first_head_begins_with_the_connection() {
    let server = Server::start(Limits {
        head: Duration::from_secs(1),
        ..Limits::default()
    });
    let mut stream = server.connect();
    let opened = Instant::now();
    std::thread::sleep(Duration::from_millis(800));
    stream.write_all(b"GET /en/ HTTP/1.1\r\n").unwrap();
    refused(&read_to_end(&mut stream), 408);
    let took = opened.elapsed();
    assert!(took < Duration::from_millis(1_800), "{took:?}");
}

#[test]
fn a_connection_ends_at_its_age_however_patient_the_other_limits_are() {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    let server = Server::start(Limits {
        head: HOUR,
        idle: HOUR,
        age: Duration::from_millis(500),
        ..Limits::default()
    });
    assert_eq!(server.exchange(b""), "");
    assert_eq!(server.exchange(b"\r\n\r"), "");
    refused(&server.exchange(b"GET /en/ HTTP/1.1\r\n"), 408);
    let answer = server.exchange(GET);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
}
