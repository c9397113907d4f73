//! Writing down that translations say the same.
//!
//! The fingerprints of a file's texts stand in one table at its end,
//! `[checked]`, so that they do not come between the texts. Everything else of
//! the file, comments and order included, stays as it is.

use super::check::TextField;
use super::document::Document;
use super::schema::CHECKED_KEY;
use super::shape::TextKind;
use crate::locale::fingerprint;
use std::fmt::Write as _;

/// How far a file's translations are confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The file's path inside the content folder.
    pub path: String,
    /// Texts that are written in more than one language.
    pub texts: usize,
    /// The names of those that changed since they were confirmed, or never were.
    pub open: Vec<String>,
    /// The file as it would be with all of them confirmed.
    pub confirmed: String,
}

/// How far one file's translations are confirmed; nothing for a file without any.
pub(super) fn confirmation(
    path: &str,
    text: &str,
    document: &Document,
    texts: &[&TextField],
) -> Option<Confirmation> {
    let fields: Vec<_> = texts
        .iter()
        .filter(|field| field.kind != TextKind::Slug && field.written.len() > 1)
        .collect();
    if fields.is_empty() {
        return None;
    }
    let mut table = format!("[{CHECKED_KEY}]\n");
    let mut open = Vec::new();
    for field in &fields {
        let mut same = true;
        let mut pairs = Vec::new();
        for written in &field.written {
            let language = written.language.as_str();
            let print = fingerprint(&written.text);
            let path = [
                CHECKED_KEY.into(),
                field.name.as_str().into(),
                language.into(),
            ];
            same &= document.text(&path) == Some(&print);
            pairs.push(format!("{language} = \"{print}\""));
        }
        if !same {
            open.push(field.name.clone());
        }
        writeln!(table, "\"{}\" = {{ {} }}", field.name, pairs.join(", "))
            .expect("writing to a string does not fail");
    }
    Some(Confirmation {
        path: path.to_owned(),
        texts: fields.len(),
        open,
        confirmed: replaced(text, document, &table),
    })
}

/// The file with this table at its end, in place of the one it has.
fn replaced(text: &str, document: &Document, table: &str) -> String {
    let mut kept = text.to_owned();
    if let Some(span) = document.table(CHECKED_KEY) {
        kept.replace_range(span, "");
    }
    let comment = "# Written by the program: what the texts were when they were last compared.\n";
    let kept = kept.replace(comment, "");
    format!("{}\n\n{comment}{table}", kept.trim_end())
}
