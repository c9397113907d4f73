//! The words of the interface: labels, headings, counted things. A field here
//! is a key in every `strings/<language>.toml`, so a template cannot ask for a
//! word that does not exist, and the checker finds the one that is missing.

use crate::locale::PluralCategory;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

macro_rules! words {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$field_doc:meta])+ $field:ident: $kind:ty,)+ })+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub struct $name {
            $($(#[$field_doc])+ pub $field: $kind,)+
        }
    )+};
}

mod data;
mod kinds;
mod labels;
mod map;
mod matrix;
mod search;
mod timeline;
mod trust;

pub use data::*;
pub use kinds::*;
pub use labels::*;
pub use map::*;
pub use matrix::*;
pub use search::*;
pub use timeline::*;
pub use trust::*;

/// Words that change with a number: one form for each plural form of the
/// language, with `{n}` where the number goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plural(BTreeMap<PluralCategory, String>);

impl Plural {
    /// The form for this category; the checker has made sure that the language's are all there.
    pub fn form(&self, category: PluralCategory) -> &str {
        self.0
            .get(&category)
            .or_else(|| self.0.get(&PluralCategory::Other))
            .map_or("{n}", String::as_str)
    }
}

impl JsonSchema for Plural {
    fn schema_name() -> Cow<'static, str> {
        "Plural".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The plural forms of each language are filled in by `schema::for_languages`.
        json_schema!({ "type": "object", "x-plural": true })
    }
}

/// A sentence with `{date}` where a date goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DatedText(String);

impl DatedText {
    /// What stands before the date, and what stands after it.
    pub fn around(&self) -> (&str, &str) {
        self.0.split_once("{date}").unwrap_or((&self.0, ""))
    }
}

impl JsonSchema for DatedText {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "DatedText".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"\{date\}",
            "x-expected": "text with `{date}` where the date goes",
        })
    }
}

/// The words of the interface in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Strings {
    /// First link of every page, for those who use a keyboard.
    pub skip_to_content: String,
    /// Names the list of languages to screen readers.
    pub language: String,
    /// Names the links under the masthead to screen readers.
    pub main_sections: String,
    /// Names the way from the home page to this one to screen readers.
    pub you_are_here: String,
    /// The home page, as the first step of that way.
    pub home: String,
    /// Names the table of contents at the foot of every page.
    pub contents: String,
    /// At the foot of every page, and beside the title of the home page: the day of the register.
    pub state_of: DatedText,
    /// Before the name of the licence.
    pub text_and_data: String,
    /// Before the address that visitors can write to.
    pub contact: String,
    /// A page by its title, its register, that register's subject and its day: `{page}`, `{site}`, `{subject}`, `{date}`.
    pub citation: String,
    /// Names the lines at the foot of a page that help to use it to screen readers.
    pub use_this_page: String,
    /// Before the citation.
    pub cite: String,
    /// Headings of the table of contents.
    pub groups: GroupWords,
    /// Sections of the site.
    pub sections: SectionTable,
    /// Headings within pages.
    pub headings: HeadingWords,
    /// Labels before a value or beside a statement.
    pub labels: LabelWords,
    /// Things that are counted.
    pub counts: CountWords,
    /// How we know something.
    pub confidence: ConfidenceWords,
    /// What sort of relation it is.
    pub forms: FormWords,
    /// What sort of organisation a partner is, and several of them.
    pub kinds: KindTable,
    /// What a body is in a network.
    pub roles: RoleWords,
    /// What the organisation is in a body.
    pub memberships: MembershipWords,
    /// What one record is.
    pub records: RecordWords,
    /// What sort of source it is, and whether it can still be read.
    pub source: SourceWords,
    /// In which language a source is: the words after "in", by language tag.
    pub source_languages: BTreeMap<String, String>,
    /// The table of translations on the page on the state of the register.
    pub translation: TranslationWords,
    /// What went wrong, for the pages that say so.
    pub errors: ErrorTable,
    /// The search.
    pub search: SearchWords,
    /// The map.
    pub map: MapWords,
    /// The timeline.
    pub timeline: TimelineWords,
    /// Who is with whom.
    pub matrix: MatrixWords,
    /// The register as files.
    pub data: DataWords,
    /// What lets a visitor check a statement.
    pub trust: TrustWords,
}
