//! Whatever lies in a content folder, loading it ends with a diagnostic or a
//! catalog, never with a panic, and every place it names exists.

use crate::support::content::{Folder, Random, files_under, project, today};
use saradnja::content::{self, Loaded, Origin};
use saradnja::diag::{Code, Format, render};
use std::fs;
use std::os::unix::fs::symlink;

/// Loads the folder, and sees that what came out holds together.
fn load(folder: &Folder) -> Loaded {
    let loaded = folder.load();
    sound(&loaded);
    loaded
}

/// Every span lies in its file and between characters; every format can show it.
fn sound(loaded: &Loaded) {
    assert_eq!(loaded.catalog.is_none(), loaded.report.has_errors());
    for found in loaded.report.diagnostics() {
        let own = std::iter::once((found.file, &found.span));
        let related = found
            .related
            .iter()
            .map(|related| (related.file, &related.span));
        for (file, span) in own.chain(related) {
            let text = &loaded.sources.file(file).text;
            assert!(text.get(span.clone()).is_some(), "{found:?}");
        }
    }
    for format in [Format::Human, Format::Short, Format::Json, Format::Sarif] {
        render(&loaded.report, &loaded.sources, format, false);
    }
}

/// What is said about one file: its codes.
fn codes(loaded: &Loaded, relative: &str) -> Vec<Code> {
    let about =
        |found: &&saradnja::diag::Diagnostic| loaded.sources.file(found.file).relative == relative;
    let found = loaded.report.diagnostics().iter().filter(about);
    found.map(|found| found.code).collect()
}

#[test]
fn a_link_to_nothing_is_unreadable() {
    let folder = Folder::with_minimal();
    symlink("nowhere", folder.content().join("partners/lamp.toml")).unwrap();
    assert_eq!(
        codes(&load(&folder), "partners/lamp.toml"),
        [Code::UnreadableFile]
    );
}

#[test]
fn a_pipe_is_unreadable_and_does_not_make_it_wait() {
    let folder = Folder::with_minimal();
    let pipe = folder.content().join("partners/lamp.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    assert_eq!(
        codes(&load(&folder), "partners/lamp.toml"),
        [Code::UnreadableFile]
    );
}

#[test]
fn text_in_another_encoding_is_named_with_its_line() {
    let folder = Folder::with_minimal();
    folder.write("topics.toml", b"[[topic]]\nid = \"caf\xe9\"\n");
    let loaded = load(&folder);
    assert_eq!(codes(&loaded, "topics.toml"), [Code::NotUtf8]);
    let text = render(&loaded.report, &loaded.sources, Format::Short, false);
    assert!(text.contains("topics.toml:2:10: "), "{text}");
}

#[test]
fn utf_16_is_not_text_either() {
    let folder = Folder::with_minimal();
    let bytes: Vec<u8> = "\u{feff}order = 1"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.write("topics.toml", bytes);
    assert_eq!(codes(&load(&folder), "topics.toml"), [Code::NotUtf8]);
}

#[test]
fn a_folder_named_like_a_file_is_not_read() {
    let folder = Folder::with_minimal();
    fs::create_dir(folder.content().join("partners/lamp.toml")).unwrap();
    assert_eq!(
        codes(&load(&folder), "partners/lamp.toml"),
        [Code::UnreadableFile]
    );
}

#[test]
fn a_file_of_50_megabytes_is_not_read() {
    let folder = Folder::with_minimal();
    let file = fs::File::create(folder.content().join("partners/lamp.toml")).unwrap();
    // The file system stores no byte of it.
    file.set_len(50 * 1024 * 1024).unwrap();
    assert_eq!(
        codes(&load(&folder), "partners/lamp.toml"),
        [Code::FileTooLarge]
    );
}

#[test]
fn ten_thousand_files_are_read() {
    let folder = Folder::with_minimal();
    let source = fs::read_to_string(folder.content().join("sources/chronicle.toml")).unwrap();
    for number in 0..10_000 {
        folder.write(&format!("sources/chronicle-{number}.toml"), &source);
    }
    let loaded = load(&folder);
    assert!(!loaded.report.has_errors());
    assert_eq!(loaded.catalog.unwrap().sources.len(), 10_001);
}

#[test]
fn a_circle_of_links_ends() {
    let folder = Folder::with_minimal();
    symlink("..", folder.content().join("partners/up")).unwrap();
    symlink("round", folder.content().join("partners/round")).unwrap();
    symlink("turn.toml", folder.content().join("partners/turn.toml")).unwrap();
    let loaded = load(&folder);
    for place in ["partners/up", "partners/round", "partners/turn.toml"] {
        assert_eq!(codes(&loaded, place), [Code::UnreadableFile], "{place}");
    }
}

