//! Prose that is Markdown already, for a file that is taken along: references
//! into the register become addresses, headings find their place.

use crate::content::markdown_options;
use crate::site::data::signs::folded;
use crate::site::edition::Edition;
use crate::site::markdown::{Destination, top_heading};
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// The prose in plain signs, with whole addresses, its highest heading at `level`.
pub fn prose(edition: &Edition<'_>, text: &str, level: usize) -> String {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let top = top_heading(text) as usize;
    for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let Destination::Inside(reference) = Destination::of(&dest_url) else {
                    continue;
                };
                let address = edition.routes.reference(reference, edition.index);
                let address = address.map(|path| edition.routes.absolute(&path));
                // The destination stands behind the words of the link.
                let place = text[range.clone()].rfind(&*dest_url);
                if let (Some(address), Some(at)) = (address, place) {
                    let start = range.start + at;
                    changes.push((start..start + dest_url.len(), format!("<{address}>")));
                }
            }
            Event::Start(Tag::Heading { level: own, id, .. }) => {
                // Its name is no Markdown for those who read a copy.
                if let Some(id) = id {
                    let attributes = format!("{{#{id}}}");
                    let place = text[range.clone()].rfind(&attributes);
                    changes.extend(place.map(|at| {
                        let end = range.start + at;
                        let start = text[..end].trim_end().len();
                        (start..end + attributes.len(), String::new())
                    }));
                }
                let signs = text[range.clone()]
                    .bytes()
                    .take_while(|b| *b == b'#')
                    .count();
                // A heading that is underlined keeps its place.
                if signs > 0 {
                    let wanted = (level + own as usize - top).min(6);
                    changes.push((range.start..range.start + signs, "#".repeat(wanted)));
                }
            }
            _ => {}
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut at = 0;
    for (range, with) in changes {
        out.push_str(&text[at..range.start]);
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(&text[at..]);
    folded(&out).into_owned()
}
