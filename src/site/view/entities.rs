//! The pages of memberships, goals, events, and of prose.

use super::events::{self, EventRow};
use super::evidence::{ClaimRow, Note, Notes, Stated};
use super::history;
use super::index::{body_row, kind_word, order};
use super::outline::Outline;
use super::parts::{Fact, Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::catalog::{BodyKind, EntityKind};
use crate::content::record::{Event, Goal, Membership, Page};
use crate::site::chrome::{Frame, Head};
use crate::site::data::markdown::{Markdown, prose};
use crate::site::edition::Edition;
use crate::site::markdown::{self, Prose};
use crate::site::route::Route;
use askama::Template;

/// The page of a membership.
#[derive(Template)]
#[template(path = "membership.html")]
pub(super) struct MembershipPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    claims: Section<ClaimRow>,
    history: Section<Row>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

impl Outline for MembershipPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.facts(&self.facts);
        markdown.claims(&self.claims);
        markdown.rows(&self.history);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

/// What the organisation is in a body.
pub(super) fn membership_page<'a, 'e>(
    context: Context<'a, 'e>,
    id: &'a str,
    membership: &'a Membership,
) -> MembershipPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let mut notes = Notes::new(context, Some(membership.body.as_str()));
    let facts = membership_facts(edition, &mut notes, membership);
    let claims = notes.claims(&membership.claims);
    let entity = crate::content::catalog::EntityRef {
        kind: EntityKind::Membership,
        id,
    };
    let name = edition.title(entity);
    let word = edition.kind_word(EntityKind::Membership);
    let in_tab = format!("{word}: {name}");
    let mut title = Title::new(word, name);
    title
        .notes
        .push(edition.count(&words.counts.sources, notes.len()));
    title.notes.extend(notes.read());
    title.late = notes.late_link();
    let (abbreviations, notes) = notes.finish();
    MembershipPage {
        frame: context.frame,
        head: context.head(&in_tab, edition.text(&membership.text)),
        title,
        facts,
        claims,
        history: history::section(edition, &membership.revisions),
        abbreviations,
        notes,
        citation: (context.citation(&in_tab)).with_history(&context, &membership.revisions),
    }
}

/// The key facts of a membership.
pub(super) fn membership_facts<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    membership: &'a Membership,
) -> Vec<Fact> {
    let labels = &edition.words.labels;
    let evidence = notes.evidence(&membership.sources, membership.confidence);
    let stated = Stated {
        text: &membership.text,
        as_of: &membership.as_of,
        review_by: &membership.review_by,
    };
    let role = edition.membership_role(membership.role);
    let mut facts = vec![notes.relation(role, stated, evidence)];
    let body = edition.catalog.body(membership.body.as_str());
    for (label, date) in [
        (&labels.since, membership.since),
        (&labels.until, membership.until),
    ] {
        facts.extend(date.map(|date| Fact::new(label, edition.time(&date).words)));
    }
    facts.extend(body.map(|body| {
        let link = Phrase {
            href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
            ..Phrase::plain(edition.short_name(body.body))
        };
        Fact::new(kind_word(edition, body), link)
    }));
    facts
}

/// The page of a goal.
#[derive(Template)]
#[template(path = "goal.html")]
pub(super) struct GoalPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    claims: Section<ClaimRow>,
    bodies: Section<Row>,
    events: Section<EventRow>,
    history: Section<Row>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

impl Outline for GoalPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.claims(&self.claims);
        markdown.rows(&self.bodies);
        markdown.events(&self.events);
        markdown.rows(&self.history);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

/// A goal with whatever serves it.
pub(super) fn goal_page<'a, 'e>(
    context: Context<'a, 'e>,
    id: &'a str,
    goal: &'a Goal,
) -> GoalPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let mut notes = Notes::new(context, None);
    let claims = notes.claims(&goal.claims);
    let mut bodies: Vec<_> = edition.catalog.bodies_for_goal(id).collect();
    bodies.sort_by_cached_key(|body| order(edition, *body));
    let number = |kind| bodies.iter().filter(|body| body.kind == kind).count();
    let counts = [
        (&words.counts.partners, number(BodyKind::Partner)),
        (&words.counts.societies, number(BodyKind::Society)),
        (&words.counts.networks, number(BodyKind::Network)),
    ];
    let key: Vec<_> = counts
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(words, number)| edition.count(words, number))
        .collect();
    let rows = bodies
        .into_iter()
        .map(|body| body_row(edition, body))
        .collect();
    let bodies = Section::new(
        "h-bodies",
        &words.headings.who_works_on_it,
        key.join(", "),
        rows,
    );
    let events = events::section(
        &mut notes.terms,
        &words.sections.events.name,
        &edition.catalog.events_for_goal(id),
        None,
    );
    let name = edition.text(&goal.title);
    let mut title = Title::new(edition.kind_word(EntityKind::Goal), name)
        .lead(edition.text(&goal.text))
        .note(edition.count(&words.counts.statements, goal.claims.len()));
    title.notes.extend(notes.read());
    title.late = notes.late_link();
    let (abbreviations, notes) = notes.finish();
    GoalPage {
        frame: context.frame,
        head: context.head(name, edition.text(&goal.text)),
        title,
        claims,
        bodies,
        events,
        history: history::section(edition, &goal.revisions),
        abbreviations,
        notes,
        citation: context
            .citation(name)
            .with_history(&context, &goal.revisions),
    }
}

