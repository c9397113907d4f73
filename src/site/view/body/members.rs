//! Who is in a network, on its page.

use super::since;
use crate::content::catalog::{BodyKind, BodyRef};
use crate::content::record::{MemberRole, MembershipRole, Network};
use crate::site::edition::Edition;
use crate::site::route::{Route, member_fragment};
use crate::site::view::evidence::{Evidence, Notes};
use crate::site::view::parts::{Link, Section};
use crate::site::view::permalink::Permalink;

/// One member of a network.
#[derive(Debug)]
pub(in crate::site::view) struct MemberRow {
    pub(in crate::site::view) id: String,
    pub(in crate::site::view) name: Link,
    pub(in crate::site::view) own: bool,
    pub(in crate::site::view) country: Option<String>,
    pub(in crate::site::view) role: String,
    /// The permanent address of the row.
    pub(in crate::site::view) stays: Option<Permalink>,
    pub(in crate::site::view) since: Option<String>,
    pub(in crate::site::view) evidence: Evidence,
}

/// The members of a network; no other body has any.
pub(in crate::site::view) fn members<'a>(
    edition: &Edition<'a>,
    notes: &mut Notes<'a, '_>,
    body: BodyRef<'a>,
) -> Section<MemberRow> {
    let words = edition.words;
    let network = edition.catalog.networks.get(body.id);
    let network = network.filter(|_| body.kind == BodyKind::Network);
    let country = |id: &str| {
        let society = edition.catalog.societies.get(id)?;
        edition.country(society.country.as_str()).map(str::to_owned)
    };
    let link = |id: &str| {
        let body = edition.catalog.body(id)?;
        Some(Link {
            href: edition.href(Route::entity(body.kind.into(), body.id)),
            text: edition.text(&body.body.name).to_owned(),
        })
    };
    let mut rows = Vec::new();
    let mut participants = 0;
    if let Some(network) = network {
        let own = edition.catalog.site.organisation.as_str();
        for (_, membership) in edition.catalog.memberships_in(body.id) {
            participants += usize::from(membership.role == MembershipRole::Participant);
            let id = member_fragment(own);
            let role = edition.membership_role(membership.role).to_owned();
            rows.extend(link(own).map(|name| MemberRow {
                stays: notes.place(&id, &role, &name.text),
                id,
                name,
                own: true,
                country: country(own),
                role,
                since: since(
                    edition,
                    membership.since.as_ref(),
                    membership.until.as_ref(),
                ),
                evidence: notes.evidence(&membership.sources, membership.confidence),
            }));
        }
        let mut members: Vec<_> = network.members.iter().collect();
        members.sort_by_cached_key(|member| {
            let name = edition.catalog.body(member.body.as_str());
            name.map(|body| edition.sort_key(edition.text(&body.body.name)))
        });
        for member in members {
            let id = member.body.as_str();
            let fragment = member_fragment(id);
            let role = role_and_chair(edition, member.role, network, id);
            participants += usize::from(member.role == MemberRole::Participant);
            rows.extend(link(id).map(|name| MemberRow {
                stays: notes.place(&fragment, &role, &name.text),
                id: fragment,
                name,
                own: false,
                country: country(id),
                role,
                since: since(edition, member.since.as_ref(), member.until.as_ref()),
                evidence: notes.evidence(&member.sources, member.confidence),
            }));
        }
    }
    // Who takes part without being a member is listed, but is not a member.
    let key: Vec<_> = [
        (&words.counts.members, rows.len() - participants),
        (&words.counts.participants, participants),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(words, number)| edition.count(words, number))
    .collect();
    Section::new("h-members", &words.headings.members, key.join(", "), rows)
}

fn role_and_chair(edition: &Edition<'_>, role: MemberRole, network: &Network, id: &str) -> String {
    let runs = network
        .coordinator
        .as_ref()
        .is_some_and(|body| body.as_str() == id);
    let word = edition.role(role);
    if runs && !leads(role) {
        role_and_lead(edition, word, network)
    } else {
        word.to_owned()
    }
}

/// Whether who has this role leads the network.
pub(in crate::site::view) fn leads(role: MemberRole) -> bool {
    matches!(role, MemberRole::Chair | MemberRole::Coordinator)
}

/// A role, if there is one, and that whoever has it leads the network besides.
pub(in crate::site::view) fn role_and_lead(
    edition: &Edition<'_>,
    role: &str,
    network: &Network,
) -> String {
    let words = &edition.words.roles;
    let (alone, also) = if network.chaired {
        (MemberRole::Chair, &words.also_chair)
    } else {
        (MemberRole::Coordinator, &words.also_coordinator)
    };
    if role.is_empty() {
        edition.role(alone).to_owned()
    } else {
        also.replace("{role}", role)
    }
}
