//! Accepting connections, and ending.
//!
//! `axum::serve` has no deadlines, so that a peer which says nothing is kept
//! for ever and a drain need never finish; hence this loop.

use std::{future::Future, io, pin::pin, sync::Arc};

use tokio::{
    net::TcpListener,
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

/// How long to wait when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// How long nothing more is said of that.
const SILENCE: Duration = Duration::from_secs(60);

/// Serves `site` on `listener` until `shutdown` comes, then lets connections
/// finish what they are at, within [`Limits::drain`].
pub async fn serve(
    listener: TcpListener,
    site: Site,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let closing = Arc::new(Closing::default());
    let gate = Gate::new(limits);
    let mut complained: Option<Instant> = None;
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        // Connections that have ended are let go of.
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                // A head and its body leave in one segment, and the last part
                // of a long body need not wait for the one before it.
                let _ = stream.set_nodelay(true);
                let address = peer.ip();
                let place = match gate.admit(address) {
                    Ok(place) => place,
                    Err(full) => {
                        gate.refuse(stream, full, &site);
                        continue;
                    }
                };
                let site = gate.site_for(&site, address);
                let peer = Peer { stream, address };
                let connection = connection::run(peer, site, gate.limits(), Arc::clone(&closing));
                connections.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
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
