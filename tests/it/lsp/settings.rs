//! The settings for editors that the documentation gives can be copied as they are.

use crate::support::content::project;
use std::fs;

/// The blocks of a page in a language, without their indentation.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(project().join("docs").join(page)).unwrap();
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim_start() == format!("```{language}") {
            let block = lines.by_ref().take_while(|line| line.trim() != "```");
            blocks.push(block.flat_map(|line| [line.trim_start(), "\n"]).collect());
        }
    }
    blocks
}

#[test]
fn settings_are_valid() {
    let page = "in-your-editor.md";
    let json = blocks(page, "json");
    assert_eq!(json.len(), 3);
    for block in json {
        // Lines to be added to a file that is there.
        let parsed = serde_json::from_str::<serde_json::Value>(&format!("{{{block}}}"));
        assert!(parsed.is_ok(), "{block}: {parsed:?}");
    }
    let toml = blocks(page, "toml");
    assert_eq!(toml.len(), 1);
    let parsed: toml::Table = toml[0].parse().unwrap();
    let server = &parsed["language-server"]["saradnja"];
    assert_eq!(server["command"].as_str(), Some("saradnja"));
    assert_eq!(server["args"][0].as_str(), Some("lsp"));
}

#[test]
fn the_guide_leads_to_the_settings() {
    let guide = fs::read_to_string(project().join("docs/editors-guide.md")).unwrap();
    assert!(guide.contains("](in-your-editor.md)"));
}
