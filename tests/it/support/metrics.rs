//! A strict reader of Prometheus' text format 0.0.4 and of `OpenMetrics` 1.0, as
//! far as counters, gauges and histograms go. It knows nothing of what it reads.

use std::collections::BTreeMap;

/// What stood there: types by family, and values by series (a name, with its
/// labels as they were written).
#[derive(Debug, Default)]
pub struct Metrics {
    pub types: BTreeMap<String, String>,
    pub values: BTreeMap<String, f64>,
}

impl Metrics {
    /// The value of a series that must be there.
    pub fn value(&self, series: &str) -> f64 {
        *self
            .values
            .get(series)
            .unwrap_or_else(|| panic!("{series} in {:#?}", self.values))
    }

    /// The sum of all series of a name.
    pub fn sum(&self, name: &str) -> f64 {
        let open = format!("{name}{{");
        let of_name = |series: &str| series == name || series.starts_with(&open);
        let values = self.values.iter().filter(|(series, _)| of_name(series));
        values.map(|(_, value)| value).sum()
    }
}

/// Reads a whole text.
pub fn read(text: &str, is_open: bool) -> Metrics {
    let text = text.strip_suffix('\n').expect("the last line has an end");
    let text = match is_open {
        true => text.strip_suffix("\n# EOF").expect("the text has an end"),
        false => text,
    };
    let mut metrics = Metrics::default();
    let mut helped = None;
    let mut family = None;
    for line in text.split('\n') {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').expect("a name and a text");
            assert!(!help.is_empty() && !help.contains('\\'), "{line}");
            helped = Some(name);
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect("a name and a type");
            assert_eq!(helped, Some(name), "help stands before the type");
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(is_name(name), "{line}");
            // A family stands together.
            let before = metrics.types.insert(name.to_owned(), kind.to_owned());
            assert_eq!(before, None, "{line}");
            family = Some((name, kind));
        } else {
            let (name, kind) = family.expect("a family before its samples");
            let (series, value) = line.rsplit_once(' ').expect("a series and a value");
            let (own, labels) = split(series);
            let suffix = own
                .strip_prefix(name)
                .unwrap_or_else(|| panic!("{line} in {name}"));
            match (kind, is_open) {
                ("counter", true) => assert_eq!(suffix, "_total", "{line}"),
                ("counter", false) => assert!(name.ends_with("_total") && suffix.is_empty()),
                ("histogram", _) => assert!(["_bucket", "_sum", "_count"].contains(&suffix)),
                _ => assert_eq!(suffix, "", "{line}"),
            }
            assert!(labels.iter().all(|(name, _)| is_name(name)), "{line}");
            let value: f64 = value.parse().expect("a number");
            assert!(value.is_finite() && value >= 0.0, "{line}");
            let before = metrics.values.insert(series.to_owned(), value);
            assert_eq!(before, None, "{line} stands twice");
        }
    }
    for (name, _) in metrics
        .types
        .iter()
        .filter(|(_, kind)| *kind == "histogram")
    {
        judge_histogram(name, text, &metrics);
    }
    metrics
}

/// Buckets grow, and the last holds everything.
fn judge_histogram(name: &str, text: &str, metrics: &Metrics) {
    let start = format!("{name}_bucket{{le=\"");
    let buckets: Vec<(f64, f64)> = (text.lines())
        .filter_map(|line| line.strip_prefix(&start)?.split_once("\"} "))
        .map(|(bound, count)| {
            (
                bound.parse().expect("a bound"),
                count.parse().expect("a count"),
            )
        })
        .collect();
    assert!(buckets.len() > 1);
    for pair in buckets.windows(2) {
        assert!(
            pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1,
            "{buckets:?}"
        );
    }
    let (bound, count) = buckets[buckets.len() - 1];
    assert!(bound.is_infinite());
    assert!((count - metrics.value(&format!("{name}_count"))).abs() < 0.5);
    metrics.value(&format!("{name}_sum"));
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The name of a series and its labels.
fn split(series: &str) -> (&str, Vec<(&str, &str)>) {
    let Some((name, labels)) = series.split_once('{') else {
        return (series, Vec::new());
    };
    let labels = labels.strip_suffix('}').expect("labels have an end");
    let labels = labels.split(',').map(|label| {
        let (name, value) = label.split_once('=').expect("a label and its value");
        let value = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let value = value.expect("a value in quotation marks");
        assert!(!value.contains(['"', '\\']), "{series}");
        (name, value)
    });
    (name, labels.collect())
}
