//! Dates in content files and in open data.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Day, PartialDate};

/// The key under which the `toml` crate hands a date to serde, as text.
const TOML_DATE: &str = "$__toml_private_datetime";

impl Serialize for PartialDate {
    /// As its ISO 8601 text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    /// From a year as an integer, a TOML local date, a table with `year` and `month`, or its own
    /// ISO 8601 text. That content quotes no date is for the checker to see: it knows what was typed.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = PartialDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a date without quotation marks: `2022`, `{ year = 2022, month = 11 }` or `2022-11-20`",
        )
    }

    fn visit_i64<E: de::Error>(self, year: i64) -> Result<PartialDate, E> {
        checked(year, None)
    }

    fn visit_u64<E: de::Error>(self, year: u64) -> Result<PartialDate, E> {
        checked(i64::try_from(year).unwrap_or(i64::MAX), None)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<PartialDate, E> {
        text.parse().map_err(de::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PartialDate, A::Error> {
        let (mut year, mut month) = (None, None);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                TOML_DATE => {
                    let text: String = map.next_value()?;
                    return text
                        .parse::<Day>()
                        .map(PartialDate::from)
                        .map_err(|_| de::Error::custom(not_a_day(&text)));
                }
                "year" if year.is_none() => year = Some(map.next_value()?),
                "month" if month.is_none() => month = Some(map.next_value()?),
                "year" => return Err(de::Error::duplicate_field("year")),
                "month" => return Err(de::Error::duplicate_field("month")),
                other => return Err(de::Error::unknown_field(other, &["year", "month"])),
            }
        }
        let year = year.ok_or_else(|| de::Error::missing_field("year"))?;
        let month: i64 = month.ok_or_else(|| de::Error::missing_field("month"))?;
        checked(year, Some(month))
    }
}

fn not_a_day(text: &str) -> String {
    format!("`{text}` is not a plain day from 0001-01-01 to 9999-12-31")
}

fn checked<E: de::Error>(year: i64, month: Option<i64>) -> Result<PartialDate, E> {
    let number = i16::try_from(year).unwrap_or(0);
    let date = match month {
        None => PartialDate::Year(number),
        Some(month) => PartialDate::Month(number, u8::try_from(month).unwrap_or(0)),
    };
    if date.is_valid() {
        return Ok(date);
    }
    Err(de::Error::custom(match month {
        Some(month) if !(1..=12).contains(&month) => {
            format!("`{month}` is not a month: expected 1 to 12")
        }
        _ => format!("`{year}` is not a year: expected 1 to 9999"),
    }))
}

impl JsonSchema for PartialDate {
    fn schema_name() -> Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The mark tells whoever walks the schema that dates need no further description there.
        json_schema!({
            "x-date": true,
            "description": "A date as precise as it is known: `2022`, `{ year = 2022, month = 11 }` or `2022-11-20`.",
            "oneOf": [
                { "type": "integer", "minimum": 1, "maximum": 9999 },
                { "type": "string", "format": "date" },
                {
                    "type": "object",
                    "properties": {
                        "year": { "type": "integer", "minimum": 1, "maximum": 9999 },
                        "month": { "type": "integer", "minimum": 1, "maximum": 12 }
                    },
                    "required": ["year", "month"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
