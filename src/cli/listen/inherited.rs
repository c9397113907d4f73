//! Sockets that the service manager opened beforehand and holds open: those
//! that wait in them are not turned away while the program is replaced.
//!
//! The protocol is that of systemd's `sd_listen_fds(3)`: `LISTEN_FDS` says how
//! many there are from descriptor 3 on, `LISTEN_PID` for whom they are, and
//! `LISTEN_FDNAMES` what they are called.

use std::{
    net::TcpListener,
    os::{fd::OwnedFd, unix::net::UnixListener},
};

use anyhow::{Context as _, bail};
use rustix::{
    io::{FdFlags, fcntl_getfd, fcntl_setfd},
    net::{AddressFamily, sockopt},
};

use super::{Open, Socket};

/// The sockets that have not been taken yet, each with its name.
#[derive(Debug, Default)]
pub(in crate::cli) struct Inherited {
    sockets: Vec<(String, OwnedFd)>,
}

impl Inherited {
    /// Takes over all that there are. To be called once, and before anything
    /// else is opened: a descriptor that was promised and is not there would
    /// else be that of something else.
    ///
    /// # Errors
    /// When the environment is not as the protocol says, or promises what is
    /// not there.
    pub(in crate::cli) fn take() -> anyhow::Result<Self> {
        let given = sd_listen_fds::get()
            .context("LISTEN_FDS and LISTEN_PID are to be numbers, as systemd sets them")?;
        let mut sockets = Vec::with_capacity(given.len());
        for (name, socket) in given {
            let name = name.unwrap_or_else(|| "unknown".to_owned());
            let socket = socket.into_std();
            let flags = fcntl_getfd(&socket)
                .with_context(|| format!("LISTEN_FDS promises a socket `{name}`"))?;
            // What is started from here is not to keep it open.
            fcntl_setfd(&socket, flags | FdFlags::CLOEXEC)
                .with_context(|| format!("keeping the socket `{name}`"))?;
            sockets.push((name, socket));
        }
        Ok(Self { sockets })
    }

    /// Those of this name.
    ///
    /// # Errors
    /// When one of them is no socket that connections come from.
    pub(super) fn named(&mut self, name: &str) -> anyhow::Result<Vec<Open>> {
        self.taken(|found| found == name)
    }

    /// Those of any other name.
    ///
    /// # Errors
    /// As [`named`](Self::named).
    pub(super) fn all_but(&mut self, name: &str) -> anyhow::Result<Vec<Open>> {
        self.taken(|found| found != name)
    }

    fn taken(&mut self, is_meant: impl Fn(&str) -> bool) -> anyhow::Result<Vec<Open>> {
        let all = std::mem::take(&mut self.sockets);
        let (meant, rest) = all.into_iter().partition(|(name, _)| is_meant(name));
        self.sockets = rest;
        let meant: Vec<_> = meant;
        meant.into_iter().map(listener).collect()
    }

    /// What is left, in the middle of a sentence.
    pub(in crate::cli) fn described(&self) -> String {
        let names = self.sockets.iter().map(|(name, _)| format!("`{name}`"));
        let names: Vec<_> = names.collect();
        match names.is_empty() {
            true => "there is none that is not taken".to_owned(),
            false => format!("those that are not taken are called {}", names.join(", ")),
        }
    }

    /// Whether nothing is left.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }
}

/// The listener that an inherited socket is.
fn listener((name, socket): (String, OwnedFd)) -> anyhow::Result<Open> {
    let is_listening = sockopt::socket_acceptconn(&socket).unwrap_or(false);
    let family = sockopt::socket_domain(&socket).ok();
    let socket = match family {
        Some(AddressFamily::INET | AddressFamily::INET6) if is_listening => {
            Socket::Tcp(TcpListener::from(socket))
        }
        Some(AddressFamily::UNIX) if is_listening => Socket::Unix(UnixListener::from(socket)),
        _ => bail!(
            "the inherited socket `{name}` is none that connections come from: use \
             `ListenStream=` and no `Accept=` in its unit"
        ),
    };
    Open::new(socket).with_context(|| format!("making the inherited socket `{name}` ready"))
}
