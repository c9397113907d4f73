//! The sections of the site.

use crate::content::catalog::EntityKind;
use crate::content::record::Sections;

/// A section of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The partners.
    Partners,
    /// The National Societies.
    Societies,
    /// The networks.
    Networks,
    /// The memberships.
    Memberships,
    /// The goals.
    Goals,
    /// The events.
    Events,
    /// Memberships and events in time, drawn.
    Timeline,
    /// Where the bodies sit, drawn.
    Map,
    /// Which society is in which network.
    Matrix,
    /// The principles, all on one page.
    Principles,
    /// The glossary, all on one page.
    Glossary,
    /// The sources, by publisher.
    Sources,
    /// The state of the register.
    Status,
    /// What is found of what a visitor looks for.
    Search,
    /// The register as files.
    Data,
    /// Everything on one page, for paper.
    Dossier,
}

impl Section {
    /// Every section, in the order of the table of contents.
    pub const ALL: [Self; 16] = [
        Self::Partners,
        Self::Societies,
        Self::Networks,
        Self::Memberships,
        Self::Goals,
        Self::Events,
        Self::Timeline,
        Self::Map,
        Self::Matrix,
        Self::Principles,
        Self::Glossary,
        Self::Sources,
        Self::Status,
        Self::Search,
        Self::Data,
        Self::Dossier,
    ];

    /// The name that content uses for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Partners => "partners",
            Self::Societies => "societies",
            Self::Networks => "networks",
            Self::Memberships => "memberships",
            Self::Goals => "goals",
            Self::Events => "events",
            Self::Timeline => "timeline",
            Self::Map => "map",
            Self::Matrix => "matrix",
            Self::Principles => "principles",
            Self::Glossary => "glossary",
            Self::Sources => "sources",
            Self::Status => "status",
            Self::Search => "search",
            Self::Data => "data",
            Self::Dossier => "dossier",
        }
    }

    /// The section of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }

    /// The section whose index lists entities of this kind; pages of prose
    /// have none.
    pub fn of_kind(kind: EntityKind) -> Option<Self> {
        Some(match kind {
            EntityKind::Partner => Self::Partners,
            EntityKind::Society => Self::Societies,
            EntityKind::Network => Self::Networks,
            EntityKind::Membership => Self::Memberships,
            EntityKind::Goal => Self::Goals,
            EntityKind::Event => Self::Events,
            EntityKind::Principle => Self::Principles,
            EntityKind::Source => Self::Sources,
            EntityKind::Page => return None,
        })
    }

    /// Its part of an address, in the language of these.
    pub(super) fn segment(self, sections: &Sections) -> &str {
        match self {
            Self::Partners => sections.partners.as_str(),
            Self::Societies => sections.societies.as_str(),
            Self::Networks => sections.networks.as_str(),
            Self::Memberships => sections.memberships.as_str(),
            Self::Goals => sections.goals.as_str(),
            Self::Events => sections.events.as_str(),
            Self::Timeline => sections.timeline.as_str(),
            Self::Map => sections.map.as_str(),
            Self::Matrix => sections.matrix.as_str(),
            Self::Principles => sections.principles.as_str(),
            Self::Glossary => sections.glossary.as_str(),
            Self::Sources => sections.sources.as_str(),
            Self::Status => sections.status.as_str(),
            Self::Search => sections.search.as_str(),
            Self::Data => sections.data.as_str(),
            Self::Dossier => sections.dossier.as_str(),
        }
    }
}
