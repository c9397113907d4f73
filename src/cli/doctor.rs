//! `doctor`: what a proxy does wrong with the site behind it.

use super::{Outcome, note, print, values};
use crate::doctor::{Finding, Mend, Patient, Verdict, examine};
use crate::links::{Asking, agent};
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::time::Duration;

/// Ask a running site through its proxy, and say what the proxy does wrong
///
/// Asks what a careful visitor would ask: pages in every coding, with validators,
/// parts of files, old addresses, what is missing, and what liars ask. Compares
/// the answers with what the program sends, and says how to mend what differs.
/// Some twenty questions, one at a time; nothing is changed, and no content is read.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja doctor https://example.org/cooperation/
      Does the proxy at this address pass everything on as it should?
  saradnja doctor https://example.org/ --operations http://127.0.0.1:9090/
      Also whether visitors see the release that the program serves.
  saradnja doctor http://127.0.0.1:8080/
      The program itself, without a proxy: what is wrong here is not the proxy's.
      With a path in --base-url, the address has it too.

Use the same version of the program as the one that is asked: fields of answers
are compared with those that this one sends.

Exit codes: 0 all is well; 1 something is wrong; 2 nothing is, but something could
not be told for sure, or nobody answered.")]
pub(crate) struct DoctorArgs {
    /// The address that visitors type, with its path
    #[arg(value_name = "URL", value_parser = values::base_url)]
    url: values::BaseUrl,
    /// The operations listener of the program behind the proxy, such as
    /// <http://127.0.0.1:9090/>, to compare releases
    #[arg(long, value_name = "URL", value_parser = operations)]
    operations: Option<String>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// How many seconds to wait for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object a line: `check`, `verdict`, `said`, and where it is not well
    /// `mend` with `words`, `nginx` and `caddy`.
    Json,
}

/// Scheme and host of the operations listener, which has no path.
fn operations(text: &str) -> Result<String, String> {
    let address = values::base_url(text)?;
    match address.base_path.as_str() {
        "" => Ok(address.origin),
        path => Err(format!(
            "the operations listener has no path: take `{path}` away"
        )),
    }
}

pub(super) fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let patient = Patient {
        origin: &args.url.origin,
        base_path: &args.url.base_path,
        operations: args.operations.as_deref(),
    };
    let agent = agent(&Asking {
        patience: Duration::from_secs(args.timeout),
        user_agent: format!("saradnja/{} (doctor)", env!("CARGO_PKG_VERSION")),
    });
    let asked = format!("{}{}/", patient.origin, patient.base_path);
    let findings = examine(&agent, &patient).map_err(|why| anyhow!("asking {asked}: {why}"))?;
    print(&match args.format {
        Format::Text => text(&findings),
        Format::Json => lines(&findings),
    })?;
    let count = |verdict| {
        let found = findings.iter().filter(|finding| finding.verdict == verdict);
        found.count()
    };
    let (wrong, unsure) = (count(Verdict::Wrong), count(Verdict::Unsure));
    note(&format!(
        "{asked}: {wrong} wrong, {unsure} unsure, {} well",
        count(Verdict::Ok)
    ));
    Ok(match (wrong, unsure) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Uncertain,
        _ => Outcome::Differs,
    })
}

/// One line each, and below it how to mend it.
fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut said_before: Option<&Mend> = None;
    for finding in findings {
        let (word, check) = (finding.verdict.word(), finding.check);
        text.push_str(&format!("{word:<7} {check:<13} {}\n", finding.said));
        // Several complaints of one kind are mended by one thing.
        if let Some(mend) = finding.mend
            && said_before != Some(mend)
        {
            text.push_str(&mended(mend));
        }
        said_before = finding.mend;
    }
    text
}

fn mended(mend: &Mend) -> String {
    let lines = [
        ("mend:", Some(mend.words)),
        ("nginx:", mend.nginx),
        ("Caddy:", mend.caddy),
    ];
    let lines = lines.into_iter();
    lines
        .filter_map(|(who, line)| Some(format!("        {who:<7}{}\n", line?)))
        .collect()
}

fn lines(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let mut line = json!({
            "check": finding.check,
            "verdict": finding.verdict.word(),
            "said": finding.said,
        });
        if let Some(mend) = finding.mend {
            line["mend"] = json!({
                "words": mend.words,
                "nginx": mend.nginx,
                "caddy": mend.caddy,
            });
        }
        format!("{line}\n")
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::operations;

    #[test]
    fn the_operations_listener_has_no_path() {
        let found = operations("http://127.0.0.1:9090/");
        assert_eq!(found.as_deref(), Ok("http://127.0.0.1:9090"));
        let error = operations("http://127.0.0.1:9090/release").expect_err("a path");
        assert!(error.contains("take `/release` away"), "{error}");
    }
}
