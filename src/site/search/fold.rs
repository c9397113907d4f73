//! Folding: the form of a word in which all ways of writing it are one.
//!
//! Capitals, accents and the script make no difference. What Unicode says of
//! all letters is done here; what a language adds (a letter that people also
//! write as two, the way from one script to another) comes from its file. This
//! module knows nothing of the register.

use crate::content::ResolvedLanguage;
use crate::locale::Stemmer;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The script that words of derived languages are folded into, if theirs or
/// that of their source is it (ISO 15924): the one on most keyboards.
const COMMON_SCRIPT: &str = "Latn";

/// Letters that Unicode does not decompose and that people write with plain
/// ones all the same (CLDR, transform Latin-ASCII), and the final sigma, which
/// is another form of the letter and no other letter.
const PLAIN: [(char, &str); 12] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ς', "σ"),
];

/// A word of more characters than this is folded without the other ways of
/// writing it and without its stem: no word of a language is so long.
const LONGEST_WORD: usize = 64;

/// One letter, which may be several characters, and what it is folded to: the
/// first way of writing it, then the others.
#[derive(Debug, Clone)]
struct Letter {
    from: Box<str>,
    to: Box<[Box<str>]>,
}

/// How the words of one edition are folded.
#[derive(Debug, Clone)]
pub struct Folding {
    /// By their first character, then the longest first.
    letters: Vec<(char, Vec<Letter>)>,
    stemmer: Option<Stemmer>,
    ignored: Vec<String>,
}

/// A word, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The form that the word is found by.
    pub term: String,
    /// Other forms that it may be found by.
    pub others: Vec<String>,
}

impl Folding {
    /// The folding of the language at `index`. Its own letters count before
    /// those of the other languages, whose names occur in its texts as well.
    pub fn new(languages: &[ResolvedLanguage], index: usize) -> Self {
        let own = languages.iter().skip(index).take(1);
        let others = languages.iter().enumerate();
        let others = others.filter(|(other, _)| *other != index);
        let mut folding = Self {
            letters: Vec::new(),
            stemmer: None,
            ignored: Vec::new(),
        };
        for language in own.chain(others.map(|(_, language)| language)) {
            for (from, to) in &language.words.fold {
                folding.add(from, to);
            }
            let is_common = language.record.script.as_str() == COMMON_SCRIPT;
            for (source, here) in &language.letters {
                let (from, to) = match is_common {
                    true => (source, here),
                    false => (here, source),
                };
                folding.add(from, std::slice::from_ref(to));
            }
        }
        // What a letter becomes may itself be a letter with a way of its own.
        let ways: Vec<_> = folding.letters.clone();
        let folded_ways = |text: &str| {
            let own = Self {
                letters: ways.clone(),
                stemmer: None,
                ignored: Vec::new(),
            };
            let folded = own.word(text);
            std::iter::once(folded.term).chain(folded.others)
        };
        for (_, letters) in &mut folding.letters {
            for letter in letters {
                let mut to: Vec<Box<str>> = Vec::new();
                for way in letter.to.iter().flat_map(|way| folded_ways(way)) {
                    if !to.iter().any(|known| **known == *way) {
                        to.push(way.into());
                    }
                }
                letter.to = to.into();
            }
        }
        let language = languages.get(index).map(|language| &language.words);
        folding.stemmer = language.and_then(|words| words.stemmer);
        folding.ignored = language
            .into_iter()
            .flat_map(|words| &words.ignore)
            .map(|word| folding.term(word))
            .collect();
        folding
    }

    fn add(&mut self, from: &str, to: &[String]) {
        let from: String = from.to_lowercase().nfc().collect();
        let (Some(first), false) = (from.chars().next(), to.is_empty()) else {
            return;
        };
        let place = match self.letters.binary_search_by_key(&first, |(key, _)| *key) {
            Ok(place) => place,
            Err(place) => {
                self.letters.insert(place, (first, Vec::new()));
                place
            }
        };
        let letters = &mut self.letters[place].1;
        if letters.iter().all(|known| *known.from != *from) {
            letters.push(Letter {
                from: from.into(),
                to: to.iter().map(|way| way.as_str().into()).collect(),
            });
            letters.sort_by_key(|letter| std::cmp::Reverse(letter.from.len()));
        }
    }

    /// Whether a word, folded, need not be there for a text to be found.
    pub fn ignores(&self, term: &str) -> bool {
        self.ignored.iter().any(|word| word == term)
    }

    /// The form that a word is found by.
    pub fn term(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        self.fold_into(&small(word), 0, &mut out);
        out
    }

    /// The form that a word is found by, and the other ways of writing it.
    pub fn word(&self, word: &str) -> Folded {
        let small = small(word);
        let mut term = String::with_capacity(small.len());
        let ways = self.fold_into(&small, 0, &mut term);
        let mut others = Vec::new();
        if small.len() <= LONGEST_WORD {
            for way in 1..ways {
                let mut other = String::new();
                self.fold_into(&small, way, &mut other);
                if other != term && !others.contains(&other) {
                    others.push(other);
                }
            }
        }
        Folded { term, others }
    }

