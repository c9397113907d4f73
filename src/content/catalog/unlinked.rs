//! Prose without the links that lead to what is not shown: their words stay.

use super::{Catalog, EntityKind, EntityRef};
use crate::content::markdown_options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

impl Catalog {
    /// Takes links to what is not there out of the pages of prose.
    pub(super) fn unlink_prose(&mut self) {
        let mut pages = std::mem::take(&mut self.pages);
        let ids: Vec<String> = pages.keys().cloned().collect();
        for page in pages.values_mut() {
            page.record.body.rewrite(|text| {
                unlinked(text, |path| {
                    let entity = path.split('#').next().unwrap_or_default();
                    match entity.split_once('/') {
                        Some(("pages", id)) => ids.iter().any(|known| known == id),
                        Some((folder, id)) => self.leads_to(folder, id, path),
                        None => true,
                    }
                })
            });
        }
        self.pages = pages;
    }

    fn leads_to(&self, folder: &str, id: &str, path: &str) -> bool {
        let kind = EntityKind::of_folder(folder);
        kind.is_some_and(|kind| self.file_of(EntityRef { kind, id }).is_some())
            && (!path.contains('#') || self.claim(path).is_some())
    }
}

/// The text with the words alone of each link `ref:path` that leads nowhere.
fn unlinked(text: &str, leads: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut open: Option<(Range<usize>, Option<Range<usize>>)> = None;
    for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Link { dest_url, .. }), None) => {
                if dest_url
                    .strip_prefix("ref:")
                    .is_some_and(|path| !leads(path))
                {
                    open = Some((range, None));
                }
            }
            (Event::End(TagEnd::Link), Some((whole, words))) => {
                out.push_str(&text[copied..whole.start]);
                out.push_str(&text[words.clone().unwrap_or(whole.end..whole.end)]);
                copied = whole.end;
                open = None;
            }
            (_, Some((_, words))) => {
                let start = words.as_ref().map_or(range.start, |words| words.start);
                *words = Some(start..range.end);
            }
            (_, None) => {}
        }
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::unlinked;

    #[test]
    fn the_words_of_a_link_that_leads_nowhere_stay() {
        for (text, expected) in [
            (
                "See [a *b* c](ref:x/y), [d](ref:x/z).",
                "See a *b* c, [d](ref:x/z).",
            ),
            ("[a](ref:x/y)[b](ref:x/y)", "ab"),
            ("[](ref:x/y)č", "č"),
            ("`[a](ref:x/y)`", "`[a](ref:x/y)`"),
            (
                "[a][1] and [b](https://x.example/)\n\n[1]: ref:x/y",
                "a and [b](https://x.example/)\n\n[1]: ref:x/y",
            ),
        ] {
            assert_eq!(unlinked(text, |path| path != "x/y"), expected);
        }
    }
}
