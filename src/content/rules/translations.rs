//! A text and its translations say the same: the same numbers, months, names
//! and links, and none was changed without the others.

use super::{Context, numbers_in};
use crate::content::check::{TextField, Written};
use crate::content::confirm::{self, State};
use crate::content::shape::TextKind;
use crate::diag::{Code, Diagnostic, FileId};
use crate::locale::{Grammar, LanguageId, NumberFormat};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Complains of translations that differ in what can be compared.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let names = Abbreviations::of(context);
    let mut complaints = Vec::new();
    outdated(context, &mut complaints);
    for field in &context.findings.texts {
        if field.kind == TextKind::Slug {
            continue;
        }
        let Some((first, rest)) = field.written.split_first() else {
            continue;
        };
        for other in rest {
            numbers(context, field, first, other, &mut complaints);
            if field.kind == TextKind::Markdown {
                links(field, first, other, &mut complaints);
            }
            mentions(&names, field, first, other, &mut complaints);
        }
    }
    complaints
}

/// The fingerprint of each text is kept when somebody confirms that all of
/// them say the same. If only some changed since, the others are outdated.
fn outdated(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let mut files: BTreeMap<FileId, Vec<&TextField>> = BTreeMap::new();
    for field in &context.findings.texts {
        files.entry(field.file).or_default().push(field);
    }
    for (file, fields) in files {
        let Some(document) = context.documents.get(&file) else {
            continue;
        };
        let path = &context.sources.file(file).path;
        for (_, state) in confirm::states(document, &fields) {
            let State::Changed { same, changed, .. } = state else {
                continue;
            };
            let Some(first) = changed.first() else {
                continue;
            };
            let (at, message) = match same.first() {
                Some(stale) => (
                    stale,
                    format!(
                        "the text in `{}` was changed after this one was last compared with it",
                        first.language
                    ),
                ),
                None => (
                    first,
                    "all of these texts were changed after they were last compared".to_owned(),
                ),
            };
            complaints.push(
                Diagnostic::new(Code::OutdatedTranslation, file, at.span.clone(), message).help(
                    format!(
                        "compare the texts; when they say the same, run \
                         `saradnja translations --confirm {path}`"
                    ),
                ),
            );
        }
    }
}

fn numbers(
    context: &Context<'_>,
    field: &TextField,
    first: &Written,
    other: &Written,
    complaints: &mut Vec<Diagnostic>,
) {
    // How a language writes numbers is not known while its file has mistakes.
    let grammar = |written: &Written| context.languages.grammar(&written.language);
    let (Some(own), Some(foreign)) = (grammar(first), grammar(other)) else {
        return;
    };
    let months_agree = |months: fn(&str, &Grammar) -> Months| {
        months(&first.text, own) == months(&other.text, foreign)
    };
    let ours = canonical_numbers(&first.text, own);
    let theirs = canonical_numbers(&other.text, foreign);
    let what = if ours != theirs {
        difference(&ours, &theirs)
    } else if !months_agree(months_of_dates) && !months_agree(months_of_words) {
        "the months".to_owned()
    } else {
        return;
    };
    complaints.push(
        Diagnostic::new(
            Code::NumbersDiffer,
            field.file,
            other.span.clone(),
            format!("{what} here and in `{}` are not the same", first.language),
        )
        .help("make both texts state the same numbers and dates, in figures")
        .related(field.file, first.span.clone(), "the other text"),
    );
}

fn difference(ours: &BTreeMap<String, usize>, theirs: &BTreeMap<String, usize>) -> String {
    let only: BTreeSet<&str> = ours
        .iter()
        .filter(|(number, count)| theirs.get(*number) != Some(count))
        .chain(
            theirs
                .iter()
                .filter(|(number, count)| ours.get(*number) != Some(count)),
        )
        .map(|(number, _)| number.as_str())
        .collect();
    let list: Vec<_> = only.into_iter().collect();
    format!("the numbers ({})", list.join(", "))
}

