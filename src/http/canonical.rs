//! The one name of the site: whoever comes by another is led to the same
//! address there.

use http::{HeaderMap, HeaderValue, Method, Request, Response, header};

use super::{forwarded::Seen, host, limits::TARGET_BYTES, reply::Reply, routes};
use crate::release::{CachePolicy, Release};

/// Only the visitor's own browser keeps it: a cache between a proxy and this
/// program may not tell names apart.
const KEPT: CachePolicy = CachePolicy::PrivateSeconds(60 * 60);

/// Where the site is at home.
#[derive(Clone, Debug)]
pub struct Canonical {
    scheme: &'static str,
    /// With its port, unless that is the scheme's own.
    authority: String,
}

impl Canonical {
    /// The site at `origin`, such as `https://example.org`, if it is one of
    /// http or https.
    pub fn new(origin: &str) -> Option<Self> {
        let scheme = ["https", "http"]
            .into_iter()
            .find(|scheme| origin.split("://").next() == Some(scheme))?;
        let authority = origin.split_once("://")?.1;
        let authority = without_usual_port(authority, scheme).to_ascii_lowercase();
        Some(Self { scheme, authority })
    }

    /// The way home for `request`, which came as `seen`, if it came by another
    /// name or scheme and can be led there.
    ///
    /// The scheme is judged only where a proxy tells it: what arrives here is
    /// never encrypted. Addresses and `localhost` are no names; those who ask
    /// by them, such as load balancers that look whether all is well, are
    /// answered.
    pub(super) fn way_home<B>(
        &self,
        release: &Release,
        request: &Request<B>,
        seen: &Seen<'_>,
    ) -> Option<Response<Reply>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let name = match &seen.host {
            Some(host) => host,
            None => own_host(request.headers())?,
        };
        let is_home = |scheme: &str| {
            scheme.eq_ignore_ascii_case(self.scheme)
                && without_usual_port(name, scheme).eq_ignore_ascii_case(&self.authority)
        };
        let is_name = host::is_valid(name.as_bytes()) && !is_address(name);
        if !is_name || is_home(seen.scheme.as_deref().unwrap_or(self.scheme)) {
            return None;
        }
        let asked = request.uri().path_and_query()?.as_str();
        if !asked.starts_with('/') || asked.len() > TARGET_BYTES {
            return None;
        }
        let home = format!("{}://{}{asked}", self.scheme, self.authority);
        let mut response = routes::moved(release, HeaderValue::try_from(home).ok()?);
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, KEPT.header());
        Some(response)
    }
}

/// The one `Host` of a request; what is wrong with it is told elsewhere.
fn own_host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// Whether what stands before the port is an address, or this machine's name
/// for itself.
fn is_address(authority: &str) -> bool {
    if authority.starts_with('[') {
        return true;
    }
    let name = authority.split(':').next().unwrap_or(authority);
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::Ipv4Addr>().is_ok()
}

fn without_usual_port<'a>(authority: &'a str, scheme: &str) -> &'a str {
    let port = if scheme.eq_ignore_ascii_case("https") {
        ":443"
    } else {
        ":80"
    };
    authority
        .strip_suffix(port)
        .or_else(|| authority.strip_suffix(':'))
        .unwrap_or(authority)
}
