//! What somebody is about to write at a place of a file, found in its tokens
//! alone: while it is written, a file is hardly ever valid TOML.

use crate::diag::Span;
use std::collections::{BTreeMap, BTreeSet};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// What is being written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The keys that lead to the table of the key, or to the value.
    pub(super) path: Vec<String>,
    /// What is being written.
    pub(super) slot: Slot,
    /// The bytes that what is chosen takes the place of.
    pub(super) span: Span,
    /// The parts of a dotted key that stand before it, with their dots.
    pub(super) prefix: String,
    /// Whether it is an item of a list that has been opened.
    pub(super) in_list: bool,
    /// Keys, with dots, that stand in the table already; of a list, the texts.
    pub(super) taken: BTreeSet<String>,
}

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A key at the beginning of a line, where a heading may stand as well.
    Line,
    /// A key inside of braces, or after a dot.
    Key,
    /// The name of a table between brackets, or of a list between two pairs.
    Heading { list: bool },
    /// A value without quotation marks, or none yet.
    Bare,
    /// The inner part of a text; whether its end is marked.
    Quoted { closed: bool },
}

/// What is being written at this byte; nothing in comments, in text over
/// several lines, and after what is complete.
pub(super) fn at(text: &str, offset: usize) -> Option<Cursor> {
    let mut reader = Reader {
        text,
        tokens: tokens(text),
        state: State::Key,
        heading: Vec::new(),
        keys: Vec::new(),
        frames: Vec::new(),
        written: BTreeMap::new(),
        group: 0,
        groups: 0,
        found: None,
    };
    reader.read(offset);
    let (mut cursor, group) = reader.found?;
    cursor.taken = reader.written.remove(&group).unwrap_or_default();
    Some(cursor)
}

#[derive(Debug, Clone)]
struct Token {
    kind: TokenKind,
    span: Span,
}

fn tokens(text: &str) -> Vec<Token> {
    let lexed = Source::new(text).lex();
    let all = lexed.map(|token| Token {
        kind: token.kind(),
        span: token.span().start()..token.span().end(),
    });
    all.collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before or in a key.
    Key,
    /// After the equals sign, or in a list before an item.
    Value,
    /// After a value.
    Done,
    /// Between brackets of a heading.
    Heading { list: bool },
}

/// What an open bracket or brace interrupted.
struct Frame {
    is_list: bool,
    heading: Vec<String>,
    group: usize,
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    state: State,
    /// The keys that lead to the table that keys are written in.
    heading: Vec<String>,
    /// The parts of the key that is being read.
    keys: Vec<String>,
    frames: Vec<Frame>,
    /// Keys or texts by the number of their table or list.
    written: BTreeMap<usize, BTreeSet<String>>,
    group: usize,
    groups: usize,
    found: Option<(Cursor, usize)>,
}

