//! The pages that show what was found.
//!
//! As with error pages, what they need is taken out of the register
//! beforehand. The index of a language is made on another thread while the
//! first visitors read, or by the first who searches.

use super::document::{Document, Kind};
use super::fold::Folding;
use super::gather::documents;
use super::index::Index;
use super::query::{Dates, LONGEST, Query};
use super::rank::{Found, Hit};
use crate::locale::Grammar;
use crate::site::chrome::{Frame, Head, weighed};
use crate::site::edition::{Edition, counted};
use crate::site::route::{self, Route, found_at};
use crate::site::snapshot::{Question, SearchPages};
use crate::site::view::home::{Door, doors};
use crate::site::view::parts::{Link, Section, Title};
use crate::site::view::search::{Elsewhere, Group, KindLink, ResultRow, ResultsPage};
use askama::Template;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// How many results of each kind are shown beside those of other kinds.
const OF_EACH_KIND: usize = 5;

/// How many results are shown at most.
const MOST: usize = 100;

/// Finds in every language.
pub(in crate::site) struct Searcher {
    languages: Vec<Searched>,
}

/// One language to search in.
struct Searched {
    frame: Arc<Frame>,
    head: Head,
    doors: Vec<Door>,
    /// Its tag and its own name.
    lang: String,
    name: String,
    grammar: Arc<Grammar>,
    /// The names of kinds, of several of each.
    kinds: Vec<(Kind, String)>,
    documents: Arc<[Document]>,
    folding: Folding,
    dates: Dates,
    index: OnceLock<Index>,
}

impl Searcher {
    /// A search over these editions, each with its frame.
    pub(in crate::site) fn new(editions: &[Edition<'_>], frames: &[Arc<Frame>]) -> Self {
        let pairs: Vec<_> = editions.iter().zip(frames).collect();
        Self {
            languages: pairs
                .into_par_iter()
                .map(|(edition, frame)| Searched::new(edition, frame))
                .collect(),
        }
    }
}

impl SearchPages for Searcher {
    fn language_at(&self, path: &str) -> Option<usize> {
        let mut languages = self.languages.iter();
        languages.position(|language| language.frame.search == path)
    }

    fn is_ready(&self) -> bool {
        let mut languages = self.languages.iter();
        languages.all(|language| language.index.get().is_some())
    }

    fn prepare(&self) {
        // One after the other: this is done beside the first visitors, who
        // need the other cores.
        for language in &self.languages {
            language.index();
        }
    }

    fn render(&self, language: usize, question: Question<'_>) -> Option<String> {
        let searched = self.languages.get(language)?;
        let query = searched.query(question.text);
        if query.asked.is_empty() {
            return None;
        }
        let found = searched.index().search(&query);
        let kind = question.kind.and_then(Kind::of_name);
        let results = Results::new(searched, &query, &found, kind);
        let elsewhere = self.languages.iter().enumerate();
        let elsewhere = elsewhere
            .filter(|(other, _)| *other != language)
            .filter_map(|(_, other)| searched.offer(other, &query))
            .collect();
        let heading = results.heading();
        let head = Head {
            title: format!("{heading} | {}", searched.frame.title),
            description: searched.frame.words.sections.search.lead.clone(),
            addresses: None,
            languages: self.switch(searched, &query),
            ..searched.head.clone()
        };
        let page = ResultsPage {
            frame: &searched.frame,
            head,
            title: Title::new("", &heading),
            wanted: &query.asked,
            notes: results.notes(),
            guess: results.guess(),
            filters: results.filters(),
            groups: results.groups(),
            elsewhere,
            doors: &searched.doors,
        };
        // Writing into memory fails only when memory does.
        let html = page.render().unwrap_or(heading);
        Some(weighed(html, |number| {
            searched.grammar.integer(number as u64)
        }))
    }
}

impl Searcher {
    /// The language switch keeps what is looked for.
    fn switch(&self, here: &Searched, query: &Query) -> Vec<crate::site::chrome::Switch> {
        let mut switch = here.head.languages.clone();
        for (language, searched) in switch.iter_mut().zip(&self.languages) {
            let address = |_| found_at(&searched.frame.search, &query.asked, None);
            language.href = language.href.take().map(address);
        }
        switch
    }
}

impl Searched {
    fn new(edition: &Edition<'_>, frame: &Arc<Frame>) -> Self {
        let languages = &edition.catalog.languages;
        let folding = Folding::new(languages, edition.index);
        let words = edition.words;
        let name = &words.sections.search.name;
        let lead = &words.sections.search.lead;
        let route = Route::Section(route::Section::Search);
        Self {
            frame: Arc::clone(frame),
            head: Head::new(edition, frame, route, name, lead),
            doors: doors(edition),
            lang: edition.language.record.lang.as_str().to_owned(),
            name: edition.language.record.name.clone(),
            grammar: Arc::clone(&edition.language.grammar),
            kinds: Kind::ALL.map(|kind| (kind, several(edition, kind))).into(),
            documents: documents(edition).into(),
            dates: Dates::new(&edition.language.grammar, &folding),
            folding,
            index: OnceLock::new(),
        }
    }

