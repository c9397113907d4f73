//! How sources are named: beside a row, at the foot of a page, on their own.

use super::parts::{Flag, Phrase};
use crate::content::catalog::EntityKind;
use crate::content::record::{Source, SourceId, SourceState};
use crate::site::edition::Edition;
use crate::site::route::Route;

/// A title beside a row is cut to about this many characters where that tells
/// it apart: the whole of it is one link away. Where it does not, the next.
const SHORT_TITLES: [usize; 4] = [32, 48, 72, usize::MAX];

/// Ends a title that was cut.
const ELLIPSIS: char = '…';

/// The publisher of each source; where several of a row share one, with as
/// much of the title, and if need be of date, language and kind, as tells
/// them apart.
pub(super) fn labels<'s>(edition: &Edition<'_>, sources: &'s [SourceId]) -> Vec<(&'s str, String)> {
    let known = || {
        let known = sources.iter();
        known.filter_map(|id| Some((id.as_str(), edition.catalog.sources.get(id.as_str())?)))
    };
    known()
        .map(|(id, source)| {
            let name = edition.publisher(source.publisher.as_str());
            let same: Vec<&Source> = known()
                .map(|(_, other)| &**other)
                .filter(|other| other.publisher == source.publisher)
                .collect();
            let label = if same.len() > 1 {
                format!("{name}: {}", telling(edition, source, &same))
            } else {
                name.to_owned()
            };
            (id, label)
        })
        .collect()
}

/// The shortest of the ways to name a source that gives each of `same`, which
/// it is one of, a name of its own.
fn telling(edition: &Edition<'_>, source: &Source, same: &[&Source]) -> String {
    let title = |source: &Source, length| {
        let title = source.title.in_language(&edition.language.id);
        cut(title, length)
    };
    let detailed = |source: &Source, details: usize| {
        let form = edition.source_form(source.form).to_owned();
        let details: Vec<_> = date_and_language(edition, source)
            .chain([form])
            .take(details)
            .collect();
        format!(
            "{} ({})",
            title(source, SHORT_TITLES[0]),
            details.join(", ")
        )
    };
    for length in SHORT_TITLES {
        if all_differ(same.iter().map(|other| title(other, length))) {
            return title(source, length);
        }
    }
    let enough =
        (1..3).find(|details| all_differ(same.iter().map(|other| detailed(other, *details))));
    detailed(source, enough.unwrap_or(3))
}

/// Whether all names differ, and none was cut where another only goes on: a
/// reader would take the two for one.
fn all_differ(names: impl Iterator<Item = String>) -> bool {
    let names: Vec<_> = names.collect();
    names.iter().enumerate().all(|(index, name)| {
        let mut others = names[..index].iter().chain(&names[index + 1..]);
        match name.strip_suffix(ELLIPSIS) {
            Some(cut) => others.all(|other| !other.starts_with(cut)),
            None => others.all(|other| other != name),
        }
    })
}

/// The longest word, in letters, that a cut text does not end with: mostly a
/// preposition, which without what follows says nothing.
const LINKING: usize = 3;

/// The beginning of a text up to the end of a word, with an ellipsis if
/// something is left out.
pub(super) fn cut(text: &str, characters: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(characters) else {
        return text.to_owned();
    };
    let words = |text: &str| {
        text.trim_end_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let whole = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    let kept = words(&text[..whole]);
    let kept = match kept.rsplit_once(char::is_whitespace) {
        Some((before, last)) if last.chars().count() <= LINKING => words(before),
        _ => kept,
    };
    format!("{kept}{ELLIPSIS}")
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
    use super::{all_differ, cut};

    #[test]
    fn titles_are_cut_at_the_end_of_a_word() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("first second third", 14), "first second…");
        assert_eq!(cut("first second: third", 15), "first second…");
        assert_eq!(cut("first second to third", 17), "first second…");
        assert_eq!(cut("čćžšđčćžšđ", 4), "čćžš…");
    }

    #[test]
    fn names_are_told_apart_by_what_is_shown_of_them() {
        for (names, differ) in [
            (&["one", "two"][..], true),
            (&["one", "one"], false),
            (&["one", "one two"], true),
            (&["one…", "one two…"], false),
            (&["one two…", "one"], true),
            (&["two", "one…", "one…"], false),
        ] {
            let shown = names.iter().map(|name| (*name).to_owned());
            assert_eq!(all_differ(shown), differ, "{names:?}");
        }
    }
}
