//! The beginning of a day, or a time of day: when something is published or
//! expires, and whether that has come.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Day, InvalidDate};

const DAY: i64 = 24 * 60 * 60;

/// The furthest that a clock on earth goes before and behind UTC, in seconds:
/// so much is uncertain of a day whose place is not said.
const EARLIEST: i64 = -14 * 60 * 60;
const LATEST: i64 = 12 * 60 * 60;

/// A second, counted from the beginning of 1970 in UTC (POSIX time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// The day of this second in UTC, from year 1 to 9999.
    pub fn day(self) -> Option<Day> {
        // The reckoning of `days_before` the other way round.
        let days = self.0.div_euclid(DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Day::new(
            i16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }
}

/// Days from 1970-01-01 to this one, in the Gregorian calendar. Years are taken
/// to begin in March, so that the leap day is their last, and come in eras of
/// 400 years, each of 146,097 days.
fn days_before(day: Day) -> i64 {
    let (month, day_of_month) = (i64::from(day.month), i64::from(day.day));
    let year = i64::from(day.year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day_of_month - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// What the clock shows to whoever keeps the register: the day, where the
/// register is kept, and the second, which is the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The day by which lateness is reckoned.
    pub day: Day,
    /// The second.
    pub instant: Instant,
}

impl Now {
    /// The last second of this day, as UTC has it: everything that is to happen
    /// in the course of the day has happened.
    pub fn end_of(day: Day) -> Self {
        Self {
            day,
            instant: Instant((days_before(day) + 1) * DAY - 1),
        }
    }
}

/// When something is published or expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// When this day begins where the register is kept.
    Day(Day),
    /// At this second, and so many seconds is the clock ahead of UTC where it
    /// was written down.
    Instant(Instant, i32),
}

impl Moment {
    /// Whether it has come.
    pub fn has_come(self, now: Now) -> bool {
        match self {
            Self::Day(day) => day <= now.day,
            Self::Instant(instant, _) => instant <= now.instant,
        }
    }

    /// Whether it comes before `other`, or with it, whatever clock the register
    /// is kept by.
    pub fn is_not_after(self, other: Self) -> bool {
        match (self, other) {
            (Self::Day(this), Self::Day(other)) => this <= other,
            (Self::Instant(this, _), Self::Instant(other, _)) => this <= other,
            (Self::Day(day), Self::Instant(other, _)) => {
                Instant(days_before(day) * DAY + LATEST) <= other
            }
            (Self::Instant(this, _), Self::Day(day)) => {
                this <= Instant(days_before(day) * DAY + EARLIEST)
            }
        }
    }

    /// The day on which it comes, as it was written down.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Instant(Instant(second), offset) => Instant(second + i64::from(offset))
                .day()
                .expect("a moment was read from a day of the calendar"),
        }
    }
}

impl fmt::Display for Moment {
    /// As RFC 3339 writes it: `2027-01-01`, or `2027-01-01T09:00:00+01:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Instant(Instant(second), offset) = *self else {
            return write!(f, "{}", self.day());
        };
        let of_day = (second + i64::from(offset)).rem_euclid(DAY);
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.day())?;
        match offset {
            0 => f.write_str("Z"),
            _ => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for Moment {
    type Err = InvalidDate;

    /// Reads a day, or a time of day with its distance from UTC (RFC 3339,
    /// 5.6). Parts of a second are passed over, and a leap second is the one
    /// after it.
    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate::new(text);
        let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
            return text.parse().map(Self::Day);
        };
        let day: Day = date.parse().map_err(|_| invalid())?;
        let of_day = clock(time.get(..8).unwrap_or_default()).ok_or_else(invalid)?;
        let rest = time.get(8..).unwrap_or_default();
        let offset = match rest.strip_prefix('.') {
            Some(parts) => parts.trim_start_matches(|sign: char| sign.is_ascii_digit()),
            None => rest,
        };
        let offset = offset_of(offset).ok_or_else(invalid)?;
        let second = days_before(day) * DAY + of_day - i64::from(offset);
        Ok(Self::Instant(Instant(second), offset))
    }
}

