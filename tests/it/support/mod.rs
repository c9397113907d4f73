//! What several tests need.

pub mod content;
pub mod editor;
pub mod inherit;
pub mod metrics;
pub mod program;
pub mod serving;
pub mod spoiler;
