//! Statements and what they rest on.

use super::parts::{Dated, Flag, Link, Phrase, Section, Time};
use crate::content::catalog::{Catalog, ClaimRef, EntityKind, EntityRef};
use crate::content::record::{Change, Claim, Confidence, Source, SourceId, SourceState};
use crate::locale::PartialDate;
use crate::site::edition::Edition;
use crate::site::route::{Route, claim_fragment};

/// The name of the line that states a relation or a membership, within the
/// page of its entity.
pub const RELATION: &str = "relation";

/// What a row rests on.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The date at which it was true or was said.
    pub as_of: Option<Time>,
    /// The sources.
    pub sources: Vec<Cited>,
    /// The label of the sources, for screen readers.
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

/// One statement.
#[derive(Debug)]
pub struct ClaimRow {
    /// Its permanent name on the page.
    pub id: String,
    /// The date at which it was true or was said.
    pub as_of: Time,
    /// The statement.
    pub text: String,
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
    /// When.
    pub date: Time,
    /// What.
    pub text: String,
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

/// The numbered sources of one page, in the order in which they are first
/// cited.
#[derive(Debug)]
pub struct Notes<'a, 'e> {
    edition: &'e Edition<'a>,
    order: Vec<&'a str>,
    late: Option<(String, usize)>,
}

impl<'a, 'e> Notes<'a, 'e> {
    /// No sources yet.
    pub fn new(edition: &'e Edition<'a>) -> Self {
        Self {
            edition,
            order: Vec::new(),
            late: None,
        }
    }

