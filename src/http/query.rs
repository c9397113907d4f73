//! The query of an address as a form wrote it (WHATWG URL,
//! `application/x-www-form-urlencoded` parsing).

/// The value of the first parameter of this name, decoded; what is not UTF-8
/// is replaced (U+FFFD).
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(key, _)| decoded(key) == name)
        .map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| {
        let byte = bytes.get(at)?;
        char::from(*byte).to_digit(16).map(|digit| digit as u8)
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        out.push(match (byte, hex(at), hex(at + 1)) {
            (b'+', ..) => b' ',
            (b'%', Some(high), Some(low)) => {
                at += 2;
                high * 16 + low
            }
            _ => byte,
        });
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values_are_read_as_forms_write_them() {
        for (query, expected) in [
            ("", None),
            ("&&", None),
            ("x=1", None),
            ("q", Some("")),
            ("q=", Some("")),
            ("q=a", Some("a")),
            ("q=a&q=b", Some("a")),
            ("&x=1&q=a+b%20c", Some("a b c")),
            ("q=a=b", Some("a=b")),
            ("%71=a", Some("a")),
            ("Q=a", None),
            ("q=%C4%91ak", Some("đak")),
            ("q=đak", Some("đak")),
            ("q=%ff%C4", Some("\u{fffd}\u{fffd}")),
            ("q=100%", Some("100%")),
            ("q=%4", Some("%4")),
            ("q=%zz%2B", Some("%zz+")),
            ("q=%00%0d%0a", Some("\0\r\n")),
            ("q=a;b=c", Some("a;b=c")),
        ] {
            assert_eq!(value(query, "q").as_deref(), expected, "{query}");
        }
    }
}
