//! Whom a proxy speaks for, in its own words: `Forwarded` (RFC 7239), or else
//! `X-Forwarded-For`, `-Host` and `-Proto`, which it took the place of.
//!
//! Each proxy adds at the right end what it has seen. So the list is read from
//! there, as long as whoever wrote the next part is trusted; what stands left
//! of that, anybody may have written.

use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr, SocketAddrV6},
};

use http::{HeaderMap, HeaderName, header};

use super::networks::Trusted;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What the outermost trusted proxy has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen<'h> {
    /// Who asked it; the nearest that is known where that is kept secret.
    pub(super) client: Option<IpAddr>,
    /// The `Host` that it was asked for.
    pub(super) host: Option<Cow<'h, str>>,
    /// The scheme that it was asked with.
    pub(super) scheme: Option<Cow<'h, str>>,
}

/// One proxy's part of the list.
#[derive(Debug, Default)]
struct Hop<'h> {
    node: Option<Node>,
    host: Option<Cow<'h, str>>,
    scheme: Option<Cow<'h, str>>,
}

/// Who asked a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Address(IpAddr),
    /// `unknown`, a name that only the proxy understands, or nothing that can
    /// be read.
    Hidden,
}

impl<'h> Seen<'h> {
    /// What `headers` say to somebody who believes those that are `trusted`,
    /// and was asked by `peer`. Who is not trusted says nothing.
    pub(super) fn of(trusted: &Trusted, peer: Option<IpAddr>, headers: &'h HeaderMap) -> Self {
        let mut seen = Self {
            client: peer,
            ..Self::default()
        };
        if !trusted.holds(peer) {
            return seen;
        }
        // A proxy that speaks the newer language means what it says in it. If
        // it cannot be read, nothing can be relied on.
        let hops = match headers.contains_key(header::FORWARDED) {
            true => hops_of_forwarded(headers),
            false => Some(hops_of_older_fields(headers)),
        };
        for hop in hops.unwrap_or_default().into_iter().rev() {
            seen.host = hop.host.or(seen.host);
            seen.scheme = hop.scheme.or(seen.scheme);
            match hop.node {
                Some(Node::Address(address)) => {
                    seen.client = Some(address);
                    if !trusted.holds(Some(address)) {
                        break;
                    }
                }
                Some(Node::Hidden) | None => break,
            }
        }
        seen
    }
}

/// The parts of `Forwarded`, from left to right; nothing if any is malformed.
fn hops_of_forwarded(headers: &HeaderMap) -> Option<Vec<Hop<'_>>> {
    let mut hops = Vec::new();
    for line in headers.get_all(header::FORWARDED) {
        let mut rest = line.to_str().ok()?.trim_matches(BLANK);
        loop {
            let (hop, after) = hop(rest)?;
            // Empty elements of a list mean nothing (RFC 9110 section 5.6.1.2).
            hops.extend(hop);
            match after.strip_prefix(',') {
                Some(after) => rest = after.trim_start_matches(BLANK),
                None if after.is_empty() => break,
                None => return None,
            }
        }
    }
    Some(hops)
}

const BLANK: [char; 2] = [' ', '\t'];

/// The `forwarded-element` that `text` begins with, if it is not empty, and
/// what comes after it (RFC 7239 section 4).
fn hop(mut text: &str) -> Option<(Option<Hop<'_>>, &str)> {
    let mut hop = Hop::default();
    let mut names: Vec<&str> = Vec::new();
    loop {
        if !text.starts_with([';', ',']) && !text.is_empty() {
            let (name, after) = text.split_once('=')?;
            let is_name = !name.is_empty() && name.bytes().all(is_token);
            // No parameter may stand twice in an element.
            if !is_name || names.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                return None;
            }
            names.push(name);
            let (value, after) = value(after)?;
            match name.to_ascii_lowercase().as_str() {
                "for" => hop.node = Some(node(&value)?),
                "host" => hop.host = Some(value),
                "proto" => hop.scheme = Some(value),
                // `by`, and what may come to be.
                _ => {}
            }
            text = after;
        }
        let after = text.trim_start_matches(BLANK);
        match after.strip_prefix(';') {
            Some(after) => text = after.trim_start_matches(BLANK),
            None => return Some(((!names.is_empty()).then_some(hop), after)),
        }
    }
}

