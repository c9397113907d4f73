//! What `config` shows, and what it says beside it.

use super::*;

#[test]
fn config_says_which_folder_is_not_there() {
    let folder = Folder::new();
    fs::write(
        folder.path().join("saradnja.toml"),
        "\ncontent = \"nowhere\"\n",
    )
    .unwrap();
    let output = run(folder.path(), &[], &["config"]);
    assert_eq!(code(&output), Some(1), "{output:?}");
    let told = "saradnja.toml:2: there is no folder nowhere";
    assert!(text(&output.stderr).contains(told), "{output:?}");
    fs::create_dir(folder.path().join("nowhere")).unwrap();
    let output = run(folder.path(), &[], &["config"]);
    assert_eq!(code(&output), Some(0), "{output:?}");
}

#[test]
fn what_config_shows_is_aligned_and_complete() {
    let folder = Folder::new();
    fs::write(folder.path().join("saradnja.toml"), "\nlisten = 9000\n").unwrap();
    let variables = [("SARADNJA_BASE_URL", "https://example.org/")];
    let output = run(folder.path(), &variables, &["config", "--access-log"]);
    assert_eq!(code(&output), Some(0), "{output:?}");
    let shown = text(&output.stdout);
    let column = shown.lines().next().unwrap().find("saradnja.toml").unwrap();
    for (start, end) in [
        ("config ", "  default"),
        ("listen ", "  saradnja.toml:2"),
        ("base-url ", "  SARADNJA_BASE_URL"),
        ("access-log ", "  --access-log"),
        ("grace ", "  default"),
    ] {
        let line = shown.lines().find(|line| line.starts_with(start));
        let line = line.expect(start);
        assert!(line.ends_with(end), "{line}");
        assert!(line[..column].ends_with("  "), "{line}");
        assert!(!line[column..].starts_with(' '), "{line}");
    }
}

#[test]
fn config_says_in_words_what_holds_where_nothing_is_set() {
    let folder = Folder::new();
    let output = run(folder.path(), &[], &["config"]);
    let shown = text(&output.stdout);
    for (key, words) in [
        ("listen ", "  inherited sockets, else 127.0.0.1:8080  "),
        ("content ", "  ./content, else that inside the program  "),
        ("base-url ", "  -  "),
    ] {
        let line = shown.lines().find(|line| line.starts_with(key));
        assert!(line.expect(key).contains(words), "{line:?}");
    }
    let shown = settings(folder.path(), &[], &["--listen", "9000"]);
    assert_eq!(setting(&shown, "listen").0, serde_json::json!(["9000"]));
}

#[test]
fn mistakes_are_for_machines_where_settings_are_to_be() {
    let folder = Folder::new();
    fs::write(folder.path().join("saradnja.toml"), "\ngrace = \"soon\"\n").unwrap();
    let variables = [("SARADNJA_GRCE", "1")];
    let config = ["config", "--format", "json"];
    let output = run(folder.path(), &variables, &config);
    assert_eq!(code(&output), Some(1), "{output:?}");
    let told = text(&output.stdout);
    let told: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let place = |fault: &Value| (fault["path"].clone(), fault["line"].clone());
    let places: Vec<_> = told.iter().map(place).collect();
    let expected = [("environment", 1), ("saradnja.toml", 2)];
    assert_eq!(
        places,
        expected.map(|(path, line)| (path.into(), line.into()))
    );

    // With the keys that mistakes in content have.
    let keys = |fault: &Value| -> Vec<String> {
        let keys = fault.as_object().unwrap().keys();
        keys.cloned().collect()
    };
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.content().join("site.toml"), "no = \"value\"\n").unwrap();
    let check = ["check", "--config", "none", "--format", "json"];
    fs::write(folder.path().join("none"), "").unwrap();
    let output = run(folder.path(), &[], &check);
    let found = text(&output.stdout);
    let found = found.lines().next().expect("a mistake in the content");
    assert_eq!(keys(&told[0]), keys(&serde_json::from_str(found).unwrap()));

    // What is wrong with arguments besides is told where it always is.
    let output = run(
        folder.path(),
        &variables,
        &[&config[..], &["--hsts=x"]].concat(),
    );
    assert_eq!(code(&output), Some(2), "{output:?}");
    assert_eq!(text(&output.stdout).lines().count(), 2, "{output:?}");
    assert!(text(&output.stderr).contains("--hsts"), "{output:?}");
}

/// Numbers and times that are none, or out of all bounds.
const NUMBERS: [&str; 5] = ["-1", "99999999999999999999", "1.5", "5 parsecs", ""];

/// What programmers say of numbers.
const NOT_FOR_OPERATORS: [&str; 7] = [
    "..=",
    "digit found",
    "integer",
    "target type",
    "unexpected argument",
    "a point",
    "expected",
];

#[test]
fn wrong_numbers_are_told_what_would_be_right_wherever_they_stand() {
    let folder = Folder::new();
    let path = folder.path().join("saradnja.toml");
    let shown = settings(folder.path(), &[], &[]);
    let all = shown["settings"].as_array().unwrap().iter();
    let measures = all.filter(|setting| match &setting["default"] {
        Value::Number(_) => true,
        Value::String(text) => text.starts_with(|sign: char| sign.is_ascii_digit()),
        _ => false,
    });
    let mut seen = 0;
    for setting in measures {
        let name = setting["name"].as_str().unwrap();
        let variable = setting["variable"].as_str().unwrap();
        let right = match &setting["default"] {
            _ if name == "socket-mode" => "write three octal digits",
            Value::Number(_) => "write a whole number from ",
            _ if name.ends_with("-bytes") => "write a number of bytes from ",
            _ => "write a time from ",
        };
        let mut judge = |output: &Output, how: &str| {
            let told = text(&output.stdout) + &text(&output.stderr);
            assert_ne!(code(output), Some(0), "{how}\n{told}");
            assert!(told.contains(right), "{how}\n{told}");
            for word in NOT_FOR_OPERATORS {
                assert!(!told.contains(word), "{how}: {word}\n{told}");
            }
            seen += 1;
        };
        for value in NUMBERS {
            let argument = format!("--{name}={value}");
            judge(&run(folder.path(), &[], &["config", &argument]), &argument);
            // A variable without a value counts as none.
            if !value.is_empty() {
                let output = run(folder.path(), &[(variable, value)], &["config"]);
                judge(&output, &format!("{variable}={value}"));
            }
            let is_bare = value.parse::<f64>().is_ok();
            let written = [
                Some(format!("\"{value}\"")),
                is_bare.then(|| value.to_owned()),
            ];
            for written in written.into_iter().flatten() {
                let line = format!("{name} = {written}");
                fs::write(&path, &line).unwrap();
                judge(&run(folder.path(), &[], &["config"]), &line);
                fs::remove_file(&path).unwrap();
            }
        }
        let apart = [format!("--{name}"), "-1".to_owned()];
        let output = run(folder.path(), &[], &["serve", &apart[0], &apart[1]]);
        judge(&output, &apart.join(" "));
    }
    assert!(seen > 200, "{seen}");
}
