//! On which line of its file each block of an entity is written.

use super::Loader;
use crate::content::document::{Document, Node, Value};
use crate::content::kind::Location;
use crate::diag::{FileId, Position, SourceFile};
use std::collections::BTreeMap;

/// What of a file stands at which line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// Its first key.
    Whole,
    /// The table `[relation]`.
    Relation,
    /// The table `[founded]`.
    Founded,
    /// What is not known: the first `[[gap]]`.
    Gaps,
    /// The statement of this id.
    Claim(String),
    /// The member of a network that is this body.
    Member(String),
    /// The change of this number, from 0.
    Change(usize),
}

/// The lines of every file of an entity, from 1.
#[derive(Debug, Clone, Default)]
pub struct Lines(BTreeMap<FileId, BTreeMap<Block, usize>>);

impl Lines {
    /// The line of a block.
    pub fn of(&self, file: FileId, block: &Block) -> Option<usize> {
        self.0.get(&file)?.get(block).copied()
    }
}

impl Loader<'_> {
    /// The lines of all files that could be parsed.
    pub(super) fn lines(&self) -> Lines {
        let files = self.files.iter().filter_map(|parsed| {
            let is_entity = matches!(parsed.kind.location(), Location::Folder(_));
            let document = parsed.document.as_ref().filter(|_| is_entity)?;
            Some((
                parsed.file,
                blocks(document, self.sources.file(parsed.file)),
            ))
        });
        Lines(files.collect())
    }
}

fn blocks(document: &Document, source: &SourceFile) -> BTreeMap<Block, usize> {
    let line = |at: usize| {
        let Position { line, .. } = source.position(at);
        line
    };
    let Value::Table(keys) = &document.root.value else {
        return BTreeMap::new();
    };
    let starts = keys.values().map(|entry| entry.key.start);
    let mut blocks = BTreeMap::from([(Block::Whole, starts.min().map_or(1, line))]);
    for (table, block) in [("relation", Block::Relation), ("founded", Block::Founded)] {
        if let Some(span) = document.table(table) {
            blocks.insert(block, line(span.start));
        }
    }
    let mut add = |list: &str, block: &dyn Fn(usize, &Node) -> Option<Block>| {
        for (index, item) in document.items(list).iter().enumerate() {
            if let Some(block) = block(index, item) {
                blocks.entry(block).or_insert_with(|| line(item.span.start));
            }
        }
    };
    add("claim", &|_, item| {
        Some(Block::Claim(item.id()?.to_owned()))
    });
    add("member", &|_, item| {
        Some(Block::Member(text(item, "body")?))
    });
    add("change", &|index, _| Some(Block::Change(index)));
    add("gap", &|_, _| Some(Block::Gaps));
    blocks
}

fn text(item: &Node, key: &str) -> Option<String> {
    let Value::Table(entries) = &item.value else {
        return None;
    };
    match &entries.get(key)?.value.value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}
