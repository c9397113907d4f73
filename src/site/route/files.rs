//! What the site has beside its pages: their other forms, feeds, and the
//! register as files. Names and media types; addresses are made by
//! [`Routes`](super::Routes).

use super::super::snapshot::Media;

/// A page in another form than HTML: a file beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The facts for programs.
    Json,
    /// The text for people and programs that read plain text.
    Markdown,
}

impl Form {
    /// Every form, in the order in which a page names them.
    pub const ALL: [Self; 2] = [Self::Json, Self::Markdown];

    /// The name of the file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Json => "data.json",
            Self::Markdown => "data.md",
        }
    }

    /// What it is.
    pub const fn media(self) -> Media {
        match self {
            Self::Json => Media::Json,
            Self::Markdown => Media::Markdown,
        }
    }

    /// Its name for people; the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Markdown => "Markdown",
        }
    }
}

/// What can be subscribed to, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// What changed in the world.
    Changes,
    /// What happened.
    Events,
    /// What happened, for calendars.
    Calendar,
}

impl Feed {
    /// Every feed.
    pub const ALL: [Self; 3] = [Self::Changes, Self::Events, Self::Calendar];

    /// The name of the file, beside the home page.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Changes => "feed.xml",
            Self::Events => "events.xml",
            Self::Calendar => "events.ics",
        }
    }

    /// What it is.
    pub const fn media(self) -> Media {
        match self {
            Self::Changes | Self::Events => Media::Atom,
            Self::Calendar => Media::Calendar,
        }
    }
}

/// A kind of record as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "a variant is the kind of record")]
pub enum Table {
    Partners,
    Societies,
    Networks,
    Members,
    Memberships,
    Goals,
    Events,
    Principles,
    Claims,
    Changes,
    Revisions,
    Gaps,
    Sources,
    Publishers,
    Places,
    Countries,
    Topics,
    Terms,
}

impl Table {
    /// Every table, in the order in which they are listed.
    pub const ALL: [Self; 18] = [
        Self::Partners,
        Self::Societies,
        Self::Networks,
        Self::Members,
        Self::Memberships,
        Self::Goals,
        Self::Events,
        Self::Principles,
        Self::Claims,
        Self::Changes,
        Self::Revisions,
        Self::Gaps,
        Self::Sources,
        Self::Publishers,
        Self::Places,
        Self::Countries,
        Self::Topics,
        Self::Terms,
    ];

    /// Its name: that of its file without the ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partners => "partners",
            Self::Societies => "societies",
            Self::Networks => "networks",
            Self::Members => "members",
            Self::Memberships => "memberships",
            Self::Goals => "goals",
            Self::Events => "events",
            Self::Principles => "principles",
            Self::Claims => "claims",
            Self::Changes => "changes",
            Self::Revisions => "revisions",
            Self::Gaps => "gaps",
            Self::Sources => "sources",
            Self::Publishers => "publishers",
            Self::Places => "places",
            Self::Countries => "countries",
            Self::Topics => "topics",
            Self::Terms => "terms",
        }
    }
}

/// A file of the whole register, in all languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFile {
    /// All records.
    Register,
    /// The same facts as linked data.
    Linked,
    /// One kind of record.
    Table(Table),
    /// What the files are (Frictionless Data Package).
    Package,
    /// What [`Register`](Self::Register) looks like. The number in its name is
    /// raised when something is renamed, removed or means something else.
    Schema,
    /// What the data of a single page looks like, numbered likewise.
    PageSchema,
    /// Under which licence all of it stands.
    Licence,
    /// SHA-256 of every other file.
    Checksums,
}

impl DataFile {
    /// Every file, [`Checksums`](Self::Checksums) last.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Register, Self::Linked]
            .into_iter()
            .chain(Table::ALL.map(Self::Table))
            .chain([
                Self::Package,
                Self::Schema,
                Self::PageSchema,
                Self::Licence,
                Self::Checksums,
            ])
    }

    /// The name of the file.
    pub fn file(self) -> String {
        match self {
            Self::Register => "register.json".to_owned(),
            Self::Linked => "register.jsonld".to_owned(),
            Self::Table(table) => format!("{}.csv", table.name()),
            Self::Package => "datapackage.json".to_owned(),
            Self::Schema => "schema-1.json".to_owned(),
            Self::PageSchema => "page-1.json".to_owned(),
            Self::Licence => "LICENSE.txt".to_owned(),
            Self::Checksums => "SHA256SUMS".to_owned(),
        }
    }

    /// What it is.
    pub const fn media(self) -> Media {
        match self {
            Self::Register | Self::Package | Self::Schema | Self::PageSchema => Media::Json,
            Self::Linked => Media::JsonLd,
            Self::Table(_) => Media::Csv,
            Self::Licence | Self::Checksums => Media::Text,
        }
    }
}