    /// The evidence of a row that cites these sources.
    pub fn evidence(&mut self, sources: &'a [SourceId], confidence: Confidence) -> Evidence {
        let edition = self.edition;
        let publishers: Vec<_> = sources
            .iter()
            .filter_map(|id| edition.catalog.sources.get(id.as_str()))
            .map(|source| source.publisher.as_str())
            .collect();
        let cited = sources.iter().filter_map(|id| {
            let source = edition.catalog.sources.get(id.as_str())?;
            let publisher = source.publisher.as_str();
            let name = edition.publisher(publisher);
            let shared = publishers
                .iter()
                .filter(|other| **other == publisher)
                .count()
                > 1;
            let label = if shared {
                format!("{name}: {}", edition.text(&source.title))
            } else {
                name.to_owned()
            };
            let number = self.number(id.as_str());
            Some(Cited {
                number: Some(edition.number(number)),
                href: format!("#s{number}"),
                label,
            })
        });
        let cited: Vec<_> = cited.collect();
        Evidence {
            as_of: None,
            sources_label: edition.count(&edition.words.labels.sources, cited.len()),
            sources: cited,
            confidence: edition.confidence(confidence).to_owned(),
            review: None,
        }
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

    /// The rows of an entity's statements.
    pub fn claims(&mut self, claims: &'a [Claim]) -> Section<ClaimRow> {
        let edition = self.edition;
        let rows = claims.iter().map(|claim| {
            let id = claim_fragment(claim.id.as_str());
            let mut evidence = self.evidence(&claim.sources, claim.confidence);
            evidence.review = Some(edition.time(&claim.review_by));
            ClaimRow {
                as_of: edition.time(&claim.as_of),
                text: edition.text(&claim.text).to_owned(),
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
    pub fn changes(&mut self, changes: &'a [Change]) -> Section<ChangeRow> {
        let edition = self.edition;
        let mut changes: Vec<_> = changes.iter().collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date));
        let key = edition.count(&edition.words.counts.changes, changes.len());
        let rows = changes.into_iter().map(|change| ChangeRow {
            date: edition.time(&change.date),
            text: edition.text(&change.text).to_owned(),
            about: None,
            evidence: self.evidence(&change.sources, change.confidence),
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

    /// The notes at the foot of the page.
    pub fn finish(self) -> Section<Note> {
        let edition = self.edition;
        let rows = self.order.iter().enumerate().filter_map(|(index, id)| {
            let source = edition.catalog.sources.get(*id)?;
            let number = index + 1;
            Some(Note {
                id: format!("s{number}"),
                number: edition.number(number),
                title: source_title(edition, id, source),
                about: about_source(edition, source, true),
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
        Section::new(
            "h-sources",
            &edition.words.headings.sources_of_page,
            key,
            rows,
        )
    }
}

/// Evidence on a page without notes: the sources lead to their own pages.
pub fn evidence_elsewhere(
    edition: &Edition<'_>,
    sources: &[SourceId],
    confidence: Confidence,
) -> Evidence {
    let cited = sources.iter().filter_map(|id| {
        let (id, source) = edition.catalog.sources.get_key_value(id.as_str())?;
        Some(Cited {
            number: None,
            href: edition.href(Route::entity(EntityKind::Source, id)),
            label: edition.publisher(source.publisher.as_str()).to_owned(),
        })
    });
    let cited: Vec<_> = cited.collect();
    Evidence {
        as_of: None,
        sources_label: edition.count(&edition.words.labels.sources, cited.len()),
        sources: cited,
        confidence: edition.confidence(confidence).to_owned(),
        review: None,
    }
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
pub fn about_source(edition: &Edition<'_>, source: &Source, with_publisher: bool) -> String {
    let mut parts = vec![edition.source_form(source.form).to_owned()];
    if let Some(date) = &source.date {
        parts.push(edition.time(date).words.trim_end_matches('.').to_owned());
    }
    let languages = &edition.words.source_languages;
    parts.extend(languages.get(source.language.as_str()).cloned());
    let parts = parts.join(", ");
    if with_publisher {
        format!("{}. {parts}.", edition.publisher(source.publisher.as_str()))
    } else {
        format!("{parts}.")
    }
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

/// Whether the day by which something should be checked has passed.
pub fn is_late(catalog: &Catalog, review_by: &PartialDate) -> bool {
    review_by.end() < catalog.today
}

/// Anything that somebody should check again on some day.
#[derive(Debug)]
pub struct Due<'a> {
    /// The entity it stands with.
    pub entity: EntityRef<'a>,
    /// Its name on the entity's page.
    pub fragment: String,
    /// What it says.
    pub text: &'a str,
    /// The day.
    pub review_by: PartialDate,
    /// The date at which it was true or was said.
    pub as_of: PartialDate,
}

/// Everything that has a day of review: statements, relations, memberships.
/// The earliest day comes first.
pub fn due<'a>(edition: &Edition<'a>) -> Vec<Due<'a>> {
    let catalog = edition.catalog;
    let claims = catalog.claims().map(|ClaimRef { entity, claim, .. }| Due {
        entity,
        fragment: claim_fragment(claim.id.as_str()),
        text: edition.text(&claim.text),
        review_by: claim.review_by,
        as_of: claim.as_of,
    });
    let relations = catalog.bodies().map(|body| {
        let relation = &body.body.relation;
        Due {
            entity: EntityRef {
                kind: body.kind.into(),
                id: body.id,
            },
            fragment: RELATION.to_owned(),
            text: edition.text(&relation.text),
            review_by: relation.review_by,
            as_of: relation.as_of,
        }
    });
    let memberships = catalog.memberships.iter().map(|(id, membership)| Due {
        entity: EntityRef {
            kind: EntityKind::Membership,
            id,
        },
        fragment: RELATION.to_owned(),
        text: edition.text(&membership.text),
        review_by: membership.review_by,
        as_of: membership.as_of,
    });
    let mut due: Vec<_> = claims.chain(relations).chain(memberships).collect();
    due.sort_by(|a, b| {
        let key = |due: &Due<'a>| (due.review_by.end(), due.entity);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.fragment.cmp(&b.fragment))
    });
    due
}
