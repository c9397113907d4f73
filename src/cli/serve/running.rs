//! What of the options is at work while visitors are answered, and how other
//! options take their place: for connections that come from then on.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::sync::watch;

use super::descriptors;
use crate::cli::front;
use crate::cli::journal::AccessLog;
use crate::cli::observers::Observers;
use crate::cli::options::{Compression, ServeOptions};
use crate::{
    http::{Limits, Site, Terms},
    live::{Live, improve},
    preview::Preview,
};

/// The options at work.
pub(in crate::cli) struct Running {
    live: Arc<Live>,
    /// What is the same whatever the options are.
    site: Site,
    observers: Observers,
    terms: watch::Sender<Terms>,
    log: Mutex<Option<Arc<AccessLog>>>,
    grace: AtomicU32,
}

impl Running {
    /// What `live` holds, on the terms of these options.
    ///
    /// # Errors
    /// When the system has no thread for the access log.
    pub(super) fn new(
        live: &Arc<Live>,
        observers: &Observers,
        options: &ServeOptions,
    ) -> io::Result<Self> {
        let site = Site::new(Arc::clone(live));
        observers.standing.serves(&site);
        let site = match &observers.preview {
            Some(preview) => site.behind(Arc::<Preview>::clone(preview)),
            None => site,
        };
        let limits = limits(options);
        observers.standing.admits(limits.connections);
        let log = options
            .access_log
            .then(|| access_log(options))
            .transpose()?;
        let first = terms(&site, options, log.as_ref(), limits);
        Ok(Self {
            live: Arc::clone(live),
            site,
            observers: observers.clone(),
            terms: watch::Sender::new(first),
            log: Mutex::new(log),
            grace: AtomicU32::new(options.grace),
        })
    }

    /// The terms, as they are and as they change.
    pub(super) fn terms(&self) -> watch::Receiver<Terms> {
        self.terms.subscribe()
    }

    /// For how long the end is announced before it comes.
    pub(super) fn grace(&self) -> Duration {
        Duration::from_secs(self.grace.load(Relaxed).into())
    }

    /// Puts these options to work.
    pub(in crate::cli) fn adopt(&self, options: &ServeOptions) {
        self.grace.store(options.grace, Relaxed);
        self.live.transport(&options.policy());
        self.compress(options);
        let limits = limits(options);
        self.observers.standing.admits(limits.connections);
        let mut log = self.log();
        let mut ended = None;
        if !options.access_log {
            ended = log.take();
        } else if log.is_none() {
            match access_log(options) {
                Ok(started) => *log = Some(started),
                Err(error) => tracing::warn!(%error, "there is no access log"),
            }
        }
        let terms = terms(&self.site, options, log.as_ref(), limits);
        self.terms.send_replace(terms);
        drop(log);
        // It writes what it has, and nobody waits for that.
        if let Some(log) = ended {
            log.end();
        }
    }

    /// Lets bodies be made smaller, or leaves them.
    pub(super) fn compress(&self, options: &ServeOptions) {
        // A preview is never compressed.
        if options.compression != Compression::Best || self.observers.preview.is_some() {
            self.live.rest();
        } else if let Err(error) = improve(&self.live) {
            tracing::warn!(%error, "bodies stay as large as they are");
        }
    }

    /// Writes what is left to write.
    pub(super) fn close(&self) {
        if let Some(log) = self.log().take() {
            log.close();
        }
    }

    fn log(&self) -> MutexGuard<'_, Option<Arc<AccessLog>>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn access_log(options: &ServeOptions) -> io::Result<Arc<AccessLog>> {
    AccessLog::start(options.log_format).map(Arc::new)
}

fn terms(
    site: &Site,
    options: &ServeOptions,
    log: Option<&Arc<AccessLog>>,
    limits: Limits,
) -> Terms {
    let site = front::before(site.clone(), options);
    let site = match log {
        Some(log) => site.noted_by(Arc::<AccessLog>::clone(log)),
        None => site,
    };
    Terms { site, limits }
}

/// What peers may take, as far as the system lets this process give it.
fn limits(options: &ServeOptions) -> Limits {
    let limits = options.limits.limits(descriptors::room());
    let (wanted, places) = (options.limits.max_connections, limits.connections);
    if places < wanted as usize {
        tracing::warn!(
            wanted,
            places,
            "fewer connections than --max-connections: the system grants too few descriptors \
             (`ulimit -n`, LimitNOFILE=)"
        );
    }
    limits
}
