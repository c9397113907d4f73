//! Accepting connections, and ending.
//!
//! `axum::serve` has no deadlines, so that a peer which says nothing is kept
//! for ever and a drain need never finish; hence this loop.

use std::{future::Future, io, pin::pin, sync::Arc};

use tokio::{
    net::TcpListener,
    sync::Semaphore,
    task::JoinSet,
    time::{Duration, sleep, timeout},
};

use super::{
    Site,
    connection::{self, Closing, Peer},
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

/// How long to wait when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// Serves `site` on `listener` until `shutdown` comes, then lets connections
/// finish what they are at, within [`Limits::drain`].
pub async fn serve(
    listener: TcpListener,
    site: Site,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let closing = Arc::new(Closing::default());
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            let place = Arc::clone(&places)
                .acquire_owned()
                .await
                .expect("the semaphore is never closed");
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            next = next => next,
        };
        // Connections that have ended are let go of.
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                // A head and its body leave in one segment, and the last part
                // of a long body need not wait for the one before it.
                let _ = stream.set_nodelay(true);
                let peer = Peer {
                    stream,
                    address: peer.ip(),
                };
                let connection = connection::run(peer, site.clone(), limits, Arc::clone(&closing));
                connections.spawn(async move {
                    connection.await;
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
    drop(listener);
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
