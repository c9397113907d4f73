//! The whole register as JSON, as linked data and as a package.

use super::{ORIGIN, as_typed, both, data, json, shipped, text};
use crate::support::content::Folder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn validator(schema: &str) -> jsonschema::Validator {
    let schema = json(schema);
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema that can be used")
}

fn errors(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_register_is_what_its_schema_says_and_nothing_else() {
    for (_, snapshot) in both() {
        let validator = validator(data(snapshot, "schema-1.json"));
        let mut register = json(data(snapshot, "register.json"));
        assert_eq!(errors(&validator, &register), [] as [&str; 0]);
        for (pointer, wrong) in [
            ("/state", Value::from(2026)),
            ("/sources", Value::from("none")),
            ("/site/licence/name", Value::Null),
            ("/unheard-of", Value::from(true)),
        ] {
            let before = register.clone();
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            register.pointer_mut(parent).expect("a place")[key] = wrong;
            assert!(!validator.is_valid(&register), "{pointer}");
            register = before;
        }
    }
}

#[test]
fn the_register_holds_every_record_in_every_language() {
    for (catalog, snapshot) in both() {
        let register = json(data(snapshot, "register.json"));
        let count = |key: &str| register[key].as_object().map_or(0, serde_json::Map::len);
        for (key, number) in [
            ("partners", catalog.partners.len()),
            ("societies", catalog.societies.len()),
            ("networks", catalog.networks.len()),
            ("memberships", catalog.memberships.len()),
            ("goals", catalog.goals.len()),
            ("events", catalog.events.len()),
            ("principles", catalog.principles.len()),
            ("sources", catalog.sources.len()),
            ("pages", catalog.pages.len()),
        ] {
            assert_eq!(count(key), number, "{key}");
        }
        let claims = |value: &Value| value["claim"].as_array().map_or(0, Vec::len);
        let kinds = [
            "partners",
            "societies",
            "networks",
            "memberships",
            "goals",
            "pages",
        ];
        let number: usize = kinds
            .iter()
            .flat_map(|kind| register[*kind].as_object().expect("records").values())
            .map(claims)
            .sum();
        assert_eq!(number, catalog.claims().count());
        for found in catalog.claims() {
            let records = &register[found.entity.kind.folder()][found.entity.id];
            let claim = &records["claim"][found.index];
            for language in &catalog.languages {
                assert_eq!(
                    claim["text"][language.id.as_str()],
                    as_typed(found.claim.text.in_language(&language.id))
                );
            }
            assert_eq!(claim["as-of"], found.claim.as_of.to_string());
        }
    }
}

#[test]
fn linked_data_states_the_same_facts() {
    for (catalog, snapshot) in both() {
        let linked = json(data(snapshot, "register.jsonld"));
        assert_eq!(linked["@context"]["@vocab"], "https://schema.org/");
        let graph = linked["@graph"].as_array().expect("a graph");
        let mut described = Vec::new();
        let mut used = BTreeSet::new();
        names(&linked["@graph"], &mut described, &mut used);
        let known: BTreeSet<&str> = described.iter().copied().collect();
        assert_eq!(known.len(), described.len(), "no thing is described twice");
        let of_type = |kind: &str| graph.iter().filter(|node| node["@type"] == kind).count();
        let bodies = catalog.bodies().count();
        assert_eq!(of_type("Organization"), bodies + catalog.publishers.len());
        assert_eq!(of_type("Event"), catalog.events.len());
        assert_eq!(of_type("Claim"), catalog.claims().count());
        assert_eq!(of_type("CreativeWork"), catalog.sources.len());
        // Every name that is used is described.
        assert!(used.len() > catalog.sources.len());
        for name in used {
            assert!(known.contains(name), "{name}");
        }
        let language = catalog.site.fallback_language.clone();
        let thing = |id: &str| {
            let end = format!("/{id}/#this");
            graph.iter().find(|node| {
                node["@id"]
                    .as_str()
                    .is_some_and(|name| name.ends_with(&end))
                    && node["@type"] == "Organization"
            })
        };
        for body in catalog.bodies() {
            let node = thing(body.id).unwrap_or_else(|| panic!("no {}", body.id));
            let names = node["name"].as_array().expect("names");
            assert_eq!(names.len(), catalog.languages.len());
            let name = as_typed(body.body.name.in_language(&language));
            assert!(names.iter().any(|value| value["@value"] == name), "{name}");
            let website = body.body.website.as_ref().map(|website| website.as_str());
            assert_eq!(node["sameAs"].as_str(), website);
            let mut member_of = catalog.networks_of(body.id).count();
            if body.id == catalog.site.organisation.as_str() {
                member_of += catalog.memberships.len();
            }
            let roles = node["memberOf"].as_array().map_or(0, Vec::len);
            assert_eq!(roles, member_of, "{}", body.id);
        }
    }
}

/// The names of things that are described, and of those that are only named.
fn names<'v>(value: &'v Value, described: &mut Vec<&'v str>, used: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(object) => {
            match object.get("@id").and_then(Value::as_str) {
                Some(name) if object.len() == 1 => {
                    used.insert(name);
                }
                Some(name) => described.push(name),
                None => {}
            }
            for value in object.values() {
                names(value, described, used);
            }
        }
        Value::Array(items) => {
            for value in items {
                names(value, described, used);
            }
        }
        _ => {}
    }
}

