//! What somebody is told of every request who wants to know.
//!
//! What is told names nobody: the address of a peer is cut to its network, and
//! what was searched for is left out. Where it goes is not known here.

use std::{fmt, net::IpAddr, time::Duration};

use http::Method;

use super::networks::cut;

/// Hears of every request. It must not keep whoever is answered waiting.
pub trait Journal: fmt::Debug + Send + Sync {
    /// A name for the next request, of visible ASCII, which no other has.
    fn name(&self) -> String;

    /// Hears of a request that has its answer.
    fn note(&self, entry: Entry);
}

/// A request and what came of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// What it asked for, percent-encoded as it came, without the query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// Bytes of the answer's body, if that is known.
    pub bytes: Option<u64>,
    /// From the end of its head to the answer.
    pub took: Duration,
    /// The network of whoever asked; none of a peer on a Unix socket.
    pub client: Option<IpAddr>,
}

/// The network that an address is in: its first 24 bits, or 48 of an IPv6
/// address. An IPv4 address in the clothes of an IPv6 one is an IPv4 address.
pub(super) fn network(address: IpAddr) -> IpAddr {
    let address = address.to_canonical();
    cut(address, if address.is_ipv4() { 24 } else { 48 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_to_its_network() {
        for (address, cut) in [
            ("192.0.2.77", "192.0.2.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
            ("::ffff:192.0.2.77", "192.0.2.0"),
            ("::1", "::"),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(network(address).to_string(), cut);
        }
    }
}
