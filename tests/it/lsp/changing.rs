//! Renaming, mending, and laying out.

use crate::support::content::Folder;
use crate::support::editor::Editor;
use serde_json::{Value, json};
use std::fs;

/// Makes the changes on disk as an editor would.
fn carry_out(folder: &Folder, editor: &Editor<'_>, edit: &Value) {
    for change in edit["documentChanges"].as_array().unwrap() {
        let file = |key: &str| {
            folder
                .content()
                .join(editor.path(change[key].as_str().unwrap()))
        };
        match change["kind"].as_str() {
            Some("rename") => fs::rename(file("oldUri"), file("newUri")).unwrap(),
            Some("create") => fs::write(file("uri"), "").unwrap(),
            Some(other) => panic!("{other}"),
            None => {
                let uri = change["textDocument"]["uri"].as_str().unwrap();
                let path = folder.content().join(editor.path(uri));
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, edited(&text, &change["edits"])).unwrap();
            }
        }
    }
}

/// A text with edits of lines that no letter beyond ASCII stands in before them.
fn edited(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let byte = |place: &Value| {
        let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
        starts[number("line")] + number("character")
    };
    let mut parts: Vec<_> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap();
            (byte(&range["start"]), byte(&range["end"]), new)
        })
        .collect();
    parts.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in parts.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

/// Every content file with its text.
fn texts(folder: &Folder) -> Vec<(String, String)> {
    let files = crate::support::content::files_under(&folder.content());
    let texts = files.into_iter().map(|path| {
        let text = fs::read_to_string(folder.content().join(&path)).unwrap();
        (path, text)
    });
    texts.collect()
}

/// The register after `mv` on the command line.
fn renamed_by_command(old: &str, new: &str) -> Folder {
    let folder = Folder::with_minimal();
    let run = folder.run(&["mv", old, new, "--as-of", crate::support::content::TODAY]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    folder
}

#[test]
fn a_rename_in_the_editor_is_the_rename_of_the_command() {
    for (path, marked, old, new) in [
        (
            "events/regatta.toml",
            "\"ri|ng\"",
            "networks/ring",
            "circle",
        ),
        (
            "events/regatta.toml",
            "place = \"po|rt\"",
            "places/port",
            "harbour",
        ),
        (
            "topics.toml",
            "id = \"exer|cise\"",
            "topics/exercise",
            "drill",
        ),
    ] {
        let folder = Folder::with_minimal();
        let mut editor = Editor::start(&folder);
        editor.open(path);
        let mut at = editor.at(path, marked);
        let prepared = editor
            .request("textDocument/prepareRename", at.clone())
            .unwrap();
        let id = old.rsplit('/').next().unwrap();
        assert_eq!(prepared["placeholder"], id);
        assert_eq!(editor.part(path, &prepared["range"]), id);
        at["newName"] = json!(new);
        let edit = editor.request("textDocument/rename", at).unwrap();
        carry_out(&folder, &editor, &edit);
        assert_eq!(
            texts(&folder),
            texts(&renamed_by_command(old, new)),
            "{old}"
        );
        assert_eq!(editor.quit(), 0);
    }
}

#[test]
fn a_file_that_the_editor_renames_takes_all_that_names_it_along() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let (from, to) = ("networks/ring.toml", "networks/circle.toml");
    let uris = json!({ "oldUri": editor.uri(from), "newUri": editor.uri(to) });
    let edit = editor.request("workspace/willRenameFiles", json!({ "files": [uris] }));
    carry_out(&folder, &editor, &edit.unwrap());
    fs::rename(folder.content().join(from), folder.content().join(to)).unwrap();
    assert_eq!(
        texts(&folder),
        texts(&renamed_by_command("networks/ring", "circle"))
    );
    assert_eq!(editor.quit(), 0);
}

#[test]
fn an_editor_that_says_only_that_it_renames_files_is_believed() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::silent(&folder);
    let operations = json!({ "resourceOperations": ["rename", "create", "delete"] });
    let capabilities = json!({ "workspace": { "workspaceEdit": operations } });
    editor.initialize(&json!(null), capabilities);
    editor.open("events/regatta.toml");
    let mut at = editor.at("events/regatta.toml", "\"ri|ng\"");
    at["newName"] = json!("circle");
    let edit = editor.request("textDocument/rename", at).unwrap();
    carry_out(&folder, &editor, &edit);
    assert_eq!(
        texts(&folder),
        texts(&renamed_by_command("networks/ring", "circle"))
    );
    assert_eq!(editor.quit(), 0);
}

