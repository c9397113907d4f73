//! From the register to what can be found of it in one language.

use super::document::{Document, Kind, OtherName, Passage, Span};
use crate::content::catalog::{BodyKind, BodyRef, EntityKind, EntityRef, Entry};
use crate::content::record::{Body, BodyId, Claim, Event, Membership, OwnName, Source, Text};
use crate::site::edition::Edition;
use crate::site::markdown::plain_text;
use crate::site::route::{Route, Section, claim_fragment};

/// Everything that can be found, in a fixed order.
pub(super) fn documents(edition: &Edition<'_>) -> Vec<Document> {
    let catalog = edition.catalog;
    let mut documents: Vec<_> = catalog.bodies().map(|found| body(edition, found)).collect();
    let memberships = catalog.memberships.iter();
    documents.extend(memberships.map(|(id, found)| membership(edition, id, found)));
    documents.extend(catalog.goals.iter().map(|(id, goal)| Document {
        passages: told(edition, &[&goal.text], &goal.claims),
        ..entity(edition, EntityKind::Goal, id, &goal.title)
    }));
    let events = catalog.events_by_date().into_iter().rev();
    documents.extend(events.map(|(id, found)| event(edition, id, found)));
    documents.extend(catalog.principles.iter().map(|(id, found)| Document {
        passages: told(edition, &[&found.text], &[]),
        ..entity(edition, EntityKind::Principle, id, &found.name)
    }));
    documents.extend(pages(edition));
    documents.extend(terms(edition));
    let sources = catalog.sources.iter();
    documents.extend(sources.map(|(id, found)| source(edition, id, found)));
    documents
}

/// What all entities have.
fn entity(edition: &Edition<'_>, kind: EntityKind, id: &str, name: &Text) -> Document {
    Document {
        kind: Some(kind.into()),
        href: edition.href(Route::Entity(EntityRef { kind, id })),
        title: edition.text(name).to_owned(),
        names: elsewhere(edition, name),
        keywords: vec![edition.kind_word(kind).to_owned()],
        key: edition.kind_word(kind).to_owned(),
        ..Document::default()
    }
}

/// A name in the other languages: names are known across languages.
fn elsewhere(edition: &Edition<'_>, name: &Text) -> Vec<OtherName> {
    let own = edition.text(name);
    let mut names: Vec<OtherName> = Vec::new();
    for language in &edition.catalog.languages {
        let text = name.in_language(&language.id);
        if !text.is_empty() && text != own && names.iter().all(|known| known.text != text) {
            names.push(OtherName {
                text: text.to_owned(),
                lang: Some(language.record.lang.as_str().to_owned()),
            });
        }
    }
    names
}

/// A name in its owner's own language.
fn own_name(name: &OwnName) -> OtherName {
    OtherName {
        text: name.text.clone(),
        lang: Some(name.lang.as_str().to_owned()),
    }
}

/// Texts, and statements with their names within the page.
fn told(edition: &Edition<'_>, texts: &[&Text], claims: &[Claim]) -> Vec<Passage> {
    let texts = texts.iter().map(|text| Passage::from(edition.text(text)));
    let claims = claims.iter().map(|claim| Passage {
        text: edition.text(&claim.text).to_owned(),
        fragment: Some(claim_fragment(claim.id.as_str())),
    });
    texts.chain(claims).collect()
}

fn body(edition: &Edition<'_>, found: BodyRef<'_>) -> Document {
    let catalog = edition.catalog;
    let record: &Body = found.body;
    let mut document = entity(edition, found.kind.into(), found.id, &record.name);
    let variants = record.variants.iter().map(|text| OtherName {
        text: text.clone(),
        lang: None,
    });
    document.names.extend(variants);
    document.names.extend(record.own_name.iter().map(own_name));
    if let Some(abbreviation) = &record.abbreviation {
        document.names.extend(elsewhere(edition, abbreviation));
        document.abbreviation = Some(edition.text(abbreviation).to_owned());
    }
    let mut texts = vec![&record.relation.text];
    if let Some(network) = catalog.networks.get(found.id) {
        texts.insert(0, &network.scope);
    }
    document.passages = told(edition, &texts, &record.claims);
    let more = record.changes.iter().map(|change| &change.text);
    let more = more.chain(record.gaps.iter().map(|gap| &gap.text));
    let founded = record.founded.as_ref();
    let more = more.chain(founded.and_then(|founded| founded.note.as_ref()));
    let more = more.map(|text| Passage::from(edition.text(text)));
    document.passages.extend(more);

    let country = catalog.societies.get(found.id);
    let country = country.and_then(|society| edition.country(society.country.as_str()));
    let seat = record.seat.as_ref().and_then(|seat| edition.place(seat));
    document.keywords.extend(country.map(str::to_owned));
    document.keywords.extend(seat.clone());
    let dates = record.changes.iter().map(|change| &change.date);
    let dates = dates.chain(founded.map(|founded| &founded.date));
    document.dates = dates.map(|date| Span::new(date, None)).collect();

    let country = country.filter(|_| found.kind == BodyKind::Society);
    if let Some(key) = country.or(document.abbreviation.as_deref()) {
        document.key = key.to_owned();
    }
    let since = record.relation.since.as_ref();
    let since = since.map(|since| {
        edition
            .dated(&edition.words.labels.since_date, since)
            .plain()
    });
    document.notes = since.into_iter().chain(seat).collect();
    document.is_subject = found.id == catalog.site.organisation.as_str();
    document
}

