//! The words of a language for what records say with a name from a list.

use super::Edition;
use crate::content::catalog::EntityKind;
use crate::content::record::{
    Confidence, KindWords, MemberRole, MembershipRole, PartnerKind, RelationForm, SectionWords,
    SourceForm,
};
use crate::site::route::Section;

impl<'a> Edition<'a> {
    /// The words for a section.
    pub fn section(&self, section: Section) -> &'a SectionWords {
        let sections = &self.words.sections;
        match section {
            Section::Partners => &sections.partners,
            Section::Societies => &sections.societies,
            Section::Networks => &sections.networks,
            Section::Memberships => &sections.memberships,
            Section::Goals => &sections.goals,
            Section::Events => &sections.events,
            Section::Timeline => &sections.timeline,
            Section::Map => &sections.map,
            Section::Matrix => &sections.matrix,
            Section::Principles => &sections.principles,
            Section::Glossary => &sections.glossary,
            Section::Sources => &sections.sources,
            Section::Status => &sections.status,
            Section::Search => &sections.search,
            Section::Data => &sections.data,
            Section::Dossier => &sections.dossier,
        }
    }

    /// What an entity is, in a word.
    pub fn kind_word(&self, kind: EntityKind) -> &'a str {
        let words = &self.words.records;
        match kind {
            EntityKind::Partner => &words.partner,
            EntityKind::Society => &words.society,
            EntityKind::Network => &words.network,
            EntityKind::Membership => &words.membership,
            EntityKind::Goal => &words.goal,
            EntityKind::Event => &words.event,
            EntityKind::Principle => &words.principle,
            EntityKind::Source => &words.source,
            EntityKind::Page => &words.page,
        }
    }

    /// How we know.
    pub fn confidence(&self, confidence: Confidence) -> &'a str {
        let words = &self.words.confidence;
        match confidence {
            Confidence::Seed => &words.seed,
            Confidence::Official => &words.official,
            Confidence::Press => &words.press,
            Confidence::Inferred => &words.inferred,
            Confidence::General => &words.general,
            Confidence::Project => &words.project,
        }
    }

    /// What sort of relation.
    pub fn form(&self, form: RelationForm) -> &'a str {
        let words = &self.words.forms;
        match form {
            RelationForm::Bilateral => &words.bilateral,
            RelationForm::Multilateral => &words.multilateral,
            RelationForm::Membership => &words.membership,
            RelationForm::Network => &words.network,
            RelationForm::Programme => &words.programme,
            RelationForm::Diplomatic => &words.diplomatic,
            RelationForm::AdHoc => &words.ad_hoc,
            RelationForm::Itself => &words.itself,
        }
    }

    /// What sort of partner.
    pub fn partner_kind(&self, kind: PartnerKind) -> &'a KindWords {
        let words = &self.words.kinds;
        match kind {
            PartnerKind::Movement => &words.movement,
            PartnerKind::MovementBody => &words.movement_body,
            PartnerKind::UnAgency => &words.un_agency,
            PartnerKind::Intergovernmental => &words.intergovernmental,
            PartnerKind::GovernmentAgency => &words.government_agency,
            PartnerKind::Diplomatic => &words.diplomatic,
            PartnerKind::Ngo => &words.ngo,
        }
    }

    /// What a member is in a network.
    pub fn role(&self, role: MemberRole) -> &'a str {
        let words = &self.words.roles;
        match role {
            MemberRole::FoundingMember => &words.founding_member,
            MemberRole::Member => &words.member,
            MemberRole::Chair => &words.chair,
            MemberRole::Coordinator => &words.coordinator,
            MemberRole::Participant => &words.participant,
        }
    }

    /// What the organisation is in a body.
    pub fn membership_role(&self, role: MembershipRole) -> &'a str {
        let words = &self.words.memberships;
        match role {
            MembershipRole::Member => &words.member,
            MembershipRole::FullMember => &words.full_member,
            MembershipRole::FoundingMember => &words.founding_member,
            MembershipRole::Participant => &words.participant,
            MembershipRole::Component => &words.component,
        }
    }

    /// What sort of source.
    pub fn source_form(&self, form: SourceForm) -> &'a str {
        let words = &self.words.source;
        match form {
            SourceForm::Page => &words.page,
            SourceForm::News => &words.news,
            SourceForm::Report => &words.report,
            SourceForm::Document => &words.document,
            SourceForm::Database => &words.database,
            SourceForm::Social => &words.social,
        }
    }
}
