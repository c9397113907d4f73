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

const FILE: &str = "partners/lighthouse.toml";

/// The minimal register with two gaps that were confirmed.
fn with_confirmed_gaps() -> Folder {
    let folder = Folder::with_minimal();
    let gaps = format!("{}\n{}", gap("pierwsza", "πρώτη"), gap("druga", "δεύτερη"));
    let path = folder.content().join(FILE);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, format!("{text}\n{gaps}")).unwrap();
    let run = folder.run(&["translations", "--confirm", FILE]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    folder
}

fn gap(pl: &str, el: &str) -> String {
    format!("[[gap]]\ntext.pl = \"Nie wiadomo: {pl}.\"\ntext.el = \"Άγνωστη: {el}.\"\n")
}

fn outdated(folder: &Folder) -> String {
    let run = folder.run(&["check", "--as-of", TODAY, "--format", "short"]);
    assert_eq!(run.code(), 0, "{}", run.stdout());
    run.stdout()
}

#[test]
fn items_without_an_id_may_be_added_and_moved() {
    let folder = with_confirmed_gaps();
    assert_eq!(outdated(&folder), "");
    let (first, second) = (gap("pierwsza", "πρώτη"), gap("druga", "δεύτερη"));
    // Another one in front, and the two that were there in another order.
    let moved = format!("{}\n{second}\n{first}", gap("nowa", "νέα"));
    folder.edit(FILE, &format!("{first}\n{second}"), &moved);
    assert_eq!(outdated(&folder), "");
    let list = folder.run(&["translations"]).stdout();
    assert!(
        list.contains("partners/lighthouse.toml: gap.0.text\n"),
        "{list}"
    );
    assert!(!list.contains("gap.1.text"), "{list}");
    // One of them changed alone is noticed wherever it stands.
    folder.edit(FILE, "Nie wiadomo: druga.", "Nie wiadomo: trzecia.");
    let said = outdated(&folder);
    assert_eq!(said.matches("outdated-translation").count(), 1, "{said}");
    let line = said.split(':').nth(1).unwrap().parse::<usize>().unwrap();
    let text = fs::read_to_string(folder.content().join(FILE)).unwrap();
    assert!(
        text.lines().nth(line - 1).unwrap().contains("δεύτερη"),
        "{said}"
    );
}

#[test]
fn countries_are_known_by_their_codes() {
    let folder = Folder::with_minimal();
    assert_eq!(
        folder
            .run(&["translations", "--confirm", "places.toml"])
            .code(),
        0
    );
    let path = folder.content().join("places.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"country.XA.name\""), "{text}");
    let first = "[[country]]\ncode = \"XA\"";
    folder.edit(
        "places.toml",
        first,
        &format!("[[country]]\ncode = \"XC\"\nname.pl = \"Inna\"\nname.el = \"Άλλη\"\n\n{first}"),
    );
    assert_eq!(outdated(&folder), "");
}

#[test]
fn one_text_is_confirmed_by_the_name_that_the_list_prints() {
    let folder = Folder::with_minimal();
    let list = folder.run(&["translations"]).stdout();
    let printed = list.lines().find(|line| line.starts_with(FILE)).unwrap();
    let before = list.lines().count();
    for (argument, says) in [
        (vec![printed], "1 text confirmed\n"),
        (printed.split(' ').collect(), "0 texts confirmed\n"),
    ] {
        let mut arguments = vec!["translations", "--confirm"];
        arguments.extend(argument);
        assert_eq!(folder.run(&arguments).stdout(), says);
    }
    let list = folder.run(&["translations"]).stdout();
    assert!(!list.contains(printed), "{list}");
    assert_eq!(list.lines().count(), before - 2);
    for (argument, reason) in [
        (
            "partners/nowhere.toml",
            "there is no file or folder partners/nowhere.toml",
        ),
        ("partners/lighthouse.toml: nothing", "no text `nothing`"),
    ] {
        let run = folder.run(&["translations", "--confirm", argument]);
        assert_eq!(run.code(), 2);
        assert!(run.stderr().contains(reason), "{}", run.stderr());
    }
}

#[test]
fn the_line_ends_of_a_file_stay_and_blank_lines_do_not_grow() {
    let folder = Folder::with_minimal();
    let path = folder.content().join(FILE);
    let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
    fs::write(&path, text).unwrap();
    assert_eq!(folder.run(&["translations", "--confirm", FILE]).code(), 0);
    folder.edit(FILE, "Fundacja przejęła", "Potem fundacja przejęła");
    assert_eq!(folder.run(&["translations", "--confirm", FILE]).code(), 0);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(!text.contains("\r\n\r\n\r\n"), "{text}");
    assert_eq!(text.matches("# Written by the program").count(), 1);
    // A statement that was put below the table moves above it.
    let late = "[[gap]]\r\ntext.pl = \"Nie wiadomo.\"\r\ntext.el = \"Άγνωστο.\"\r\n";
    fs::write(&path, format!("{text}\r\n{late}")).unwrap();
    assert_eq!(folder.run(&["translations", "--confirm", FILE]).code(), 0);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.find("[[gap]]") < text.find("[checked]"), "{text}");
    assert!(!text.contains("\r\n\r\n\r\n"), "{text}");
}

#[test]
fn the_list_says_of_each_text_what_is_to_be_done() {
    let folder = Folder::with_minimal();
    let confirmed = folder.run(&["translations", "--confirm", "content"]);
    assert_eq!(confirmed.code(), 0, "{}", confirmed.stderr());
    let all = folder.run(&["translations"]).stdout();
    assert_eq!(
        all,
        "pl: 49 of 49 texts\nel: 49 of 49 texts\n48 of 48 texts were compared as they stand, 0 are open\n"
    );
    folder.edit(FILE, "Dyżury trwają od maja", "Dyżury SOS trwają od maja");
    folder.edit(FILE, "name.el = \"Ίδρυμα Φάρος\"\n", "");
    folder.edit(
        "goals/rescue.toml",
        "text.pl = \"Pomagać",
        "text.pl = \"W 1999 pomagać",
    );
    let run = folder.run(&["translations"]);
    assert_eq!(run.code(), 1);
    assert!(run.stderr().contains("`saradnja check` shows each"));
    assert_eq!(
        run.stdout().replace('\u{a0}', " "),
        "\
goals/rescue.toml: text
    line 7: the numbers (1999) here and in `pl` are not the same
    changed since it was compared: pl; left as it was: el
partners/lighthouse.toml: claim.watch.text
    line 29: this does not name SOS, but the text in `pl` does
    changed since it was compared: pl; left as it was: el
partners/lighthouse.toml: name
    line 3: `name` has no text in Ελληνικά
pl: 49 of 49 texts
el: 48 of 49 texts
45 of 47 texts were compared as they stand, 2 are open
"
    );
}
