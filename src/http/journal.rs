//! What somebody is told of every request who wants to know.
//!
//! What is told names nobody: the address of a peer is cut to its network, and
//! what was searched for is left out. Where it goes is not known here.

use std::{fmt, net::IpAddr, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

use super::networks::cut;

/// The field that names a request, in what a proxy asks and in the answer.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest name of a request that is taken over from a proxy.
const LONGEST_ID: usize = 64;

/// Hears of every request. It must not keep whoever is answered waiting.
pub trait Journal: fmt::Debug + Send + Sync {
    /// A number for the next request, which no other has.
    fn number(&self) -> u64;

    /// Hears of a request that has its answer.
    fn note(&self, entry: &Entry<'_>);
}

/// A request and what came of it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its name, of visible ASCII.
    pub id: &'a str,
    /// What it asked; nothing where its head could not be read.
    pub asked: Option<RequestLine<'a>>,
    /// The status of the answer.
    pub status: u16,
    /// Bytes of the answer's body, if that is known.
    pub bytes: Option<u64>,
    /// From the end of its head to the answer.
    pub took: Duration,
    /// The network of whoever asked; none of a peer on a Unix socket.
    pub client: Option<IpAddr>,
}

/// What a request asked.
#[derive(Clone, Copy, Debug)]
pub struct RequestLine<'a> {
    /// Its method.
    pub method: &'a Method,
    /// For what, percent-encoded as it came, without the query.
    pub path: &'a str,
}

impl<'a> RequestLine<'a> {
    pub(super) fn of<B>(request: &'a Request<B>) -> Self {
        Self {
            method: request.method(),
            path: request.uri().path(),
        }
    }
}

/// The name of a request, ready to stand in the head of its answer.
#[derive(Debug)]
pub(super) struct Id(HeaderValue);

impl Id {
    /// A name of its own for the next request that `journal` hears of.
    pub(super) fn next(journal: &dyn Journal) -> Self {
        Self::numbered(journal.number())
    }

    /// The name of the request with this number: sixteen hexadecimal digits.
    fn numbered(number: u64) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 16];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(number.to_be_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 0xf)];
        }
        Self(HeaderValue::from_bytes(&digits).expect("digits are visible ASCII"))
    }

    /// The name that a proxy gave, if it can stand in a line of text.
    pub(super) fn given(headers: &HeaderMap) -> Option<Self> {
        let id = headers.get(REQUEST_ID)?;
        let is_name =
            (1..=LONGEST_ID).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic);
        is_name.then(|| Self(id.clone()))
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.to_str().expect("a name is of visible ASCII")
    }

    /// The name as the field of a head.
    pub(super) fn into_value(self) -> HeaderValue {
        self.0
    }
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

    #[test]
    fn names_are_sixteen_digits_or_what_a_proxy_gave() {
        for (number, name) in [
            (0, "0000000000000000"),
            (0x0123_4567_89ab_cdef, "0123456789abcdef"),
            (u64::MAX, "ffffffffffffffff"),
        ] {
            assert_eq!(Id::numbered(number).as_str(), name);
        }
        let longest = "n".repeat(LONGEST_ID);
        let too_long = "n".repeat(LONGEST_ID + 1);
        for (given, is_taken) in [
            ("abc-1", true),
            (longest.as_str(), true),
            (too_long.as_str(), false),
            ("", false),
            ("two words", false),
            ("s\u{e9}", false),
        ] {
            let value = HeaderValue::from_bytes(given.as_bytes()).expect("a value");
            let headers = HeaderMap::from_iter([(REQUEST_ID, value)]);
            let taken = Id::given(&headers);
            assert_eq!(taken.as_ref().map(Id::as_str), is_taken.then_some(given));
        }
    }
}
