//! Messages on a stream: frames with `Content-Length` (Language Server Protocol
//! 3.17, "Base Protocol") around JSON-RPC 2.0.
//!
//! What is no message is told to the sender, with the next frame the reader
//! goes on: an editor's slip must not take its help away.

use serde_json::{Value, json};
use std::io::{self, BufRead, Read as _, Write};

/// Longer than any message that an editor sends, in bytes: files of content are
/// at most 1 MiB.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Longer than any line of a frame's head, in bytes.
const LONGEST_LINE: u64 = 8 * 1024;

/// Why a request is not answered with a result: a number of JSON-RPC or of the
/// protocol, and words for whoever reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    code: i32,
    message: String,
}

impl Failure {
    pub(super) const PARSE: i32 = -32700;
    pub(super) const INVALID_REQUEST: i32 = -32600;
    pub(super) const UNKNOWN_METHOD: i32 = -32601;
    pub(super) const INVALID_PARAMS: i32 = -32602;
    pub(super) const NOT_INITIALIZED: i32 = -32002;
    pub(super) const CANCELLED: i32 = -32800;
    /// The request was right, and cannot be done: the words say why.
    pub(super) const CANNOT: i32 = -32803;

    /// With one of the numbers above.
    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }
}

/// What came in.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// Something to answer.
    Request {
        /// The number or text that the answer repeats.
        id: Value,
        method: String,
        params: Value,
    },
    /// Something to take note of.
    Notification { method: String, params: Value },
    /// The answer to something that was asked of the editor.
    Response,
    /// Something that is none of these.
    Malformed(Failure),
}

/// Reads the next message; nothing at the end of the stream.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            if any {
                break;
            }
            continue;
        }
        any = true;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length.filter(|length| *length <= LONGEST) else {
        let what = "a message must begin with `Content-Length`, a number of bytes up to 64 MiB";
        return Ok(Some(malformed(Failure::PARSE, what)));
    };
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    Ok(Some(understand(&body)))
}

fn malformed(code: i32, message: impl Into<String>) -> Incoming {
    Incoming::Malformed(Failure::new(code, message))
}

fn understand(body: &[u8]) -> Incoming {
    let mut message = match serde_json::from_slice::<Value>(body) {
        Ok(message) => message,
        Err(error) => return malformed(Failure::PARSE, format!("this is not JSON: {error}")),
    };
    let Some(object) = message.as_object_mut() else {
        return malformed(Failure::INVALID_REQUEST, "a message is one JSON object");
    };
    let params = object.remove("params").unwrap_or(Value::Null);
    let id = object.remove("id");
    match (object.remove("method"), id) {
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (Some(Value::String(method)), Some(id @ (Value::String(_) | Value::Number(_)))) => {
            Incoming::Request { id, method, params }
        }
        (None, Some(_)) => Incoming::Response,
        _ => malformed(
            Failure::INVALID_REQUEST,
            "a message has a `method` that is text, and an `id` that is text or a number",
        ),
    }
}

/// Writes a message.
fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// Answers a request, or a message that was none (`id` is null).
pub(super) fn answer(
    output: &mut impl Write,
    id: &Value,
    result: Result<Value, Failure>,
) -> io::Result<()> {
    let message = match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Failure { code, message }) => {
            let error = json!({ "code": code, "message": message });
            json!({ "jsonrpc": "2.0", "id": id, "error": error })
        }
    };
    write(output, &message)
}

/// Tells the editor something.
pub(super) fn notify(output: &mut impl Write, method: &str, params: &Value) -> io::Result<()> {
    let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
    write(output, &message)
}

/// Asks the editor for something; the answer makes no difference.
pub(super) fn ask(output: &mut impl Write, method: &str, params: &Value) -> io::Result<()> {
    let message = json!({ "jsonrpc": "2.0", "id": method, "method": method, "params": params });
    write(output, &message)
}

#[cfg(test)]
mod tests {
    use super::{Failure, Incoming, read};
    use serde_json::{Value, json};

    fn all(mut input: &[u8]) -> Vec<Incoming> {
        let mut found = Vec::new();
        while let Some(message) = read(&mut input).unwrap() {
            found.push(message);
        }
        found
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_no_message_does_not_stop_the_next_one() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        for (bad, code) in [
            (framed("{\"method\": "), Failure::PARSE),
            (framed("[1]"), Failure::INVALID_REQUEST),
            (framed(r#"{"method": 1}"#), Failure::INVALID_REQUEST),
            (
                framed(r#"{"method": "a", "id": {}}"#),
                Failure::INVALID_REQUEST,
            ),
            ("Content-Type: text\r\n\r\n".to_owned(), Failure::PARSE),
            ("Content-Length: -4\r\n\r\n".to_owned(), Failure::PARSE),
            (
                "Content-Length: 99999999999\r\n\r\n".to_owned(),
                Failure::PARSE,
            ),
        ] {
            let found = all(format!("{bad}{good}").as_bytes());
            let is_told = matches!(&found[0], Incoming::Malformed(found) if found.code == code);
            assert!(is_told, "{bad}: {found:?}");
            let exit = Incoming::Notification {
                method: "exit".to_owned(),
                params: Value::Null,
            };
            assert_eq!(found[1..], [exit], "{bad}");
        }
    }

    #[test]
    fn heads_are_read_as_people_write_them() {
        let body = r#"{"id":"a","method":"x","params":["ђ"]}"#;
        let length = body.len();
        let text = format!("content-length:{length}\nContent-Type: x\n\n{body}");
        let request = Incoming::Request {
            id: json!("a"),
            method: "x".to_owned(),
            params: json!(["ђ"]),
        };
        assert_eq!(all(text.as_bytes()), [request]);
        // A stream that ends within a message.
        assert_eq!(all(&text.as_bytes()[..text.len() - 2]), []);
    }
}
