//! What stands before the program: the proxies that it believes, the name that
//! visitors know it by, and whether they come encrypted.

use anyhow::bail;

use super::options::{CanonicalHost, ForwardedBy, ServeOptions};
use super::values::Proxy;
use crate::{
    http::{Canonical, Claims, Site, Trusted},
    release::{Hsts, Policy},
};

/// Whether the options go together.
///
/// # Errors
/// When one of them needs another to be useful, or would do harm with it.
pub(super) fn fits(options: &ServeOptions) -> anyhow::Result<()> {
    let origin = options.base_url.as_ref().map(|base| base.origin.as_str());
    if options.canonical_host == CanonicalHost::Redirect && origin.is_none() {
        bail!(
            "`--canonical-host redirect` leads visitors to the address that `--base-url` says; \
             give it too, such as `--base-url https://example.org/`"
        );
    }
    if options.hsts > 0 && origin.is_some_and(|origin| origin.starts_with("http:")) {
        bail!(
            "`--hsts` makes browsers insist on https, and `--base-url` says http: visitors could \
             not come back; leave one of them out, or write the address with `https://`"
        );
    }
    Ok(())
}

/// `site` as the options want it to meet those who ask.
pub(super) fn before(site: Site, options: &ServeOptions) -> Site {
    let networks = options
        .trusted_proxies
        .iter()
        .filter_map(|proxy| match proxy {
            Proxy::Network(network) => Some(*network),
            Proxy::Unix => None,
        });
    let trusted = Trusted {
        networks: networks.collect(),
        unix: options.trusted_proxies.contains(&Proxy::Unix),
        claims: match options.forwarded_by {
            ForwardedBy::XForwarded => Claims::XForwarded,
            ForwardedBy::Forwarded => Claims::Forwarded,
        },
    };
    let site = site.trusting(trusted);
    let base = options.base_url.as_ref();
    let base = base.filter(|_| options.canonical_host == CanonicalHost::Redirect);
    match base.and_then(|base| Canonical::new(&base.origin)) {
        Some(canonical) => site.at_home(canonical),
        None => site,
    }
}

impl ServeOptions {
    /// What they decide about the headers of answers.
    pub(super) fn policy(&self) -> Policy {
        let (seconds, subdomains) = (self.hsts, self.hsts_subdomains);
        Policy {
            hsts: (seconds > 0).then_some(Hsts {
                seconds,
                subdomains,
            }),
            ..Policy::default()
        }
    }
}
