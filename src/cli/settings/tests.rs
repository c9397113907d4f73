use super::declared::{self, Form, Setting};
use super::words::{self, Words};
use super::{Reading, environment, example, file};
use crate::diag::{Format, Report, SourceMap, render};
use clap::{Arg, ArgAction, Command, value_parser};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What `serve` could be tomorrow.
fn tomorrow() -> Vec<Setting> {
    let serve = Command::new("serve")
        .arg(
            Arg::new("hosts")
                .long("host")
                .value_name("HOST")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(|text: &str| match text.contains(' ') {
                    true => Err("a host has no spaces".to_owned()),
                    false => Ok(text.to_owned()),
                }),
        )
        .arg(
            Arg::new("most")
                .long("most-connections")
                .default_value("10")
                .value_parser(value_parser!(u32).range(1..=20)),
        )
        .arg(
            Arg::new("key")
                .long("key-file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(Arg::new("loud").long("loud").action(ArgAction::SetTrue))
        .arg(Arg::new("positional"));
    declared::settings(&Command::new("program").subcommand(serve))
}

fn reading(settings: &[Setting]) -> Reading<'_> {
    Reading {
        settings,
        used: settings.iter().map(|known| known.key.as_str()).collect(),
        sources: SourceMap::new(),
        report: Report::new(),
    }
}

/// The words that a variable puts on the command line, and what is said about it.
fn from_environment(variables: &[(&str, &str)]) -> (Vec<String>, String) {
    let settings = tomorrow();
    let mut reading = reading(&settings);
    let variables: Vec<(OsString, OsString)> = (variables.iter())
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let found = environment::read(&variables, &mut reading);
    let said = settings.iter().filter_map(|setting| {
        let found = found.get(&setting.key)?;
        Some(words::arguments(setting, &found.values))
    });
    let said = said.flatten().map(|word| word.into_string().unwrap());
    let report = render(&reading.report, &reading.sources, Format::Short, false);
    (said.collect(), report)
}

#[test]
fn every_argument_with_a_long_name_is_a_setting() {
    let settings = tomorrow();
    let shown: Vec<_> = (settings.iter())
        .map(|known| {
            (
                known.key.as_str(),
                known.variable.as_str(),
                known.form,
                known.several,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("host", "SARADNJA_HOST", Form::Text, true),
            (
                "most-connections",
                "SARADNJA_MOST_CONNECTIONS",
                Form::Number,
                false
            ),
            ("key-file", "SARADNJA_KEY_FILE", Form::Path, false),
            ("loud", "SARADNJA_LOUD", Form::Flag, false),
        ]
    );
}

#[test]
fn nothing_that_serve_takes_is_left_out() {
    let declaration = super::declaration();
    let serve = declaration.find_subcommand("serve").unwrap();
    let settings = declared::settings(&declaration);
    let longs = serve.get_arguments().filter_map(Arg::get_long);
    let missing: Vec<_> = longs
        .filter(|long| !settings.iter().any(|known| known.key == *long))
        .collect();
    assert_eq!(missing, ["config"]);
}

#[test]
fn the_environment_is_read_as_arguments_are() {
    let (words, report) = from_environment(&[
        ("SARADNJA_HOST", "a.example,b.example"),
        ("SARADNJA_LOUD", "Yes"),
        ("SARADNJA_MOST_CONNECTIONS", ""),
        ("HOME", "/nowhere"),
    ]);
    assert_eq!(words, ["--host=a.example,b.example", "--loud"]);
    assert!(report.is_empty(), "{report}");
    let (words, report) = from_environment(&[
        ("SARADNJA_HOST", "a.example,b c"),
        ("SARADNJA_HOTS", "a.example"),
        ("SARADNJA_LOUD", "off"),
        ("SARADNJA_MOST_CONNECTIONS", "21"),
        ("SARADNJA_NOTHING_LIKE_IT", "x"),
    ]);
    assert!(words.is_empty(), "{words:?}");
    for said in [
        "environment:1:15: error[wrong-value]: `b c` is no value for `host` (a host has no spaces)",
        "environment:2:1: error[unknown-key]: unknown variable `SARADNJA_HOTS` (did you mean \
         `SARADNJA_HOST`?)",
        "environment:3:15: error[wrong-value]: `off` is no value for `loud` (write `true` or \
         `false`)",
        "environment:4:27: error[wrong-value]: `21` is no value for `most-connections` (21 is not \
         in 1..=20)",
        "environment:5:1: error[unknown-key]: unknown variable `SARADNJA_NOTHING_LIKE_IT` (take",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
}

#[test]
fn a_flag_may_be_switched_off_again() {
    let typed = [
        "program",
        "serve",
        "--loud=false",
        "--host=no",
        "--",
        "--loud=0",
    ];
    let typed = typed.map(OsString::from).to_vec();
    let words = Words::new(typed, 2, |key| key == "loud");
    assert!(words.switched_off("loud"));
    assert!(!words.switched_off("host"));
    let all: Vec<_> = words.with(["--added".into()]).collect();
    let expected = ["program", "serve", "--added", "--host=no", "--", "--loud=0"];
    assert_eq!(all, expected.map(OsString::from));
    let typed = ["program", "--loud=1"].map(OsString::from).to_vec();
    let words = Words::new(typed, 1, |key| key == "loud");
    assert!(!words.switched_off("loud"));
    assert!(words.alone().eq(["program", "--loud"].map(OsString::from)));
}

#[test]
fn the_example_says_what_holds_without_it() {
    let text = example::text(&tomorrow());
    for line in [
        "#most-connections = 10",
        "#loud = false",
        "#host = [\"HOST\"]",
        "#key-file = \"FILE\"",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(
        text.lines()
            .all(|line| line.is_empty() || line.starts_with('#'))
    );
    let settings = declared::settings(&super::declaration());
    let text = example::text(&settings);
    for setting in &settings {
        let start = format!("#{} = ", setting.key);
        let lines = text.lines().filter(|line| line.starts_with(&start));
        assert_eq!(lines.count(), 1, "{start}\n{text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 90),
        "{text}"
    );
}

#[test]
fn a_list_in_a_file_is_judged_item_by_item() {
    let folder = std::env::temp_dir().join(format!("saradnja-settings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("saradnja.toml");
    let text = "host = [\n  \"a.example\",\n  \"b c\",\n  true,\n]\nkey-file = \"key\"\n";
    std::fs::write(&path, text).unwrap();
    let settings = tomorrow();
    let mut reading = reading(&settings);
    let found = file::read(&path, &mut reading);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        found["key-file"].values,
        [folder.join("key").into_os_string()]
    );
    let report = render(&reading.report, &reading.sources, Format::Short, false);
    for said in [
        "saradnja.toml:3:3: error[wrong-value]: `b c` is no value for `host` (a host has no spaces)",
        "saradnja.toml:4:3: error[wrong-type]: expected text in quotes, found `true` or `false`",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let settings = tomorrow();
    let mut reading = reading(&settings);
    let found = file::read(Path::new("/nonexistent/saradnja.toml"), &mut reading);
    assert!(found.is_empty());
    let report = render(&reading.report, &reading.sources, Format::Short, false);
    assert!(
        report.contains("there is no such settings file"),
        "{report}"
    );
}
