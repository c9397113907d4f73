//! Settings through the real binary: who is heard first, what is said about
//! mistakes, what `config` shows, and what is made from the one declaration.

mod shown;

use crate::support::content::{Folder, blessing, project};
use crate::support::program::get;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The program in this folder, with nothing but these variables.
fn program(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
    command
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .args(arguments);
    command
}

fn run(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    program(folder, variables, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn settings(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Value {
    let arguments = [&["config", "--format", "json"], arguments].concat();
    let output = run(folder, variables, &arguments);
    assert_eq!(code(&output), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The value and the origin of a setting.
fn setting(shown: &Value, name: &str) -> (Value, String) {
    let all = shown["settings"].as_array().unwrap();
    let found = all.iter().find(|setting| setting["name"] == name).unwrap();
    (
        found["value"].clone(),
        found["origin"].as_str().unwrap().to_owned(),
    )
}

/// A server, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // If it has ended by itself there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn arguments_come_before_variables_before_the_file_before_defaults() {
    let folder = Folder::new();
    let file = "grace = 1\n\ncompression = \"quick\"\nlog-format = \"json\"\npreview = true\n";
    fs::write(folder.path().join("saradnja.toml"), file).unwrap();
    let variables = [("SARADNJA_GRACE", "2"), ("SARADNJA_COMPRESSION", "best")];
    let arguments = ["--grace", "3", "--preview=false"];
    let shown = settings(folder.path(), &variables, &arguments);
    for (name, value, origin) in [
        ("grace", Value::from(3), "--grace"),
        ("compression", "best".into(), "SARADNJA_COMPRESSION"),
        ("log-format", "json".into(), "saradnja.toml:4"),
        ("max-fields", 100.into(), "default"),
        ("preview", false.into(), "--preview"),
        ("base-url", Value::Null, "default"),
    ] {
        assert_eq!(setting(&shown, name), (value, origin.to_owned()), "{name}");
    }
}

#[test]
fn the_file_is_named_by_an_argument_or_a_variable_or_lies_here() {
    let folder = Folder::new();
    for (name, grace) in [("saradnja.toml", 1), ("two.toml", 2), ("three.toml", 3)] {
        fs::write(folder.path().join(name), format!("grace = {grace}\n")).unwrap();
    }
    let variable = [("SARADNJA_CONFIG", "two.toml")];
    let argument = ["--config", "three.toml"];
    for (variables, arguments, grace) in [
        (&[][..], &[][..], 1),
        (&variable, &[], 2),
        (&variable, &argument, 3),
    ] {
        let shown = settings(folder.path(), variables, arguments);
        assert_eq!(setting(&shown, "grace").0, grace);
    }
}

#[test]
fn the_server_does_what_the_file_says() {
    let folder = Folder::with_minimal();
    fs::create_dir(folder.path().join("etc")).unwrap();
    fs::rename(folder.content(), folder.path().join("etc/register")).unwrap();
    let file = "listen = 0\nbase-url = \"https://example.org/cooperation/\"\n\
                content = \"register\"\nas-of = 2026-11-23\nno-watch = true\n";
    fs::write(folder.path().join("etc/saradnja.toml"), file).unwrap();
    // The folder is beside the file, not where the program was started.
    let child = program(folder.path(), &[], &["--config", "etc/saradnja.toml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut first = String::new();
    BufReader::new(running.0.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let address = first
        .trim()
        .strip_prefix("listening on http://")
        .expect(&first);
    let authority = address.strip_suffix("/cooperation/").expect(address);
    assert_eq!(get(authority, "/cooperation/pl/").status, 200);

    let output = run(
        folder.path(),
        &[],
        &["check", "--config", "etc/saradnja.toml"],
    );
    let said = text(&output.stderr);
    assert!(said.contains("etc/register as of 2026-11-23"), "{said}");
}

#[test]
fn all_mistakes_are_told_at_once_with_their_places() {
    let folder = Folder::new();
    let file = "listen = \":80\"\ncontnt = \"register\"\ngrace = \"5\"\ncompression = \"bst\"\n\
                static = 5\nas-of = 26.12\n\n[serve]\naccess-log = true\n";
    fs::write(folder.path().join("saradnja.toml"), file).unwrap();
    let variables = [("SARADNJA_LISTN", "1"), ("SARADNJA_PREVIEW", "perhaps")];
    let output = run(
        folder.path(),
        &variables,
        &["serve", "--operations", "nowhere"],
    );
    assert_eq!(code(&output), Some(2));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    for (message, place) in [
        ("unknown variable `SARADNJA_LISTN`", "environment:1:1"),
        ("`perhaps` is no value for `preview`", "environment:2:18"),
        ("`:80` is no value for `listen`", "saradnja.toml:1:10"),
        ("unknown key `contnt`", "saradnja.toml:2:1"),
        ("a number stands without quotes", "saradnja.toml:3:9"),
        ("`bst` is not one of the words", "saradnja.toml:4:15"),
        ("found a whole number", "saradnja.toml:5:10"),
        ("`26.12` is no value for `as-of`", "saradnja.toml:6:9"),
        ("unknown key `serve`", "saradnja.toml:8:2"),
    ] {
        let after = said.split_once(message).expect(message).1;
        let next = after.lines().nth(1).unwrap();
        assert!(next.ends_with(place), "{message}: {next}");
    }
    for help in [
        "did you mean `SARADNJA_LISTEN`?",
        "did you mean `content`?",
        "did you mean `best`?",
        "write `grace = 5`",
        "under no heading",
        "9 errors in 2 files",
        "'nowhere' for '--operations <ADDR>'",
    ] {
        assert!(said.contains(help), "{help}\n{said}");
    }
}

#[test]
fn what_stands_twice_or_is_no_toml_is_told() {
    let folder = Folder::new();
    for (file, said) in [("grace = 1\ngrace = 2\n", "grace"), ("grace = \n", "grace")] {
        fs::write(folder.path().join("saradnja.toml"), file).unwrap();
        let output = run(folder.path(), &[("SARADNJA_GRCE", "1")], &["config"]);
        assert_eq!(code(&output), Some(1), "{output:?}");
        let report = text(&output.stdout);
        assert!(report.contains("error[syntax]"), "{report}");
        assert!(report.contains(said), "{report}");
        assert!(
            report.contains("did you mean `SARADNJA_GRACE`?"),
            "{report}"
        );
    }
}

#[test]
fn a_setting_that_needs_another_is_told_where_it_stands() {
    let folder = Folder::new();
    let file = "grace = 1\npreview-anywhere = true\n";
    fs::write(folder.path().join("saradnja.toml"), file).unwrap();
    let output = run(folder.path(), &[], &["config"]);
    assert_eq!(code(&output), Some(1));
    let report = text(&output.stdout);
    assert!(
        report.contains("says nothing without `preview`"),
        "{report}"
    );
    assert!(report.contains("saradnja.toml:2:1"), "{report}");
    // Wherever the other one is set.
    for (variables, arguments) in [
        (&[("SARADNJA_PREVIEW", "1")][..], &[][..]),
        (&[], &["--preview"]),
        (&[], &["--preview-anywhere=false"]),
    ] {
        settings(folder.path(), variables, arguments);
    }
}

#[test]
fn other_commands_read_what_concerns_them_and_pass_over_the_rest() {
    let folder = Folder::with_minimal();
    let file = "as-of = 2027-01-02\nlisten = \"nowhere\"\n";
    fs::write(folder.path().join("saradnja.toml"), file).unwrap();
    let output = run(folder.path(), &[], &["check"]);
    let said = text(&output.stderr);
    assert!(said.contains("as of 2027-01-02"), "{said}");
    let output = run(folder.path(), &[], &["check", "--as-of", "2027-01-03"]);
    let said = text(&output.stderr);
    assert!(said.contains("as of 2027-01-03"), "{said}");
    // A name that nobody knows may be a slip for one that concerns them.
    let output = run(folder.path(), &[("SARADNJA_CONTNT", "x")], &["check"]);
    assert_eq!(code(&output), Some(2), "{output:?}");
    // What no setting concerns is not kept from anybody.
    let arguments = ["explain", "syntax"];
    let output = run(folder.path(), &[("SARADNJA_CONTNT", "x")], &arguments);
    assert_eq!(code(&output), Some(0), "{output:?}");
}

#[test]
fn the_example_changes_nothing_as_it_is_and_says_the_defaults() {
    let folder = Folder::new();
    let output = run(folder.path(), &[], &["config", "--example"]);
    let example = text(&output.stdout);
    let before = settings(folder.path(), &[], &[]);
    let path = folder.path().join("saradnja.toml");
    fs::write(&path, &example).unwrap();
    let after = settings(folder.path(), &[], &[]);
    assert_eq!(before["settings"], after["settings"]);
    // With every default spelled out, the same holds.
    let has_default = |key: &str| {
        let all = before["settings"].as_array().unwrap();
        let found = all.iter().find(|setting| setting["name"] == key);
        found.is_some_and(|setting| {
            !setting["default"].is_null() && setting["default"] != Value::Array(Vec::new())
        })
    };
    let mut spelled_out = 0;
    let lines = example.lines().map(|line| {
        let key = line
            .strip_prefix('#')
            .and_then(|line| line.split_once(" = "));
        match key {
            Some((key, _)) if has_default(key) => {
                spelled_out += 1;
                format!("{}\n", &line[1..])
            }
            _ => format!("{line}\n"),
        }
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    assert!(spelled_out > 5, "{example}");
    let spelled = settings(folder.path(), &[], &[]);
    let values = |shown: &Value| -> Vec<Value> {
        let all = shown["settings"].as_array().unwrap();
        all.iter().map(|setting| setting["value"].clone()).collect()
    };
    assert_eq!(values(&before), values(&spelled));
}

#[test]
fn the_operators_guide_names_every_setting() {
    const HEAD: &str = "| Key | Default | Says | Takes effect with |\n|---|---|---|---|\n";
    let folder = Folder::new();
    let shown = settings(folder.path(), &[], &[]);
    let rows = shown["settings"].as_array().unwrap().iter().map(|setting| {
        let default = match &setting["default"] {
            _ if setting["unless-set"].is_string() => {
                setting["unless-set"].as_str().unwrap().to_owned()
            }
            Value::Null => "none".to_owned(),
            Value::Array(none) if none.is_empty() => "none".to_owned(),
            Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        };
        let name = setting["name"].as_str().unwrap();
        let says = setting["says"].as_str().unwrap().replace('|', "\\|");
        let effect = setting["takes-effect"].as_str().unwrap();
        format!("| `{name}` | {default} | {says} | {effect} |\n")
    });
    let table: String = std::iter::once(HEAD.to_owned()).chain(rows).collect();
    let path = project().join("docs/operators-guide.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(HEAD).expect("a table of settings");
    let after = rest.split_inclusive('\n');
    let after = after.skip_while(|line| line.starts_with('|'));
    let expected = format!("{before}{table}{}", after.collect::<String>());
    if blessing() {
        fs::write(&path, expected).unwrap();
        return;
    }
    assert_eq!(guide, expected, "UPDATE_EXPECT=1 writes the table anew");
}

#[test]
fn manual_pages_name_every_option_and_are_sound() {
    let folder = Folder::new();
    let output = run(folder.path(), &[], &["man"]);
    let page = text(&output.stdout).replace("\\-", "-");
    let shown = settings(folder.path(), &[], &[]);
    for setting in shown["settings"].as_array().unwrap() {
        let option = format!("--{}", setting["name"].as_str().unwrap());
        assert!(page.contains(&option), "{option}");
    }
    for part in [
        "SARADNJA_CONFIG",
        ".SH FILES",
        "--config",
        "saradnja-export(1)",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let output = run(folder.path(), &[], &["man", "--out", "pages"]);
    assert_eq!(code(&output), Some(0), "{output:?}");
    let pages = fs::read_dir(folder.path().join("pages")).unwrap();
    let mut names = Vec::new();
    for page in pages {
        let path = page.unwrap().path();
        // Every line that begins with a point is a request that man(7) knows.
        for line in fs::read_to_string(&path).unwrap().lines() {
            let request = line
                .strip_prefix('.')
                .and_then(|line| line.split(' ').next());
            let known = [
                "TH", "SH", "IP", "SS", "TP", "RS", "RE", "PP", "ie", "el", "br", "nf", "fi",
            ];
            let is_known = request.is_none_or(|request| known.contains(&request));
            assert!(is_known, "{path:?}: {line}");
        }
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    for name in ["saradnja.1", "saradnja-serve.1", "saradnja-config.1"] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
}

#[test]
fn bash_completes_options_and_words() {
    let folder = Folder::new();
    let output = run(folder.path(), &[], &["completions", "bash"]);
    fs::write(folder.path().join("complete.bash"), &output.stdout).unwrap();
    let complete = |words: &str, last: usize| {
        let script = format!(
            "source ./complete.bash\nCOMP_WORDS=({words})\nCOMP_CWORD={last}\n\
             $(complete -p saradnja | sed 's/.*-F \\([^ ]*\\).*/\\1/') saradnja \
             \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{last}-1]}}\"\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &script])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        text(&output.stdout)
    };
    assert_eq!(complete("saradnja serve --lis", 2), "--listen\n");
    assert_eq!(complete("saradnja --lis", 1), "--listen\n");
    assert_eq!(complete("saradnja serve --compression q", 3), "quick\n");
    assert_eq!(complete("saradnja comp", 1), "completions\n");
    for shell in ["zsh", "fish"] {
        let output = run(folder.path(), &[], &["completions", shell]);
        let script = text(&output.stdout);
        assert!(script.contains("access-log"), "{shell}: {script}");
    }
}
