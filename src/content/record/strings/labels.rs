//! Headings, labels, sections of the site, and things that are counted.

use super::{DatedText, Plural};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Headings of the table of contents at the foot of every page.
    GroupWords {
        /// Partners, societies, networks and memberships.
        relations: String,
        /// Events, goals and principles.
        record: String,
        /// Sources and what they are worth.
        evidence: String,
        /// Pages about the site.
        site: String,
    }

    /// A section of the site.
    SectionWords {
        /// Its name: heading, and text of links to it.
        name: String,
        /// What it holds, in one short sentence.
        lead: String,
    }

    /// The sections of the site.
    SectionTable {
        /// The partners.
        partners: SectionWords,
        /// The National Societies.
        societies: SectionWords,
        /// The networks.
        networks: SectionWords,
        /// The memberships.
        memberships: SectionWords,
        /// The goals.
        goals: SectionWords,
        /// The events.
        events: SectionWords,
        /// The timeline.
        timeline: SectionWords,
        /// The map.
        map: SectionWords,
        /// Which society is in which network.
        matrix: SectionWords,
        /// The principles.
        principles: SectionWords,
        /// The glossary.
        glossary: SectionWords,
        /// The sources.
        sources: SectionWords,
        /// The state of the register.
        status: SectionWords,
        /// The search.
        search: SectionWords,
        /// The register as files.
        data: SectionWords,
        /// Everything on one page, for paper.
        dossier: SectionWords,
    }

    /// Headings within pages.
    HeadingWords {
        /// Names the ways into the register on the home page.
        ways_in: String,
        /// Numbers on the home page.
        figures: String,
        /// What changed in the world, newest first.
        latest_changes: String,
        /// The statements of an entity.
        recorded: String,
        /// The members of a network that have a page, and who takes part in it.
        members: String,
        /// The organisation itself, above the other National Societies.
        this_organisation: String,
        /// National Societies that cooperation is recorded with.
        other_societies: String,
        /// Events with this body.
        together: String,
        /// Bodies whose cooperation serves a goal.
        who_works_on_it: String,
        /// What changed in the world about an entity.
        changes: String,
        /// What is not known about an entity.
        not_known: String,
        /// The notes at the end of a page.
        sources_of_page: String,
        /// What a source is the source of.
        rests_on_source: String,
        /// The sources of one publisher.
        published_by_it: String,
        /// Publishers that are bodies of the register.
        publishers_in_register: String,
        /// Other publishers.
        other_publishers: String,
        /// Words that begin with no letter of the alphabet.
        other_letters: String,
        /// Words that are written in another script than the language.
        other_script: String,
        /// Events whose date nobody knows.
        undated: String,
        /// Statements by the day on which they are due.
        due_for_review: String,
        /// How many records there are of each kind.
        by_kind: String,
        /// How many statements there are of each confidence.
        by_confidence: String,
        /// How much is written in each language.
        translation: String,
    }

    /// Labels before a value or beside a statement.
    LabelWords {
        /// Before the date at which a statement was true.
        as_of: String,
        /// Before one source or several: `{n}` is not needed.
        sources: Plural,
        /// Names the words for how we know to screen readers.
        confidence: String,
        /// Before the day by which a statement should be checked again.
        review_by: String,
        /// On a badge: the review is late.
        overdue_since: DatedText,
        /// On a badge: the statement tells of something that has ended.
        former: String,
        /// On a badge: the relation ended on a date.
        former_until: DatedText,
        /// Beside the title: when the sources of the page were read.
        sources_read: DatedText,
        /// Before the relation in one line.
        relation: String,
        /// Before the sort of relation.
        form: String,
        /// Before the sort of organisation.
        kind: String,
        /// Before the date on which something began.
        since: String,
        /// A date on which something began, as a phrase.
        since_date: DatedText,
        /// Where a beginning would stand, if nobody knows it.
        start_not_known: String,
        /// Before the date on which something ended.
        until: String,
        /// Before the date on which a body was founded.
        founded: String,
        /// Before the place of a body's head office.
        seat: String,
        /// Before a country.
        country: String,
        /// Before the goals that a cooperation or an event serves.
        serves: String,
        /// Before the address of a website.
        website: String,
        /// Before what a network is about.
        about: String,
        /// Before the body that runs a network.
        run_by: String,
        /// Before the body that chairs a network for a time.
        chaired_by: String,
        /// Before the networks that a body runs.
        runs: String,
        /// Before the networks that a body chairs for a time.
        chairs: String,
        /// The head of the column that says what members are in a network.
        role: String,
        /// Before a date.
        date: String,
        /// Where the date of an event stands, if nobody knows it.
        date_not_known: String,
        /// Before a place.
        place: String,
        /// Before a topic.
        topic: String,
        /// Before the bodies that an event was shared with, funders among them.
        took_part: Plural,
        /// Beside the own row of the organisation in a table.
        this_register: String,
        /// The head of the column that names members.
        member: String,
        /// Before a publisher.
        publisher: String,
        /// Before an address on the web.
        address: String,
        /// Before the date on which a source was published.
        published: String,
        /// Before the date on which a source was read.
        read: String,
        /// Before the language of a source, with the words that stand after its kind.
        in_language: String,
        /// Before the title that a source gives itself.
        own_title: String,
        /// Before whether a source can still be read.
        state: String,
        /// How well dates of events are known: to the day.
        day_known: String,
        /// How well dates of events are known: to the month.
        month_known: String,
        /// How well dates of events are known: to the year.
        year_known: String,
        /// How well dates of events are known: not at all.
        none_known: String,
        /// Names the links to periods to screen readers.
        periods: String,
        /// Names the links to letters to screen readers.
        letters: String,
        /// Names the links to groups to screen readers.
        groups: String,
        /// Before the day on which a statement is due.
        due: String,
        /// Where a list of due statements would stand, if none is.
        nothing_late: String,
        /// The head of the column that says how many.
        number: String,
        /// A part of a whole in numbers, with `{n}` and `{all}`.
        some_of: String,
        /// How many of all reviews are listed, with `{n}` and `{all}`.
        reviews_of: String,
        /// A link from a publisher to its page as a body of the register.
        its_page: String,
    }

    /// Things that are counted; each form has `{n}` where the number goes.
    CountWords {
        /// Statements.
        statements: Plural,
        /// Sources.
        sources: Plural,
        /// Events.
        events: Plural,
        /// Partners.
        partners: Plural,
        /// National Societies.
        societies: Plural,
        /// Networks.
        networks: Plural,
        /// Memberships.
        memberships: Plural,
        /// Goals.
        goals: Plural,
        /// Principles.
        principles: Plural,
        /// Terms of the glossary.
        terms: Plural,
        /// Members of a network.
        members: Plural,
        /// Who takes part in a network without being a member.
        participants: Plural,
        /// Things that are not known.
        gaps: Plural,
        /// Changes of fact.
        changes: Plural,
        /// Records of the register.
        records: Plural,
        /// Publishers of sources.
        publishers: Plural,
        /// Languages of the register.
        languages: Plural,
        /// Places on the map.
        places: Plural,
        /// Statements whose review is late.
        overdue: Plural,
    }
}
