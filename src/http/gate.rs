//! The gate: who is let in, and what those are told who are not.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use bytes::Bytes;
use http::HeaderMap;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    sync::Semaphore,
    time::{Duration, Instant, timeout},
};

use super::{
    Site,
    bucket::Buckets,
    client::Client,
    closing,
    forwarded::Seen,
    limits::Limits,
    meters::Reason,
    networks::Trusted,
    places::{Full, Place, Places},
    pulse::microseconds,
    refusal,
};
use crate::{release::Release, site::snapshot::PageError};

/// How many peers are told at a time that there is no place. More of them are
/// cut off without a word: they too take a descriptor each.
const REFUSING: usize = 64;

/// How long a peer has to take that answer.
const LAST_WORD: Duration = Duration::from_secs(2);

/// Decides who is let in. One for all listeners of a site.
#[derive(Debug)]
pub(super) struct Gate {
    limits: Limits,
    trusted: Arc<Trusted>,
    places: Arc<Places>,
    searches: Option<Arc<Buckets>>,
    opened: Instant,
    refusing: Arc<Semaphore>,
    busy: Mutex<Prepared>,
}

/// An answer, and the release whose words it is in.
#[derive(Debug, Default)]
struct Prepared {
    release: Weak<Release>,
    answer: Bytes,
}

impl Gate {
    /// A gate that keeps to `limits`, behind proxies that are `trusted`.
    pub(super) fn new(limits: Limits, trusted: Arc<Trusted>) -> Self {
        // A few at a time where there is little room altogether.
        let refusing = REFUSING.min(limits.connections.div_ceil(4)).max(4);
        Self {
            limits,
            trusted,
            places: Arc::default(),
            searches: Buckets::new(limits.searches).map(Arc::new),
            opened: Instant::now(),
            refusing: Arc::new(Semaphore::new(refusing)),
            busy: Mutex::default(),
        }
    }

    /// A gate that keeps to other limits from now on. Who has been let in keeps
    /// their place, and searches are counted on if they are limited as before.
    pub(super) fn changed(&self, limits: Limits, trusted: Arc<Trusted>) -> Self {
        let next = Self::new(limits, trusted);
        let is_same = self.limits.searches == limits.searches;
        Self {
            places: Arc::clone(&self.places),
            searches: match is_same {
                true => self.searches.clone(),
                false => next.searches,
            },
            // What buckets hold is reckoned from this moment.
            opened: self.opened,
            ..next
        }
    }

    /// What `peer` may take.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// A place for a connection from `peer`. Proxies bring many clients, and
    /// so do peers on Unix sockets, which have no address.
    pub(super) fn admit(&self, peer: Option<IpAddr>) -> Result<Place, Full> {
        let is_proxy = self.trusted.holds(peer);
        let client = peer.filter(|peer| !is_proxy && !self.limits.is_exempt(*peer));
        self.places.take(client.map(Client::at), &self.limits)
    }

    /// `site` as `peer` may use it.
    pub(super) fn site_for(&self, site: &Site, peer: Option<IpAddr>) -> Site {
        Site {
            searches: self.searches.as_ref().map(|buckets| Quota {
                buckets: Arc::clone(buckets),
                peer,
                limits: self.limits,
                opened: self.opened,
            }),
            ..site.clone()
        }
    }

    /// Tells a peer that there is no place for them, without keeping anybody
    /// waiting.
    pub(super) fn refuse<S>(&self, mut stream: S, full: Full, site: &Site)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        site.meters().refused(match full {
            Full::All => Reason::Connections,
            Full::Share => Reason::Client,
        });
        let Ok(permit) = Arc::clone(&self.refusing).try_acquire_owned() else {
            return;
        };
        let answer = self.busy(&site.live().current());
        tokio::spawn(async move {
            let told = async {
                stream.write_all(&answer).await?;
                closing::end(stream, true).await
            };
            // A peer that is gone, or does not care, has lost nothing.
            let _ = timeout(LAST_WORD, told).await;
            drop(permit);
        });
    }

    /// The answer to those who get no place. It has no `Date`, which only
    /// hyper knows; a fault of the server needs none (RFC 9110 section 6.6.1).
    fn busy(&self, release: &Arc<Release>) -> Bytes {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.release.as_ptr() != Arc::as_ptr(release) {
            *busy = Prepared {
                release: Arc::downgrade(release),
                answer: refusal::compose(PageError::Busy, b"", release, None),
            };
        }
        busy.answer.clone()
    }
}

/// What is left of the searches that may be asked for over one connection.
#[derive(Clone, Debug)]
pub(super) struct Quota {
    buckets: Arc<Buckets>,
    peer: Option<IpAddr>,
    limits: Limits,
    opened: Instant,
}

impl Quota {
    /// Takes one, for the client for whom a request with these `headers` is
    /// made. Whoever is on this machine and speaks for nobody asks for
    /// everybody. Who is spoken for is never exempt: a visitor may have made up
    /// an address of this machine, or what nobody can read.
    ///
    /// # Errors
    /// The seconds until there is one again, if there is none.
    pub(super) fn take(&self, trusted: &Trusted, headers: &HeaderMap) -> Result<(), u64> {
        let seen = Seen::of(trusted, self.peer, headers);
        let is_here = |peer| self.limits.is_exempt(peer);
        if !seen.is_told && self.peer.is_none_or(is_here) {
            return Ok(());
        }
        let client = seen.client.map_or(Client::OnSocket, Client::at);
        let now = microseconds(self.opened);
        (self.buckets.take(client, now)).map_err(|wait| wait.div_ceil(1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Rate;

    #[test]
    fn searches_are_counted_on_unless_they_are_limited_anew() {
        let gate = Gate::new(Limits::default(), Arc::default());
        let counts_on = |limits: Limits| {
            let next = gate.changed(limits, Arc::default());
            assert!(Arc::ptr_eq(&gate.places, &next.places));
            match (&gate.searches, &next.searches) {
                (Some(before), Some(after)) => Arc::ptr_eq(before, after),
                _ => false,
            }
        };
        let connections = 7;
        assert!(counts_on(Limits {
            connections,
            ..Limits::default()
        }));
        for a_minute in [0, 7] {
            let searches = Rate { a_minute, burst: 1 };
            assert!(!counts_on(Limits {
                searches,
                ..Limits::default()
            }));
        }
    }
}
