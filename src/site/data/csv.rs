//! Tables (RFC 4180) that spreadsheets open right.
//!
//! The columns of a table are read from the schema of its record, so they do
//! not depend on what happens to be known, and the description of the tables
//! ([`fields`](Table::fields)) cannot drift from them.

use super::values::published;
use crate::content::catalog::{Catalog, EntityKind, EntityRef, Records};
use crate::content::record::Revision;
use crate::site::route;
use serde::Serialize;
use serde_json::{Value, json};

/// By this spreadsheets know that the file is UTF-8, and show every script.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Between several values in one cell: in no id and no name.
const SEPARATOR: &str = "|";

/// One column: where its values stand in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    path: Vec<String>,
    /// JSON's name for the type of its values.
    kind: &'static str,
    description: String,
}

/// A table, ready to be written.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Value>,
}

impl Table {
    /// The table of a kind of record. `schema` is that of the whole register,
    /// in all languages.
    pub(super) fn new(table: route::Table, catalog: &Catalog, schema: &Value) -> Self {
        let (keys, definition, rows) = contents(table, catalog);
        let mut columns: Vec<_> = keys
            .iter()
            .map(|(name, description)| Column {
                name: (*name).to_owned(),
                path: vec![(*name).to_owned()],
                kind: "string",
                description: (*description).to_owned(),
            })
            .collect();
        let record = &schema["$defs"][definition];
        let walk = Walk { schema, catalog };
        walk.columns(record, &[], &mut columns);
        Self { columns, rows }
    }

    /// How many rows it has, without the head.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Its columns as a Table Schema describes them (Frictionless Standards).
    pub(super) fn fields(&self) -> Vec<Value> {
        let fields = self.columns.iter().map(|column| {
            json!({
                "name": column.name,
                "type": column.kind,
                "description": column.description,
            })
        });
        fields.collect()
    }

    /// The file.
    pub(super) fn write(&self) -> String {
        let mut out = String::from(BYTE_ORDER_MARK);
        let head = self.columns.iter().map(|column| column.name.clone());
        line(&mut out, head);
        for row in &self.rows {
            line(
                &mut out,
                self.columns.iter().map(|column| cell(row, column)),
            );
        }
        out
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn cell(row: &Value, column: &Column) -> String {
    let mut value = row;
    for key in &column.path {
        value = &value[key.as_str()];
    }
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text.clone()),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            guarded(items.join(SEPARATOR))
        }
        other => other.to_string(),
    }
}

/// A spreadsheet computes what begins like a formula, which could send the
/// reader's data elsewhere; an apostrophe makes it a text.
fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

type Contents = (
    &'static [(&'static str, &'static str)],
    &'static str,
    Vec<Value>,
);

const ID: &[(&str, &str)] = &[("id", "The id, as in addresses.")];
const NETWORK: &[(&str, &str)] = &[("network", "The id of the network.")];
const OWNER: &[(&str, &str)] = &[
    ("record-kind", "The kind of record that it stands with."),
    ("record-id", "The id of the record that it stands with."),
];
const NONE: &[(&str, &str)] = &[];

/// The leading columns of a table with their descriptions, the name of the
/// record's type in the schema, and the rows.
fn contents(table: route::Table, catalog: &Catalog) -> Contents {
    use route::Table;
    match table {
        Table::Partners => (ID, "Partner", with_ids(&catalog.partners)),
        Table::Societies => (ID, "Society", with_ids(&catalog.societies)),
        Table::Networks => (ID, "Network", with_ids(&catalog.networks)),
        Table::Memberships => (ID, "Membership", with_ids(&catalog.memberships)),
        Table::Goals => (ID, "Goal", with_ids(&catalog.goals)),
        Table::Events => (ID, "Event", with_ids(&catalog.events)),
        Table::Principles => (ID, "Principle", with_ids(&catalog.principles)),
        Table::Sources => (ID, "Source", with_ids(&catalog.sources)),
        Table::Publishers => (NONE, "Publisher", all(catalog.publishers.values())),
        Table::Places => (NONE, "Place", all(catalog.places.values())),
        Table::Countries => (NONE, "Country", all(catalog.countries.values())),
        Table::Topics => (NONE, "Topic", all(catalog.topics.values())),
        Table::Terms => (NONE, "Term", all(catalog.glossary.terms.iter())),
        Table::Members => {
            let networks = catalog.networks.iter();
            let rows = networks.flat_map(|(id, network)| {
                let members = network.members.iter();
                members.map(move |member| keyed(&[("network", id)], member))
            });
            (NETWORK, "Member", rows.collect())
        }
        Table::Claims => {
            let rows = catalog
                .claims()
                .map(|found| owned(found.entity, found.claim));
            (OWNER, "Claim", rows.collect())
        }
        Table::Changes => {
            let rows = catalog.bodies().flat_map(|body| {
                let changes = body.body.changes.iter();
                changes.map(move |change| owned(entity(body), change))
            });
            (OWNER, "Change", rows.collect())
        }
        Table::Revisions => (OWNER, "Revision", revisions(catalog)),
        Table::Gaps => {
            let rows = catalog.bodies().flat_map(|body| {
                let gaps = body.body.gaps.iter();
                gaps.map(move |gap| owned(entity(body), gap))
            });
            (OWNER, "Gap", rows.collect())
        }
    }
}

