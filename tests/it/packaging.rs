//! What is given to operators speaks of the program as it is: options that it
//! has, ports that agree, files and tests that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::content::{Folder, project};

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap()
}

/// The options of `serve`, without their hyphens.
fn options() -> BTreeSet<String> {
    let help = Folder::new().run(&["serve", "--help"]).stdout();
    let words = help.split_whitespace();
    words
        .filter_map(|word| word.strip_prefix("--").map(name))
        .collect()
}

fn name(word: &str) -> String {
    let end = word.find(|sign: char| !sign.is_ascii_lowercase() && sign != '-');
    word[..end.unwrap_or(word.len())].to_owned()
}

/// What stands after `before` in each line that begins with it.
fn values<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    text.lines()
        .filter_map(move |line| line.trim_start().strip_prefix(before))
}

/// The value of an option in a list of arguments.
fn given<'a>(arguments: &[&'a str], option: &str) -> Option<&'a str> {
    let joined = format!("--{option}=");
    let at = |index: usize| arguments.get(index + 1).copied();
    arguments.iter().enumerate().find_map(|(index, argument)| {
        argument
            .strip_prefix(joined.as_str())
            .or_else(|| at(index).filter(|_| argument.strip_prefix("--") == Some(option)))
    })
}

fn port(address: &str) -> &str {
    address.rsplit(':').next().unwrap()
}

