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
