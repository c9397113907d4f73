//! How sources are named: beside a row, at the foot of a page, on their own.

use super::parts::{Flag, Phrase};
use crate::content::catalog::EntityKind;
use crate::content::record::{Source, SourceId, SourceState};
use crate::site::edition::Edition;
use crate::site::route::Route;

/// A title beside a row is cut to about this many characters: the whole of it
/// is one link away.
const SHORT_TITLE: usize = 32;

/// The publisher of each source; where two of a row share one, with as much
/// of the title as tells them apart at a glance.
pub(super) fn labels<'s>(edition: &Edition<'_>, sources: &'s [SourceId]) -> Vec<(&'s str, String)> {
    let known = || {
        let known = sources.iter();
        known.filter_map(|id| Some((id.as_str(), edition.catalog.sources.get(id.as_str())?)))
    };
    known()
        .map(|(id, source)| {
            let name = edition.publisher(source.publisher.as_str());
            let same = known().filter(|(_, other)| other.publisher == source.publisher);
            let label = if same.count() > 1 {
                let title = source.title.in_language(&edition.language.id);
                format!("{name}: {}", cut(title, SHORT_TITLE))
            } else {
                name.to_owned()
            };
            (id, label)
        })
        .collect()
}

/// The beginning of a text up to the end of a word, with an ellipsis if
/// something is left out.
pub(super) fn cut(text: &str, characters: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(characters) else {
        return text.to_owned();
    };
    let whole = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    let kept = text[..whole].trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{kept}…")
}

/// The title of a source with a link to its page: its own title where it is
/// known, in its own language.
pub fn source_title(edition: &Edition<'_>, id: &str, source: &Source) -> Phrase {
    let href = Some(edition.href(Route::entity(EntityKind::Source, id)));
    match &source.own_title {
        Some(own) => Phrase {
            text: own.text.clone(),
            lang: Some(own.lang.as_str().to_owned()),
            href,
            outside: None,
        },
        None => Phrase {
            text: source.title.in_language(&edition.language.id).to_owned(),
            href,
            ..Phrase::default()
        },
    }
}

/// Publisher, kind, date and language of a source in one line.
pub fn about_source(edition: &Edition<'_>, source: &Source) -> String {
    let publisher = edition.publisher(source.publisher.as_str());
    let form = edition.source_form(source.form);
    let parts: Vec<_> = [form.to_owned()]
        .into_iter()
        .chain(date_and_language(edition, source))
        .collect();
    format!("{publisher}. {}.", parts.join(", "))
}

/// When a source was published and in which language, as far as it is known.
pub fn date_and_language(edition: &Edition<'_>, source: &Source) -> impl Iterator<Item = String> {
    // The full stop of an ordinal year would end the line early.
    let date = source
        .date
        .map(|date| edition.time(&date).words.trim_end_matches('.').to_owned());
    let languages = &edition.words.source_languages;
    date.into_iter()
        .chain(languages.get(source.language.as_str()).cloned())
}

/// How a source was read, if its address is not dead.
pub fn state<'a>(edition: &Edition<'a>, source: &Source) -> Option<&'a str> {
    let words = &edition.words.source;
    match source.state {
        SourceState::Live => Some(&words.live),
        SourceState::StoredCopy => Some(&words.stored_copy),
        SourceState::Dead => None,
    }
}

/// That the address of a source is dead, if it is.
pub fn dead(edition: &Edition<'_>, source: &Source) -> Option<Flag> {
    let words = &edition.words.source;
    (source.state == SourceState::Dead).then(|| match &source.dead_since {
        Some(date) => edition.dated(&words.dead_since, date).into(),
        None => words.dead.clone().into(),
    })
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn titles_are_cut_at_the_end_of_a_word() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("one two: three", 10), "one two…");
        assert_eq!(cut("čćžšđčćžšđ", 4), "čćžš…");
    }
}
