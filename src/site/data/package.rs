//! The register as files: made together, described, each with its SHA-256.

use super::csv::Table;
use super::register::{self, Register};
use super::signs::folded;
use super::values::{finished, pretty, published};
use super::{identity, jsonld};
use crate::content::Catalog;
use crate::site::route::{DataFile, Route, Routes, Section};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One file.
#[derive(Debug)]
pub struct Packed {
    /// What it holds.
    pub text: String,
    /// Its SHA-256 in small hexadecimal digits.
    pub sha256: String,
    /// How many rows a table has, without its head.
    pub rows: Option<usize>,
    /// The columns of a table.
    fields: Vec<Value>,
}

impl Packed {
    fn new(text: String) -> Self {
        Self {
            sha256: identity::sha256(text.as_bytes()),
            text,
            rows: None,
            fields: Vec::new(),
        }
    }

    fn table(table: &Table) -> Self {
        Self {
            rows: Some(table.len()),
            fields: table.fields(),
            ..Self::new(table.write())
        }
    }
}

/// The files of the whole register.
#[derive(Debug)]
pub struct Package {
    files: BTreeMap<DataFile, Packed>,
}

impl Package {
    /// Makes every file. `release` names the state of the site.
    pub fn new(catalog: &Catalog, routes: &Routes<'_>, release: &str) -> Self {
        let source = Origin {
            catalog,
            routes,
            release,
        };
        let schema = register::schema(catalog, routes);
        let facts: Vec<_> = DataFile::all().collect();
        let mut files: BTreeMap<_, _> = facts
            .into_par_iter()
            .filter_map(|file| Some((file, fact(file, &source, &schema)?)))
            .collect();
        let package = finished(descriptor(&source, &files));
        files.insert(DataFile::Package, Packed::new(package));
        let sums = checksums(&files);
        files.insert(DataFile::Checksums, Packed::new(sums));
        Self { files }
    }

    /// Every file, in a fixed order.
    pub fn files(&self) -> impl Iterator<Item = (DataFile, &Packed)> {
        DataFile::all().filter_map(|file| Some((file, self.files.get(&file)?)))
    }
}

/// What the files are made from.
struct Origin<'a> {
    catalog: &'a Catalog,
    routes: &'a Routes<'a>,
    /// What names the state of the site.
    release: &'a str,
}

/// A file that can be made without knowing the others.
fn fact(file: DataFile, origin: &Origin<'_>, schema: &Value) -> Option<Packed> {
    let Origin {
        catalog,
        routes,
        release,
    } = *origin;
    Some(match file {
        DataFile::Register => {
            Packed::new(pretty(&published(&Register::new(catalog, routes, release))))
        }
        DataFile::Linked => Packed::new(finished(jsonld::graph(catalog, routes))),
        DataFile::Table(table) => Packed::table(&Table::new(table, catalog, schema)),
        DataFile::Schema => Packed::new(pretty(schema)),
        DataFile::PageSchema => Packed::new(pretty(&register::page_schema(routes))),
        DataFile::Licence => Packed::new(licence(catalog)),
        DataFile::Package | DataFile::Checksums => return None,
    })
}

/// Whose data it is and under which licence, in every language.
fn licence(catalog: &Catalog) -> String {
    let site = &catalog.site;
    let mut text = String::new();
    for language in &catalog.languages {
        let Some(words) = catalog.strings.get(&language.id) else {
            continue;
        };
        let lines = [
            site.title.in_language(&language.id),
            site.subject.in_language(&language.id),
            site.runner_note.in_language(&language.id),
            words.text_and_data.as_str(),
            site.licence.name.as_str(),
        ];
        let [title, subject, runner, before, name] = lines;
        writeln!(text, "{title} | {subject}\n{runner}\n{before} {name}\n")
            .expect("writing to memory does not fail");
    }
    text.push_str(site.licence.url.as_str());
    text.push('\n');
    folded(&text).into_owned()
}

/// What the files are (Frictionless Standards: Data Package 2.0).
fn descriptor(origin: &Origin<'_>, files: &BTreeMap<DataFile, Packed>) -> Value {
    let Origin {
        catalog,
        routes,
        release,
    } = *origin;
    let site = &catalog.site;
    let fallback = &catalog.languages[routes.fallback()].id;
    let resources: Vec<_> = files
        .iter()
        .map(|(file, packed)| resource(*file, packed))
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": site.organisation,
        "title": format!(
            "{} | {}",
            site.title.in_language(fallback),
            site.subject.in_language(fallback)
        ),
        "description": site.lead.in_language(fallback),
        "homepage": routes.absolute(&routes.path(Route::Section(Section::Data), routes.fallback())),
        "version": catalog.today.to_string(),
        "release": release,
        "created": format!("{}T00:00:00Z", catalog.today),
        "licenses": [{ "title": site.licence.name, "path": site.licence.url.as_str() }],
        "resources": resources,
    })
}

fn resource(file: DataFile, packed: &Packed) -> Value {
    let path = file.file();
    let name = path.to_ascii_lowercase();
    let mut resource = json!({
        "name": name.trim_end_matches(".csv"),
        "path": path,
        "mediatype": file.media().content_type().split(';').next(),
        "encoding": "utf-8",
        "bytes": packed.text.len(),
        "hash": format!("sha256:{}", packed.sha256),
    });
    if let DataFile::Table(_) = file {
        resource["type"] = json!("table");
        resource["format"] = json!("csv");
        resource["dialect"] = json!({ "delimiter": ",", "lineTerminator": "\r\n" });
        resource["schema"] = json!({ "fields": packed.fields });
    }
    resource
}

/// In the form that `sha256sum --check` reads.
fn checksums(files: &BTreeMap<DataFile, Packed>) -> String {
    files
        .iter()
        .map(|(file, packed)| format!("{}  {}\n", packed.sha256, file.file()))
        .collect()
}
