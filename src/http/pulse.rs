//! When a connection last got on: the clock of [`connection`](super::connection).

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
};

use tokio::time::{Duration, Instant};

use super::{closing::FRESH, limits::Limits, pace::Pace};

/// When a connection last got on, and how long it may take to do so again.
#[derive(Debug)]
pub(super) struct Pulse {
    limits: Limits,
    opened: Instant,
    /// Microseconds from `opened` to the last step: a further head that began,
    /// a head that ended, or bytes that the peer took; 0 before the first.
    since: AtomicU64,
    /// Microseconds from `opened` to the last bytes that the peer sent; 0
    /// before the first.
    heard: AtomicU64,
    /// How many requests came with no byte of an answer leaving since.
    asked: AtomicU32,
    /// Whether the next step is the end of a head.
    is_within_head: AtomicBool,
    /// Whether the time for a step is over.
    is_late: AtomicBool,
    /// How quickly the peer takes its answers, as far as it is waited for.
    pace: Mutex<Pace>,
}

/// Microseconds since a moment.
pub(super) fn microseconds(moment: Instant) -> u64 {
    let age = moment.elapsed();
    age.as_secs() * 1_000_000 + u64::from(age.subsec_micros())
}

impl Pulse {
    /// Of a connection that was opened now.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            opened: Instant::now(),
            since: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            asked: AtomicU32::new(0),
            // A peer that connects and says nothing is as slow as one that
            // begins and does not go on.
            is_within_head: AtomicBool::new(true),
            is_late: AtomicBool::new(false),
            pace: Mutex::default(),
        }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the peer is waited for, until it takes something.
    pub(super) fn waits(&self) {
        self.pace().waits(self.now());
    }

    /// Notes that a peer which was waited for before took so many bytes.
    pub(super) fn took(&self, bytes: usize) {
        self.pace().took(self.now(), bytes, self.limits.idle);
    }

    /// Notes that the time for the next step is over.
    pub(super) fn give_up(&self) {
        self.is_late.store(true, Ordering::Relaxed);
    }

    /// Whether the time for the next step is over.
    pub(super) fn is_late(&self) -> bool {
        self.is_late.load(Ordering::Relaxed)
    }

    /// Microseconds since the connection was opened.
    fn now(&self) -> u64 {
        microseconds(self.opened)
    }

    /// Notes that bytes came, which is a step where a head begins or ends. The
    /// first head began with the connection: it has no more time for being
    /// waited for.
    pub(super) fn hear(&self, begins: bool, ends: bool, is_within_head: bool) {
        let now = self.now();
        self.heard.store(now, Ordering::Relaxed);
        if ends || (begins && !self.is_at_first()) {
            self.step(now, is_within_head);
        }
    }

    /// Notes that a request is whole. One task does all that is done to a
    /// connection, so nothing comes between the two halves.
    pub(super) fn asked(&self) {
        let asked = self.asked.load(Ordering::Relaxed);
        self.asked.store(asked.wrapping_add(1), Ordering::Relaxed);
    }

    /// Notes that bytes left. If they are the first since requests came: how
    /// many came, and how many microseconds ago the last of them did.
    pub(super) fn leave(&self, is_within_head: bool) -> Option<(u64, u32)> {
        let now = self.now();
        self.step(now, is_within_head);
        let asked = self.asked.load(Ordering::Relaxed);
        (asked > 0).then(|| {
            self.asked.store(0, Ordering::Relaxed);
            let heard = self.heard.load(Ordering::Relaxed);
            (now.saturating_sub(heard), asked)
        })
    }

    fn step(&self, now: u64, is_within_head: bool) {
        self.since.store(now, Ordering::Relaxed);
        self.is_within_head.store(is_within_head, Ordering::Relaxed);
    }

    /// Whether there was no step yet.
    fn is_at_first(&self) -> bool {
        self.since.load(Ordering::Relaxed) == 0
    }

    /// Whether the peer has not come to the end of a request yet.
    pub(super) fn is_unasked(&self) -> bool {
        self.is_at_first() && self.asked.load(Ordering::Relaxed) == 0
    }

    fn due(&self) -> Instant {
        let since = Duration::from_micros(self.since.load(Ordering::Relaxed));
        let patience = if self.is_within_head.load(Ordering::Relaxed) {
            self.limits.head
        } else {
            self.limits.idle
        };
        self.opened + since + patience
    }

    /// Whether the next step should have come.
    pub(super) fn is_overdue(&self) -> bool {
        Instant::now() >= self.due()
    }

    /// Whether the peer takes its answer by drips.
    pub(super) fn is_slow(&self) -> bool {
        self.pace().is_slow(self.now(), self.limits.idle)
    }

    /// Whether the connection is to end with the answer that it is giving.
    pub(super) fn is_old(&self) -> bool {
        self.opened.elapsed() >= self.limits.age
    }

    /// Whether the peer has only just come and not said anything yet.
    pub(super) fn is_awaited(&self) -> bool {
        self.heard.load(Ordering::Relaxed) == 0 && Instant::now() < self.stale()
    }

    /// When a peer that has said nothing has no longer only just come.
    pub(super) fn stale(&self) -> Instant {
        self.opened + FRESH
    }

    /// When to look again. No step after now can be due before now and the
    /// shortest patience, so none is missed by looking no later than that. Age
    /// matters until it has been told to end.
    pub(super) fn next_look(&self, is_closing: bool) -> Instant {
        let shortest = self.limits.head.min(self.limits.idle);
        let look = self.due().min(Instant::now() + shortest);
        match self.opened.checked_add(self.limits.age) {
            Some(old) if !is_closing => look.min(old),
            _ => look,
        }
    }
}
