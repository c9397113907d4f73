//! The kinds of content files, and where each lies.

use super::record;
use schemars::{Schema, SchemaGenerator};

/// Where the files of a kind lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// One file of this name.
    File(&'static str),
    /// A folder with one file an entity; the file's stem is the id.
    Folder(&'static str),
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $location:ident($place:literal) $record:ty;)*) => {
        /// A kind of content file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// Its name, also that of its schema: `.schema/<name>.json`.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// Where its files lie.
            pub fn location(self) -> Location {
                match self { $(Kind::$variant => Location::$location($place),)* }
            }

            /// The schema of its record, before the languages are filled in.
            pub(super) fn root_schema(self, generator: SchemaGenerator) -> Schema {
                match self { $(Kind::$variant => generator.into_root_schema_for::<$record>(),)* }
            }
        }
    };
}

kinds! {
    /// What the register is.
    Site "site" File("site.toml") record::Site;
    /// A language.
    Language "language" Folder("languages") record::Language;
    /// The interface's words in one language.
    Strings "strings" Folder("strings") record::Strings;
    /// Latin to Cyrillic, or any other script to another.
    Script "script" File("script.toml") record::Script;
    /// A goal.
    Goal "goal" Folder("goals") record::Goal;
    /// A partner.
    Partner "partner" Folder("partners") record::Partner;
    /// A National Society.
    Society "society" Folder("societies") record::Society;
    /// A network.
    Network "network" Folder("networks") record::Network;
    /// A membership.
    Membership "membership" Folder("memberships") record::Membership;
    /// An event.
    Event "event" Folder("events") record::Event;
    /// A principle.
    Principle "principle" Folder("principles") record::Principle;
    /// A source.
    Source "source" Folder("sources") record::Source;
    /// A page of prose.
    Page "page" Folder("pages") record::Page;
    /// Words that are not bodies.
    Glossary "glossary" File("glossary.toml") record::Glossary;
    /// Old addresses.
    Redirects "redirects" File("redirects.toml") record::Redirects;
    /// Places and countries.
    Places "places" File("places.toml") record::Places;
    /// The ground of the map.
    Map "map" File("map.toml") record::Map;
    /// Topics of events.
    Topics "topics" File("topics.toml") record::Topics;
    /// Publishers that are not bodies.
    Publishers "publishers" File("publishers.toml") record::Publishers;
}

impl Kind {
    /// The kind of the file at this path inside the content folder, and its stem.
    pub fn of_path(relative: &str) -> Option<(Kind, &str)> {
        let stem = relative.strip_suffix(".toml")?;
        Kind::ALL.iter().find_map(|&kind| match kind.location() {
            Location::File(name) if name == relative => Some((kind, stem)),
            Location::Folder(folder) => {
                let stem = stem.strip_prefix(folder)?.strip_prefix('/')?;
                (!stem.contains('/')).then_some((kind, stem))
            }
            Location::File(_) => None,
        })
    }

    /// The path, from a file of this kind, of its schema.
    pub fn schema_reference(self) -> String {
        let up = match self.location() {
            Location::File(_) => "./",
            Location::Folder(_) => "../",
        };
        format!("{up}.schema/{}.json", self.name())
    }
}
