//! How an index is made.

use super::super::document::Document;
use super::super::fold::Folding;
use super::super::token::words;
use super::{Index, Name, NameKind, Posting, field};
use std::collections::HashMap;
use std::sync::Arc;

/// An index in the making: words have numbers in the order in which they came.
struct Builder<'f> {
    folding: &'f Folding,
    /// Words as they are written, and folded words, with their numbers.
    written: HashMap<String, u32>,
    folded: HashMap<String, u32>,
    terms: Vec<String>,
    postings: Vec<Vec<Posting>>,
    ways: Vec<(Box<str>, u32)>,
    stems: Vec<(Box<str>, u32)>,
    names: Vec<Name>,
    sequence: Vec<u32>,
    segments: Vec<u32>,
}

impl Index {
    /// The index of these documents.
    pub fn new(folding: &Folding, documents: Arc<[Document]>) -> Self {
        let mut builder = Builder {
            folding,
            written: HashMap::new(),
            folded: HashMap::new(),
            terms: Vec::new(),
            postings: Vec::new(),
            ways: Vec::new(),
            stems: Vec::new(),
            names: Vec::new(),
            sequence: Vec::new(),
            segments: Vec::new(),
        };
        let mut first_segments = Vec::with_capacity(documents.len() + 1);
        for (doc, document) in (0..).zip(documents.iter()) {
            first_segments.push(builder.segments.len() as u32);
            builder.document(doc, document);
        }
        first_segments.push(builder.segments.len() as u32);
        builder.segments.push(builder.sequence.len() as u32);
        let Builder {
            terms,
            postings,
            mut ways,
            mut stems,
            mut names,
            mut sequence,
            segments,
            ..
        } = builder;

        let mut order: Vec<u32> = (0..terms.len() as u32).collect();
        order.sort_unstable_by(|a, b| terms[*a as usize].cmp(&terms[*b as usize]));
        let mut places = vec![0; terms.len()];
        let mut starts = Vec::with_capacity(terms.len() + 1);
        let mut flat = Vec::with_capacity(postings.iter().map(Vec::len).sum());
        for (place, id) in (0..).zip(&order) {
            places[*id as usize] = place;
            starts.push(flat.len() as u32);
            flat.extend_from_slice(&postings[*id as usize]);
        }
        starts.push(flat.len() as u32);
        for id in &mut sequence {
            *id = places[*id as usize];
        }
        for pairs in [&mut ways, &mut stems] {
            for (_, id) in pairs.iter_mut() {
                *id = places[*id as usize];
            }
            pairs.sort_unstable();
            pairs.dedup();
            pairs.shrink_to_fit();
        }
        names.sort_unstable();
        names.dedup();
        let mut terms = terms;
        let in_order = order
            .iter()
            .map(|id| std::mem::take(&mut terms[*id as usize]));
        let terms = in_order.map(String::into_boxed_str).collect();
        let dates = (0..).zip(documents.iter()).flat_map(|(doc, document)| {
            let dates = document.dates.iter();
            dates.map(move |date| (doc, *date))
        });
        Self {
            kinds: documents.iter().map(Document::kind).collect(),
            dates: dates.collect(),
            documents,
            terms,
            starts,
            postings: flat,
            ways,
            stems,
            names,
            sequence,
            segments,
            first_segments,
        }
    }
}

impl Builder<'_> {
    fn document(&mut self, doc: u32, document: &Document) {
        self.name(doc, &document.title, NameKind::Title);
        for passage in &document.passages {
            self.segment(doc, &passage.text, field::TEXT);
        }
        if let Some(abbreviation) = &document.abbreviation {
            self.name(doc, abbreviation, NameKind::Abbreviation);
        }
        for name in &document.names {
            self.name(doc, &name.text, NameKind::Other);
        }
        for keyword in &document.keywords {
            self.segment(doc, keyword, field::KEYWORD);
        }
    }

    fn name(&mut self, doc: u32, text: &str, kind: NameKind) {
        let field = match kind {
            NameKind::Title => field::TITLE,
            NameKind::Abbreviation => field::ABBREVIATION,
            NameKind::Other => field::NAME,
        };
        self.segment(doc, text, field);
        let mut first = Vec::new();
        let mut other = Vec::new();
        for range in words(text) {
            let word = self.folding.word(&text[range]);
            other.push(word.others.last().unwrap_or(&word.term).clone());
            first.push(word.term);
        }
        for words in [first, other] {
            self.names.push(Name {
                text: words.join(" ").into(),
                kind,
                doc,
            });
        }
    }

    /// Takes in a text that is read in one.
    fn segment(&mut self, doc: u32, text: &str, field: u8) {
        self.segments.push(self.sequence.len() as u32);
        for range in words(text) {
            let term = self.word(&text[range]);
            self.sequence.push(term);
            let postings = &mut self.postings[term as usize];
            match postings.last_mut() {
                Some(last) if last.doc == doc => {
                    last.fields |= field;
                    last.count = last.count.saturating_add(1);
                }
                _ => postings.push(Posting {
                    doc,
                    fields: field,
                    count: 1,
                }),
            }
        }
    }

    /// The number of a word as it is written.
    fn word(&mut self, word: &str) -> u32 {
        if let Some(term) = self.written.get(word) {
            return *term;
        }
        let folded = self.folding.word(word);
        let stems = self.folding.stems(word, &folded.term);
        let next = self.terms.len() as u32;
        let term = *self.folded.entry(folded.term).or_insert_with_key(|term| {
            self.terms.push(term.clone());
            self.postings.push(Vec::new());
            next
        });
        let pair = |text: String| (text.into_boxed_str(), term);
        self.ways.extend(folded.others.into_iter().map(pair));
        self.stems.extend(stems.into_iter().map(pair));
        self.written.insert(word.to_owned(), term);
        term
    }
}
