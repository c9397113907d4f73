//! What a reference may name, and what each of these things is called.
//!
//! The schema says of every reference which kind of thing it names (`body`,
//! `source`, `place`); here stands where things of that kind are described.

use super::document::{Document, Node, Value};
use super::kind::{Kind, Location};
use super::load::Survey;
use crate::diag::{FileId, Span};

/// Every kind of reference but `claim`, which names a part of a file.
pub const REFERENCES: [&str; 10] = [
    "body",
    "society",
    "goal",
    "source",
    "page",
    "language",
    "place",
    "country",
    "topic",
    "publisher",
];

/// Where things are described that a kind of reference may name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Namespace {
    /// The kinds of files that stand for one each.
    pub kinds: &'static [Kind],
    /// The list that holds one an entry.
    pub list: Option<List>,
}

/// A list in a file, whose entries have ids.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The kind of the file.
    pub kind: Kind,
    /// The key of the list.
    pub name: &'static str,
    /// The key of an entry that is its id.
    pub key: &'static str,
}

/// Where the things are described that references of this kind name.
pub fn namespace(reference: &str) -> Namespace {
    const BODIES: &[Kind] = &[Kind::Partner, Kind::Society, Kind::Network];
    let files = |kinds| Namespace { kinds, list: None };
    let entries = |kinds, kind, name, key| Namespace {
        kinds,
        list: Some(List { kind, name, key }),
    };
    match reference {
        "body" => files(BODIES),
        "society" => files(&[Kind::Society]),
        "goal" => files(&[Kind::Goal]),
        "source" => files(&[Kind::Source]),
        "page" => files(&[Kind::Page]),
        "language" => files(&[Kind::Language]),
        "place" => entries(&[], Kind::Places, "place", "id"),
        "country" => entries(&[], Kind::Places, "country", "code"),
        "topic" => entries(&[], Kind::Topics, "topic", "id"),
        "publisher" => entries(BODIES, Kind::Publishers, "publisher", "id"),
        _ => Namespace::default(),
    }
}

/// What an editor calls things of this kind, of files or of references.
pub fn noun(kind: &str) -> &str {
    match kind {
        "body" => "partner, society or network",
        "society" => "National Society",
        "claim" => "statement",
        other => other,
    }
}

/// Something that a reference may name.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// Its id, as a reference writes it.
    pub id: String,
    /// What it is: the name of the kind of its file, or of its list.
    pub kind: &'static str,
    /// The file that describes it.
    pub file: FileId,
    /// Where in the file its id stands; the beginning for a file of its own.
    pub span: Span,
    /// What is said of it, if that can be parsed.
    pub node: Option<&'a Node>,
}

impl<'a> Named<'a> {
    /// What it is called, in every language that somebody wrote: the id of the
    /// language, nothing for a name that is the same in all, and the name.
    pub fn names(&self) -> Vec<(&'a str, &'a str)> {
        let Some(Value::Table(entries)) = self.node.map(|node| &node.value) else {
            return Vec::new();
        };
        let keys = ["name", "title", "text"];
        match keys.into_iter().find_map(|key| entries.get(key)) {
            Some(name) => texts(&name.value),
            None => Vec::new(),
        }
    }
}

/// The texts of a value by language, or the one text that it is.
fn texts(node: &Node) -> Vec<(&str, &str)> {
    match &node.value {
        Value::String(text) => vec![("", text)],
        Value::Table(entries) => entries
            .iter()
            .filter_map(|(language, entry)| match &entry.value.value {
                Value::String(text) => Some((&**language, &**text)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl Survey {
    /// Everything that a reference of this kind may name.
    pub fn named(&self, reference: &str) -> Vec<Named<'_>> {
        if reference == "claim" {
            return self.claims();
        }
        let namespace = namespace(reference);
        let mut found = Vec::new();
        for (kind, stem, file) in &self.files {
            let document = self.documents.get(file);
            if namespace.kinds.contains(kind) {
                found.push(Named {
                    id: stem.clone(),
                    kind: kind.name(),
                    file: *file,
                    span: 0..0,
                    node: document.map(|document| &document.root),
                });
            }
            if let (Some(list), Some(document)) = (namespace.list, document)
                && list.kind == *kind
            {
                let items = document.items(list.name).iter();
                found.extend(items.filter_map(|item| entry(document, list, item)));
            }
        }
        found
    }

    /// Every statement, by its path.
    fn claims(&self) -> Vec<Named<'_>> {
        let mut found = Vec::new();
        for (kind, stem, file) in &self.files {
            let (Location::Folder(folder), Some(document)) =
                (kind.location(), self.documents.get(file))
            else {
                continue;
            };
            let list = List {
                kind: *kind,
                name: "claim",
                key: "id",
            };
            for item in document.items(list.name) {
                if let Some(claim) = entry(document, list, item) {
                    let id = format!("{folder}/{stem}#{}", claim.id);
                    found.push(Named { id, ..claim });
                }
            }
        }
        found
    }
}

fn entry<'a>(document: &Document, list: List, item: &'a Node) -> Option<Named<'a>> {
    let Value::Table(entries) = &item.value else {
        return None;
    };
    let id = &entries.get(list.key)?.value;
    let Value::String(text) = &id.value else {
        return None;
    };
    Some(Named {
        id: text.clone(),
        kind: list.name,
        file: document.file,
        span: id.span.clone(),
        node: Some(item),
    })
}
