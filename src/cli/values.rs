//! Values of arguments that people write in more than one way.

use crate::content::read_date;
use crate::locale::{Day, PartialDate};
use std::net::Ipv4Addr;

use super::listen::Wanted;
use crate::http::{Network, NotANetwork};

/// Where to listen: an address (`127.0.0.1:9000`, `localhost:9000`, or a port
/// alone, which means this machine alone), `unix:/path`, or what the service
/// manager holds open (`systemd`, `systemd:NAME`).
pub(super) fn listen(text: &str) -> Result<Wanted, String> {
    if let Ok(address) = text.parse() {
        return Ok(Wanted::Tcp(address));
    }
    if let Some(path) = text.strip_prefix("unix:") {
        return match path.starts_with('/') {
            true => Ok(Wanted::Unix(path.into())),
            false => Err("write a whole path, such as `unix:/run/saradnja/http.sock`".to_owned()),
        };
    }
    match text.strip_prefix("systemd") {
        Some("") => return Ok(Wanted::Inherited(None)),
        // `FileDescriptorName=` allows no colon and no control character.
        Some(name) if name.starts_with(':') => {
            let name = &name[1..];
            let is_sign = |sign: char| sign.is_ascii_graphic() && sign != ':';
            return match !name.is_empty() && name.chars().all(is_sign) {
                true => Ok(Wanted::Inherited(Some(name.to_owned()))),
                false => Err(
                    "after `systemd:` stands the name that the socket unit gives with \
                              `FileDescriptorName=`, such as `systemd:web`"
                        .to_owned(),
                ),
            };
        }
        _ => {}
    }
    let port = text.strip_prefix("localhost:").unwrap_or(text);
    if let Ok(port) = port.parse::<u16>() {
        return Ok(Wanted::Tcp((Ipv4Addr::LOCALHOST, port).into()));
    }
    Err(match text.strip_prefix(':') {
        Some(port) if port.parse::<u16>().is_ok() => format!(
            "an address belongs before the colon: `127.0.0.1:{port}` for this machine alone, \
             `0.0.0.0:{port}` for every network it is in"
        ),
        _ => "write an address and a port, such as `127.0.0.1:9000`, or `unix:/path`, or \
              `systemd`"
            .to_owned(),
    })
}

/// A whole number from `least` to `most`.
pub(super) fn within(text: &str, least: u32, most: u32) -> Result<u32, String> {
    (text.replace('_', "").parse().ok())
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("write a whole number from {least} to {most}"))
}

/// The seconds before the end: a day at most, as all times.
pub(super) fn grace(text: &str) -> Result<u32, String> {
    within(text, 0, 86_400)
}

/// The seconds that browsers keep to encryption: ten years at most. Lists that
/// browsers bring along ask for one (<https://hstspreload.org/>).
pub(super) fn hsts(text: &str) -> Result<u32, String> {
    within(text, 0, 315_360_000)
}

/// The mode of a socket's file, in octal digits as `chmod` takes them.
pub(super) fn mode(text: &str) -> Result<u32, String> {
    let is_octal = text.len() <= 4 && text.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
    match u32::from_str_radix(text, 8) {
        Ok(mode) if is_octal && mode <= 0o777 => Ok(mode),
        _ => Err(
            "write three octal digits: `660` for the owner and the group, `666` for everybody"
                .to_owned(),
        ),
    }
}

/// A proxy that is believed: the network that it is in, or `unix` for whoever
/// connects to a Unix socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// In this network.
    Network(Network),
    /// On a Unix socket.
    Unix,
}

/// A network such as `10.0.0.0/8`, an address alone, or `unix`.
pub(super) fn proxy(text: &str) -> Result<Proxy, String> {
    if text == "unix" {
        return Ok(Proxy::Unix);
    }
    text.parse()
        .map(Proxy::Network)
        .map_err(|fault| match fault {
            NotANetwork::Address => "write the address of a proxy or of its network, such as \
                                     `10.0.0.0/8`, or `unix` for peers on Unix sockets"
                .to_owned(),
            NotANetwork::Bits => "after the slash stands how many bits of the address are alike, \
                                  up to 32, or 128 of an IPv6 address"
                .to_owned(),
            NotANetwork::Beyond(meant) => format!("the network is written `{meant}`"),
        })
}

/// A day: `2026-11-23`; what else looks like one is refused with the right form.
pub(super) fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| match read_date(text) {
        Some(date @ PartialDate::Day(..)) => format!("write it as `{date}`"),
        Some(_) | None => "write a day that exists as year, month and day: `2026-11-23`".to_owned(),
    })
}

/// Where the site stands for its visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    /// Scheme and host, such as `https://example.org`.
    pub(crate) origin: String,
    /// What precedes every address: empty, or like `/cooperation`.
    pub(crate) base_path: String,
}