#[test]
fn folders_may_be_linked_without_a_circle() {
    let folder = Folder::with_minimal();
    let inside = folder.content().join("partners");
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(&inside, &elsewhere).unwrap();
    symlink(&elsewhere, &inside).unwrap();
    assert!(load(&folder).report.is_empty());
}

#[test]
fn an_empty_folder_is_no_register() {
    let folder = Folder::new();
    fs::create_dir(folder.content()).unwrap();
    assert_eq!(codes(&load(&folder), ""), [Code::EmptyContent]);
    fs::write(folder.content().join("notes.txt"), "x").unwrap();
    assert_eq!(codes(&load(&folder), ""), [Code::EmptyContent]);
}

#[test]
fn a_folder_that_does_not_exist_is_said_to_be_unreadable() {
    let loaded = load(&Folder::new());
    assert!(codes(&loaded, "").contains(&Code::UnreadableFile));
}

#[test]
fn a_file_without_anything_in_it_lacks_its_keys() {
    let folder = Folder::with_minimal();
    folder.write("goals/rescue.toml", "");
    let found = codes(&load(&folder), "goals/rescue.toml");
    assert_eq!(found, [Code::MissingKey; 3]);
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_no_mistakes() {
    let folder = Folder::with_minimal();
    for relative in files_under(&folder.content()) {
        let text = fs::read_to_string(folder.content().join(&relative)).unwrap();
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        folder.write(&relative, windows);
    }
    let loaded = load(&folder);
    let text = render(&loaded.report, &loaded.sources, Format::Human, false);
    assert!(loaded.report.is_empty(), "{text}");
}

#[test]
fn tables_within_tables_without_end_are_refused() {
    let folder = Folder::with_minimal();
    let deep = "a.".repeat(50_000);
    folder.write("goals/rescue.toml", format!("{deep}b = 1\n"));
    load(&folder);
    let brackets = "[".repeat(50_000);
    folder.write("goals/rescue.toml", format!("order = {brackets}"));
    load(&folder);
    let braces = "{a=".repeat(50_000);
    folder.write("goals/rescue.toml", format!("order = {braces}"));
    load(&folder);
}

#[test]
fn many_mistakes_in_one_file_are_all_told() {
    let folder = Folder::with_minimal();
    let strangers: String = (0..2000)
        .map(|number| format!("stranger-{number} = 1\n"))
        .collect();
    folder.write("goals/rescue.toml", strangers);
    let found = codes(&load(&folder), "goals/rescue.toml");
    let strangers = found.iter().filter(|code| **code == Code::UnknownKey);
    assert_eq!(strangers.count(), 2000);
}

/// One random change to a file's bytes.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let marks = [
        "\"",
        "'",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        "\n",
        "#",
        ".",
        "\"\"\"",
        "\u{0}",
        "ć",
        "с\u{301}",
        "1979-05-27T07:32:00Z",
        "nan",
        "-1",
        "99999999999999999999",
        "true",
        "\\u0000",
        "[[[[",
    ];
    let at = random.below(bytes.len().max(1)).min(bytes.len());
    let upto = (at + random.below(40)).min(bytes.len());
    match random.below(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 => bytes.truncate(at),
        2 => {
            let copy = bytes[at..upto].to_vec();
            let target = random.below(bytes.len() + 1);
            bytes.splice(target..target, copy);
        }
        3 => drop(bytes.drain(at..upto)),
        _ => {
            let mark = marks[random.below(marks.len())];
            bytes.splice(at..at, mark.bytes());
        }
    }
}

#[test]
fn no_change_to_shipped_content_makes_it_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let content = project().join("content");
    let shipped: Vec<(String, Vec<u8>)> = files_under(&content)
        .into_iter()
        .filter(|path| path.ends_with(".toml"))
        .map(|path| {
            let bytes = fs::read(content.join(&path)).unwrap();
            (path, bytes)
        })
        .collect();
    // A register of few files loads fast, so many changes can be tried: what
    // every register needs, and three others that change from round to round.
    let needed = |path: &str| {
        !path.contains('/') || path.starts_with("languages/") || path.starts_with("strings/")
    };
    let core: Vec<_> = shipped.iter().filter(|(path, _)| needed(path)).collect();
    let rest: Vec<_> = shipped.iter().filter(|(path, _)| !needed(path)).collect();
    for _ in 0..ROUNDS {
        let mut files = core.clone();
        files.extend((0..3).map(|_| rest[random.below(rest.len())]));
        files.sort();
        files.dedup();
        let mut files: Vec<(String, Vec<u8>)> = files.into_iter().cloned().collect();
        for _ in 0..1 + random.below(6) {
            let chosen = random.below(files.len());
            mutate(&mut files[chosen].1, &mut random);
        }
        let embedded: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
            .collect();
        sound(&content::load(Origin::Embedded(&embedded), today()));
    }
}

/// Unoptimised code is some twenty times slower.
const ROUNDS: usize = if cfg!(debug_assertions) { 100 } else { 3000 };
