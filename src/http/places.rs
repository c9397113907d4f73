//! The places for connections, and whose they are.
//!
//! What is remembered of clients is remembered while they have a place, so
//! there is never more of it than there are places.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{client::Client, limits::Limits};

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    limits: Limits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_client: HashMap<Client, usize>,
}

/// Why somebody gets no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// There is none.
    All,
    /// They have as many as one client may have.
    Share,
}

/// A place that is taken until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    client: Option<Client>,
}

impl Places {
    /// As many places as `limits` say.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            taken: Mutex::default(),
        }
    }

    /// A place for a connection of `client`; of somebody who may take as much
    /// as everybody together, if there is none.
    pub(super) fn take(self: &Arc<Self>, client: Option<Client>) -> Result<Place, Full> {
        let mut taken = self.taken();
        if taken.all >= self.limits.connections {
            return Err(Full::All);
        }
        if let Some(client) = client {
            let own = taken.by_client.entry(client).or_insert(0);
            if *own >= self.limits.connections_per_client {
                return Err(Full::Share);
            }
            *own += 1;
        }
        taken.all += 1;
        Ok(Place {
            places: Arc::clone(self),
            client,
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all -= 1;
        let Some(client) = self.client else { return };
        if let Some(own) = taken.by_client.get_mut(&client) {
            *own -= 1;
            if *own == 0 {
                taken.by_client.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(connections: usize, connections_per_client: usize) -> Arc<Places> {
        Arc::new(Places::new(Limits {
            connections,
            connections_per_client,
            ..Limits::default()
        }))
    }

    fn peer(address: &str) -> Option<Client> {
        Some(Client::at(address.parse().expect("an address")))
    }

    #[test]
    fn a_client_has_a_share_and_others_have_the_rest() {
        let places = places(4, 2);
        let (one, other) = (peer("2001:db8::1"), peer("2001:db8::2"));
        let first = places.take(one).expect("a place");
        let _second = places.take(other).expect("a place");
        assert_eq!(places.take(one).err(), Some(Full::Share));
        let _elsewhere = places.take(peer("192.0.2.1")).expect("a place");
        drop(first);
        let _again = places.take(one).expect("a place that was given back");
        assert_eq!(places.take(one).err(), Some(Full::Share));
    }

    #[test]
    fn whoever_is_no_client_may_have_every_place_and_no_more() {
        let places = places(3, 1);
        let taken: Vec<_> = (0..3)
            .map(|_| places.take(None).expect("a place"))
            .collect();
        assert_eq!(places.take(None).err(), Some(Full::All));
        assert_eq!(places.take(peer("192.0.2.1")).err(), Some(Full::All));
        drop(taken);
        assert!(places.take(peer("192.0.2.1")).is_ok());
    }

    #[test]
    fn a_client_without_a_place_is_forgotten() {
        let places = places(1_000, 2);
        for last in 0..=255 {
            let place = places.take(peer(&format!("192.0.2.{last}")));
            assert!(place.is_ok() && places.taken().by_client.len() == 1);
        }
        let taken = places.taken();
        assert!(taken.all == 0 && taken.by_client.is_empty());
    }
}
