//! The editor's guide is true: its examples are a register without a mistake,
//! and its table of faults is the program's.

use crate::support::content::Folder;
use saradnja::content::{self, Kind, Location, Origin};
use saradnja::diag::{Code, Format, render};
use saradnja::locale::Day;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The day on which the examples were written; on a later one reviews are late.
const TODAY: Day = Day {
    year: 2026,
    month: 11,
    day: 23,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn guide() -> String {
    fs::read_to_string(root().join("docs/editors-guide.md")).unwrap()
}

/// A TOML block of the guide.
struct Example {
    /// The file that its first line names, inside the content folder.
    path: String,
    /// Whether it is only a part of that file.
    excerpt: bool,
    /// Everything after the first line.
    text: String,
}

impl Example {
    /// Reads the block whose opening fence has just been passed.
    fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Self {
        let first = lines.next().expect("a block goes on after its fence");
        let name = first
            .strip_prefix("# content/")
            .unwrap_or_else(|| panic!("a block begins with {first:?} instead of its file"));
        let path = name.strip_suffix(" (excerpt)");
        Self {
            path: path.unwrap_or(name).to_owned(),
            excerpt: path.is_some(),
            text: lines
                .take_while(|line| *line != "```")
                .flat_map(|line| [line, "\n"])
                .collect(),
        }
    }

    fn kind(&self) -> Kind {
        Kind::of_path(&self.path)
            .unwrap_or_else(|| panic!("nothing reads a file {}", self.path))
            .0
    }
}

fn examples() -> Vec<Example> {
    let guide = guide();
    let mut lines = guide.lines();
    let mut examples = Vec::new();
    while let Some(line) = lines.next() {
        if line == "```toml" {
            examples.push(Example::read(&mut lines));
        }
    }
    examples
}

fn complete_examples() -> impl Iterator<Item = Example> {
    examples().into_iter().filter(|example| !example.excerpt)
}

/// A folder that is removed when the test ends, however it ends.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("saradnja-{name}-{}", std::process::id()));
        // A run that was killed may have left it behind.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, relative: &str, text: &str) {
        let path = self.0.join(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn examples_are_a_register_without_a_mistake() {
    let folder = TemporaryFolder::new("guide");
    for example in complete_examples() {
        let exists = folder.0.join(&example.path).exists();
        assert!(!exists, "two blocks are {}", example.path);
        folder.write(&example.path, &example.text);
    }
    // The words of the interface are too many for the guide.
    for entry in fs::read_dir(root().join("content/strings")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        folder.write(
            &format!("strings/{name}"),
            &fs::read_to_string(&path).unwrap(),
        );
    }
    let loaded = content::load(Origin::Folder(&folder.0), TODAY);
    assert!(
        loaded.report.is_empty(),
        "{}",
        render(&loaded.report, &loaded.sources, Format::Short, false)
    );
    assert!(loaded.catalog.is_some());
}

#[test]
fn every_kind_of_file_has_an_example() {
    let shown: BTreeSet<Kind> = complete_examples().map(|example| example.kind()).collect();
    let missing: Vec<&str> = Kind::ALL
        .iter()
        .filter(|kind| **kind != Kind::Strings && !shown.contains(kind))
        .map(|kind| kind.name())
        .collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
    let shows_strings = examples()
        .iter()
        .any(|example| example.kind() == Kind::Strings);
    assert!(shows_strings, "no excerpt of strings");
}

#[test]
fn every_example_begins_with_its_schema() {
    for example in complete_examples() {
        let expected = format!("#:schema {}\n\n", example.kind().schema_reference());
        let found = example.text.starts_with(&expected);
        assert!(found, "{} does not begin with {expected:?}", example.path);
    }
}

/// The first exercise, done as it is told: the statement goes above the line of
/// the program, and with the slips that the guide names the complaints are
/// those that it shows.
#[test]
fn the_first_exercise_goes_as_the_guide_says() {
    let exercise = examples()
        .into_iter()
        .find(|example| example.path == "societies/andorra.toml")
        .expect("the exercise is an excerpt of this file");
    let slips = [
        ("20 December 1980", "20 December 1981"),
        ("as-of = 1980-12-20", "as-of = \"1980-12-20\""),
        ("creuroja-qui-som", "creuroja-qui-sum"),
        ("confidence", "confidense"),
    ];
    let slipped = slips
        .iter()
        .fold(exercise.text.clone(), |text, (right, wrong)| {
            assert_eq!(text.matches(right).count(), 1, "{right}");
            text.replace(right, wrong)
        });
    let guide = guide();
    let shown = guide.split("```text\n").nth(1).unwrap_or_default();
    let shown = shown.split("```").next().unwrap_or_default();
    let mends = guide.split("```text\n").nth(2).unwrap_or_default();
    let mends = mends.split("```").next().unwrap_or_default();
    for (statement, expected) in [(&exercise.text, None), (&slipped, Some(shown))] {
        let folder = Folder::with_shipped();
        let mark = "# Written by the program";
        folder.edit(&exercise.path, mark, &format!("{statement}\n{mark}"));
        let run = folder.run(&["check", "--as-of", "2026-11-23"]);
        match expected {
            Some(complaints) => {
                assert_eq!(run.stdout(), complaints);
                let fix = folder.run(&["fix", "--as-of", "2026-11-23"]);
                assert_eq!(fix.stdout(), mends);
            }
            None => assert!(
                run.stdout().ends_with(" files, no mistakes\n"),
                "{}",
                run.stdout()
            ),
        }
    }
}

/// What an editor copies must at least be TOML.
#[test]
fn excerpts_are_valid_toml() {
    for example in examples().iter().filter(|example| example.excerpt) {
        let parsed = example.text.parse::<toml::Table>();
        assert!(parsed.is_ok(), "{}: {parsed:?}", example.path);
    }
}

#[test]
fn the_table_of_faults_is_the_catalogue() {
    let guide = guide();
    let rows: Vec<(&str, &str)> = guide
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let name = cells.next()?.strip_suffix('`')?;
            let severity = cells.next()?;
            matches!(severity, "error" | "warning").then_some((name, severity))
        })
        .collect();
    let catalogue: Vec<(&str, &str)> = Code::ALL
        .iter()
        .map(|code| (code.name(), code.severity().as_str()))
        .collect();
    assert_eq!(rows, catalogue);
}

/// The guide lists every folder and file in which content can lie.
#[test]
fn the_overview_names_every_place() {
    let guide = guide();
    for kind in Kind::ALL {
        let place = match kind.location() {
            Location::File(name) => format!("`{name}`"),
            Location::Folder(folder) => format!("`{folder}/`"),
        };
        assert!(guide.contains(&place), "the guide does not name {place}");
    }
}

/// Links to a heading of the guide, as GitHub and its like make addresses of
/// headings: small letters, hyphens for spaces, other signs left out.
#[test]
fn links_within_the_guide_lead_to_its_headings() {
    let guide = guide();
    let mut in_code = false;
    let mut anchors = BTreeSet::new();
    for line in guide.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        let heading = line.trim_start_matches('#');
        if !in_code && heading.len() < line.len() && heading.starts_with(' ') {
            let anchor: String = heading
                .trim()
                .chars()
                .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-'))
                .map(|sign| if sign == ' ' { '-' } else { sign })
                .collect();
            anchors.insert(anchor.to_lowercase());
        }
    }
    for link in guide.split("](#").skip(1) {
        let target = link.split(')').next().unwrap_or_default();
        assert!(anchors.contains(target), "no heading for #{target}");
    }
}