#[test]
fn what_cannot_be_renamed_is_refused_with_a_reason() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    let refused = |editor: &mut Editor<'_>, marked: &str, new: &str| {
        let mut at = editor.at(path, marked);
        at["newName"] = json!(new);
        let error = editor.request("textDocument/rename", at).unwrap_err();
        assert_eq!(error["code"], -32803);
        error["message"].as_str().unwrap().to_owned()
    };
    let why = refused(&mut editor, "\"ri|ng\"", "next-island");
    assert!(
        why.contains("there is `societies/next-island` already"),
        "{why}"
    );
    let why = refused(&mut editor, "\"ri|ng\"", "Ring 2");
    assert!(why.contains("cannot be an id"), "{why}");
    let why = refused(&mut editor, "tit|le.pl", "x");
    assert!(why.contains("put the cursor on an id"), "{why}");
    // A file that is no TOML at the moment may name it as well.
    editor.open("topics.toml");
    editor.edit("topics.toml", "id = \"exercise\"", "id = \"exercise");
    let why = refused(&mut editor, "\"ri|ng\"", "circle");
    assert!(
        why.contains("mend these mistakes first") && why.contains("topics.toml, line"),
        "{why}"
    );
    assert_eq!(editor.quit(), 0);
    // An editor that cannot rename files is told what can.
    let mut editor = Editor::silent(&folder);
    editor.initialize(&json!(null), json!({}));
    editor.open(path);
    let why = refused(&mut editor, "\"ri|ng\"", "circle");
    assert!(
        why.ends_with("run `saradnja mv networks/ring circle`"),
        "{why}"
    );
    assert_eq!(editor.quit(), 0);
}

fn actions(editor: &mut Editor<'_>, path: &str, part: &str, only: &[&str]) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({
        "textDocument": { "uri": editor.uri(path) },
        "range": editor.range(path, part),
        "context": context,
    });
    let actions = editor.request("textDocument/codeAction", params).unwrap();
    actions.as_array().unwrap().clone()
}

#[test]
fn mends_are_offered_where_the_mistakes_are() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    editor.edit(path, "topic = \"exercise\"", "topic = \"excercise\"");
    editor.edit(path, "confidence = ", "confidense = ");
    let found = actions(&mut editor, path, "\"excercise\"", &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["title"], "Write `exercise`");
    assert_eq!(found[0]["kind"], "quickfix");
    assert_eq!(found[0]["isPreferred"], true);
    assert_eq!(found[0]["diagnostics"][0]["code"], "dangling-reference");
    let change = &found[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 3);
    assert_eq!(change["edits"][0]["newText"], "\"exercise\"");
    assert_eq!(
        editor.part(path, &change["edits"][0]["range"]),
        "\"excercise\""
    );
    // All at once, as on saving.
    let found = actions(&mut editor, path, "#:schema", &["source"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["kind"], "source.fixAll");
    let edits = &found[0]["edit"]["documentChanges"][0]["edits"];
    let text = editor.text(path).to_owned();
    let mended = edited(&text, edits);
    assert_eq!(
        mended,
        fs::read_to_string(folder.content().join(path)).unwrap()
    );
    assert_eq!(
        actions(&mut editor, path, "#:schema", &[]),
        [] as [Value; 0]
    );
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_file_is_laid_out_as_the_command_does() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    let uri = editor.uri(path);
    let params = json!({
        "textDocument": { "uri": uri },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    let edits = editor.request("textDocument/formatting", params.clone());
    assert_eq!(edits, Ok(json!([])));
    editor.edit(path, "topic = \"exercise\"", "topic='exercise'");
    let edits = editor.request("textDocument/formatting", params).unwrap();
    let saved = fs::read_to_string(folder.content().join(path)).unwrap();
    assert_eq!(edits[0]["newText"], saved);
    assert_eq!(editor.quit(), 0);
}
