//! How all connections hear at once that the server is about to end.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::{
    sync::{Notify, futures::Notified},
    time::Duration,
};

/// How long after its opening a connection may still bring its first request
/// when the server ends. Whoever connected a moment before has been told that
/// somebody listens.
pub(super) const FRESH: Duration = Duration::from_secs(1);

/// Tells all connections at once that the server is about to end.
#[derive(Debug, Default)]
pub(super) struct Closing {
    begun: AtomicBool,
    wake: Notify,
}

impl Closing {
    /// Lets every connection end after the answer that it is giving.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::Release);
        self.wake.notify_waiters();
    }

    /// Whether connections are to end.
    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// Comes when they are.
    pub(super) fn called(&self) -> Notified<'_> {
        self.wake.notified()
    }
}
