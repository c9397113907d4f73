//! The one name of the site: whoever comes by another is led to the same
//! address there.

use http::{HeaderMap, HeaderValue, Method, Request, Response, header};

use super::{forwarded::Seen, host, limits::Limits, reply::Reply, routes};
use crate::release::{CachePolicy, Release};

/// Only the visitor's own browser keeps it: a cache between a proxy and this
/// program may not tell names apart.
const KEPT: CachePolicy = CachePolicy::PrivateSeconds(60 * 60);

/// Where the site is at home.
#[derive(Clone, Debug)]
pub struct Canonical {
    scheme: &'static str,
    /// A name or an address, in lower case.
    name: String,
    /// The scheme's own, if the origin names none.
    port: String,
    /// The longest address that is led there, in bytes.
    target_bytes: usize,
}

impl Canonical {
    /// The site at `origin`, such as `https://example.org`, if it is one of
    /// http or https.
    pub fn new(origin: &str) -> Option<Self> {
        let scheme = ["https", "http"]
            .into_iter()
            .find(|scheme| origin.split("://").next() == Some(scheme))?;
        let (name, port) = parts(origin.split_once("://")?.1);
        Some(Self {
            scheme,
            name: name.to_ascii_lowercase(),
            port: port.unwrap_or(usual_port(scheme)).to_owned(),
            target_bytes: Limits::default().target_bytes,
        })
    }

    /// The same, which leads no address home that is longer than these limits
    /// let it be.
    pub(super) fn within(&self, limits: &Limits) -> Self {
        Self {
            target_bytes: limits.target_bytes,
            ..self.clone()
        }
    }

    /// The way home for `request`, which came as `seen`, if it came by another
    /// name, port or scheme and can be led there.
    ///
    /// The scheme is judged only where a proxy tells it: what arrives here is
    /// never encrypted. Nor is a port that is not named: a proxy may leave it
    /// out, and would do so again on the way home. Addresses and names of one
    /// label are no public names; those who ask by them, such as load balancers
    /// that look whether all is well, are answered.
    pub(super) fn way_home<B>(
        &self,
        release: &Release,
        request: &Request<B>,
        seen: &Seen<'_>,
    ) -> Option<Response<Reply>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let asked_at = match &seen.host {
            Some(host) => host,
            None => own_host(request.headers())?,
        };
        let (name, port) = parts(asked_at);
        let is_public = host::is_valid(asked_at.as_bytes()) && is_public(name);
        if !is_public || self.is_home(seen.scheme.as_deref(), name, port) {
            return None;
        }
        let asked = request.uri().path_and_query()?.as_str();
        if !asked.starts_with('/') || asked.len() > self.target_bytes {
            return None;
        }
        let home = format!("{}{asked}", self.origin());
        let mut response = routes::moved(release, HeaderValue::try_from(home).ok()?);
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, KEPT.header());
        Some(response)
    }

    /// Whether who came like this is there already. What nobody told is as it
    /// should be.
    fn is_home(&self, scheme: Option<&str>, name: &str, port: Option<&str>) -> bool {
        scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case(self.scheme))
            && name.eq_ignore_ascii_case(&self.name)
            && port.is_none_or(|port| port == self.port)
    }

    fn origin(&self) -> String {
        let Self {
            scheme, name, port, ..
        } = self;
        match port == usual_port(scheme) {
            true => format!("{scheme}://{name}"),
            false => format!("{scheme}://{name}:{port}"),
        }
    }
}

/// The one `Host` of a request; what is wrong with it is told elsewhere.
fn own_host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// The name or address in `authority`, and the port if it names one.
fn parts(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        // A colon within brackets is one of an IPv6 address.
        Some((name, port)) if !port.ends_with(']') => {
            (name, Some(port).filter(|port| !port.is_empty()))
        }
        _ => (authority, None),
    }
}

/// Whether visitors may know a site by this name: it is neither an address nor
/// one label, such as `localhost` or what machines beside this one call it.
fn is_public(name: &str) -> bool {
    let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
    !is_address && name.trim_end_matches('.').contains('.')
}

/// The port of those who name none (RFC 9110 sections 4.2.1 and 4.2.2).
fn usual_port(scheme: &str) -> &'static str {
    match scheme {
        "https" => "443",
        _ => "80",
    }
}
