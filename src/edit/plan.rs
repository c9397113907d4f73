//! What is to be changed, as data.

use crate::diag::{Edit, Misfit};
use std::collections::BTreeMap;

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Parts of its text are replaced, and perhaps it gets another path.
    Edit {
        /// The parts, in the text without a byte order mark.
        edits: Vec<Edit>,
        /// The new path inside the content folder, if it gets another one.
        to: Option<String>,
    },
    /// There is no such file yet: it is made with this text.
    Create(String),
    /// The whole of it is written anew, without a byte order mark.
    Rewrite(String),
    /// It is taken away.
    Remove,
}

/// Changes of several files, by their paths inside the content folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    changes: BTreeMap<String, Change>,
}

impl Plan {
    /// A plan that changes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the replacement of a part of a file; one that is there already is
    /// not added twice.
    pub(super) fn edit(&mut self, path: &str, edit: Edit) {
        match self.entry(path) {
            Change::Edit { edits, .. } if !edits.contains(&edit) => edits.push(edit),
            _ => {}
        }
    }

    /// Gives a file another path.
    pub(super) fn rename(&mut self, path: &str, new: String) {
        if let Change::Edit { to, .. } = self.entry(path) {
            *to = Some(new);
        }
    }

    /// Makes a file.
    pub(super) fn create(&mut self, path: &str, text: String) {
        self.changes.insert(path.to_owned(), Change::Create(text));
    }

    /// Writes a file anew.
    pub(super) fn rewrite(&mut self, path: &str, text: String) {
        self.changes.insert(path.to_owned(), Change::Rewrite(text));
    }

    /// Takes a file away.
    pub(super) fn remove(&mut self, path: &str) {
        self.changes.insert(path.to_owned(), Change::Remove);
    }

    fn entry(&mut self, path: &str) -> &mut Change {
        self.changes
            .entry(path.to_owned())
            .or_insert_with(|| Change::Edit {
                edits: Vec::new(),
                to: None,
            })
    }

    /// Every change, in the order of the paths.
    pub fn changes(&self) -> impl Iterator<Item = (&str, &Change)> {
        self.changes.iter().map(|(path, change)| (&**path, change))
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The path that a file has afterwards.
    pub(super) fn path_after<'a>(&'a self, path: &'a str) -> &'a str {
        match self.changes.get(path) {
            Some(Change::Edit { to: Some(to), .. }) => to,
            _ => path,
        }
    }

    /// The files as they would be, from the files as they are: path inside the
    /// content folder, and text.
    pub(super) fn applied(
        &self,
        files: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Misfit> {
        let mut after = files.clone();
        for (path, change) in &self.changes {
            match change {
                Change::Edit { edits, to } => {
                    let text = Edit::apply(edits, after.get(path).ok_or(Misfit)?)?;
                    if to.is_some() {
                        after.remove(path);
                    }
                    after.insert(to.as_ref().unwrap_or(path).clone(), text);
                }
                Change::Create(text) | Change::Rewrite(text) => {
                    after.insert(path.clone(), text.clone());
                }
                Change::Remove => {
                    after.remove(path);
                }
            }
        }
        Ok(after)
    }
}
