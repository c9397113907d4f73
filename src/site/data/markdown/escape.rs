//! Text as Markdown that shows it: nothing in it is taken for markup.

use crate::site::data::signs::folded;
use std::borrow::Cow;

/// The text in plain signs, with a backslash before every sign that could be markup within a
/// line (`CommonMark` 2.4). Line ends become spaces. What begins a block needs
/// [`at_start`] besides.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = folded(text);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let escaped = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            '&' => rest
                .peek()
                .is_some_and(|next| *next == '#' || next.is_ascii_alphanumeric()),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(if matches!(character, '\n' | '\r' | '\t') {
            ' '
        } else {
            character
        });
    }
    out
}

/// Markdown within a line, made fit to begin a block: what would begin a
/// heading, a list or a line across is kept from it.
pub fn at_start(line: &str) -> Cow<'_, str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    match (digits, rest.chars().next()) {
        (0, Some('#' | '+' | '-' | '=')) => format!("\\{line}").into(),
        (1.., Some('.' | ')')) => format!("{}\\{rest}", &line[..digits]).into(),
        _ => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{at_start, escape};
    use crate::content::markdown_options;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    #[test]
    fn whatever_a_text_contains_is_shown() {
        for text in [
            "plain",
            "1875. godine",
            "1) first",
            "- no list",
            "+382 20 241 817",
            "# no heading",
            "=== no underline",
            "*stars* and _lines_ and `ticks`",
            "[no](link) and ![no](picture)",
            "<b>no tag</b> & &amp; &#65; R&D",
            "a | b",
            "\\ and \\*",
            "~~~",
            "> no quotation",
            "https://example.org/a_b*c",
        ] {
            let mut shown = String::new();
            for event in Parser::new_ext(&at_start(&escape(text)), markdown_options()) {
                match event {
                    Event::Text(text) => shown.push_str(&text),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    other => panic!("{text:?} gives {other:?}"),
                }
            }
            assert_eq!(shown, text);
        }
    }
}
