//! The one canonical form of an address, and how others find to it.

use std::borrow::Cow;

/// The address that `path` was meant to be, if another one than `path` exists.
///
/// Forgiven are a missing or surplus slash at the end, upper case, doubled
/// slashes, a file name for the page itself, and escapes of characters that
/// need none (RFC 3986 section 6.2.2). `exists` decides about each candidate;
/// what it says is where the visitor is sent, so that nobody is led to an
/// address that does not exist, or from one redirect to the next.
pub(super) fn canonical(path: &str, exists: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut tidy = String::with_capacity(path.len() + 1);
    for byte in unescape(path).bytes() {
        // One slash at most, so that what comes out never begins with two: a
        // browser would take the second segment for a host.
        if byte != b'/' || !tidy.ends_with('/') {
            tidy.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    if !tidy.starts_with('/') {
        return None;
    }
    for file in ["index.html", "index.htm"] {
        if let Some(folder) = tidy.strip_suffix(file)
            && folder.ends_with('/')
        {
            tidy.truncate(folder.len());
        }
    }
    let other = match tidy.strip_suffix('/') {
        Some(without) => without.to_owned(),
        None => format!("{tidy}/"),
    };
    [tidy, other]
        .iter()
        .filter(|candidate| *candidate != path)
        .find_map(|candidate| exists(candidate))
}

/// Decodes the escapes of unreserved characters (RFC 3986 section 2.3). Any
/// other escape stays: `%2f` is not a slash.
fn unescape(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let decoded = rest
            .get(1..3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte));
        let taken = match decoded {
            Some(byte) => {
                out.push(char::from(byte));
                3
            }
            None => {
                out.push('%');
                1
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Option<&str>) {
        let exists = |candidate: &str| match candidate {
            "/" | "/en/" | "/en/partners/" | "/sitemap.xml" => Some(candidate.to_owned()),
            "/old/" => Some("/en/".to_owned()),
            _ => None,
        };
        assert_eq!(canonical(path, exists).as_deref(), expected, "{path}");
    }

    #[test]
    fn other_forms_lead_to_the_canonical_one() {
        check("/en", Some("/en/"));
        check("/EN/Partners", Some("/en/partners/"));
        check("//en///partners//", Some("/en/partners/"));
        check("/en/index.html", Some("/en/"));
        check("/en/INDEX.HTM", Some("/en/"));
        check("/en/p%61rtners/", Some("/en/partners/"));
        check("/sitemap.xml/", Some("/sitemap.xml"));
        check("/SITEMAP.XML", Some("/sitemap.xml"));
        check("/index.html", Some("/"));
        check("//", Some("/"));
        check("/old", Some("/en/"));
    }

    #[test]
    fn nothing_leads_to_what_does_not_exist() {
        for path in [
            "/en/",
            "/xx",
            "/en/../en/",
            "/en/%2e%2e/en/",
            "/en%2f",
            "/en/%00/",
            "/en/%",
            "/en/%e",
            "*",
            "",
            "example.org:443",
            "//example.org",
            "/\\example.org/",
            "/en/%D0%B0/",
        ] {
            check(path, None);
        }
    }
}
