//! What files, feeds and sources are called, for people.

use crate::content::record::{DataWords, FileWords, SourceId};
use crate::site::edition::Edition;
use crate::site::route::{DataFile, Feed, Section, Table};

/// The name of a file of the whole register.
pub fn file<'a>(edition: &Edition<'a>, file: DataFile) -> &'a str {
    match file {
        DataFile::Table(table) => self::table(edition, table),
        other => words(&edition.words.data, other).map_or("", |words| &words.name),
    }
}

/// The words for a file that is not a table.
pub fn words(words: &DataWords, file: DataFile) -> Option<&FileWords> {
    Some(match file {
        DataFile::Table(_) => return None,
        DataFile::Register => &words.register,
        DataFile::Linked => &words.linked,
        DataFile::Package => &words.package,
        DataFile::Schema => &words.schema,
        DataFile::PageSchema => &words.page_schema,
        DataFile::Licence => &words.licence,
        DataFile::Checksums => &words.checksums,
    })
}

/// The name of a table.
pub fn table<'a>(edition: &Edition<'a>, table: Table) -> &'a str {
    let section = |section| edition.section(section).name.as_str();
    let words = &edition.words.data.table;
    match table {
        Table::Partners => section(Section::Partners),
        Table::Societies => section(Section::Societies),
        Table::Networks => section(Section::Networks),
        Table::Memberships => section(Section::Memberships),
        Table::Goals => section(Section::Goals),
        Table::Events => section(Section::Events),
        Table::Principles => section(Section::Principles),
        Table::Sources => section(Section::Sources),
        Table::Terms => section(Section::Glossary),
        Table::Members => &words.members,
        Table::Claims => &words.claims,
        Table::Changes => &words.changes,
        Table::Revisions => &words.revisions,
        Table::Gaps => &words.gaps,
        Table::Publishers => &words.publishers,
        Table::Places => &words.places,
        Table::Countries => &words.countries,
        Table::Topics => &words.topics,
    }
}

/// The words for a feed.
pub fn feed_words(words: &DataWords, feed: Feed) -> &FileWords {
    match feed {
        Feed::Changes => &words.changes,
        Feed::Events => &words.events,
        Feed::Calendar => &words.calendar,
    }
}

/// The name of a feed.
pub fn feed(words: &DataWords, feed: Feed) -> &str {
    &feed_words(words, feed).name
}

/// Who published these sources, each once.
pub(super) fn publishers<'a>(edition: &Edition<'a>, sources: &[SourceId]) -> Vec<&'a str> {
    let mut publishers = Vec::new();
    for id in sources {
        if let Some(source) = edition.catalog.sources.get(id.as_str()) {
            let name = edition.publisher(source.publisher.as_str());
            if !publishers.contains(&name) {
                publishers.push(name);
            }
        }
    }
    publishers
}
