//! `health`: whether the program that serves here is ready, for whoever has
//! nothing but the program itself to ask with, such as a container.

use std::{
    io::{self, BufRead as _, BufReader},
    net::TcpStream,
    os::unix::net::UnixStream,
    sync::mpsc,
    thread,
    time::Duration,
};

use clap::Args;

use super::listen::Wanted;
use super::{Outcome, note, print, values};

/// How much of an answer is looked at, in bytes: far more than the operations
/// listener says.
const LONGEST: u64 = 4096;

/// Ask whether a running program is ready for visitors
///
/// Asks `/readyz` of the operations listener, once. Meant for the health check
/// of a container that holds nothing but this program.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja health
      Asks 127.0.0.1:9090, for `saradnja serve --operations 9090`.
  saradnja health 9191 --timeout 5
      Asks port 9191 of this machine, and waits at most five seconds.

Exit codes: 0 ready, 1 not ready or nobody there, 2 wrong arguments.")]
pub(crate) struct HealthArgs {
    /// What `serve` was given as --operations: an address and port, or a port
    /// of this machine; both as an address that begins with http://; or `unix:/path`
    #[arg(value_name = "ADDR", default_value = "127.0.0.1:9090", value_parser = operations)]
    operations: Wanted,
    /// How many seconds to wait for the answer
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
}

/// An address as `--operations` takes it, perhaps in the form in which
/// `serve` prints it.
fn operations(text: &str) -> Result<Wanted, String> {
    let address = text.strip_prefix("http://").unwrap_or(text);
    let address = address.strip_suffix('/').unwrap_or(address);
    match values::listen(address)? {
        Wanted::Inherited(_) => Err(
            "only the program itself knows what the service manager holds open for it; write \
             the address or the path of that socket"
                .to_owned(),
        ),
        wanted => Ok(wanted),
    }
}

pub(super) fn run(args: &HealthArgs) -> anyhow::Result<Outcome> {
    let patience = Duration::from_secs(args.timeout);
    match ask_in_time(&args.operations, patience) {
        Ok((200, said)) => {
            print(&format!("{said}\n"))?;
            Ok(Outcome::Done)
        }
        Ok((status, said)) => {
            note(&format!("not ready: {status} {said}"));
            Ok(Outcome::NotReady)
        }
        // To whoever asks, a program that does not answer is not ready.
        Err(error) => {
            note(&format!("not ready: {}: {error}", args.operations));
            Ok(Outcome::NotReady)
        }
    }
}

/// What [`ask`] gives, on a thread of its own: a socket in the file system can
/// keep whoever connects waiting for as long as it likes.
fn ask_in_time(wanted: &Wanted, patience: Duration) -> io::Result<(u16, String)> {
    let (told, answer) = mpsc::sync_channel(1);
    let wanted = wanted.clone();
    thread::Builder::new().spawn(move || {
        // Nobody hears it who has given up waiting.
        let _ = told.send(ask(&wanted));
    })?;
    answer
        .recv_timeout(patience)
        .unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time")))
}

/// The status of the answer, and the first line of what it says.
fn ask(wanted: &Wanted) -> io::Result<(u16, String)> {
    match wanted {
        Wanted::Tcp(address) => request(TcpStream::connect(address)?, &address.to_string()),
        Wanted::Unix(path) => request(UnixStream::connect(path)?, "localhost"),
        Wanted::Inherited(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}

fn request(mut stream: impl io::Read + io::Write, host: &str) -> io::Result<(u16, String)> {
    write!(
        stream,
        "GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    answer(stream)
}

/// Reads the beginning of an answer (RFC 9112, 4).
fn answer(from: impl io::Read) -> io::Result<(u16, String)> {
    let mut reader = BufReader::new(from.take(LONGEST));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3))
        .and_then(|digits| digits.parse().ok());
    let Some(status) = status else {
        let what = "what answers there is no operations listener";
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    };
    while line.trim_end() != "" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    line.clear();
    reader.read_line(&mut line)?;
    Ok((status, line.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{answer, operations};

    #[test]
    fn the_address_may_be_written_as_it_is_printed() {
        for text in [
            "9090",
            "127.0.0.1:9090",
            "http://127.0.0.1:9090",
            "http://localhost:9090/",
        ] {
            let address = operations(text).map(|address| address.to_string());
            assert_eq!(address.as_deref(), Ok("127.0.0.1:9090"), "{text}");
        }
        for text in [
            "https://127.0.0.1:9090/",
            "127.0.0.1:9090/readyz",
            "systemd",
            "",
        ] {
            assert!(operations(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_answer_is_a_status_and_what_it_says() {
        let said = |text: &str| answer(text.as_bytes()).map_err(|error| error.kind());
        let whole = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 7\r\n\r\nending\n";
        assert_eq!(said(whole), Ok((503, "ending".to_owned())));
        assert_eq!(said("HTTP/1.1 200 OK\r\n\r\n"), Ok((200, String::new())));
        for text in [
            "",
            "\r\n",
            "HTTP/1.1 ",
            "HTTP/1.1 2\u{e9}\r\n",
            "SSH-2.0-x\r\n",
        ] {
            assert!(said(text).is_err(), "{text:?}");
        }
    }
}
