//! Which peers are proxies of ours, and may say whom they speak for.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// Addresses that begin alike (RFC 4632 section 3.1, RFC 4291 section 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// Why a text is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotANetwork {
    /// Before the slash stands no address.
    Address,
    /// After the slash stands no number of bits that an address has.
    Bits,
    /// The address has more bits than are to be alike; this is the network.
    Beyond(Network),
}

impl Network {
    /// Whether `address` is in it. An IPv4 address in the clothes of an IPv6
    /// one is an IPv4 address.
    fn holds(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && cut(address, self.bits) == self.first
    }
}

/// `address` with all bits after the first `bits` 0.
pub(super) fn cut(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork::Address)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let is_number = |text: &&str| text.bytes().all(|digit| digit.is_ascii_digit());
        let bits = match bits {
            None => most,
            Some(bits) => Some(bits)
                .filter(is_number)
                .and_then(|bits| bits.parse().ok())
                .filter(|bits| *bits <= most)
                .ok_or(NotANetwork::Bits)?,
        };
        let first = cut(address, bits);
        let network = Self { first, bits };
        match first == address {
            true => Ok(network),
            false => Err(NotANetwork::Beyond(network)),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.first, self.bits)
    }
}

/// The peers that are believed.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// Those in these networks.
    pub networks: Vec<Network>,
    /// Those on Unix sockets.
    pub unix: bool,
    /// The fields in which they are.
    pub claims: Claims,
}

/// In which fields proxies say whom they speak for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    /// `X-Forwarded-For`, `-Host` and `-Proto`.
    #[default]
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl Trusted {
    /// Whether somebody at `address` is. Peers on Unix sockets have none.
    pub(super) fn holds(&self, address: Option<IpAddr>) -> bool {
        match address {
            Some(address) => self.networks.iter().any(|network| network.holds(address)),
            None => self.unix,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_as_it_does() {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.64/26", "192.0.2.127", "192.0.2.128"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.7", "::ffff:192.0.2.7", "::192.0.2.7"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("::1", "::1", "::2"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("::/0", "2001:db8::1", "203.0.113.9"),
        ] {
            let parsed: Network = network.parse().expect(network);
            assert!(parsed.holds(inside.parse().expect(inside)), "{network}");
            assert!(!parsed.holds(outside.parse().expect(outside)), "{network}");
        }
    }

    #[test]
    fn what_is_no_network_is_said_to_be_none() {
        for (text, reason) in [
            ("", NotANetwork::Address),
            ("10.0.0/8", NotANetwork::Address),
            ("proxy", NotANetwork::Address),
            ("10.0.0.0/33", NotANetwork::Bits),
            ("10.0.0.0/", NotANetwork::Bits),
            ("10.0.0.0/+8", NotANetwork::Bits),
            ("::/129", NotANetwork::Bits),
        ] {
            assert_eq!(text.parse::<Network>(), Err(reason), "{text}");
        }
        let Err(NotANetwork::Beyond(meant)) = "10.1.2.3/8".parse::<Network>() else {
            panic!("an address within a network is not the network");
        };
        assert_eq!(meant.to_string(), "10.0.0.0/8");
    }
}
