//! Links within the site: whether each leads somewhere, to the fragment it names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, Place};

/// What a page, or a drawing, names and leads to.
#[derive(Debug, Default)]
pub(super) struct Document {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
}

impl Document {
    /// Reads HTML or SVG, as far as its tags.
    pub(super) fn read(text: &str) -> Self {
        let mut document = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            } else if rest.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                rest = document.tag(rest);
            }
        }
        document
    }

    /// Takes in the attributes of a tag, and returns what follows it.
    fn tag<'a>(&mut self, text: &'a str) -> &'a str {
        let is_space = |sign: char| sign.is_ascii_whitespace();
        let name = text.find(|sign| is_space(sign) || matches!(sign, '/' | '>'));
        let mut rest = &text[name.unwrap_or(text.len())..];
        loop {
            rest = rest.trim_start_matches(|sign| is_space(sign) || sign == '/');
            if rest.is_empty() || rest.starts_with('>') {
                return rest;
            }
            let end = rest.find(|sign| is_space(sign) || matches!(sign, '=' | '/' | '>'));
            // A stray `=` is a name of one sign, so that something is always taken.
            let end = end.unwrap_or(rest.len()).max(1);
            let (name, after) = rest.split_at(end);
            let Some(value) = after.strip_prefix('=') else {
                rest = after;
                continue;
            };
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or_default(),
                _ => {
                    let end = value.find(|sign| is_space(sign) || sign == '>');
                    value.split_at(end.unwrap_or(value.len()))
                }
            };
            match name {
                "id" => {
                    self.ids.insert(plain(value));
                }
                "href" | "src" | "action" | "xlink:href" => {
                    self.links.insert(plain(value));
                }
                _ => {}
            }
            rest = after;
        }
    }
}

/// A value without its character references, as far as addresses need them.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.split_once(';').and_then(|(reference, after)| {
            let sign = match &reference[1..] {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                number => {
                    let number = number.strip_prefix('#')?;
                    let number = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(number.ok()?)?
                }
            };
            Some((sign, after))
        });
        match found {
            Some((sign, after)) => {
                out.push(sign);
                rest = after;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// All that stands on a site.
#[derive(Debug, Default)]
pub(super) struct Web {
    /// What has links and fragments, by its address.
    pub(super) documents: BTreeMap<String, Document>,
    /// Every address with something behind it.
    pub(super) addresses: BTreeSet<String>,
}

impl Web {
    /// Every link that leads nowhere, or to a fragment that is not there.
    pub(super) fn faults(&self, place: Place<'_>) -> Vec<Difference> {
        let mut faults = Vec::new();
        for (address, document) in &self.documents {
            for link in &document.links {
                if let Some(what) = self.fault(address, link, place) {
                    faults.push(Difference::new(address.as_str(), what));
                }
            }
        }
        faults
    }

    fn fault(&self, from: &str, link: &str, place: Place<'_>) -> Option<String> {
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (link, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        let path = inner(from, path, place)?;
        let Some(target) = self.addresses.get(path.as_str()) else {
            return Some(format!("leads to {link}, where nothing is"));
        };
        let fragment = fragment.filter(|fragment| !fragment.is_empty())?;
        let document = self.documents.get(target)?;
        let is_there = document.ids.contains(fragment);
        (!is_there).then(|| format!("leads to {link}, which has no such part"))
    }
}

/// The address on this site that a link means; none if it leads away.
fn inner(from: &str, path: &str, place: Place<'_>) -> Option<String> {
    let whole = place.origin.and_then(|origin| path.strip_prefix(origin));
    let path = match whole {
        Some("") => "/",
        Some(path) if path.starts_with('/') => path,
        _ => path,
    };
    if path.is_empty() {
        return Some(from.to_owned());
    }
    if path.starts_with("//")
        || path
            .split('/')
            .next()
            .is_some_and(|part| part.contains(':'))
    {
        return None;
    }
    if path.starts_with('/') {
        // Beside the site, on the same host, stands what this program knows nothing of.
        let inside = path.strip_prefix(place.base_path)?;
        return inside.starts_with('/').then(|| path.to_owned());
    }
    let folder = from.rfind('/').map_or("/", |end| &from[..=end]);
    Some(format!("{folder}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        origin: Some("https://a.example"),
        base_path: "/coop",
    };

    #[test]
    fn tags_are_read_whatever_stands_in_their_values() {
        let text = "<!doctype html><!-- <a href=\"/no\"> --><p id='one' title=\"a > b\" hidden>\
                    <a href=\"/x?q=1&#38;k=2#p\">x</a> 1 < 2 <img src=/y alt/><use href='#z'/>";
        let document = Document::read(text);
        let links: Vec<_> = document.links.iter().map(String::as_str).collect();
        assert_eq!(links, ["#z", "/x?q=1&k=2#p", "/y"]);
        assert!(document.ids.contains("one"));
    }

    #[test]
    fn only_links_within_the_site_are_followed() {
        let page = Document::read(
            "<i id=part></i><a href='/coop/b/'></a><a href='/coop/none/'></a><a href='#part'></a>\
             <a href='#no'></a><a href='https://a.example/coop/a/#part'></a><a href='/other/'></a>\
             <a href='https://b.example/coop/x/'></a><a href='mailto:x'></a><a href='c'></a>\
             <a href='//b.example/'></a><a href='/coop/b/#any'></a>",
        );
        let mut web = Web::default();
        web.documents.insert("/coop/a/".to_owned(), page);
        web.addresses = ["/coop/a/", "/coop/b/"].map(str::to_owned).into();
        let told: Vec<_> = web
            .faults(PLACE)
            .iter()
            .map(|fault| fault.what.clone())
            .collect();
        let expected = [
            "leads to #no, which has no such part",
            "leads to /coop/none/, where nothing is",
            "leads to c, where nothing is",
        ];
        assert_eq!(told, expected);
    }
}
