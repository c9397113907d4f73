//! `--base-url`: the address that visitors see, through the real binary.

use crate::support::content::{Folder, TODAY};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running server, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // If it has ended by itself there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(authority: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(authority).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn addresses_begin_with_the_base_address() {
    let folder = Folder::with_minimal();
    let child = Command::new(env!("CARGO_BIN_EXE_saradnja"))
        .args(["--listen", "0", "--as-of", TODAY])
        .args(["--base-url", "https://example.org/cooperation/"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut first = String::new();
    BufReader::new(running.0.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let address = first.trim().strip_prefix("listening on http://").unwrap();
    let authority = address.strip_suffix("/cooperation/").expect(address);

    let page = get(authority, "/cooperation/pl/");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    let canonical = "href=\"https://example.org/cooperation/pl/\"";
    assert!(page.contains(canonical), "{page}");
    let map = get(authority, "/cooperation/sitemap.xml");
    assert!(map.contains("https://example.org/cooperation/pl/"), "{map}");
    assert!(get(authority, "/pl/").starts_with("HTTP/1.1 404 "));
}
