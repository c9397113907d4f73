//! Tables, read by a reader of CSV.

use super::{as_typed, below, both, data, shipped};
use std::collections::BTreeMap;

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let table = table.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        // A row with more or fewer cells than the head is a fault.
        .flexible(false)
        .from_reader(table.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row")).collect()
}

const TABLES: [&str; 18] = [
    "partners",
    "societies",
    "networks",
    "members",
    "memberships",
    "goals",
    "events",
    "principles",
    "claims",
    "changes",
    "revisions",
    "gaps",
    "sources",
    "publishers",
    "places",
    "countries",
    "topics",
    "terms",
];

#[test]
fn every_table_can_be_read_and_every_line_ends_as_the_standard_says() {
    for (_, snapshot) in both() {
        for name in TABLES {
            let table = data(snapshot, &format!("{name}.csv"));
            rows(table);
            assert!(table.ends_with("\r\n"), "{name}");
            // Within texts of one line there is no other line end.
            assert_eq!(
                table.matches('\n').count(),
                table.matches("\r\n").count(),
                "{name}"
            );
        }
    }
}

#[test]
fn tables_hold_the_facts_in_every_language() {
    for (catalog, snapshot) in both() {
        let events = rows(data(snapshot, "events.csv"));
        assert_eq!(events.len(), catalog.events.len());
        for row in events {
            let event = &catalog.events[&row["id"]];
            let date = event.date.map(|date| date.to_string());
            assert_eq!(row["date"], date.unwrap_or_default());
            for language in &catalog.languages {
                let title = as_typed(event.title.in_language(&language.id));
                assert_eq!(
                    row[&format!("title-{}", language.id)].trim_start_matches('\''),
                    title
                );
            }
        }
        let claims = rows(data(snapshot, "claims.csv"));
        assert_eq!(claims.len(), catalog.claims().count());
        for row in claims {
            let path = format!("{}/{}#{}", row["record-kind"], row["record-id"], row["id"]);
            let claim = catalog
                .claim(&path)
                .unwrap_or_else(|| panic!("no {path}"))
                .claim;
            assert_eq!(row["as-of"], claim.as_of.to_string());
            assert_eq!(row["review-by"], claim.review_by.to_string());
            assert_eq!(row["sources"].split('|').count(), claim.sources.len());
            assert!(!row["confidence"].is_empty());
        }
        let members = rows(data(snapshot, "members.csv"));
        let listed: usize = catalog.networks.values().map(|it| it.members.len()).sum();
        assert_eq!(members.len(), listed);
        for row in members {
            let network = &catalog.networks[&row["network"]];
            assert!(
                network
                    .members
                    .iter()
                    .any(|it| it.body.as_str() == row["body"])
            );
        }
    }
}

#[test]
fn why_a_relation_ended_and_what_the_register_changed_are_in_tables() {
    let (catalog, snapshot) = below();
    let revisions = rows(data(snapshot, "revisions.csv"));
    let noted = (catalog.bodies().map(|it| it.body.revisions.len()))
        .chain(catalog.memberships.values().map(|it| it.revisions.len()))
        .chain(catalog.goals.values().map(|it| it.revisions.len()))
        .chain(catalog.events.values().map(|it| it.revisions.len()));
    assert_eq!(revisions.len(), noted.sum::<usize>());
    assert!(!revisions.is_empty());
    for row in revisions {
        let folder = format!("{}/{}", row["record-kind"], row["record-id"]);
        assert!(!row["date"].is_empty(), "{folder}");
        for language in &catalog.languages {
            assert!(
                !row[&format!("text-{}", language.id)].is_empty(),
                "{folder}"
            );
        }
    }
    let mut ended = 0;
    let (catalog, snapshot) = shipped();
    for row in rows(data(snapshot, "partners.csv")) {
        let relation = &catalog.partners[&row["id"]].body.relation;
        for language in &catalog.languages {
            let reason = relation.ended_because.as_ref();
            let reason = reason.map(|reason| as_typed(reason.in_language(&language.id)));
            let column = format!("relation-ended-because-{}", language.id);
            ended += usize::from(reason.is_some());
            assert_eq!(row[&column], reason.unwrap_or_default());
        }
    }
    assert!(ended > 0);
}

#[test]
fn no_cell_is_a_formula_unless_it_is_a_number() {
    for (_, snapshot) in both() {
        for name in TABLES {
            for row in rows(data(snapshot, &format!("{name}.csv"))) {
                for (column, cell) in row {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(
                        !formula || cell.parse::<f64>().is_ok(),
                        "{name}, {column}: {cell}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_name_is_in_both_scripts() {
    let (catalog, snapshot) = shipped();
    let societies = rows(data(snapshot, "societies.csv"));
    let own = catalog.site.organisation.as_str();
    let row = societies
        .iter()
        .find(|row| row["id"] == own)
        .expect("a row");
    assert_eq!(row["name-en"], "Red Cross of Montenegro");
    assert_eq!(row["name-cnr"], "Crveni krst Crne Gore");
    assert_eq!(row["name-cnr-cyrl"], "Црвени крст Црне Горе");
}
