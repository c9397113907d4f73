//! A page for each rule: what it means, an example that breaks it, the same
//! example mended, and how to mend it.
//!
//! The pages lie in `explain/`, one a code. They are Markdown of one form, which
//! [`Page::of`] reads; a test runs every example through the checker.

use super::Code;
use std::fmt::Write as _;

/// The width of a paragraph where nobody asks for another.
const COLUMNS: usize = 80;

/// Below this hardly a word would stand on a line.
const FEWEST_COLUMNS: usize = 30;

/// What stands between two parts of an example that are not neighbours in their file.
pub const GAP: &str = "# ...\n";

/// What is said about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// What the rule means, in paragraphs.
    pub meaning: &'a str,
    /// An example that breaks it.
    pub wrong: Example<'a>,
    /// The same place as it should be.
    pub mended: Example<'a>,
    /// How to get from one to the other, in paragraphs.
    pub remedy: &'a str,
}

/// A part of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example<'a> {
    /// Lines of a content file.
    Lines {
        /// Its path, beginning with the content folder.
        file: &'a str,
        /// The lines; [`GAP`] stands for what lies between two parts.
        text: &'a str,
    },
    /// Files and folders, one path a line.
    Files(&'a str),
}

impl Page<'static> {
    /// The page about this rule.
    ///
    /// # Panics
    /// When the page does not have the form of one; a test reads them all.
    pub fn of(code: Code) -> Self {
        Self::read(code.page()).expect("a test reads every page in this form")
    }
}

impl<'a> Page<'a> {
    fn read(page: &'a str) -> Option<Self> {
        let (meaning, rest) = page.split_once("\n## Wrong\n\n")?;
        let (wrong, rest) = Example::read(rest)?;
        let rest = rest.trim_start().strip_prefix("## Mended\n\n")?;
        let (mended, remedy) = Example::read(rest)?;
        Some(Self {
            meaning: meaning.trim(),
            wrong,
            mended,
            remedy: remedy.trim(),
        })
    }
}

impl<'a> Example<'a> {
    /// The fenced block at the beginning of a text, and what follows it.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let (kind, rest) = text.strip_prefix("```")?.split_once('\n')?;
        let (block, rest) = rest.split_once("```\n")?;
        let example = match kind {
            "toml" => {
                let (file, text) = block.strip_prefix("# ")?.split_once('\n')?;
                Self::Lines { file, text }
            }
            "text" => Self::Files(block),
            _ => return None,
        };
        Some((example, rest))
    }

    fn write(self, heading: &str, out: &mut String) {
        let lines = match self {
            Self::Lines { file, text } => {
                write!(out, "{heading}, in {file}:\n\n").expect("memory takes everything");
                text
            }
            Self::Files(paths) => {
                write!(out, "{heading}:\n\n").expect("memory takes everything");
                paths
            }
        };
        for line in lines.lines() {
            let indent = if line.is_empty() { "" } else { "    " };
            out.push_str(indent);
            out.push_str(line);
            out.push('\n');
        }
        out.push('\n');
    }
}

/// The page about a rule, for reading in a terminal of so many columns, or of
/// a usual width.
pub fn explanation(code: Code, columns: Option<usize>) -> String {
    let columns = columns.unwrap_or(COLUMNS).clamp(FEWEST_COLUMNS, 100);
    let page = Page::of(code);
    let mut out = format!("{} ({})\n\n", code.name(), code.severity().as_str());
    paragraphs(code.explanation(), columns, &mut out);
    paragraphs(page.meaning, columns, &mut out);
    page.wrong.write("Wrong", &mut out);
    page.mended.write("Mended", &mut out);
    paragraphs(page.remedy, columns, &mut out);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Writes paragraphs in lines of at most so many columns, as far as words allow.
fn paragraphs(text: &str, columns: usize, out: &mut String) {
    for paragraph in text.split("\n\n") {
        let mut width = 0;
        for word in unbroken(paragraph) {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > columns {
                out.push('\n');
                width = 0;
            } else if width > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(&word);
            width += length;
        }
        out.push_str("\n\n");
    }
}

/// The words of a paragraph; what stands between backticks is to be typed, so it
/// is one word.
fn unbroken(paragraph: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in paragraph.split_whitespace() {
        match words.last_mut().filter(|_| is_open) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
        is_open ^= word.matches('`').count() % 2 == 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Code, Page, explanation, unbroken};

    #[test]
    fn every_rule_has_a_page_of_the_one_form() {
        for code in Code::ALL {
            let page = Page::read(code.page()).unwrap_or_else(|| panic!("the form of {code}"));
            assert!(page.meaning.ends_with('.'), "{code}");
            assert!(page.remedy.ends_with(['.', '"']), "{code}");
            assert_ne!(page.wrong, page.mended, "{code}");
        }
    }

    #[test]
    fn lines_are_as_long_as_the_terminal_allows() {
        for code in Code::ALL {
            for columns in [30, 44, 100] {
                let text = explanation(*code, Some(columns));
                let below = text.lines().skip(1);
                let prose = below.filter(|line| !line.starts_with("    "));
                for line in prose.filter(|line| !line.ends_with(".toml:")) {
                    let fits = line.chars().count() <= columns;
                    assert!(fits || unbroken(line).len() == 1, "{code}: {line}");
                }
                assert!(!text.ends_with("\n\n"), "{code}");
            }
        }
    }
}
