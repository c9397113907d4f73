//! Who counts as one client. What they may take is not known here.

use std::net::{IpAddr, Ipv6Addr};

/// Whoever shares an IPv4 address, or the 64 bits of an IPv6 address that a
/// provider gives to one customer (RFC 6177 section 2): the other 64 are
/// theirs to choose, anew for each connection if they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Client(IpAddr);

impl Client {
    /// The client that speaks from this address. An IPv4 address in the
    /// clothes of an IPv6 one is an IPv4 address.
    pub(super) fn at(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_network_of_64_bits_are_one_client() {
        let client = |address: &str| Client::at(address.parse().expect("an address"));
        for (one, other, is_same) in [
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ] {
            assert_eq!(client(one) == client(other), is_same, "{one} and {other}");
        }
    }
}
