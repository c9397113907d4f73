//! The `Host` field (RFC 9112 section 3.2), which must stand once and be
//! well formed. It is checked and then not used: every address that this site
//! writes comes from content, so a forged host changes nothing.

use http::{HeaderMap, header};

/// Whether `value` is `uri-host [ ":" port ]` with a host that is not empty
/// (RFC 9110 sections 4.2.1 and 7.2; RFC 3986 section 3.2.2).
pub(super) fn is_valid(value: &[u8]) -> bool {
    let (host_is_valid, rest) = match value {
        [b'[', inside @ ..] => match inside.iter().position(|byte| *byte == b']') {
            Some(end) => (is_ip_literal(&inside[..end]), &inside[end + 1..]),
            None => return false,
        },
        _ => {
            let end = value
                .iter()
                .position(|byte| *byte == b':')
                .unwrap_or(value.len());
            (is_name(&value[..end]), &value[end..])
        }
    };
    host_is_valid
        && match rest {
            [] => true,
            [b':', port @ ..] => port.len() <= 5 && port.iter().all(u8::is_ascii_digit),
            _ => false,
        }
}

/// `IPv6address` or `IPvFuture`, of which only the first has been assigned.
fn is_ip_literal(inside: &[u8]) -> bool {
    std::str::from_utf8(inside).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
}

/// `reg-name`, which covers IPv4 addresses too, with at least one character.
fn is_name(name: &[u8]) -> bool {
    if name.iter().all(|byte| NAME_SIGNS[usize::from(*byte)]) {
        return !name.is_empty();
    }
    let mut rest = name;
    while let [byte, after @ ..] = rest {
        rest = match (byte, after) {
            (b'%', [high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                after
            }
            (byte, after) if NAME_SIGNS[usize::from(*byte)] => after,
            _ => return false,
        };
    }
    true
}

/// The signs that stand for themselves in a `reg-name`: `unreserved` and
/// `sub-delims`. A table, since every request is asked about.
const NAME_SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        signs[byte] = matches!(
            byte as u8,
            b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' | b'.' | b'-' | b'_' | b'~'
                | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
        );
        byte += 1;
    }
    signs
};

/// Whether a request was made to this machine by a name that only it has. A
/// page from elsewhere can let its own name lead here, and would then be taken
/// for this site (DNS rebinding).
pub fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = host else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|sign| sign.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = address
        .parse()
        .is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    is_loopback || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn hosts_follow_the_grammar() {
        for host in [
            "localhost",
            "127.0.0.1:8080",
            "example.org",
            "EXAMPLE.org:",
            "a_b.example",
            "[::1]",
            "[::1]:80",
            "xn--e1afmkfd.example",
            "%D0%B0.example",
        ] {
            assert!(is_valid(host.as_bytes()), "{host}");
        }
        for host in [
            "",
            ":80",
            "a b",
            "a/b",
            "a@b",
            "a:b",
            "a:80:80",
            "a:123456",
            "[::1",
            "[]",
            "[::1]x",
            "[a]",
            "a?b",
            "a#b",
            "a\\b",
            "a,b c",
            "\u{0}",
            "а.example",
            "%zz",
            "%2",
            "<a>",
        ] {
            assert!(!is_valid(host.as_bytes()), "{host:?}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_let_in() {
        let named = |host: &str| {
            let value = HeaderValue::from_str(host).expect("visible ASCII");
            names_this_machine(&HeaderMap::from_iter([(header::HOST, value)]))
        };
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:1",
            "127.1.2.3",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(named(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example:80",
            "10.0.0.1",
            "[::2]:80",
            "",
        ] {
            assert!(!named(host), "{host}");
        }
        assert!(!names_this_machine(&HeaderMap::new()));
    }
}
