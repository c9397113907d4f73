//! From a script file to a transliterator: check and compile.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::scan::{is_word_char, word_len};
use super::{Beginnings, Letters, ScriptFault, ScriptSource, Spelling, Transliterator};

/// The characters that Unicode has for two letters in one, in three casings each; their
/// compatibility decomposition is the two letters.
const LIGATURES: std::ops::RangeInclusive<char> = '\u{1C4}'..='\u{1CC}';

struct Faults(Vec<ScriptFault>);

impl Faults {
    fn add(&mut self, key: &'static str, entry: &str, message: impl Into<String>) {
        self.0.push(ScriptFault {
            key,
            entry: (!entry.is_empty()).then(|| entry.to_owned()),
            message: message.into(),
            help: None,
        });
    }

    fn help(&mut self, help: &str) {
        if let Some(fault) = self.0.last_mut() {
            fault.help = Some(help.to_owned());
        }
    }
}

impl Transliterator {
    /// Checks and compiles a script file.
    ///
    /// # Errors
    /// Every entry that is wrong, or that could never have an effect.
    pub fn new(source: &ScriptSource) -> Result<Self, Vec<ScriptFault>> {
        let mut faults = Faults(Vec::new());
        if source.from == source.to {
            faults.add("to", "", "a language cannot be derived from itself");
        }
        let letters = letters(&source.letters, &mut faults);
        let words = words(&source.words, &mut faults);
        let keep = keep(&source.keep, &words, &mut faults);
        let decisions = decisions(&source.seams, &source.digraphs, &letters, &mut faults);
        let mut suspect_prefixes = Vec::new();
        for prefix in &source.suspect_prefixes {
            let plain = lower(prefix);
            if plain.is_empty() || !plain.chars().all(is_word_char) {
                faults.add(
                    "suspect-prefixes",
                    prefix,
                    format!("`{prefix}` is not the beginning of a word"),
                );
            }
            suspect_prefixes.push(plain.into());
        }
        if faults.0.is_empty() {
            Ok(Self {
                letters,
                keep,
                words,
                decisions,
                suspect_prefixes,
            })
        } else {
            Err(faults.0)
        }
    }
}

fn lower(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase()
}

fn letters(source: &BTreeMap<String, String>, faults: &mut Faults) -> Letters {
    let mut table: BTreeMap<char, Vec<Spelling>> = BTreeMap::new();
    let mut add = |from: &str, to: &str| {
        if let Some(first) = from.chars().next() {
            let spellings = table.entry(first).or_default();
            if !spellings.iter().any(|known| &*known.from == from) {
                spellings.push(Spelling {
                    from: from.into(),
                    length: from.chars().count(),
                    to: to.into(),
                });
            }
        }
    };
    if source.is_empty() {
        faults.add("letters", "", "the table of letters is empty");
    }
    for (written, target) in source {
        let from: String = written.nfc().collect();
        let to: String = target.nfc().collect();
        if from.is_empty() || from.chars().count() > 3 || !from.chars().all(is_word_char) {
            faults.add(
                "letters",
                written,
                format!("`{written}` is not one letter: expected one to three characters"),
            );
            continue;
        }
        if from.to_lowercase() != from {
            faults.add(
                "letters",
                written,
                format!("`{written}` is not a small letter"),
            );
            faults.help("write small letters only; capitals follow from them");
            continue;
        }
        if to.is_empty() {
            faults.add("letters", written, format!("`{written}` becomes nothing"));
            continue;
        }
        let casings = [
            (from.clone(), to.clone()),
            (title(&from), title(&to)),
            (from.to_uppercase(), to.to_uppercase()),
        ];
        for (from, to) in &casings {
            add(from, to);
        }
        for ligature in LIGATURES {
            let apart: String = std::iter::once(ligature).nfkc().collect();
            if let Some((_, to)) = casings.iter().find(|(from, _)| *from == apart) {
                add(ligature.encode_utf8(&mut [0; 4]), to);
            }
        }
    }
    let mut spellings: Vec<_> = table.into_iter().collect();
    for (_, of_one_character) in &mut spellings {
        of_one_character.sort_by_key(|spelling| std::cmp::Reverse(spelling.length));
    }
    Letters::new(spellings)
}

