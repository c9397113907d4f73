//! The page of a body as Markdown.

use super::{BodyPage, MemberRow};
use crate::content::record::Strings;
use crate::site::data::markdown::{Markdown, escape};
use crate::site::view::Citation;
use crate::site::view::outline::Outline;
use crate::site::view::parts::{Section, Title};

impl Outline for BodyPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.facts(&self.facts);
        markdown.claims(&self.claims);
        members(markdown, &self.frame.words, &self.members);
        for map in &self.member_seats.rows {
            markdown.heading(2, &self.member_seats.heading);
            map.outline(markdown);
        }
        markdown.rows(&self.networks);
        markdown.rows(&self.memberships);
        markdown.events(&self.events);
        markdown.changes(&self.changes);
        markdown.rows(&self.gaps);
        markdown.rows(&self.history);
        markdown.abbreviations(&self.abbreviations);
        markdown.notes(&self.notes);
    }
}

fn members(markdown: &mut Markdown<'_>, words: &Strings, section: &Section<MemberRow>) {
    if section.rows.is_empty() {
        return;
    }
    markdown.heading(2, &section.heading);
    member_table(markdown, words, &section.rows);
}

/// The members of a network as a table.
pub(in crate::site::view) fn member_table(
    markdown: &mut Markdown<'_>,
    words: &Strings,
    rows: &[MemberRow],
) {
    let labels = &words.labels;
    let head = [
        labels.member.as_str(),
        &labels.country,
        &labels.role,
        &labels.since,
        &words.sections.sources.name,
    ];
    let rows = rows.iter().map(|member| {
        vec![
            markdown.link(&member.name.text, &member.name.href),
            member.country.as_deref().map(escape).unwrap_or_default(),
            markdown.stays(escape(&member.role), member.stays.as_ref()),
            member.since.as_deref().map(escape).unwrap_or_default(),
            markdown.evidence(&member.evidence).trim().to_owned(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    markdown.table(&head, rows);
}
