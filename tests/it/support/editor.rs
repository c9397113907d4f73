//! An editor as the language server meets it: the real program behind pipes,
//! spoken to in frames of the protocol, with positions reckoned anew.

use super::content::{Folder, TODAY};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What an editor like Visual Studio Code says that it can do.
pub fn capable() -> Value {
    json!({
        "workspace": {
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create", "rename", "delete"],
            },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
    })
}

/// A file that is open.
struct Open {
    version: i32,
    text: String,
}

pub struct Editor<'a> {
    folder: &'a Folder,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    open: BTreeMap<String, Open>,
    requests: i32,
    /// What was told of each file, newest, by its path in the content folder.
    told: BTreeMap<String, Vec<Value>>,
    /// Everything else that came without being asked for.
    pub heard: Vec<Value>,
}

impl<'a> Editor<'a> {
    /// Starts the server and says nothing yet.
    pub fn silent(folder: &'a Folder) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_saradnja"))
            .args(["lsp", "--stdio", "--as-of", TODAY])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Self {
            folder,
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            open: BTreeMap::new(),
            requests: 0,
            told: BTreeMap::new(),
            heard: Vec::new(),
        }
    }

    /// Starts the server with the folder around the content open.
    pub fn start(folder: &'a Folder) -> Self {
        let mut editor = Self::silent(folder);
        let uri = format!("file://{}", folder.path().display());
        editor.initialize(&json!([{ "uri": uri, "name": "register" }]), capable());
        editor
    }

    /// Begins the conversation.
    pub fn initialize(&mut self, folders: &Value, capabilities: Value) -> Value {
        let mut params = json!({
            "processId": null,
            "rootUri": null,
            "workspaceFolders": folders,
        });
        params["capabilities"] = capabilities;
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer.unwrap()
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.write(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        let mut message = json!({ "jsonrpc": "2.0", "method": method });
        message["params"] = params;
        self.send(&message);
    }

    /// Sends a request and does not wait for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let id = self.requests;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        message["params"] = params;
        self.send(&message);
        id
    }

