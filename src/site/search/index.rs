//! The index of one edition: which words stand in which documents.
//!
//! Made once and never changed. Words are held folded and in order, so that
//! beginnings of words are a range; stems and other ways of writing lead to
//! words, not to documents. The words of every document are held in their
//! order too: phrases and snippets are found without reading a text again.

mod build;

use super::document::{Document, Kind, Span};
use std::sync::Arc;

/// Fields of a document that a word can stand in, as bits.
pub(super) mod field {
    /// The name.
    pub const TITLE: u8 = 1;
    /// An abbreviation.
    pub const ABBREVIATION: u8 = 2;
    /// Another name.
    pub const NAME: u8 = 4;
    /// Places, topics, participants.
    pub const KEYWORD: u8 = 8;
    /// What is said of it.
    pub const TEXT: u8 = 16;
    /// Any name.
    pub const NAMES: u8 = TITLE | ABBREVIATION | NAME;
}

/// One word in one document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    /// The number of the document.
    pub doc: u32,
    /// The fields that the word stands in.
    pub fields: u8,
    /// How often, up to 255.
    pub count: u8,
}

/// How a name belongs to a document; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameKind {
    /// An abbreviation.
    Abbreviation,
    /// The name in this language.
    Title,
    /// Another name.
    Other,
}

/// A whole name, folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// Its words, folded, with single spaces.
    pub text: Box<str>,
    /// How it belongs to the document.
    pub kind: NameKind,
    /// The number of the document.
    pub doc: u32,
}

/// Everything that can be found in one language.
#[derive(Debug)]
pub struct Index {
    documents: Arc<[Document]>,
    /// What each document is, apart from it: ranking asks for nothing else.
    kinds: Vec<Kind>,
    /// The dates of all documents, with the numbers of the documents.
    dates: Vec<(u32, Span)>,
    /// Folded words in order.
    terms: Vec<Box<str>>,
    /// Where the postings of each word begin; one more than there are words.
    starts: Vec<u32>,
    postings: Vec<Posting>,
    /// Other ways of writing words, in order, with the numbers of the words.
    ways: Vec<(Box<str>, u32)>,
    /// Stems in order, with the numbers of the words that have them.
    stems: Vec<(Box<str>, u32)>,
    names: Vec<Name>,
    /// The words of all segments of all documents.
    sequence: Vec<u32>,
    /// Where each segment begins in the sequence; one more than there are.
    segments: Vec<u32>,
    /// The first segment of each document; one more than there are documents.
    /// The first is the title, then come the passages, then what is not shown.
    first_segments: Vec<u32>,
}

impl Index {
    /// Everything that can be found.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// How many different words there are.
    pub fn vocabulary(&self) -> usize {
        self.terms.len()
    }

    /// What a document is.
    pub(super) fn kind(&self, doc: u32) -> Kind {
        self.kinds[doc as usize]
    }

    /// The dates of all documents, with the numbers of the documents.
    pub(super) fn dates(&self) -> &[(u32, Span)] {
        &self.dates
    }

    pub(super) fn term(&self, id: u32) -> &str {
        &self.terms[id as usize]
    }

    pub(super) fn terms(&self) -> &[Box<str>] {
        &self.terms
    }

    /// The word that is written just so.
    pub(super) fn exact(&self, term: &str) -> Option<u32> {
        let place = self.terms.binary_search_by(|known| (**known).cmp(term));
        place.ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The words that begin so.
    pub(super) fn beginning(&self, start: &str) -> std::ops::Range<u32> {
        let from = self.terms.partition_point(|known| **known < *start);
        let length = self.terms[from..].partition_point(|known| known.starts_with(start));
        from as u32..(from + length) as u32
    }

    /// The words that can also be written so.
    pub(super) fn written(&self, way: &str) -> impl Iterator<Item = u32> {
        pairs(&self.ways, way)
    }

    /// The words with a way of writing that begins so.
    pub(super) fn written_beginning(&self, start: &str) -> impl Iterator<Item = u32> {
        let from = self.ways.partition_point(|(known, _)| **known < *start);
        let length = self.ways[from..].partition_point(|(known, _)| known.starts_with(start));
        self.ways[from..from + length].iter().map(|(_, term)| *term)
    }

    /// The words with this stem.
    pub(super) fn with_stem(&self, stem: &str) -> impl Iterator<Item = u32> {
        pairs(&self.stems, stem)
    }

    /// Where a word stands, by documents in order.
    pub(super) fn postings(&self, term: u32) -> &[Posting] {
        let term = term as usize;
        &self.postings[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    /// The names that are just so, or begin so.
    pub(super) fn names(&self, start: &str) -> &[Name] {
        let from = self.names.partition_point(|name| *name.text < *start);
        let length = self.names[from..].partition_point(|name| name.text.starts_with(start));
        &self.names[from..from + length]
    }

    /// The segments of a document: title, passages, and what is not shown.
    pub(super) fn segments(&self, doc: u32) -> impl Iterator<Item = &[u32]> {
        let doc = doc as usize;
        let segments = self.first_segments[doc]..self.first_segments[doc + 1];
        segments.map(|segment| {
            let segment = segment as usize;
            &self.sequence[self.segments[segment] as usize..self.segments[segment + 1] as usize]
        })
    }
}

/// What stands beside this key in pairs that are in order.
fn pairs<'p>(pairs: &'p [(Box<str>, u32)], key: &str) -> impl Iterator<Item = u32> + use<'p> {
    let from = pairs.partition_point(|(known, _)| **known < *key);
    let length = pairs[from..].partition_point(|(known, _)| **known == *key);
    pairs[from..from + length].iter().map(|(_, term)| *term)
}

#[cfg(test)]
mod tests;
