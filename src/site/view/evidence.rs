//! Statements and what they rest on.

use super::Context;
use super::citing::{about_source, dead, labels, source_title, state};
use super::parts::{Dated, Fact, Flag, Link, Phrase, Section, Time, capital};
use super::permalink::{Permalink, permalink};
use super::review::is_late;
use super::terms::{Rich, Terms};
use crate::content::catalog::EntityKind;
use crate::content::record::{Change, Claim, Confidence, SourceId, Text};
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::route::{Route, change_fragment, claim_fragment};

/// The name of the line that states a relation or a membership, within the
/// page of its entity.
pub const RELATION: &str = "relation";

/// The name of the heading above what is not known of a body, within its page.
pub const GAPS: &str = "h-gaps";

/// The name of the line that says when a body was founded, within its page.
pub const FOUNDED: &str = "founded";

/// What a row rests on.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The date at which it was true or was said.
    pub as_of: Option<Time>,
    /// The permanent address of the row.
    pub link: Option<Permalink>,
    /// The sources.
    pub sources: Vec<Cited>,
    /// The label of the sources, with a capital: it begins a line.
    pub sources_label: String,
    /// How we know, in words.
    pub confidence: String,
    /// The day by which somebody should check it again.
    pub review: Option<Time>,
}

/// A source beside a row.
#[derive(Debug)]
pub struct Cited {
    /// Its number on this page; none where a page has no notes.
    pub number: Option<String>,
    /// Its note on this page, or its own page.
    pub href: String,
    /// Who published it.
    pub label: String,
}

/// A relation or a membership in one line.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'s> {
    /// The line.
    pub text: &'s Text,
    /// The date at which it was true or was said.
    pub as_of: &'s PartialDate,
    /// The day by which somebody should check it again.
    pub review_by: &'s PartialDate,
}

/// One statement.
#[derive(Debug)]
pub struct ClaimRow {
    /// Its permanent name on the page.
    pub id: String,
    /// The date at which it was true or was said.
    pub as_of: Time,
    /// The statement.
    pub text: Rich,
    /// The review of it is overdue.
    pub late: Option<Dated>,
    /// It tells of something that has ended.
    pub former: Option<Flag>,
    /// What it rests on.
    pub evidence: Evidence,
}

/// A change of fact.
#[derive(Debug)]
pub struct ChangeRow {
    /// Its permanent name on the page of what it is about.
    pub id: Option<String>,
    /// When.
    pub date: Time,
    /// What.
    pub text: Rich,
    /// What it is about, where that is not the page.
    pub about: Option<Link>,
    /// What it rests on.
    pub evidence: Evidence,
}

/// A source at the foot of a page.
#[derive(Debug)]
pub struct Note {
    /// Its name within the page.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its title, with a link to its page.
    pub title: Phrase,
    /// Publisher, kind, date and language.
    pub about: String,
    /// Its address on the web, by the name of the machine.
    pub outside: Link,
    /// When it was read.
    pub read: Dated,
    /// How it was read, if its address is not dead.
    pub state: Option<String>,
    /// That its address is dead.
    pub dead: Option<Flag>,
}

/// What the rows of one page gather for its end: the sources, numbered in the
/// order in which they are first cited, and the abbreviations.
pub(super) struct Notes<'a, 'e> {
    context: Context<'a, 'e>,
    edition: &'e Edition<'a>,
    /// The abbreviations of the page.
    pub terms: Terms<'a, 'e>,
    order: Vec<&'a str>,
    late: Option<(String, usize)>,
    /// The record whose rows are gathered, where that is not the page's.
    record: Option<Elsewhere>,
}

/// A record that has a page of its own, with the addresses that stay.
#[derive(Debug, Clone)]
struct Elsewhere {
    page: String,
    name: String,
}

impl<'a, 'e> Notes<'a, 'e> {
    /// Nothing yet, on a page about this body, if it is about one.
    pub fn new(context: Context<'a, 'e>, subject: Option<&'a str>) -> Self {
        let edition = context.edition;
        Self {
            context,
            edition,
            terms: Terms::new(edition, subject),
            order: Vec::new(),
            late: None,
            record: None,
        }
    }

