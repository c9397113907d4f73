//! The dashboard and the alerts ask for numbers that the program has, know no
//! others, and lead to what the documentation says of them. Whether Prometheus
//! itself takes them is for `tests/monitoring/run.mjs`.

use crate::support::content::{Folder, project};
use crate::support::metrics;
use crate::support::program::Program;
use regex_lite::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What the monitoring itself puts to every number.
const TARGET: [&str; 2] = ["job", "instance"];

/// Numbers that an editor alone can make worse.
const OF_EDITORS: [&str; 9] = [
    "saradnja_last_reload_good",
    "saradnja_last_reload_diagnostics",
    "saradnja_reloads_total",
    "saradnja_statements_late",
    "saradnja_translations_outdated",
    "saradnja_sources_dead",
    "saradnja_snapshot_timestamp_seconds",
    "saradnja_snapshot_pages",
    "saradnja_release_info",
];

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap()
}

/// A rule, as the keys under it.
#[derive(Debug)]
struct Rule {
    is_alert: bool,
    name: String,
    keys: BTreeMap<String, String>,
}

impl Rule {
    fn key(&self, key: &str) -> &str {
        let value = self.keys.get(key);
        value.unwrap_or_else(|| panic!("{} has no {key}", self.name))
    }
}

/// The rules, which are written one key a line. `promtool` reads them as YAML.
fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for line in read("packaging/monitoring/rules.yml").lines() {
        let line = line.trim();
        let is_structure = line.is_empty()
            || line.starts_with(['#', '>', '|'])
            || line.starts_with("- name: ")
            || ["groups:", "rules:", "labels:", "annotations:"].contains(&line);
        if is_structure {
            continue;
        }
        let (key, value) = line.split_once(": ").expect("a key and its value");
        let value = value.trim_matches('"').to_owned();
        match key {
            "- alert" | "- record" => rules.push(Rule {
                is_alert: key == "- alert",
                name: value,
                keys: BTreeMap::new(),
            }),
            _ => {
                let rule = rules.last_mut().expect("a rule before its keys");
                let before = rule.keys.insert(key.to_owned(), value);
                assert_eq!(before, None, "{key} of {}", rule.name);
            }
        }
    }
    assert!(rules.len() > 10);
    rules
}

fn alerts() -> Vec<Rule> {
    rules().into_iter().filter(|rule| rule.is_alert).collect()
}

fn dashboard() -> Value {
    serde_json::from_str(&read("packaging/monitoring/dashboard.json")).unwrap()
}

fn panels(dashboard: &Value) -> impl Iterator<Item = &Value> {
    dashboard["panels"].as_array().unwrap().iter()
}

/// Every question that the dashboard asks, and every word for what comes back.
fn asked(value: &Value, keys: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if keys.contains(&key.as_str()) => {
                        found.push(text.clone());
                    }
                    _ => asked(value, keys, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| asked(value, keys, found)),
        _ => {}
    }
}

fn questions() -> Vec<String> {
    let mut found = Vec::new();
    asked(&dashboard(), &["expr", "query", "definition"], &mut found);
    assert!(found.len() > 20);
    found
}

/// The numbers that a question names.
fn numbers(question: &str) -> BTreeSet<String> {
    let name = Regex::new("[a-zA-Z_:][a-zA-Z0-9_:]*").unwrap();
    let names = name.find_iter(question).map(|found| found.as_str());
    let ours = names.filter(|name| name.contains("saradnja_"));
    ours.map(str::to_owned).collect()
}

/// What the program tells: for each series name its labels and their values.
struct Told {
    labels: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    families: BTreeSet<String>,
}

impl Told {
    fn by_the_program() -> Self {
        let folder = Folder::with_minimal();
        let program = Program::serve(folder.path(), &["--operations", "127.0.0.1:0"]);
        let metrics = metrics::read(&program.ask_operations("/metrics").body, false);
        let label = Regex::new("([a-z_]+)=\"([^\"]*)\"").unwrap();
        let mut labels: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for series in metrics.values.keys() {
            let name = series.split('{').next().unwrap();
            let known = labels.entry(name.to_owned()).or_default();
            for found in label.captures_iter(series) {
                let values: &mut BTreeSet<_> = known.entry(found[1].to_owned()).or_default();
                values.insert(found[2].to_owned());
            }
        }
        Self {
            labels,
            families: metrics.types.into_keys().collect(),
        }
    }

