//! Search.
pub mod document;
pub mod fold;
mod fuzzy;
pub mod index;
mod token;
