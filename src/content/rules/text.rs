//! What no text may contain: notes to oneself, letters in pieces or of another
//! script, protected signs, unexplained abbreviations.

use super::{Context, Kind};
use crate::content::check::Written;
use crate::content::document::{Node, Value};
use crate::content::schema::PLACEHOLDER;
use crate::diag::{Code, Diagnostic, FileId, Fix};
use crate::locale::Letters;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Complains of every text, of whatever kind.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for (&file, document) in &context.documents {
        strings(&document.root, &mut |node, text| {
            everywhere(context, file, node, text, &mut complaints);
        });
    }
    for field in &context.findings.texts {
        for written in &field.written {
            script(context, field.file, written, &mut complaints);
            digraphs(context, field.file, written, &mut complaints);
        }
    }
    abbreviations(context, &mut complaints);
    complaints
}

fn strings(node: &Node, visit: &mut impl FnMut(&Node, &str)) {
    match &node.value {
        Value::String(text) => visit(node, text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, visit)),
        Value::Table(entries) => entries
            .values()
            .for_each(|entry| strings(&entry.value, visit)),
        _ => {}
    }
}

/// Notes that editors leave for themselves. A merge that was not finished
/// leaves the last three.
const LEFTOVERS: [&str; 10] = [
    "TODO",
    "FIXME",
    "XXX",
    "TBD",
    "TBC",
    "???",
    "<<<<<<<",
    "=======",
    ">>>>>>>",
    "lorem ipsum",
];

/// Signs that show a protected emblem, or that fonts draw like one: crosses,
/// crescents, plus signs drawn heavily, and vehicles and buildings that emoji
/// sets mark with a red cross (see the register's notes on the emblem).
const EMBLEMS: [char; 18] = [
    '\u{1F3E5}',
    '\u{1F691}',
    '\u{26D1}',
    '\u{271A}',
    '\u{2795}',
    '\u{271B}',
    '\u{271C}',
    '\u{2719}',
    '\u{2720}',
    '\u{1F7A1}',
    '\u{1F7A2}',
    '\u{1F7A3}',
    '\u{1F7A4}',
    '\u{1F7A5}',
    '\u{1F7A6}',
    '\u{262A}',
    '\u{26E8}',
    '\u{26EA}',
];

/// No sign of [`EMBLEMS`] comes before this one, and hardly any letter after it.
const FIRST_EMBLEM: char = '\u{2600}';

fn everywhere(
    context: &Context<'_>,
    file: FileId,
    node: &Node,
    text: &str,
    complaints: &mut Vec<Diagnostic>,
) {
    let place = |range| context.inside_span(file, &node.span, text, range);
    if text.trim() == PLACEHOLDER {
        complaints.push(
            Diagnostic::new(
                Code::Leftover,
                file,
                node.span.clone(),
                "this is still to be filled in",
            )
            .help("write what belongs here in place of `???`; the comment above says what"),
        );
    } else if let Some((note, range)) = leftover(text) {
        complaints.push(
            Diagnostic::new(
                Code::Leftover,
                file,
                place(range),
                format!("`{note}` was left in a text for visitors"),
            )
            .help("finish the text, or take the note out"),
        );
    }
    if !text.is_ascii() && !is_nfc(text) {
        let at = text
            .char_indices()
            .find(|&(at, _)| !text[..at].chars().eq(text[..at].nfc()))
            .map_or(text.len(), |(at, _)| at);
        let start = text[..at]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        complaints.push(
            Diagnostic::new(
                Code::NotNormalized,
                file,
                place(start..at),
                "a letter here is stored in two pieces, letter and accent apart",
            )
            .help("delete the letter and type it again with the keyboard")
            .maybe_fix(in_one_piece(context, file, node)),
        );
    }
    let is_emblem = |sign: &char| *sign >= FIRST_EMBLEM && EMBLEMS.contains(sign);
    if let Some((at, sign)) = text.char_indices().find(|(_, sign)| is_emblem(sign)) {
        complaints.push(
            Diagnostic::new(
                Code::ProtectedEmblem,
                file,
                place(at..at + sign.len_utf8()),
                format!(
                    "the sign U+{:04X} shows a protected emblem, or could be taken for one",
                    u32::from(sign)
                ),
            )
            .help("take it out; words do"),
        );
    }
}

/// The text with every letter in one piece, as the file spells it.
fn in_one_piece(context: &Context<'_>, file: FileId, node: &Node) -> Option<Fix> {
    let raw = context.sources.file(file).text.get(node.span.clone())?;
    let whole: String = raw.nfc().collect();
    let label = "store each letter of this text in one piece";
    (whole != raw).then(|| Fix::replace(label, node.span.clone(), whole))
}

