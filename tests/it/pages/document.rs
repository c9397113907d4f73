//! Just enough of a reader of HTML for the documents that the templates write.

use std::collections::BTreeMap;

/// One start tag.
#[derive(Debug)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: BTreeMap<&'a str, &'a str>,
    /// What stands between it and the next tag.
    pub text: &'a str,
}

/// The start tags of a document, in order. Attributes are written with double
/// quotes and without stray `<` and `>`, which the templates make sure of.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let pieces = html.split('<').skip(1);
    pieces
        .filter(|piece| piece.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(|piece| {
            let (inside, text) = piece.split_once('>').expect("every tag ends");
            let end = inside.find([' ', '/']).unwrap_or(inside.len());
            let mut attributes = BTreeMap::new();
            let mut rest = inside[end..].trim_start();
            while !rest.is_empty() && rest != "/" {
                let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
                let (name, after) = rest.split_at(name_end);
                let (value, after) = match after.strip_prefix("=\"") {
                    Some(quoted) => quoted.split_once('"').expect("every value is quoted"),
                    None => ("", after),
                };
                assert!(
                    attributes.insert(name, value).is_none(),
                    "`{name}` twice in `{inside}`"
                );
                rest = after.trim_start();
            }
            Tag {
                name: &inside[..end],
                attributes,
                text,
            }
        })
        .collect()
}
