//! Tests of the whole, in one binary so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access_log;
mod assets;
mod bad_input;
mod base_url;
mod caching;
mod check;
mod data;
mod diag_cases;
mod diff;
mod due;
mod edit;
mod explain;
mod export;
mod follow;
mod guide;
mod headers;
mod hostile;
mod links;
mod live_edits;
mod lsp;
mod manuals;
mod monitoring;
mod nearest;
mod negotiation;
mod operations;
mod pages;
mod preview;
mod redirects;
mod replicas;
mod schema;
mod search;
mod seed;
mod showing;
mod smoke;
mod succession;
mod supervisor;
mod support;
mod tidy;
mod translations;
mod upkeep;
mod verify;
