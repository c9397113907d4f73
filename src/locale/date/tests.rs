use serde::Deserialize;

use super::*;
use crate::locale::grammar::Grammar;
use crate::locale::grammar::tests::{english, south, south_source};

#[derive(Debug, Deserialize)]
struct File {
    date: PartialDate,
}

fn from_text(toml: &str) -> Result<PartialDate, String> {
    toml::from_str::<File>(toml)
        .map(|file| file.date)
        .map_err(|error| error.message().to_owned())
}

fn from_value(toml: &str) -> Result<PartialDate, String> {
    let table: toml::Table = toml::from_str(toml).unwrap();
    File::deserialize(toml::Value::Table(table))
        .map(|file| file.date)
        .map_err(|error| error.message().to_owned())
}

#[test]
fn the_three_ways_to_write_a_date_are_read_from_text_and_from_values() {
    for (text, date) in [
        ("date = 2022", PartialDate::Year(2022)),
        ("date = 2022-11-20", PartialDate::Day(2022, 11, 20)),
        (
            "date = { year = 2022, month = 11 }",
            PartialDate::Month(2022, 11),
        ),
        (
            "date.month = 2\ndate.year = 1875",
            PartialDate::Month(1875, 2),
        ),
        ("date = 2024-02-29", PartialDate::Day(2024, 2, 29)),
    ] {
        assert_eq!(from_text(text), Ok(date), "{text}");
        assert_eq!(from_value(text), Ok(date), "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused_in_an_editors_words() {
    for (text, message) in [
        ("date = 0", "`0` is not a year: expected 1 to 9999"),
        ("date = 10000", "`10000` is not a year: expected 1 to 9999"),
        ("date = -5", "`-5` is not a year: expected 1 to 9999"),
        (
            "date = { year = 2022, month = 13 }",
            "`13` is not a month: expected 1 to 12",
        ),
        (
            "date = { year = 99999, month = 1 }",
            "`99999` is not a year: expected 1 to 9999",
        ),
        (
            "date = { year = 2022, month = 300 }",
            "`300` is not a month: expected 1 to 12",
        ),
        ("date = { year = 2022 }", "missing field `month`"),
        (
            "date = 0000-01-01",
            "`0000-01-01` is not a plain day from 0001-01-01 to 9999-12-31",
        ),
        (
            "date = 2022-11-20T10:00:00",
            "`2022-11-20T10:00:00` is not a plain day from 0001-01-01 to 9999-12-31",
        ),
    ] {
        assert_eq!(from_text(text), Err(message.to_owned()), "{text}");
        // A `toml::Value` hands a date out as its text, so the words may differ.
        assert!(from_value(text).is_err(), "{text}");
    }
    for text in ["date = 2022.5", "date = [2022]", "date = true"] {
        let message = from_value(text).unwrap_err();
        assert!(
            message.contains("a date without quotation marks"),
            "{message}"
        );
    }
    assert!(from_text("date = { year = 2022, month = 1, day = 2 }").is_err());
}

#[test]
fn dates_are_written_as_iso_8601() {
    for (date, text) in [
        (PartialDate::Year(2022), "2022"),
        (PartialDate::Year(7), "0007"),
        (PartialDate::Month(2022, 3), "2022-03"),
        (PartialDate::Day(2022, 11, 20), "2022-11-20"),
    ] {
        assert_eq!(date.to_string(), text);
        assert_eq!(text.parse(), Ok(date));
        assert_eq!(serde_json::to_string(&date).unwrap(), format!("\"{text}\""));
    }
    for bad in [
        "",
        "22",
        "2022-",
        "2022-1",
        "2022-13",
        "2022-02-30",
        "2022-11-20-1",
        "+022",
        "2022-+1",
        "0000",
        "20222",
        "2022-11-20 ",
        "č022",
    ] {
        assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
    }
    assert_eq!(
        "2022-11-20".parse(),
        Ok(Day {
            year: 2022,
            month: 11,
            day: 20
        })
    );
    assert!("2022-11".parse::<Day>().is_err());
}

#[test]
fn only_days_of_the_calendar_exist() {
    for (year, month, day) in [
        (2023, 2, 29),
        (1900, 2, 29),
        (2022, 4, 31),
        (2022, 0, 1),
        (2022, 1, 0),
        (0, 1, 1),
    ] {
        assert_eq!(Day::new(year, month, day), None);
        assert!(!PartialDate::Day(year, month, day).is_valid());
    }
    assert!(Day::new(2000, 2, 29).is_some());
    assert!(!PartialDate::Month(2022, 13).is_valid());
}

#[test]
fn vague_dates_stand_before_the_precise_ones_that_they_contain() {
    let sorted = [
        PartialDate::Day(2021, 12, 31),
        PartialDate::Year(2022),
        PartialDate::Month(2022, 1),
        PartialDate::Day(2022, 1, 1),
        PartialDate::Day(2022, 1, 31),
        PartialDate::Month(2022, 2),
        PartialDate::Year(2023),
    ];
    let mut dates = sorted;
    dates.reverse();
    dates.sort();
    assert_eq!(dates, sorted);
}

#[test]
fn a_vague_date_spans_all_the_days_it_may_mean() {
    for (date, start, end) in [
        (PartialDate::Year(2022), "2022-01-01", "2022-12-31"),
        (PartialDate::Month(2024, 2), "2024-02-01", "2024-02-29"),
        (PartialDate::Month(2022, 4), "2022-04-01", "2022-04-30"),
        (PartialDate::Day(2022, 4, 5), "2022-04-05", "2022-04-05"),
    ] {
        assert_eq!(date.start().to_string(), start);
        assert_eq!(date.end().to_string(), end);
    }
}

#[test]
fn dates_are_put_into_the_words_of_the_language() {
    let (south, english) = (south(), english());
    for (date, south_text, english_text) in [
        (
            PartialDate::Day(2024, 10, 2),
            "2.\u{A0}oktobra 2024.",
            "2\u{A0}October 2024",
        ),
        (
            PartialDate::Month(2024, 10),
            "oktobar 2024.",
            "October 2024",
        ),
        (PartialDate::Year(2024), "2024.", "2024"),
    ] {
        assert_eq!(south.date(&date), south_text);
        assert_eq!(english.date(&date), english_text);
    }
    let (from, to) = (PartialDate::Day(2024, 10, 2), PartialDate::Day(2024, 10, 3));
    assert_eq!(
        south.date_range(&from, Some(&to)),
        "2.\u{A0}oktobra 2024. – 3.\u{A0}oktobra 2024."
    );
    assert_eq!(
        english.date_range(&from, Some(&from)),
        "2\u{A0}October 2024"
    );
    assert_eq!(english.date_range(&from, None), "2\u{A0}October 2024");
    // A date that was not read from content and does not exist has no month to name.
    assert_eq!(english.date(&PartialDate::Month(2024, 0)), " 2024");
}

#[test]
fn day_and_month_hold_together_in_whatever_order_they_stand() {
    let (from, to) = (PartialDate::Day(2024, 10, 2), PartialDate::Day(2024, 10, 3));
    for (day, days, expected) in [
        (
            "{day}. {month} {year}.",
            "od {day}. do {last-day}. {month} {year}.",
            ["2.~oktobra 2024.", "od 2. do 3.~oktobra 2024."],
        ),
        (
            "{month} {day}, {year}",
            "{month} {day} – {last-day}, {year}",
            ["oktobra~2, 2024", "oktobra~2 – 3, 2024"],
        ),
    ] {
        let mut source = south_source();
        let formats = source.date.as_mut().unwrap();
        formats.day = day.to_owned();
        formats.days = Some(days.to_owned());
        let grammar = Grammar::resolve(&source, None).unwrap();
        let dates = [grammar.date(&from), grammar.date_range(&from, Some(&to))];
        assert_eq!(dates.map(|date| date.replace('\u{A0}', "~")), expected);
    }
}

#[test]
fn spans_say_month_and_year_once_where_the_language_has_a_form_for_it() {
    let mut source = south_source();
    let formats = source.date.as_mut().unwrap();
    formats.days = Some("{day}–{last-day}. {month} {year}.".to_owned());
    formats.months = Some("{day}. {month} – {last-day}. {last-month} {year}.".to_owned());
    let south = Grammar::resolve(&source, None).unwrap();
    let day = PartialDate::Day;
    for (from, to, text) in [
        (
            day(2009, 11, 18),
            day(2009, 11, 21),
            "18–21. novembra 2009.",
        ),
        (
            day(2017, 9, 28),
            day(2017, 10, 1),
            "28. septembra – 1. oktobra 2017.",
        ),
        (
            day(2017, 12, 31),
            day(2018, 1, 1),
            "31. decembra 2017. – 1. januara 2018.",
        ),
        (
            PartialDate::Month(2017, 5),
            day(2017, 6, 1),
            "maj 2017. – 1. juna 2017.",
        ),
    ] {
        let range = south.date_range(&from, Some(&to));
        assert_eq!(range.replace('\u{A0}', " "), text);
    }
    let formats = source.date.as_mut().unwrap();
    formats.days = Some("{day}–{last-day}. {last-month} {month} {year}.".to_owned());
    formats.months = Some("{day}. {month} – {last-day}. {year}.".to_owned());
    let faults = Grammar::resolve(&source, None).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| fault.key).collect();
    assert_eq!(keys, ["date.days", "date.months"]);
}

#[test]
fn the_schema_knows_the_three_forms() {
    let schema = serde_json::to_value(schemars::schema_for!(PartialDate)).unwrap();
    assert_eq!(schema["oneOf"].as_array().map(Vec::len), Some(3));
}

#[test]
fn days_between_are_those_of_the_calendar() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    for (one, other, days) in [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-23", "2026-11-24", 1),
        ("2024-02-28", "2024-03-01", 2),
        ("2026-02-28", "2026-03-01", 1),
        ("1900-02-28", "1900-03-01", 1),
        ("2000-02-28", "2000-03-01", 2),
        ("2025-12-31", "2026-01-01", 1),
        ("1970-01-01", "2026-11-23", 20_780),
        ("2026-03-01", "2026-02-01", -28),
    ] {
        assert_eq!(day(one).days_until(day(other)), days, "{one} to {other}");
    }
}
