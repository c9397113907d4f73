//! Search: what a visitor looks for, found in one language.
//!
//! [`gather`] takes out of the register what can be found, as [`document`]s;
//! an [`index`] of them is made when it is first needed; a [`query`] is read,
//! [`rank`] finds, and [`snippet`] shows why. [`pages`] puts it on a page. Only
//! `gather` and `pages` know the site; the others are pure and would find
//! anything.

mod description;
pub mod document;
pub mod fold;
mod fuzzy;
mod gather;
pub mod index;
mod pages;
pub mod query;
pub mod rank;
pub mod snippet;
mod token;

pub(super) use description::description;
pub(super) use pages::Searcher;
