//! How quickly a peer takes what is written for them. Only the time for which
//! they are waited for counts: who takes everything at once is not slow,
//! however rarely they ask. Time comes from outside, as microseconds.

use tokio::time::Duration;

/// Bytes for each second of waiting: a tenth of what the slowest mobile
/// networks manage.
const SLOWEST: u64 = 1024;

/// What a peer took, and how long they were waited for.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Since when nothing more can be written.
    blocked: Option<u64>,
    /// Microseconds that were waited before.
    waited: u64,
    /// Bytes taken since waiting began.
    taken: u64,
}

impl Pace {
    /// Notes that nothing more can be written until the peer takes something.
    pub(super) fn waits(&mut self, now: u64) {
        self.blocked.get_or_insert(now);
    }

    /// Notes that the peer made room for so many bytes.
    pub(super) fn took(&mut self, now: u64, bytes: usize, grace: Duration) {
        self.waited = self.waited_until(now);
        self.blocked = None;
        self.taken += bytes as u64;
        if self.is_judged(self.waited, grace) && !self.is_below(self.waited) {
            // What was taken long ago says nothing about what comes.
            *self = Self::default();
        }
    }

    /// Whether the peer is too slow: waited for longer than `grace`, and less
    /// taken than there should have been.
    pub(super) fn is_slow(&self, now: u64, grace: Duration) -> bool {
        let waited = self.waited_until(now);
        self.blocked.is_some() && self.is_judged(waited, grace) && self.is_below(waited)
    }

    fn waited_until(&self, now: u64) -> u64 {
        let last = self.blocked.map_or(0, |since| now.saturating_sub(since));
        self.waited + last
    }

    fn is_judged(&self, waited: u64, grace: Duration) -> bool {
        u128::from(waited) >= grace.as_micros()
    }

    fn is_below(&self, waited: u64) -> bool {
        self.taken < waited / 1_000 * SLOWEST / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;
    const GRACE: Duration = Duration::from_secs(15);

    /// A peer that takes so many bytes each so many seconds, for an hour:
    /// after how many seconds it is too slow.
    fn judged(bytes: usize, each: u64) -> Option<u64> {
        let mut pace = Pace::default();
        let mut now = 0;
        pace.waits(now);
        while now < 3_600 * SECOND {
            now += each * SECOND;
            if pace.is_slow(now, GRACE) {
                return Some(now / SECOND);
            }
            pace.took(now, bytes, GRACE);
            pace.waits(now);
        }
        None
    }

    #[test]
    fn drips_are_too_slow_after_the_grace_and_a_thin_stream_is_not() {
        assert_eq!(judged(1, 1), Some(15));
        assert_eq!(judged(1_000, 1), Some(15));
        assert_eq!(judged(5_000, 14), Some(28));
        assert_eq!(judged(1_100, 1), None);
        assert_eq!(judged(32_000, 14), None);
    }

    #[test]
    fn what_was_taken_quickly_does_not_count_for_long() {
        let mut pace = Pace::default();
        pace.waits(0);
        pace.took(16 * SECOND, 10_000_000, GRACE);
        pace.waits(16 * SECOND);
        let mut now = 16 * SECOND;
        while !pace.is_slow(now, GRACE) {
            assert!(now < 40 * SECOND, "drips for {now} microseconds");
            now += SECOND;
            pace.took(now, 1, GRACE);
            pace.waits(now);
        }
    }

    #[test]
    fn who_is_not_waited_for_is_never_slow() {
        let mut pace = Pace::default();
        assert!(!pace.is_slow(3_600 * SECOND, GRACE));
        pace.waits(0);
        pace.took(14 * SECOND, 1, GRACE);
        // Silence between two answers is not theirs to make up for.
        assert!(!pace.is_slow(3_600 * SECOND, GRACE));
        pace.waits(3_600 * SECOND);
        assert!(!pace.is_slow(3_600 * SECOND + SECOND / 2, GRACE));
        assert!(pace.is_slow(3_602 * SECOND, GRACE));
    }
}
