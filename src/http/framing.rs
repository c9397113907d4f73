//! Finding where messages begin and end, beside hyper's own parser.
//!
//! RFC 9112 section 6.3 lets a server refuse a message that carries both
//! `Transfer-Encoding` and `Content-Length`, the means of request smuggling.
//! hyper obeys the first, drops the second and says nothing, so the fields
//! are looked for in the bytes as they arrive. Such a message is made one
//! that hyper refuses: there is then one way in which all bad messages end.

/// How much of a line that arrives in pieces is kept: `Content-Length` with
/// the longest number there is, and some space around it.
const KEPT: usize = 64;

/// Follows the heads of the requests of one connection.
#[derive(Debug)]
pub(super) struct Heads {
    place: Place,
    has_length: bool,
    has_coding: bool,
    has_body: bool,
    /// The beginning of a line of which the end has not arrived.
    kept: Vec<u8>,
    /// Whether anything of a line has arrived, kept or not.
    is_within_line: bool,
}

/// Where in the sequence of messages the next byte belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    RequestLine,
    Fields,
    /// Nothing after a message with a body is looked at: the connection ends
    /// with its answer.
    Beyond,
}

impl Default for Heads {
    fn default() -> Self {
        Self {
            place: Place::RequestLine,
            has_length: false,
            has_coding: false,
            has_body: false,
            kept: Vec::new(),
            is_within_line: false,
        }
    }
}

impl Heads {
    /// Looks at bytes that have just arrived, and returns how many heads came
    /// to their end with them. If they show that a message is framed in two
    /// ways, a line end among them becomes NUL, which no head may contain.
    pub(super) fn read(&mut self, fresh: &mut [u8]) -> usize {
        let mut complete = 0;
        let mut start = 0;
        let mut contradiction = None;
        for end in LineEnds::of(fresh) {
            if self.place == Place::Beyond {
                return complete;
            }
            let piece = &fresh[start..end];
            start = end + 1;
            let is_contradiction = if self.is_within_line {
                self.keep(piece);
                let line = std::mem::take(&mut self.kept);
                self.is_within_line = false;
                self.line(&line, &mut complete)
            } else {
                self.line(piece, &mut complete)
            };
            if is_contradiction {
                self.place = Place::Beyond;
                contradiction = Some(end);
                break;
            }
        }
        if let Some(end) = contradiction {
            fresh[end] = 0;
        } else if start < fresh.len() && self.place != Place::Beyond {
            self.keep(&fresh[start..]);
        }
        complete
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(&piece[..room.min(piece.len())]);
        self.is_within_line = true;
    }

    /// Takes in one line, and says whether it contradicts an earlier one.
    fn line(&mut self, line: &[u8], complete: &mut usize) -> bool {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (self.place, line) {
            // Empty lines before a request line are to be passed over (RFC
            // 9112 section 2.2).
            (Place::RequestLine, []) => {}
            (Place::RequestLine, _) => self.place = Place::Fields,
            (_, []) => {
                *complete += 1;
                let has_body = self.has_body;
                *self = Self::default();
                if has_body {
                    self.place = Place::Beyond;
                }
            }
            (_, [b't' | b'T', ..]) if value_of(line, b"transfer-encoding").is_some() => {
                self.has_coding = true;
                self.has_body = true;
            }
            (_, [b'c' | b'C', ..]) => {
                if let Some(value) = value_of(line, b"content-length") {
                    self.has_length = true;
                    self.has_body |= value.trim_ascii().iter().any(|digit| *digit != b'0');
                }
            }
            _ => {}
        }
        self.has_coding && self.has_length
    }

    /// Whether a head has begun and not come to its end. No empty line before
    /// it is a part of it, nor what may become one: there can be any number.
    pub(super) fn is_within(&self) -> bool {
        self.place == Place::Fields || self.is_within_request_line()
    }

    /// Whether a request line has begun and not come to its end.
    pub(super) fn is_within_request_line(&self) -> bool {
        self.place == Place::RequestLine && self.is_within_line && self.kept != b"\r"
    }

    /// Whether a message with a body, or one that is refused, has arrived.
    pub(super) fn is_beyond(&self) -> bool {
        self.place == Place::Beyond
    }
}

/// The places of all line feeds in some bytes. Every request is read this way
/// once, so eight bytes are looked at in one step.
struct LineEnds<'a> {
    bytes: &'a [u8],
    /// Where the next eight bytes begin.
    next: usize,
    /// A set top bit for each line feed among the eight before that.
    found: u64,
}

