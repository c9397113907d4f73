//! `security.txt` (RFC 9116): whom to tell of a weakness. It exists if the
//! register names somebody, and no longer than it says itself.

use std::fmt::Write as _;

use super::page;
use super::route::Routes;
use super::snapshot::{Media, Page};
use crate::content::Catalog;

/// Where it is asked for (RFC 9116, 3; RFC 8615).
pub(super) const SECURITY: &str = "/.well-known/security.txt";

/// The file and its address. `Canonical` wants a whole address, so the field is
/// there if the site knows its origin; of the languages those are named whose
/// texts somebody wrote.
pub(super) fn contact(catalog: &Catalog, routes: &Routes<'_>) -> Option<(String, Page)> {
    let security = catalog.site.security.as_ref()?;
    let last = security.expires.end();
    if last < catalog.today {
        return None;
    }
    let path = routes.fixed(SECURITY);
    let written = (catalog.languages.iter())
        .map(|language| &language.record)
        .filter(|record| record.derived_from.is_none());
    let languages: Vec<_> = written.map(|record| record.lang.as_str()).collect();
    let mut text = format!("Contact: {}\n", security.contact);
    let mut field = |name: &str, value: &str| {
        writeln!(text, "{name}: {value}").expect("memory takes everything");
    };
    field("Expires", &format!("{last}T23:59:59Z"));
    field("Preferred-Languages", &languages.join(", "));
    if routes.knows_origin() {
        field("Canonical", &routes.absolute(&path));
    }
    Some((path, page(Media::Text, None, 200, text)))
}
