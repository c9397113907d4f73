//! The gate: who is let in, and what those are told who are not.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use bytes::Bytes;
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
    limits::Limits,
    meters::Reason,
    places::{Full, Place, Places},
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
    /// A gate that keeps to `limits`.
    pub(super) fn new(limits: Limits) -> Self {
        // A few at a time where there is little room altogether.
        let refusing = REFUSING.min(limits.connections.div_ceil(4)).max(4);
        Self {
            limits,
            places: Arc::new(Places::new(limits)),
            searches: Buckets::new(limits.searches).map(Arc::new),
            opened: Instant::now(),
            refusing: Arc::new(Semaphore::new(refusing)),
            busy: Mutex::default(),
        }
    }

    /// What `peer` may take.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// A place for a connection from `peer`.
    pub(super) fn admit(&self, peer: IpAddr) -> Result<Place, Full> {
        self.places.take(peer)
    }

    /// `site` as `peer` may use it.
    pub(super) fn site_for(&self, site: &Site, peer: IpAddr) -> Site {
        let searches = self
            .searches
            .as_ref()
            .filter(|_| !self.limits.is_exempt(peer));
        Site {
            target_bytes: self.limits.target_bytes,
            searches: searches.map(|buckets| Quota {
                buckets: Arc::clone(buckets),
                client: Client::at(peer),
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
                closing::end(&mut stream, true).await
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
                answer: refusal::compose(PageError::Busy, b"", release),
            };
        }
        busy.answer.clone()
    }
}

/// What is left to one client of the searches that they may ask for.
#[derive(Clone, Debug)]
pub(super) struct Quota {
    buckets: Arc<Buckets>,
    client: Client,
    opened: Instant,
}

impl Quota {
    /// Takes one of them.
    ///
    /// # Errors
    /// The seconds until there is one again, if there is none.
    pub(super) fn take(&self) -> Result<(), u64> {
        let now = self.opened.elapsed();
        let now = now.as_secs() * 1_000_000 + u64::from(now.subsec_micros());
        (self.buckets.take(self.client, now)).map_err(|wait| wait.div_ceil(1_000_000))
    }
}
