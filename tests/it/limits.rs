//! What peers may take: each limit over a socket, and what is said to those
//! who come to it.

mod crowd;
mod deadlines;
mod descriptors;
mod memory;
mod settings;

use std::io::{Read as _, Write as _};
use std::time::Duration;

use saradnja::http::{Limits, Rate};

use crate::support::serving::{Server, page_text, read_to_end};

const GET: &[u8] = b"GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n";
const LAST: &[u8] = b"GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

fn impatient() -> Limits {
    Limits {
        head: Duration::from_millis(300),
        idle: Duration::from_millis(600),
        ..Limits::default()
    }
}

/// Checks that an answer is a whole, secured refusal with this status, and
/// returns its head.
fn refused(answer: &str, status: u16) -> &str {
    let start = format!("HTTP/1.1 {status} ");
    assert!(answer.starts_with(&start), "{answer:?}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer:?}");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    for line in [
        format!("content-length: {}", body.len()),
        "cache-control: no-store".to_owned(),
        "x-content-type-options: nosniff".to_owned(),
    ] {
        assert!(head.contains(&line), "{line} in {head}");
    }
    assert!(head.contains("\r\ncontent-security-policy: default-src 'none'"));
    assert!(body.contains(&format!("<h1>{status} ")), "{body}");
    head
}

fn retry_after(head: &str) -> Option<u64> {
    let line = head
        .lines()
        .find(|line| line.starts_with("retry-after: "))?;
    line["retry-after: ".len()..].parse().ok()
}

#[test]
fn a_request_that_is_begun_and_not_ended_is_told_that_its_time_is_over() {
    let server = Server::start(impatient());
    for begun in [
        "G",
        "GET",
        "GET /en/",
        "GET /en/ ",
        "GET /en/ HT",
        "GET /en/ HTTP/1.1",
        "GET /en/ HTTP/1.1\r",
        "GET /en/ HTTP/1.1\r\n",
        "GET /en/ HTTP/1.1\r\nHo",
        "GET /en/ HTTP/1.1\r\nHost: a",
        "GET /en/ HTTP/1.1\r\nHost: a\r\n\r",
    ] {
        let answer = server.exchange(begun.as_bytes());
        let head = refused(&answer, 408);
        assert!(head.contains("\r\nconnection: close"), "{head}");
        assert!(head.contains("\r\ndate: "), "{head}");
    }
}

#[test]
fn a_further_request_that_is_not_ended_is_told_so_after_the_first_answer() {
    let server = Server::start(impatient());
    let answers = server.exchange(&[GET, b"GET /en/ HTTP/1.1\r\n"].concat());
    let page = page_text("/en/");
    let (first, second) = answers.split_once(&page).expect("the first page is whole");
    assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
    refused(second, 408);
}

#[test]
fn a_silent_peer_is_let_go_without_a_word() {
    let server = Server::start(impatient());
    assert_eq!(server.exchange(b""), "");
    let answer = server.exchange(GET);
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn whoever_finds_all_places_taken_is_told_to_come_back() {
    let server = Server::start(Limits {
        connections: 2,
        ..Limits::default()
    });
    let mut held: Vec<_> = (0..2).map(|_| server.connect()).collect();
    for stream in &mut held {
        stream.write_all(GET).unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
    }
    let head = server.exchange(LAST);
    let head = refused(&head, 503);
    assert!(retry_after(head) >= Some(1), "{head}");
    assert!(head.contains("\r\nconnection: close"), "{head}");
    // Whether they have asked yet makes no difference.
    refused(&read_to_end(&mut server.connect()), 503);
    drop(held);
    // They come back until a place is free.
    let again = || server.exchange(LAST).starts_with("HTTP/1.1 200 ");
    assert!((0..10_000).any(|_| again()));
}

#[test]
fn a_client_has_a_share_of_the_places_and_no_more() {
    let limits = Limits {
        connections_per_client: 2,
        is_for_this_machine: true,
        ..Limits::default()
    };
    let server = Server::start(limits);
    let mut held: Vec<_> = (0..2).map(|_| server.connect()).collect();
    for stream in &mut held {
        stream.write_all(GET).unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
    }
    let answer = server.exchange(LAST);
    assert!(retry_after(refused(&answer, 503)) >= Some(1), "{answer}");
    drop(held);
    let again = || server.exchange(LAST).starts_with("HTTP/1.1 200 ");
    assert!((0..10_000).any(|_| again()));
    // A proxy on this machine is everybody.
    let server = Server::start(Limits {
        is_for_this_machine: false,
        ..limits
    });
    let held: Vec<_> = (0..20).map(|_| server.connect()).collect();
    assert!(server.exchange(LAST).starts_with("HTTP/1.1 200 "));
    drop(held);
}

#[test]
fn who_searches_too_often_is_told_when_to_go_on_and_may_read() {
    let limits = Limits {
        searches: Rate {
            a_minute: 1,
            burst: 3,
        },
        is_for_this_machine: true,
        ..Limits::default()
    };
    let server = Server::start(limits);
    let search = |words: &str, fields: &str| {
        let head = format!("GET /en/partners/?q={words} HTTP/1.1\r\nHost: a\r\n{fields}");
        server.exchange(format!("{head}Connection: close\r\n\r\n").as_bytes())
    };
    for words in ["one", "two", "three"] {
        assert!(search(words, "").starts_with("HTTP/1.1 200 "));
    }
    let answer = search("four", "");
    let head = refused(&answer, 429);
    let seconds = retry_after(head).expect("when to go on");
    assert!((1..=60).contains(&seconds), "{head}");
    assert!(head.contains("\r\nx-robots-tag: noindex"), "{head}");
    assert!(head.contains("\r\ncontent-language: en"), "{head}");
    // The address without words is a page like any other.
    assert!(search("", "").starts_with("HTTP/1.1 200 "));
    assert!(server.exchange(LAST).starts_with("HTTP/1.1 200 "));
    // As long as nobody says who is behind a proxy, all of them may.
    let server = Server::start(Limits {
        is_for_this_machine: false,
        ..limits
    });
    for _ in 0..10 {
        let search = b"GET /en/partners/?q=a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        assert!(server.exchange(search).starts_with("HTTP/1.1 200 "));
    }
}

#[test]
fn the_size_of_a_head_its_fields_and_its_address_have_limits_of_their_own() {
    let server = Server::start(Limits {
        head_bytes: 8_192,
        fields: 30,
        target_bytes: 500,
        ..Limits::default()
    });
    let ask = |path: &str, fields: &str| {
        let head = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n");
        server.exchange(head.as_bytes())
    };
    assert!(ask("/en/", &"X: y\r\n".repeat(28)).starts_with("HTTP/1.1 200 "));
    refused(&ask("/en/", &"X: y\r\n".repeat(29)), 431);
    refused(&ask("/en/", &format!("X: {}\r\n", "y".repeat(9_000))), 431);
    refused(&ask(&format!("/{}", "a".repeat(600)), ""), 414);
    let long = format!("/en/partners/?q={}", "a".repeat(600));
    assert!(ask(&long, "").starts_with("HTTP/1.1 200 "));
    // More fields than hyper has room for by itself.
    let server = Server::start(Limits {
        fields: 200,
        ..Limits::default()
    });
    let fields = "X: y\r\n".repeat(198);
    let head = format!("GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n");
    assert!(
        server
            .exchange(head.as_bytes())
            .starts_with("HTTP/1.1 200 ")
    );
}
