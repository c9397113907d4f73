//! The rows of a page once more, as Markdown (`CommonMark` with tables).
//!
//! A page writes the same values here as into its template, so both say the
//! same under the same headings. Texts are escaped: whatever they contain, it
//! is shown, and it is no markup.

mod escape;
mod prose;

use crate::content::record::Strings;
use crate::site::view::events::EventRow;
use crate::site::view::evidence::{ChangeRow, ClaimRow, Evidence, Note};
use crate::site::view::parts::{Fact, Flag, Link, Phrase, Row, Section, Title};
use escape::at_start;
pub use escape::escape;
pub use prose::prose;

/// A Markdown document that is being written.
#[derive(Debug)]
pub struct Markdown<'w> {
    out: String,
    words: &'w Strings,
    /// What precedes paths, so that links work in a copy: scheme and host.
    origin: &'w str,
}

impl<'w> Markdown<'w> {
    /// An empty document in the words of a language. `origin` is scheme and
    /// host, or empty.
    pub fn new(words: &'w Strings, origin: &'w str) -> Self {
        Self {
            out: String::new(),
            words,
            origin,
        }
    }

    /// The document.
    pub fn finish(self) -> String {
        self.out
    }

    /// How much has been written, in bytes.
    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// Begins a block.
    fn block(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// A heading: 1 for that of the page.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.block();
        self.out.push_str(&"#".repeat(level));
        self.out.push(' ');
        self.out.push_str(&escape(text));
        self.out.push('\n');
    }

    /// A paragraph of Markdown.
    pub fn raw(&mut self, markdown: &str) {
        if markdown.trim().is_empty() {
            return;
        }
        self.block();
        self.out.push_str(markdown.trim());
        self.out.push('\n');
    }

    /// A paragraph of Markdown that stands in one line.
    pub fn line(&mut self, line: &str) {
        self.raw(&at_start(line));
    }

    /// A paragraph of text.
    pub fn paragraph(&mut self, text: &str) {
        self.line(&escape(text));
    }

    /// A list of items that are Markdown.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.block();
        for item in items {
            self.out.push_str("- ");
            self.out.push_str(&at_start(&item));
            self.out.push('\n');
        }
    }

    /// A link, or the words alone.
    pub fn link(&self, text: &str, href: &str) -> String {
        // Notes at the foot of the page are numbers here.
        if href.starts_with('#') {
            return escape(text);
        }
        let origin = if href.starts_with('/') {
            self.origin
        } else {
            ""
        };
        // Within angle brackets an address may hold anything but these.
        let plain = !href.contains(['(', ')', ' ']);
        let (open, close) = if plain { ("", "") } else { ("<", ">") };
        format!("[{}]({open}{origin}{href}{close})", escape(text))
    }

    /// Words that may be a link.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        match phrase.href.as_ref().or(phrase.outside.as_ref()) {
            Some(href) => self.link(&phrase.text, href),
            None => escape(&phrase.text),
        }
    }

    /// What the page is about.
    pub fn title(&mut self, title: &Title) {
        self.heading(1, &title.heading);
        let mut line = Vec::new();
        line.extend(title.abbreviation.as_ref().map(|text| bold(text)));
        line.extend(title.own_name.as_ref().map(|(name, _)| escape(name)));
        line.extend((!title.key.is_empty()).then(|| escape(&title.key)));
        self.line(&line.join(" · "));
        if let Some(lead) = &title.lead {
            self.paragraph(lead);
        }
        if let Some(former) = &title.former {
            self.raw(&bold(&plain(former)));
        }
        let notes: Vec<_> = title.notes.iter().map(|note| escape(note)).collect();
        self.line(&notes.join(" · "));
        if let Some(late) = &title.late {
            self.raw(&bold(&late.text));
        }
    }

    /// Key facts.
    pub fn facts(&mut self, facts: &[Fact]) {
        let items = facts.iter().map(|fact| {
            let values: Vec<_> = fact.values.iter().map(|it| self.phrase(it)).collect();
            let former = fact.former.as_ref().map(plain);
            let late = fact.late.as_ref().map(|late| late.plain());
            let badges = badges(former.into_iter().chain(late));
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
            parts.push(escape(&format!("{} {}", labels.as_of, as_of.words)));
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
            let former = claim.former.as_ref().map(plain);
            let late = claim.late.as_ref().map(|late| late.plain());
            format!(
                "{} {}{}{}",
                label(&format!("{as_of} {}", claim.as_of.words)),
                escape(&claim.text),
                badges(former.into_iter().chain(late)),
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
                label(&change.date.words),
                escape(&change.text),
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
            let mut parts = vec![label(&date)];
            if !event.title.text.is_empty() {
                parts.push(self.phrase(&event.title));
            }
            parts.extend(event.text.as_ref().map(|text| escape(text)));
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
        let badges = badges(row.former.as_ref().map(plain));
        let notes: Vec<_> = row.notes.iter().map(|note| escape(note)).collect();
        let evidence = match &row.evidence {
            Some(evidence) => self.evidence(evidence),
            None if notes.is_empty() => String::new(),
            None => format!(" ({})", notes.join("; ")),
        };
        format!("{}{badges}{evidence}", parts.join(" "))
    }

    /// A table; each cell is Markdown.
    pub fn table(&mut self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        self.block();
        let head: Vec<_> = head.iter().map(|cell| escape(cell)).collect();
        self.cells(&head);
        self.cells(&vec!["---".to_owned(); head.len()]);
        for row in rows {
            self.cells(&row);
        }
    }

    fn cells(&mut self, cells: &[String]) {
        self.out.push_str("| ");
        self.out.push_str(&cells.join(" | "));
        self.out.push_str(" |\n");
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

    /// The day of the register, its licence and the address of the page.
    pub fn foot(&mut self, state: &str, licence: &Link, address: &str) {
        self.raw("---");
        let licence = format!(
            "{} {}",
            escape(&self.words.text_and_data),
            self.link(&licence.text, &licence.href)
        );
        let address = self.link(address, address);
        self.line(&[escape(state), licence, address].join(" · "));
    }
}

fn plain(flag: &Flag) -> String {
    let date = flag.time.as_ref().map_or("", |time| &time.words);
    format!("{}{date}{}", flag.before, flag.after)
}

fn badges(badges: impl IntoIterator<Item = String>) -> String {
    badges
        .into_iter()
        .map(|badge| format!(" {}", bold(&badge)))
        .collect()
}

/// Words that stand before what they name.
pub fn label(text: &str) -> String {
    // A date may end with a full stop, which a colon would not follow.
    match text.trim_end().chars().next_back() {
        Some('.' | ':' | '?') => bold(text),
        _ => bold(&format!("{}:", text.trim_end())),
    }
}

/// Words that stand out.
pub fn bold(text: &str) -> String {
    format!("**{}**", escape(text.trim()))
}
