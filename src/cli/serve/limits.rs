//! What peers may take, as operators say it.

use std::time::Duration;

use clap::Args;

use crate::cli::values::within;
use crate::http::{Limits, Rate};

/// What peers may take, of time and of room.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitOptions {
    /// How many connections there may be at a time
    ///
    /// Each takes a file descriptor; if the system grants fewer, there are fewer
    /// places, and the log says so. Who finds all places taken is told to come
    /// back (503), at once.
    #[arg(long, value_name = "COUNT", default_value_t = 4_096, value_parser = connections)]
    pub max_connections: u32,
    /// How many connections one client may have at a time
    ///
    /// A client is an IPv4 address, or a network of 64 bits of IPv6. Peers on
    /// this machine, such as a proxy, may have all there are.
    #[arg(long, value_name = "COUNT", default_value_t = 256, value_parser = connections)]
    pub max_connections_per_client: u32,
    /// After how long a connection ends with the answer that it is giving
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = time)]
    pub max_connection_age: Duration,
    /// How long the head of a request may take
    ///
    /// From the opening of the connection, or the first byte of a further
    /// request. Who has begun one by then is told (408).
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub head_timeout: Duration,
    /// How long a connection is kept on which nothing happens
    ///
    /// Between two requests, and while an answer is not taken. Who takes
    /// something must take a KiB for each second that they are waited for.
    #[arg(long, value_name = "TIME", default_value = "15s", value_parser = time)]
    pub idle_timeout: Duration,
    /// How long visitors have for their last answer when the program ends
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub drain: Duration,
    /// How large the head of a request may be, in bytes (else 431)
    #[arg(long, value_name = "BYTES", default_value = "16KiB", value_parser = head_bytes)]
    pub max_head_bytes: Size,
    /// How many header fields a request may have (else 431)
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = fields)]
    pub max_fields: u32,
    /// How long an address may be, in bytes, that leads to no page (else 414)
    #[arg(long, value_name = "BYTES", default_value = "8000", value_parser = target_bytes)]
    pub max_target_bytes: Size,
    /// How many searches one client may ask for in a minute; 0 for any number
    ///
    /// Who asks for more is told when to go on (429). Peers on this machine may
    /// ask for any number.
    #[arg(long, value_name = "COUNT", default_value_t = 60, value_parser = rate)]
    pub search_rate: u32,
    /// How many of them at once, after a pause
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = burst)]
    pub search_burst: u32,
}

/// A number of bytes, which people may write with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub usize);

impl LimitOptions {
    /// The limits, where there is room for so many connections.
    pub(super) fn limits(&self, room: usize) -> Limits {
        Limits {
            head: self.head_timeout,
            idle: self.idle_timeout,
            age: self.max_connection_age,
            drain: self.drain,
            head_bytes: self.max_head_bytes.0,
            fields: self.max_fields as usize,
            target_bytes: self.max_target_bytes.0,
            connections: room.min(self.max_connections as usize),
            connections_per_client: self.max_connections_per_client as usize,
            searches: Rate {
                a_minute: self.search_rate,
                burst: self.search_burst,
            },
            ..Limits::default()
        }
    }
}

fn connections(text: &str) -> Result<u32, String> {
    within(text, 1, 1_000_000)
}

fn fields(text: &str) -> Result<u32, String> {
    within(text, 20, 1_000)
}

fn rate(text: &str) -> Result<u32, String> {
    within(text, 0, 60_000)
}

fn burst(text: &str) -> Result<u32, String> {
    within(text, 1, 10_000)
}

/// The size of a head. hyper reads 8 KiB at a time, and holds as much as this
/// for each connection.
fn head_bytes(text: &str) -> Result<Size, String> {
    bytes(text, 8_192, 1_048_576)
}

/// The length of an address. hyper takes none of 64 KiB.
fn target_bytes(text: &str) -> Result<Size, String> {
    bytes(text, 256, 65_000)
}

/// A number of bytes from `least` to `most`: `16384` or `16KiB`.
fn bytes(text: &str, least: u32, most: u32) -> Result<Size, String> {
    let (number, unit) = split(text);
    let factor = match unit {
        "" | "B" => 1,
        "KiB" | "K" | "k" => 1_024,
        "MiB" | "M" => 1_048_576,
        _ => 0,
    };
    (number.parse::<u32>().ok())
        .and_then(|number| number.checked_mul(factor))
        .filter(|bytes| (least..=most).contains(bytes))
        .map(|bytes| Size(bytes as usize))
        .ok_or_else(|| {
            format!("write a number of bytes from {least} to {most}, such as `{most}` or `16KiB`")
        })
}

/// A time, at most a day: `500ms`, `10s`, `5m`, `1h`, or seconds alone.
fn time(text: &str) -> Result<Duration, String> {
    let (number, unit) = split(text);
    let milliseconds = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        _ => 0,
    };
    (number.parse::<u64>().ok())
        .and_then(|number| number.checked_mul(milliseconds))
        .filter(|time| (100..=86_400_000).contains(time))
        .map(Duration::from_millis)
        .ok_or_else(|| {
            "write a time from `100ms` to `24h`, such as `10s` or `5m`; a number alone is seconds"
                .to_owned()
        })
}

/// A number and what follows it.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|sign: char| !sign.is_ascii_digit());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    (number, unit.trim_start())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        options: LimitOptions,
    }

    #[test]
    fn the_defaults_are_those_of_the_server() {
        let options = Alone::parse_from(["alone"]).options;
        let (told, own) = (options.limits(usize::MAX), Limits::default());
        assert_eq!(format!("{told:?}"), format!("{own:?}"));
        assert_eq!(options.limits(100).connections, 100);
    }

    #[test]
    fn a_time_has_a_unit_or_is_in_seconds() {
        for (text, milliseconds) in [
            ("10", 10_000),
            ("10s", 10_000),
            ("500ms", 500),
            ("5m", 300_000),
            ("2 min", 120_000),
            ("24h", 86_400_000),
        ] {
            assert_eq!(
                time(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        for text in ["", "0", "0s", "50ms", "-5s", "1.5s", "25h", "10d", "s"] {
            let error = time(text).expect_err(text);
            assert!(error.contains("from `100ms` to `24h`"), "{text}: {error}");
        }
    }

    #[test]
    fn a_size_has_a_unit_or_is_in_bytes() {
        for (text, expected) in [("16384", 16_384), ("16KiB", 16_384), ("1MiB", 1_048_576)] {
            assert_eq!(head_bytes(text), Ok(Size(expected)), "{text}");
        }
        for text in ["", "0", "8191", "2MiB", "16KB", "9999999999", "-1"] {
            let error = head_bytes(text).expect_err(text);
            assert!(error.contains("from 8192 to 1048576"), "{text}: {error}");
        }
        assert_eq!(target_bytes("2000"), Ok(Size(2_000)));
        assert!(target_bytes("64KiB").is_err());
    }

    #[test]
    fn a_number_out_of_bounds_is_told_the_bounds() {
        assert_eq!(connections("10_000"), Ok(10_000));
        for text in ["0", "1000001", "many", "-1", ""] {
            let error = connections(text).expect_err(text);
            assert!(error.contains("from 1 to 1000000"), "{text}: {error}");
        }
        assert_eq!(rate("0"), Ok(0));
        assert!(burst("0").is_err() && fields("19").is_err());
    }
}
