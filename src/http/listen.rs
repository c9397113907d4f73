//! Accepting connections, and ending.
//!
//! `axum::serve` has no deadlines, so that a peer which says nothing is kept
//! for ever and a drain need never finish; hence this loop. It takes from all
//! listeners in turn, so that they share one set of limits and one drain.

use std::{future::Future, net::IpAddr, pin::pin, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    task::JoinSet,
    time::{Duration, timeout},
};

use super::{
    Listener, Site,
    closing::Closing,
    connection::{self, Peer},
    entrance::{Accepted, Entrances},
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
    let mut entrances = Entrances::new(listeners);
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Ok(()) = terms.changed() => doors.change(terms.borrow_and_update().clone()),
            accepted = entrances.accept() => match accepted {
                Accepted::Tcp(stream, address) => {
                    // A head and its body leave in one segment, and the last part
                    // of a long body need not wait for the one before it.
                    let _ = stream.set_nodelay(true);
                    doors.let_in(stream, Some(address));
                }
                Accepted::Unix(stream) => doors.let_in(stream, None),
            },
        }
    }
    drop(entrances);
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
        let peer = Peer {
            stream,
            address,
            place,
        };
        let limits = self.gate.limits();
        let connection = connection::run(peer, site, limits, Arc::clone(&self.closing));
        self.connections.spawn(connection);
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
