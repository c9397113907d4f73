//! How a calendar is written: lines, texts and days (RFC 5545).

use super::signs::folded;
use crate::locale::Day;

/// How many octets a line has at most, without its end (section 3.1).
const LINE: usize = 75;

/// A day as `20221120` (section 3.3.4).
pub fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year, day.month, day.day)
}

/// The day after, unless it is past the year 9999.
pub fn next(day: Day) -> Option<Day> {
    let Day { year, month, day } = day;
    let year_after = year.checked_add(1)?;
    Day::new(year, month, day + 1)
        .or_else(|| Day::new(year, month + 1, 1))
        .or_else(|| Day::new(year_after, 1, 1))
}

/// A calendar that is being written.
#[derive(Debug, Default)]
pub struct Calendar(String);

impl Calendar {
    /// The calendar as it stands.
    pub fn finish(self) -> String {
        self.0
    }

    /// A property whose value is text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escape(value)));
    }

    /// One line, folded (section 3.1).
    pub fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let mut end = room;
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            self.0.push_str(&rest[..end]);
            self.0.push_str("\r\n ");
            rest = &rest[end..];
            // The space that continues a line counts.
            room = LINE - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// Text in plain signs as a value (section 3.3.11); control characters have no place in one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in folded(text).chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_and_never_within_a_letter() {
        let mut out = Calendar::default();
        let long = "ж".repeat(200);
        out.line(&format!("SUMMARY:{long}"));
        let lines: Vec<_> = out.0.split_terminator("\r\n").collect();
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| line.len() <= LINE), "{lines:?}");
        assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
        let whole = out.0.replace("\r\n ", "").replace("\r\n", "");
        assert_eq!(whole, format!("SUMMARY:{long}"));
    }

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }

    #[test]
    fn a_day_is_followed_by_the_next() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for (one, other) in [
            ("2026-11-23", "2026-11-24"),
            ("2024-02-28", "2024-02-29"),
            ("2026-02-28", "2026-03-01"),
            ("2026-12-31", "2027-01-01"),
        ] {
            assert_eq!(next(day(one)), Some(day(other)));
        }
        assert_eq!(next(day("9999-12-31")), None);
    }
}
