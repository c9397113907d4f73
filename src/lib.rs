//! A register of a National Society's international cooperation: TOML content,
//! checked, rendered and served from one binary.
//!
//! The layers, each of which names only those before it: [`diag`] and
//! [`locale`], [`content`].

pub mod cli;
pub mod content;
pub mod diag;
pub mod embedded;
pub mod locale;
