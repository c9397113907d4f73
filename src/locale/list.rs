//! Enumerations: `a, b and c`.

use super::grammar::{Grammar, GrammarFault, ListFormats};
use super::template::Template;

/// Compiled list formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListPatterns {
    pair: Template,
    middle: Template,
    last: Template,
}

impl ListPatterns {
    /// Compiles the formats, and reports those that would lose an item.
    pub(super) fn compile(formats: &ListFormats, faults: &mut Vec<GrammarFault>) -> Option<Self> {
        let mut read = |key, text: &str| {
            let template = Template::parse(text, &["0", "1"]).and_then(|template| {
                if template.uses(0) && template.uses(1) {
                    Ok(template)
                } else {
                    Err("the format needs both `{0}` and `{1}`".to_owned())
                }
            });
            template
                .map_err(|message| faults.push(GrammarFault::new(key, message)))
                .ok()
        };
        let pair = read("list.pair", &formats.pair);
        let middle = read("list.middle", &formats.middle);
        let last = read("list.last", &formats.last);
        Some(Self {
            pair: pair?,
            middle: middle?,
            last: last?,
        })
    }
}

impl Grammar {
    /// Joins the items as the language does: `pair` for two, else `middle` between all but the
    /// last two, and `last` between those (the list patterns of UTS #35, part 2, without `start`).
    pub fn join<S: AsRef<str>>(&self, items: &[S]) -> String {
        match items {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [one, two] => self.lists.pair.fill(&[one.as_ref(), two.as_ref()]),
            [first, middle @ .., last] => {
                let mut text = first.as_ref().to_owned();
                for item in middle {
                    text = self.lists.middle.fill(&[&text, item.as_ref()]);
                }
                self.lists.last.fill(&[&text, last.as_ref()])
            }
        }
    }
}
