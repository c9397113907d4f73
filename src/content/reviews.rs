//! What is to be checked again, in the order of its days, with its place.

use super::catalog::{Catalog, ReviewRef};
use super::document::Document;
use super::slips::MonthNames;
use crate::diag::{FileId, Report, SourceMap, Span};
use std::collections::BTreeMap;

/// A statement with a day of review, and where that day stands.
#[derive(Debug, Clone)]
pub struct Review<'a> {
    /// The statement.
    pub statement: ReviewRef<'a>,
    /// Where its `review-by` stands in its file.
    pub span: Span,
}

/// Everything that has a day of review, the earliest day first, then by file
/// and place. `sources` are those that the catalog was made from.
pub fn reviews<'a>(catalog: &'a Catalog, sources: &SourceMap) -> Vec<Review<'a>> {
    let mut documents: BTreeMap<FileId, Option<Document>> = BTreeMap::new();
    let mut reviews: Vec<_> = catalog
        .reviews()
        .map(|statement| {
            let file = statement.file;
            let document = documents.entry(file).or_insert_with(|| {
                // A file without faults, or there would be no catalog.
                let months = MonthNames::default();
                Document::parse(file, sources.file(file), &months, &mut Report::new())
            });
            let span = document
                .as_ref()
                .map_or(0..0, |document| document.span(&statement.path()));
            Review { statement, span }
        })
        .collect();
    reviews.sort_by_key(|review| {
        let statement = &review.statement;
        let path = &sources.file(statement.file).path;
        (statement.review_by.end(), path, review.span.start)
    });
    reviews
}
