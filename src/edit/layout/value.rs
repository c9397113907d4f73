//! The layout of what stands after an equals sign.

use super::{Tokens, with_comment};
use toml_parser::lexer::TokenKind;

/// Lays out a value; a list that goes over several lines is indented so deep.
pub(super) fn value(tokens: &mut Tokens<'_>, depth: usize) -> String {
    tokens.spaces();
    match tokens.peek().map(|token| token.kind) {
        Some(TokenKind::LeftSquareBracket) => list(tokens, depth),
        Some(TokenKind::LeftCurlyBracket) => table(tokens, depth),
        Some(TokenKind::LiteralString) => literal(tokens),
        _ => scalar(tokens),
    }
}

/// A text, number or date: in several tokens if it has points or spaces.
fn scalar(tokens: &mut Tokens<'_>) -> String {
    let mut text = String::new();
    while let Some(token) = tokens.peek() {
        match token.kind {
            TokenKind::Comma
            | TokenKind::RightSquareBracket
            | TokenKind::RightCurlyBracket
            | TokenKind::Newline
            | TokenKind::Comment => break,
            // Between a date and a time.
            TokenKind::Whitespace => text.push(' '),
            // What ends a line inside a text over several lines.
            TokenKind::MlBasicString | TokenKind::MlLiteralString => {
                text.push_str(&token.text.replace("\r\n", "\n"));
            }
            _ => text.push_str(token.text),
        }
        tokens.at += 1;
    }
    text.trim_end().to_owned()
}

/// A text between apostrophes stands between quotation marks, unless there are
/// some inside it.
fn literal(tokens: &mut Tokens<'_>) -> String {
    let text = scalar(tokens);
    let inner = text.trim_matches('\'');
    if inner.contains(['"', '\\', '\'']) || inner.chars().any(char::is_control) {
        return text;
    }
    format!("\"{inner}\"")
}

/// A table in braces, on one line.
fn table(tokens: &mut Tokens<'_>, depth: usize) -> String {
    let start = tokens.at;
    let mut entries = Vec::new();
    tokens.at += 1;
    loop {
        while tokens.is_at(TokenKind::Whitespace) || tokens.is_at(TokenKind::Newline) {
            tokens.at += 1;
        }
        match tokens.peek().map(|token| token.kind) {
            Some(TokenKind::RightCurlyBracket) | None => break,
            Some(TokenKind::Comma) => tokens.at += 1,
            // A note inside: TOML 1.1, which other tools do not know. It stays.
            Some(TokenKind::Comment) => return as_it_is(tokens, start),
            Some(_) => {
                let key = tokens.joined(TokenKind::Equals);
                tokens.at += 1;
                entries.push(format!("{key} = {}", value(tokens, depth + 1)));
            }
        }
    }
    tokens.at += 1;
    if entries.is_empty() {
        return "{}".to_owned();
    }
    format!("{{ {} }}", entries.join(", "))
}

/// Everything from a brace to the one that ends it.
fn as_it_is(tokens: &mut Tokens<'_>, start: usize) -> String {
    tokens.at = start;
    let mut text = String::new();
    let mut open = 0_usize;
    while let Some(token) = tokens.next() {
        text.push_str(&token.text.replace("\r\n", "\n"));
        match token.kind {
            TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightCurlyBracket => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    text
}

/// A line of a list.
#[derive(Default)]
struct Row {
    entries: Vec<String>,
    comment: Option<String>,
    blank_before: bool,
}

/// A list: on one line, or with its lines as they were divided.
fn list(tokens: &mut Tokens<'_>, depth: usize) -> String {
    tokens.at += 1;
    let mut rows = vec![Row::default()];
    let mut lines = 0;
    while let Some(token) = tokens.peek() {
        match token.kind {
            TokenKind::RightSquareBracket => break,
            TokenKind::Whitespace | TokenKind::Comma => tokens.at += 1,
            TokenKind::Newline => {
                tokens.at += 1;
                lines += 1;
                if !rows.last().is_some_and(is_empty) {
                    rows.push(Row::default());
                } else if rows.len() > 1
                    && let Some(row) = rows.last_mut()
                {
                    row.blank_before = true;
                }
            }
            TokenKind::Comment => {
                tokens.at += 1;
                if let Some(row) = rows.last_mut() {
                    row.comment = Some(token.text.to_owned());
                }
            }
            _ => {
                let entry = value(tokens, depth + 1);
                if let Some(row) = rows.last_mut() {
                    row.entries.push(entry);
                }
            }
        }
    }
    tokens.at += 1;
    rows.retain(|row| !is_empty(row));
    if lines == 0 {
        let entries: Vec<_> = rows.into_iter().flat_map(|row| row.entries).collect();
        return format!("[{}]", entries.join(", "));
    }
    if rows.is_empty() {
        return "[]".to_owned();
    }
    let mut text = String::from("[\n");
    for row in rows {
        if row.blank_before {
            text.push('\n');
        }
        text.push_str(&"  ".repeat(depth));
        let line = row.entries.iter().map(|entry| format!("{entry},"));
        let line = line.collect::<Vec<_>>().join(" ");
        let comment = row.comment.as_deref();
        if line.is_empty() {
            text.push_str(&comment.map(super::comment).unwrap_or_default());
        } else {
            text.push_str(&with_comment(line, comment));
        }
        text.push('\n');
    }
    text.push_str(&"  ".repeat(depth - 1));
    text.push(']');
    text
}

fn is_empty(row: &Row) -> bool {
    row.entries.is_empty() && row.comment.is_none()
}