impl<'a> LineEnds<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            next: 0,
            found: 0,
        }
    }
}

impl Iterator for LineEnds<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        const EACH: u64 = u64::from_ne_bytes([1; 8]);
        const LOW: u64 = 0x7f * EACH;
        while self.found == 0 {
            let rest = self
                .bytes
                .get(self.next..)
                .filter(|rest| !rest.is_empty())?;
            let eight = match rest.first_chunk::<8>() {
                Some(eight) => *eight,
                None => {
                    let mut last = [0; 8];
                    last[..rest.len()].copy_from_slice(rest);
                    last
                }
            };
            // A byte that is a line feed becomes zero, and only zero has
            // neither a top bit nor one carried into it.
            let zeroed = u64::from_le_bytes(eight) ^ (u64::from(b'\n') * EACH);
            self.found = !(((zeroed & LOW) + LOW) | zeroed | LOW);
            self.next += 8;
        }
        let place = self.next - 8 + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(place)
    }
}

/// What stands after the colon, if the field is called `name`.
fn value_of<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(name.len())?;
    let value = rest.strip_prefix(b":")?;
    start.eq_ignore_ascii_case(name).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `text` in pieces of every size, and expects the same each time:
    /// this many complete heads, and this verdict on their framing.
    fn check(text: &str, heads: usize, is_contradiction: bool) {
        for size in 1..=text.len() {
            let mut watch = Heads::default();
            let mut complete = 0;
            let mut marked = false;
            for piece in text.as_bytes().chunks(size) {
                let mut piece = piece.to_vec();
                complete += watch.read(&mut piece);
                marked |= piece.contains(&0);
            }
            assert_eq!(
                (complete, marked),
                (heads, is_contradiction),
                "{text:?} in pieces of {size}"
            );
        }
    }

    #[test]
    fn every_line_feed_is_found_and_nothing_else() {
        for length in 0..40 {
            for step in 1..9 {
                let bytes: Vec<u8> = (0..length)
                    .map(|at| {
                        if at % step == 0 {
                            b'\n'
                        } else {
                            b'\n' ^ (1 << (at % 8))
                        }
                    })
                    .collect();
                let expected: Vec<_> = (0..length).step_by(step).collect();
                assert_eq!(LineEnds::of(&bytes).collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn heads_are_counted_and_empty_lines_before_them_are_not() {
        check("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1, false);
        check("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 1, false);
        check(
            "GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            2,
            false,
        );
        check(
            "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            2,
            false,
        );
        check("GET / HTTP/1.1\r\nHost: a\r\n", 0, false);
    }

    #[test]
    fn a_head_begins_with_its_first_byte_that_is_no_part_of_an_empty_line() {
        let mut watch = Heads::default();
        let mut within = |text: &[u8]| {
            watch.read(&mut text.to_vec());
            watch.is_within()
        };
        for empty in [b"\r", b"\n", b"\r", b"\n", b"\n", b"\r"] {
            assert!(!within(empty), "{empty:?}");
        }
        assert!(within(b"\nG"));
        assert!(within(b"ET / HTTP/1.1\r"));
        assert!(within(b"\n"));
        assert!(within(b"\r"));
        assert!(!within(b"\n"));
        assert!(!within(b"\r"));
        // No line end may follow: this is a bad request line.
        assert!(within(b"\r"));
    }

    #[test]
    fn nothing_is_read_after_a_message_with_a_body() {
        let smuggled = "GET /b HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n";
        check(
            &format!("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n{smuggled}"),
            1,
            false,
        );
        check(
            &format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{smuggled}"),
            1,
            false,
        );
    }

    #[test]
    fn two_framings_of_one_message_are_found_in_either_order() {
        check(
            "POST / HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
            0,
            true,
        );
        check(
            "POST / HTTP/1.1\nTRANSFER-ENCODING:chunked\ncontent-length:5\n\n",
            0,
            true,
        );
        check(
            "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nTransfer-Encoding: x\r\nContent-Length: 1\r\n\r\n",
            1,
            true,
        );
    }

    #[test]
    fn fields_with_similar_names_frame_nothing() {
        check(
            "GET / HTTP/1.1\r\nContent-Lengthy: 5\r\nTransfer-Encodings: chunked\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            2,
            false,
        );
        check(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            1,
            false,
        );
    }
}
