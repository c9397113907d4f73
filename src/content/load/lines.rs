//! On which line of its file each block of an entity is written, and each item
//! of the files that hold many.

use super::Loader;
use crate::content::document::{Document, Node, Value};
use crate::content::kind::{Kind, Location};
use crate::diag::{FileId, Position, SourceFile};
use std::collections::BTreeMap;

/// What of a file stands at which line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// Its first key.
    Whole,
    /// A key of it, or of a table in it: `seat`, or `relation.since`.
    Key(String),
    /// The table `[relation]`.
    Relation,
    /// The table `[founded]`.
    Founded,
    /// What is not known: the first `[[gap]]`.
    Gaps,
    /// The gap of this number, from 0.
    Gap(usize),
    /// The statement of this id.
    Claim(String),
    /// The member of a network that is this body.
    Member(String),
    /// The change of this number, from 0.
    Change(usize),
    /// What the register has changed, by its number from 0.
    Revision(usize),
}

/// The lines of everything that has a place, from 1.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    entities: BTreeMap<FileId, BTreeMap<Block, usize>>,
    items: BTreeMap<(Kind, String), (FileId, usize)>,
}

impl Lines {
    /// The line of a block of an entity.
    pub fn of(&self, file: FileId, block: &Block) -> Option<usize> {
        self.entities.get(&file)?.get(block).copied()
    }

    /// The items of the only file of a kind: their ids, the file, and the line.
    pub fn items(&self, kind: Kind) -> impl Iterator<Item = (&str, FileId, usize)> {
        let items = self.items.iter();
        items
            .filter(move |((found, _), _)| *found == kind)
            .map(|((_, id), (file, line))| (id.as_str(), *file, *line))
    }
}

impl Loader<'_> {
    /// The lines of all files that could be parsed.
    pub(super) fn lines(&self) -> Lines {
        let mut lines = Lines::default();
        for parsed in &self.files {
            let Some(document) = &parsed.document else {
                continue;
            };
            let source = self.sources.file(parsed.file);
            match parsed.kind.location() {
                Location::Folder(_) => {
                    let blocks = blocks(document, source);
                    lines.entities.insert(parsed.file, blocks);
                }
                Location::File(_) => {
                    let items = items(document, source).into_iter();
                    lines
                        .items
                        .extend(items.map(|(id, line)| ((parsed.kind, id), (parsed.file, line))));
                }
            }
        }
        lines
    }
}

/// The items with an id, of all lists of a file.
fn items(document: &Document, source: &SourceFile) -> Vec<(String, usize)> {
    let Value::Table(keys) = &document.root.value else {
        return Vec::new();
    };
    let lists = keys.values().filter_map(|entry| match &entry.value.value {
        Value::Array(items) => Some(items),
        _ => None,
    });
    let items = lists.flatten();
    let items = items.filter_map(|item| {
        let Position { line, .. } = source.position(item.span.start);
        Some((item.id()?.to_owned(), line))
    });
    items.collect()
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
    for (name, entry) in keys {
        blocks.insert(Block::Key(name.clone()), line(entry.key.start));
        if let Value::Table(inner) = &entry.value.value {
            let inner = inner.iter().map(|(key, entry)| {
                let key = Block::Key(format!("{name}.{key}"));
                (key, line(entry.key.start))
            });
            blocks.extend(inner);
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
    add("gap", &|index, _| Some(Block::Gap(index)));
    add("revision", &|index, _| Some(Block::Revision(index)));
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