    /// The next message; nothing when the server has closed its end.
    pub fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                None if line == "\r\n" => break,
                _ => panic!("not a head of a message: {line:?}"),
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        Some(message)
    }

    /// Waits for the answer of a request, and takes note of all that comes before.
    pub fn answer(&mut self, id: i32) -> Result<Value, Value> {
        loop {
            let message = self.receive().expect("an answer");
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                let path = self.path(params["uri"].as_str().unwrap());
                let found = params["diagnostics"].as_array().unwrap();
                self.told.insert(path, found.clone());
            } else if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            } else {
                self.heard.push(message);
            }
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.folder.content().display())
    }

    /// The path in the content folder of an address.
    pub fn path(&self, uri: &str) -> String {
        let root = self.uri("");
        let path = uri.strip_prefix(&root);
        path.unwrap_or_else(|| panic!("{uri} is not in {root}"))
            .to_owned()
    }

    /// Opens a file as it is on disk.
    pub fn open(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.folder.content().join(path)).unwrap();
        self.open_as(path, &text);
    }

    /// Opens a file that may be on disk or not.
    pub fn open_as(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
                "uri": uri, "languageId": "toml", "version": 1, "text": text,
            }}),
        );
        let text = text.to_owned();
        self.open.insert(path.to_owned(), Open { version: 1, text });
    }

    pub fn close(&mut self, path: &str) {
        self.open.remove(path);
        let uri = self.uri(path);
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }

    /// The text of an open file.
    pub fn text(&self, path: &str) -> &str {
        &self.open[path].text
    }

    /// Writes a text over one that stands once in an open file, and does not save it.
    pub fn edit(&mut self, path: &str, from: &str, to: &str) {
        let range = self.range(path, from);
        let uri = self.uri(path);
        let open = self.open.get_mut(path).unwrap();
        open.text = open.text.replacen(from, to, 1);
        open.version += 1;
        let version = open.version;
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": [{ "range": range, "text": to }],
            }),
        );
    }

    /// Writes a text in place of these bytes of an open file, and points there.
    pub fn replace(&mut self, path: &str, bytes: std::ops::Range<usize>, to: &str) -> Value {
        let document = json!({ "uri": self.uri(path) });
        let open = self.open.get_mut(path).unwrap();
        let start = place(&open.text, bytes.start);
        let range = json!({ "start": start, "end": place(&open.text, bytes.end) });
        open.text.replace_range(bytes, to);
        open.version += 1;
        let mut versioned = document.clone();
        versioned["version"] = json!(open.version);
        let changes = json!([{ "range": range, "text": to }]);
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": versioned, "contentChanges": changes }),
        );
        json!({ "textDocument": document, "position": start })
    }

    /// The range of a text that stands once in an open file.
    pub fn range(&self, path: &str, part: &str) -> Value {
        let text = self.text(path);
        assert_eq!(text.matches(part).count(), 1, "{part:?} in {path}:\n{text}");
        let start = text.find(part).unwrap();
        json!({ "start": place(text, start), "end": place(text, start + part.len()) })
    }

    /// The part of an open file that a range means.
    pub fn part(&self, path: &str, range: &Value) -> &str {
        let text = self.text(path);
        &text[byte(text, &range["start"])..byte(text, &range["end"])]
    }

    /// Points at the `|` in a text that stands once in an open file.
    pub fn at(&self, path: &str, marked: &str) -> Value {
        let part = marked.replacen('|', "", 1);
        let text = self.text(path);
        assert_eq!(
            text.matches(&part).count(),
            1,
            "{part:?} in {path}:\n{text}"
        );
        let start = text.find(&part).unwrap() + marked.find('|').unwrap();
        json!({
            "textDocument": { "uri": self.uri(path) },
            "position": place(text, start),
        })
    }

    /// What the server has to say of a file once it has checked everything:
    /// lines of `code: the part it is about`, the part of an open file only.
    pub fn mistakes(&mut self, path: &str) -> Vec<String> {
        let found = self.diagnostics(path);
        let is_open = self.open.contains_key(path);
        let shown = found.iter().map(|found| {
            let code = found["code"].as_str().unwrap();
            let part = if is_open {
                self.part(path, &found["range"])
            } else {
                ""
            };
            format!("{code}: {part}")
        });
        shown.collect()
    }

    /// The same as the protocol has it.
    pub fn diagnostics(&mut self, path: &str) -> Vec<Value> {
        // What is asked is answered from a state that has been checked, and told of.
        self.request("workspace/symbol", json!({ "query": "\u{0}" }))
            .unwrap();
        self.told.get(path).cloned().unwrap_or_default()
    }

    /// Every file that something is wrong with, once everything has been checked.
    pub fn faulty(&mut self) -> Vec<String> {
        self.diagnostics("");
        let told = self.told.iter();
        told.filter(|(_, found)| !found.is_empty())
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// Says goodbye, and returns the exit code.
    pub fn quit(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// Waits until the server has ended by itself.
    pub fn exit_code(&mut self) -> i32 {
        while self.receive().is_some() {}
        self.child.wait().unwrap().code().unwrap()
    }

    /// Closes the pipe to the server.
    pub fn hang_up(&mut self) {
        self.input = None;
    }
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The place of a byte: line, and UTF-16 code units within it.
fn place(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let character: usize = before[start..].chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": character })
}

/// The byte at a place.
fn byte(text: &str, place: &Value) -> usize {
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    let line = text.split_inclusive('\n').take(number("line"));
    let start: usize = line.map(str::len).sum();
    let mut units = number("character");
    let rest = text[start..].chars().take_while(|letter| {
        let fits = units >= letter.len_utf16();
        units = units.saturating_sub(letter.len_utf16());
        fits
    });
    start + rest.map(char::len_utf8).sum::<usize>()
}
