//! What the program says to the manager that started it, in the words of
//! systemd's `sd_notify(3)`: a datagram of `NAME=value` lines to a socket that
//! the manager has named.
//!
//! Where it is and what is worth saying is decided elsewhere. A manager that
//! does not listen is no reason not to serve, so nothing here fails later than
//! at the start.

use std::{
    ffi::OsStr,
    io,
    os::unix::{ffi::OsStrExt as _, net::UnixDatagram},
    time::Duration,
};

use rustix::time::{ClockId, clock_gettime};

/// Speaks to the manager, if there is one.
#[derive(Debug, Default)]
pub struct Supervisor(Option<UnixDatagram>);

impl Supervisor {
    /// The manager that listens at `address`, the value of `NOTIFY_SOCKET`: a
    /// path, or a name in Linux's abstract space after an `@`.
    ///
    /// # Errors
    /// When nobody listens there, or the address is none.
    pub fn at(address: &OsStr) -> io::Result<Self> {
        let socket = UnixDatagram::unbound()?;
        // Whoever serves must not wait for a manager that does not read.
        socket.set_nonblocking(true)?;
        match address.as_bytes() {
            [b'@', name @ ..] => connect_abstract(&socket, name)?,
            _ => socket.connect(address)?,
        }
        Ok(Self(Some(socket)))
    }

    /// Visitors are answered; `status` says with what, in a sentence.
    pub fn ready(&self, status: &str) {
        self.say(&format!("READY=1\nSTATUS={}", one_line(status)));
    }

    /// The site is about to be made anew because the manager asked for it.
    /// Followed by [`ready`](Self::ready), whatever comes of it.
    pub fn reloading(&self) {
        // The manager compares it with the moment of its own request.
        let now = clock_gettime(ClockId::Monotonic);
        let microseconds = now.tv_sec * 1_000_000 + now.tv_nsec / 1_000;
        self.say(&format!("RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// The program has begun to end.
    pub fn stopping(&self) {
        self.say("STOPPING=1\nSTATUS=ending: open requests are finished");
    }

    /// The program is not stuck.
    pub fn alive(&self) {
        self.say("WATCHDOG=1");
    }

    fn say(&self, words: &str) {
        // A full queue, or a manager that is gone: there is nobody to tell.
        if let Some(Err(error)) = self.0.as_ref().map(|socket| socket.send(words.as_bytes())) {
            tracing::debug!(%error, "the service manager was not told");
        }
    }
}

#[cfg(target_os = "linux")]
fn connect_abstract(socket: &UnixDatagram, name: &[u8]) -> io::Result<()> {
    use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
    socket.connect_addr(&SocketAddr::from_abstract_name(name)?)
}

#[cfg(not(target_os = "linux"))]
fn connect_abstract(_: &UnixDatagram, _: &[u8]) -> io::Result<()> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "only Linux has names that begin with `@`",
    ))
}

/// A status is one line of the datagram.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How often to say that the program is alive: twice in the time that the
/// manager gives (`WATCHDOG_USEC`), if it gives any to the process `pid`
/// (`WATCHDOG_PID`; without one the time is for whoever reads it).
pub fn pulse(microseconds: Option<&str>, for_pid: Option<&str>, pid: u32) -> Option<Duration> {
    let is_for_us = for_pid.is_none_or(|text| text.parse() == Ok(pid));
    let microseconds: u64 = microseconds?.parse().ok()?;
    let half = Duration::from_micros(microseconds / 2);
    (is_for_us && !half.is_zero()).then_some(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pulse_is_half_of_what_is_given_to_this_process() {
        let pulse = |time, pid| pulse(time, pid, 7);
        assert_eq!(
            pulse(Some("3000000"), None),
            Some(Duration::from_millis(1500))
        );
        assert!(pulse(Some("3000000"), Some("7")).is_some());
        assert_eq!(pulse(Some("3000000"), Some("8")), None);
        assert_eq!(pulse(None, Some("7")), None);
        for odd in ["", "0", "1", "-1", "soon"] {
            assert_eq!(pulse(Some(odd), None), None, "{odd}");
        }
    }

    #[test]
    fn a_status_keeps_to_its_line() {
        assert_eq!(one_line("3 mistakes\nREADY=1 "), "3 mistakes READY=1");
    }

    #[test]
    fn nobody_who_listens_is_an_error_at_the_start_only() {
        assert!(Supervisor::at(OsStr::new("/nowhere/at/all")).is_err());
        Supervisor::default().ready("nobody hears it");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_manager_behind_an_abstract_name_is_reached() {
        use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
        let name = format!("saradnja-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).unwrap();
        let manager = UnixDatagram::bind_addr(&address).unwrap();
        let address = format!("@{name}");
        let supervisor = Supervisor::at(OsStr::new(&address)).unwrap();
        supervisor.ready("three pages");
        supervisor.stopping();
        let mut heard = [0; 256];
        let length = manager.recv(&mut heard).unwrap();
        assert_eq!(&heard[..length], b"READY=1\nSTATUS=three pages");
        let length = manager.recv(&mut heard).unwrap();
        assert!(heard[..length].starts_with(b"STOPPING=1\n"));
    }
}