/// What the register changed in what it says, wherever it is noted.
fn revisions(catalog: &Catalog) -> Vec<Value> {
    let of = |kind, id, revisions: &[Revision]| -> Vec<Value> {
        let revisions = revisions.iter();
        revisions
            .map(|revision| owned(EntityRef { kind, id }, revision))
            .collect()
    };
    let bodies = catalog.bodies();
    let bodies = bodies.flat_map(|it| of(it.kind.into(), it.id, &it.body.revisions));
    let memberships = catalog.memberships.iter();
    let memberships =
        memberships.flat_map(|(id, it)| of(EntityKind::Membership, id, &it.revisions));
    let goals = catalog.goals.iter();
    let goals = goals.flat_map(|(id, it)| of(EntityKind::Goal, id, &it.revisions));
    let events = catalog.events.iter();
    let events = events.flat_map(|(id, it)| of(EntityKind::Event, id, &it.revisions));
    bodies
        .chain(memberships)
        .chain(goals)
        .chain(events)
        .collect()
}

fn entity(body: crate::content::catalog::BodyRef<'_>) -> EntityRef<'_> {
    EntityRef {
        kind: body.kind.into(),
        id: body.id,
    }
}

fn owned(entity: EntityRef<'_>, record: &impl Serialize) -> Value {
    let kind = entity.kind.folder();
    keyed(&[("record-kind", kind), ("record-id", entity.id)], record)
}

fn with_ids<T: Serialize>(records: &Records<T>) -> Vec<Value> {
    records
        .iter()
        .map(|(id, entry)| keyed(&[("id", id)], &entry.record))
        .collect()
}

fn all<'a, T: Serialize + 'a>(records: impl Iterator<Item = &'a T>) -> Vec<Value> {
    records.map(published).collect()
}

fn keyed(keys: &[(&str, &str)], record: &impl Serialize) -> Value {
    let mut value = published(record);
    if let Some(object) = value.as_object_mut() {
        for (key, id) in keys {
            object.insert((*key).to_owned(), json!(id));
        }
    }
    value
}

/// Finds the columns of a record in its schema.
struct Walk<'a> {
    schema: &'a Value,
    catalog: &'a Catalog,
}

impl Walk<'_> {
    fn columns(&self, record: &Value, path: &[String], columns: &mut Vec<Column>) {
        let properties = record["properties"].as_object();
        for (key, property) in properties.into_iter().flatten() {
            let described = property["description"].as_str();
            let target = self.resolve(property);
            let path: Vec<_> = path.iter().chain([key]).cloned().collect();
            let name = path.join("-");
            let description = described.or(target["description"].as_str()).unwrap_or("");
            let mut push = |name: String, path: Vec<String>, kind| {
                columns.push(Column {
                    name,
                    path,
                    kind,
                    description: description.to_owned(),
                });
            };
            if target.get("x-text").is_some() {
                for language in &self.catalog.languages {
                    let language = language.id.to_string();
                    let name = format!("{name}-{language}");
                    let path = path.iter().cloned().chain([language]).collect();
                    push(name, path, "string");
                }
                continue;
            }
            match target["type"].as_str() {
                Some("object") => self.columns(target, &path, columns),
                // Lists of records are tables of their own.
                Some("array") if self.resolve(&target["items"])["type"] == "object" => {}
                Some("integer") => push(name, path, "integer"),
                Some("number") => push(name, path, "number"),
                Some("boolean") => push(name, path, "boolean"),
                _ => push(name, path, "string"),
            }
        }
    }

    fn resolve<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let reference = schema["$ref"].as_str();
        let target = reference.and_then(|at| self.schema.pointer(at.trim_start_matches('#')));
        target.unwrap_or(schema)
    }
}

#[cfg(test)]
mod tests;
