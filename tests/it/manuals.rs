//! What operators are told to type exists, and links in the documentation lead
//! somewhere. (The editors' guide has tests of its own in `guide.rs`.)

use crate::support::content::{Folder, files_under, project};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The pages for operators.
const MANUALS: [&str; 5] = [
    "docs/operators-guide.md",
    "docs/monitoring.md",
    "docs/upkeep.md",
    "docs/scaling.md",
    "docs/export.md",
];

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap()
}

/// The options of each command, by what it says of itself; those of none are
/// under the empty name.
fn options() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).stdout();
    let commands = help.split("Commands:\n").nth(1).unwrap();
    let commands = commands.split("\n\n").next().unwrap().lines();
    let commands = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = commands.filter(|name| !name.is_empty()).collect();
    assert!(names.contains(&"serve") && names.contains(&"verify"));
    let option = Regex::new("--[a-z][a-z-]*").unwrap();
    let of = |help: &str| {
        let found = option
            .find_iter(help)
            .map(|found| found.as_str().to_owned());
        found.collect::<BTreeSet<String>>()
    };
    let mut options = BTreeMap::from([(String::new(), of(&help))]);
    for name in names.into_iter().filter(|name| *name != "help") {
        let help = folder.run(&[name, "--help"]).stdout();
        options.insert(name.to_owned(), of(&help));
    }
    options
}

/// What stands between fences, and what does not.
fn parted(text: &str) -> (String, String) {
    let (mut code, mut prose) = (String::new(), String::new());
    for (place, part) in text.split("```").enumerate() {
        let side = if place % 2 == 1 {
            &mut code
        } else {
            &mut prose
        };
        side.push_str(part);
    }
    (code.replace("\\\n", " "), prose)
}

/// Commands of the program with their arguments, up to a comment.
fn commands(text: &str) -> Vec<String> {
    let command = Regex::new(r"(?:^|[\s/`=])saradnja(?:\.new|\.old)? ([a-z][^#`]*)").unwrap();
    let lines = text.lines().flat_map(|line| command.captures_iter(line));
    lines.map(|found| found[1].trim().to_owned()).collect()
}

#[test]
fn commands_in_the_pages_for_operators_exist_with_their_options() {
    let known = options();
    let option = Regex::new("--[a-z][a-z-]*").unwrap();
    let mut found = 0;
    for page in MANUALS {
        let text = read(page);
        let (code, prose) = parted(&text);
        let spans = prose.split('`').skip(1).step_by(2);
        let spans: Vec<String> = spans.map(|span| span.replace('\n', " ")).collect();
        let typed = commands(&code);
        let named = spans.iter().filter(|span| span.starts_with("saradnja "));
        let named = named.flat_map(|span| commands(span)).collect::<Vec<_>>();
        for command in typed.into_iter().chain(named) {
            let name = command.split(' ').next().unwrap();
            let Some(of_this) = known.get(name) else {
                panic!("{page}: there is no command {command:?}");
            };
            for asked in option.find_iter(&command) {
                let asked = asked.as_str();
                assert!(of_this.contains(asked), "{page}: {asked} in {command:?}");
            }
            found += 1;
        }
        for span in spans.iter().filter(|span| span.starts_with("--")) {
            let asked = option.find(span).unwrap().as_str();
            let is_known = known.values().any(|options| options.contains(asked));
            assert!(is_known, "{page}: no command has {asked}");
        }
    }
    assert!(found > 20, "{found}");
}

/// The addresses of the headings of a page, as GitHub and its like make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let (_, prose) = parted(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    let kept = |sign: &char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_');
    let anchor = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let words: String = words.chars().filter(kept).collect();
        words.replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn links_between_pages_lead_to_files_and_headings() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let documents = files_under(&project().join("docs"));
    let documents = documents.iter().filter(|name| name.ends_with(".md"));
    let documents = documents.map(|name| format!("docs/{name}"));
    let mut checked = 0;
    for page in documents.chain(["README.md".to_owned()]) {
        let text = read(&page);
        let (_, prose) = parted(&text);
        // What stands between backquotes is shown, not followed.
        let prose: String = prose.split('`').step_by(2).collect();
        let folder = project().join(&page).parent().unwrap().to_owned();
        for found in link.captures_iter(&prose) {
            let target = &found[1];
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = match path {
                "" => project().join(&page),
                _ => folder.join(path),
            };
            assert!(file.exists(), "{page}: no file {path}");
            if !anchor.is_empty() {
                let anchors = anchors(&fs::read_to_string(&file).unwrap());
                assert!(anchors.contains(anchor), "{page}: no heading {target}");
            }
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
}
