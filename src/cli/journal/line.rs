//! A line of the access log, written into bytes that are used again and again.
//!
//! Formatting by the standard library would take longer than answering a page,
//! so numbers are written here, and what hardly ever changes from one line to
//! the next is kept: the second, and whoever asks.

use std::net::IpAddr;

use jiff::Timestamp;

use super::super::options::LogFormat;
use crate::http::Entry;

/// How many bytes of a path stand in a line: far more than any address of a
/// register has.
const LONGEST_PATH: usize = 1_024;

/// Makes the lines of one log.
#[derive(Debug)]
pub(super) struct Lines {
    format: LogFormat,
    /// The second of the last line, and how a line of it begins, up to the point
    /// before its fraction.
    second: (i64, String),
    /// Who asked last, and how lines about them end.
    client: (Option<IpAddr>, String),
}

impl Lines {
    pub(super) fn new(format: LogFormat) -> Self {
        Self {
            format,
            second: (i64::MIN, String::new()),
            client: (None, end(format, None)),
        }
    }

    /// Adds a line about `entry`, which had its answer at `moment`, in the
    /// manner of the other lines of the log.
    pub(super) fn add(&mut self, out: &mut Vec<u8>, moment: Timestamp, entry: &Entry<'_>) {
        let second = moment.as_second();
        if self.second.0 != second {
            self.second = (second, begin(self.format, moment));
        }
        if self.client.0 != entry.client {
            self.client = (entry.client, end(self.format, entry.client));
        }
        let method = entry.asked.map(|asked| asked.method.as_str());
        let path = entry.asked.and_then(|asked| shortened(asked.path));
        put(out, &self.second.1);
        // Seven digits, of which the first only keeps the zeros after it.
        let fraction = 1_000_000 + moment.subsec_nanosecond().unsigned_abs() / 1_000;
        put(out, &itoa::Buffer::new().format(fraction)[1..]);
        match self.format {
            LogFormat::Text => {
                put(out, "Z  INFO request method=");
                put(out, method.unwrap_or("-"));
                put(out, " path=");
                put(out, path.unwrap_or("-"));
                put(out, " status=");
                number(out, entry.status);
                put(out, " bytes=");
                match entry.bytes {
                    Some(bytes) => number(out, bytes),
                    None => put(out, "-"),
                }
                put(out, " duration_us=");
                number(out, microseconds(entry));
                put(out, " request_id=");
                put(out, entry.id);
            }
            LogFormat::Json => {
                put(
                    out,
                    "Z\",\"level\":\"INFO\",\"message\":\"request\",\"method\":",
                );
                quoted(out, method);
                put(out, ",\"path\":");
                quoted(out, path);
                put(out, ",\"status\":");
                number(out, entry.status);
                put(out, ",\"bytes\":");
                match entry.bytes {
                    Some(bytes) => number(out, bytes),
                    None => put(out, "null"),
                }
                put(out, ",\"duration_us\":");
                number(out, microseconds(entry));
                put(out, ",\"request_id\":");
                quoted(out, Some(entry.id));
            }
        }
        put(out, &self.client.1);
    }
}

/// How a line of this second begins, in UTC as RFC 3339 writes it.
fn begin(format: LogFormat, moment: Timestamp) -> String {
    let whole = format!("{moment:.0}");
    let whole = whole.trim_end_matches('Z');
    match format {
        LogFormat::Text => format!("{whole}."),
        LogFormat::Json => format!("{{\"timestamp\":\"{whole}."),
    }
}

/// How a line about `client` ends. A peer on a Unix socket has no address.
fn end(format: LogFormat, client: Option<IpAddr>) -> String {
    let client = client.map_or_else(|| "unix".to_owned(), |client| client.to_string());
    match format {
        LogFormat::Text => format!(" client={client}\n"),
        LogFormat::Json => format!(",\"client\":\"{client}\"}}\n"),
    }
}

/// The path as far as a line has room for it; none where there is none, as for
/// CONNECT. Whoever asks for nonsense is not to fill a disk with it.
fn shortened(path: &str) -> Option<&str> {
    let end = path.floor_char_boundary(LONGEST_PATH);
    Some(&path[..end]).filter(|path| !path.is_empty())
}