fn membership(edition: &Edition<'_>, id: &str, found: &Membership) -> Document {
    let nameless = Text::default();
    let body = edition.catalog.body(found.body.as_str());
    let name = body.map_or(&nameless, |body| &body.body.name);
    let abbreviation = body.and_then(|body| body.body.abbreviation.as_ref());
    let role = edition.membership_role(found.role).to_owned();
    let since = found.since.as_ref();
    Document {
        abbreviation: abbreviation.map(|text| edition.text(text).to_owned()),
        keywords: vec![
            edition.kind_word(EntityKind::Membership).to_owned(),
            role.clone(),
        ],
        passages: told(edition, &[&found.text], &found.claims),
        dates: since
            .map(|date| Span::new(date, None))
            .into_iter()
            .collect(),
        key: since
            .map(|since| edition.span(since, found.until.as_ref()))
            .unwrap_or_else(|| edition.kind_word(EntityKind::Membership).to_owned()),
        notes: vec![role],
        ..entity(edition, EntityKind::Membership, id, name)
    }
}

fn event(edition: &Edition<'_>, id: &str, found: &Entry<Event>) -> Document {
    let catalog = edition.catalog;
    let place = found.place.as_ref().and_then(|place| edition.place(place));
    let topic = catalog.topics.get(found.topic.as_str());
    let topic = topic.map(|topic| edition.text(&topic.name).to_owned());
    let short = |id: &BodyId| catalog.body(id.as_str()).map(|body| body.body);
    let taking_part: Vec<&Body> = found.partners.iter().filter_map(short).collect();
    let names = taking_part.iter().flat_map(|body| {
        let name = edition.text(&body.name);
        std::iter::once(name).chain(body.abbreviation.as_ref().map(|text| edition.text(text)))
    });
    let until = found.until.as_ref();
    Document {
        keywords: std::iter::once(edition.kind_word(EntityKind::Event).to_owned())
            .chain(place.clone())
            .chain(topic)
            .chain(names.map(str::to_owned))
            .collect(),
        passages: told(edition, &[&found.text], &[]),
        dates: found
            .date
            .iter()
            .map(|date| Span::new(date, until))
            .collect(),
        key: match &found.date {
            Some(date) => edition.span(date, until),
            None => edition.words.labels.date_not_known.clone(),
        },
        notes: place.into_iter().collect(),
        ..entity(edition, EntityKind::Event, id, &found.title)
    }
}

fn source(edition: &Edition<'_>, id: &str, found: &Source) -> Document {
    let publisher = edition.publisher(found.publisher.as_str()).to_owned();
    let published = found.date.as_ref().map(|date| edition.time(date).words);
    let mut document = entity(edition, EntityKind::Source, id, &found.title);
    document.names.extend(found.own_title.iter().map(own_name));
    Document {
        keywords: vec![publisher.clone(), found.address.host().to_owned()],
        key: edition.source_form(found.form).to_owned(),
        notes: std::iter::once(publisher).chain(published).collect(),
        ..document
    }
}

/// Pages of prose, and the pages of sections.
fn pages(edition: &Edition<'_>) -> Vec<Document> {
    let prose = edition.catalog.pages.iter().map(|(id, page)| {
        let lead = page
            .lead
            .iter()
            .map(|lead| Passage::from(edition.text(lead)));
        let text = plain_text(page.body.in_language(&edition.language.id));
        let paragraphs = text.iter().map(|text| Passage::from(text.as_str()));
        Document {
            passages: lead
                .chain(paragraphs)
                .chain(told(edition, &[], &page.claims))
                .collect(),
            ..entity(edition, EntityKind::Page, id, &page.title)
        }
    });
    let sections = Section::ALL.into_iter().map(|section| {
        let words = edition.section(section);
        Document {
            kind: Some(Kind::Page),
            href: edition.href(Route::Section(section)),
            title: words.name.clone(),
            passages: vec![Passage::from(words.lead.as_str())],
            key: edition.kind_word(EntityKind::Page).to_owned(),
            ..Document::default()
        }
    });
    prose.chain(sections).collect()
}

/// The words of the glossary that have no record of their own.
fn terms(edition: &Edition<'_>) -> Vec<Document> {
    let glossary = edition.href(Route::Section(Section::Glossary));
    let terms = edition.catalog.glossary.terms.iter();
    terms
        .map(|term| Document {
            kind: Some(Kind::Term),
            href: format!("{glossary}#{}", term.id),
            title: edition.text(&term.term).to_owned(),
            names: elsewhere(edition, &term.term),
            passages: told(edition, &[&term.text], &[]),
            key: edition.section(Section::Glossary).name.clone(),
            ..Document::default()
        })
        .collect()
}
