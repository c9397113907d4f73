//! Conditional requests (RFC 9110 section 13) on resources without a date.
//!
//! Content has no clock, so no `Last-Modified` is sent, and conditions on one
//! do not apply (sections 13.1.3 and 13.1.4).

use http::HeaderValue;

use crate::{
    release::{Prepared, Resource},
    site::body::is_same_content,
};

/// What `If-None-Match` comes to for the representation `selected`: the
/// validator to send with a 304, or none if the body must be sent.
///
/// A tag of the same content in another coding, or made with another effort,
/// matches as well: its holder has what this page says. The 304 then repeats
/// the tag that matched, so that the cache finds the answer that it stored
/// (RFC 9111 section 4.3.4). Replicas that have not got equally far in coding
/// therefore agree.
pub(super) fn not_modified<'a>(
    mut lines: impl Iterator<Item = &'a HeaderValue>,
    resource: &Resource,
    selected: &Prepared,
) -> Option<HeaderValue> {
    let first = lines.next()?;
    if first == selected.etag {
        return Some(selected.etag.clone());
    }
    let mut matched = None;
    for line in std::iter::once(first).chain(lines) {
        let line = line.as_bytes();
        if line.trim_ascii() == b"*" {
            return Some(selected.etag.clone());
        }
        for tag in Tags(line) {
            // The comparison is weak (section 13.1.2): a proxy that
            // compresses marks our tags as weak.
            if selected.etag == tag.text {
                return Some(selected.etag.clone());
            }
            if matched.is_none() && is_same_content(tag.opaque(), resource.body().content_tag()) {
                matched = HeaderValue::from_bytes(tag.text).ok();
            }
        }
    }
    matched
}

/// Whether `If-Match` forbids an answer with `selected` (section 13.1.1). The
/// comparison is strong.
pub(super) fn precondition_failed<'a>(
    lines: impl Iterator<Item = &'a HeaderValue>,
    selected: &Prepared,
) -> bool {
    let mut asked = false;
    for line in lines {
        asked = true;
        let line = line.as_bytes();
        let holds = line.trim_ascii() == b"*" || Tags(line).any(|tag| selected.etag == tag.text);
        if holds {
            return false;
        }
    }
    asked
}

/// Whether a range may be sent: there is no `If-Range`, or it names exactly
/// the bytes of `selected` (section 13.1.5). A date never does, as there is
/// none to compare with.
pub(super) fn range_applies(if_range: Option<&HeaderValue>, selected: &Prepared) -> bool {
    if_range.is_none_or(|value| value == selected.etag)
}

/// The entity tags of a list (section 8.8.3). What follows something that is
/// none is not read.
struct Tags<'a>(&'a [u8]);

/// One entity tag as it was written, with `W/` and quotes.
struct Tag<'a> {
    text: &'a [u8],
}

impl<'a> Tag<'a> {
    /// What stands between the quotes.
    fn opaque(&self) -> &'a [u8] {
        let quoted = self.text.strip_prefix(b"W/").unwrap_or(self.text);
        &quoted[1..quoted.len() - 1]
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self
            .0
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b','))?;
        let rest = &self.0[start..];
        let quote = if rest.starts_with(b"W/") { 2 } else { 0 };
        if rest.get(quote) != Some(&b'"') {
            self.0 = &[];
            return None;
        }
        let length = rest[quote + 1..].iter().position(|byte| *byte == b'"')?;
        let (text, rest) = rest.split_at(quote + length + 2);
        self.0 = rest;
        Some(Tag { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_far_as_they_follow_the_grammar() {
        let cases: [(&str, &[&str]); 9] = [
            ("\"a\"", &["\"a\""]),
            ("\"a\", W/\"b\"", &["\"a\"", "W/\"b\""]),
            (",, \"a,b\" ,\t\"\"", &["\"a,b\"", "\"\""]),
            ("a, \"b\"", &[]),
            ("\"a\", b, \"c\"", &["\"a\""]),
            ("\"a", &[]),
            ("w/\"a\"", &[]),
            ("W/", &[]),
            ("", &[]),
        ];
        for (list, expected) in cases {
            let tags: Vec<_> = Tags(list.as_bytes()).map(|tag| tag.text.to_vec()).collect();
            assert_eq!(
                tags,
                expected
                    .iter()
                    .map(|tag| tag.as_bytes())
                    .collect::<Vec<_>>(),
                "{list}"
            );
        }
    }
}
