//! What the rows of pages say, each kind of row in its own way.

use super::{Markdown, bold, escape, label};
use crate::site::view::events::EventRow;
use crate::site::view::evidence::{ChangeRow, ClaimRow, Evidence, Note};
use crate::site::view::parts::{Dated, Fact, Flag, Row, Section};
use crate::site::view::permalink::Permalink;

impl Markdown<'_> {
    /// Key facts.
    pub fn facts(&mut self, facts: &[Fact]) {
        let items = facts.iter().map(|fact| {
            let text = fact.text.iter().map(|text| escape(&text.words()));
            let values = fact.values.iter().map(|it| self.phrase(it));
            let date = fact.date.iter();
            let date = date.map(|date| self.stays(escape(&date.words), fact.link()));
            let values: Vec<_> = date.chain(text).chain(values).collect();
            let badges = badges(fact.former.as_ref(), fact.late.as_ref());
            let evidence = fact.evidence.as_ref().map(|it| self.evidence(it));
            format!(
                "{} {}{badges}{}",
                label(&fact.term),
                values.join("; "),
                evidence.unwrap_or_default()
            )
        });
        let items: Vec<_> = items.collect();
        self.list(items);
    }

    /// What a row rests on, in brackets.
    pub fn evidence(&self, evidence: &Evidence) -> String {
        let labels = &self.words.labels;
        let mut parts = Vec::new();
        if let Some(as_of) = &evidence.as_of {
            let as_of = escape(&format!("{} {}", labels.as_of, as_of.words));
            parts.push(self.stays(as_of, evidence.link.as_ref()));
        }
        let cited: Vec<_> = (evidence.sources.iter())
            .map(|cited| match &cited.number {
                Some(number) => format!("\\[{number}\\]"),
                None => self.link(&cited.label, &cited.href),
            })
            .collect();
        if !cited.is_empty() {
            parts.push(cited.join(", "));
        }
        parts.push(escape(&evidence.confidence));
        if let Some(review) = &evidence.review {
            parts.push(escape(&format!("{} {}", labels.review_by, review.words)));
        }
        format!(" ({})", parts.join("; "))
    }

    /// What stands before a statement, with a link to where it stays.
    /// Words that lead to where a row stays.
    pub fn stays(&self, label: String, link: Option<&Permalink>) -> String {
        match link {
            Some(link) if link.href.starts_with('#') => {
                format!("[{label}]({}{})", self.page, link.href)
            }
            // On the page of another record.
            Some(link) => format!("[{label}]({}{})", self.origin, link.href),
            None => label,
        }
    }

    fn section<T>(&mut self, section: &Section<T>) {
        self.heading(2, &section.heading);
    }

    /// Statements.
    pub fn claims(&mut self, section: &Section<ClaimRow>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        self.claim_rows(&section.rows);
    }

    /// Statements without a heading.
    pub fn claim_rows(&mut self, rows: &[ClaimRow]) {
        let as_of = &self.words.labels.as_of;
        let items = rows.iter().map(|claim| {
            let as_of = label(&format!("{as_of} {}", claim.as_of.words));
            format!(
                "{} {}{}{}",
                self.stays(as_of, claim.evidence.link.as_ref()),
                escape(&claim.text.words()),
                badges(claim.former.as_ref(), claim.late.as_ref()),
                self.evidence(&claim.evidence)
            )
        });
        let items: Vec<_> = items.collect();
        self.list(items);
    }

    /// Changes of fact.
    pub fn changes(&mut self, section: &Section<ChangeRow>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        self.change_rows(&section.rows);
    }

    /// Changes without a heading.
    pub fn change_rows(&mut self, rows: &[ChangeRow]) {
        let items = rows.iter().map(|change| {
            let about = change.about.as_ref();
            let about = about.map(|link| format!(" {}", self.link(&link.text, &link.href)));
            format!(
                "{} {}{}{}",
                self.stays(label(&change.date.words), change.evidence.link.as_ref()),
                escape(&change.text.words()),
                about.unwrap_or_default(),
                self.evidence(&change.evidence)
            )
        });
        let items: Vec<_> = items.collect();
        self.list(items);
    }

    /// Events under a heading.
    pub fn events(&mut self, section: &Section<EventRow>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        let items = section.rows.iter().map(|event| {
            let date = match &event.date {
                Some(date) => format!("{}{}{}", date.before, date.year, date.after),
                None => self.words.labels.date_not_known.clone(),
            };
            let mut parts = vec![self.stays(label(&date), event.link())];
            if !event.title.text.is_empty() {
                parts.push(self.phrase(&event.title));
            }
            parts.extend(event.text.as_ref().map(|text| escape(&text.words())));
            let partners = event.partners.iter();
            let partners: Vec<_> = partners.map(|it| self.link(&it.text, &it.href)).collect();
            let place = event.place.as_ref().map(|place| escape(place));
            let place: Vec<_> = place.into_iter().chain(partners).collect();
            if !place.is_empty() {
                parts.push(format!("({})", place.join(", ")));
            }
            let evidence = event.evidence.as_ref().map(|it| self.evidence(it));
            format!("{}{}", parts.join(" "), evidence.unwrap_or_default())
        });
        let items: Vec<_> = items.collect();
        self.list(items);
    }

    /// Rows of an index under a heading.
    pub fn rows(&mut self, section: &Section<Row>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        self.plain_rows(&section.rows);
    }

    /// Rows of an index without a heading.
    pub fn plain_rows(&mut self, rows: &[Row]) {
        let items: Vec<_> = rows.iter().map(|row| self.row(row)).collect();
        self.list(items);
    }

    fn row(&self, row: &Row) -> String {
        let mut parts = Vec::new();
        if !row.key.is_empty() {
            parts.push(label(&row.key));
        }
        if !row.name.text.is_empty() {
            parts.push(self.phrase(&row.name));
        }
        parts.extend(row.lines.iter().map(|line| self.phrase(line)));
        let badges = badges(row.former.as_ref(), None);
        let notes: Vec<_> = row.notes.iter().map(|note| escape(note)).collect();
        let evidence = match &row.evidence {
            Some(evidence) => self.evidence(evidence),
            None if notes.is_empty() => String::new(),
            None => format!(" ({})", notes.join("; ")),
        };
        format!("{}{badges}{evidence}", parts.join(" "))
    }

    /// The abbreviations of a page.
    pub fn abbreviations(&mut self, section: &Section<Fact>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        self.facts(&section.rows);
    }

    /// The sources, as a numbered list.
    pub fn notes(&mut self, section: &Section<Note>) {
        if section.rows.is_empty() {
            return;
        }
        self.section(section);
        self.block();
        for (index, note) in section.rows.iter().enumerate() {
            let mut parts = vec![
                self.phrase(&note.title),
                escape(&note.about),
                self.link(&note.outside.text, &note.outside.href),
                escape(&note.read.plain()),
            ];
            parts.extend(note.state.as_ref().map(|state| escape(state)));
            parts.extend(note.dead.as_ref().map(|dead| escape(&plain(dead))));
            let line = format!("{}. {}\n", index + 1, parts.join(" "));
            self.out.push_str(&line);
        }
    }
}

/// That something has ended, and why.
pub fn badge(flag: &Flag) -> String {
    let badge = bold(&plain(flag));
    match &flag.reason {
        Some(reason) => format!("{badge} {}", escape(reason)),
        None => badge,
    }
}

fn plain(flag: &Flag) -> String {
    let date = flag.time.as_ref().map_or("", |time| &time.words);
    format!("{}{date}{}", flag.before, flag.after)
}

fn badges(former: Option<&Flag>, late: Option<&Dated>) -> String {
    let late = late.map(|late| bold(&late.plain()));
    let badges = former.map(badge).into_iter().chain(late);
    badges.map(|badge| format!(" {badge}")).collect()
}
