//! Completion, hover, and the ways from a name to a thing and back.

use crate::support::content::Folder;
use crate::support::editor::Editor;
use serde_json::{Value, json};

/// What is offered at a place: the label, and what is written.
fn offers(editor: &mut Editor<'_>, path: &str, marked: &str) -> Vec<(String, String)> {
    let at = editor.at(path, marked);
    let offers = editor.request("textDocument/completion", at).unwrap();
    let offers = offers.as_array().unwrap_or_else(|| panic!("{offers}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    offers
        .iter()
        .map(|offer| (text(&offer["label"]), text(&offer["textEdit"]["newText"])))
        .collect()
}

fn labels(offers: &[(String, String)]) -> Vec<&str> {
    offers.iter().map(|(label, _)| label.as_str()).collect()
}

fn hover(editor: &mut Editor<'_>, path: &str, marked: &str) -> String {
    let at = editor.at(path, marked);
    let hover = editor.request("textDocument/hover", at).unwrap();
    let text = hover["contents"]["value"].as_str();
    let text = text.unwrap_or_else(|| panic!("{hover}"));
    // Typography keeps some words on one line.
    text.replace('\u{a0}', " ")
}

#[test]
fn ids_are_offered_of_the_kind_that_belongs_there_with_their_names() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    editor.edit(
        path,
        "partners = [\"next-island\", \"ring\"]",
        "partners = [\"next-island\", \"",
    );
    let found = offers(&mut editor, path, "partners = [\"next-island\", \"|");
    // Neither places nor goals, and not what the list has already.
    assert_eq!(labels(&found), ["ring", "lighthouse", "test-island"]);
    assert_eq!(found[1].1, "lighthouse\"");
    let at = editor.at(path, "partners = [\"next-island\", \"|");
    let all = editor.request("textDocument/completion", at).unwrap();
    assert_eq!(all[1]["detail"], "Fundacja Latarnia (partner)");
    assert!(
        all[1]["filterText"]
            .as_str()
            .unwrap()
            .contains("Ίδρυμα Φάρος")
    );
    editor.edit(path, "topic = \"exercise\"", "topic = ");
    let found = offers(&mut editor, path, "topic = |");
    assert!(
        found.contains(&("exercise".to_owned(), "\"exercise\"".to_owned())),
        "{found:?}"
    );
    editor.edit(path, "sources = [\"chronicle\"]", "sources = [\"chr\"]");
    let found = offers(&mut editor, path, "sources = [\"ch|r\"]");
    assert_eq!(found, [("chronicle".to_owned(), "chronicle".to_owned())]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn keys_and_words_are_offered_with_what_they_mean() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    editor.edit(path, "confidence = \"press\"\n", "confidence = \"\"\nzz");
    assert_eq!(
        labels(&offers(&mut editor, path, "confidence = \"|\"")),
        [
            "seed", "official", "press", "inferred", "general", "project"
        ]
    );
    let found = offers(&mut editor, path, "\nzz|");
    let labels = labels(&found);
    assert!(
        labels.contains(&"sorted-as") && labels.contains(&"title.el-latn"),
        "{labels:?}"
    );
    assert!(labels.contains(&"[[revision]]"), "{labels:?}");
    assert!(
        !labels.contains(&"sources") && !labels.contains(&"title.el"),
        "{labels:?}"
    );
    let at = editor.at(path, "\nzz|");
    let all = editor.request("textDocument/completion", at).unwrap();
    let sorted = all
        .as_array()
        .unwrap()
        .iter()
        .find(|offer| offer["label"] == "sorted-as");
    let sorted = sorted.unwrap();
    let about = sorted["documentation"]["value"].as_str().unwrap();
    assert!(
        about.starts_with("Only when the date is not known"),
        "{about}"
    );
    assert_eq!(editor.part(path, &sorted["textEdit"]["range"]), "zz");
    assert_eq!(sorted["textEdit"]["newText"], "sorted-as = $1");
    // A table's own keys, in a file that is no TOML at the moment.
    editor.edit(path, "\nzz", "\n[[revision]]\ndate = 2026\nt");
    let found = offers(&mut editor, path, "2026\nt|");
    let text = ("text.pl".to_owned(), "text.pl = \"$1\"".to_owned());
    assert!(found.contains(&text), "{found:?}");
    assert!(found.iter().all(|(label, _)| label != "date"), "{found:?}");
    editor.edit(path, "date = 2026\n", "date = \n");
    let found = offers(&mut editor, path, "[[revision]]\ndate = |");
    assert_eq!(found, [("2026-11-23".to_owned(), "2026-11-23".to_owned())]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn statements_are_shown_as_visitors_read_them() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "partners/lighthouse.toml";
    editor.open(path);
    let shown = hover(&mut editor, path, "id = \"wat|ch\"");
    for part in [
        "**Polski** · 20 kwietnia 2024 · ",
        "Dyżury trwają od maja do 15 września.",
        "**Ελληνικά** · 20 Απριλίου 2024 · ",
        // Made by the program from the Greek text.
        "**Elliniká** · ",
        "(`chronicle`)",
        "To be checked again by 2027-03-31.",
    ] {
        assert!(shown.contains(part), "{part:?} in {shown}");
    }
    // The relation is a statement as well; a heading stands for all of it.
    let shown = hover(&mut editor, path, "[rela|tion]");
    assert!(shown.contains("Wspólne dyżury na latarni"), "{shown}");
    // With an unsaved change, in the state that it is in.
    editor.edit(path, "od maja", "od kwietnia");
    let shown = hover(&mut editor, path, "text.pl = \"Dyżury tr|wają");
    assert!(shown.contains("od kwietnia"), "{shown}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn keys_references_and_mistakes_are_explained() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    let shown = hover(&mut editor, path, "to|pic = ");
    assert!(
        shown.contains("the id of a topic in `topics.toml`"),
        "{shown}"
    );
    let shown = hover(&mut editor, path, "\"next-|island\"");
    assert!(
        shown.starts_with("**National Society** `next-island`"),
        "{shown}"
    );
    assert!(shown.contains("in `societies/next-island.toml`"), "{shown}");
    let shown = hover(&mut editor, path, "[\"chron|icle\"]");
    assert!(shown.contains("- address: "), "{shown}");
    editor.edit(path, "topic = ", "tpoic = ");
    let shown = hover(&mut editor, path, "tp|oic = ");
    assert!(
        shown.contains("**unknown-key**: A key that this kind"),
        "{shown}"
    );
    assert!(shown.contains("`saradnja explain unknown-key`"), "{shown}");
    assert_eq!(editor.quit(), 0);
}

/// Places as `path: the line there`.
fn places(folder: &Folder, editor: &Editor<'_>, locations: &Value) -> Vec<String> {
    let locations = match locations {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let mut shown: Vec<String> = locations
        .iter()
        .map(|location| {
            let path = editor.path(location["uri"].as_str().unwrap());
            let text = std::fs::read_to_string(folder.content().join(&path)).unwrap();
            let line = location["range"]["start"]["line"].as_u64().unwrap();
            let line = text.lines().nth(usize::try_from(line).unwrap()).unwrap();
            format!("{path}: {line}")
        })
        .collect();
    shown.sort();
    shown
}

#[test]
fn an_id_leads_to_what_it_names_and_back() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "events/regatta.toml";
    editor.open(path);
    for (marked, expected) in [
        (
            "\"next-|island\"",
            "societies/next-island.toml: #:schema ../.schema/society.json",
        ),
        ("topic = \"exer|cise\"", "topics.toml: id = \"exercise\""),
        ("place = \"po|rt\"", "places.toml: id = \"port\""),
    ] {
        let at = editor.at(path, marked);
        let found = editor.request("textDocument/definition", at).unwrap();
        assert_eq!(places(&folder, &editor, &found), [expected], "{marked}");
    }
    let at = editor.at(path, "tit|le.pl");
    let nowhere = editor.request("textDocument/definition", at);
    assert_eq!(nowhere, Ok(Value::Null));

    let mut at = editor.at(path, "topic = \"exer|cise\"");
    at["context"] = json!({ "includeDeclaration": true });
    let found = editor.request("textDocument/references", at).unwrap();
    let expected = [
        "events/first-boat.toml: topic = \"exercise\"",
        "events/regatta.toml: topic = \"exercise\"",
        "topics.toml: id = \"exercise\"",
    ];
    assert_eq!(places(&folder, &editor, &found), expected);
    // In the file of a thing, where nothing else is named, that thing is meant.
    editor.open("partners/lighthouse.toml");
    let mut at = editor.at("partners/lighthouse.toml", "na|me.pl");
    at["context"] = json!({ "includeDeclaration": false });
    let found = editor.request("textDocument/references", at).unwrap();
    let found = places(&folder, &editor, &found);
    let expected = "events/first-boat.toml: partners = [\"lighthouse\"]".to_owned();
    assert!(found.contains(&expected), "{found:?}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_file_has_an_outline_and_a_register_can_be_searched() {
    let folder = Folder::with_minimal();
    let mut editor = Editor::start(&folder);
    let path = "partners/lighthouse.toml";
    editor.open(path);
    let uri = editor.uri(path);
    let symbols = json!({ "textDocument": { "uri": uri } });
    let symbols = editor
        .request("textDocument/documentSymbol", symbols)
        .unwrap();
    let symbols = symbols.as_array().unwrap();
    let names: Vec<_> = symbols
        .iter()
        .map(|symbol| symbol["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "name",
            "abbreviation",
            "kind",
            "seat",
            "goals",
            "founded",
            "relation",
            "claim watch",
            "change 1"
        ]
    );
    let claim = &symbols[7];
    assert_eq!(claim["detail"], "Dyżury trwają od maja do 15 września.");
    assert!(
        editor
            .part(path, &claim["range"])
            .ends_with("review-by = 2027-03-31")
    );
    assert_eq!(claim["children"].as_array().unwrap().len(), 6);
    let query = json!({ "query": "latarn" });
    let found = editor.request("workspace/symbol", query).unwrap();
    assert_eq!(found[0]["name"], "lighthouse · Fundacja Latarnia");
    assert_eq!(editor.quit(), 0);
}
