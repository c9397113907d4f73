//! How numbers are written for Prometheus: its text format 0.0.4, and
//! `OpenMetrics` 1.0 for those who ask for it. Which numbers there are is not
//! known here.

use std::fmt::Write as _;

use http::HeaderValue;

/// The two forms, which differ in the names of counters and in their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// <https://prometheus.io/docs/instrumenting/exposition_formats/>
    Prometheus,
    /// <https://prometheus.io/docs/specs/om/open_metrics_spec/>
    OpenMetrics,
}

impl Form {
    /// `OpenMetrics` for whoever names it, as Prometheus itself does before all
    /// other forms; the other one for everybody else.
    pub(super) fn wanted<'a>(mut accepted: impl Iterator<Item = &'a HeaderValue>) -> Self {
        let name = b"application/openmetrics-text";
        let names = |line: &HeaderValue| {
            let mut windows = line.as_bytes().windows(name.len());
            windows.any(|window| window.eq_ignore_ascii_case(name))
        };
        match accepted.any(names) {
            true => Self::OpenMetrics,
            false => Self::Prometheus,
        }
    }

    /// The value of `Content-Type`.
    pub(super) fn media(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        })
    }
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Counter,
    Gauge,
    Histogram,
}

impl Type {
    const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// The text as it grows.
#[derive(Debug)]
pub(super) struct Exposition {
    form: Form,
    text: String,
}

/// One family of numbers, whose samples are written next.
pub(super) struct Family<'e> {
    text: &'e mut String,
    name: &'static str,
}

impl Exposition {
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            text: String::new(),
        }
    }

    /// Begins the family `name`, which for a counter ends in `_total`. `help`
    /// is one line without a backslash.
    pub(super) fn family(&mut self, name: &'static str, kind: Type, help: &str) -> Family<'_> {
        let family = match self.form {
            Form::OpenMetrics => name.strip_suffix("_total").unwrap_or(name),
            Form::Prometheus => name,
        };
        line(&mut self.text, format_args!("# HELP {family} {help}"));
        line(
            &mut self.text,
            format_args!("# TYPE {family} {}", kind.name()),
        );
        Family {
            text: &mut self.text,
            name,
        }
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        if self.form == Form::OpenMetrics {
            line(&mut self.text, format_args!("# EOF"));
        }
        self.text
    }
}

impl Family<'_> {
    /// A number without labels.
    pub(super) fn value(&mut self, value: impl std::fmt::Display) {
        line(self.text, format_args!("{} {value}", self.name));
    }

    /// A number with labels, whose values are of visible ASCII without quotes
    /// and backslashes.
    pub(super) fn labelled(&mut self, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<_> = (labels.iter())
            .map(|(name, value)| format!("{name}=\"{value}\""))
            .collect();
        let labels = labels.join(",");
        line(self.text, format_args!("{}{{{labels}}} {value}", self.name));
    }

    /// A histogram of times: its classes by their upper bounds, those beyond
    /// all last, and the sum; all in microseconds, and written in seconds.
    pub(super) fn histogram(&mut self, bounds: &[u64], counts: &[u64], sum: u64) {
        let mut total = 0;
        let bounds = bounds.iter().copied().map(Some).chain([None]);
        for (bound, count) in bounds.zip(counts) {
            total += count;
            let bound = bound.map_or_else(|| "+Inf".to_owned(), seconds);
            line(
                self.text,
                format_args!("{}_bucket{{le=\"{bound}\"}} {total}", self.name),
            );
        }
        line(
            self.text,
            format_args!("{}_sum {}", self.name, seconds(sum)),
        );
        line(self.text, format_args!("{}_count {total}", self.name));
    }
}

/// Microseconds as seconds, exactly, and never as a whole number: that is how
/// `OpenMetrics` writes bounds.
fn seconds(microseconds: u64) -> String {
    let text = format!(
        "{}.{:06}",
        microseconds / 1_000_000,
        microseconds % 1_000_000
    );
    let short = text.trim_end_matches('0');
    match short.ends_with('.') {
        true => format!("{short}0"),
        false => short.to_owned(),
    }
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing into memory fails only when memory does.
    let _ = writeln!(text, "{words}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_seconds_without_loss() {
        for (microseconds, text) in [
            (0, "0.0"),
            (50, "0.00005"),
            (1_000_000, "1.0"),
            (12_500_001, "12.500001"),
        ] {
            assert_eq!(seconds(microseconds), text);
        }
    }

    #[test]
    fn the_forms_differ_in_the_names_of_counters_and_the_end() {
        let written = |form| {
            let mut out = Exposition::new(form);
            out.family("a_total", Type::Counter, "All.").value(1);
            out.finish()
        };
        assert_eq!(
            written(Form::Prometheus),
            "# HELP a_total All.\n# TYPE a_total counter\na_total 1\n"
        );
        assert_eq!(
            written(Form::OpenMetrics),
            "# HELP a All.\n# TYPE a counter\na_total 1\n# EOF\n"
        );
    }
}
