//! Values that say when something is published or expires.

use super::super::document::{Node, Value};
use super::super::shape::Shape;
use super::Walk;
use super::scalar::plain;
use crate::content::read_date;
use crate::diag::Code;
use crate::locale::{Day, Moment, PartialDate};

impl Walk<'_> {
    pub(super) fn moment(&mut self, node: &Node) -> Option<toml::Value> {
        let text = match plain(&node.value) {
            toml::Value::String(text) => Err(text),
            value => Ok(value.to_string()),
        };
        let written = text.as_deref().unwrap_or_else(|quoted| quoted);
        let (code, message, help) = match (&text, written.parse::<Moment>()) {
            (Ok(_), Ok(moment)) => return Some(toml::Value::String(moment.to_string())),
            (Err(_), Ok(_)) => (
                Code::WrongType,
                "a date stands without quotes",
                Some(format!("write `{written}` without the quotes")),
            ),
            (Err(_), Err(_)) => (
                Code::WrongType,
                "a date stands without quotes",
                day_of(written).map(|day| format!("write `{day}`")),
            ),
            (Ok(_), Err(_)) => match &node.value {
                Value::Datetime(found) if found.time.is_some() && found.offset.is_none() => (
                    Code::WrongValue,
                    "a time of day needs its distance from UTC: it is not the same everywhere",
                    Some(format!("write `{found}+01:00`, or `{found}Z` for UTC")),
                ),
                _ => (Code::WrongValue, "there is no such day or time", None),
            },
        };
        let help = help.unwrap_or_else(|| format!("expected {}", Shape::Moment.description()));
        let diagnostic = self.diagnostic(code, &node.span, message).help(help);
        self.fault(diagnostic);
        None
    }
}

/// The day that a text says in whichever way people write one.
fn day_of(text: &str) -> Option<Day> {
    match read_date(text)? {
        PartialDate::Day(year, month, day) => Day::new(year, month, day),
        PartialDate::Year(_) | PartialDate::Month(..) => None,
    }
}