    /// The stems of a word, folded: of the word as it is written and, for
    /// those who leave accents out, of its folded form. None without an
    /// algorithm.
    pub fn stems(&self, word: &str, folded: &str) -> Vec<String> {
        let Some(stemmer) = self.stemmer else {
            return Vec::new();
        };
        let small = small(word);
        if small.len() > LONGEST_WORD || !small.chars().any(char::is_alphabetic) {
            return Vec::new();
        }
        let mut stems = Vec::new();
        // Most words have no accents: one stem is enough.
        let plain = (folded != small).then(|| stemmer.stem(folded));
        for stem in std::iter::once(stemmer.stem(&small)).chain(plain) {
            let folded = self.word(&stem);
            for form in std::iter::once(folded.term).chain(folded.others) {
                if !form.is_empty() && !stems.contains(&form) {
                    stems.push(form);
                }
            }
        }
        stems
    }

    /// Folds a word in small letters, each letter in the way of this number or
    /// the last that it has; returns the most ways that a letter has.
    fn fold_into(&self, small: &str, way: usize, out: &mut String) -> usize {
        let mut most = 1;
        let mut rest = small;
        while let Some(first) = rest.chars().next() {
            if let Some(letter) = self.letter(first, rest) {
                most = most.max(letter.to.len());
                out.push_str(&letter.to[way.min(letter.to.len() - 1)]);
                rest = &rest[letter.from.len()..];
                continue;
            }
            rest = &rest[first.len_utf8()..];
            if first.is_ascii() {
                if first != '\'' {
                    out.push(first);
                }
                continue;
            }
            for part in std::iter::once(first).nfd() {
                if is_combining_mark(part) || part == '’' {
                    continue;
                }
                match PLAIN.iter().find(|(letter, _)| *letter == part) {
                    Some((_, plain)) => out.push_str(plain),
                    None => self.push_part(part, first, way, out),
                }
            }
        }
        most
    }

    /// A part of a decomposed character may be a letter with a way of its own.
    fn push_part(&self, part: char, whole: char, way: usize, out: &mut String) {
        let mut buffer = [0; 4];
        let text: &str = part.encode_utf8(&mut buffer);
        match self.letter(part, text) {
            Some(letter) if part != whole => {
                out.push_str(&letter.to[way.min(letter.to.len() - 1)]);
            }
            _ => out.push(part),
        }
    }

    fn letter(&self, first: char, text: &str) -> Option<&Letter> {
        let place = self
            .letters
            .binary_search_by_key(&first, |(key, _)| *key)
            .ok()?;
        let letters = &self.letters[place].1;
        letters
            .iter()
            .find(|letter| text.starts_with(&*letter.from))
    }
}

/// The word in small letters, composed.
fn small(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::test_register;

    fn letters(pairs: &[(&str, &[&str])]) -> Folding {
        let mut folding = Folding {
            letters: Vec::new(),
            stemmer: Stemmer::of_name("serbian"),
            ignored: Vec::new(),
        };
        for (from, to) in pairs {
            let to: Vec<_> = to.iter().map(|way| (*way).to_owned()).collect();
            folding.add(from, &to);
        }
        folding
    }

    #[test]
    fn capitals_accents_and_strokes_make_no_difference() {
        let folding = letters(&[]);
        for (word, folded) in [
            ("ČĆŽŠ", "cczs"),
            ("Íslandi", "islandi"),
            ("I\u{301}slandi", "islandi"),
            ("Røde", "rode"),
            ("Kızılay", "kizilay"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Σταυρός", "σταυροσ"),
            ("України", "украіни"),
            ("ŁÓDŹ", "lodz"),
            ("children’s", "childrens"),
            ("EU4Health", "eu4health"),
        ] {
            assert_eq!(folding.term(word), folded, "{word}");
        }
    }

    #[test]
    fn all_ways_of_writing_a_letter_lead_to_one_form() {
        let folding = letters(&[("đ", &["dj", "d"]), ("ђ", &["dj", "d"]), ("љ", &["lj"])]);
        for word in ["đak", "ĐAK", "djak", "Djak", "ЂAK"] {
            assert_eq!(folding.term(word), "djak", "{word}");
        }
        assert_eq!(folding.word("đuđa").others, ["duda"]);
        assert_eq!(folding.word("djak").others, [""; 0]);
        assert_eq!(folding.term("Љ"), "lj");
    }

    #[test]
    fn stems_bring_forms_together_with_and_without_accents() {
        let folding = letters(&[("đ", &["dj", "d"])]);
        let stems = |word: &str| folding.stems(word, &folding.term(word));
        let shared = |one: &str, other: &str| stems(one).iter().any(|s| stems(other).contains(s));
        assert!(shared("međunarodna", "međunarodnih"));
        assert!(shared("međunarodnih", "medjunarodnoj"));
        assert!(shared("društvo", "drustvima"));
        assert!(!shared("društvo", "mreža"));
        assert_eq!(stems("2024"), [""; 0]);
    }

    #[test]
    fn scripts_of_a_register_fold_into_the_common_one() {
        let register = test_register();
        for index in 0..register.languages.len() {
            let folding = Folding::new(&register.languages, index);
            assert_eq!(folding.term("Ομάδα"), "omada");
            assert_eq!(folding.term("OMÁDA"), "omada");
            assert_eq!(folding.term("ΑΓΓΟΥΡΙ"), "angouri");
        }
    }
}
