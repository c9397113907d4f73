//! What may be written at a place: keys, words, and the ids of things.

use super::cursor::{self, Cursor, Slot};
use super::hover;
use super::schema::{Described, Schema};
use super::statement::own_words;
use crate::content::{Kind, Survey, noun};
use crate::diag::Span;
use crate::locale::Day;

/// Something that may be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    /// What is shown.
    pub(super) label: String,
    /// What sort of thing it is.
    pub(super) sort: Sort,
    /// A few words beside it.
    pub(super) detail: String,
    /// What it means, in Markdown.
    pub(super) about: String,
    /// What is searched as somebody types.
    pub(super) filter: String,
    /// What is written, with `$1` where somebody goes on writing.
    pub(super) text: String,
}

/// What sort of thing is offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// A key.
    #[default]
    Key,
    /// A heading.
    Heading,
    /// One of a few words.
    Word,
    /// An id of something.
    Id,
}

/// What may be written at a byte of a text, which is a file of this kind, and
/// which bytes it takes the place of. `today` is offered where a date belongs.
pub(super) fn at(
    survey: &Survey,
    kind: Kind,
    (text, offset): (&str, usize),
    today: Day,
) -> Option<(Vec<Offer>, Span)> {
    let cursor = cursor::at(text, offset)?;
    let schema = Schema(survey.schema(kind));
    let described = schema.at(&cursor.path)?;
    // Where a value follows already, only the key is written.
    let rest = text[cursor.span.end..].lines().next().unwrap_or_default();
    let has_value = rest.trim_start().starts_with(['=', '.']);
    let offers = match cursor.slot {
        Slot::Line => {
            let mut offers = keys(described.items(), &cursor, has_value);
            if !has_value {
                let root = schema.at(&[])?;
                offers.extend(headings(root, None, &cursor));
            }
            offers
        }
        Slot::Key => keys(described.items(), &cursor, has_value),
        Slot::Heading { list } => headings(described, Some(list), &cursor),
        Slot::Bare | Slot::Quoted { .. } => values(survey, described, &cursor, today),
    };
    Some((offers, cursor.span))
}

/// The keys of a table that do not stand there yet.
fn keys(table: Described<'_>, cursor: &Cursor, has_value: bool) -> Vec<Offer> {
    let mut offers = Vec::new();
    let mut add = |key: String, field: Described<'_>| {
        if cursor.taken.contains(&format!("{}{key}", cursor.prefix)) {
            return;
        }
        let text = if has_value {
            key.clone()
        } else {
            format!("{key} = {}", start_of(field))
        };
        let required = if field.required { "needed" } else { "" };
        offers.push(Offer {
            label: key.clone(),
            sort: Sort::Key,
            detail: required.to_owned(),
            about: about(field),
            filter: key,
            text,
        });
    };
    for (key, field) in table.fields() {
        if field.is_per_language() {
            for (language, text) in field.fields() {
                add(format!("{key}.{language}"), text.for_the_same(field));
            }
        } else if cursor.slot == Slot::Key || !(field.is_table() || field.is_list_of_tables()) {
            add(key.to_owned(), field);
        }
    }
    offers
}

/// The beginning of a value, with `$1` where somebody goes on.
fn start_of(field: Described<'_>) -> &'static str {
    if field.is_list_of_tables() {
        "[{ $1 }]"
    } else if field.is_list() && field.items().is_string() {
        "[\"$1\"]"
    } else if field.is_list() {
        "[$1]"
    } else if field.is_string() {
        "\"$1\""
    } else if field.is_table() {
        "{ $1 }"
    } else {
        "$1"
    }
}

/// The tables and lists of tables that a file may have under headings.
fn headings(root: Described<'_>, list: Option<bool>, cursor: &Cursor) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (key, field) in root.fields() {
        let is_list = field.is_list_of_tables();
        let stands = !is_list && cursor.slot == Slot::Heading { list: false };
        let is_meant = list.is_none_or(|list| list == is_list);
        if !(is_list || field.is_table()) || !is_meant || (stands && cursor.taken.contains(key)) {
            continue;
        }
        let label = if is_list {
            format!("[[{key}]]")
        } else {
            format!("[{key}]")
        };
        let text = match list {
            Some(_) => key.to_owned(),
            None => format!("{label}\n$1"),
        };
        offers.push(Offer {
            sort: Sort::Heading,
            detail: String::new(),
            about: about(field),
            filter: if list.is_some() {
                key.to_owned()
            } else {
                label.clone()
            },
            label,
            text,
        });
    }
    offers
}

/// What a value may be.
fn values(survey: &Survey, described: Described<'_>, cursor: &Cursor, today: Day) -> Vec<Offer> {
    let in_list = described.is_list();
    let item = described.items();
    let written = |value: &str| match cursor.slot {
        Slot::Quoted { closed: true } => value.to_owned(),
        Slot::Quoted { closed: false } => format!("{value}\""),
        _ if in_list && !cursor.in_list => format!("[\"{value}\"]"),
        _ => format!("\"{value}\""),
    };
    if let Some(reference) = item.reference() {
        let mut offers = Vec::new();
        for named in survey.named(reference) {
            if in_list && cursor.taken.contains(&named.id) {
                continue;
            }
            let names = named.names();
            let name = own_words(survey, &names).unwrap_or_default();
            let all: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
            offers.push(Offer {
                label: named.id.clone(),
                sort: Sort::Id,
                detail: format!("{name} ({})", noun(named.kind)),
                about: hover::thing(survey, &named),
                filter: format!("{} {}", named.id, all.join(" ")),
                text: written(&named.id),
            });
        }
        return offers;
    }
    let word = |label: &str, detail: &str, text: String| Offer {
        label: label.to_owned(),
        sort: Sort::Word,
        detail: detail.to_owned(),
        about: about(item),
        filter: label.to_owned(),
        text,
    };
    let words = item.words().into_iter();
    let mut offers: Vec<_> = words.map(|found| word(found, "", written(found))).collect();
    if cursor.slot == Slot::Bare {
        if item.is_boolean() {
            offers.extend(["true", "false"].map(|found| word(found, "", found.to_owned())));
        }
        if item.is_date() {
            let today = today.to_string();
            offers.push(word(&today, "today", today.clone()));
        }
    }
    offers
}

fn about(field: Described<'_>) -> String {
    let about = field
        .about
        .map_or_else(String::new, |about| format!("{about}\n\n"));
    format!("{about}{}", field.form())
}
