//! The name that is suggested for a slip of the keyboard is the one that was
//! meant: measured over every name that an editor types.

use crate::support::content::{Folder, Random, project, today};
use saradnja::content::{self, Origin};
use saradnja::diag::{Diagnostic, closest};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Names among which one is looked for.
type Names = BTreeSet<String>;

/// The share of slips for which the right name must be suggested.
const RIGHT: f64 = 0.95;

/// Below this many letters hardly anything is left of a name after a slip: the
/// two letters of a country are replaced by those of another.
const SHORTEST: usize = 3;

/// Below this many letters a name with two slips is another word.
const SHORTEST_OF_TWO: usize = 6;

/// Above this many names not every letter is tried at every place.
const LARGE: usize = 40;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz-";

/// The keys of each table, and the words allowed for each value, as the schemas
/// have them.
fn keys_and_words() -> (Vec<Names>, Vec<Names>) {
    fn walk(schema: &Value, keys: &mut BTreeSet<Names>, words: &mut BTreeSet<Names>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            keys.insert(properties.keys().cloned().collect());
        }
        if let Some(allowed) = schema.get("enum").and_then(Value::as_array) {
            let allowed = allowed.iter().filter_map(Value::as_str);
            words.insert(allowed.map(str::to_owned).collect());
        }
        match schema {
            Value::Object(inner) => inner.values().for_each(|it| walk(it, keys, words)),
            Value::Array(inner) => inner.iter().for_each(|it| walk(it, keys, words)),
            _ => {}
        }
    }
    let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
    let content = project().join("content");
    for schema in content::schemas(Origin::Folder(&content)).values() {
        let schema = serde_json::from_str(schema).unwrap();
        walk(&schema, &mut keys, &mut words);
    }
    (keys.into_iter().collect(), words.into_iter().collect())
}

/// The ids of each kind of thing.
fn ids() -> Vec<Names> {
    let content = project().join("content");
    let loaded = content::load(Origin::Folder(&content), today());
    let catalog = loaded.catalog.unwrap();
    fn keys<T>(records: &BTreeMap<String, T>) -> Names {
        records.keys().cloned().collect()
    }
    vec![
        catalog.bodies().map(|body| body.id.to_owned()).collect(),
        keys(&catalog.goals),
        keys(&catalog.events),
        keys(&catalog.sources),
        keys(&catalog.pages),
        keys(&catalog.places),
        keys(&catalog.topics),
        keys(&catalog.publishers),
    ]
}

/// What one slip makes of a name: a letter left out, exchanged with the next,
/// replaced or put in, with each of these letters.
fn slips(name: &str, letters: &[char]) -> BTreeSet<String> {
    let name: Vec<char> = name.chars().collect();
    let mut slips = BTreeSet::new();
    let mut add = |letters: Vec<char>| slips.insert(letters.into_iter().collect::<String>());
    for at in 0..=name.len() {
        for letter in letters {
            let mut more = name.clone();
            more.insert(at, *letter);
            add(more);
        }
        if at == name.len() {
            break;
        }
        let mut less = name.clone();
        less.remove(at);
        add(less);
        if at + 1 < name.len() {
            let mut swapped = name.clone();
            swapped.swap(at, at + 1);
            add(swapped);
        }
        for letter in letters {
            let mut other = name.clone();
            other[at] = *letter;
            add(other);
        }
    }
    slips
}

/// How many slips were tried, and the suggestions that were wrong.
#[derive(Default)]
struct Outcome {
    tried: usize,
    wrong: Vec<String>,
}

impl Outcome {
    fn judge(&mut self, meant: &str, slip: &str, names: &Names) {
        // What is a name itself is no slip that anybody could notice.
        if names.contains(slip) {
            return;
        }
        self.tried += 1;
        let found = closest(slip, names.iter().map(String::as_str));
        if found != Some(meant) {
            self.wrong.push(format!("{slip}: {found:?}, not {meant}"));
        }
    }

    fn share(&self) -> f64 {
        1.0 - self.wrong.len() as f64 / self.tried as f64
    }
}

/// One slip in each name of the sets, with every letter, or in large sets with
/// some; and so many times two slips.
fn measure(sets: &[Names], twice: usize) -> [Outcome; 2] {
    let [mut one, mut two] = [Outcome::default(), Outcome::default()];
    let all: Vec<char> = LETTERS.chars().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for names in sets {
        let long = |name: &&String| name.chars().count() >= SHORTEST;
        for name in names.iter().filter(long) {
            let chosen = if names.len() > LARGE {
                vec![all[random.below(all.len())]]
            } else {
                all.clone()
            };
            for slip in slips(name, &chosen) {
                one.judge(name, &slip, names);
            }
            if name.chars().count() < SHORTEST_OF_TWO {
                continue;
            }
            let firsts: Vec<_> = slips(name, &all).into_iter().collect();
            for _ in 0..twice {
                let first = &firsts[random.below(firsts.len())];
                let letter = all[random.below(all.len())];
                let seconds: Vec<_> = slips(first, &[letter]).into_iter().collect();
                let second = &seconds[random.below(seconds.len())];
                if second != name {
                    two.judge(name, second, names);
                }
            }
        }
    }
    [one, two]
}

#[test]
fn the_name_that_was_meant_is_suggested() {
    let (keys, words) = keys_and_words();
    let ids = ids();
    for (what, sets, twice) in [("keys", &keys, 10), ("words", &words, 40), ("ids", &ids, 5)] {
        let outcomes = measure(sets, twice);
        for (outcome, slips) in outcomes.iter().zip(["one slip", "two slips"]) {
            let (share, tried) = (outcome.share(), outcome.tried);
            assert!(tried > 1000, "{what}, {slips}: only {tried}");
            assert!(
                share >= RIGHT,
                "{what}, {slips}: {share:.4} of {tried}: {:#?}",
                outcome.wrong
            );
        }
    }
}

/// What is shown for slips in a register: of a key, a word and an id.
#[test]
fn the_suggestion_stands_in_the_help() {
    let folder = Folder::with_minimal();
    let path = "partners/lighthouse.toml";
    let whole = fs::read_to_string(folder.content().join(path)).unwrap();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut judge = |before: &str, meant: &str, after: &str| {
        let slips: Vec<_> = slips(meant, &['e', 'k']).into_iter().collect();
        for _ in 0..4 {
            let slip = &slips[random.below(slips.len())];
            if slip == meant || slip.ends_with('-') || slip.starts_with('-') {
                continue;
            }
            let (from, to) = (
                format!("{before}{meant}{after}"),
                format!("{before}{slip}{after}"),
            );
            assert!(whole.contains(&from), "{from}");
            folder.write(path, whole.replacen(&from, &to, 1));
            let loaded = folder.load();
            let help = |found: &Diagnostic| found.help.clone().unwrap_or_default();
            let helps: Vec<_> = loaded.report.diagnostics().iter().map(help).collect();
            let wanted = format!("did you mean `{meant}`?");
            assert!(helps.contains(&wanted), "{to}: {helps:#?}");
        }
    };
    judge("", "status", " = \"active\"");
    judge("\n", "as-of", " = 2024-04-20");
    judge("status = \"", "active", "\"");
    judge("form = \"", "bilateral", "\"");
    judge("sources = [\"", "chronicle", "\"]");
    judge("goals = [\"", "rescue", "\"]");
}
