//! The abbreviations that one page uses: explained where they are used first,
//! and listed near the end, since neither a finger nor a keyboard reaches
//! what shows under a mouse.

use super::parts::{Fact, Phrase, Section};
use crate::site::abbreviations::{Abbreviation, Origin};
use crate::site::edition::Edition;
use crate::site::route::{self, Route};

/// Running text, with abbreviations that are used in it for the first time.
#[derive(Debug, Clone, Default)]
pub struct Rich {
    /// The text in pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of running text.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// What they stand for, if they are an abbreviation used for the first time.
    pub meaning: Option<String>,
}

impl Rich {
    /// The words alone.
    pub fn words(&self) -> String {
        self.pieces.iter().map(|piece| &*piece.text).collect()
    }

    /// Text in which nothing is explained.
    pub fn plain(text: &str) -> Self {
        Self {
            pieces: vec![Piece {
                text: text.to_owned(),
                meaning: None,
            }],
        }
    }
}

/// The abbreviations of one page so far.
#[derive(Debug)]
pub struct Terms<'a, 'e> {
    edition: &'e Edition<'a>,
    /// The body that the page is about.
    subject: Option<&'a str>,
    seen: Vec<&'e Abbreviation<'a>>,
}

impl<'a, 'e> Terms<'a, 'e> {
    /// None yet, on a page about this body.
    pub fn new(edition: &'e Edition<'a>, subject: Option<&'a str>) -> Self {
        Self {
            edition,
            subject,
            seen: Vec::new(),
        }
    }

    /// The language of the page.
    pub fn edition(&self) -> &'e Edition<'a> {
        self.edition
    }

    /// A text with what it is the first of the page to use. The short name of
    /// the page's own subject needs no explanation: it stands at the top.
    pub fn rich(&mut self, text: &str) -> Rich {
        let mut pieces = Vec::new();
        let mut rest = 0;
        let mut push = |text: &str, meaning: Option<&str>| {
            if !text.is_empty() {
                pieces.push(Piece {
                    text: text.to_owned(),
                    meaning: meaning.map(str::to_owned),
                });
            }
        };
        for (range, found) in self.edition.abbreviations.uses(text) {
            let own = matches!(found.origin, Origin::Body(body) if Some(body.id) == self.subject);
            if own || self.seen.iter().any(|seen| std::ptr::eq(*seen, found)) {
                continue;
            }
            self.seen.push(found);
            push(&text[rest..range.start], None);
            push(&text[range.clone()], Some(found.meaning));
            rest = range.end;
        }
        push(&text[rest..], None);
        Rich { pieces }
    }

    /// What the page has used, in the order of the alphabet.
    pub fn finish(self) -> Section<Fact> {
        let edition = self.edition;
        let mut seen = self.seen;
        seen.sort_by_cached_key(|found| edition.sort_key(found.term));
        let rows = seen.into_iter().map(|found| {
            let href = match found.origin {
                Origin::Body(body) => edition.href(Route::entity(body.kind.into(), body.id)),
                Origin::Glossary(id) => {
                    let page = edition.href(Route::Section(route::Section::Glossary));
                    format!("{page}#{id}")
                }
            };
            let meaning = Phrase {
                href: Some(href),
                ..Phrase::plain(found.meaning)
            };
            Fact::new(found.term, meaning)
        });
        let rows: Vec<_> = rows.collect();
        let heading = &edition.words.trust.abbreviations;
        Section::new("h-abbreviations", heading, String::new(), rows)
    }
}
