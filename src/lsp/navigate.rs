//! From a name to what it names, from a thing to all that name it, and what a
//! file consists of.

use super::spot::{self, Target};
use super::statement::own_words;
use super::text::Lines;
use crate::content::{Document, Location, Node, Survey, Value};
use crate::diag::{FileId, Span};
use lsp_types::{DocumentSymbol, SymbolKind};

/// A place: a file, and bytes of it.
pub(super) type Place = (FileId, Span);

/// Where the thing is described that is named at a byte.
pub(super) fn definition(survey: &Survey, file: FileId, offset: usize) -> Option<Place> {
    let pointed = spot::pointed(survey, file, offset);
    let target = match &pointed {
        spot::Pointed::File => return None,
        _ => pointed.target(file)?,
    };
    Some(described(survey, &target))
}

fn described(survey: &Survey, target: &Target) -> Place {
    let document = survey.documents.get(&target.file);
    let spot = document.filter(|_| target.start > 0);
    let spot = spot.and_then(|document| spot::at(document, target.start));
    (target.file, spot.map_or(0..0, |spot| spot.span))
}

/// Every place that names what is named at a byte, or else the thing that the
/// file describes.
pub(super) fn references(
    survey: &Survey,
    (file, offset): (FileId, usize),
    with_definition: bool,
) -> Vec<Place> {
    let Some(target) = spot::pointed(survey, file, offset).target(file) else {
        return Vec::new();
    };
    let mut places = spot::naming(survey, &target);
    if with_definition {
        places.insert(0, described(survey, &target));
    }
    places
}

/// The tables and keys of a file, each within the one that it belongs to.
pub(super) fn symbols(survey: &Survey, file: FileId) -> Vec<DocumentSymbol> {
    let Some(document) = survey.documents.get(&file) else {
        return Vec::new();
    };
    let text = &survey.sources.file(file).text;
    let outline = Outline {
        survey,
        lines: Lines::new(text),
    };
    outline.of_document(document)
}

struct Outline<'a> {
    survey: &'a Survey,
    lines: Lines<'a>,
}

impl Outline<'_> {
    fn of_document(&self, document: &Document) -> Vec<DocumentSymbol> {
        match &document.root.value {
            Value::Table(_) => self.inside(&document.root),
            _ => Vec::new(),
        }
    }

    fn inside(&self, node: &Node) -> Vec<DocumentSymbol> {
        let Value::Table(entries) = &node.value else {
            return Vec::new();
        };
        let mut symbols = Vec::new();
        for (key, entry) in entries {
            let value = &entry.value;
            match &value.value {
                Value::Array(items) if items.iter().any(is_table) => {
                    for (item, number) in items.iter().zip(1..) {
                        let name = item.id().map_or_else(|| number.to_string(), str::to_owned);
                        let name = format!("{key} {name}");
                        symbols.push(self.symbol(name, item, &item.span));
                    }
                }
                _ => symbols.push(self.symbol(key.clone(), value, &entry.key)),
            }
        }
        symbols.sort_by_key(|symbol| (symbol.range.start.line, symbol.range.start.character));
        symbols
    }

    fn symbol(&self, name: String, node: &Node, chosen: &Span) -> DocumentSymbol {
        let mut whole = chosen.clone();
        extent(node, &mut whole);
        let (kind, children) = match &node.value {
            Value::Table(entries) if !is_text(entries.values().map(|entry| &entry.value)) => {
                (SymbolKind::OBJECT, Some(self.inside(node)))
            }
            Value::Table(_) | Value::String(_) => (SymbolKind::STRING, None),
            Value::Array(_) => (SymbolKind::ARRAY, None),
            Value::Boolean(_) => (SymbolKind::BOOLEAN, None),
            Value::Integer(_) | Value::Float(_) => (SymbolKind::NUMBER, None),
            Value::Datetime(_) => (SymbolKind::CONSTANT, None),
        };
        #[expect(deprecated, reason = "the type has a field that the protocol gave up")]
        DocumentSymbol {
            name,
            detail: self.detail(node),
            kind,
            tags: None,
            deprecated: None,
            range: self.lines.range(&whole),
            selection_range: self.lines.range(chosen),
            children,
        }
    }

    /// What a text says, or the text of a table, in the first language.
    fn detail(&self, node: &Node) -> Option<String> {
        let text = |node: &Node| match &node.value {
            Value::String(text) => Some(text.clone()),
            Value::Table(entries) => {
                let texts: Vec<(&str, &str)> = entries
                    .iter()
                    .filter_map(|(id, entry)| match &entry.value.value {
                        Value::String(text) => Some((&**id, &**text)),
                        _ => None,
                    })
                    .collect();
                own_words(self.survey, &texts).map(str::to_owned)
            }
            _ => None,
        };
        match &node.value {
            Value::Table(entries) if !is_text(entries.values().map(|entry| &entry.value)) => {
                let keys = ["text", "title", "name", "body"];
                let entry = keys.into_iter().find_map(|key| entries.get(key))?;
                text(&entry.value)
            }
            _ => text(node),
        }
    }
}

fn is_table(node: &Node) -> bool {
    matches!(node.value, Value::Table(_))
}

/// Whether all are texts: then a table of them is one text in several languages.
fn is_text<'a>(mut values: impl Iterator<Item = &'a Node>) -> bool {
    values.all(|node| matches!(node.value, Value::String(_)))
}

/// Widens a part to all that belongs to it.
fn extent(node: &Node, whole: &mut Span) {
    let mut add = |span: &Span| {
        whole.start = whole.start.min(span.start);
        whole.end = whole.end.max(span.end);
    };
    add(&node.span);
    match &node.value {
        Value::Table(entries) => {
            for entry in entries.values() {
                add(&entry.key);
            }
            for entry in entries.values() {
                extent(&entry.value, whole);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| extent(item, whole)),
        _ => {}
    }
}

/// Things whose id or name has these letters, in any case: the name, what it
/// is, and where it is described.
pub(super) fn search(survey: &Survey, query: &str) -> Vec<(String, &'static str, Place)> {
    let query = query.to_lowercase();
    let kinds = [
        "body",
        "goal",
        "source",
        "page",
        "place",
        "topic",
        "publisher",
    ];
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for named in kinds.into_iter().flat_map(|kind| survey.named(kind)) {
        let names = named.names();
        let is_meant = |text: &str| text.to_lowercase().contains(&query);
        let hit = is_meant(&named.id) || names.iter().any(|(_, name)| is_meant(name));
        if hit && seen.insert(Target::from(&named)) {
            let name = own_words(survey, &names).unwrap_or_default();
            let shown = format!("{} · {name}", named.id);
            found.push((shown, named.kind, (named.file, named.span.clone())));
        }
    }
    // Events are named by nothing, and looked for all the same.
    for (kind, stem, file) in &survey.files {
        if kind.name() == "event"
            && matches!(kind.location(), Location::Folder(_))
            && stem.to_lowercase().contains(&query)
        {
            found.push((stem.clone(), kind.name(), (*file, 0..0)));
        }
    }
    found
}