fn leftover(text: &str) -> Option<(&'static str, Range<usize>)> {
    let bytes = text.as_bytes();
    let begins = |note: &str, at: usize| {
        let found = bytes.get(at..at + note.len());
        found.is_some_and(|found| match note {
            "lorem ipsum" => found.eq_ignore_ascii_case(note.as_bytes()),
            _ => found == note.as_bytes(),
        })
    };
    let letter = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    // One walk over the text: every text is looked at, and hardly any has a note.
    (0..bytes.len())
        .filter(|&at| {
            matches!(
                bytes[at],
                b'T' | b'F' | b'X' | b'?' | b'<' | b'=' | b'>' | b'l' | b'L'
            )
        })
        .find_map(|at| {
            let note = *LEFTOVERS.iter().find(|note| begins(note, at))?;
            let range = at..at + note.len();
            let whole = !letter(text[..range.start].chars().next_back())
                && !letter(text[range.end..].chars().next());
            // Signs are notes wherever they stand; words only as words.
            (whole || !note.starts_with(char::is_alphabetic)).then_some((note, range))
        })
}

fn script(
    context: &Context<'_>,
    file: FileId,
    written: &Written,
    complaints: &mut Vec<Diagnostic>,
) {
    let code = context.languages.script(&written.language);
    let Some(own) = code.and_then(Letters::of_script) else {
        return;
    };
    let kept = crate::locale::kept_spans(&written.text);
    for word in words(&written.text) {
        if kept.iter().any(|span| span.contains(&word.start)) {
            continue;
        }
        let text = &written.text[word.clone()];
        let mut scripts = text.chars().filter_map(Letters::of);
        let Some(first) = scripts.next() else {
            continue;
        };
        let mixed = scripts.any(|other| other != first);
        // Names and abbreviations in Latin letters stand in texts of every script.
        let foreign = first != own && first != Letters::Latin;
        if mixed || foreign {
            let message = if mixed {
                format!("`{text}` mixes the letters of two scripts")
            } else {
                format!("`{text}` is not in the script of this language")
            };
            complaints.push(
                Diagnostic::new(
                    Code::WrongScript,
                    file,
                    context.inside(file, written, word),
                    message,
                )
                .help("type the word again in the right script, or put it in `[[` and `]]`"),
            );
            return;
        }
    }
}

fn digraphs(
    context: &Context<'_>,
    file: FileId,
    written: &Written,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(script) = context.transliterator else {
        return;
    };
    if !context.languages.is_source(&written.language) {
        return;
    }
    for range in script.undecided(&written.text) {
        let word = &written.text[range.clone()];
        complaints.push(
            Diagnostic::new(
                Code::UndecidedDigraph,
                file,
                context.inside(file, written, range.clone()),
                format!(
                    "`{word}`: it is not known whether two letters here are one in the other script"
                ),
            )
            .help(
                "add the beginning of the word to `seams` in script.toml, with a bar between \
                 the two letters, or to `digraphs` if they are one",
            ),
        );
    }
}

/// The ranges of the words of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '\u{301}';
        let start = rest + text[rest..].find(is_word)?;
        let end = text[start..]
            .find(|letter| !is_word(letter))
            .map_or(text.len(), |length| start + length);
        rest = end;
        Some(start..end)
    })
}

/// Complains once a file of each abbreviation that nothing explains.
fn abbreviations(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let known = explained(context);
    let mut seen: BTreeSet<(FileId, &str)> = BTreeSet::new();
    for field in &context.findings.texts {
        if field.kind == crate::content::shape::TextKind::Slug {
            continue;
        }
        for written in &field.written {
            let kept = crate::locale::kept_spans(&written.text);
            for range in words(&written.text) {
                let word = &written.text[range.clone()];
                if !is_abbreviation(word)
                    || LEFTOVERS.contains(&word)
                    || known.contains(word)
                    || kept.iter().any(|span| span.contains(&range.start))
                    || !seen.insert((field.file, word))
                {
                    continue;
                }
                complaints.push(
                    Diagnostic::new(
                        Code::UndefinedAbbreviation,
                        field.file,
                        context.inside(field.file, written, range),
                        format!("nothing explains the abbreviation `{word}`"),
                    )
                    .help("explain it in glossary.toml, or write it out"),
                );
            }
        }
    }
}

fn explained<'a>(context: &'a Context<'_>) -> BTreeSet<&'a str> {
    let mut known = BTreeSet::new();
    // A file that could not be parsed may explain any word that stands in it.
    for (kind, _, file) in &context.files {
        let explains = matches!(
            kind,
            Kind::Partner | Kind::Society | Kind::Network | Kind::Glossary
        );
        if explains && !context.documents.contains_key(file) {
            let text = &context.sources.file(*file).text;
            known.extend(words(text).map(|range| &text[range]));
        }
    }
    for field in &context.findings.texts {
        let key = field.path.rsplit('.').next().unwrap_or_default();
        let explains = key == "abbreviation" || (key == "term" && field.path.starts_with("term."));
        if explains {
            for written in &field.written {
                known.extend(words(&written.text).map(|range| &written.text[range]));
            }
        }
    }
    for document in context.documents.values() {
        known.extend(
            document
                .strings(&["variants".into()])
                .into_iter()
                .flat_map(|text| words(text).map(move |range| &text[range])),
        );
    }
    known
}

/// Two capital letters or more, with nothing but capitals and digits; Roman numerals are numbers.
fn is_abbreviation(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 2
        && word
            .chars()
            .all(|letter| letter.is_uppercase() || letter.is_ascii_digit())
        && !word.chars().all(|letter| "IVXLCDM".contains(letter))
}