impl Reader<'_> {
    fn read(&mut self, offset: usize) {
        let mut looked = false;
        for index in 0..self.tokens.len() {
            let token = self.tokens[index].clone();
            let is_word = matches!(
                token.kind,
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString
            );
            let inside = token.span.start < offset && offset < token.span.end;
            let is_here = inside || (is_word && offset == token.span.end);
            let is_past = token.span.start >= offset && !(is_word && offset == token.span.start);
            if !looked && (is_here || is_past || token.kind == TokenKind::Eof) {
                looked = true;
                let comment_before = index > 0
                    && self.tokens[index - 1].kind == TokenKind::Comment
                    && self.tokens[index - 1].span.end == offset;
                if !comment_before {
                    self.look(&token, is_here, offset);
                }
                // What is being written is not written yet.
                if is_here {
                    self.skip(&token);
                    continue;
                }
            } else if !looked && is_word && offset == token.span.start {
                // Before a word that is there: what is chosen takes its place.
                looked = true;
                self.look(&token, true, offset);
                self.skip(&token);
                continue;
            }
            self.token(index, &token);
        }
    }

    /// Goes on as after a word, without noting it.
    fn skip(&mut self, token: &Token) {
        match (self.state, token.kind) {
            (_, TokenKind::Newline) => self.end_of_line(),
            (State::Value, TokenKind::Whitespace) => {}
            (State::Value, _) => self.state = State::Done,
            (State::Key | State::Heading { .. }, TokenKind::Atom) => {
                // A part of a key that nothing else is called.
                self.keys.push(String::new());
            }
            _ => {}
        }
    }

    fn look(&mut self, token: &Token, is_here: bool, offset: usize) {
        let quoted = matches!(
            token.kind,
            TokenKind::BasicString | TokenKind::LiteralString
        );
        let mut span = offset..offset;
        let mut slot = match self.state {
            State::Key if self.keys.is_empty() && self.frames.is_empty() => Slot::Line,
            State::Key => Slot::Key,
            State::Heading { list } => Slot::Heading { list },
            State::Value => Slot::Bare,
            State::Done => return,
        };
        if is_here {
            match token.kind {
                TokenKind::Whitespace | TokenKind::Newline => {}
                TokenKind::Atom => span = token.span.clone(),
                _ if quoted && slot == Slot::Bare => {
                    let raw = &self.text[token.span.clone()];
                    let mark = &raw[..1];
                    let closed = raw.len() > 1 && raw.ends_with(mark);
                    if offset == token.span.start || (closed && offset == token.span.end) {
                        return;
                    }
                    let inner = token.span.start + 1;
                    let end = if closed { token.span.end - 1 } else { offset };
                    span = inner..end.max(inner);
                    slot = Slot::Quoted { closed };
                }
                _ => return,
            }
        }
        // A key and its parts stand without a space between them.
        let spaced = self.state == State::Key
            && !self.keys.is_empty()
            && !self.text[..span.start].ends_with('.');
        if spaced {
            return;
        }
        let mut path = self.heading.clone();
        if matches!(slot, Slot::Heading { .. }) {
            path.clear();
        }
        path.extend(self.keys.iter().cloned());
        let cursor = Cursor {
            path,
            slot,
            span,
            prefix: self.keys.iter().map(|key| format!("{key}.")).collect(),
            in_list: self.frames.last().is_some_and(|frame| frame.is_list),
            taken: BTreeSet::new(),
        };
        let group = match slot {
            Slot::Heading { .. } => 0,
            _ => self.group,
        };
        self.found = Some((cursor, group));
    }

    fn token(&mut self, index: usize, token: &Token) {
        match (token.kind, self.state) {
            (TokenKind::Whitespace | TokenKind::Comment | TokenKind::Eof, _) => {}
            (TokenKind::Newline, _) => {
                let goes_on = self.frames.iter().all(|frame| frame.is_list)
                    && !self.frames.is_empty()
                    && !self.is_line(index + 1);
                if !goes_on {
                    self.end_of_line();
                }
            }
            (TokenKind::LeftSquareBracket, State::Key) if self.keys.is_empty() => {
                self.state = State::Heading { list: false };
            }
            (TokenKind::LeftSquareBracket, State::Heading { .. }) => {
                self.state = State::Heading { list: true };
            }
            (TokenKind::RightSquareBracket, State::Heading { list }) => self.open_table(list),
            (TokenKind::Equals, State::Key) => {
                // The one that is being written has a part without a name.
                if !self.keys.iter().any(String::is_empty) {
                    let key = self.keys.join(".");
                    self.note(key);
                }
                self.state = State::Value;
            }
            (TokenKind::LeftSquareBracket, State::Value) => self.open(true),
            (TokenKind::LeftCurlyBracket, State::Value) => self.open(false),
            (TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket, _) => self.close(),
            (TokenKind::Comma, _) => match self.frames.last() {
                Some(frame) if frame.is_list => self.state = State::Value,
                Some(_) => {
                    self.keys.clear();
                    self.state = State::Key;
                }
                None => {}
            },
            (TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString, state) => {
                let word = self.word(token);
                match state {
                    State::Key | State::Heading { .. } => self.keys.push(word),
                    State::Value => {
                        if self.frames.last().is_some_and(|frame| frame.is_list) {
                            self.note(word);
                        }
                        self.state = State::Done;
                    }
                    State::Done => {}
                }
            }
            (_, State::Value) => self.state = State::Done,
            _ => {}
        }
    }

    fn word(&self, token: &Token) -> String {
        let text = &self.text[token.span.clone()];
        text.trim_matches(['"', '\'']).to_owned()
    }

    fn note(&mut self, word: String) {
        self.written.entry(self.group).or_default().insert(word);
    }

    fn next_group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }

    fn open_table(&mut self, list: bool) {
        if self.keys.is_empty() {
            return;
        }
        if !list {
            let key = self.keys.join(".");
            self.written.entry(0).or_default().insert(key);
        }
        self.heading = std::mem::take(&mut self.keys);
        self.group = self.next_group();
        // A second bracket, and the rest of the line, are no key.
        self.state = State::Done;
    }

    fn open(&mut self, is_list: bool) {
        let group = self.next_group();
        self.frames.push(Frame {
            is_list,
            heading: self.heading.clone(),
            group: self.group,
        });
        self.group = group;
        if is_list {
            self.state = State::Value;
        } else {
            self.heading.append(&mut self.keys);
            self.state = State::Key;
        }
    }

    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            if !frame.is_list {
                // The key that the braces belong to leads on in a list of them.
                self.keys = self.heading.split_off(frame.heading.len());
            }
            self.heading = frame.heading;
            self.group = frame.group;
            self.state = State::Done;
        }
    }

    fn end_of_line(&mut self) {
        while let Some(frame) = self.frames.pop() {
            self.heading = frame.heading;
            self.group = frame.group;
        }
        self.keys.clear();
        self.state = State::Key;
    }

    /// Whether a line looks like a key with a value, or a heading: then the
    /// list before it was never closed.
    fn is_line(&self, index: usize) -> bool {
        let rest = self.tokens[index.min(self.tokens.len())..].iter();
        let mut words = rest
            .take_while(|token| token.kind != TokenKind::Newline)
            .filter(|token| token.kind != TokenKind::Whitespace)
            .map(|token| token.kind);
        match words.next() {
            Some(TokenKind::Atom) => words.any(|kind| kind == TokenKind::Equals),
            Some(TokenKind::LeftSquareBracket) => {
                matches!(
                    words.next(),
                    Some(TokenKind::Atom | TokenKind::LeftSquareBracket)
                )
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
