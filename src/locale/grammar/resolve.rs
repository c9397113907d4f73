//! From a language file's grammar keys to a grammar: fill in, check, compile.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::{DateFormats, Grammar, GrammarFault, GrammarSource, ListFormats, NumberFormat, Quotes};
use crate::locale::date::DatePatterns;
use crate::locale::list::ListPatterns;
use crate::locale::plural::{PluralCategory, PluralRules};
use crate::locale::script::Transliterator;

impl Grammar {
    /// Checks and compiles the grammar keys of a language.
    ///
    /// With `derived_from`, keys left out come from that grammar, rewritten by the transliterator.
    ///
    /// # Errors
    /// Every key that is missing or wrong.
    pub fn resolve(
        source: &GrammarSource,
        derived_from: Option<(&Self, &Transliterator)>,
    ) -> Result<Self, Vec<GrammarFault>> {
        let derived = derived_from.map(|(base, script)| rewritten(&base.source, script));
        let source = filled(source, derived.unwrap_or_default());
        let mut faults = Vec::new();
        let grammar = compile(source, &mut faults);
        match grammar {
            Some(grammar) if faults.is_empty() => Ok(grammar),
            _ => Err(faults),
        }
    }
}

/// The keys of `own`, and those of `other` where `own` has none.
fn filled(own: &GrammarSource, other: GrammarSource) -> GrammarSource {
    let own = own.clone();
    GrammarSource {
        alphabet: own.alphabet.or(other.alphabet),
        months: own.months.or(other.months),
        months_alone: own.months_alone.or(other.months_alone),
        date: own.date.or(other.date),
        range: own.range.or(other.range),
        list: own.list.or(other.list),
        plural: own.plural.or(other.plural),
        number: own.number.or(other.number),
        quotes: own.quotes.or(other.quotes),
        no_break_after: own.no_break_after.or(other.no_break_after),
        no_break_before: own.no_break_before.or(other.no_break_before),
        no_break_after_digits: own.no_break_after_digits.or(other.no_break_after_digits),
    }
}

/// The same grammar in another script. Rules and signs have no script and stay as they are.
fn rewritten(base: &GrammarSource, script: &Transliterator) -> GrammarSource {
    let text = |text: &String| script.convert(text);
    let texts = |texts: &Vec<String>| texts.iter().map(text).collect::<Vec<_>>();
    GrammarSource {
        alphabet: base.alphabet.as_ref().map(texts),
        months: base.months.as_ref().map(texts),
        months_alone: base.months_alone.as_ref().map(texts),
        date: base.date.as_ref().map(|date| DateFormats {
            day: text(&date.day),
            month: text(&date.month),
            year: text(&date.year),
            days: date.days.as_ref().map(text),
            months: date.months.as_ref().map(text),
            years: date.years.as_ref().map(text),
        }),
        range: base.range.as_ref().map(text),
        list: base.list.as_ref().map(|list| ListFormats {
            pair: text(&list.pair),
            middle: text(&list.middle),
            last: text(&list.last),
        }),
        plural: base.plural.clone(),
        number: base.number.clone(),
        quotes: base.quotes.clone(),
        no_break_after: base.no_break_after.as_ref().map(texts),
        no_break_before: base.no_break_before.as_ref().map(texts),
        no_break_after_digits: base.no_break_after_digits,
    }
}

fn compile(source: GrammarSource, faults: &mut Vec<GrammarFault>) -> Option<Grammar> {
    let missing = |key: &'static str, faults: &mut Vec<GrammarFault>| {
        let help = "only a language that is derived from another may leave it out";
        faults.push(GrammarFault::new(key, format!("`{key}` is missing")).with_help(help));
    };
    macro_rules! given {
        ($field:ident, $key:literal) => {{
            if source.$field.is_none() {
                missing($key, faults);
            }
            source.$field.as_ref()
        }};
    }
    let alphabet = given!(alphabet, "alphabet").map(|letters| alphabet(letters, faults));
    let months = given!(months, "months").map(|names| months("months", names, faults));
    let alone = given!(months_alone, "months-alone")
        .map(|names| self::months("months-alone", names, faults));
    let (date, range) = (given!(date, "date"), given!(range, "range"));
    let dates = date.zip(range).and_then(|(date, range)| {
        DatePatterns::compile(&composed_dates(date), &nfc(range), faults)
    });
    let lists =
        given!(list, "list").and_then(|list| ListPatterns::compile(&composed_list(list), faults));
    let plural = given!(plural, "plural").and_then(|rules| plural(rules, faults));
    let number = given!(number, "number").map(|format| number(format, faults));
    let quotes = given!(quotes, "quotes").map(|marks| quotes(marks, faults));
    let after =
        given!(no_break_after, "no-break-after").map(|list| words("no-break-after", list, faults));
    let before = given!(no_break_before, "no-break-before")
        .map(|list| words("no-break-before", list, faults));
    Some(Grammar {
        alphabet: alphabet?,
        months: months?,
        months_alone: alone?,
        plural: plural?,
        number: number?,
        quotes: quotes?,
        no_break_after: after?,
        no_break_before: before?,
        no_break_after_digits: source.no_break_after_digits.unwrap_or_default(),
        dates: dates?,
        lists: lists?,
        source,
    })
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

