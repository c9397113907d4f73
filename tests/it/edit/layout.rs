//! `fmt`: one layout, and every file says what it said.

use super::{assert_sound, run, texts};
use crate::support::content::{Folder, Random, minimal, project, today};
use saradnja::edit::{self, Change, Register};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn the_registers_of_the_project_are_laid_out() {
    for content in [project().join("content"), minimal()] {
        let run = Folder::new().run(&["fmt", "--check", "--content", content.to_str().unwrap()]);
        assert_eq!(run.code(), 0, "{}", run.stdout());
        assert!(run.stdout().ends_with(" files, all in the layout\n"));
    }
}

/// What hands, editors and systems do to the spaces of a file.
fn mangled(text: &str, random: &mut Random) -> String {
    let mut in_text = false;
    let mut mangled = String::new();
    for line in text.lines() {
        let marks = line.matches("\"\"\"").count();
        // Inside a text of several lines every sign counts.
        let is_open = in_text || marks == 1;
        in_text ^= marks == 1;
        if is_open {
            mangled.push_str(line);
            mangled.push('\n');
            continue;
        }
        if random.below(6) == 0 {
            mangled.push_str(["\n", "\n\n", " \n"][random.below(3)]);
        }
        mangled.push_str(["", "", "  ", "\t"][random.below(4)]);
        let parts = line.split_once(" = ").filter(|_| !line.starts_with('#'));
        match parts {
            Some((key, value)) => {
                let sign = ["=", " =", "= ", "   =  "][random.below(4)];
                mangled.push_str(&format!("{key}{sign}{value}"));
            }
            None => mangled.push_str(line),
        }
        mangled.push_str(["", "", " ", "\t "][random.below(4)]);
        mangled.push('\n');
    }
    if random.below(3) == 0 {
        mangled.truncate(mangled.trim_end().len());
    }
    mangled
}

#[test]
fn whatever_was_done_to_the_spaces_the_layout_is_found_and_stays() {
    let folder = Folder::with_shipped();
    let files: BTreeMap<String, String> = texts(&folder)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".toml"))
        .collect();
    let value = |text: &str| text.replace("\r\n", "\n").parse::<toml::Table>().unwrap();
    for seed in [1, 7, 23] {
        let mut random = Random(seed);
        let spoilt: BTreeMap<String, String> = files
            .iter()
            .map(|(path, text)| {
                let text = mangled(text, &mut random);
                let ends = ["\n", "\r\n"][random.below(2)];
                (path.clone(), text.replace('\n', ends))
            })
            .collect();
        let register = Register::in_memory(Path::new("content"), &spoilt, today());
        let plan = edit::format(&register, |_| true).expect("all can be laid out");
        let mut laid_out = spoilt.clone();
        for (path, change) in plan.changes() {
            let Change::Rewrite(text) = change else {
                panic!("{path}: {change:?}");
            };
            assert_eq!(value(text), value(&files[path]), "{path}");
            laid_out.insert(path.to_owned(), text.clone());
        }
        let register = Register::in_memory(Path::new("content"), &laid_out, today());
        let again = edit::format(&register, |_| true).unwrap();
        let left: Vec<_> = again.changes().map(|(path, _)| path).collect();
        assert!(left.is_empty(), "not at rest: {left:?}");
    }
}

#[test]
fn only_what_was_named_is_laid_out() {
    let folder = Folder::with_minimal();
    for path in ["goals/rescue.toml", "site.toml"] {
        let text = fs::read_to_string(folder.content().join(path)).unwrap();
        folder.write(path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    let check = run(&folder, &["fmt", "--check"]);
    assert_eq!(check.code(), 1);
    assert_eq!(
        check.stdout(),
        "content/goals/rescue.toml\ncontent/site.toml\n"
    );
    assert!(
        check.stderr().contains("2 files not in the layout"),
        "{}",
        check.stderr()
    );
    for path in ["content/goals", "goals/rescue.toml"] {
        let run = run(&folder, &["fmt", path]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
    }
    let bytes = |path: &str| fs::read(folder.content().join(path)).unwrap();
    let laid_out = bytes("goals/rescue.toml");
    assert!(laid_out.starts_with(b"#:schema") && !laid_out.contains(&b'\r'));
    assert!(bytes("site.toml").contains(&b'\r'));
    assert_eq!(
        run(&folder, &["fmt"]).stdout().lines().last(),
        Some("1 of 23 files changed")
    );
    assert_sound(&folder);
    let nowhere = run(&folder, &["fmt", "nowhere.toml"]);
    assert_eq!(nowhere.code(), 2);
    assert!(
        nowhere.stderr().contains("no file or folder nowhere.toml"),
        "{}",
        nowhere.stderr()
    );
}

#[test]
fn a_file_that_is_no_toml_stops_it_before_anything_is_written() {
    let folder = Folder::with_minimal();
    folder.edit("goals/rescue.toml", "order = ", "order=");
    folder.write("partners/broken.toml", "name = \"x\n");
    let before = texts(&folder);
    let run_all = run(&folder, &["fmt"]);
    assert_eq!(run_all.code(), 1);
    assert!(
        run_all.stdout().contains("no quotation mark at its end"),
        "{}",
        run_all.stdout()
    );
    assert_eq!(texts(&folder), before);
    // The others can be laid out alone.
    assert_eq!(run(&folder, &["fmt", "content/goals"]).code(), 0);
}
