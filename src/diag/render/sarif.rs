//! SARIF 2.1.0 (OASIS, 27 March 2020), for code review tools.

use super::Place;
use crate::diag::{Code, Fix, Report, SourceFile, SourceMap};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let index: BTreeMap<Code, usize> = Code::ALL.iter().copied().zip(0..).collect();
    let results: Vec<Value> = report
        .diagnostics()
        .iter()
        .map(|found| {
            let text = match &found.help {
                Some(help) => format!("{} ({help})", found.message),
                None => found.message.clone(),
            };
            let mut result = json!({
                "ruleId": found.code.name(),
                "ruleIndex": index[&found.code],
                "level": found.code.severity().as_str(),
                "message": { "text": text },
                "locations": [{ "physicalLocation": physical(&Place::of(found, sources)) }],
            });
            if !found.related.is_empty() {
                let related = found.related.iter().enumerate().map(|(id, related)| {
                    let place = Place::at(sources.file(related.file), &related.span);
                    json!({
                        "id": id,
                        "message": { "text": related.label },
                        "physicalLocation": physical(&place),
                    })
                });
                result["relatedLocations"] = related.collect();
            }
            if let Some(fix) = &found.fix {
                result["fixes"] = json!([mend(fix, sources.file(found.file))]);
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules(),
            } },
            // Columns count characters here, as everywhere in this program;
            // without this a reader would take them for UTF-16 code units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn rules() -> Vec<Value> {
    Code::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.name(),
                "shortDescription": { "text": code.name().replace('-', " ") },
                "fullDescription": { "text": code.explanation() },
                "defaultConfiguration": { "level": code.severity().as_str() },
            })
        })
        .collect()
}

/// A `fix` object (SARIF 2.1.0, section 3.55).
fn mend(fix: &Fix, file: &SourceFile) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        let place = Place::at(file, &edit.span());
        json!({
            "deletedRegion": region(&place),
            "insertedContent": { "text": edit.replacement },
        })
    });
    json!({
        "description": { "text": fix.label },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&file.path) },
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

fn region(place: &Place<'_>) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn physical(place: &Place<'_>) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(&place.file.path) } });
    if !place.whole_file {
        location["region"] = region(place);
    }
    location
}

/// A path as a URI reference (RFC 3986): relative as it is, absolute with its
/// scheme. A colon is escaped, since before the first `/` it would end a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