    fn index(&self) -> &Index {
        let make = || Index::new(&self.folding, Arc::clone(&self.documents));
        self.index.get_or_init(make)
    }

    fn query(&self, text: &str) -> Query {
        Query::parse(text, &self.folding, &self.dates)
    }

    /// What `other` finds of the same query, written so: a word of one language
    /// is no mistake in another.
    fn offer(&self, other: &Self, query: &Query) -> Option<Elsewhere> {
        let query = other.query(&query.asked);
        let count = other.index().count(&query);
        (count > 0).then(|| Elsewhere {
            href: found_at(&other.frame.search, &query.asked, None),
            lang: other.lang.clone(),
            name: other.name.clone(),
            number: self.grammar.integer(count as u64),
        })
    }
}

/// The name of several things of a kind.
fn several(edition: &Edition<'_>, kind: Kind) -> String {
    let sections = &edition.words.sections;
    match kind {
        Kind::Partner => &sections.partners.name,
        Kind::Society => &sections.societies.name,
        Kind::Network => &sections.networks.name,
        Kind::Membership => &sections.memberships.name,
        Kind::Goal => &sections.goals.name,
        Kind::Event => &sections.events.name,
        Kind::Principle => &sections.principles.name,
        Kind::Page => &edition.words.search.pages,
        Kind::Term => &sections.glossary.name,
        Kind::Source => &sections.sources.name,
    }
    .clone()
}

/// What was found, about to be put on a page.
struct Results<'s> {
    searched: &'s Searched,
    index: &'s Index,
    query: &'s Query,
    found: &'s Found,
    /// The kinds of the results, the best first, with all of each.
    kinds: Vec<(Kind, Vec<Hit>)>,
    /// The one kind that is shown, if it is one.
    only: Option<Kind>,
}