fn microseconds(entry: &Entry<'_>) -> u64 {
    u64::try_from(entry.took.as_micros()).unwrap_or(u64::MAX)
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// A number in decimal digits.
fn number(out: &mut Vec<u8>, number: impl itoa::Integer) {
    put(out, itoa::Buffer::new().format(number));
}

/// A JSON string (RFC 8259, 7), or that there is none.
fn quoted(out: &mut Vec<u8>, text: Option<&str>) {
    let is_plain = |byte: &u8| *byte >= b' ' && !matches!(byte, b'"' | b'\\');
    match text {
        Some(text) if text.as_bytes().iter().all(is_plain) => {
            put(out, "\"");
            put(out, text);
            put(out, "\"");
        }
        _ => put(out, &serde_json::Value::from(text).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::RequestLine;
    use std::time::Duration;

    fn entry(path: &str) -> Entry<'_> {
        Entry {
            id: "00ff",
            asked: Some(RequestLine {
                method: &http::Method::GET,
                path,
            }),
            status: 404,
            bytes: Some(12),
            took: Duration::from_micros(34),
            client: Some([192, 0, 2, 0].into()),
        }
    }

    fn line(lines: &mut Lines, moment: &str, entry: &Entry<'_>) -> String {
        let mut out = Vec::new();
        lines.add(&mut out, moment.parse().expect("a moment"), entry);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_line_says_the_same_in_both_forms() {
        let entry = entry("/en/%22/");
        let moment = "2026-11-23T10:00:00.000042Z";
        assert_eq!(
            line(&mut Lines::new(LogFormat::Text), moment, &entry),
            "2026-11-23T10:00:00.000042Z  INFO request method=GET path=/en/%22/ status=404 \
             bytes=12 duration_us=34 request_id=00ff client=192.0.2.0\n"
        );
        let json = line(&mut Lines::new(LogFormat::Json), moment, &entry);
        let json: serde_json::Value = serde_json::from_str(&json).expect("one value");
        assert_eq!(json["timestamp"], moment);
        assert_eq!(json["path"], "/en/%22/");
        assert_eq!(json["bytes"], 12);
        assert_eq!(json["client"], "192.0.2.0");
    }

    #[test]
    fn a_path_is_as_long_as_the_line_has_room_for() {
        let moment = "2026-11-23T10:00:00Z";
        let path = "/".to_owned() + &"\u{17e}".repeat(LONGEST_PATH);
        let text = line(&mut Lines::new(LogFormat::Text), moment, &entry(&path));
        let start = " path=/".to_owned() + &"\u{17e}".repeat(LONGEST_PATH / 2 - 1) + " status";
        assert!(text.contains(&start), "{text}");
        let text = line(&mut Lines::new(LogFormat::Text), moment, &entry(""));
        assert!(text.contains(" path=- status="), "{text}");
    }

    #[test]
    fn of_a_head_that_could_not_be_read_neither_method_nor_path_is_told() {
        let entry = Entry {
            asked: None,
            ..entry("/")
        };
        let moment = "2026-11-23T10:00:00Z";
        let text = line(&mut Lines::new(LogFormat::Text), moment, &entry);
        assert!(text.contains(" method=- path=- status=404 "), "{text}");
        let json = line(&mut Lines::new(LogFormat::Json), moment, &entry);
        let json: serde_json::Value = serde_json::from_str(&json).expect("one value");
        assert!(json["method"].is_null() && json["path"].is_null(), "{json}");
    }

    #[test]
    fn what_is_kept_from_the_line_before_is_of_this_line() {
        let mut lines = Lines::new(LogFormat::Text);
        let near = Entry {
            client: None,
            bytes: None,
            ..entry("/")
        };
        for (moment, entry, end) in [
            (
                "2026-11-23T10:00:00.999999Z",
                entry("/"),
                " client=192.0.2.0\n",
            ),
            ("2026-11-23T10:00:01Z", near, " client=unix\n"),
            ("2026-11-23T10:00:01.5Z", entry("/"), " client=192.0.2.0\n"),
        ] {
            let moment: Timestamp = moment.parse().expect("a moment");
            let line = line(&mut lines, &moment.to_string(), &entry);
            assert!(line.starts_with(&format!("{moment:.6}  INFO ")), "{line}");
            assert!(line.ends_with(end), "{line}");
        }
    }

    #[test]
    fn signs_that_json_escapes_are_escaped() {
        for text in ["/a\"b", "/a\\b", "plain", "", "\u{7f}"] {
            let mut out = Vec::new();
            quoted(&mut out, Some(text));
            let read: String = serde_json::from_slice(&out).expect("a string");
            assert_eq!(read, text);
        }
    }
}
