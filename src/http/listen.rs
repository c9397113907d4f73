//! Accepting connections, and ending.
//!
//! `axum::serve` has no deadlines, so that a peer which says nothing is kept
//! for ever and a drain need never finish; hence this loop. It takes from all
//! listeners in turn, so that they share one set of limits and one drain.

use std::{convert::Infallible, future::Future, net::IpAddr, panic, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{oneshot, watch},
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
///
/// # Panics
/// When letting in does.
pub async fn serve_on(
    listeners: Vec<Listener>,
    terms: watch::Receiver<Terms>,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let (end, ended) = oneshot::channel();
    // A task is run by the threads that run connections: none of those need be
    // woken to begin one, nor another for the next to be accepted.
    let letting_in = tokio::spawn(let_in(listeners, terms, ended));
    let told_to_end = async {
        shutdown.await;
        drop(end);
        Ok(())
    };
    match tokio::try_join!(letting_in, told_to_end) {
        Ok((drained, ())) => drained,
        Err(failed) => panic::resume_unwind(failed.into_panic()),
    }
}

/// Lets in whoever comes, until it is `ended`.
async fn let_in(
    listeners: Vec<Listener>,
    mut terms: watch::Receiver<Terms>,
    mut ended: oneshot::Receiver<Infallible>,
) -> Drained {
    let first = terms.borrow_and_update().clone();
    let mut doors = Doors::on(first);
    let mut entrances = Entrances::new(listeners);
    loop {
        tokio::select! {
            biased;
            _ = &mut ended => break,
            Ok(()) = terms.changed() => {
                let next = terms.borrow_and_update().clone();
                doors.change(next);
            }
            never = doors.let_all_in(&mut entrances) => match never {},
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
    /// Open on these terms.
    fn on(Terms { site, limits }: Terms) -> Self {
        Self {
            gate: Gate::new(limits, Arc::clone(&site.trusted)),
            site: site.within(&limits),
            closing: Arc::new(Closing::default()),
            connections: JoinSet::new(),
        }
    }

    /// Lets in on these terms from now on.
    fn change(&mut self, Terms { site, limits }: Terms) {
        self.gate = self.gate.changed(limits, Arc::clone(&site.trusted));
        self.site = site.within(&limits);
    }

    /// Lets in whoever comes by `entrances`, for ever.
    async fn let_all_in(&mut self, entrances: &mut Entrances) -> Infallible {
        loop {
            match entrances.accept().await {
                Accepted::Tcp(stream, address) => {
                    // A head and its body leave in one segment, and the last part
                    // of a long body need not wait for the one before it.
                    let _ = stream.set_nodelay(true);
                    self.let_in(stream, Some(address));
                }
                Accepted::Unix(stream) => self.let_in(stream, None),
            }
        }
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
        // What a task is made of is moved a dozen times until it is done.
        self.connections.spawn(Box::pin(connection));
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