    /// From here on, the rows are those of this record: they lead to where
    /// they stand on the record's own page.
    pub fn turn_to(&mut self, route: Route<'_>, name: &str) {
        self.record = Some(Elsewhere {
            page: self.edition.href(route),
            name: name.to_owned(),
        });
    }

    /// The evidence of a row that cites these sources.
    pub fn evidence(&mut self, sources: &'a [SourceId], confidence: Confidence) -> Evidence {
        let edition = self.edition;
        let labels = labels(edition, sources).into_iter();
        let mut numbered: Vec<_> = labels.map(|(id, label)| (self.number(id), label)).collect();
        numbered.sort_unstable();
        let cited = numbered.into_iter().map(|(number, label)| Cited {
            number: Some(edition.number(number)),
            href: format!("#s{number}"),
            label,
        });
        let cited = cited.collect();
        evidence(edition, cited, confidence)
    }

    /// The permanent address of the row of this name, which `date` shows and
    /// `text` begins.
    pub fn link(&self, fragment: &str, date: &str, text: &str) -> Option<Permalink> {
        Some(match &self.record {
            Some(record) => {
                let at = (format!("{}#{fragment}", record.page), &*record.name);
                Permalink::elsewhere(self.edition, at, date, text)
            }
            None => permalink(&self.context, fragment, date, text),
        })
    }

    /// The permanent address of a row in which nothing is to be reported apart
    /// from the statement beside it.
    pub fn place(&self, fragment: &str, shown: &str, text: &str) -> Option<Permalink> {
        let link = self.link(fragment, shown, text)?;
        Some(Permalink {
            report: None,
            ..link
        })
    }

    fn number(&mut self, id: &'a str) -> usize {
        match self.order.iter().position(|known| *known == id) {
            Some(index) => index + 1,
            None => {
                self.order.push(id);
                self.order.len()
            }
        }
    }

    /// The badge of a row whose review is overdue. The first such row of a
    /// page is remembered by its name.
    pub fn late(&mut self, fragment: &str, review_by: &PartialDate) -> Option<Dated> {
        if !is_late(self.edition.catalog, review_by) {
            return None;
        }
        match &mut self.late {
            Some((_, number)) => *number += 1,
            None => self.late = Some((fragment.to_owned(), 1)),
        }
        let words = &self.edition.words.labels.overdue_since;
        Some(self.edition.dated(words, review_by))
    }

    /// How many reviews of this page are overdue, with a link to the first.
    pub fn late_link(&self) -> Option<Link> {
        let (fragment, number) = self.late.as_ref()?;
        Some(Link {
            href: format!("#{fragment}"),
            text: self
                .edition
                .count(&self.edition.words.counts.overdue, *number),
        })
    }

    /// The line that states a relation or a membership.
    pub fn relation(&mut self, term: &str, stated: Stated<'_>, evidence: Evidence) -> Fact {
        let edition = self.edition;
        let as_of = edition.time(stated.as_of);
        let text = stated.text.in_language(&edition.language.id);
        Fact {
            id: Some(RELATION),
            text: Some(self.terms.rich(text)),
            late: self.late(RELATION, stated.review_by),
            evidence: Some(Evidence {
                link: self.link(RELATION, &as_of.words, text),
                as_of: Some(as_of),
                review: Some(edition.time(stated.review_by)),
                ..evidence
            }),
            ..Fact::list(term, Vec::new())
        }
    }

