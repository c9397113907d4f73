//! Slips in what stands after the equals sign.

use super::date;
use super::scan::{Open, Text, is_key, skip_text};
use super::{Fault, Slip};
use crate::diag::Edit;

/// Signs that word processors and other keyboards make of a quotation mark.
const TYPOGRAPHIC: [char; 12] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‹', '›', '″'];

/// How much of an editor's words is repeated, in characters.
const SHOWN: usize = 40;

pub(super) fn slip(fault: &Fault<'_>) -> Option<Slip> {
    let sign = fault.line.sign;
    // In a list that goes over several lines, an entry is a line without a key.
    let in_list = matches!(fault.open.last(), Some(Open::List(_)));
    if !in_list && sign.is_none_or(|sign| fault.at() <= sign) {
        return None;
    }
    if sign.is_some_and(|sign| fault.text[sign..].starts_with(':')) && !in_list {
        return None;
    }
    [quotation_mark, in_brackets, nothing, text, number, word]
        .iter()
        .find_map(|look| look(fault))
}

/// A typographic quotation mark where the parser stopped.
fn quotation_mark(fault: &Fault<'_>) -> Option<Slip> {
    let first = fault.text[fault.at()..].chars().next()?;
    TYPOGRAPHIC.contains(&first).then(|| {
        let slip = Slip::new(
            fault.at()..fault.at() + first.len_utf8(),
            format!("`{first}` is not the quotation mark that texts stand between"),
            "type the straight `\"` of the keyboard before the text and after it; the site sets \
             the right marks by itself",
        );
        match straight_marks(fault) {
            Some(edits) => slip.fixed("write straight quotation marks", edits),
            None => slip,
        }
    })
}

/// Straight marks for a value that stands whole between two typographic ones.
fn straight_marks(fault: &Fault<'_>) -> Option<Vec<Edit>> {
    let value = fault.value();
    let (start, end) = (fault.line.value.start, fault.line.value.end);
    let first = value.chars().next()?;
    let last = value.chars().next_back()?;
    let inner = value.get(first.len_utf8()..value.len().checked_sub(last.len_utf8())?)?;
    let is_mark = |sign: char| TYPOGRAPHIC.contains(&sign);
    let is_whole = start == fault.at() && is_mark(first) && (is_mark(last) || last == '"');
    // An apostrophe may stand inside; another mark may be the end of the text.
    let is_plain =
        !inner.contains(|sign| matches!(sign, '"' | '\\') || (is_mark(sign) && sign != '’'));
    (is_whole && is_plain).then(|| {
        vec![
            Edit::new(start..start + first.len_utf8(), "\""),
            Edit::new(end - last.len_utf8()..end, "\""),
        ]
    })
}

/// Entries of a list, and tables in braces.
fn in_brackets(fault: &Fault<'_>) -> Option<Slip> {
    if fault.said.contains("missing comma") {
        let slip = Slip::new(
            fault.span.clone(),
            "no comma stands before this entry",
            "write a comma between the entries of a list",
        );
        // Right behind a text the comma cannot fall into a note.
        let before = fault.text[..fault.at()].trim_end();
        return Some(if before.ends_with('"') {
            let edit = Edit::new(before.len()..before.len(), ",");
            slip.fixed("write a comma", vec![edit])
        } else {
            slip
        });
    }
    let in_braces = matches!(fault.open.last(), Some(Open::Braces(_)));
    (in_braces || fault.said.contains("inline table")).then(|| {
        Slip::new(
            fault.span.clone(),
            "the table in braces cannot be read from here on",
            "write it in one line, with an equals sign in each part and a comma between them: \
             `{ year = 2022, month = 11 }`",
        )
    })
}

/// No value, or one equals sign too many.
fn nothing(fault: &Fault<'_>) -> Option<Slip> {
    let value = fault.value();
    let sign = fault.line.sign?;
    let key = fault.key();
    if value.is_empty() || value.starts_with('#') {
        return Some(Slip::new(
            fault.line.key.start..sign + 1,
            format!("nothing stands after `{key} =`"),
            "write the value after the equals sign, or take the line out",
        ));
    }
    value.starts_with('=').then(|| {
        let start = fault.line.value.start;
        Slip::new(
            start..start + 1,
            "one equals sign is too many",
            "take it out",
        )
        .fixed("take it out", vec![Edit::new(sign + 1..start + 1, "")])
    })
}