/// The strings of a list in JSON notation.
fn listed(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_option_that_a_package_gives_exists() {
    let known = options();
    assert!(known.contains("operations"), "{known:?}");
    for (path, expected) in [
        ("packaging/systemd/saradnja.service", "config"),
        ("packaging/container/Containerfile", "operations"),
        ("packaging/kubernetes/saradnja.yaml", "operations"),
    ] {
        let text = read(path);
        // Of a container runtime's commands in comments nothing is known here.
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        let lines = lines.filter(|line| !line.starts_with("HEALTHCHECK"));
        let words = lines.flat_map(|line| line.split([' ', '"', ',', '=']));
        let given: BTreeSet<_> = words
            .filter_map(|word| word.strip_prefix("--").map(name))
            // `---` parts the documents of a file.
            .filter(|name| name != "-")
            .collect();
        assert!(given.contains(expected), "{path}: {given:?}");
        let unknown: Vec<_> = given.difference(&known).collect();
        assert!(unknown.is_empty(), "{path}: {unknown:?}");
    }
}

#[test]
fn every_option_that_an_example_for_a_proxy_names_exists() {
    let known = options();
    for file in ["nginx.conf", "Caddyfile", "varnish.vcl"] {
        let text = read(&format!("packaging/proxies/{file}"));
        let words = text.split([' ', '`', '\n']);
        let given: BTreeSet<_> = words
            .filter_map(|word| word.strip_prefix("--").map(name))
            .collect();
        assert!(given.contains("trusted-proxies"), "{file}: {given:?}");
        let unknown: Vec<_> = given.difference(&known).collect();
        assert!(unknown.is_empty(), "{file}: {unknown:?}");
        // Names that nobody has.
        assert!(text.contains("https://example.org/cooperation/"), "{file}");
    }
}

#[test]
fn the_container_asks_where_it_listens() {
    let text = read("packaging/container/Containerfile");
    let line = |before| values(&text, before).next().unwrap();
    let command = listed(line("CMD "));
    let command: Vec<_> = command.iter().map(String::as_str).collect();
    assert_eq!(command[0], "serve");
    assert_eq!(port(given(&command, "listen").unwrap()), line("EXPOSE "));
    let health = line("HEALTHCHECK ").split_once("CMD ").unwrap().1;
    let health = listed(health);
    assert_eq!(health[..2], ["/saradnja", "health"]);
    let operations = given(&command, "operations").unwrap();
    assert_eq!(health[2], port(operations));
    assert_eq!(listed(line("ENTRYPOINT ")), ["/saradnja"]);
    assert_eq!(line("USER "), "65532:65532");
    assert_eq!(line("FROM "), "scratch");
}

#[test]
fn kubernetes_asks_where_the_program_listens() {
    let text = read("packaging/kubernetes/saradnja.yaml");
    let arguments: Vec<_> = values(&text, "- --").collect();
    let arguments: Vec<_> = arguments.iter().map(|rest| format!("--{rest}")).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let names: Vec<_> = values(&text, "- name: ").collect();
    let ports: BTreeMap<_, _> = text
        .split("- name: ")
        .filter_map(|piece| {
            let (name, rest) = piece.split_once('\n')?;
            Some((
                name,
                rest.trim_start()
                    .strip_prefix("containerPort: ")?
                    .lines()
                    .next()?,
            ))
        })
        .collect();
    assert!(names.contains(&"saradnja"), "{names:?}");
    for (name, option) in [("web", "listen"), ("operations", "operations")] {
        assert_eq!(
            ports[name],
            port(given(&arguments, option).unwrap()),
            "{name}"
        );
    }
    // Each probe names the port of the operations listener, and what it has.
    let probes: Vec<_> = text.split("httpGet:").skip(1).collect();
    assert_eq!(probes.len(), 3);
    for probe in probes {
        let path = values(probe, "path: ").next().unwrap();
        assert!(["/livez", "/readyz"].contains(&path), "{path}");
        assert_eq!(values(probe, "port: ").next(), Some("operations"));
    }
    // After the grace those who are being answered have ten seconds.
    let grace: u32 = given(&arguments, "grace").unwrap().parse().unwrap();
    let patience = values(&text, "terminationGracePeriodSeconds: ").next();
    assert!(patience.unwrap().parse::<u32>().unwrap() > grace + 10);
    let version = format!(":{}", env!("CARGO_PKG_VERSION"));
    assert!(values(&text, "image: ").all(|image| image.ends_with(&version)));
}

#[test]
fn what_holds_against_harm_exists() {
    let text = read("docs/threat-model.md");
    let quoted: Vec<_> = text.split('`').skip(1).step_by(2).collect();
    let mut tests = 0;
    for name in quoted {
        let known = ["src/", "tests/", "packaging/", "scripts/"];
        if !known.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let (file, test) = name.split_once("::").unzip();
        // What it is run with is no part of its name.
        let file = file.unwrap_or(name).split(' ').next().unwrap();
        assert!(project().join(file).exists(), "{file} does not exist");
        if let Some(test) = test {
            tests += 1;
            let declared = format!("fn {test}()");
            assert!(read(file).contains(&declared), "{name} does not exist");
        }
    }
    assert!(tests > 10, "{tests} tests are named");
}

/// The materials of the program that these tests run.
fn materials(folder: &Path) -> String {
    let output = Command::new(project().join("scripts/sbom"))
        .arg(format!("{}-unknown-linux-gnu", std::env::consts::ARCH))
        .arg(env!("CARGO_BIN_EXE_saradnja"))
        .env("SOURCE_DATE_EPOCH", "1795651200")
        .current_dir(folder)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_bill_of_materials_is_complete_and_says_the_same_again() {
    let text = materials(project());
    assert_eq!(text, materials(&std::env::temp_dir()));
    let bill: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(bill["specVersion"], "1.5");
    assert_eq!(bill["metadata"]["timestamp"], "2026-11-26T00:00:00Z");
    assert_eq!(
        bill["metadata"]["component"]["version"],
        env!("CARGO_PKG_VERSION")
    );
    let components = bill["components"].as_array().unwrap();
    let scopes: BTreeMap<_, _> = components
        .iter()
        .map(|part| {
            (
                part["name"].as_str().unwrap(),
                part["scope"].as_str().unwrap(),
            )
        })
        .collect();
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(scopes.contains_key(name.as_str()), "{name} is missing");
    }
    // What tests need is not in the program; macros are at work before it.
    let tests = manifest["dev-dependencies"].as_table().unwrap();
    assert!(tests.keys().all(|name| !scopes.contains_key(name.as_str())));
    assert_eq!(
        (scopes["serde"], scopes["serde_derive"]),
        ("required", "excluded")
    );
    for part in components {
        for field in ["purl", "hashes", "licenses"] {
            assert!(part.get(field).is_some(), "{} has no {field}", part["name"]);
        }
    }
    // Every dependency that is named is listed.
    let refs: BTreeSet<_> = components
        .iter()
        .map(|part| part["bom-ref"].as_str())
        .collect();
    for entry in bill["dependencies"].as_array().unwrap() {
        for to in entry["dependsOn"].as_array().unwrap() {
            assert!(refs.contains(&to.as_str()), "{to} is not listed");
        }
    }
}