    /// The rows of an entity's statements.
    pub fn claims(&mut self, claims: &'a [Claim]) -> Section<ClaimRow> {
        let edition = self.edition;
        let rows = claims.iter().map(|claim| {
            let id = claim_fragment(claim.id.as_str());
            let mut evidence = self.evidence(&claim.sources, claim.confidence);
            evidence.review = Some(edition.time(&claim.review_by));
            let as_of = edition.time(&claim.as_of);
            let text = edition.text(&claim.text);
            evidence.link = self.link(&id, &as_of.words, text);
            ClaimRow {
                as_of,
                text: self.terms.rich(text),
                late: self.late(&id, &claim.review_by),
                former: claim
                    .former
                    .then(|| Flag::from(edition.words.labels.former.clone())),
                evidence,
                id,
            }
        });
        let rows = rows.collect();
        let key = edition.count(&edition.words.counts.statements, claims.len());
        Section::new("h-claims", &edition.words.headings.recorded, key, rows)
    }

    /// The rows of an entity's changes, newest first.
    pub fn changes(&mut self, all: &'a [Change]) -> Section<ChangeRow> {
        let edition = self.edition;
        let mut changes: Vec<_> = all.iter().enumerate().collect();
        changes.sort_by_key(|(_, change)| std::cmp::Reverse(change.date));
        let key = edition.count(&edition.words.counts.changes, changes.len());
        let rows = changes.into_iter().map(|(index, change)| {
            let id = change_fragment(all, index);
            let date = edition.time(&change.date);
            let text = edition.text(&change.text);
            let mut evidence = self.evidence(&change.sources, change.confidence);
            evidence.link = self.link(&id, &date.words, text);
            ChangeRow {
                id: Some(id),
                date,
                text: self.terms.rich(text),
                about: None,
                evidence,
            }
        });
        let rows = rows.collect();
        Section::new("h-changes", &edition.words.headings.changes, key, rows)
    }

    /// How many sources the page has so far.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// When the sources of the page were read.
    pub fn read(&self) -> Option<String> {
        let edition = self.edition;
        let dates = || {
            self.order
                .iter()
                .filter_map(|id| edition.catalog.sources.get(*id))
        };
        let first = dates().map(|source| source.read).min()?;
        let last = dates().map(|source| source.read).max()?;
        let (before, after) = edition.words.labels.sources_read.around();
        Some(format!(
            "{before}{}{after}",
            edition.span(&first, Some(&last))
        ))
    }

    /// The abbreviations and the notes at the foot of the page.
    pub fn finish(self) -> (Section<Fact>, Section<Note>) {
        let edition = self.edition;
        let rows = self.order.iter().enumerate().filter_map(|(index, id)| {
            let source = edition.catalog.sources.get(*id)?;
            let number = index + 1;
            Some(Note {
                id: format!("s{number}"),
                number: edition.number(number),
                title: source_title(edition, id, source),
                about: about_source(edition, source),
                outside: Link {
                    href: source.address.as_str().to_owned(),
                    text: source.address.host().to_owned(),
                },
                read: edition.dated(&edition.words.source.read_on, &source.read),
                state: state(edition, source).map(str::to_owned),
                dead: dead(edition, source),
            })
        });
        let rows: Vec<_> = rows.collect();
        let key = edition.count(&edition.words.counts.sources, rows.len());
        let heading = &edition.words.headings.sources_of_page;
        let notes = Section::new("h-sources", heading, key, rows);
        (self.terms.finish(), notes)
    }
}

/// Evidence on a page without notes: the sources lead to their own pages.
pub fn evidence_elsewhere(
    edition: &Edition<'_>,
    sources: &[SourceId],
    confidence: Confidence,
) -> Evidence {
    let labels = labels(edition, sources).into_iter();
    let cited = labels.map(|(id, label)| Cited {
        number: None,
        href: edition.href(Route::entity(EntityKind::Source, id)),
        label,
    });
    evidence(edition, cited.collect(), confidence)
}

fn evidence(edition: &Edition<'_>, sources: Vec<Cited>, confidence: Confidence) -> Evidence {
    Evidence {
        as_of: None,
        link: None,
        sources_label: capital(&edition.count(&edition.words.labels.sources, sources.len())),
        sources,
        confidence: edition.confidence(confidence).to_owned(),
        review: None,
    }
}