/// Texts that end too soon, too late or not at all, and backslashes.
fn text(fault: &Fault<'_>) -> Option<Slip> {
    let start = text_start(fault)?;
    let quote = &fault.text[start..=start];
    if fault.said.contains("escape") || fault.said.contains("unicode value") {
        let before = &fault.text[..fault.at()];
        let at = if fault.text[fault.at()..].starts_with('\\') {
            fault.at()
        } else {
            before.rfind('\\')?
        };
        return Some(Slip::new(
            at..at + 1,
            "a backslash in a text begins a sign that has no key of its own",
            "write it twice if it belongs to the text: `\\\\`",
        ));
    }
    let end = match skip_text(fault.text, start) {
        Text::Ends(end) => end,
        Text::Nowhere => return None,
        Text::LineBreak(end) => return Some(without_end(fault, start, end)),
    };
    let rest = fault.text[end..fault.line.range.end].trim();
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    let rest_start =
        fault.line.range.end - fault.text[end..fault.line.range.end].trim_start().len();
    let rest_span = rest_start..rest_start + rest.len();
    if rest.starts_with([';', ',']) {
        return Some(
            Slip::new(
                rest_start..rest_start + 1,
                format!("`{}` stands after the value", &rest[..1]),
                "take it out: outside of lists nothing stands at the end of a line",
            )
            .fixed("take it out", vec![Edit::new(end..rest_start + 1, "")]),
        );
    }
    if rest.starts_with(']') {
        return Some(Slip::new(
            rest_start..rest_start + 1,
            "this list has an end but no beginning",
            "write `[` before its first entry",
        ));
    }
    if rest
        .split_once('=')
        .is_some_and(|(key, _)| is_key(key.trim()))
    {
        return Some(Slip::new(
            rest_span,
            "two keys stand in one line",
            "begin a new line before this one",
        ));
    }
    if quote == "'" {
        return Some(Slip::new(
            end - 1..end,
            "this apostrophe ends the text",
            "let the text stand between two `\"`: then apostrophes may stand in it",
        ));
    }
    if rest.contains('"') || fault.text[..end].ends_with("\"\"") {
        return Some(Slip::new(
            end - 1..end,
            "this quotation mark inside the text ends it",
            "write a backslash before each quotation mark that belongs to the text: `\\\"`",
        ));
    }
    Some(Slip::new(
        rest_span,
        format!("`{}` stands after the value", shortened(rest)),
        "one value stands in a line: take the rest out, or put `#` before it if it is a note",
    ))
}

/// Where the text begins that the parser stopped in or after.
fn text_start(fault: &Fault<'_>) -> Option<usize> {
    let is_quote = |start: usize| fault.text[start..].starts_with(['"', '\'']);
    let mut at = match fault.line.sign {
        Some(_) => fault.line.value.start,
        None => fault.line.key.start,
    };
    if is_quote(at) && !fault.value().starts_with('[') {
        return Some(at);
    }
    // The last text of a list that begins before the fault.
    let mut found = None;
    while at < fault.at() {
        if is_quote(at) {
            found = Some(at);
            match skip_text(fault.text, at) {
                Text::Ends(end) if end < fault.at() => at = end,
                _ => break,
            }
        } else {
            at += fault.text[at..].chars().next()?.len_utf8();
        }
    }
    // What follows an ended text is another matter.
    let ends_before = |start| matches!(skip_text(fault.text, start), Text::Ends(_));
    found.filter(|&start| !ends_before(start) || fault.said.contains("escape"))
}

/// A text without a quotation mark at the end of its line.
fn without_end(fault: &Fault<'_>, start: usize, end: usize) -> Slip {
    let next = fault.text[end..].trim_start_matches(['\r', '\n']);
    let next = next.lines().next().unwrap_or_default();
    let goes_on = next.trim_end().ends_with('"')
        && !next
            .split_once('=')
            .is_some_and(|(key, _)| is_key(key.trim()));
    if goes_on {
        return Slip::new(
            start..end,
            "this text goes on in the next line",
            "join the lines: a text stays on one line, however long; only the body of a page has \
             several, between `\"\"\"` and `\"\"\"`",
        );
    }
    let closing = fault.text[start..end].trim_end().chars().next_back();
    if closing.is_some_and(|sign| TYPOGRAPHIC.contains(&sign)) {
        return Slip::new(
            start..end,
            "this text ends with another quotation mark than it begins with",
            "type the straight `\"` of the keyboard at its end too",
        );
    }
    Slip::new(
        start..end,
        "this text has no quotation mark at its end",
        "write `\"` after its last word, and keep it on one line",
    )
}

