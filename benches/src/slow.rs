//! What `benches/slow` does to a server, with nothing but the standard library.
//!
//! `ADDR HITS`: the time of so many pages over connections of their own, alone
//! and in the company of 500 silent peers and 500 that send a head byte by
//! byte; twice each, by turns. It says `alone` and `company` and waits for a
//! line at those moments, so that whoever started it can look at the server.

use std::{
    env,
    error::Error,
    io::{self, Read as _, Write as _},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many peers say nothing, and as many send drips.
const EACH: usize = 500;

/// How often every dripping peer sends a byte.
const DRIP: Duration = Duration::from_millis(100);

fn hit(address: &str) -> Outcome<Duration> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    let request = format!(
        "GET /en/ HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    match answer.starts_with(b"HTTP/1.1 200 ") {
        true => Ok(begun.elapsed()),
        false => Err("a visitor was not served".into()),
    }
}

/// The median and the 99th of 100, in microseconds.
fn measured(address: &str, hits: usize) -> Outcome<(u128, u128)> {
    let times: Outcome<Vec<_>> = (0..hits).map(|_| hit(address)).collect();
    let mut times = times?;
    times.sort();
    let at = |part: usize| times[hits * part / 100].as_micros();
    Ok((at(50), at(99)))
}

fn crowded(address: &str, hits: usize) -> Outcome<(u128, u128)> {
    let open = || (0..EACH).map(|_| TcpStream::connect(address));
    let silent: io::Result<Vec<_>> = open().collect();
    let silent = silent?;
    let dripping: io::Result<Vec<_>> = open().collect();
    let mut dripping = dripping?;
    let is_done = AtomicBool::new(false);
    let found = thread::scope(|scope| {
        scope.spawn(|| {
            let head = b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: ";
            for byte in head.iter().chain(std::iter::repeat(&b'a')) {
                for stream in &mut dripping {
                    // Whoever is let go at the deadline comes again.
                    if stream.write_all(&[*byte]).is_err()
                        && let Ok(again) = TcpStream::connect(address)
                    {
                        *stream = again;
                    }
                }
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(DRIP);
            }
        });
        let found = measured(address, hits);
        pause("company");
        is_done.store(true, Ordering::Relaxed);
        found
    });
    drop(silent);
    found
}

/// Says where things stand, and lets somebody look.
fn pause(what: &str) {
    println!("{what}");
    let _ = io::stdin().read_line(&mut String::new());
}

fn main() -> Outcome<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [address, hits] = &arguments[..] else {
        return Err("slow ADDR HITS".into());
    };
    let hits: usize = hits.parse()?;
    // The first ones find nothing in any cache.
    measured(address, hits / 4)?;
    for _ in 0..2 {
        let alone = measured(address, hits)?;
        pause("alone");
        let company = crowded(address, hits)?;
        println!("times {} {} {} {}", alone.0, company.0, alone.1, company.1);
    }
    Ok(())
}
