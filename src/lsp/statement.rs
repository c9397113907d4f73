//! A statement as visitors read it: in every language, with its date, how it is
//! known, and its sources.

use super::spot;
use crate::content::record::Confidence;
use crate::content::{Catalog, Kind, Survey};
use crate::locale::PartialDate;
use serde_json::Value;

/// The statement that a way leads into, in Markdown: the innermost table with
/// sources. Nothing if there is none, or while its file has mistakes.
pub(super) fn shown(
    survey: &Survey,
    (kind, stem): (Kind, &str),
    path: &[String],
) -> Option<String> {
    let catalog = survey.catalog.as_ref()?;
    let record = record(catalog, kind, stem)?;
    let table = (0..=path.len()).rev().find_map(|end| {
        let pointer: String = path[..end].iter().map(|step| format!("/{step}")).collect();
        let table = record.pointer(&pointer)?;
        table["sources"].is_array().then_some(table)
    })?;
    let text = ["text", "title", "name"].into_iter();
    let text = text.map(|key| &table[key]).find(|text| text.is_object());
    let date = ["as-of", "date", "since"].into_iter();
    let date = date.filter_map(|key| table[key].as_str()?.parse::<PartialDate>().ok());
    let date = date.clone().next();
    let confidence = table["confidence"].as_str().unwrap_or_default();
    let mut shown = String::new();
    for language in &catalog.languages {
        let mut head = vec![format!("**{}**", escaped(&language.record.name))];
        head.extend(
            date.as_ref()
                .map(|date| escaped(language.grammar.date(date))),
        );
        head.extend(words(catalog, &language.id, confidence).map(escaped));
        shown.push_str(&head.join(" · "));
        if let Some(text) = text.and_then(|text| text[language.id.as_str()].as_str()) {
            shown.push_str(&format!("  \n{}", escaped(text)));
        }
        shown.push_str("\n\n");
    }
    let sources = table["sources"].as_array().into_iter().flatten();
    for (id, number) in sources.filter_map(Value::as_str).zip(1..) {
        let named = spot::named(survey, "source", id);
        let names = named.map(|named| named.names()).unwrap_or_default();
        let title = own_words(survey, &names).map_or_else(String::new, escaped);
        shown.push_str(&format!("{number}. {title} (`{id}`)\n"));
    }
    if let Some(review) = table["review-by"].as_str() {
        shown.push_str(&format!("\nTo be checked again by {review}.\n"));
    }
    Some(shown)
}

/// A record as data, under the same keys as in its file.
fn record(catalog: &Catalog, kind: Kind, id: &str) -> Option<Value> {
    fn data<T: serde::Serialize>(record: Option<&T>) -> Option<Value> {
        serde_json::to_value(record?).ok()
    }
    match kind {
        Kind::Goal => data(catalog.goals.get(id).map(|entry| &entry.record)),
        Kind::Partner => data(catalog.partners.get(id).map(|entry| &entry.record)),
        Kind::Society => data(catalog.societies.get(id).map(|entry| &entry.record)),
        Kind::Network => data(catalog.networks.get(id).map(|entry| &entry.record)),
        Kind::Membership => data(catalog.memberships.get(id).map(|entry| &entry.record)),
        Kind::Event => data(catalog.events.get(id).map(|entry| &entry.record)),
        Kind::Principle => data(catalog.principles.get(id).map(|entry| &entry.record)),
        Kind::Page => data(catalog.pages.get(id).map(|entry| &entry.record)),
        _ => None,
    }
}

/// How something is known, as visitors read it.
fn words(
    catalog: &Catalog,
    language: &crate::locale::LanguageId,
    confidence: &str,
) -> Option<String> {
    let confidence: Confidence = serde_json::from_value(confidence.into()).ok()?;
    let words = &catalog.strings.get(language)?.confidence;
    let words = match confidence {
        Confidence::Seed => &words.seed,
        Confidence::Official => &words.official,
        Confidence::Press => &words.press,
        Confidence::Inferred => &words.inferred,
        Confidence::General => &words.general,
        Confidence::Project => &words.project,
    };
    Some(words.clone())
}

/// The name in the first language that it is written in.
pub(super) fn own_words<'a>(survey: &Survey, names: &[(&str, &'a str)]) -> Option<&'a str> {
    let mut languages = survey.languages();
    let first = languages.find_map(|(id, _, _)| {
        let found = names.iter().find(|(language, _)| *language == id)?;
        Some(found.1)
    });
    first.or_else(|| names.first().map(|(_, name)| *name))
}

/// A text as Markdown that shows it as it is.
pub(super) fn escaped(text: impl AsRef<str>) -> String {
    let mut escaped = String::new();
    for letter in text.as_ref().chars() {
        if "\\`*_[]<>#|~".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