/// A token or quoted string (RFC 9110 section 5.6), and what comes after it.
/// Addresses with colons and brackets are taken without quotes too, since
/// proxies forget them.
fn value(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let Some(inside) = text.strip_prefix('"') else {
        let is_sign = |byte: u8| is_token(byte) || matches!(byte, b':' | b'[' | b']');
        let end = text.bytes().position(|byte| !is_sign(byte));
        let (value, after) = text.split_at(end.unwrap_or(text.len()));
        return (!value.is_empty()).then_some((value.into(), after));
    };
    let end = inside.find(['"', '\\'])?;
    if inside[end..].starts_with('"') {
        return Some((inside[..end].into(), &inside[end + 1..]));
    }
    let mut value = String::new();
    let mut signs = inside.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value.into(), &inside[at + 1..])),
            '\\' => value.push(signs.next()?.1),
            _ => value.push(sign),
        }
    }
    None
}

/// Whether `byte` may stand in a token (RFC 9110 section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// `node` of RFC 7239 section 6: an address that may have a port, `unknown`,
/// or a name after an underline.
fn node(text: &str) -> Option<Node> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') && !name.contains(':') | name.ends_with(']') => {
            (name, Some(port))
        }
        _ => (text, None),
    };
    let is_name = |text: &str| {
        let rest = text.strip_prefix('_');
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_sign))
    };
    if !port.is_none_or(|port| port.parse::<u16>().is_ok() || is_name(port)) {
        return None;
    }
    if name.eq_ignore_ascii_case("unknown") || is_name(name) {
        return Some(Node::Hidden);
    }
    address(name).map(Node::Address)
}

/// An IPv4 address, or an IPv6 address with brackets or without.
fn address(text: &str) -> Option<IpAddr> {
    let inside = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address: IpAddr = match inside {
        Some(inside) => IpAddr::V6(inside.parse().ok()?),
        None => text.parse().ok()?,
    };
    Some(address.to_canonical())
}

/// The parts that the older fields make: `X-Forwarded-For` says how many there
/// are; the others have one value for all, or one for each from the right.
fn hops_of_older_fields(headers: &HeaderMap) -> Vec<Hop<'_>> {
    let clients = list(headers, &X_FORWARDED_FOR);
    let hosts = list(headers, &X_FORWARDED_HOST);
    let schemes = list(headers, &X_FORWARDED_PROTO);
    let count = clients.len().max(1);
    let nth = |values: &[&'_ str], from_right: usize| values.len().checked_sub(from_right + 1);
    let hops = (0..count).rev().map(|from_right| Hop {
        node: nth(&clients, from_right).map(|index| older_node(clients[index])),
        host: nth(&hosts, from_right).map(|index| hosts[index].into()),
        scheme: nth(&schemes, from_right).map(|index| schemes[index].into()),
    });
    hops.collect()
}

/// An address as proxies write it into `X-Forwarded-For`: alone, with a port,
/// or in brackets.
fn older_node(text: &str) -> Node {
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let in_brackets = || {
        let port = format!("{text}:0");
        port.parse()
            .ok()
            .map(|address: SocketAddrV6| IpAddr::V6(*address.ip()))
    };
    let found = text.parse().ok().or_else(with_port).or_else(in_brackets);
    found.map_or(Node::Hidden, |address: IpAddr| {
        Node::Address(address.to_canonical())
    })
}

/// The values of all lines of a field, from left to right. One that is no text
/// hides whatever stands there.
fn list<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Vec<&'h str> {
    let lines = headers.get_all(name).iter();
    lines
        .flat_map(|line| line.to_str().unwrap_or_default().split(','))
        .map(|value| value.trim_matches(BLANK))
        .collect()
}

#[cfg(test)]
mod tests;
