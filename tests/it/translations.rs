//! `translations`: confirming that languages say the same, and hearing of it
//! when one of them is changed alone.

use crate::support::content::{Folder, TODAY};
use std::fs;

#[test]
fn a_text_changed_alone_is_noticed_until_it_is_confirmed_again() {
    let folder = Folder::with_shipped();
    let file = folder.content().join("partners/unhcr.toml");
    let before = fs::read_to_string(&file).unwrap();
    let confirm = || folder.run(&["translations", "--confirm", "content/partners/unhcr.toml"]);
    let check = || folder.run(&["check", "--as-of", TODAY, "--format", "short"]);

    assert_eq!(confirm().code(), 0);
    let confirmed = fs::read_to_string(&file).unwrap();
    assert!(confirmed.starts_with(before.split("\n[checked]").next().unwrap().trim_end()));
    assert!(confirmed.contains("[checked]\n"), "{confirmed}");
    assert!(!check().stdout().contains("outdated-translation"));

    // Reflowing a text is no change of what it says.
    let reflowed = confirmed.replace("text.en = \"", "text.en =   \"");
    fs::write(&file, &reflowed).unwrap();
    assert!(!check().stdout().contains("outdated-translation"));

    let edited = confirmed.replacen("text.en = \"", "text.en = \"Indeed, ", 1);
    assert_ne!(edited, confirmed);
    fs::write(&file, &edited).unwrap();
    let said = check();
    assert_eq!(said.code(), 0, "{}", said.stdout());
    let complaints = said
        .stdout()
        .matches("warning[outdated-translation]")
        .count();
    assert_eq!(complaints, 1, "{}", said.stdout());

    assert_eq!(confirm().code(), 0);
    assert!(!check().stdout().contains("outdated-translation"));
    let twice = fs::read_to_string(&file).unwrap();
    assert_eq!(confirm().code(), 0);
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        twice,
        "confirming twice changes nothing"
    );
}

#[test]
fn nothing_is_confirmed_while_something_is_broken() {
    let folder = Folder::with_shipped();
    let content = folder.content();
    let broken = content.join("partners/unhcr.toml");
    let text = fs::read_to_string(&broken).unwrap();
    fs::write(&broken, text.replace("kind = ", "knid = ")).unwrap();
    let other = content.join("partners/undp.toml");
    let before = fs::read_to_string(&other).unwrap();
    let said = folder.run(&["translations", "--confirm", "content"]);
    assert_eq!(said.code(), 1);
    assert!(said.stdout().contains("unknown-key"), "{}", said.stdout());
    assert_eq!(fs::read_to_string(&other).unwrap(), before);
}
