//! What can be found: one document an entity, in the words of one language.

use crate::content::catalog::EntityKind;
use crate::locale::{Day, PartialDate};

/// What sort of thing is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A partner.
    Partner,
    /// A National Society.
    Society,
    /// A network.
    Network,
    /// A membership.
    Membership,
    /// A goal.
    Goal,
    /// An event.
    Event,
    /// A principle.
    Principle,
    /// A page of prose, or the page of a section.
    Page,
    /// A word of the glossary.
    Term,
    /// A source.
    Source,
}

impl Kind {
    /// Every kind, in the order that decides between equals.
    pub const ALL: [Self; 10] = [
        Self::Partner,
        Self::Society,
        Self::Network,
        Self::Membership,
        Self::Goal,
        Self::Event,
        Self::Principle,
        Self::Page,
        Self::Term,
        Self::Source,
    ];

    /// Its name in addresses, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Partner => "partners",
            Self::Society => "societies",
            Self::Network => "networks",
            Self::Membership => "memberships",
            Self::Goal => "goals",
            Self::Event => "events",
            Self::Principle => "principles",
            Self::Page => "pages",
            Self::Term => "terms",
            Self::Source => "sources",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl From<EntityKind> for Kind {
    fn from(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Partner => Self::Partner,
            EntityKind::Society => Self::Society,
            EntityKind::Network => Self::Network,
            EntityKind::Membership => Self::Membership,
            EntityKind::Goal => Self::Goal,
            EntityKind::Event => Self::Event,
            EntityKind::Principle => Self::Principle,
            EntityKind::Source => Self::Source,
            EntityKind::Page => Self::Page,
        }
    }
}

/// Something that can be found, with everything that a result shows of it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// What it is; a page unless said otherwise.
    pub kind: Option<Kind>,
    /// Its address.
    pub href: String,
    /// Its name in this language.
    pub title: String,
    /// Its abbreviation in this language.
    pub abbreviation: Option<String>,
    /// Whether it is the organisation that the register is about.
    pub is_subject: bool,
    /// Its other names and abbreviations, in any language.
    pub names: Vec<OtherName>,
    /// What it has to do with: places, topics, who took part.
    pub keywords: Vec<String>,
    /// What is said of it.
    pub passages: Vec<Passage>,
    /// When it happened, began or changed.
    pub dates: Vec<Span>,
    /// In the key of a result.
    pub key: String,
    /// Lines of evidence of a result.
    pub notes: Vec<String>,
}

impl Document {
    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind.unwrap_or(Kind::Page)
    }
}

/// A name that is not the one in this language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherName {
    /// The name.
    pub text: String,
    /// The language that it is in, if that is known to be another one.
    pub lang: Option<String>,
}

/// A text that may be shown as a snippet.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// The name of the statement within the page, when it is one.
    pub fragment: Option<String>,
}

impl From<&str> for Passage {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            fragment: None,
        }
    }
}

/// A time, by its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    first: Day,
    last: Day,
    /// Whether it lasted from the first to the last; else it was some day
    /// between them.
    lasted: bool,
}

impl Span {
    /// A date as exactly as it is known, and when it ended if it lasted.
    pub fn new(from: &PartialDate, until: Option<&PartialDate>) -> Self {
        Self {
            first: from.start(),
            last: until.unwrap_or(from).end(),
            lasted: until.is_some(),
        }
    }

    /// Whether it is known to be in the time that a date means.
    pub fn is_within(&self, date: &PartialDate) -> bool {
        let (start, end) = (date.start(), date.end());
        match self.lasted {
            true => self.first <= end && start <= self.last,
            false => start <= self.first && self.last <= end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_within_a_date_only_if_it_is_known_to_be() {
        let day = PartialDate::Day(2024, 10, 2);
        let month = PartialDate::Month(2024, 10);
        let year = PartialDate::Year(2024);
        let within = |from: &PartialDate, until: Option<&PartialDate>, date: &PartialDate| {
            Span::new(from, until).is_within(date)
        };
        assert!(within(&day, None, &day));
        assert!(within(&day, None, &month));
        assert!(within(&month, None, &year));
        assert!(!within(&year, None, &month));
        assert!(!within(&month, None, &day));
        assert!(!within(&PartialDate::Day(2024, 11, 1), None, &month));
        let later = PartialDate::Day(2025, 1, 5);
        assert!(within(&day, Some(&later), &PartialDate::Day(2024, 12, 1)));
        assert!(within(&day, Some(&later), &PartialDate::Year(2025)));
        assert!(!within(&day, Some(&later), &PartialDate::Year(2026)));
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_name(kind.name()), Some(kind));
        }
        assert_eq!(Kind::of_name("Partners"), None);
    }
}
