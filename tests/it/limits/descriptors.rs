//! A system that grants hardly any descriptors.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::crowd::open;
use crate::support::content::Folder;
use crate::support::program::Program;

const PAGE: &str = "/pl/cele/rescue/";

/// Whether a visitor gets the page.
fn answers(authority: &str) -> bool {
    let request = format!("GET {PAGE} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let got = TcpStream::connect(authority).and_then(|mut stream| {
        stream.write_all(request.as_bytes())?;
        stream.read_to_string(&mut answer)
    });
    got.is_ok() && answer.starts_with("HTTP/1.1 200 ") && answer.contains("</html>")
}

#[test]
fn out_of_descriptors_it_says_so_once_and_recovers_by_itself() {
    let folder = Folder::with_minimal();
    // Nobody is let go by a deadline while this goes on.
    let limits = ["--head-timeout", "1h", "--idle-timeout", "1h"];
    let operations = ["--operations", "127.0.0.1:0"];
    let program =
        Program::serve_with_few_files(folder.path(), 40, &[&limits[..], &operations].concat());
    assert!(answers(program.authority()));
    program.wait_until("it says that there are fewer places", |program| {
        program
            .log()
            .contains("fewer connections than --max-connections")
    });

    // Operators have a listener of their own, which can take all that is left.
    let asked = open(program.operations(), 60);
    let hogs = open(program.authority(), 60);
    let short = "no further connection can be accepted";
    program.wait_until("it says that there is no room", |program| {
        program.log().contains(short)
    });
    drop(hogs);
    drop(asked);
    program.wait_until("it answers again", |program| answers(program.authority()));
    // Once for each listener, however often it was tried.
    let told = program.log().matches(short).count();
    assert!(told <= 2, "{}", program.log());
}
