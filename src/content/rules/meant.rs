//! Which id somebody meant who wrote something else: a name, capital letters,
//! the address of a source.

use super::{Context, Kind};
use crate::content::document::Step;
use crate::diag::{certain, nearest};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is known of the things that have ids, besides their ids.
pub struct Meant<'a> {
    /// The id of a thing by its kind and its name, in small letters, in any language.
    names: BTreeMap<(&'static str, String), &'a str>,
    /// The id of a source by its address, without a slash at its end.
    addresses: BTreeMap<&'a str, &'a str>,
}

impl<'a> Meant<'a> {
    /// Collects the names and addresses of a register.
    pub fn new(context: &'a Context<'_>) -> Self {
        let stems: BTreeMap<_, _> = context
            .files
            .iter()
            .map(|(kind, stem, file)| (*file, (*kind, *stem)))
            .collect();
        let mut names = BTreeMap::new();
        for field in &context.findings.texts {
            let Some(&(kind, stem)) = stems.get(&field.file) else {
                continue;
            };
            let steps: Vec<&str> = field.name.split('.').collect();
            let (kind, id) = match (kind, steps.as_slice()) {
                (Kind::Places, ["country", code, "name"]) => ("country", *code),
                (Kind::Places, ["place", id, "name"]) => ("place", *id),
                (Kind::Topics, ["topic", id, ..]) => ("topic", *id),
                (Kind::Publishers, ["publisher", id, ..]) => ("publisher", *id),
                (Kind::Goal, ["title" | "name"]) => ("goal", stem),
                (
                    Kind::Partner | Kind::Society | Kind::Network,
                    ["name" | "short-name" | "abbreviation"],
                ) => ("body", stem),
                _ => continue,
            };
            for written in &field.written {
                names.insert((kind, written.text.to_lowercase()), id);
            }
        }
        let addresses = context
            .files
            .iter()
            .filter(|(kind, ..)| *kind == Kind::Source)
            .filter_map(|(_, stem, file)| {
                let address = context.documents.get(file)?.text(&[Step::Key("address")])?;
                Some((address.trim_end_matches('/'), *stem))
            })
            .collect();
        Self { names, addresses }
    }

    /// How to mend `target`, which is not among the `ids` of a kind of thing, and
    /// the id itself where it is certain; nothing if it is not like any of them.
    pub fn help<'i>(
        &self,
        kind: &str,
        target: &str,
        ids: &BTreeSet<&'i str>,
    ) -> Option<(String, Option<&'i str>)> {
        let own = |id: &str| ids.get(id).copied();
        let is_address = target.starts_with("http://") || target.starts_with("https://");
        if kind == "source" && is_address {
            let known = self.addresses.get(target.trim_end_matches('/'));
            return Some(known.map_or_else(
                || {
                    let help = "a source is named by its file in `sources`, without `.toml`: \
                                make a file for this address first";
                    (help.to_owned(), None)
                },
                |id| {
                    let help = format!("the source with this address is `{id}`: write that");
                    (help, own(id))
                },
            ));
        }
        let of_kind = |kind| self.names.get(&(kind, target.to_lowercase())).copied();
        let by_name = match kind {
            "country" => of_kind("country"),
            "place" => of_kind("place"),
            "topic" => of_kind("topic"),
            "goal" => of_kind("goal"),
            "body" | "society" => of_kind("body"),
            "publisher" => of_kind("publisher").or_else(|| of_kind("body")),
            _ => None,
        };
        let capital = target.to_uppercase();
        let as_id = slug(target);
        let meant = by_name
            .and_then(own)
            .or_else(|| own(&capital))
            .or_else(|| own(&as_id));
        if let Some(id) = meant {
            return Some((format!("write the id: `{id}`"), Some(id)));
        }
        let all = || ids.iter().copied();
        let help = nearest(target, all()).or_else(|| nearest(&as_id, all()))?;
        Some((help, certain(target, all())))
    }
}

/// A name in the form of an id: small letters without accents, and hyphens.
fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<_> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
