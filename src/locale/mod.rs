//! Languages and scripts, as pure functions over data.
//!
//! Everything that differs from one language to the next comes from content: month names, plural
//! rules, alphabets, quotation marks, the table from one script to the other. This layer knows the
//! *kinds* of rule (CLDR plural syntax, BCP 47 matching, ISO 8601 dates) and no language. It reads
//! no file and no clock, and names no other layer.
//!
//! - [`language`]: the id of a language; [`localized`]: text in several languages.
//! - [`grammar`]: what a language file says, checked and compiled; on it rest [`plural`], [`date`],
//!   [`list`], [`number`] and [`typography`].
//! - [`script`]: from one script to another; [`Letters`]: the script of a letter; [`collate`]:
//!   alphabetical order.
//! - [`stem`]: the stem of a word, by which its forms find each other.
//! - [`negotiate`]: which language a browser asks for.
//! - [`fn@fingerprint`]: whether a text has changed.

pub mod collate;
pub mod date;
mod fingerprint;
pub mod grammar;
pub mod language;
mod letters;
pub mod list;
pub mod localized;
pub mod negotiate;
pub mod number;
pub mod plural;
pub mod script;
pub mod stem;
mod template;
pub mod typography;
mod verbatim;

pub use collate::{Collator, SortKey};
pub use date::{Day, Instant, Moment, Now, PartialDate};
pub use fingerprint::fingerprint;
pub use grammar::{Grammar, GrammarFault, GrammarSource, NumberFormat};
pub use language::LanguageId;
pub use letters::Letters;
pub use localized::Localized;
pub use plural::PluralCategory;
pub use script::{ScriptFault, ScriptSource, Transliterator, kept_spans, strip_marks};
pub use stem::Stemmer;
pub use typography::{Typesetter, typeset, within_quotation};
