//! Floods that would fill memory if anything were kept without bound.

use std::io::Write as _;
use std::net::{Shutdown, TcpStream};

use super::crowd::{make_room, open};
use crate::support::content::Folder;
use crate::support::program::Program;

const PAGE: &str = "/pl/cele/rescue/";

/// For how many connections at a time each flood is.
const PEERS: usize = 200;

/// How much larger the program may become, in bytes: for each peer what hyper
/// holds of a head and of an answer, and as much again for its allocator, twice.
const GROWTH: u64 = PEERS as u64 * 4 * 2 * 16 * 1024;

/// Sends until the peer takes no more, which it need not take at all.
fn pour(stream: &mut TcpStream, bytes: &[u8]) {
    stream.set_nonblocking(true).unwrap();
    let _ = stream.write_all(bytes);
}

#[test]
fn no_flood_makes_the_program_much_larger() {
    make_room();
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--compression", "quick"]);
    let expected = program.get(PAGE).body;
    let get = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\n\r\n");
    let floods = [
        // Heads without an end.
        format!("GET / HTTP/1.1\r\nX: {}", "a".repeat(1_000_000)),
        format!("GET / HTTP/1.1\r\n{}", "X: y\r\n".repeat(100_000)),
        format!("GET /{}", "a".repeat(1_000_000)),
        // A line that is never ended, and lines that say nothing.
        "a".repeat(1_000_000),
        "\r\n".repeat(500_000),
        // A body that nobody reads.
        format!(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n{}",
            "a".repeat(1_000_000)
        ),
        // Requests without an eye for the answers.
        get.repeat(1_000),
        // Searches, each for something else.
        (0..1_000)
            .map(|number| format!("GET /pl/szukaj/?q=a{number} HTTP/1.1\r\nHost: a\r\n\r\n"))
            .collect(),
    ];
    // What every flood leaves behind once: threads' heaps, the search's index.
    for flood in &floods {
        pour(&mut open(program.authority(), 1)[0], flood.as_bytes());
        assert_eq!(program.get(PAGE).body, expected);
    }
    let before = program.resident();
    for flood in &floods {
        let mut peers = open(program.authority(), PEERS);
        for peer in &mut peers {
            pour(peer, &flood.as_bytes()[..flood.len().min(200_000)]);
        }
        // Looked at while the program reads what was poured.
        for _ in 0..20 {
            assert_eq!(program.get(PAGE).body, expected);
            let grown = program.resident().saturating_sub(before);
            let start = &flood[..40];
            assert!(grown < GROWTH, "{grown} bytes more by {start:?}");
        }
        for peer in &peers {
            let _ = peer.shutdown(Shutdown::Both);
        }
    }
    assert_eq!(program.get(PAGE).body, expected);
}
