//! What several tests need.

pub mod content;
pub mod serving;