fn composed_dates(formats: &DateFormats) -> DateFormats {
    DateFormats {
        day: nfc(&formats.day),
        month: nfc(&formats.month),
        year: nfc(&formats.year),
        days: formats.days.as_deref().map(nfc),
        months: formats.months.as_deref().map(nfc),
        years: formats.years.as_deref().map(nfc),
    }
}

fn composed_list(formats: &ListFormats) -> ListFormats {
    ListFormats {
        pair: nfc(&formats.pair),
        middle: nfc(&formats.middle),
        last: nfc(&formats.last),
    }
}

fn alphabet(letters: &[String], faults: &mut Vec<GrammarFault>) -> Vec<String> {
    let mut fault = |message: String| faults.push(GrammarFault::new("alphabet", message));
    let letters: Vec<String> = letters.iter().map(|letter| nfc(letter)).collect();
    let mut seen = BTreeSet::new();
    for letter in &letters {
        if letter.is_empty() || letter.chars().count() > 3 {
            fault(format!(
                "`{letter}` is not one letter: expected one to three characters"
            ));
        } else if letter.to_lowercase() != *letter {
            fault(format!("`{letter}` is not a small letter"));
        } else if !seen.insert(letter) {
            fault(format!("`{letter}` stands in the alphabet twice"));
        }
    }
    if letters.is_empty() {
        fault("the alphabet has no letters".to_owned());
    }
    letters
}

fn months(key: &'static str, names: &[String], faults: &mut Vec<GrammarFault>) -> Vec<String> {
    if names.len() != 12 {
        let message = format!("found {} names of months, expected 12", names.len());
        faults.push(GrammarFault::new(key, message));
    }
    words(key, names, faults)
}

/// A list of texts, none of them empty.
fn words(key: &'static str, list: &[String], faults: &mut Vec<GrammarFault>) -> Vec<String> {
    if list.iter().any(|word| word.trim().is_empty()) {
        faults.push(GrammarFault::new(key, "an item of the list is empty"));
    }
    list.iter().map(|word| nfc(word.trim())).collect()
}

fn plural(
    rules: &BTreeMap<PluralCategory, String>,
    faults: &mut Vec<GrammarFault>,
) -> Option<PluralRules> {
    let key = |category| match category {
        PluralCategory::Zero => "plural.zero",
        PluralCategory::One => "plural.one",
        PluralCategory::Two => "plural.two",
        PluralCategory::Few => "plural.few",
        PluralCategory::Many => "plural.many",
        PluralCategory::Other => "plural.other",
    };
    PluralRules::parse(rules)
        .map_err(|wrong| {
            faults.extend(wrong.into_iter().map(|(category, message)| {
                let fault = GrammarFault::new(key(category), message);
                match category {
                    PluralCategory::Other => fault.with_help("leave the key out"),
                    _ => fault.with_help("a rule looks like `n % 10 = 2..4 and n % 100 != 12..14`"),
                }
            }));
        })
        .ok()
}

fn number(format: &NumberFormat, faults: &mut Vec<GrammarFault>) -> NumberFormat {
    if format.decimal.is_empty() {
        faults.push(GrammarFault::new(
            "number.decimal",
            "the decimal sign is empty",
        ));
    }
    if format.decimal == format.group {
        let message = format!("`{}` separates both decimals and groups", format.group);
        faults.push(GrammarFault::new("number.group", message));
    }
    if format.group_from < 4 {
        let message = format!(
            "`{}` digits make no two groups: expected 4 or more",
            format.group_from
        );
        faults.push(GrammarFault::new("number.group-from", message));
    }
    format.clone()
}

fn quotes(marks: &Quotes, faults: &mut Vec<GrammarFault>) -> Quotes {
    for (key, mark) in [
        ("quotes.open", &marks.open),
        ("quotes.close", &marks.close),
        ("quotes.inner-open", &marks.inner_open),
        ("quotes.inner-close", &marks.inner_close),
    ] {
        if mark.is_empty() {
            faults.push(GrammarFault::new(key, "the quotation mark is empty"));
        }
    }
    marks.clone()
}