/// An address such as `https://example.org/cooperation/` (RFC 3986, 3): http
/// or https, a host, and a path of plain parts; nothing that names a page or a
/// person.
pub(super) fn base_url(text: &str) -> Result<BaseUrl, String> {
    let small = text.to_ascii_lowercase();
    let scheme = ["https", "http"]
        .into_iter()
        .find(|scheme| {
            small
                .strip_prefix(scheme)
                .is_some_and(|rest| rest.starts_with("://"))
        })
        .ok_or("it begins with `https://` or `http://`, such as `https://example.org/`")?;
    let rest = &text[scheme.len() + 3..];
    if rest.contains(['?', '#']) {
        return Err("it ends with its path: take away what begins with `?` or `#`".to_owned());
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_host_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.');
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    if name.is_empty() || !name.chars().all(is_host_sign) {
        return Err(format!(
            "`{host}` is no name of a host: letters a to z, digits, hyphens and points, such as \
             `example.org`"
        ));
    }
    if host.contains(':') && port.parse::<u16>().is_err() {
        return Err(format!("`{port}` is no port: a number up to 65535"));
    }
    let is_path_sign = |sign: char| is_host_sign(sign) || matches!(sign, '_' | '~');
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_plain = |part: &&str| part.chars().all(is_path_sign) && !matches!(*part, "." | "..");
    if !parts.iter().all(is_plain) {
        return Err(format!(
            "`/{path}` has a part that is not plain: letters a to z, digits, `-`, `.`, `_` and `~`"
        ));
    }
    // The usual port is none: whoever names it means the same host.
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(usual).unwrap_or(host);
    let base_path = parts.iter().flat_map(|part| ["/", part]).collect();
    Ok(BaseUrl {
        origin: format!("{scheme}://{}", host.to_ascii_lowercase()),
        base_path,
    })
}

#[cfg(test)]
mod tests {
    use super::{Proxy, base_url, day, listen, mode, proxy};

    #[test]
    fn an_address_may_be_a_port_alone() {
        for (text, address) in [
            ("9000", "127.0.0.1:9000"),
            ("localhost:9000", "127.0.0.1:9000"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:80", "[::1]:80"),
            ("unix:/run/x.sock", "unix:/run/x.sock"),
            ("systemd", "systemd"),
            ("systemd:web", "systemd:web"),
        ] {
            assert_eq!(
                listen(text).map(|found| found.to_string()),
                Ok(address.to_owned())
            );
        }
        for (text, advice) in [
            (":9000", "`127.0.0.1:9000` for this machine"),
            ("127.0.0.1", "such as `127.0.0.1:9000`"),
            ("example.org:80", "such as `127.0.0.1:9000`"),
            ("70000", "such as `127.0.0.1:9000`"),
            ("unix:x.sock", "a whole path"),
            ("unix:", "a whole path"),
            ("systemd:", "the name that the socket unit gives"),
            ("systemd:a:b", "the name that the socket unit gives"),
            ("systemdx", "such as `127.0.0.1:9000`"),
        ] {
            let error = listen(text).expect_err(text);
            assert!(error.contains(advice), "{text}: {error}");
        }
    }

    #[test]
    fn a_proxy_is_a_network_or_a_socket() {
        assert_eq!(proxy("unix"), Ok(Proxy::Unix));
        for text in ["10.0.0.0/8", "127.0.0.1", "2001:db8::/32"] {
            assert!(matches!(proxy(text), Ok(Proxy::Network(_))), "{text}");
        }
        for (text, advice) in [
            ("nginx", "such as `10.0.0.0/8`"),
            ("10.0.0.0/64", "up to 32"),
            ("10.0.0.1/8", "written `10.0.0.0/8`"),
        ] {
            let error = proxy(text).expect_err(text);
            assert!(error.contains(advice), "{text}: {error}");
        }
    }

    #[test]
    fn a_mode_is_octal() {
        assert_eq!(mode("660"), Ok(0o660));
        assert_eq!(mode("0600"), Ok(0o600));
        for text in ["", "+660", "668", "1777", "rw", "00660"] {
            assert!(mode(text).expect_err(text).contains("`660`"), "{text}");
        }
    }

    #[test]
    fn a_day_in_another_form_is_told_its_own() {
        assert!(day("2026-12-26").is_ok());
        assert_eq!(
            day("26.12.2026"),
            Err("write it as `2026-12-26`".to_owned())
        );
        for text in ["2026", "2026-02-30", "tomorrow"] {
            assert!(
                day(text).expect_err(text).contains("`2026-11-23`"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_base_address_is_a_host_and_a_path() {
        for (text, origin, path) in [
            ("https://example.org", "https://example.org", ""),
            ("https://Example.org/", "https://example.org", ""),
            ("https://example.org:443/", "https://example.org", ""),
            ("http://example.org:80", "http://example.org", ""),
            ("http://example.org:443/", "http://example.org:443", ""),
            (
                "http://a.example:8080/x/y/",
                "http://a.example:8080",
                "/x/y",
            ),
        ] {
            let base = base_url(text).expect(text);
            assert_eq!(
                (base.origin.as_str(), base.base_path.as_str()),
                (origin, path)
            );
        }
        for (text, reason) in [
            ("example.org", "begins with `https://`"),
            ("ftp://example.org", "begins with `https://`"),
            ("https://", "no name of a host"),
            ("https://me@example.org/", "no name of a host"),
            ("https://example.org:port/", "no port"),
            ("https://example.org/?a", "`?` or `#`"),
            ("https://example.org/#a", "`?` or `#`"),
            ("https://example.org/a b/", "not plain"),
            ("https://example.org/../", "not plain"),
        ] {
            let error = base_url(text).expect_err(text);
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
