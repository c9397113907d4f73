//! Times the whole check of content: reading, parsing, checking, linking, every
//! rule. Over the shipped content, and over a register of 10,000 more entities,
//! beside the least that anybody would do: reading the same files and parsing
//! them with `toml`.
//!
//! `benches/check` runs it. Fails if a budget is missed. Times differ from
//! machine to machine; what they are a multiple of says more.

#![expect(clippy::print_stdout, reason = "it prints its table")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]

use saradnja::content::{Origin, load};
use saradnja::locale::Day;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Entities of the made-up register, besides those that it is made from.
const ENTITIES: usize = 10_000;

/// What a check may take, in milliseconds.
const MUST_SHIPPED: u128 = 100;
const MUST_LARGE: u128 = 2_000;

/// How often each is timed; the middle one counts.
const ROUNDS: usize = 9;

fn main() -> ExitCode {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folder = std::env::temp_dir().join(format!("saradnja-bench-{}", std::process::id()));
    make(&shipped, &folder);
    println!("register             check      must   read and parse  check is");
    let within = [
        row("shipped", &shipped, MUST_SHIPPED),
        row("10,000 entities", &folder, MUST_LARGE),
    ];
    fs::remove_dir_all(&folder).unwrap();
    if within.iter().all(|within| *within) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A copy of the register in which entities of three kinds stand many times,
/// under other names: the same on every run.
fn make(shipped: &Path, folder: &Path) {
    let mut entities = Vec::new();
    for path in files(shipped) {
        let relative = path.strip_prefix(shipped).unwrap();
        let text = fs::read(&path).unwrap();
        let target = folder.join(relative);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(&target, &text).unwrap();
        let kind = relative.parent().unwrap().to_str().unwrap();
        if ["partners", "events", "sources"].contains(&kind) {
            entities.push((target, text));
        }
    }
    for number in 0..ENTITIES {
        let (path, text) = &entities[number % entities.len()];
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let copy = path.with_file_name(format!("{stem}-{number}.toml"));
        fs::write(copy, text).unwrap();
    }
}

/// Every content file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn row(name: &str, folder: &Path, must: u128) -> bool {
    let today = Day::new(2026, 11, 23).unwrap();
    let check = middle(|| {
        let loaded = load(Origin::Folder(folder), today);
        assert!(loaded.catalog.is_some(), "the register has mistakes");
        black_box(loaded);
    });
    let paths = files(folder);
    let parse = middle(|| {
        for path in &paths {
            let text = fs::read_to_string(path).unwrap();
            black_box(text.parse::<toml::Table>().unwrap());
        }
    });
    let times = check.as_secs_f64() / parse.as_secs_f64();
    println!(
        "{name:<16} {:>7} ms {must:>6} ms {:>13} ms  {times:>7.1} times",
        check.as_millis(),
        parse.as_millis()
    );
    check.as_millis() <= must
}

/// The time in the middle of several.
fn middle(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}
