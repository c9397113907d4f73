//! The sources: their index by publisher, a publisher, one source.

use super::body::outside;
use super::citing::{about_source, dead, source_title, state};
use super::index::{IndexPage, index_page};
use super::outline::Outline;
use super::parts::{Fact, Phrase, Row, Section, Title, capital, sentence};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, EntityKind, EntityRef};
use crate::content::record::{Source, SourceId};
use crate::locale::SortKey;
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::Markdown;
use crate::site::edition::Edition;
use crate::site::route::{self, Route, sources_by_publisher};
use askama::Template;
use std::collections::BTreeMap;

/// Up to this many statements that rest on a source are quoted on its page.
const QUOTED: usize = 40;

/// The publishers of all sources: those that are bodies of the register, then
/// the others. A single source is linked from here, several have a page.
fn index_rows(edition: &Edition<'_>) -> (Vec<Row>, Vec<Row>) {
    let mut known = Vec::new();
    let mut others = Vec::new();
    for (publisher, sources) in sources_by_publisher(edition.catalog) {
        let body = edition.catalog.body(publisher);
        let name = match body {
            Some(body) => edition.text(&body.body.name),
            None => edition.publisher(publisher),
        };
        let mut row = Row {
            key: edition.count(&edition.words.counts.sources, sources.len()),
            name: Phrase::plain(name),
            ..Row::default()
        };
        match sources.as_slice() {
            [id] => {
                let source = edition.catalog.sources.get(*id);
                row.lines
                    .extend(source.map(|source| source_title(edition, id, source)));
            }
            _ => row.name.href = Some(edition.href(Route::Publisher(publisher))),
        }
        let group = if body.is_some() {
            &mut known
        } else {
            &mut others
        };
        group.push((edition.sort_key(name), row));
    }
    let sorted = |mut rows: Vec<(SortKey, Row)>| {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.into_iter().map(|(_, row)| row).collect()
    };
    (sorted(known), sorted(others))
}

/// The index of sources.
pub(super) fn index<'e>(context: Context<'_, 'e>) -> IndexPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let (known, others) = index_rows(edition);
    let key = |rows: &[Row]| edition.count(&words.counts.publishers, rows.len());
    let groups = vec![
        Section::new(
            "known",
            &words.headings.publishers_in_register,
            key(&known),
            known,
        ),
        Section::new(
            "others",
            &words.headings.other_publishers,
            key(&others),
            others,
        ),
    ];
    let count = edition.count(&words.counts.sources, edition.catalog.sources.len());
    index_page(context, route::Section::Sources, count, groups)
}

/// The sources of one publisher, newest first.
pub(super) fn publisher_page<'e>(context: Context<'_, 'e>, id: &str) -> IndexPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let body = edition.catalog.body(id);
    let name = match body {
        Some(body) => edition.text(&body.body.name),
        None => edition.publisher(id),
    };
    let mut sources: Vec<_> = edition
        .catalog
        .sources
        .iter()
        .filter(|(_, source)| source.publisher.as_str() == id)
        .collect();
    sources.sort_by_cached_key(|(id, source)| {
        (
            std::cmp::Reverse(source.date),
            edition.sort_key(edition.text(&source.title)),
            *id,
        )
    });
    let rows: Vec<_> = sources
        .into_iter()
        .map(|(id, source)| Row {
            key: edition.source_form(source.form).to_owned(),
            name: source_title(edition, id, source),
            notes: publication(edition, source),
            ..Row::default()
        })
        .collect();
    let count = edition.count(&words.counts.sources, rows.len());
    let label = &words.records.publisher;
    let in_tab = format!("{}: {name}", words.sections.sources.name);
    let mut page = index_page(
        context,
        route::Section::Sources,
        label.clone(),
        vec![Section::new(
            "all",
            &words.headings.published_by_it,
            count.clone(),
            rows,
        )],
    );
    page.head = context.head(&in_tab, &format!("{} {count}.", sentence(&in_tab)));
    page.title = Title::new(label, name);
    page.citation = context.citation(&in_tab);
    page.facts = publisher_facts(edition, id);
    page
}

/// When a source was published, and in which language: a line each.
fn publication(edition: &Edition<'_>, source: &Source) -> Vec<String> {
    let languages = &edition.words.source_languages;
    let language = languages.get(source.language.as_str());
    let date = source.date.map(|date| edition.time(&date).words);
    date.into_iter()
        .chain(language.map(|language| capital(language)))
        .collect()
}

/// What the register knows of a publisher: its page, if it is a body, or its
/// website.
fn publisher_facts(edition: &Edition<'_>, id: &str) -> Vec<Fact> {
    if let Some(body) = edition.catalog.body(id) {
        let link = Phrase {
            href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
            ..Phrase::plain(&edition.words.labels.its_page)
        };
        return vec![Fact::new(edition.kind_word(body.kind.into()), link)];
    }
    let publisher = edition.catalog.publishers.get(id);
    let website = publisher.and_then(|publisher| publisher.website.as_ref());
    let website = website.map(|website| Fact::new(&edition.words.labels.website, outside(website)));
    website.into_iter().collect()
}

