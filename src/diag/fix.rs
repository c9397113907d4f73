//! A mend as data: which bytes of a file to replace by what.

use super::Span;

/// The mend of one complaint, in the file that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in an editor's words: begins with a verb, no full stop.
    pub label: String,
    /// The parts to replace: in the order of the text, none touching another.
    pub edits: Vec<Edit>,
}

/// One part of a text, and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes to replace; empty where something is put in.
    pub start: usize,
    /// Past the last of them.
    pub end: usize,
    /// What is written there instead.
    pub replacement: String,
}

impl Edit {
    /// Writes `replacement` in place of these bytes.
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            start: span.start,
            end: span.end,
            replacement: replacement.into(),
        }
    }

    /// The bytes to replace.
    pub fn span(&self) -> Span {
        self.start..self.end
    }

    /// The text with all of these edits made, which may come in any order.
    ///
    /// # Errors
    ///
    /// None of them is made if two overlap, or if one is outside of the text or
    /// inside a character: then they were made for another text.
    pub fn apply(edits: &[Self], text: &str) -> Result<String, Misfit> {
        let mut edits: Vec<&Self> = edits.iter().collect();
        edits.sort();
        let mut result = String::with_capacity(text.len());
        let mut at = 0;
        for edit in edits {
            if edit.start < at || edit.end < edit.start {
                return Err(Misfit);
            }
            result.push_str(text.get(at..edit.start).ok_or(Misfit)?);
            text.get(edit.span()).ok_or(Misfit)?;
            result.push_str(&edit.replacement);
            at = edit.end;
        }
        result.push_str(text.get(at..).ok_or(Misfit)?);
        Ok(result)
    }
}

/// Edits that do not fit the text, or each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

impl Fix {
    /// Writes something in place of one part.
    pub fn replace(label: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            edits: vec![Edit::new(span, replacement)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Misfit};

    #[test]
    fn edits_are_made_together_or_not_at_all() {
        let text = "a = 1\n";
        let edits = [Edit::new(4..5, "22"), Edit::new(0..1, "bb")];
        assert_eq!(Edit::apply(&edits, text), Ok("bb = 22\n".to_owned()));
        let insertion = [Edit::new(1..1, "!")];
        assert_eq!(Edit::apply(&insertion, text), Ok("a! = 1\n".to_owned()));
        for wrong in [
            vec![Edit::new(0..3, ""), Edit::new(2..4, "")],
            vec![Edit::new(4..9, "")],
        ] {
            assert_eq!(Edit::apply(&wrong, text), Err(Misfit));
        }
        assert_eq!(Edit::apply(&[Edit::new(1..2, "")], "đ"), Err(Misfit));
    }
}
