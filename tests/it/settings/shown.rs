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
