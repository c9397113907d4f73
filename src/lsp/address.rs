//! Paths of files as the protocol writes them: `file://` addresses (RFC 8089).

use lsp_types::Uri;
use std::path::{Path, PathBuf};

/// The path of a file on this machine, if the address is one.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let decoded = decode(path)?;
    decoded.starts_with('/').then(|| PathBuf::from(decoded))
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let mut text = "file://".to_owned();
    for byte in path.to_str()?.bytes() {
        // RFC 3986, 2.3, and what separates the parts.
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text.parse().ok()
}

/// Puts bytes in the place of `%41` and the like (RFC 3986, 2.1).
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{path_of, uri_of};
    use std::path::Path;

    #[test]
    fn addresses_and_paths_lead_to_each_other() {
        for (path, address) in [
            ("/a/b.toml", "file:///a/b.toml"),
            (
                "/my files/č#?%.toml",
                "file:///my%20files/%C4%8D%23%3F%25.toml",
            ),
        ] {
            let uri = uri_of(Path::new(path)).unwrap();
            assert_eq!(uri.as_str(), address);
            assert_eq!(path_of(&uri).as_deref(), Some(Path::new(path)));
        }
        let other = "file://localhost/a%2Fb".parse().unwrap();
        assert_eq!(path_of(&other).as_deref(), Some(Path::new("/a/b")));
        for nowhere in ["untitled:1", "file://host/a", "file:///%ff", "https://a/b"] {
            assert_eq!(path_of(&nowhere.parse().unwrap()), None, "{nowhere}");
        }
    }
}
