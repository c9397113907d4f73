//! What a result shows of a text: the words that were found, marked, in the
//! text's own script, with as much around them as fits on two lines.

use super::index::Index;
use super::rank::Found;
use super::token::words;
use std::ops::Range;

/// About how many characters a snippet has.
const LENGTH: usize = 200;

/// How many of them may stand before the first word that was found.
const BEFORE: usize = 60;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they were looked for.
    pub is_hit: bool,
}

/// The text that says most about why a document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The text, or a part of it.
    pub pieces: Vec<Piece>,
    /// The language of the text, if it is another one.
    pub lang: Option<String>,
    /// The name of the statement within the page, when it is one and has a
    /// word that was looked for.
    pub fragment: Option<String>,
}

impl Index {
    /// The title of a document with the words that were found marked.
    pub fn title(&self, doc: u32, found: &Found) -> Vec<Piece> {
        let title = &self.documents()[doc as usize].title;
        let segment = self.segments(doc).next().unwrap_or_default();
        let hits = hits(title, segment, found);
        pieces(title, 0..title.len(), &hits)
    }

    /// The text of a document that shows best why it was found: a name by
    /// which it is not known here, if it is that which was looked for; else
    /// the passage with most of the words; else the first passage.
    pub fn snippet(&self, doc: u32, found: &Found) -> Option<Snippet> {
        let document = &self.documents()[doc as usize];
        let passages = document.passages.len();
        let mut segments = self.segments(doc);
        let title = segments.next().unwrap_or_default();
        let best = document
            .passages
            .iter()
            .zip(segments)
            .map(|(passage, segment)| (different_hits(segment, found), passage, segment))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let most = best.map_or(0, |(count, ..)| count);
        let mut names = self.segments(doc).skip(1 + passages);
        let known = names
            .by_ref()
            .take(usize::from(document.abbreviation.is_some()));
        let known = known
            .map(|segment| different_hits(segment, found))
            .sum::<usize>();
        let known = known.max(different_hits(title, found)).max(most);
        let other = document
            .names
            .iter()
            .zip(names)
            .find(|(_, segment)| different_hits(segment, found) > known);
        if let Some((name, segment)) = other {
            let hits = hits(&name.text, segment, found);
            return Some(Snippet {
                pieces: pieces(&name.text, 0..name.text.len(), &hits),
                lang: name.lang.clone(),
                fragment: None,
            });
        }
        let (count, passage, segment) = best?;
        let hits = hits(&passage.text, segment, found);
        let window = window(&passage.text, hits.first().map_or(0, |hit| hit.start));
        Some(Snippet {
            pieces: pieces(&passage.text, window, &hits),
            lang: None,
            fragment: passage.fragment.clone().filter(|_| count > 0),
        })
    }

    /// A word as a document writes it that was found in its stead.
    pub fn written_in(&self, doc: u32, terms: &[u32]) -> Option<&str> {
        let document = &self.documents()[doc as usize];
        let shown = std::iter::once(&document.title)
            .chain(document.passages.iter().map(|passage| &passage.text))
            .chain(&document.abbreviation)
            .chain(document.names.iter().map(|name| &name.text))
            .chain(&document.keywords);
        let (text, place) = shown.zip(self.segments(doc)).find_map(|(text, segment)| {
            let place = segment.iter().position(|term| terms.contains(term))?;
            Some((text, place))
        })?;
        Some(&text[words(text).nth(place)?])
    }
}

fn is_hit(term: u32, found: &Found) -> bool {
    found.terms.binary_search(&term).is_ok()
}

fn different_hits(segment: &[u32], found: &Found) -> usize {
    let mut terms: Vec<u32> = segment
        .iter()
        .copied()
        .filter(|term| is_hit(*term, found))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms.len()
}

/// Where the words that were found stand in a text whose words are `segment`.
fn hits(text: &str, segment: &[u32], found: &Found) -> Vec<Range<usize>> {
    let pairs = words(text).zip(segment);
    pairs
        .filter(|(_, term)| is_hit(**term, found))
        .map(|(range, _)| range)
        .collect()
}

/// The part of a text that is shown so that what stands at `hit` is seen: all
/// of it if it is not much longer, else from and to the ends of words.
fn window(text: &str, hit: usize) -> Range<usize> {
    if text.chars().count() <= LENGTH + LENGTH / 4 {
        return 0..text.len();
    }
    let before = text[..hit].char_indices().rev().nth(BEFORE);
    let start = match before {
        Some((at, _)) => word_start(text, at, hit),
        None => 0,
    };
    let end = match text[start..].char_indices().nth(LENGTH) {
        Some((at, _)) => word_end(text, start + at),
        None => text.len(),
    };
    start..end
}

/// The first beginning of a word from `at` on, at most `limit`.
fn word_start(text: &str, at: usize, limit: usize) -> usize {
    let space = text[at..limit].find(char::is_whitespace);
    space.map_or(limit, |space| {
        let rest = &text[at + space..];
        at + space + (rest.len() - rest.trim_start().len())
    })
}

/// The last end of a word up to `at`.
fn word_end(text: &str, at: usize) -> usize {
    let end = text[..at].rfind(char::is_whitespace).unwrap_or(at);
    text[..end]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–'))
        .len()
}

/// The part of a text in pieces, with dots where something is left out.
fn pieces(text: &str, part: Range<usize>, hits: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, is_hit: bool| {
        if text.is_empty() {
            return;
        }
        match pieces.last_mut() {
            Some(last) if last.is_hit == is_hit => last.text.push_str(text),
            _ => pieces.push(Piece {
                text: text.to_owned(),
                is_hit,
            }),
        }
    };
    if part.start > 0 {
        push("… ", false);
    }
    let mut at = part.start;
    for hit in hits {
        if hit.start < at || hit.end > part.end {
            continue;
        }
        push(&text[at..hit.start], false);
        push(&text[hit.clone()], true);
        at = hit.end;
    }
    push(&text[at..part.end], false);
    if part.end < text.len() {
        push(" …", false);
    }
    pieces
}

#[cfg(test)]
mod tests;
