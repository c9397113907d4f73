//! House rules that no compiler knows: which layer may name which, how long a
//! file may be, and that nothing of one organisation is in the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let files: Vec<_> = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            (name, text)
        })
        .collect();
    assert!(!files.is_empty(), "no {extension} files in {folder}");
    files
}

/// A layer, and what its files may name: layers of this crate, then crates.
struct Layer {
    name: &'static str,
    layers: &'static [&'static str],
    crates: &'static [&'static str],
}

/// The layers, each below those after it (ARCHITECTURE.md shows them).
const LAYERS: &[Layer] = &[
    Layer {
        name: "diag",
        layers: &["diag"],
        crates: &["annotate_snippets", "serde_json", "strsim"],
    },
    Layer {
        name: "locale",
        layers: &["locale"],
        crates: &[
            "frostem",
            "schemars",
            "serde",
            "toml",
            "unicode_normalization",
            "xxhash_rust",
        ],
    },
    Layer {
        name: "content",
        layers: &["content", "diag", "locale"],
        crates: &[
            "pulldown_cmark",
            "rayon",
            "regex_lite",
            "schemars",
            "serde",
            "serde_json",
            "toml",
            "unicode_normalization",
            "xxhash_rust",
        ],
    },
    Layer {
        name: "edit",
        layers: &["edit", "content", "diag", "locale"],
        crates: &["serde_json", "similar", "toml", "toml_parser"],
    },
    Layer {
        name: "lsp",
        layers: &["lsp", "edit", "content", "diag", "locale"],
        crates: &["lsp_types", "serde", "serde_json", "toml_parser"],
    },
    Layer {
        name: "site",
        layers: &["site", "content", "diag", "locale"],
        crates: &[
            "askama",
            "brotli",
            "bytes",
            "flate2",
            "include_dir",
            "pulldown_cmark",
            "rayon",
            "schemars",
            "serde",
            "serde_json",
            "sha2",
            "strsim",
            "unicode_normalization",
            "xxhash_rust",
        ],
    },
    Layer {
        name: "compare",
        layers: &["compare", "site", "content"],
        crates: &["serde", "serde_json", "similar"],
    },
    Layer {
        name: "links",
        layers: &["links", "content", "locale"],
        crates: &["rustls", "serde", "serde_json", "ureq"],
    },
    Layer {
        name: "release",
        layers: &["release", "site", "locale"],
        crates: &["bytes", "http", "xxhash_rust"],
    },
    Layer {
        name: "export",
        layers: &["export", "release", "site"],
        crates: &[
            "brotli", "bytes", "flate2", "http", "rayon", "rustix", "ureq",
        ],
    },
    Layer {
        name: "doctor",
        layers: &["doctor", "export", "links", "release", "site"],
        crates: &["http", "serde_json", "ureq"],
    },
    Layer {
        name: "live",
        layers: &["live", "release", "site"],
        crates: &["arc_swap", "tracing"],
    },
    Layer {
        name: "watch",
        layers: &["watch"],
        crates: &["notify", "tracing", "xxhash_rust"],
    },
    Layer {
        name: "supervisor",
        layers: &["supervisor"],
        crates: &["rustix", "tracing"],
    },
    Layer {
        name: "operations",
        layers: &["operations", "http", "live", "release", "site", "locale"],
        crates: &["axum", "bytes", "http", "serde_json"],
    },
    Layer {
        name: "preview",
        layers: &["preview", "http", "release", "site", "diag"],
        crates: &[
            "askama",
            "axum",
            "bytes",
            "http",
            "http_body",
            "serde_json",
            "tokio",
        ],
    },
    Layer {
        name: "http",
        layers: &["http", "live", "release", "site", "locale"],
        crates: &[
            "axum",
            "bytes",
            "http",
            "http_body",
            "http_body_util",
            "hyper",
            "hyper_util",
            "tokio",
            "tower",
            "tower_http",
            "tracing",
        ],
    },
];

