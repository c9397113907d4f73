//! The schemas that editors use: current, and of one mind with the checker.

use crate::support::content::{Folder, blessing, copy, files_under, minimal, project};
use jsonschema::Validator;
use saradnja::content::{self, Kind, Origin};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A validator for each kind, from the schemas of this register.
fn validators(register: &Path) -> BTreeMap<Kind, Validator> {
    content::schemas(Origin::Folder(register))
        .into_iter()
        .map(|(kind, text)| {
            let schema: Value = serde_json::from_str(&text).unwrap();
            jsonschema::meta::validate(&schema).unwrap();
            let validator = jsonschema::options()
                // As editors do; by itself the specification leaves it open.
                .should_validate_formats(true)
                .build(&schema);
            (kind, validator.unwrap())
        })
        .collect()
}

/// A TOML file as the JSON that editors' tools hold against a schema.
fn as_json(text: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(truth) => truth.into(),
            toml::Value::Datetime(datetime) => datetime.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, value)| (key, convert(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
    convert(toml::Value::Table(toml::from_str(text).unwrap()))
}

fn content_files(register: &Path) -> Vec<(String, Kind)> {
    files_under(register)
        .into_iter()
        .filter_map(|path| {
            let (kind, _) = Kind::of_path(&path)?;
            Some((path, kind))
        })
        .collect()
}

#[test]
fn the_shipped_schemas_are_current() {
    let folder = project().join("content/.schema");
    let wanted: BTreeMap<String, String> =
        content::schemas(Origin::Folder(&project().join("content")))
            .into_iter()
            .map(|(kind, text)| (format!("{}.json", kind.name()), text))
            .collect();
    if blessing() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &wanted {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let found: BTreeMap<String, String> = files_under(&folder)
        .into_iter()
        .map(|name| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&wanted), "run `saradnja schema`");
    for (name, text) in wanted {
        assert!(found[&name] == text, "{name} is old: run `saradnja schema`");
    }
}

#[test]
fn every_content_file_is_accepted_and_names_its_schema() {
    for register in [project().join("content"), minimal()] {
        let validators = validators(&register);
        let files = content_files(&register);
        assert!(files.len() > 20);
        for (path, kind) in files {
            let text = fs::read_to_string(register.join(&path)).unwrap();
            let json = as_json(&text);
            let errors: Vec<String> = validators[&kind]
                .iter_errors(&json)
                .map(|error| format!("{path}: {}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, [] as [String; 0]);
            let line = format!("#:schema {}", kind.schema_reference());
            assert_eq!(text.lines().next(), Some(line.as_str()), "{path}");
        }
    }
}

/// The codes of faults that a schema can express, and cases of them that it
/// cannot: what a file must have beside what else it has, and what the plural
/// forms of its own language are.
const SHAPE: [&str; 4] = ["unknown-key", "missing-key", "wrong-type", "unknown-value"];
const BEYOND_SCHEMAS: [&str; 3] = [
    "missing-key/event-without-date",
    "missing-key/plural-form",
    "unknown-key/plural-form",
];

#[test]
fn what_the_checker_refuses_for_its_shape_the_schemas_refuse() {
    let validators = validators(&minimal());
    let mut tried = 0;
    for code in SHAPE {
        let cases = project().join("tests/diag").join(code);
        for case in fs::read_dir(cases).unwrap() {
            let case = case.unwrap();
            let name = format!("{code}/{}", case.file_name().to_str().unwrap());
            if BEYOND_SCHEMAS.contains(&name.as_str()) {
                continue;
            }
            let folder = crate::diag_cases::register_of(&case.path()).0;
            let refused = content_files(&folder.content()).iter().any(|(path, kind)| {
                let text = fs::read_to_string(folder.content().join(path)).unwrap();
                !validators[kind].is_valid(&as_json(&text))
            });
            assert!(refused, "the schemas accept {name}");
            tried += 1;
        }
    }
    assert!(tried > 10);
}

#[test]
fn the_command_writes_what_changed_and_removes_what_is_old() {
    let folder = Folder::new();
    copy(&minimal(), &folder.content());
    let kinds = Kind::ALL.len();
    let run = folder.run(&["schema"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(
        run.stdout(),
        format!("content/.schema: {kinds} schemas, {kinds} changed\n")
    );
    let written = folder.content().join(".schema");
    fs::write(written.join("city.json"), "{}").unwrap();
    fs::write(written.join("event.json"), "{}").unwrap();
    assert_eq!(
        folder.run(&["schema"]).stdout(),
        format!("content/.schema: {kinds} schemas, 2 changed\n")
    );
    assert_eq!(files_under(&written).len(), kinds);
    assert_eq!(
        folder.run(&["schema", "--content", "content/"]).stdout(),
        format!("content/.schema: {kinds} schemas, 0 changed\n")
    );
    // Schemas beside the content are no content.
    assert!(folder.load().report.is_empty());
}

#[test]
fn the_command_says_why_it_cannot_write() {
    let folder = Folder::new();
    let run = folder.run(&["schema"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("there is no content folder content"),
        "{}",
        run.stderr()
    );
    fs::create_dir(folder.content()).unwrap();
    let run = folder.run(&["schema"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("holds no site.toml"),
        "{}",
        run.stderr()
    );
}
