//! What a peer may take, of time and of room: the numbers, and whom they are
//! not meant for. How they are kept stands elsewhere.

use std::net::IpAddr;

use tokio::time::Duration;

/// How many header fields hyper has room for without asking for memory.
pub(super) const FIELDS_AT_HAND: usize = 100;

/// The longest address that is looked at, in bytes, if nothing else is said. RFC
/// 9110 section 4.1 asks for at least 8,000; no address of a register comes near.
const TARGET_BYTES: usize = 8_000;

/// What a peer may take, of time and of room.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the opening of a connection, or the first byte of a further head,
    /// to the end of that head.
    pub head: Duration,
    /// Between an answer and the next request, and between two pieces of an
    /// answer that the peer takes. Whoever takes pieces must take enough of
    /// them: a KiB for each second that they are waited for.
    pub idle: Duration,
    /// After which a connection ends with the answer that it is giving.
    pub age: Duration,
    /// How long connections have for their last answer when the server ends.
    pub drain: Duration,
    /// The size of a head, in bytes; browsers send less than 2,000.
    pub head_bytes: usize,
    /// How many header fields a head may have.
    pub fields: usize,
    /// The longest address that is looked at, in bytes.
    pub target_bytes: usize,
    /// How many connections there may be at a time. Further peers are told
    /// that all places are taken.
    pub connections: usize,
    /// How many of them may be of one client.
    pub connections_per_client: usize,
    /// How often one client may search.
    pub searches: Rate,
    /// Whether peers on this machine are clients like others. Mostly they are
    /// proxies, behind which are all clients there are.
    pub is_for_this_machine: bool,
}

/// How often something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// In a minute, in the long run; 0 for as often as one likes.
    pub a_minute: u32,
    /// At once, after a pause.
    pub burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            age: Duration::from_secs(600),
            drain: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            fields: FIELDS_AT_HAND,
            target_bytes: TARGET_BYTES,
            connections: 4_096,
            connections_per_client: 256,
            searches: Rate {
                a_minute: 60,
                burst: 20,
            },
            is_for_this_machine: false,
        }
    }
}

impl Limits {
    /// Whether `peer` may take as much as everybody together.
    pub(super) fn is_exempt(&self, peer: IpAddr) -> bool {
        !self.is_for_this_machine && peer.to_canonical().is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_exempt_unless_it_is_said() {
        let limits = Limits::default();
        for (peer, is_exempt) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("192.0.2.1", false),
            ("2001:db8::1", false),
        ] {
            let peer = peer.parse().expect("an address");
            assert_eq!(limits.is_exempt(peer), is_exempt, "{peer}");
            let for_all = Limits {
                is_for_this_machine: true,
                ..limits
            };
            assert!(!for_all.is_exempt(peer), "{peer}");
        }
    }
}
