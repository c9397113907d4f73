//! Numbers in figures.

use super::grammar::{Grammar, NumberFormat};

impl Grammar {
    /// A whole number with its digits grouped in threes, as the language does.
    pub fn integer(&self, number: u64) -> String {
        let mut text = String::new();
        group(&self.number, &number.to_string(), &mut text);
        text
    }

    /// A decimal number, rounded to `digits` fraction digits.
    ///
    /// A minus is U+2212. What is not a number at all is shown as an en dash.
    pub fn decimal(&self, number: f64, digits: usize) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        let plain = format!("{:.digits$}", number.abs());
        let (integer, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        // A number that rounds to zero has no sign.
        if number < 0.0 && plain.bytes().any(|b| matches!(b, b'1'..=b'9')) {
            text.push('−');
        }
        group(&self.number, integer, &mut text);
        if !fraction.is_empty() {
            text.push_str(&self.number.decimal);
            text.push_str(fraction);
        }
        text
    }
}

fn group(format: &NumberFormat, digits: &str, out: &mut String) {
    let grouped = digits.len() >= usize::from(format.group_from);
    for (index, digit) in digits.chars().enumerate() {
        if grouped && index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(&format.group);
        }
        out.push(digit);
    }
}
