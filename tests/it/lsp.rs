//! The language server, met as an editor meets it.

mod changing;
mod conversation;
mod knowing;
mod mistakes;
mod settings;
