//! Who counts as one client. What they may take is not known here.

use std::net::{IpAddr, Ipv4Addr};

use super::networks::cut;

/// Whoever shares an IPv4 address, or the 64 bits of an IPv6 address that a
/// provider gives to one customer (RFC 6177 section 2): the other 64 are
/// theirs to choose, anew for each connection if they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// All who share this address, or the network that begins with it.
    At(IpAddr),
    /// All for whom somebody speaks on a Unix socket without saying for whom.
    OnSocket,
}

impl Client {
    /// The client that speaks from this address. An IPv4 address in the
    /// clothes of an IPv6 one is an IPv4 address.
    pub(super) fn at(address: IpAddr) -> Self {
        Self::At(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => match address.segments() {
                // A translator speaks for all of IPv4 from one such network
                // (RFC 6052 section 2.1).
                [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
                    let [.., a, b, c, d] = address.octets();
                    Ipv4Addr::new(a, b, c, d).into()
                }
                // On a link all have the same first 64 bits (RFC 4291 section 2.5.6).
                _ if address.is_unicast_link_local() => address.into(),
                _ => cut(address.into(), 64),
            },
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

    #[test]
    fn where_64_bits_are_not_one_customers_they_are_not_one_client() {
        let client = |address: &str| Client::at(address.parse().expect("an address"));
        for (one, other, is_same) in [
            ("64:ff9b::192.0.2.1", "192.0.2.1", true),
            ("64:ff9b::192.0.2.1", "64:ff9b::192.0.2.2", false),
            ("64:ff9b::1:192.0.2.1", "64:ff9b::2:192.0.2.1", true),
            ("64:ff9b:1::192.0.2.1", "64:ff9b:1::192.0.2.2", true),
            ("fe80::1", "fe80::1", true),
            ("fe80::1", "fe80::2", false),
            ("febf::1", "febf::2", false),
            ("fec0::1", "fec0::2", true),
        ] {
            assert_eq!(client(one) == client(other), is_same, "{one} and {other}");
        }
    }
}
