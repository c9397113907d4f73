//! A register of a National Society's international cooperation: TOML content,
//! checked, rendered and served from one binary.
//!
//! The modules in the order in which an edit passes through them: [`content`]
//! becomes a catalog, [`site`] a snapshot of every page, [`release`] what goes
//! over the wire, [`live`] what is current, and [`http`] answers; [`preview`]
//! stands before it for those who write the content, [`operations`] says how it stands, and
//! [`supervisor`] tells the service manager. [`diag`] is
//! every complaint on that way, [`locale`] every language. [`watch`] notices
//! that files changed, [`edit`] changes them for an editor, [`lsp`] helps while one is
//! written, [`compare`] tells two registers apart, [`links`] asks the addresses that a
//! register leads to, [`export`] writes a release to files and compares others with it, [`doctor`] tells what a
//! proxy does to it,
//! [`cli`] wires them all.
//! Each names only those before it; ARCHITECTURE.md says which and why.

pub mod cli;
pub mod compare;
pub mod content;
pub mod diag;
pub mod doctor;
pub mod edit;
pub mod embedded;
pub mod export;
pub mod http;
pub mod links;
pub mod live;
pub mod locale;
pub mod logging;
pub mod lsp;
pub mod operations;
pub mod preview;
pub mod release;
pub mod site;
pub mod supervisor;
pub mod watch;