/// The page of an event.
#[derive(Template)]
#[template(path = "event.html")]
pub(super) struct EventPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    facts: Vec<Fact>,
    record: Section<EventRow>,
    history: Section<Row>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

impl Outline for EventPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.facts(&self.facts);
        markdown.events(&self.record);
        markdown.rows(&self.history);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

/// An event.
pub(super) fn event_page<'a, 'e>(context: Context<'a, 'e>, event: &'a Event) -> EventPage<'e> {
    let edition = context.edition;
    let words = edition.words;
    let labels = &words.labels;
    let mut notes = Notes::new(context, None);
    let mut evidence = notes.evidence(&event.sources, event.confidence);
    let name = edition.text(&event.title);
    let text = edition.text(&event.text);
    evidence.link = events::record_link(&notes, event);
    let row = EventRow {
        id: events::RECORD.to_owned(),
        precision: events::precision(event.date.as_ref()),
        year: event.date.map(|date| events::year_id(date.year())),
        date: event
            .date
            .map(|date| edition.stamp(&date, event.until.as_ref())),
        title: Phrase::default(),
        text: Some(notes.terms.rich(text)),
        topic: None,
        place: None,
        partners: Vec::new(),
        evidence: Some(evidence),
    };
    let record = Section::new(
        "h-claims",
        &words.headings.recorded,
        String::new(),
        vec![row],
    );
    let mut title = Title::new(edition.kind_word(EntityKind::Event), name)
        .note(edition.count(&words.counts.sources, notes.len()));
    title.notes.extend(notes.read());
    let (abbreviations, notes) = notes.finish();
    EventPage {
        frame: context.frame,
        head: context.head(name, text),
        title,
        facts: event_facts(edition, event, &labels.date_not_known),
        record,
        history: history::section(edition, &event.revisions),
        abbreviations,
        notes,
        citation: context
            .citation(name)
            .with_history(&context, &event.revisions),
    }
}

fn event_facts<'a>(edition: &Edition<'a>, event: &'a Event, no_date: &str) -> Vec<Fact> {
    let labels = &edition.words.labels;
    let date = match &event.date {
        Some(date) => edition.span(date, event.until.as_ref()),
        None => no_date.to_owned(),
    };
    let mut facts = vec![Fact::new(&labels.date, date)];
    let place = event.place.as_ref().and_then(|place| edition.place(place));
    facts.extend(place.map(|place| Fact::new(&labels.place, place)));
    let topic = edition.catalog.topics.get(event.topic.as_str());
    facts.extend(topic.map(|topic| Fact::new(&labels.topic, edition.text(&topic.name))));
    let partners = event.partners.iter().filter_map(|id| {
        let body = edition.catalog.body(id.as_str())?;
        Some(Phrase {
            href: Some(edition.href(Route::entity(body.kind.into(), body.id))),
            ..Phrase::plain(edition.text(&body.body.name))
        })
    });
    let partners: Vec<_> = partners.collect();
    let took_part = edition.count(&labels.took_part, partners.len());
    let goals = event.goals.iter();
    let goals = goals.filter_map(|id| edition.goal_link(id).map(Phrase::from));
    for (label, values) in [(&took_part, partners), (&labels.serves, goals.collect())] {
        if !values.is_empty() {
            facts.push(Fact::list(label, values));
        }
    }
    facts
}

/// A page of prose.
#[derive(Template)]
#[template(path = "prose.html")]
pub(super) struct ProsePage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    prose: Prose,
    /// The same as Markdown.
    text: String,
    claims: Section<ClaimRow>,
    abbreviations: Section<Fact>,
    notes: Section<Note>,
    citation: Citation,
}

impl Outline for ProsePage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.raw(&self.text);
        markdown.claims(&self.claims);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

/// A page of prose, with the statements below it.
pub(super) fn prose_page<'a, 'e>(context: Context<'a, 'e>, page: &'a Page) -> ProsePage<'e> {
    let edition = context.edition;
    let mut notes = Notes::new(context, None);
    let mut claims = notes.claims(&page.claims);
    if let Some(heading) = &page.statements {
        edition.text(heading).clone_into(&mut claims.heading);
    }
    let name = edition.text(&page.title);
    let lead = page.lead.as_ref().map(|lead| edition.text(lead));
    let mut title = Title::new(&edition.words.groups.site, name);
    title.lead = lead.map(str::to_owned);
    title.late = notes.late_link();
    let body = page.body.in_language(&edition.language.id);
    let site = edition.text(&edition.catalog.site.lead);
    let (abbreviations, notes) = notes.finish();
    ProsePage {
        frame: context.frame,
        head: context.head(name, lead.unwrap_or(site)),
        title,
        prose: markdown::render(edition, body, name),
        text: prose(edition, body, 2),
        claims,
        abbreviations,
        notes,
        citation: context.citation(name),
    }
}
