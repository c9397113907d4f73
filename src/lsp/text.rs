//! Places in a text as the protocol counts them (Language Server Protocol 3.17,
//! "Text Documents"): lines from 0, and UTF-16 code units from 0 within a line.

use crate::diag::Span;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// A text and where its lines begin.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines: each ends with `\n`, `\r\n` or `\r`.
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        Self { text, starts }
    }

    /// The place of a byte; past the end it is the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let units = self.text[self.starts[line]..offset].encode_utf16().count();
        Position {
            line: number(line),
            character: number(units),
        }
    }

    /// The byte at a place; past the end of a line it is the end of that line,
    /// and inside of a character it is where that begins.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied();
        let line = &self.text[start..end.unwrap_or(self.text.len())];
        let line = line.trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut units = 0;
        for (at, letter) in line.char_indices() {
            units += letter.len_utf16();
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The places where a part begins and ends.
    pub(super) fn range(&self, span: &Span) -> Range {
        Range {
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }

    /// The bytes between two places.
    pub(super) fn span(&self, range: Range) -> Span {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }
}

/// Files are at most 1 MiB, so that no number in them exceeds 32 bits; of a
/// longer text in an editor the rest is out of reach.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Makes a change that an editor reports: of a part, or of all.
pub(super) fn change(text: &mut String, change: &TextDocumentContentChangeEvent) {
    match change.range {
        Some(range) => {
            let span = Lines::new(text).span(range);
            text.replace_range(span, &change.text);
        }
        None => text.clone_from(&change.text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, change};
    use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

    #[test]
    fn columns_are_utf_16_units_and_lead_back() {
        // A Cyrillic letter is one unit of two bytes; a letter beyond the basic
        // plane is two units of four bytes.
        let text = "ime = \"Ђ𝄞x\"\r\nlast\n";
        let lines = Lines::new(text);
        for (offset, line, character) in [
            (0, 0, 0),
            (7, 0, 7),
            (9, 0, 8),
            (13, 0, 10),
            (14, 0, 11),
            (17, 1, 0),
            (22, 2, 0),
        ] {
            let position = Position { line, character };
            assert_eq!(lines.position(offset), position, "{offset}");
            assert_eq!(lines.offset(position), offset, "{position:?}");
        }
        // Inside of a pair, past a line, past the text.
        assert_eq!(lines.offset(Position::new(0, 9)), 9);
        assert_eq!(lines.offset(Position::new(0, 99)), 15);
        assert_eq!(lines.offset(Position::new(99, 0)), text.len());
        // A byte inside of a letter.
        assert_eq!(lines.position(8), Position::new(0, 7));
    }

    #[test]
    fn changes_replace_what_they_name() {
        let mut text = "a = \"Ђ\"\nb = 2\n".to_owned();
        let part = |range, text: &str| TextDocumentContentChangeEvent {
            range,
            range_length: None,
            text: text.to_owned(),
        };
        let range = Range::new(Position::new(0, 5), Position::new(1, 1));
        change(&mut text, &part(Some(range), "Ш\"\nc"));
        assert_eq!(text, "a = \"Ш\"\nc = 2\n");
        // A range the wrong way round names nothing but its beginning.
        let range = Range::new(Position::new(1, 1), Position::new(0, 0));
        change(&mut text, &part(Some(range), "!"));
        assert_eq!(text, "a = \"Ш\"\nc! = 2\n");
        change(&mut text, &part(None, "new"));
        assert_eq!(text, "new");
    }
}
