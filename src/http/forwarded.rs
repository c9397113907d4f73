//! Whom a proxy speaks for, in its own words: `X-Forwarded-For`, `-Host` and
//! `-Proto`, or `Forwarded` (RFC 7239), which was to take their place.
//!
//! Only the kind is read that the proxies are said to write. The other they
//! mostly pass on, and a visitor may have written all of it.
//!
//! Each proxy adds at the right end what it has seen. So the list is read from
//! there, as long as whoever wrote the next part is trusted; what stands left
//! of that, anybody may have written.

use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr, SocketAddrV6},
};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::networks::{Claims, Trusted};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// All that a proxy may speak in.
const FIELDS: [HeaderName; 4] = [
    header::FORWARDED,
    X_FORWARDED_FOR,
    X_FORWARDED_HOST,
    X_FORWARDED_PROTO,
];

/// What the outermost trusted proxy has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen<'h> {
    /// Who asked it; the nearest that is known where that is kept secret.
    pub(super) client: Option<IpAddr>,
    /// The `Host` that it was asked for.
    pub(super) host: Option<Cow<'h, str>>,
    /// The scheme that it was asked with.
    pub(super) scheme: Option<Cow<'h, str>>,
    /// Whether a trusted peer sent any of these fields, and so speaks for
    /// somebody, even if it cannot be read for whom.
    pub(super) is_told: bool,
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
        seen.is_told = FIELDS.iter().any(|name| headers.contains_key(name));
        match trusted.claims {
            Claims::XForwarded => seen.read(trusted, hops_of_older_fields(headers)),
            Claims::Forwarded => seen.read(trusted, hops_of_forwarded(headers)),
        }
        seen
    }

    /// Reads `hops` from right to left, as far as those who wrote them are
    /// `trusted`.
    fn read(&mut self, trusted: &Trusted, hops: impl Iterator<Item = Hop<'h>>) {
        for hop in hops {
            self.host = hop.host.or(self.host.take());
            self.scheme = hop.scheme.or(self.scheme.take());
            match hop.node {
                Some(Node::Address(address)) => {
                    self.client = Some(address);
                    if !trusted.holds(Some(address)) {
                        break;
                    }
                }
                Some(Node::Hidden) | None => break,
            }
        }
    }
}

/// The parts of `Forwarded`, from right to left, up to the first that is
/// malformed. A visitor may have sent that one, before a proxy added its own.
fn hops_of_forwarded(headers: &HeaderMap) -> impl Iterator<Item = Hop<'_>> {
    let lines = headers.get_all(header::FORWARDED).iter().rev();
    lines.flat_map(Elements::of).map_while(|hop| hop)
}

/// The elements of one line of `Forwarded`, from right to left; nothing in the
/// place of what is malformed.
///
/// An element begins after the first comma from the right behind which all is
/// well-formed. That comma is in no quoted string of the element: between it
/// and the end would stand an odd number of quotes, or a backslash outside of
/// them, and neither is well-formed. So a quote that a visitor leaves open
/// changes nothing of what a proxy has added.
struct Elements<'h> {
    rest: &'h str,
    /// Whether something stands left of `rest` that is no text.
    is_cut: bool,
}

impl<'h> Elements<'h> {
    fn of(line: &'h HeaderValue) -> Self {
        let bytes = line.as_bytes();
        let is_text = |byte: &u8| matches!(byte, b'\t' | b' '..=b'~');
        let bad = bytes.iter().rposition(|byte| !is_text(byte));
        let after = bad.map_or(bytes, |at| &bytes[at + 1..]);
        let text = std::str::from_utf8(after).unwrap_or_default();
        let rest = match bad {
            None => text,
            // What begins with no text is malformed up to its end.
            Some(_) => text.split_once(',').map_or("", |(_, rest)| rest),
        };
        let is_cut = bad.is_some();
        Self { rest, is_cut }
    }
}

impl<'h> Iterator for Elements<'h> {
    type Item = Option<Hop<'h>>;

    fn next(&mut self) -> Option<Self::Item> {
        // Empty elements of a list mean nothing (RFC 9110 section 5.6.1.2).
        let text = self.rest.trim_end_matches([' ', '\t', ',']);
        if text.is_empty() {
            return std::mem::take(&mut self.is_cut).then_some(None);
        }
        let commas = text.rmatch_indices(',').map(|(at, _)| (at, at + 1));
        let found = commas
            .chain([(0, 0)])
            .find_map(|(end, start)| Some((end, hop(&text[start..])?)));
        let (end, hop) = found.unzip();
        self.rest = &text[..end.unwrap_or(0)];
        Some(hop)
    }
}

const BLANK: [char; 2] = [' ', '\t'];

/// The `forwarded-element` that `text` is (RFC 7239 section 4).
fn hop(text: &str) -> Option<Hop<'_>> {
    let mut text = text.trim_start_matches(BLANK);
    let mut hop = Hop::default();
    let mut names: Vec<&str> = Vec::new();
    loop {
        if !text.starts_with(';') && !text.is_empty() {
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
            None => return after.is_empty().then_some(hop),
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
/// are; the others have one value for all, or one for each. From right to left.
fn hops_of_older_fields(headers: &HeaderMap) -> impl Iterator<Item = Hop<'_>> {
    let clients = list(headers, &X_FORWARDED_FOR);
    let hosts = list(headers, &X_FORWARDED_HOST);
    let schemes = list(headers, &X_FORWARDED_PROTO);
    let count = clients.len().max(1);
    let nth = |values: &[&'_ str], from_right: usize| values.len().checked_sub(from_right + 1);
    (0..count).map(move |from_right| Hop {
        node: nth(&clients, from_right).map(|index| older_node(clients[index])),
        host: nth(&hosts, from_right).map(|index| hosts[index].into()),
        scheme: nth(&schemes, from_right).map(|index| schemes[index].into()),
    })
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
/// is empty, and changes nothing of those beside it.
fn list<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Vec<&'h str> {
    let lines = headers.get_all(name).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(|value| std::str::from_utf8(value).unwrap_or_default())
        .map(|value| value.trim_matches(BLANK))
        .collect()
}

#[cfg(test)]
mod tests;