#[test]
fn checksums_are_those_of_the_files() {
    for (_, snapshot) in both() {
        let folder = Folder::new();
        let data_folder = format!("{}/data/", snapshot.base_path);
        let mut names = BTreeSet::new();
        for path in snapshot.pages.keys() {
            if let Some(name) = path.strip_prefix(&data_folder) {
                fs::write(folder.path().join(name), text(snapshot, path)).unwrap();
                names.insert(name.to_owned());
            }
        }
        let sums = data(snapshot, "SHA256SUMS");
        let mut listed: BTreeSet<String> = sums
            .lines()
            .map(|line| {
                let (sum, name) = line.split_once("  ").expect("a sum and a name");
                assert!(sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_hexdigit()));
                name.to_owned()
            })
            .collect();
        listed.insert("SHA256SUMS".to_owned());
        assert_eq!(listed, names);
        let checked = Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(folder.path())
            .output();
        let checked = checked.expect("sha256sum, which every GNU system has");
        assert!(checked.status.success(), "{checked:?}");
    }
}

#[test]
fn the_package_describes_every_file() {
    for (catalog, snapshot) in both() {
        let package = json(data(snapshot, "datapackage.json"));
        assert_eq!(package["name"], catalog.site.organisation.as_str());
        assert_eq!(
            package["licenses"][0]["path"],
            catalog.site.licence.url.as_str()
        );
        let sums = data(snapshot, "SHA256SUMS");
        let resources = package["resources"].as_array().expect("resources");
        let names: BTreeSet<_> = resources.iter().map(|it| it["name"].as_str()).collect();
        assert_eq!(names.len(), resources.len());
        for resource in resources {
            let path = resource["path"].as_str().expect("a path");
            let file = data(snapshot, path);
            assert_eq!(resource["bytes"], file.len(), "{path}");
            let hash = resource["hash"].as_str().expect("a hash");
            let sum = hash.strip_prefix("sha256:").expect("its kind");
            assert!(sums.contains(&format!("{sum}  {path}\n")), "{path}");
            if let Some(fields) = resource["schema"]["fields"].as_array() {
                let head = file.trim_start_matches('\u{feff}').lines().next();
                let names: Vec<_> = fields.iter().filter_map(|it| it["name"].as_str()).collect();
                assert_eq!(head, Some(names.join(",").as_str()), "{path}");
            }
        }
        // Everything but itself and the checksums, which cannot be in it.
        assert_eq!(resources.len() + 1, sums.lines().count());
    }
}

#[test]
fn the_licence_is_in_every_file_that_can_say_it() {
    let (catalog, snapshot) = shipped();
    let address = catalog.site.licence.url.as_str();
    for file in [
        "register.json",
        "register.jsonld",
        "datapackage.json",
        "LICENSE.txt",
    ] {
        assert!(data(snapshot, file).contains(address), "{file}");
    }
    let schema = json(data(snapshot, "schema-1.json"));
    assert_eq!(schema["$id"], format!("{ORIGIN}/data/schema-1.json"));
}

#[test]
fn data_of_pages_are_what_their_schema_says() {
    for (_, snapshot) in both() {
        let validator = validator(data(snapshot, "page-1.json"));
        let mut count = 0;
        for (path, text) in super::all(snapshot, saradnja::site::snapshot::Media::Json) {
            if path.ends_with("/data.json") {
                let page = json(text);
                assert_eq!(errors(&validator, &page), [] as [&str; 0], "{path}");
                count += 1;
            }
        }
        assert!(count > 30, "{count}");
        let html = super::all(snapshot, saradnja::site::snapshot::Media::Html);
        let pages = html.filter(|(path, _)| snapshot.pages[*path].status == 200);
        assert_eq!(count, pages.count());
    }
}
