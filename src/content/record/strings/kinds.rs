//! Words for what something is, how we know it, and what went wrong.

use super::DatedText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// How we know something.
    ConfidenceWords {
        /// The organisation itself states it.
        seed: String,
        /// An official source.
        official: String,
        /// Newspapers and others report it.
        press: String,
        /// It follows from something else.
        inferred: String,
        /// General knowledge.
        general: String,
        /// Our own explanation.
        project: String,
    }

    /// What sort of relation it is.
    FormWords {
        /// Between two.
        bilateral: String,
        /// Among several.
        multilateral: String,
        /// As a member.
        membership: String,
        /// In a network.
        network: String,
        /// In a programme.
        programme: String,
        /// With a diplomatic mission.
        diplomatic: String,
        /// Now and then.
        ad_hoc: String,
        /// The organisation itself.
        itself: String,
    }

    /// What sort of organisation a partner is.
    KindWords {
        /// One of them.
        one: String,
        /// Several of them, as a heading.
        many: String,
    }

    /// The sorts of partner.
    KindTable {
        /// The Movement as a whole.
        movement: KindWords,
        /// A body of the Movement.
        movement_body: KindWords,
        /// An agency of the United Nations.
        un_agency: KindWords,
        /// An organisation of states.
        intergovernmental: KindWords,
        /// An agency of a state.
        government_agency: KindWords,
        /// Diplomatic missions.
        diplomatic: KindWords,
        /// An organisation of citizens.
        ngo: KindWords,
    }

    /// What a body is in a network.
    RoleWords {
        /// One of its founders.
        founding_member: String,
        /// A member.
        member: String,
        /// It chairs the network.
        chair: String,
        /// It runs the network.
        coordinator: String,
        /// It runs the network besides being what `{role}` says.
        also_coordinator: String,
        /// It chairs the network besides being what `{role}` says.
        also_chair: String,
        /// Either role that leads a network, in the key to the signs.
        leading: String,
        /// It takes part without being a member.
        participant: String,
    }

    /// What the organisation is in a body.
    MembershipWords {
        /// A member.
        member: String,
        /// A full member.
        full_member: String,
        /// One of the founders.
        founding_member: String,
        /// It takes part without being a member.
        participant: String,
        /// A part of the body.
        component: String,
    }

    /// What one record is, as the heading of a page says it.
    RecordWords {
        /// A partner.
        partner: String,
        /// A National Society.
        society: String,
        /// A network.
        network: String,
        /// A membership.
        membership: String,
        /// A goal.
        goal: String,
        /// An event.
        event: String,
        /// A principle.
        principle: String,
        /// A source.
        source: String,
        /// A page of prose.
        page: String,
        /// A publisher.
        publisher: String,
    }

    /// What sort of source it is, and whether it can still be read.
    SourceWords {
        /// A web page.
        page: String,
        /// News.
        news: String,
        /// A report.
        report: String,
        /// Any other document.
        document: String,
        /// A database.
        database: String,
        /// A social network.
        social: String,
        /// It was read at its address.
        live: String,
        /// It was read in a stored copy.
        stored_copy: String,
        /// Its address is dead.
        dead: String,
        /// Its address is dead since a date.
        dead_since: DatedText,
        /// When it was read, beside a source.
        read_on: DatedText,
    }

    /// The table of translations.
    TranslationWords {
        /// The head of the column with the languages.
        language: String,
        /// The head of the column that counts texts.
        texts: String,
        /// The head of the column that says how they came to be.
        origin: String,
        /// The texts are written by people.
        written: String,
        /// The texts are made from those of another language: `{language}`.
        derived: String,
    }

    /// What went wrong.
    ErrorWords {
        /// The heading.
        title: String,
        /// What it means and what to do, in one or two sentences.
        text: String,
    }

    /// The pages that say what went wrong.
    ErrorTable {
        /// Above the heading, with `{n}` for the number of the error.
        number: String,
        /// Before the address that was asked for.
        you_asked_for: String,
        /// Before the nearest address there is.
        did_you_mean: String,
        /// Before the name of the request, where it has one, for whoever reports the error.
        name_of_request: String,
        /// Before the date since which a page is gone.
        gone_since: DatedText,
        /// Nothing stands at the address.
        not_found: ErrorWords,
        /// Something stood at the address and was removed.
        gone: ErrorWords,
        /// Something stood at the address for a time that is over.
        expired: ErrorWords,
        /// The request cannot be understood.
        bad_request: ErrorWords,
        /// The address only answers to reading.
        method_not_allowed: ErrorWords,
        /// There is no form of the page that the browser accepts.
        not_acceptable: ErrorWords,
        /// What the browser holds is not what it made a condition of.
        precondition_failed: ErrorWords,
        /// The address is too long.
        uri_too_long: ErrorWords,
        /// The browser sent too much.
        headers_too_large: ErrorWords,
        /// The request did not come to its end in time.
        request_timeout: ErrorWords,
        /// Somebody searched more often than one reads; when to go on.
        too_many_searches: ErrorWords,
        /// There is no room for another visitor at this moment.
        busy: ErrorWords,
        /// The asked part lies beyond the end.
        range_not_satisfiable: ErrorWords,
        /// A fault of the program.
        internal: ErrorWords,
    }
}
