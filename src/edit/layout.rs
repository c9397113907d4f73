//! The layout of a content file: blank lines, spaces, quotation marks, line
//! ends. The order of lines, comments and the words of every text stay.
//!
//! A file is taken apart into the tokens of TOML and put together again line by
//! line. Where an editor divided a long list into lines, the division is kept.
//! That the result says the same is not believed but compared, each time.

mod value;

use super::plan::Plan;
use super::proof::Refusal;
use super::register::Register;
use crate::diag::{Code, Report};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;
use value::value;

/// Makes the plan to lay out the files that are chosen by their paths inside
/// the content folder. A file in its layout already is no part of it.
///
/// # Errors
///
/// If one of the files cannot be read or parsed.
pub fn format(register: &Register, is_chosen: impl Fn(&str) -> bool) -> Result<Plan, Refusal> {
    let survey = register.survey();
    let mut report = Report::new();
    let in_the_way = survey.report.diagnostics().iter().filter(|found| {
        let cannot_be_read = matches!(
            found.code,
            Code::Syntax | Code::UnreadableFile | Code::NotUtf8 | Code::FileTooLarge
        );
        cannot_be_read && is_chosen(register.path_of(found.file))
    });
    report.extend(in_the_way.cloned());
    if !report.is_empty() {
        return Err(Refusal::Mistakes {
            why: "nothing was changed: mend these mistakes first".to_owned(),
            report,
            sources: survey.sources.clone(),
        });
    }
    let mut plan = Plan::new();
    for (path, text) in register.files() {
        if !is_chosen(&path) {
            continue;
        }
        let laid_out = laid_out(&text);
        if !says_the_same(&text, &laid_out) {
            return Err(Refusal::InTheWay(format!(
                "{path} cannot be laid out without a change of what it says: this is a fault of \
                 the program, please report it; the file is as it was"
            )));
        }
        if laid_out != text || register.is_marked(&path) {
            plan.rewrite(&path, laid_out);
        }
    }
    Ok(plan)
}

/// Whether two texts have the same values and the same comments, in order.
fn says_the_same(before: &str, after: &str) -> bool {
    let values = |text: &str| {
        // Line breaks of a text over several lines are part of its value.
        let text = text.replace("\r\n", "\n");
        text.parse::<toml::Table>().ok()
    };
    let comments = |text: &str| -> Vec<String> {
        tokens(text)
            .iter()
            .filter(|token| token.kind == TokenKind::Comment)
            .map(|token| token.text.trim_start_matches('#').trim().to_owned())
            .collect()
    };
    values(before).is_some()
        && values(before) == values(after)
        && comments(before) == comments(after)
}

/// A piece of TOML: what it is, and how it is spelt.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    kind: TokenKind,
    text: &'a str,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let lexed = Source::new(text).lex();
    lexed
        .map(|token| Token {
            kind: token.kind(),
            text: &text[token.span().start()..token.span().end()],
        })
        .collect()
}

/// The tokens that are still to be read.
struct Tokens<'a> {
    all: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        let token = self.all.get(self.at).copied();
        token.filter(|token| token.kind != TokenKind::Eof)
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn is_at(&self, kind: TokenKind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    /// Passes over spaces, but not over the end of a line.
    fn spaces(&mut self) {
        while self.is_at(TokenKind::Whitespace) {
            self.at += 1;
        }
    }

    /// The comment at the end of a line, and past the end.
    fn end_of_line(&mut self) -> Option<&'a str> {
        self.spaces();
        let comment = self.is_at(TokenKind::Comment).then(|| self.next());
        if self.is_at(TokenKind::Newline) {
            self.at += 1;
        }
        comment.flatten().map(|token| token.text)
    }

    /// Everything up to the end of the line or a comment, without spaces.
    fn joined(&mut self, stop: TokenKind) -> String {
        let mut joined = String::new();
        while let Some(token) = self.peek() {
            if matches!(token.kind, TokenKind::Newline | TokenKind::Comment) || token.kind == stop {
                break;
            }
            if token.kind != TokenKind::Whitespace {
                joined.push_str(token.text);
            }
            self.at += 1;
        }
        joined
    }
}