/// Every number of a text without grouping and with a point, and how often it stands there.
fn canonical_numbers(text: &str, grammar: &Grammar) -> BTreeMap<String, usize> {
    let text = without_spaces_in_numbers(text, &grammar.number);
    let mut numbers = BTreeMap::new();
    for range in numbers_in(&text) {
        let number = canonical(&text[range], &grammar.number);
        *numbers.entry(number).or_insert(0) += 1;
    }
    numbers
}

/// Takes the spaces out of `12 500`, in a language that groups digits by spaces.
fn without_spaces_in_numbers<'a>(text: &'a str, format: &NumberFormat) -> Cow<'a, str> {
    if !format.group.chars().all(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut joined = String::with_capacity(text.len());
    // How many digits stand directly before; a group has three, the first up to three.
    let mut before = 0;
    for (at, letter) in text.char_indices() {
        let next = &text[at + letter.len_utf8()..];
        let groups = (1..=3).contains(&before) && digits(next) == 3;
        if letter.is_whitespace() && groups {
            before = 0;
            continue;
        }
        before = if letter.is_ascii_digit() {
            before + 1
        } else {
            0
        };
        joined.push(letter);
    }
    Cow::Owned(joined)
}

/// `2.500,5` and `2,500.5` as `2500.5`. Only groups of three digits are
/// groups: the `2.2` of a version is the same in every language.
fn canonical(number: &str, format: &NumberFormat) -> String {
    let (whole, fraction) = number
        .split_once(format.decimal.as_str())
        .map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.split(format.group.as_str());
    let head = groups.next().unwrap_or_default();
    let grouped = !head.is_empty() && head.len() <= 3 && groups.clone().all(|g| g.len() == 3);
    let whole = if grouped {
        std::iter::once(head).chain(groups).collect()
    } else {
        whole.to_owned()
    };
    fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))
}

/// How often each month, by number from 0, is named in a text.
type Months = BTreeMap<usize, usize>;

/// The months that stand beside a number, as they do in dates: elsewhere too
/// many words look like the form of a month (May, or Polish "mają": they have).
fn months_of_dates(text: &str, grammar: &Grammar) -> Months {
    let between = |letter: char| letter.is_whitespace() || matches!(letter, '.' | ',');
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let beside_number = |word: &str, at: usize| {
        let before = text[..at].trim_end_matches(between).chars().next_back();
        let after = text[at + word.len()..]
            .trim_start_matches(between)
            .chars()
            .next();
        digit(before) || digit(after)
    };
    months(text, grammar, beside_number, is_month)
}

/// The months that any word may mean, or is made from (an adjective: "the
/// January floods"). Other words may begin in the same way, so this is asked
/// only when the months of the dates do not agree.
fn months_of_words(text: &str, grammar: &Grammar) -> Months {
    months(
        text,
        grammar,
        |_, _| true,
        |word, in_date, alone| {
            is_month(word, in_date, alone) || word.to_lowercase().starts_with(&alone.to_lowercase())
        },
    )
}

fn months(
    text: &str,
    grammar: &Grammar,
    is_meant: impl Fn(&str, usize) -> bool,
    is_month: impl Fn(&str, &str, &str) -> bool,
) -> Months {
    let mut found = Months::new();
    for range in super::text::words(text) {
        let word = &text[range.clone()];
        if word.starts_with(|first: char| first.is_ascii_digit()) || !is_meant(word, range.start) {
            continue;
        }
        let month = (0..12)
            .find(|&month| is_month(word, &grammar.months[month], &grammar.months_alone[month]));
        if let Some(month) = month {
            *found.entry(month).or_insert(0) += 1;
        }
    }
    found
}

/// Whether a word is a form of this month. A language with two forms has more
/// (the month after a preposition), which share the beginning of those two;
/// accents may move between the forms (Greek "Μάιος", "Μαΐου").
fn is_month(word: &str, in_date: &str, alone: &str) -> bool {
    if in_date == alone {
        return word == alone;
    }
    let (word, in_date, alone) = (bare(word), bare(in_date), bare(alone));
    let pairs = in_date.chars().zip(alone.chars());
    let shared = pairs.take_while(|(a, b)| a == b);
    let stem = &in_date[..shared.map(|(letter, _)| letter.len_utf8()).sum()];
    let longest = in_date.chars().count().max(alone.chars().count());
    !stem.is_empty() && word.starts_with(stem) && word.chars().count() <= longest + 1
}