/// Dates and numbers as people write them.
fn number(fault: &Fault<'_>) -> Option<Slip> {
    let value = without_note(fault.value());
    if value.starts_with('[') {
        return None;
    }
    let span = fault.line.value.start..fault.line.value.start + value.len();
    if let Some(number) = plain_number(value) {
        let slip = Slip::new(
            span.clone(),
            format!("`{value}` is not how a number is written"),
            format!("write `{number}`"),
        );
        // Between figures in threes a sign may group them or divide them.
        let is_certain = value.bytes().all(|sign| sign.is_ascii_digit());
        let edit = Edit::new(span, number.clone());
        return Some(if is_certain {
            slip.fixed(format!("write `{number}`"), vec![edit])
        } else {
            slip
        });
    }
    let read = date::read(value, fault.months);
    if read.is_none() && !date::is_like_one(value) && !fault.said.contains("date") {
        return None;
    }
    let message = match read {
        Some(_) => format!("`{value}` is not how a date is written"),
        None => format!("there is no date `{}`", shortened(value)),
    };
    let slip = Slip::new(span.clone(), message, date::advice(value, fault.months));
    Some(match date::certain(value, fault.months) {
        Some(date) => slip.fixed(format!("write `{date}`"), vec![Edit::new(span, date)]),
        None => slip,
    })
}

/// `010`, `1,5` and `300.000` as numbers of TOML.
fn plain_number(value: &str) -> Option<String> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    let without_zeros = value.trim_start_matches('0');
    if is_digits(value) && !without_zeros.is_empty() {
        return Some(without_zeros.to_owned());
    }
    let separators = value.matches(['.', ',', ' ']).count();
    let mut groups = value.split(['.', ',', ' ']);
    let head = groups.next().unwrap_or_default();
    let is_grouped = groups
        .clone()
        .all(|group| group.len() == 3 && is_digits(group));
    if separators >= 1 && is_digits(head) && head.len() <= 3 && is_grouped {
        return Some(std::iter::once(head).chain(groups).collect());
    }
    let (whole, fraction) = value.split_once(',')?;
    (is_digits(whole) && is_digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

/// Words without quotation marks.
fn word(fault: &Fault<'_>) -> Option<Slip> {
    let is_stop = |sign: char| matches!(sign, ',' | ']' | '}' | '#' | '\n' | '\r');
    let in_list = !fault.open.is_empty() || fault.value().starts_with('[');
    let value = if in_list {
        let rest = &fault.text[fault.at()..fault.line.range.end];
        rest.split(is_stop).next().unwrap_or_default().trim()
    } else {
        without_note(fault.value())
    };
    if !value.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '(' | '-')) {
        return None;
    }
    let start = if in_list {
        fault.at()
    } else {
        fault.line.value.start
    };
    let span = start..start + value.len();
    let small = value.to_lowercase();
    if matches!(small.as_str(), "true" | "false") {
        let label = format!("write `{small}`");
        let edit = Edit::new(span.clone(), small.clone());
        let message = format!("`{value}` stands in capital letters");
        return Some(Slip::new(span, message, label.clone()).fixed(label, vec![edit]));
    }
    // The mark at the end is there, that at the beginning is not.
    let bare = value.trim_end_matches('"');
    let written = format!("write `\"{}\"`", shortened(bare));
    let has_year = bare
        .split(|sign: char| !sign.is_ascii_digit())
        .any(|figures| figures.len() == 4);
    let slip = Slip::new(
        span.clone(),
        "a text stands without quotation marks",
        if has_year && bare.starts_with(|first: char| first.is_ascii_digit()) {
            format!("if it is a text, {written}; {}", date::FORMS)
        } else {
            written
        },
    );
    // One word, such as an id: more may be a sentence with a note behind it.
    let is_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    Some(if value == bare && bare.chars().all(is_word) && !has_year {
        let quoted = format!("\"{bare}\"");
        slip.fixed(format!("write `{quoted}`"), vec![Edit::new(span, quoted)])
    } else {
        slip
    })
}

/// The value without a note behind it.
fn without_note(value: &str) -> &str {
    value.split('#').next().unwrap_or_default().trim_end()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let kept: String = text.chars().take(SHOWN).collect();
    format!("{}…", kept.trim_end())
}
