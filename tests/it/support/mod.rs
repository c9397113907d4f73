//! What several tests need.

pub mod content;
pub mod program;
pub mod serving;