/// The text with a capital first letter.
pub(super) fn title(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

fn words(source: &BTreeMap<String, String>, faults: &mut Faults) -> BTreeMap<Box<str>, Box<str>> {
    let mut words = BTreeMap::new();
    for (written, target) in source {
        let from: String = written.nfc().collect();
        if from.is_empty() || word_len(&from) != from.len() {
            faults.add(
                "words",
                written,
                format!("`{written}` is not one word of letters"),
            );
        } else if from.to_lowercase() != from {
            faults.add(
                "words",
                written,
                format!("`{written}` is not in small letters"),
            );
            faults.help("write small letters only; capitals are carried over");
        } else if target.is_empty() {
            faults.add("words", written, format!("`{written}` becomes nothing"));
        }
        words.insert(from.into(), target.nfc().collect::<String>().into());
    }
    words
}

fn keep(
    source: &[String],
    words: &BTreeMap<Box<str>, Box<str>>,
    faults: &mut Faults,
) -> BTreeMap<Box<str>, Vec<Box<str>>> {
    let mut keep: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
    for written in source {
        let text: String = written.nfc().collect();
        let first = &text[..word_len(&text)];
        if first.is_empty() {
            faults.add(
                "keep",
                written,
                format!("`{written}` does not start with a letter"),
            );
            continue;
        }
        let entries = keep.entry(first.into()).or_default();
        if entries.iter().any(|entry| **entry == text) {
            faults.add("keep", written, format!("`{written}` is listed twice"));
        } else if words.contains_key(text.to_lowercase().as_str()) {
            faults.add(
                "keep",
                written,
                format!("`{written}` is also in `words`: only one can hold"),
            );
        }
        entries.push(text.into());
    }
    for entries in keep.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
    }
    keep
}

fn decisions(
    seams: &[String],
    digraphs: &[String],
    letters: &Letters,
    faults: &mut Faults,
) -> Beginnings {
    let mut entries: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    for written in seams {
        let (word, bars) = without_bars(&lower(written));
        if bars.is_empty() {
            faults.add("seams", written, format!("`{written}` has no bar"));
            faults.help("put a bar `|` between the two characters that stay two letters");
        }
        for bar in &bars {
            // One character before the bar starts what would be read as one letter.
            let from = bar
                .checked_sub(1)
                .and_then(|at| word.char_indices().nth(at));
            if !from.is_some_and(|(at, _)| letters.joins(&word[at..])) {
                faults.add(
                    "seams",
                    written,
                    format!("the bar in `{written}` parts nothing"),
                );
                faults.help("a bar stands between two characters that the table of letters joins");
            }
        }
        insert(&mut entries, "seams", written, word, bars, faults);
    }
    for written in digraphs {
        let word = lower(written);
        let joins = word
            .char_indices()
            .any(|(at, _)| letters.joins(&word[at..]));
        if !joins || !word.chars().all(is_word_char) {
            faults.add(
                "digraphs",
                written,
                format!("`{written}` has no letter of two characters"),
            );
        }
        insert(&mut entries, "digraphs", written, word, Vec::new(), faults);
    }
    Beginnings {
        entries: entries.into_iter().collect(),
    }
}

fn insert(
    entries: &mut BTreeMap<Box<str>, Vec<usize>>,
    key: &'static str,
    written: &str,
    word: String,
    bars: Vec<usize>,
    faults: &mut Faults,
) {
    if entries.contains_key(word.as_str()) {
        faults.add(key, written, format!("`{written}` is decided twice"));
        faults.help("a beginning of a word stands once, in `seams` or in `digraphs`");
    }
    entries.insert(word.into(), bars);
}

/// The text without its bars, and where they stood, in characters from the start.
fn without_bars(text: &str) -> (String, Vec<usize>) {
    let mut word = String::new();
    let mut bars = BTreeSet::new();
    let mut count = 0;
    for c in text.chars() {
        if c == '|' {
            bars.insert(count);
        } else {
            word.push(c);
            count += 1;
        }
    }
    (word, bars.into_iter().collect())
}
