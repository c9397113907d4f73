//! A thousand peers that say nothing, or not enough, and one visitor.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::support::content::Folder;
use crate::support::metrics;
use crate::support::program::{Program, get};

const SILENT: usize = 500;
const DRIPPING: usize = 500;
const PAGE: &str = "/pl/cele/rescue/";

/// More room for connections than tests have by themselves in some places.
pub fn make_room() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).unwrap();
}

pub fn open(authority: &str, count: usize) -> Vec<TcpStream> {
    let opened = (0..count).map(|_| TcpStream::connect(authority).unwrap());
    opened.collect()
}

fn value(program: &Program, series: &str) -> f64 {
    let text = program.ask_operations("/metrics").body;
    metrics::read(&text, false).value(series)
}

/// Waits for the server to close the connection, and returns what it said.
fn last_words(stream: &mut TcpStream) -> Vec<u8> {
    let patience = Some(Duration::from_secs(60));
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(patience).unwrap();
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Ok(_) => {}
        // What was still sent to it when it closed.
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}: still open"),
    }
    said
}

#[test]
fn a_thousand_silent_and_dripping_peers_change_nothing_for_a_visitor() {
    make_room();
    let folder = Folder::with_minimal();
    let limits = ["--head-timeout", "3s", "--idle-timeout", "3s"];
    let operations = ["--operations", "127.0.0.1:0"];
    let program = Program::serve(folder.path(), &[&limits[..], &operations].concat());
    let expected = program.get(PAGE);
    assert_eq!(expected.status, 200);

    let mut silent = open(program.authority(), SILENT);
    let mut dripping = open(program.authority(), DRIPPING);
    for stream in &mut dripping {
        // Begun before any deadline, however busy the machine is.
        stream.write_all(b"G").unwrap();
        stream.set_nonblocking(true).unwrap();
    }
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let drip = scope.spawn(|| {
            let head = b"ET /pl/ HTTP/1.1\r\nHost: a\r\nX: ";
            let bytes = head.iter().chain(std::iter::repeat(&b'a'));
            for byte in bytes {
                for stream in &mut dripping {
                    // Some are let go before the others.
                    let _ = stream.write(&[*byte]);
                }
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for _ in 0..200 {
            let got = get(program.authority(), PAGE);
            assert_eq!((got.status, &got.body), (200, &expected.body));
        }
        is_done.store(true, Ordering::Relaxed);
        drip.join().unwrap();
    });
    for stream in &mut silent {
        assert_eq!(last_words(stream), b"");
    }
    for stream in &mut dripping {
        let said = last_words(stream);
        assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 408 "));
    }
    program.wait_until("all of them are let go", |program| {
        value(program, "saradnja_connections_open") == 0.0
    });
    let told = value(&program, "saradnja_refused_total{reason=\"time\"}");
    // One that had no turn on a busy machine until its time was over is silent.
    assert!((1.0..=DRIPPING as f64).contains(&told), "{told}");
    assert_eq!(program.get(PAGE).body, expected.body);
}
