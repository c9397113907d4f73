//! Prose without its markup.

use crate::content::markdown_options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The paragraphs, headings, rows and entries of a text in Markdown, as plain
/// text, each with something in it.
pub fn plain_text(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block = String::new();
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Text(text) | Event::Code(text) => block.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => block.push(' '),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Heading { .. })
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::Heading(_)
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::CodeBlock,
            ) => blocks.push(std::mem::take(&mut block)),
            _ => {}
        }
    }
    blocks.push(block);
    let trimmed = blocks.iter().map(|block| block.trim());
    trimmed
        .filter(|block| !block.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn blocks_stand_alone_and_markup_is_gone() {
        let text = "# Head\n\nOne *two*\n[three](ref:home) `four`.\n\n* five\n* six\n\n\
                    | a | b |\n|---|---|\n| c | d |\n\n<b>raw</b>\n";
        assert_eq!(
            plain_text(text),
            [
                "Head",
                "One two three four.",
                "five",
                "six",
                "a b",
                "c d",
                "raw"
            ]
        );
    }
}
