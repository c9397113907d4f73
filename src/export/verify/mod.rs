//! Whether files, or a server, are the release that the content makes now.

mod folder;
mod links;
mod server;

use std::fmt;

pub(crate) use folder::decoded;
pub use folder::folder;
pub use server::server;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The file or the address.
    pub at: String,
    /// What about it, in words.
    pub what: String,
}

impl Difference {
    fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.at, self.what)
    }
}

/// Where the site stands for its visitors, so that whole addresses of its own
/// pages are known for what they are.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Scheme and host, if they are known.
    pub origin: Option<&'a str>,
    /// What precedes every address: empty, or like `/cooperation`.
    pub base_path: &'a str,
}

/// How `found` differs from `expected`, in words, if it does.
fn difference(expected: &[u8], found: &[u8]) -> Option<String> {
    if expected == found {
        return None;
    }
    let (all, here) = (expected.len(), found.len());
    let first = expected.iter().zip(found).position(|(a, b)| a != b);
    Some(match first {
        Some(at) if here == all => format!("differs from byte {} of {all} on", at + 1),
        Some(at) => format!(
            "differs from byte {} on, and has {here} bytes instead of {all}",
            at + 1
        ),
        None if here < all => format!("ends after {here} of {all} bytes"),
        None => format!("goes on after its {all} bytes, to {here}"),
    })
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_is_told_by_its_first_byte() {
        let told = |found: &str| difference(b"abc", found.as_bytes());
        assert_eq!(told("abc"), None);
        let changed = "differs from byte 2 of 3 on";
        assert_eq!(told("aXc").as_deref(), Some(changed));
        let both = "differs from byte 2 on, and has 4 bytes instead of 3";
        assert_eq!(told("aXcd").as_deref(), Some(both));
        assert_eq!(told("ab").as_deref(), Some("ends after 2 of 3 bytes"));
        let longer = "goes on after its 3 bytes, to 4";
        assert_eq!(told("abcd").as_deref(), Some(longer));
    }
}