/// A word without its accents.
fn bare(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    word.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

fn links(field: &TextField, first: &Written, other: &Written, complaints: &mut Vec<Diagnostic>) {
    let targets = |written: &Written| {
        let mut targets: Vec<_> = super::markdown::links(&written.text)
            .into_iter()
            .map(|link| link.target)
            .collect();
        targets.sort();
        targets
    };
    let (ours, theirs) = (targets(first), targets(other));
    if ours == theirs {
        return;
    }
    let odd = ours
        .iter()
        .find(|target| !theirs.contains(target))
        .or_else(|| theirs.iter().find(|target| !ours.contains(target)));
    let message = odd.map_or_else(
        || {
            format!(
                "a link stands more often here than in `{}`, or less",
                first.language
            )
        },
        |odd| format!("only one of the texts has a link to `{odd}`"),
    );
    complaints.push(
        Diagnostic::new(Code::LinksDiffer, field.file, other.span.clone(), message)
            .help("let both texts lead to the same places")
            .related(field.file, first.span.clone(), "the other text"),
    );
}

/// The abbreviations of bodies that have one in several written languages.
#[derive(Default)]
struct Abbreviations<'a> {
    /// Of each body, in each language.
    of: Vec<BTreeMap<&'a LanguageId, &'a str>>,
    /// The bodies that an abbreviation may mean: not each is the only one of its kind.
    meant: BTreeMap<(&'a LanguageId, &'a str), Vec<usize>>,
}

impl<'a> Abbreviations<'a> {
    fn of(context: &Context<'a>) -> Self {
        let mut abbreviations = Self::default();
        let fields = context.findings.texts.iter();
        for field in fields.filter(|field| field.path == "abbreviation") {
            if field.written.len() < 2 {
                continue;
            }
            let body = abbreviations.of.len();
            let mut of = BTreeMap::new();
            for written in &field.written {
                let (language, text) = (&written.language, written.text.as_str());
                of.insert(language, text);
                let meant = abbreviations.meant.entry((language, text));
                meant.or_default().push(body);
            }
            abbreviations.of.push(of);
        }
        abbreviations
    }

    /// The first body that `with` names by its abbreviation and `without` does
    /// not: how it is abbreviated in each of them.
    fn missing(&self, with: &Written, without: &Written) -> Option<(&'a str, &'a str)> {
        let named: BTreeSet<&str> = words(&without.text).collect();
        words(&with.text).find_map(|word| {
            let meant = self.meant.get(&(&with.language, word))?;
            let names: Vec<(&'a str, &'a str)> = meant
                .iter()
                .filter_map(|body| {
                    let of = &self.of[*body];
                    Some((*of.get(&with.language)?, *of.get(&without.language)?))
                })
                .collect();
            let is_named = names.iter().any(|(_, name)| named.contains(name));
            names.first().copied().filter(|_| !is_named)
        })
    }
}

fn mentions(
    abbreviations: &Abbreviations<'_>,
    field: &TextField,
    first: &Written,
    other: &Written,
    complaints: &mut Vec<Diagnostic>,
) {
    for (with, without) in [(first, other), (other, first)] {
        let Some((there, here)) = abbreviations.missing(with, without) else {
            continue;
        };
        let does = if there == here {
            "does".to_owned()
        } else {
            format!("names {there}")
        };
        complaints.push(
            Diagnostic::new(
                Code::NamesDiffer,
                field.file,
                without.span.clone(),
                format!(
                    "this does not name {here}, but the text in `{}` {does}",
                    with.language
                ),
            )
            .help("let both texts name the same bodies"),
        );
        return;
    }
}

/// The words of a text, without their case endings after a hyphen.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}
