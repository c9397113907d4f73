//! Words: files, feeds and the page as data.

use super::Plural;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Files, feeds and the page as data.
    DataWords {
        /// Before the links to other forms of the page.
        this_page_as: String,
        /// Heading: the files of the whole register.
        whole: String,
        /// Heading: one table for each kind of record.
        tables: String,
        /// How the tables are written.
        tables_text: String,
        /// Heading: feeds and calendars.
        subscribe: String,
        /// Heading: each page as data.
        each_page: String,
        /// How each page can be had as data.
        each_page_text: String,
        /// Beside a table: how many rows it has.
        rows: Plural,
        /// Beside a file: its size, with `{n}` for the number of kilobytes.
        kilobytes: String,
        /// All records.
        register: FileWords,
        /// The same as linked data.
        linked: FileWords,
        /// What the files are.
        package: FileWords,
        /// What the file of all records looks like.
        schema: FileWords,
        /// What the data of one page looks like.
        page_schema: FileWords,
        /// Under which licence all of it stands.
        licence: FileWords,
        /// By which a copy can be checked.
        checksums: FileWords,
        /// Changes of fact to subscribe to.
        changes: FileWords,
        /// Events to subscribe to.
        events: FileWords,
        /// Events for calendars.
        calendar: FileWords,
        /// The names of tables that are not sections of the site.
        table: TableWords,
    }

    /// A file.
    FileWords {
        /// Its name for people.
        name: String,
        /// What it holds, in a sentence.
        text: String,
    }

    /// The names of tables that are not sections of the site.
    TableWords {
        /// Who is a member of which network.
        members: String,
        /// Statements.
        claims: String,
        /// Changes of fact.
        changes: String,
        /// What the register changed in what it says.
        revisions: String,
        /// What is not known.
        gaps: String,
        /// Publishers of sources.
        publishers: String,
        /// Towns and other places.
        places: String,
        /// Countries.
        countries: String,
        /// Topics of events.
        topics: String,
    }
}
