//! The protocol: what is answered, what is refused, and how it ends.

use crate::support::content::{Folder, Random};
use crate::support::editor::{Editor, capable};
use serde_json::{Value, json};

fn code(answer: Result<Value, Value>) -> i64 {
    answer.unwrap_err()["code"].as_i64().unwrap()
}

#[test]
fn a_conversation_has_a_beginning_and_an_end() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::silent(&folder);
    let early = editor.request("textDocument/hover", json!({}));
    assert_eq!(code(early), -32002);
    let answer = editor.initialize(&json!([]), capable());
    assert_eq!(answer["serverInfo"]["name"], "saradnja");
    let sync = &answer["capabilities"]["textDocumentSync"];
    assert_eq!(
        (&sync["openClose"], &sync["change"]),
        (&json!(true), &json!(2))
    );
    let again = editor.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(code(again), -32600);
    assert_eq!(editor.request("shutdown", Value::Null), Ok(Value::Null));
    let late = editor.request("textDocument/hover", json!({}));
    assert_eq!(code(late), -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 0);
}

#[test]
fn an_end_without_a_word_is_told_to_whoever_started_it() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 1);
    let mut editor = Editor::start(&folder);
    editor.hang_up();
    assert_eq!(editor.exit_code(), 1);
}

#[test]
fn what_cannot_be_understood_is_answered_and_survived() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let unknown = editor.request("textDocument/moniker", json!({}));
    assert_eq!(code(unknown), -32601);
    let wrong = editor.request("textDocument/hover", json!({ "position": "here" }));
    assert_eq!(code(wrong), -32602);
    for (bytes, expected) in [
        ("Content-Length: 9\r\n\r\n{\"id\": 1,", -32700),
        ("Content-Length: 2\r\n\r\n[]", -32600),
        ("Content-Typ: x\r\n\r\n", -32700),
    ] {
        editor.write(bytes);
        // The next answer shows that what came before has been read.
        editor
            .request("workspace/symbol", json!({ "query": "\u{0}" }))
            .unwrap();
        let error = editor
            .heard
            .iter()
            .find(|message| message["error"].is_object());
        let error = error.unwrap_or_else(|| panic!("{bytes:?}: {:?}", editor.heard));
        assert_eq!(error["id"], Value::Null);
        assert_eq!(error["error"]["code"], expected, "{bytes:?}");
        editor.heard.clear();
    }
    // Nonsense of which nobody expects an answer.
    editor.notify("textDocument/didOpen", json!({ "textDocument": 1 }));
    editor.notify("textDocument/didChange", json!([]));
    editor.notify("$/setTrace", json!({ "value": "off" }));
    let far = json!({ "line": 99999, "character": 99999 });
    let document = json!({ "uri": "file:///nowhere.toml" });
    editor.open("events/regatta.toml");
    let uri = editor.uri("events/regatta.toml");
    for document in [
        document,
        json!({ "uri": uri }),
        json!({ "uri": "untitled:1" }),
    ] {
        for method in ["hover", "completion", "definition", "prepareRename"] {
            let params = json!({ "textDocument": document, "position": far });
            // An answer, whatever it says.
            let _ = editor.request(&format!("textDocument/{method}"), params);
        }
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_request_that_waits_can_be_taken_back() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    editor.open("events/regatta.toml");
    let hover = editor.at("events/regatta.toml", "topic = \"exer|cise\"");
    // All three lie in the pipe before a check can be done; should it be done
    // all the same, the answer is a hover.
    let id = editor.ask("textDocument/hover", hover);
    editor.notify("$/cancelRequest", json!({ "id": id }));
    match editor.answer(id) {
        Ok(hover) => assert!(hover["contents"].is_object()),
        Err(error) => assert_eq!(error["code"], -32800),
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
fn the_editor_is_asked_to_tell_of_changes_on_disk() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    assert_eq!(editor.faulty(), Vec::<String>::new());
    let asked = editor
        .heard
        .iter()
        .find(|message| message["method"] == "client/registerCapability");
    let registration = &asked.expect("a request")["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    folder.edit("events/regatta.toml", "\"exercise\"", "\"exercises\"");
    let uri = editor.uri("events/regatta.toml");
    let changes = json!({ "changes": [{ "uri": uri, "type": 2 }] });
    editor.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(editor.faulty(), ["events/regatta.toml"]);
    assert_eq!(editor.quit(), 0);
}

/// Whatever somebody types or deletes, the server goes on, and knows at the end
/// what it would know had it only seen the end.
#[test]
fn typing_at_random_is_survived() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let mut random = Random(0x5eed_0004);
    let paths = [
        "events/regatta.toml",
        "places.toml",
        "site.toml",
        "languages/el.toml",
    ];
    let pieces = [
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        ".",
        ",",
        "'",
        "#",
        "ђ",
        "\u{1d11e}",
        "0",
        "id",
        "\"\"\"",
        " ",
        "\u{feff}",
        "[[claim]]",
        "ref:partners/x",
    ];
    for path in paths {
        editor.open(path);
        let before = editor.text(path).to_owned();
        for _ in 0..40 {
            let text = editor.text(path).to_owned();
            let mut place = || {
                let mut at = random.below(text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (one, other) = (place(), place());
            let start = one.min(other);
            let end = if one.abs_diff(other) < 8 {
                one.max(other)
            } else {
                start
            };
            let piece = pieces[random.below(pieces.len())];
            let at = editor.replace(path, start..end, piece);
            for method in ["completion", "hover", "definition", "documentSymbol"] {
                editor.ask(&format!("textDocument/{method}"), at.clone());
            }
        }
        let whole = 0..editor.text(path).len();
        editor.replace(path, whole, &before);
        assert_eq!(editor.faulty(), Vec::<String>::new(), "{path}");
    }
    let failed = editor
        .heard
        .iter()
        .find(|message| message["error"].is_object());
    assert_eq!(failed, None);
    assert_eq!(editor.quit(), 0);
}
