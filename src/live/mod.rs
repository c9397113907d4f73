//! What is served at this moment, and how it is exchanged.
//!
//! One pointer holds the whole release, so that no visitor ever meets pages of
//! one release with redirects or style sheets of another.

mod improve;

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, Thread},
};

use arc_swap::{ArcSwap, Guard};

pub use improve::improve;

use crate::{
    release::{Policy, Release},
    site::snapshot::Snapshot,
};

/// Holds the current [`Release`].
#[derive(Debug)]
pub struct Live {
    current: ArcSwap<Release>,
    /// The thread that makes bodies smaller, once there is one.
    improver: OnceLock<Thread>,
    /// Whether that thread has been told to leave bodies as they are.
    is_to_rest: AtomicBool,
}

impl Live {
    /// Starts with `release`.
    pub fn new(release: Release) -> Self {
        prepare_search(&release);
        Self {
            current: ArcSwap::from_pointee(release),
            improver: OnceLock::new(),
            is_to_rest: AtomicBool::new(false),
        }
    }

    /// The release to answer one request from. Costs neither a lock nor an
    /// allocation; not to be held while waiting.
    pub fn current(&self) -> Guard<Arc<Release>> {
        self.current.load()
    }

    /// Puts `release` in the place of the current one, for every request that
    /// begins from now on.
    pub fn publish(&self, release: Release) {
        prepare_search(&release);
        self.current.store(Arc::new(release));
        self.wake_improver();
    }

    /// Puts what `snapshot` says in the place of the current release, and tells
    /// at how many addresses that is something new.
    pub fn succeed(&self, snapshot: Snapshot, policy: &Policy) -> usize {
        let (release, changed) = Release::succeeding(snapshot, policy, &self.current());
        self.publish(release);
        changed
    }

    /// Sends every answer from now on with the headers that `policy` asks for
    /// about the transport.
    pub fn transport(&self, policy: &Policy) {
        let other = self.current().transported(policy);
        if let Some(release) = other {
            self.publish(release);
        }
    }

    /// Leaves bodies as large as they are from now on. What is smaller already
    /// stays so, and [`improve()`] goes on.
    pub fn rest(&self) {
        self.is_to_rest.store(true, Ordering::Release);
    }

    fn wake_improver(&self) {
        if let Some(thread) = self.improver.get() {
            thread.unpark();
        }
    }
}

/// Makes what searches in `release` need while the first pages are read. If
/// the system has no thread to give, the first search waits for it instead.
fn prepare_search(release: &Release) {
    let snapshot = Arc::clone(release.snapshot());
    let named = thread::Builder::new().name("search".to_owned());
    let _ = named.spawn(move || snapshot.search.prepare());
}

impl Drop for Live {
    fn drop(&mut self) {
        // The thread holds no strong reference: it finds nothing and ends.
        self.wake_improver();
    }
}
