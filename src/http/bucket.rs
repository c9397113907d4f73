//! How often a client did something lately: a token bucket each, for at most
//! so many clients. Time comes from outside, as microseconds since a moment
//! that stays the same.
//!
//! A bucket is one number, the moment at which it will be full again (the
//! generic cell rate algorithm, ITU-T I.371): a client of whom nothing is
//! known has a full one. So forgetting somebody favours them, and the one
//! whose bucket is nearly full the least.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{Mutex, PoisonError},
};

use super::{client::Client, limits::Rate};

/// How many buckets a client may be remembered by. Which ones, only this
/// process knows, so nobody can aim at another's.
const WAYS: usize = 4;

/// For how many clients there are buckets: at 40 bytes each, less than what
/// twenty connections take.
const CLIENTS: usize = 4_096;

const MINUTE: u64 = 60_000_000;

/// The buckets of all clients.
#[derive(Debug)]
pub(super) struct Buckets {
    /// Microseconds in which one token comes.
    interval: u64,
    /// Microseconds in which an empty bucket is full.
    depth: u64,
    hashes: RandomState,
    sets: Mutex<Box<[[Bucket; WAYS]]>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    client: Option<Client>,
    full_at: u64,
}

impl Buckets {
    /// Buckets for `rate`, unless there is no limit.
    pub(super) fn new(rate: Rate) -> Option<Self> {
        let interval = MINUTE.checked_div(rate.a_minute.into())?;
        Some(Self {
            interval,
            depth: interval * u64::from(rate.burst.max(1)),
            hashes: RandomState::new(),
            sets: Mutex::new(vec![[Bucket::default(); WAYS]; CLIENTS / WAYS].into()),
        })
    }

    /// Takes a token of `client` at the moment `now`.
    ///
    /// # Errors
    /// The microseconds until there is one, if there is none.
    pub(super) fn take(&self, client: Client, now: u64) -> Result<(), u64> {
        let hash = self.hashes.hash_one(client) as usize;
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let at = hash % sets.len();
        let set = &mut sets[at];
        let known = set.iter().position(|kept| kept.client == Some(client));
        let fullest = || (0..WAYS).min_by_key(|at| set[*at].full_at);
        let at = known.or_else(fullest).unwrap_or_default();
        let full_at = match known {
            Some(_) => set[at].full_at.max(now),
            None => now,
        } + self.interval;
        match full_at.saturating_sub(now + self.depth) {
            0 => {
                set[at] = Bucket {
                    client: Some(client),
                    full_at,
                };
                Ok(())
            }
            wait => Err(wait),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const SECOND: u64 = 1_000_000;

    fn buckets(a_minute: u32, burst: u32) -> Buckets {
        Buckets::new(Rate { a_minute, burst }).expect("a limit")
    }

    fn client(number: u32) -> Client {
        Client::at(Ipv4Addr::from_bits(number).into())
    }

    #[test]
    fn a_burst_is_let_through_and_then_one_an_interval() {
        let buckets = buckets(60, 3);
        let now = 5 * SECOND;
        for _ in 0..3 {
            assert_eq!(buckets.take(client(1), now), Ok(()));
        }
        assert_eq!(buckets.take(client(1), now), Err(SECOND));
        // Asking in vain costs nothing.
        let half = now + SECOND / 2;
        assert_eq!(buckets.take(client(1), half), Err(SECOND / 2));
        assert_eq!(buckets.take(client(1), now + SECOND), Ok(()));
        assert_eq!(buckets.take(client(1), now + SECOND), Err(SECOND));
        // Nobody else pays for it.
        assert_eq!(buckets.take(client(2), now + SECOND), Ok(()));
        // A long pause fills the bucket, and no more than that.
        let later = now + 1_000 * SECOND;
        for _ in 0..3 {
            assert_eq!(buckets.take(client(1), later), Ok(()));
        }
        assert_eq!(buckets.take(client(1), later), Err(SECOND));
    }

    #[test]
    fn in_the_long_run_the_rate_is_kept() {
        let buckets = buckets(30, 5);
        let tenths = (0..10 * 600).map(|tenth| tenth * SECOND / 10);
        let taken = tenths.filter(|now| buckets.take(client(1), *now).is_ok());
        // Ten minutes of thirty, and the burst.
        let taken = taken.count();
        assert!((300..=305).contains(&taken), "{taken}");
    }

    #[test]
    fn no_rate_is_no_limit() {
        let rate = Rate {
            a_minute: 0,
            burst: 20,
        };
        assert!(Buckets::new(rate).is_none());
    }

    #[test]
    fn a_flood_of_clients_takes_no_more_memory_and_frees_nobody_who_goes_on() {
        let buckets = buckets(60, 2);
        let greedy = client(u32::MAX);
        let mut taken = 0;
        for number in 0..100_000 {
            // All at one moment, the greedy one among them.
            assert_eq!(buckets.take(client(number), SECOND), Ok(()));
            taken += usize::from(buckets.take(greedy, SECOND).is_ok());
        }
        let sets = buckets.sets.lock().expect("not poisoned");
        assert_eq!(sets.len() * WAYS, CLIENTS);
        // Whose bucket is empty is forgotten last.
        assert!(taken <= 2, "{taken}");
    }
}
