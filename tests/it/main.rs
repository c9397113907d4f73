//! Tests of the whole, in one binary so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod assets;
mod bad_input;
mod base_url;
mod caching;
mod check;
mod data;
mod diag_cases;
mod edit;
mod follow;
mod guide;
mod headers;
mod hostile;
mod lsp;
mod negotiation;
mod pages;
mod redirects;
mod schema;
mod search;
mod seed;
mod smoke;
mod succession;
mod support;
mod tidy;
mod translations;