    fn has_label(&self, label: &str) -> bool {
        let ours = || {
            self.labels
                .values()
                .any(|of_one| of_one.contains_key(label))
        };
        TARGET.contains(&label) || ours()
    }

    /// Fails unless the program can answer the question, given the numbers that
    /// rules make of others.
    fn judge(&self, question: &str, made: &BTreeSet<String>) {
        let selector = Regex::new(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\{([^}]*)\}").unwrap();
        let matcher = Regex::new("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"").unwrap();
        let grouping = Regex::new(r"\b(?:by|on|group_left|without|ignoring) ?\(([a-z_, ]*)\)");
        for name in numbers(question) {
            let is_known = self.labels.contains_key(&name) || made.contains(&name);
            assert!(is_known, "there is no {name}: {question}");
        }
        for found in selector.captures_iter(question) {
            let Some(of_this) = self.labels.get(&found[1]) else {
                assert_eq!(&found[1], "up", "{question}");
                continue;
            };
            for found in matcher.captures_iter(&found[2]) {
                if TARGET.contains(&&found[1]) {
                    continue;
                }
                let values = of_this.get(&found[1]);
                let values = values.unwrap_or_else(|| panic!("no label {}: {question}", &found[1]));
                let mut named = found[3].split('|');
                assert!(named.all(|value| values.contains(value)), "{question}");
            }
        }
        for found in grouping.unwrap().captures_iter(question) {
            for label in found[1].split(',') {
                assert!(self.has_label(label.trim()), "no label {label}: {question}");
            }
        }
    }
}

#[test]
fn what_dashboard_and_rules_ask_for_is_what_the_program_tells() {
    let told = Told::by_the_program();
    let rules = rules();
    let made = rules.iter().filter(|rule| !rule.is_alert);
    let made: BTreeSet<String> = made.map(|rule| rule.name.clone()).collect();
    for rule in &rules {
        told.judge(rule.key("expr"), &made);
    }
    // Whoever imports the dashboard may not have the rules.
    for question in questions() {
        told.judge(&question, &BTreeSet::new());
    }
    let mut words: Vec<String> = rules
        .iter()
        .flat_map(|r| r.keys.values().cloned())
        .collect();
    asked(&dashboard(), &["legendFormat"], &mut words);
    let label = Regex::new(r"\{\{ ?(?:\$labels\.)?([a-z_]+) ?\}\}").unwrap();
    let words = words.join("\n");
    let mut labels = label.captures_iter(&words).peekable();
    assert!(labels.peek().is_some());
    for found in labels {
        assert!(told.has_label(&found[1]), "no label {}", &found[1]);
    }
}

#[test]
fn a_question_for_what_is_not_told_is_noticed() {
    let told = Told::by_the_program();
    let wrong = [
        "saradnja_request_total",
        "sum by (sort) (saradnja_ready)",
        "saradnja_requests_total{sort=\"page\"}",
        "saradnja_requests_total{kind=\"picture\"}",
        "saradnja_requests_total{kind=~\"page|picture\"}",
        "job:saradnja_requests:rate1m",
    ];
    for question in wrong {
        let judged = std::panic::catch_unwind(|| told.judge(question, &BTreeSet::new()));
        assert!(judged.is_err(), "{question}");
    }
    told.judge(
        "sum by (kind) (saradnja_requests_total{kind=~\"page|data\",status=\"2xx\"})",
        &BTreeSet::new(),
    );
}

#[test]
fn every_number_is_on_the_dashboard() {
    let shown: BTreeSet<String> = questions()
        .iter()
        .flat_map(|asked| numbers(asked))
        .collect();
    let missing: Vec<String> = (Told::by_the_program().families.into_iter())
        .filter(|family| !shown.contains(family) && !shown.contains(&format!("{family}_bucket")))
        .collect();
    assert!(missing.is_empty(), "not on the dashboard: {missing:?}");
}

#[test]
fn panels_explain_themselves_and_lie_side_by_side() {
    let dashboard = dashboard();
    let mut ids = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for panel in panels(&dashboard) {
        let title = panel["title"].as_str().unwrap();
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{title}");
        let place = ["x", "y", "w", "h"].map(|key| panel["gridPos"][key].as_u64().unwrap());
        let [x, y, w, h] = place;
        assert!(x + w <= 24, "{title}");
        for cell in (y..y + h).flat_map(|y| (x..x + w).map(move |x| (x, y))) {
            assert!(taken.insert(cell), "{title} lies on another");
        }
        if panel["type"] == "row" {
            continue;
        }
        let says = panel["description"].as_str().unwrap();
        assert!(says.ends_with('.'), "{title}: {says}");
        // It belongs to whoever imports it.
        let targets = panel["targets"].as_array().unwrap();
        for asking in targets.iter().chain([panel]) {
            assert_eq!(asking["datasource"]["uid"], "${datasource}", "{title}");
        }
        let asks = |target: &Value| {
            let question = target["expr"].as_str().unwrap().to_owned();
            let chosen = "{job=\"$job\",instance=~\"$instance\"";
            question.matches(chosen).count() == question.matches('{').count()
        };
        assert!(targets.iter().all(asks), "{title}");
    }
}

#[test]
fn every_alert_says_what_it_means_and_where_to_read_on() {
    let manual = read("docs/monitoring.md");
    let told = manual.lines().filter_map(|line| line.strip_prefix("### "));
    let told: Vec<&str> = told.filter(|head| head.starts_with("Saradnja")).collect();
    let alerts = alerts();
    let names: Vec<&str> = alerts.iter().map(|alert| alert.name.as_str()).collect();
    assert_eq!(told, names, "one heading an alert, in their order");
    for alert in &alerts {
        let anchor = alert.name.to_lowercase();
        assert_eq!(alert.key("runbook"), format!("docs/monitoring.md#{anchor}"));
        assert!(["page", "ticket"].contains(&alert.key("severity")));
        assert!(!alert.key("summary").is_empty());
        assert!(alert.key("description").ends_with('.'), "{}", alert.name);
        let section = manual.split(&format!("### {}\n", alert.name)).nth(1);
        let section = section.unwrap().split("\n#").next().unwrap();
        let severity = format!("*{}.*", alert.key("severity"));
        assert!(section.contains(&severity), "{} in {section}", severity);
    }
}

#[test]
fn nothing_that_an_editor_writes_wakes_anybody() {
    let of_editors = BTreeSet::from(OF_EDITORS.map(str::to_owned));
    let pages = alerts().into_iter().filter(|a| a.key("severity") == "page");
    for alert in pages {
        let asks = numbers(alert.key("expr"));
        assert!(
            asks.is_disjoint(&of_editors),
            "{} asks {asks:?}",
            alert.name
        );
    }
}

/// Mistakes are at home in a preview, which is monitored as another job.
#[test]
fn rules_look_at_one_job_alone() {
    let number = Regex::new("(?:^|[^:a-zA-Z_])(saradnja_[a-z_]+|up)\\b").unwrap();
    for rule in rules() {
        let expr = rule.key("expr");
        for found in number.captures_iter(expr) {
            let rest = &expr[found.get(1).unwrap().end()..];
            assert!(rest.starts_with("{job=\"saradnja\""), "{expr}");
        }
    }
}

#[test]
fn every_alert_is_seen_to_fire_and_to_be_silent() {
    let cases = ["minutes", "days"].map(|name| read(&format!("tests/monitoring/{name}.test.yml")));
    let cases = cases.join("\n");
    // Each case names all alerts that fire at a moment.
    assert!(cases.contains("exp_samples: []"));
    for alert in alerts() {
        let (name, severity) = (&alert.name, alert.key("severity"));
        let fires = format!("'{{alertname=\"{name}\", severity=\"{severity}\"}}'");
        let case = cases.split("  - name: ").find(|case| case.contains(&fires));
        let case = case.unwrap_or_else(|| panic!("no case in which {name} fires"));
        let moments = case.split("eval_time: ").skip(1);
        let silent = moments.filter(|moment| !moment.contains(&fires)).count();
        assert!(silent > 0, "no moment before {name} fires");
    }
}