/// The first part of every path that a file imports or spells out: `crate::x`
/// as `x`, and the crates that it uses by name.
fn named(text: &str, dependencies: &BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let mut layers = BTreeSet::new();
    let mut crates = BTreeSet::new();
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => layers.extend(first_words(group)),
            None => {
                layers.insert(word(rest));
            }
        }
    }
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        for (at, _) in line.match_indices("::") {
            let before: String = line[..at]
                .chars()
                .rev()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            let name: String = before.chars().rev().collect();
            let start = at - name.len();
            // `a::b::c` names `a` alone; `crate::http::x` names our own layer.
            if !line[..start].ends_with("::") && dependencies.contains(&name) {
                crates.insert(name);
            }
        }
    }
    (layers, crates)
}

/// The first word of each path of a group that has just been opened:
/// `a::b, c::{d, e}}` gives `a` and `c`.
fn first_words(group: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let (mut depth, mut word, mut open) = (1, String::new(), true);
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 1 && open && (letter.is_alphanumeric() || letter == '_') {
            word.push(letter);
        } else if !word.is_empty() {
            words.insert(std::mem::take(&mut word));
            open = false;
        }
        if depth == 1 && letter == ',' {
            open = true;
        }
        if depth == 0 {
            break;
        }
    }
    words
}

#[test]
fn grouped_imports_are_seen() {
    let (layers, crates) = named(
        "use crate::{\n    live::Live,\n    site::{assets::A, body},\n};\nuse http::header;\n",
        &BTreeSet::from(["http".to_owned(), "bytes".to_owned()]),
    );
    assert_eq!(
        layers,
        BTreeSet::from(["live".to_owned(), "site".to_owned()])
    );
    assert_eq!(crates, BTreeSet::from(["http".to_owned()]));
}

fn dependencies() -> BTreeSet<String> {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect()
}

