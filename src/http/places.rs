//! The places for connections, and whose they are.
//!
//! What is remembered of clients is remembered while they have a place, so
//! there is never more of it than there are places.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{client::Client, limits::Limits};

/// The places that are taken. How many there may be, whoever takes one says:
/// that may change while they are.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<Taken>);

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
    /// A place for a connection of `client`; of somebody who may take as much
    /// as everybody together, if there is none.
    pub(super) fn take(
        self: &Arc<Self>,
        client: Option<Client>,
        limits: &Limits,
    ) -> Result<Place, Full> {
        let mut taken = self.taken();
        if taken.all >= limits.connections {
            return Err(Full::All);
        }
        if let Some(client) = client {
            let own = taken.by_client.entry(client).or_insert(0);
            if *own >= limits.connections_per_client {
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn limits(connections: usize, connections_per_client: usize) -> Limits {
        Limits {
            connections,
            connections_per_client,
            ..Limits::default()
        }
    }

    fn peer(address: &str) -> Option<Client> {
        Some(Client::at(address.parse().expect("an address")))
    }

    #[test]
    fn a_client_has_a_share_and_others_have_the_rest() {
        let (places, limits) = (Arc::new(Places::default()), limits(4, 2));
        let (one, other) = (peer("2001:db8::1"), peer("2001:db8::2"));
        let first = places.take(one, &limits).expect("a place");
        let _second = places.take(other, &limits).expect("a place");
        assert_eq!(places.take(one, &limits).err(), Some(Full::Share));
        let _elsewhere = places.take(peer("192.0.2.1"), &limits).expect("a place");
        drop(first);
        let _again = places
            .take(one, &limits)
            .expect("a place that was given back");
        assert_eq!(places.take(one, &limits).err(), Some(Full::Share));
    }

    #[test]
    fn whoever_is_no_client_may_have_every_place_and_no_more() {
        let (places, limits) = (Arc::new(Places::default()), limits(3, 1));
        let taken: Vec<_> = (0..3)
            .map(|_| places.take(None, &limits).expect("a place"))
            .collect();
        assert_eq!(places.take(None, &limits).err(), Some(Full::All));
        assert_eq!(
            places.take(peer("192.0.2.1"), &limits).err(),
            Some(Full::All)
        );
        drop(taken);
        assert!(places.take(peer("192.0.2.1"), &limits).is_ok());
    }

    #[test]
    fn a_client_without_a_place_is_forgotten() {
        let (places, limits) = (Arc::new(Places::default()), limits(1_000, 2));
        for last in 0..=255 {
            let place = places.take(peer(&format!("192.0.2.{last}")), &limits);
            assert!(place.is_ok() && places.taken().by_client.len() == 1);
        }
        let taken = places.taken();
        assert!(taken.all == 0 && taken.by_client.is_empty());
    }

    #[test]
    fn fewer_places_take_none_away() {
        let (places, before) = (Arc::new(Places::default()), limits(3, 3));
        let mut taken: Vec<_> = (0..3)
            .map(|_| places.take(None, &before).expect("a place"))
            .collect();
        let fewer = limits(2, 3);
        for _ in 0..2 {
            assert_eq!(places.take(None, &fewer).err(), Some(Full::All));
            taken.pop();
        }
        assert!(places.take(None, &fewer).is_ok());
        assert!(places.take(None, &limits(1, 3)).is_err());
    }
}
