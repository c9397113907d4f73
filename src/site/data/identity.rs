//! Names of entries in feeds and calendars that stay the same for ever.
//!
//! A feed reader knows an entry by its name alone (RFC 4287 section 4.2.6), and
//! the name must outlive a move of the site to another host or path. So it is
//! made neither from an address nor from anything that an editor corrects, but
//! from the organisation's id, what the entry is, and its own id: a UUID of
//! version 8 from their SHA-256 (RFC 9562 section 5.8 and appendix B.2).

use crate::content::Catalog;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The UUID of what these parts name, in the register of this organisation.
pub fn uuid(catalog: &Catalog, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(catalog.site.organisation.as_str());
    for part in parts {
        // A byte that is in no id keeps `a`, `bc` apart from `ab`, `c`.
        hash.update([0]);
        hash.update(part);
    }
    let hash = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02x}").expect("writing to memory does not fail");
    }
    text
}

/// The SHA-256 of a file, as `sha256sum` writes it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("writing to memory does not fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::test_register;

    #[test]
    fn names_differ_by_what_they_name_and_stay() {
        let catalog = test_register();
        let name = uuid(&catalog, &["events", "first-boat"]);
        assert_eq!(name, uuid(&catalog, &["events", "first-boat"]));
        assert_ne!(name, uuid(&catalog, &["events", "regatta"]));
        assert_ne!(uuid(&catalog, &["a", "bc"]), uuid(&catalog, &["ab", "c"]));
        assert_eq!(name.len(), 36);
        assert_eq!(&name[14..15], "8");
        assert!("89ab".contains(&name[19..20]));
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4, example of one block.
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
