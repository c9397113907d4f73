//! Accepting connections, and ending.
//!
//! `axum::serve` has no deadlines, so that a peer which says nothing is kept
//! for ever and a drain need never finish; hence this loop. It takes from all
//! listeners in turn, so that they share one set of limits and one drain.

use std::{
    future::{Future, poll_fn},
    io,
    net::IpAddr,
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    sync::watch,
    task::JoinSet,
    time::{Duration, Instant, sleep, timeout},
};

use super::{
    Site,
    closing::Closing,
    connection::{self, Peer},
    gate::Gate,
    limits::Limits,
};

/// How the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every connection gave its last answer.
    Completely,
    /// This many were cut off at the deadline.
    Except(usize),
}

/// Where connections come from.
#[derive(Debug)]
pub enum Listener {
    /// An address and a port.
    Tcp(TcpListener),
    /// A socket in the file system, or a name in Linux's abstract space.
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::Tcp(listener)
    }
}

impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Self {
        Self::Unix(listener)
    }
}

/// A connection that has been accepted.
enum Accepted {
    Tcp(TcpStream, IpAddr),
    Unix(UnixStream),
}

impl Listener {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<Accepted>> {
        match self {
            Self::Tcp(listener) => {
                let accepted = listener.poll_accept(cx);
                accepted.map_ok(|(stream, peer)| Accepted::Tcp(stream, peer.ip()))
            }
            Self::Unix(listener) => {
                let accepted = listener.poll_accept(cx);
                accepted.map_ok(|(stream, _)| Accepted::Unix(stream))
            }
        }
    }
}

/// The next connection of any of `listeners`. Whose turn it is to be asked
/// first, `turn` says and then moves on, so that no busy one starves the rest.
async fn accept(listeners: &[Listener], turn: &mut usize) -> io::Result<Accepted> {
    let first = *turn;
    *turn = turn.wrapping_add(1);
    poll_fn(|cx| {
        for index in 0..listeners.len() {
            let listener = &listeners[first.wrapping_add(index) % listeners.len()];
            if let Poll::Ready(accepted) = listener.poll_accept(cx) {
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    })
    .await
}

/// How long to wait when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// How long nothing more is said of that.
const SILENCE: Duration = Duration::from_secs(60);

/// What whoever connects is served, and what they may take of it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The site.
    pub site: Site,
    /// The limits.
    pub limits: Limits,
}

/// Serves `site` on `listeners` until `shutdown` comes, then lets connections
/// finish what they are at, within [`Limits::drain`].
pub async fn serve(
    listeners: Vec<Listener>,
    site: Site,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let (_unchanged, terms) = watch::channel(Terms { site, limits });
    serve_on(listeners, terms, shutdown).await
}

/// The same on `terms` that may change meanwhile: each connection keeps those
/// on which it was let in.
pub async fn serve_on(
    listeners: Vec<Listener>,
    mut terms: watch::Receiver<Terms>,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let Terms { site, limits } = terms.borrow_and_update().clone();
    let mut doors = Doors {
        gate: Gate::new(limits, Arc::clone(&site.trusted)),
        site: site.within(&limits),
        closing: Arc::new(Closing::default()),
        connections: JoinSet::new(),
    };
    let mut complained: Option<Instant> = None;
    let mut shutdown = pin!(shutdown);
    let mut turn = 0;
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            Ok(()) = terms.changed() => {
                doors.change(terms.borrow_and_update().clone());
                continue;
            }
            accepted = accept(&listeners, &mut turn) => accepted,
        };
        match accepted {
            Ok(Accepted::Tcp(stream, address)) => {
                // A head and its body leave in one segment, and the last part
                // of a long body need not wait for the one before it.
                let _ = stream.set_nodelay(true);
                doors.let_in(stream, Some(address));
            }
            Ok(Accepted::Unix(stream)) => doors.let_in(stream, None),
            Err(error) if is_about_one_peer(&error) => {}
            Err(error) => {
                // It comes again with every peer that waits.
                if complained.is_none_or(|last| last.elapsed() >= SILENCE) {
                    complained = Some(Instant::now());
                    tracing::warn!(%error, "no further connection can be accepted for now");
                }
                sleep(BREATH).await;
            }
        }
    }
    drop(listeners);
    let drain = terms.borrow().limits.drain;
    doors.close(drain).await
}

/// What every connection goes through, from whichever listener.
struct Doors {
    gate: Gate,
    site: Site,
    closing: Arc<Closing>,
    connections: JoinSet<()>,
}

impl Doors {
    /// Lets in on these terms from now on.
    fn change(&mut self, Terms { site, limits }: Terms) {
        self.gate = self.gate.changed(limits, Arc::clone(&site.trusted));
        self.site = site.within(&limits);
    }

    /// Serves a peer, or tells them that there is no place.
    fn let_in<S>(&mut self, stream: S, address: Option<IpAddr>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        // Connections that have ended are let go of.
        while self.connections.try_join_next().is_some() {}
        let place = match self.gate.admit(address) {
            Ok(place) => place,
            Err(full) => return self.gate.refuse(stream, full, &self.site),
        };
        let site = self.gate.site_for(&self.site, address);
        let peer = Peer { stream, address };
        let limits = self.gate.limits();
        let connection = connection::run(peer, site, limits, Arc::clone(&self.closing));
        self.connections.spawn(async move {
            connection.await;
            drop(place);
        });
    }

    /// Lets every connection give its last answer, for so long.
    async fn close(mut self, drain: Duration) -> Drained {
        self.closing.begin();
        let all = async { while self.connections.join_next().await.is_some() {} };
        match timeout(drain, all).await {
            Ok(()) => Drained::Completely,
            Err(_) => {
                let open = self.connections.len();
                self.connections.shutdown().await;
                Drained::Except(open)
            }
        }
    }
}

/// Whether an error of `accept` says that a peer went away, rather than that
/// this system is in need.
fn is_about_one_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}