#[test]
fn layers_name_only_what_lies_below_them() {
    let dependencies = dependencies();
    let mut faults = Vec::new();
    for layer in LAYERS {
        for (path, text) in files(&format!("src/{}", layer.name), "rs") {
            // Tests may name what they test with.
            if path.ends_with("tests.rs") {
                continue;
            }
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let (layers, crates) = named(text, &dependencies);
            for name in layers {
                if !layer.layers.contains(&name.as_str()) {
                    faults.push(format!("{path} names the layer `{name}`"));
                }
            }
            for name in crates {
                if !layer.crates.contains(&name.as_str()) {
                    faults.push(format!("{path} names the crate `{name}`"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_dependency_has_its_reason() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let missing: Vec<_> = dependencies()
        .into_iter()
        .filter(|name| {
            let dashed = name.replace('_', "-");
            !architecture.contains(&format!("| `{dashed}` |"))
                && !architecture.contains(&format!("| `{name}` |"))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "no reason in ARCHITECTURE.md: {missing:?}"
    );
}

/// Files that touch the file system: reading content, reading static files,
/// and the commands.
#[test]
fn only_the_readers_touch_files() {
    for layer in [
        "diag",
        "locale",
        "content",
        "edit",
        "lsp",
        "site",
        "compare",
        "links",
        "release",
        "export",
        "live",
        "http",
        "operations",
        "preview",
        "supervisor",
    ] {
        for (path, text) in files(&format!("src/{layer}"), "rs") {
            if path.starts_with("src/content/tree")
                || path.starts_with("src/edit/write")
                || path.starts_with("src/site/assets")
                || path.starts_with("src/export/files")
                || path.starts_with("src/export/swap")
                || path.starts_with("src/export/verify/folder")
                || path.starts_with("src/export/write")
                || path.ends_with("tests.rs")
            {
                continue;
            }
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            assert!(!text.contains("std::fs"), "{path} touches files");
            assert!(!text.contains("std::env::"), "{path} reads the environment");
            assert!(!text.contains("SystemTime::now"), "{path} reads the clock");
        }
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in files("src", "rs") {
        let lines = text.lines().count();
        assert!(
            lines <= 400,
            "{path} has {lines} lines: split it by meaning"
        );
    }
    for (path, text) in files("static/css", "css") {
        let lines = text.lines().count();
        assert!(
            lines <= 400,
            "{path} has {lines} lines: split it by meaning"
        );
    }
}

#[test]
fn nothing_is_left_unfinished() {
    for (folder, extension) in [("src", "rs"), ("templates", "html"), ("static/css", "css")] {
        for (path, text) in files(folder, extension) {
            for note in ["TODO", "FIXME", "todo!(", "unimplemented!(", "#[ignore]"] {
                let allowed = path == "src/content/rules/text.rs";
                assert!(allowed || !text.contains(note), "{path} contains {note}");
            }
        }
    }
}

/// The words that only the content may use: names of the organisation, of its
/// country and of its languages, taken from the content itself.
fn words_of_this_register() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let read = |path: &str| -> toml::Table {
        fs::read_to_string(root().join("content").join(path))
            .unwrap()
            .parse()
            .unwrap()
    };
    let site = read("site.toml");
    let id = site["organisation"].as_str().unwrap();
    let organisation = read(&format!("societies/{id}.toml"));
    words.insert(id.to_owned());
    for key in ["name", "abbreviation"] {
        for text in organisation[key].as_table().unwrap().values() {
            words.extend(text.as_str().map(str::to_owned));
        }
    }
    let country = organisation["country"].as_str().unwrap();
    for entry in read("places.toml")["country"].as_array().unwrap() {
        if entry["code"].as_str() == Some(country) {
            let names = entry["name"].as_table().unwrap().values();
            words.extend(names.filter_map(|name| name.as_str().map(str::to_owned)));
        }
    }
    for id in site["languages"].as_array().unwrap() {
        let id = id.as_str().unwrap();
        let language = read(&format!("languages/{id}.toml"));
        words.insert(language["lang"].as_str().unwrap().to_owned());
        if id.len() > 2 {
            words.insert(id.to_owned());
        }
        let name = language["name"].as_str().unwrap();
        if name != "English" {
            words.insert(name.to_owned());
        }
    }
    words.remove("en");
    words
}

#[test]
fn the_program_knows_no_organisation() {
    let words = words_of_this_register();
    assert!(words.len() > 5, "{words:?}");
    let mut faults = Vec::new();
    for (folder, extension) in [("src", "rs"), ("templates", "html"), ("static/css", "css")] {
        for (path, text) in files(folder, extension) {
            // What a test checks, and an example in a comment, decide nothing.
            if path.ends_with("tests.rs") || path.contains("/tests/") {
                continue;
            }
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            for (number, line) in text.lines().enumerate() {
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for word in &words {
                    let mut rest = line;
                    while let Some(at) = rest.find(word.as_str()) {
                        let letter = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
                        let whole = !letter(rest[..at].chars().next_back())
                            && !letter(rest[at + word.len()..].chars().next());
                        if whole {
                            faults.push(format!("{path}:{}: `{word}`", number + 1));
                        }
                        rest = &rest[at + word.len()..];
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn templates_have_no_inline_script_or_style() {
    for (path, text) in files("templates", "html") {
        for forbidden in ["<style", "style=\"", "onclick=", "javascript:"] {
            assert!(!text.contains(forbidden), "{path} contains {forbidden}");
        }
        // Only the preview sends a script, and it is a file.
        let files = match path.as_str() {
            "templates/preview/head.html" => text.matches("<script src=\"").count(),
            _ => 0,
        };
        assert_eq!(text.matches("<script").count(), files, "{path}");
    }
}

#[test]
fn nothing_drawn_is_a_cross() {
    for (path, text) in files("static", "svg") {
        // The mark and the icons are circles on a ground; a cross needs bars.
        for forbidden in ["<line", "<polygon", "<text", "#f00", "#e00", "red"] {
            assert!(!text.contains(forbidden), "{path} contains {forbidden}");
        }
    }
    for (path, text) in files("static/css", "css") {
        for sign in ["\u{271A}", "\u{2795}", "\\271a", "\\2795", "data:"] {
            assert!(!text.contains(sign), "{path} contains {sign:?}");
        }
    }
}