/// Seconds since midnight of `09:30:00`.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(two_digits);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let exists = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    exists.then_some(hour * 3600 + minute * 60 + second)
}

/// Seconds ahead of UTC of `Z`, `+01:00` or `-05:30`.
fn offset_of(text: &str) -> Option<i32> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours < 24 && minutes < 60).then_some(sign * seconds)
}

fn two_digits(text: &str) -> Option<i64> {
    let is_number = text.len() == 2 && text.bytes().all(|sign| sign.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

impl Serialize for Moment {
    /// As its RFC 3339 text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    /// From its RFC 3339 text, which the checker makes of what stands in a file.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "x-moment": true,
            "description": "A day, or a time of day with its distance from UTC: `2027-01-01` or `2027-01-01T09:00:00+01:00`.",
            "oneOf": [
                { "type": "string", "format": "date" },
                { "type": "string", "format": "date-time" }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn seconds_are_counted_from_1970_and_days_found_again() {
        for (text, second) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:00:00+00:00", 951_825_600),
            ("2027-01-01T01:00:00+01:00", 1_798_761_600),
            ("2026-12-31T18:30:00.999-05:30", 1_798_761_600),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] {
            let Moment::Instant(instant, _) = moment(text) else {
                panic!("{text} is no instant");
            };
            assert_eq!(instant, Instant(second), "{text}");
            assert_eq!(moment(text).day().to_string(), text[..10], "{text}");
        }
        for days in (-700_000..2_900_000).step_by(37) {
            let day = Instant(days * DAY + 5).day().unwrap();
            assert_eq!(days_before(day), days, "{day}");
        }
    }

    #[test]
    fn moments_are_written_as_they_are_read() {
        for text in [
            "2027-01-01",
            "2027-01-01T09:05:07Z",
            "2027-01-01T09:05:07+01:00",
            "2026-12-31T23:59:59-05:30",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
        assert_eq!(
            moment("2027-01-01 09:00:00z"),
            moment("2027-01-01T09:00:00Z")
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "2027-02-30",
            "2027-01-01T09:00:00",
            "2027-01-01T24:00:00Z",
            "2027-01-01T09:00Z",
            "2027-01-01T09:00:00+1:00",
            "2027-01-01T09:00:00+24:00",
            "2027-01-01T09:00:00č",
            "2027",
            "",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_has_come_when_it_begins_and_an_instant_to_the_second() {
        let day: Day = "2027-01-01".parse().unwrap();
        let now = |second: i64| Now {
            day,
            instant: Instant(1_798_761_600 + second),
        };
        assert!(moment("2027-01-01").has_come(now(0)));
        assert!(!moment("2027-01-02").has_come(now(0)));
        assert!(moment("2027-01-01T01:00:00+01:00").has_come(now(0)));
        assert!(!moment("2027-01-01T01:00:01+01:00").has_come(now(0)));
        assert!(moment("2027-01-01T23:59:59Z").has_come(Now::end_of(day)));
        assert!(!moment("2027-01-02T00:00:00Z").has_come(Now::end_of(day)));
    }

    #[test]
    fn what_comes_first_is_only_said_where_no_clock_could_differ() {
        for (first, second) in [
            ("2027-01-01", "2027-01-01"),
            ("2027-01-01", "2027-01-01T12:00:00Z"),
            ("2026-12-31T10:00:00Z", "2027-01-01"),
            ("2027-01-01T09:00:00+01:00", "2027-01-01T08:00:00Z"),
        ] {
            assert!(
                moment(first).is_not_after(moment(second)),
                "{first} {second}"
            );
        }
        for (first, second) in [
            ("2027-01-02", "2027-01-01"),
            ("2027-01-01", "2027-01-01T11:59:59Z"),
            ("2026-12-31T10:00:01Z", "2027-01-01"),
        ] {
            assert!(
                !moment(first).is_not_after(moment(second)),
                "{first} {second}"
            );
        }
    }
}