impl<'s> Results<'s> {
    fn new(searched: &'s Searched, query: &'s Query, found: &'s Found, kind: Option<Kind>) -> Self {
        let index = searched.index();
        let mut kinds: Vec<(Kind, Vec<Hit>)> = Vec::new();
        for hit in &found.hits {
            let kind = index.kind(hit.doc);
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, hits)) => hits.push(*hit),
                None => kinds.push((kind, vec![*hit])),
            }
        }
        Self {
            only: kind.filter(|kind| kinds.iter().any(|(known, _)| known == kind)),
            searched,
            index,
            query,
            found,
            kinds,
        }
    }

    fn words(&self) -> &'s crate::content::record::SearchWords {
        &self.searched.frame.words.search
    }

    fn shown(&self) -> impl Iterator<Item = &(Kind, Vec<Hit>)> {
        let only = self.only;
        let kinds = self.kinds.iter();
        kinds.filter(move |(kind, _)| only.is_none_or(|only| only == *kind))
    }

    fn heading(&self) -> String {
        let count: usize = self.shown().map(|(_, hits)| hits.len()).sum();
        let heading = match count {
            0 => self.words().nothing.clone(),
            _ => counted(&self.searched.grammar, &self.words().found, count),
        };
        heading.replace("{query}", &self.query.asked)
    }

    /// How it was looked for, where that is not as asked.
    fn notes(&self) -> Vec<String> {
        let words = self.words();
        let mut notes = Vec::new();
        if self.query.is_cut {
            notes.push(counted(&self.searched.grammar, &words.cut, LONGEST));
        }
        for (asked, terms) in &self.found.taken_for {
            let mut hits = self.found.hits.iter();
            if let Some(word) = hits.find_map(|hit| self.index.written_in(hit.doc, terms)) {
                let note = words.taken_for.replace("{word}", word);
                notes.push(note.replace("{query}", asked));
            }
        }
        if self.found.is_partial {
            notes.push(words.partial.clone());
        }
        notes
    }

    /// The same question with the nearest words that there are, when nothing
    /// was found.
    fn guess(&self) -> Option<Link> {
        if !self.found.hits.is_empty() {
            return None;
        }
        let text = self.index.suggestion(self.query)?;
        Some(Link {
            href: found_at(&self.searched.frame.search, &text, None),
            text,
        })
    }

    fn kind_name(&self, kind: Kind) -> &'s str {
        let mut kinds = self.searched.kinds.iter();
        let found = kinds.find(|(known, _)| *known == kind);
        found.map_or("", |(_, name)| name)
    }

    fn address(&self, kind: Option<Kind>) -> String {
        let search = &self.searched.frame.search;
        found_at(search, &self.query.asked, kind.map(Kind::name))
    }

    fn filters(&self) -> Vec<KindLink> {
        if self.kinds.len() < 2 {
            return Vec::new();
        }
        let number = |count: usize| self.searched.grammar.integer(count as u64);
        let all = KindLink {
            link: Link {
                href: self.address(None),
                text: self.words().all.clone(),
            },
            number: number(self.found.hits.len()),
            is_current: self.only.is_none(),
        };
        // In the order of the sections below.
        let kinds = self.kinds.iter().map(|(kind, hits)| KindLink {
            link: Link {
                href: self.address(Some(*kind)),
                text: self.kind_name(*kind).to_owned(),
            },
            number: number(hits.len()),
            is_current: self.only == Some(*kind),
        });
        std::iter::once(all).chain(kinds).collect()
    }

    fn groups(&self) -> Vec<Group> {
        let most = match self.only.is_some() || self.kinds.len() == 1 {
            true => MOST,
            false => OF_EACH_KIND,
        };
        let grammar = &self.searched.grammar;
        let words = self.words();
        self.shown()
            .map(|(kind, hits)| {
                let rows: Vec<_> = hits.iter().take(most).map(|hit| self.row(*hit)).collect();
                let is_rest = hits.len() > rows.len();
                let mut key = counted(grammar, &words.results, hits.len());
                if is_rest && most == MOST {
                    key = format!("{key}. {}", counted(grammar, &words.first, MOST));
                }
                let more = (is_rest && most < MOST).then(|| Link {
                    href: self.address(Some(*kind)),
                    text: counted(grammar, &words.all_of_kind, hits.len()),
                });
                Group {
                    rows: Section::new(kind.name(), self.kind_name(*kind), key, rows),
                    more,
                }
            })
            .collect()
    }

    fn row(&self, hit: Hit) -> ResultRow {
        let document = &self.index.documents()[hit.doc as usize];
        let title = self.index.title(hit.doc, self.found);
        let snippet = self.index.snippet(hit.doc, self.found);
        let mut href = document.href.clone();
        // What is not about the whole is about one statement of it.
        let fragment = snippet.as_ref().and_then(|found| found.fragment.as_ref());
        if let Some(fragment) = fragment.filter(|_| !hit.is_named()) {
            href = format!("{href}#{fragment}");
        }
        ResultRow {
            key: document.key.clone(),
            href,
            title,
            snippet,
            notes: document.notes.clone(),
        }
    }
}