/// How far a comment stands behind the value that it is about.
const BEFORE_COMMENT: &str = "   ";

/// A comment with one space after its sign.
fn comment(text: &str) -> String {
    let text = text.trim_end();
    let words = text.trim_start_matches('#');
    if words.starts_with(char::is_alphanumeric) {
        let signs = &text[..text.len() - words.len()];
        return format!("{signs} {words}");
    }
    text.to_owned()
}

/// What the last line was, which decides on the blank line before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Schema,
    Heading,
    Other,
}

/// A file as it is put together again.
struct Page {
    text: String,
    last: Last,
    /// Whether there was a blank line before the comments that wait, or before
    /// what comes next.
    blank: bool,
    /// Comments whose place is known once it is seen what follows them.
    waiting: Vec<String>,
}

impl Page {
    fn line(&mut self, line: &str, kind: Last, blank: bool) {
        let is_first_below = matches!(self.last, Last::Nothing | Last::Heading);
        if blank && !is_first_below {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.last = kind;
        self.blank = false;
    }

    fn waiting(&mut self, blank: bool) {
        let mut blank = blank;
        for comment in std::mem::take(&mut self.waiting) {
            self.line(&comment, Last::Other, blank);
            blank = false;
        }
    }

    fn blank_line(&mut self) {
        // These comments belong to nothing below.
        self.waiting(self.blank);
        self.blank = true;
    }

    fn key(&mut self, line: &str) {
        let blank = self.blank;
        if self.waiting.is_empty() {
            self.line(line, Last::Other, blank || self.last == Last::Schema);
        } else {
            self.waiting(blank);
            self.line(line, Last::Other, false);
        }
    }

    /// A heading has a blank line above it, and above the comments on it.
    fn heading(&mut self, line: &str) {
        let blank = !matches!(self.last, Last::Nothing);
        // An empty table may stand above.
        if self.last == Last::Heading {
            self.text.push('\n');
        }
        if self.waiting.is_empty() {
            self.line(line, Last::Heading, blank);
        } else {
            self.waiting(blank);
            self.line(line, Last::Heading, false);
        }
    }
}

fn laid_out(text: &str) -> String {
    let mut tokens = Tokens {
        all: tokens(text),
        at: 0,
    };
    let mut page = Page {
        text: String::with_capacity(text.len()),
        last: Last::Nothing,
        blank: false,
        waiting: Vec::new(),
    };
    loop {
        tokens.spaces();
        let Some(token) = tokens.peek() else { break };
        match token.kind {
            TokenKind::Newline => {
                tokens.at += 1;
                page.blank_line();
            }
            TokenKind::Comment => {
                let line = tokens.end_of_line().map(comment).unwrap_or_default();
                if page.last == Last::Nothing && line.starts_with("#:schema") {
                    page.line(&line, Last::Schema, false);
                } else {
                    page.waiting.push(line);
                }
            }
            TokenKind::LeftSquareBracket => {
                let line = tokens.joined(TokenKind::Eof);
                page.heading(&with_comment(line, tokens.end_of_line()));
            }
            _ => {
                let key = tokens.joined(TokenKind::Equals);
                tokens.at += 1;
                let line = format!("{key} = {}", value(&mut tokens, 1));
                page.key(&with_comment(line, tokens.end_of_line()));
            }
        }
    }
    page.waiting(page.blank);
    page.text
}

fn with_comment(mut line: String, text: Option<&str>) -> String {
    if let Some(text) = text {
        line.push_str(BEFORE_COMMENT);
        line.push_str(&comment(text));
    }
    line
}

#[cfg(test)]
mod tests;
