//! The timeline as Markdown: what is drawn, in words.

use super::spans::{SpanRow, Spans};
use super::strip::StripView;
use super::{Choice, Choices, PeriodRow, TimelinePage};
use crate::site::data::markdown::{Markdown, escape, label};
use crate::site::view::Citation;
use crate::site::view::outline::Outline;
use crate::site::view::parts::Title;

impl Outline for TimelinePage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        if !self.facts.is_empty() {
            markdown.facts(&self.facts);
        }
        let periods = self.periods.rows.iter().map(|it| it.markdown(markdown));
        let periods: Vec<_> = periods.collect();
        if !periods.is_empty() {
            markdown.heading(2, &self.periods.heading);
            markdown.list(periods);
        }
        // The periods have said it.
        let years = self.strip.as_ref().filter(|_| self.periods.rows.is_empty());
        let years = years.map(by_year);
        let choices = self.choices.iter().map(|it| it.markdown(markdown));
        let list = self.list.iter().map(|link| {
            let label = label(&self.frame.words.sections.events.name);
            format!("{label} {}", markdown.link(&link.text, &link.href))
        });
        let lines: Vec<_> = years.into_iter().chain(choices).chain(list).collect();
        if !lines.is_empty() {
            markdown.list(lines);
        }
        spans(markdown, &self.spans);
        if !self.bodies.rows.is_empty() {
            markdown.heading(2, &self.bodies.heading);
            let rows = self.bodies.rows.iter().map(|it| it.markdown(markdown));
            let rows: Vec<_> = rows.collect();
            markdown.list(rows);
        }
        markdown.events(&self.events);
    }
}

/// How many events each year has.
fn by_year(view: &StripView) -> String {
    let columns = view.columns.iter().zip(&view.strip.columns);
    let years = columns.filter(|(_, column)| column.events > 0);
    let years: Vec<_> = years.map(|(shown, _)| escape(&shown.name)).collect();
    format!("{} {}", label(&view.name), years.join("; "))
}

fn spans(markdown: &mut Markdown<'_>, spans: &Spans) {
    if spans.spans.is_empty() {
        return;
    }
    markdown.heading(2, &spans.heading);
    let rows = spans.spans.iter().map(|row| span(markdown, row));
    let rows: Vec<_> = rows.collect();
    markdown.list(rows);
}

fn span(markdown: &Markdown<'_>, row: &SpanRow) -> String {
    let notes = [Some(&row.role), Some(&row.confidence), row.ending.as_ref()];
    let notes: Vec<_> = notes.into_iter().flatten().map(|it| escape(it)).collect();
    let name = markdown.phrase(&row.name);
    format!("{} {name} ({})", label(&row.time), notes.join("; "))
}

impl Choices {
    /// The links behind what they choose.
    fn markdown(&self, markdown: &Markdown<'_>) -> String {
        format!("{} {}", label(&self.label), links(markdown, &self.links))
    }
}

impl PeriodRow {
    /// The period, how many events it has, and its years.
    fn markdown(&self, markdown: &Markdown<'_>) -> String {
        let period = markdown.link(&self.link.text, &self.link.href);
        let line = format!("{period} · {}", escape(&self.key));
        if self.years.is_empty() {
            return line;
        }
        format!("{line}: {}", links(markdown, &self.years))
    }
}

fn links(markdown: &Markdown<'_>, choices: &[Choice]) -> String {
    let links = choices.iter().map(|choice| {
        let link = markdown.link(&choice.link.text, &choice.link.href);
        match &choice.number {
            Some(number) => format!("{link} ({})", escape(number)),
            None => link,
        }
    });
    let links: Vec<_> = links.collect();
    links.join("; ")
}
