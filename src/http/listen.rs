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
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    sync::Semaphore,
    task::JoinSet,
    time::{Duration, sleep, timeout},
};

use super::{
    Site,
    closing::Closing,
    connection::{self, Peer},
};

/// What a peer may take, of time and of room.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the opening of a connection, or the first byte of a further head,
    /// to the end of that head.
    pub head: Duration,
    /// Between an answer and the next request, and between two pieces of an
    /// answer that the peer takes.
    pub idle: Duration,
    /// After which a connection ends with the answer that it is giving.
    pub age: Duration,
    /// How long connections have for their last answer when the server ends.
    pub drain: Duration,
    /// The size of a head, in bytes; browsers send less than 2,000.
    pub head_bytes: usize,
    /// How many connections there may be at a time. Further ones wait in the
    /// system's queue.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            age: Duration::from_secs(600),
            drain: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            connections: 4_096,
        }
    }
}

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

/// Serves `site` on `listeners` until `shutdown` comes, then lets connections
/// finish what they are at, within [`Limits::drain`].
pub async fn serve(
    listeners: Vec<Listener>,
    site: Site,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let closing = Arc::new(Closing::default());
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let mut turn = 0;
    loop {
        let next = async {
            let place = Arc::clone(&places)
                .acquire_owned()
                .await
                .expect("the semaphore is never closed");
            (place, accept(&listeners, &mut turn).await)
        };
        let (place, accepted) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            next = next => next,
        };
        // Connections that have ended are let go of.
        while connections.try_join_next().is_some() {}
        let closing = Arc::clone(&closing);
        let site = site.clone();
        match accepted {
            Ok(Accepted::Tcp(stream, address)) => {
                // A head and its body leave in one segment, and the last part
                // of a long body need not wait for the one before it.
                let _ = stream.set_nodelay(true);
                let address = Some(address);
                let peer = Peer { stream, address };
                connections.spawn(async move {
                    connection::run(peer, site, limits, closing).await;
                    drop(place);
                });
            }
            Ok(Accepted::Unix(stream)) => {
                let address = None;
                let peer = Peer { stream, address };
                connections.spawn(async move {
                    connection::run(peer, site, limits, closing).await;
                    drop(place);
                });
            }
            Err(error) if is_about_one_peer(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no further connection can be accepted");
                sleep(BREATH).await;
            }
        }
    }
    drop(listeners);
    closing.begin();
    let all = async { while connections.join_next().await.is_some() {} };
    match timeout(limits.drain, all).await {
        Ok(()) => Drained::Completely,
        Err(_) => {
            let open = connections.len();
            connections.shutdown().await;
            Drained::Except(open)
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
