//! Addresses inside running text: what neither script nor typography may touch.

/// The length in bytes of the address (URL, e-mail, host name) at the start of `text`, or 0.
///
/// `text` starts where a word starts. Recognised are `scheme://...`, `mailto:`, `tel:` and `ref:`,
/// e-mail addresses, and host names with whatever path follows. The last label of a host name is
/// taken for one when it is two or more small ASCII letters, and a label before it has a letter:
/// so `example.org` is a host name, while `2.oktobra`, `d.o.o.` and `end.Next` are not.
/// Punctuation that closes a sentence or a bracket after an address is not part of it.
pub(super) fn address_len(text: &str) -> usize {
    // Nearly every word ends here: without one of these before the next space it is no address.
    let sign = text
        .bytes()
        .find(|b| matches!(b, b'.' | b'@' | b':') || b.is_ascii_whitespace());
    if sign.is_none_or(|b| b.is_ascii_whitespace()) {
        return 0;
    }
    let chunk = chunk(text);
    if let Some(colon) = chunk.find(':') {
        let (scheme, after) = (&chunk[..colon], &chunk[colon + 1..]);
        let hierarchical = is_scheme(scheme) && after.len() > 2 && after.starts_with("//");
        let plain = matches!(scheme, "mailto" | "tel" | "ref") && !trimmed(after).is_empty();
        if hierarchical || plain {
            return trimmed(chunk).len();
        }
    }
    if let Some(at) = chunk.find('@') {
        let local = &chunk[..at];
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"._%+-".contains(&b);
        let host = host_len(&chunk[at + 1..]);
        if !local.is_empty() && local.bytes().all(fits) && host > 0 {
            return at + 1 + host;
        }
    }
    let host = host_len(chunk);
    if host > 0 && chunk[host..].starts_with(['/', ':', '?', '#']) {
        // What is cut off at the end never reaches into the host, which ends in a letter.
        return trimmed(chunk).len();
    }
    host
}

/// The text up to the first character that no address contains.
fn chunk(text: &str) -> &str {
    let end = text.find(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>' | '"' | '`' | '|' | '[' | ']' | '{' | '}' | '“' | '”' | '„' | '«' | '»'
            )
    });
    &text[..end.unwrap_or(text.len())]
}

/// RFC 3986, section 3.1, in small letters.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+.-".contains(&b))
}

/// Cuts off the punctuation that belongs to the sentence around an address.
fn trimmed(chunk: &str) -> &str {
    let mut text = chunk;
    loop {
        let shorter = text.trim_end_matches([
            '.', ',', ';', ':', '!', '?', '\'', '*', '_', '…', '’', '‘', '–', '—',
        ]);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if inner.matches('(').count() <= inner.matches(')').count() => inner,
            _ => shorter,
        };
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

/// The length of a host name at the start of `text`, or 0.
fn host_len(text: &str) -> usize {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.')
        .unwrap_or(text.len());
    // A letter beyond ASCII right after it: a word of some language, not a host name.
    if text[end..].starts_with(char::is_alphanumeric) {
        return 0;
    }
    let name = text[..end].trim_end_matches(['.', '-']);
    let Some((labels, last)) = name.rsplit_once('.') else {
        return 0;
    };
    let is_top = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase());
    let fits = |label: &str| {
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    if is_top && labels.split('.').all(fits) && labels.bytes().any(|b| b.is_ascii_alphabetic()) {
        name.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::address_len;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            (
                "https://www.unhcr.org/a_(b)?c=1#d, then",
                "https://www.unhcr.org/a_(b)?c=1#d",
            ),
            ("https://ckcg.me/o-nama/).", "https://ckcg.me/o-nama/"),
            ("mailto:info@example.org.", "mailto:info@example.org"),
            ("info@example.org, ili", "info@example.org"),
            ("ref:pages/about", "ref:pages/about"),
            ("ckcg.me.", "ckcg.me"),
            ("www.ifrc.org/en/.", "www.ifrc.org/en/"),
            ("localhost:8080/x", ""),
            ("dokument.pdf)", "dokument.pdf"),
            ("example.org:8080/path!", "example.org:8080/path"),
            ("kraj.Novi", ""),
            ("2.oktobra", ""),
            ("d.o.o. Podgorica", ""),
            ("kraj.čl", ""),
            ("1.234,56", ""),
            ("vidi: ovo", ""),
            ("a@b", ""),
            ("http://", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..address_len(text)], address, "{text}");
        }
    }
}
