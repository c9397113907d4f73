//! The register as files: what there is to take along.

use super::outline::Outline;
use super::parts::{Phrase, Row, Section, Title};
use super::{Citation, Context};
use crate::content::record::FileWords;
use crate::site::chrome::{Frame, Head};
use crate::site::data::{Package, Packed, markdown::Markdown, names};
use crate::site::edition::Edition;
use crate::site::route::{self, DataFile, Feed};
use crate::site::snapshot::Media;
use askama::Template;

/// The register as files.
#[derive(Template)]
#[template(path = "data.html")]
pub(super) struct DataPage<'e> {
    frame: &'e Frame,
    head: Head,
    title: Title,
    whole: Section<Row>,
    tables: Section<Row>,
    tables_text: String,
    subscribe: Section<Row>,
    each_page: Section<Row>,
    citation: Citation,
}

impl Outline for DataPage<'_> {
    fn title(&self) -> &Title {
        &self.title
    }

    fn citation(&self) -> Option<&Citation> {
        Some(&self.citation)
    }

    fn outline(&self, markdown: &mut Markdown<'_>) {
        markdown.rows(&self.whole);
        markdown.rows(&self.tables);
        markdown.paragraph(&self.tables_text);
        markdown.rows(&self.subscribe);
        markdown.rows(&self.each_page);
    }
}

/// Every file with what it holds and how large it is.
pub(super) fn page<'e>(context: Context<'_, 'e>) -> DataPage<'e> {
    let edition = context.edition;
    let words = &edition.words.data;
    let (head, title) = context.section(route::Section::Data);
    let files = edition.package.into_iter().flat_map(Package::files);
    let (tables, whole): (Vec<_>, Vec<_>) =
        files.partition(|(file, _)| matches!(file, DataFile::Table(_)));
    let whole = whole.into_iter().map(|(file, packed)| {
        let row = file_row(edition, file, packed);
        match names::words(words, file) {
            Some(words) => Row {
                lines: vec![words.text.as_str().into()],
                ..row
            },
            None => row,
        }
    });
    let tables = tables
        .into_iter()
        .map(|(file, packed)| file_row(edition, file, packed));
    let section = |id, heading: &str, rows| Section::new(id, heading, String::new(), rows);
    DataPage {
        citation: context.citation(&title.heading),
        frame: context.frame,
        head,
        title,
        whole: section("h-whole", &words.whole, whole.collect()),
        tables: section("h-tables", &words.tables, tables.collect()),
        tables_text: words.tables_text.clone(),
        subscribe: section(
            "h-subscribe",
            &words.subscribe,
            Feed::ALL.map(|feed| feed_row(edition, feed)).into(),
        ),
        each_page: section(
            "h-each-page",
            &words.each_page,
            vec![Row {
                key: format!(
                    "{}, {}",
                    route::Form::Json.name(),
                    route::Form::Markdown.name()
                ),
                lines: vec![words.each_page_text.as_str().into()],
                ..Row::default()
            }],
        ),
    }
}

/// A file by its name, with its size and, for a table, its rows.
fn file_row(edition: &Edition<'_>, file: DataFile, packed: &Packed) -> Row {
    let words = &edition.words.data;
    let rows = packed.rows.map(|rows| edition.count(&words.rows, rows));
    let kilobytes = packed.text.len().div_ceil(1000);
    let size = words.kilobytes.replace("{n}", &edition.number(kilobytes));
    Row {
        key: format_name(file.media()).to_owned(),
        name: Phrase {
            href: Some(edition.routes.data(file)),
            ..Phrase::plain(names::file(edition, file))
        },
        notes: rows.into_iter().chain([size]).collect(),
        ..Row::default()
    }
}

fn feed_row(edition: &Edition<'_>, feed: Feed) -> Row {
    let FileWords { name, text } = names::feed_words(&edition.words.data, feed);
    Row {
        key: format_name(feed.media()).to_owned(),
        name: Phrase {
            href: Some(edition.routes.feed(feed, edition.index)),
            ..Phrase::plain(name)
        },
        lines: vec![text.as_str().into()],
        ..Row::default()
    }
}

/// The format by the name that it has in every language.
fn format_name(media: Media) -> &'static str {
    match media {
        Media::Json => "JSON",
        Media::JsonLd => "JSON-LD",
        Media::Csv => "CSV",
        Media::Atom => "Atom",
        Media::Calendar => "iCalendar",
        _ => "TXT",
    }
}
