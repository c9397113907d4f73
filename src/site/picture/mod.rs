//! Pictures as numbers: where each mark of a drawing stands.
//!
//! Pure geometry, in units of the drawing's own; what a mark means in words,
//! where it leads and how it looks belongs to views, templates and the style
//! sheet.

pub mod timeline;
