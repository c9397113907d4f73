//! Which addresses a register leads to, and from where.

use crate::content::Catalog;
use crate::content::catalog::EntityKind;
use std::collections::{BTreeMap, BTreeSet};

/// An address and the files that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The whole address.
    pub url: String,
    /// The files, inside the content folder.
    pub named_in: BTreeSet<String>,
}

/// Every address of a source, and every website of a body or a publisher, in
/// the order of their signs.
pub fn addresses(catalog: &Catalog) -> Vec<Address> {
    let sources = catalog.sources.iter();
    let sources = sources.map(|(id, source)| (&source.address, format!("sources/{id}.toml")));
    let bodies = catalog.bodies().filter_map(|body| {
        let folder = EntityKind::from(body.kind).folder();
        let website = body.body.website.as_ref()?;
        Some((website, format!("{folder}/{}.toml", body.id)))
    });
    let publishers = catalog.publishers.values().filter_map(|publisher| {
        let website = publisher.website.as_ref()?;
        Some((website, "publishers.toml".to_owned()))
    });
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (address, file) in sources.chain(bodies).chain(publishers) {
        found.entry(address.as_str()).or_default().insert(file);
    }
    let found = found.into_iter().map(|(url, named_in)| Address {
        url: url.to_owned(),
        named_in,
    });
    found.collect()
}
