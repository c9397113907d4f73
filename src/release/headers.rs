//! The header fields that are the same for many answers, each in one place.

use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Sent with every answer, whatever its status.
///
/// The content security policy names what a page may load: its style sheets,
/// pictures and fonts from this site, and nothing else. `connect-src` lets
/// auditing tools fetch `robots.txt` from within a page. There is no script
/// anywhere, so none is allowed.
pub static SECURITY_HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// The content security policy of what is only ever part of a page: it need
/// load nothing, and travels with every first view.
pub static PART_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What the headers of any answer begin with: [`SECURITY_HEADERS`].
pub fn secured() -> HeaderMap {
    // A clone costs a third of what putting the fields in one by one does.
    static READY: LazyLock<HeaderMap> = LazyLock::new(|| {
        let mut headers = HeaderMap::with_capacity(2 * SECURITY_HEADERS.len());
        headers.extend(SECURITY_HEADERS.iter().cloned());
        headers
    });
    READY.clone()
}

/// How long an answer may be reused without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// Kept, but asked about each time: an edit shows at once.
    Revalidate,
    /// Reused for this many seconds by browsers and shared caches.
    Seconds(u32),
    /// Reused for this many seconds by the visitor's browser alone.
    PrivateSeconds(u32),
    /// For ever, as far as HTTP knows it (RFC 9111 section 1.2.2 lets a year
    /// stand for it; RFC 8246): the address changes with the content.
    Immutable,
    /// Never kept.
    NoStore,
}

impl CachePolicy {
    /// The value of `Cache-Control`.
    pub fn header(self) -> HeaderValue {
        match self {
            Self::Revalidate => HeaderValue::from_static("no-cache"),
            Self::Seconds(seconds) => value(&format!("public, max-age={seconds}")),
            Self::PrivateSeconds(seconds) => value(&format!("private, max-age={seconds}")),
            Self::Immutable => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::NoStore => HeaderValue::from_static("no-store"),
        }
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("directives and numbers are visible ASCII")
}

/// Caching of a redirect that is for good: a mistake in it should not be.
pub const MOVED: CachePolicy = CachePolicy::Seconds(60 * 60);

/// Caching of the way to the front page in the visitor's language.
pub const GREETING: CachePolicy = CachePolicy::PrivateSeconds(5 * 60);

/// What an operator decides about answers.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Caching of pages and of what is made from content.
    pub pages: CachePolicy,
    /// Caching of files that keep their names, such as the favicon.
    pub root_files: CachePolicy,
    /// How long browsers are to insist on encryption, if they are to.
    pub hsts: Option<Hsts>,
}

/// That the site is to be asked over an encrypted connection only (RFC 6797).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hsts {
    /// For so many seconds after each answer.
    pub seconds: u32,
    /// Whether that goes for all names below the site's own, too.
    pub subdomains: bool,
}

impl Policy {
    /// What the headers of any answer begin with under this policy.
    pub(super) fn secured(&self) -> HeaderMap {
        let mut headers = secured();
        headers.extend(self.transport());
        headers
    }

    /// The field that says so, if anything is to be said (RFC 6797 section 6.1).
    fn transport(&self) -> Option<(HeaderName, HeaderValue)> {
        let hsts = self.hsts?;
        let rest = if hsts.subdomains {
            "; includeSubDomains"
        } else {
            ""
        };
        let said = value(&format!("max-age={}{rest}", hsts.seconds));
        Some((header::STRICT_TRANSPORT_SECURITY, said))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            pages: CachePolicy::Revalidate,
            root_files: CachePolicy::Seconds(24 * 60 * 60),
            hsts: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_has_one_wording() {
        let cases = [
            (CachePolicy::Revalidate, "no-cache"),
            (CachePolicy::Seconds(60), "public, max-age=60"),
            (CachePolicy::PrivateSeconds(60), "private, max-age=60"),
            (
                CachePolicy::Immutable,
                "public, max-age=31536000, immutable",
            ),
            (CachePolicy::NoStore, "no-store"),
        ];
        for (policy, expected) in cases {
            assert_eq!(policy.header(), expected);
        }
    }
}
