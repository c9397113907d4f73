//! Mistakes, told as somebody types, and taken back.

use crate::support::content::Folder;
use crate::support::editor::Editor;
use serde_json::json;

const NONE: [&str; 0] = [];

#[test]
fn the_shipped_content_gives_no_complaint() {
    let folder = Folder::with_shipped();
    let mut editor = Editor::start(&folder);
    assert_eq!(editor.faulty(), NONE);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn mistakes_show_before_anything_is_saved_and_go_when_they_are_mended() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    assert_eq!(editor.mistakes(path), NONE);
    editor.edit(path, "\"exercise\"", "\"excercise\"");
    let found = editor.diagnostics(path);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["code"], "dangling-reference");
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "saradnja");
    let message = found[0]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "there is no topic `excercise`\ndid you mean `exercise`?"
    );
    assert_eq!(editor.part(path, &found[0]["range"]), "\"excercise\"");
    editor.edit(path, "\"excercise\"", "\"exercise\"");
    assert_eq!(editor.mistakes(path), NONE);
    // What is on disk was right all the time.
    assert!(folder.load().report.is_empty());
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_change_of_one_file_shows_in_the_others_and_is_taken_back_there() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    editor.open("topics.toml");
    editor.edit("topics.toml", "id = \"exercise\"", "id = \"drill\"");
    assert_eq!(
        editor.faulty(),
        ["events/first-boat.toml", "events/regatta.toml"]
    );
    editor.edit("topics.toml", "id = \"drill\"", "id = \"exercise\"");
    assert_eq!(editor.faulty(), NONE);
    // A file that is let go without being saved counts as it is on disk.
    editor.edit("topics.toml", "id = \"exercise\"", "id = \"drill\"");
    assert_eq!(editor.faulty().len(), 2);
    editor.close("topics.toml");
    assert_eq!(editor.faulty(), NONE);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn places_are_right_after_letters_of_any_width() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    // Two units of UTF-16 and four bytes, then Greek, all before the mistake
    // on one line.
    editor.edit(
        path,
        "goals = [\"rescue\"]",
        "title.el-latn = \"𝄞 Αγώνες\" # 𝄞\ngoals = [\"rescue\", \"𝄞λ\", \"rescuee\"]",
    );
    let mistakes = editor.mistakes(path);
    let expected = "dangling-reference: \"rescuee\"".to_owned();
    assert!(mistakes.contains(&expected), "{mistakes:?}");
    let wrong = mistakes.iter().any(|found| found.ends_with("\"𝄞λ\""));
    assert!(wrong, "{mistakes:?}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn other_places_that_matter_are_named() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    editor.edit(
        path,
        "goals = [\"rescue\"]",
        "goals = [\"rescue\", \"rescue\"]",
    );
    let found = editor.diagnostics(path);
    assert_eq!(found[0]["code"], "duplicate-reference");
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["message"], "it stands here already");
    let uri = related["location"]["uri"].as_str().unwrap();
    assert_eq!(editor.path(uri), path);
    let first = &related["location"]["range"]["start"];
    let second = &found[0]["range"]["start"];
    assert!(first["character"].as_u64() < second["character"].as_u64());
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_file_that_was_never_saved_counts() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let text = std::fs::read_to_string(folder.content().join("events/regatta.toml")).unwrap();
    editor.open_as(
        "events/again.toml",
        &text.replace("\"exercise\"", "\"nothing\""),
    );
    assert_eq!(
        editor.mistakes("events/again.toml"),
        ["dangling-reference: \"nothing\""]
    );
    editor.close("events/again.toml");
    assert_eq!(editor.faulty(), NONE);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_register_is_found_above_a_file_and_let_go_with_it() {
    let folder = Folder::with_minimal();
    let other = Folder::with_minimal();
    let mut editor = Editor::silent(&folder);
    // No folder is open, only files: of one register, and of another.
    editor.initialize(&json!(null), json!({}));
    editor.open("events/regatta.toml");
    editor.edit("events/regatta.toml", "\"exercise\"", "\"nothing\"");
    assert_eq!(editor.faulty(), ["events/regatta.toml"]);
    let uri = format!("file://{}/topics.toml", other.content().display());
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": "topic = 1\n" });
    editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let symbols = json!({ "textDocument": { "uri": uri } });
    let id = editor.ask("textDocument/documentSymbol", symbols);
    let mut told = std::collections::BTreeSet::new();
    loop {
        let message = editor.receive().unwrap();
        if message["id"] == id {
            break;
        }
        let found = message["params"]["diagnostics"].as_array().unwrap();
        if !found.is_empty() {
            told.insert(message["params"]["uri"].as_str().unwrap().to_owned());
        }
    }
    assert!(told.contains(&uri), "{told:?}");
    editor.close("events/regatta.toml");
    let next = editor.receive().unwrap();
    let expected = json!({ "uri": editor.uri("events/regatta.toml"), "diagnostics": [] });
    assert_eq!(next["params"], expected);
    assert_eq!(editor.quit(), 0);
}
