//! Content: from a folder of TOML files to a linked catalog, or to the full
//! list of what stands in the way.
//!
//! The way of a file: [`tree`] reads it, [`document`] parses it into a tree
//! that knows where everything stands, [`check`] walks that tree beside the
//! shape of its kind, serde decodes what is clean into a [`record`], the
//! [`catalog`] links the records, and the [`rules`] look at the whole.
//! Nothing here knows of pages, of HTTP, of the clock or of the environment.

pub mod catalog;
mod check;
mod confirm;
mod document;
mod kind;
mod languages;
mod load;
mod named;
pub mod record;
mod reviews;
mod rules;
mod schema;
mod shape;
mod slips;
mod tree;

/// The parts of Markdown that texts may use, beyond `CommonMark`.
pub fn markdown_options() -> pulldown_cmark::Options {
    pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_HEADING_ATTRIBUTES
}

/// The links of a Markdown text: what each leads to, and where all of it stands.
pub fn links_in(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let links = rules::markdown::links(text).into_iter();
    links.map(|link| (link.target, link.range)).collect()
}

/// The date that a text in figures says, in whichever order people write one.
pub fn read_date(text: &str) -> Option<crate::locale::PartialDate> {
    slips::read(text, &slips::MonthNames::default())
}

pub use catalog::{Audience, Catalog};
pub use check::{Reference, TextField, Written};
pub use confirm::{Confirmation, Open};
pub use document::{Document, Entry, Node, Step, Value};
pub use kind::{Kind, Location};
pub use languages::ResolvedLanguage;
pub use load::{
    Block, Lines, Loaded, Survey, TranslationFault, Translations, load, load_for, schemas, survey,
    translations,
};
pub use named::{Named, noun};
pub use reviews::{Review, reviews};
pub use schema::{CHECKED_KEY, PLACEHOLDER, Texts, published as published_schema};
pub use shape::TextKind;
pub use slips::MonthNames;
pub use tree::{EmbeddedFiles, Origin, content_folder_of};
