//! The rows of a page once more, as Markdown (`CommonMark` with tables).
//!
//! A page writes the same values here as into its template, so both say the
//! same under the same headings. Texts are escaped: whatever they contain, it
//! is shown, and it is no markup.

mod escape;
mod prose;
mod rows;

use crate::content::record::Strings;
use crate::site::view::parts::{Link, Phrase, Title};
use escape::at_start;
pub use escape::escape;
pub use prose::prose;
pub use rows::badge;

/// A Markdown document that is being written.
#[derive(Debug)]
pub struct Markdown<'w> {
    out: String,
    words: &'w Strings,
    /// What precedes paths, so that links work in a copy: scheme and host.
    origin: &'w str,
    /// The address of the page.
    page: &'w str,
}

impl<'w> Markdown<'w> {
    /// An empty document in the words of a language, about the page at this
    /// address. `origin` is scheme and host, or empty.
    pub fn new(words: &'w Strings, origin: &'w str, page: &'w str) -> Self {
        Self {
            out: String::new(),
            words,
            origin,
            page,
        }
    }

    /// The document.
    pub fn finish(self) -> String {
        self.out
    }

    /// Begins a block.
    fn block(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// A heading: 1 for that of the page.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.block();
        self.out.push_str(&"#".repeat(level));
        self.out.push(' ');
        self.out.push_str(&escape(text));
        self.out.push('\n');
    }

    /// A paragraph of Markdown.
    pub fn raw(&mut self, markdown: &str) {
        if markdown.trim().is_empty() {
            return;
        }
        self.block();
        self.out.push_str(markdown.trim());
        self.out.push('\n');
    }

    /// A paragraph of Markdown that stands in one line.
    pub fn line(&mut self, line: &str) {
        self.raw(&at_start(line));
    }

    /// A paragraph of text.
    pub fn paragraph(&mut self, text: &str) {
        self.line(&escape(text));
    }

    /// A list of items that are Markdown.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.block();
        for item in items {
            self.out.push_str("- ");
            self.out.push_str(&at_start(&item));
            self.out.push('\n');
        }
    }

    /// A link, or the words alone.
    pub fn link(&self, text: &str, href: &str) -> String {
        // Notes at the foot of the page are numbers here.
        if href.starts_with('#') {
            return escape(text);
        }
        let origin = if href.starts_with('/') {
            self.origin
        } else {
            ""
        };
        // Within angle brackets an address may hold anything but these.
        let plain = !href.contains(['(', ')', ' ']);
        let (open, close) = if plain { ("", "") } else { ("<", ">") };
        format!("[{}]({open}{origin}{href}{close})", escape(text))
    }

    /// Words that may be a link.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        match phrase.href.as_ref().or(phrase.outside.as_ref()) {
            Some(href) => self.link(&phrase.text, href),
            None => escape(&phrase.text),
        }
    }

    /// What the page is about.
    pub fn title(&mut self, title: &Title) {
        self.heading(1, &title.heading);
        let mut line = Vec::new();
        line.extend(title.abbreviation.as_ref().map(|text| bold(text)));
        line.extend(title.own_name.as_ref().map(|(name, _)| escape(name)));
        line.extend((!title.key.is_empty()).then(|| escape(&title.key)));
        self.line(&line.join(" · "));
        if let Some(lead) = &title.lead {
            self.paragraph(lead);
        }
        if let Some(former) = &title.former {
            self.raw(&badge(former));
        }
        let notes: Vec<_> = title.notes.iter().map(|note| escape(note)).collect();
        self.line(&notes.join(" · "));
        if let Some(late) = &title.late {
            self.raw(&bold(&late.text));
        }
    }

    /// A table; each cell is Markdown.
    pub fn table(&mut self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        self.block();
        let head: Vec<_> = head.iter().map(|cell| escape(cell)).collect();
        self.cells(&head);
        self.cells(&vec!["---".to_owned(); head.len()]);
        for row in rows {
            self.cells(&row);
        }
    }

    fn cells(&mut self, cells: &[String]) {
        self.out.push_str("| ");
        self.out.push_str(&cells.join(" | "));
        self.out.push_str(" |\n");
    }

    /// The day of the register and its release, its licence and the address of
    /// the page.
    pub fn foot(&mut self, state: &str, release: &str, licence: &Link) {
        self.raw("---");
        let licence = format!(
            "{} {}",
            escape(&self.words.text_and_data),
            self.link(&licence.text, &licence.href)
        );
        let address = self.link(self.page, self.page);
        self.line(&[escape(state), escape(release), licence, address].join(" · "));
    }
}

/// Words that stand before what they name.
pub fn label(text: &str) -> String {
    // A date may end with a full stop, which a colon would not follow.
    match text.trim_end().chars().next_back() {
        Some('.' | ':' | '?') => bold(text),
        _ => bold(&format!("{}:", text.trim_end())),
    }
}

/// Words that stand out.
pub fn bold(text: &str) -> String {
    format!("**{}**", escape(text.trim()))
}