/// The page of a source.
#[derive(Template)]
#[template(path = "source.html")]
pub(super) struct SourcePage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    resting: Section<Row>,
    citation: Citation,
}

impl Outline for SourcePage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.facts(&self.facts);
        markdown.rows(&self.resting);
    }
}

/// A source, and everything that rests on it.
pub(super) fn source_page<'a, 'e>(
    context: Context<'a, 'e>,
    id: &'a str,
    source: &'a Source,
) -> SourcePage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let name = edition.text(&source.title);
    let title = Title::new(edition.source_form(source.form), name);
    let about = about_source(edition, source);
    SourcePage {
        frame: context.frame,
        head: context.head(
            &format!("{}: {name}", edition.kind_word(EntityKind::Source)),
            &format!("{} {about}", sentence(name)),
        ),
        title,
        facts: facts(edition, source),
        resting: resting(edition, id, &words.headings.rests_on_source),
        citation: context.citation(name),
    }
}

fn facts<'a>(edition: &Edition<'a>, source: &'a Source) -> Vec<Fact> {
    let words = edition.words;
    let labels = &words.labels;
    let publisher = source.publisher.as_str();
    let publisher = match edition.catalog.body(publisher) {
        Some(body) => Phrase {
            href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
            ..Phrase::plain(edition.text(&body.body.name))
        },
        None => Phrase {
            href: (sources_by_publisher(edition.catalog).get(publisher))
                .filter(|sources| sources.len() > 1)
                .map(|_| edition.href(Route::Publisher(publisher))),
            ..Phrase::plain(edition.publisher(publisher))
        },
    };
    let mut facts = vec![Fact::new(&labels.publisher, publisher)];
    facts.extend(source.own_title.as_ref().map(|own| {
        let value = Phrase {
            lang: Some(own.lang.as_str().to_owned()),
            ..Phrase::plain(&own.text)
        };
        Fact::new(&labels.own_title, value)
    }));
    let language = words.source_languages.get(source.language.as_str());
    facts.extend(language.map(|language| Fact::new(&labels.in_language, language.as_str())));
    let address = Phrase {
        text: source.address.as_str().to_owned(),
        ..outside(&source.address)
    };
    facts.push(Fact::new(&labels.address, address));
    for (label, date) in [
        (&labels.published, source.date),
        (&labels.read, Some(source.read)),
    ] {
        facts.extend(date.map(|date| Fact::new(label, edition.time(&date).words)));
    }
    facts.push(Fact {
        former: dead(edition, source),
        ..Fact::list(
            &labels.state,
            state(edition, source)
                .map(Phrase::plain)
                .into_iter()
                .collect(),
        )
    });
    facts
}

fn resting<'a>(edition: &Edition<'a>, id: &'a str, heading: &str) -> Section<Row> {
    let of_source = edition.resting.entities(id).iter();
    let mut entities: BTreeMap<EntityRef<'a>, Vec<Phrase>> =
        of_source.map(|entity| (*entity, Vec::new())).collect();
    for found in edition.resting.claims(id) {
        let quoted = edition.text(&found.claim.text).into();
        entities.entry(found.entity).or_default().push(quoted);
    }
    let statements: usize = entities.values().map(Vec::len).sum();
    let mut rows: Vec<_> = entities
        .into_iter()
        .map(|(entity, claims)| {
            let name = edition.title(entity);
            let besides = besides_statements(edition, entity, id);
            let counted = (!claims.is_empty())
                .then(|| edition.count(&edition.words.counts.statements, claims.len()));
            let row = Row {
                key: edition.kind_word(entity.kind).to_owned(),
                name: Phrase {
                    href: Some(edition.href(Route::Entity(entity))),
                    ..Phrase::plain(name)
                },
                lines: (claims.into_iter())
                    .filter(|_| statements <= QUOTED)
                    .collect(),
                notes: besides.into_iter().chain(counted).collect(),
                ..Row::default()
            };
            ((entity.kind, edition.sort_key(name)), row)
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let key = edition.count(&edition.words.counts.records, rows.len());
    Section::new("h-resting", heading, key, rows)
}

/// What of a body rests on a source besides its statements, in one line.
fn besides_statements(edition: &Edition<'_>, entity: EntityRef<'_>, id: &str) -> Option<String> {
    let words = edition.words;
    let body = edition.catalog.body(entity.id)?;
    if EntityKind::from(body.kind) != entity.kind {
        return None;
    }
    let cited = |sources: &[SourceId]| sources.iter().any(|source| source.as_str() == id);
    let record = body.body;
    let network = edition.catalog.networks.get(body.id);
    let network = network.filter(|_| body.kind == BodyKind::Network);
    let parts = [
        (&words.labels.relation, cited(&record.relation.sources)),
        (
            &words.labels.founded,
            (record.founded.iter()).any(|founded| cited(&founded.sources)),
        ),
        (
            &words.headings.changes,
            (record.changes.iter()).any(|change| cited(&change.sources)),
        ),
        (
            &words.headings.members,
            network.is_some_and(|network| {
                let mut members = network.members.iter();
                members.any(|member| cited(&member.sources))
            }),
        ),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter_map(|(word, cited)| cited.then_some(word.as_str()))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
