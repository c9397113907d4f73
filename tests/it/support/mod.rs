//! What several tests need.

pub mod content;
pub mod editor;
pub mod metrics;
pub mod program;
pub mod serving;
