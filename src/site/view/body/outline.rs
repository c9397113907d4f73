//! The page of a body as Markdown.

use super::{BodyPage, MemberRow};
use crate::site::data::markdown::{Markdown, escape};
use crate::site::view::outline::Outline;
use crate::site::view::parts::{Section, Title};

impl Outline for BodyPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.facts(&self.facts);
        markdown.claims(&self.claims);
        self.members(markdown, &self.members);
        markdown.rows(&self.networks);
        markdown.rows(&self.memberships);
        markdown.events(&self.events);
        markdown.changes(&self.changes);
        markdown.rows(&self.gaps);
        markdown.notes(&self.notes);
        markdown.raw(&self.citation.markdown(markdown));
    }
}

impl BodyPage<'_> {
    fn members(&self, markdown: &mut Markdown<'_>, section: &Section<MemberRow>) {
        if section.rows.is_empty() {
            return;
        }
        markdown.heading(2, &section.heading);
        let labels = &self.frame.words.labels;
        let head = [
            labels.member.as_str(),
            &labels.country,
            &labels.role,
            &labels.since,
            &self.frame.words.sections.sources.name,
        ];
        let rows = section.rows.iter().map(|member| {
            vec![
                markdown.link(&member.name.text, &member.name.href),
                member.country.as_deref().map(escape).unwrap_or_default(),
                escape(&member.role),
                escape(&member.since),
                markdown.evidence(&member.evidence).trim().to_owned(),
            ]
        });
        let rows: Vec<_> = rows.collect();
        markdown.table(&head, rows);
    }
}
