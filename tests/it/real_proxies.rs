//! The examples for proxies in `packaging/proxies`, each in the real proxy: what
//! comes through it is what the program says, and `doctor` finds nothing.
//!
//! They are left out unless they are asked for, since they need the proxies:
//! `scripts/test` fetches them to `target/tools/proxies` and runs these tests.

mod comparison;
mod proxy;

use crate::support::content::Folder;
use crate::support::program::Program;
use comparison::{ask, compare, questions};
use proxy::{AUTHORITY, Place, Upstream, caddy, certify, nginx, start, varnish};
use std::{net::TcpListener, path::PathBuf, process::Command};

/// Holds a proxy with its example to all of this, over TCP and a Unix socket.
fn hold(command: fn(&Place<'_>) -> Command, keeps: bool) {
    let content = Folder::with_minimal();
    // The port is free again when the proxy takes it.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let proxied = address.to_string();
    let url = format!("http://{proxied}/cooperation/");
    let socket: PathBuf = content.path().join("http.sock");
    let unix = format!("unix:{}", socket.display());
    let arguments = [
        "--listen",
        &unix,
        // Whoever may do much starts nginx, which then lets others work.
        "--socket-mode",
        "666",
        "--base-url",
        &url,
        "--compression",
        "quick",
        "--access-log",
        "--trusted-proxies",
        "unix",
    ];
    let program = Program::serve(content.path(), &arguments);
    let direct = program.authority();
    for upstream in [Upstream::Tcp(direct), Upstream::Unix(&socket)] {
        let folder = Folder::new();
        let place = Place {
            address,
            upstream,
            folder: folder.path(),
            is_encrypted: false,
        };
        let _proxy = start(command(&place), &place);
        compare(direct, &proxied);
        let run = content.run(&["doctor", &url]);
        assert_eq!(run.code(), 0, "{}", run.stdout());
        if keeps {
            let style = questions(direct)
                .into_iter()
                .find(|(_, path, _)| path.ends_with(".css"));
            let heard = ask(&proxied, &style.unwrap());
            assert!(heard.fields.contains_key("age"), "{heard:?}");
        }
    }
    // The program hears of the visitor from a proxy at the socket, which is
    // trusted, and nothing from one that is not.
    let folder = Folder::new();
    let place = Place {
        address,
        upstream: Upstream::Unix(&socket),
        folder: folder.path(),
        is_encrypted: false,
    };
    let _proxy = start(command(&place), &place);
    let claims = "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n";
    let path = "/cooperation/pl/who-asks/".to_owned();
    ask(&proxied, &("GET", path, claims.to_owned()));
    let is_told = |program: &Program| program.log().contains("path=/cooperation/pl/who-asks/");
    program.wait_until("the request is logged", is_told);
    let log = program.log();
    let line = log
        .lines()
        .find(|line| line.contains("/who-asks/"))
        .unwrap();
    assert!(line.ends_with(" client=127.0.0.0"), "{line}");
}

/// Holds a proxy that ends TLS to what `doctor` asks, before a program that
/// leads home who comes by another name, and so must be told the right one.
fn hold_encrypted(command: fn(&Place<'_>) -> Command) {
    let folder = Folder::new();
    certify(folder.path());
    let content = Folder::with_minimal();
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("https://{address}/cooperation/");
    let arguments = [
        "--base-url",
        &url,
        "--canonical-host",
        "redirect",
        "--trusted-proxies",
        "127.0.0.1",
        "--hsts",
        "300",
        "--compression",
        "quick",
    ];
    let program = Program::serve(content.path(), &arguments);
    let place = Place {
        address,
        upstream: Upstream::Tcp(program.authority()),
        folder: folder.path(),
        is_encrypted: true,
    };
    let _proxy = start(command(&place), &place);
    let doctor = Command::new(env!("CARGO_BIN_EXE_saradnja"))
        .args(["doctor", &url])
        .env("SSL_CERT_FILE", folder.path().join(AUTHORITY))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&doctor.stdout);
    assert!(
        doctor.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&doctor.stderr)
    );
    assert!(told.contains("ok      hsts "), "{told}");
}

#[test]
#[ignore = "needs nginx and openssl: scripts/test fetches them"]
fn nginx_ends_encryption_and_says_so() {
    hold_encrypted(nginx);
}

#[test]
#[ignore = "needs Caddy and openssl: scripts/test fetches them"]
fn caddy_ends_encryption_and_says_so() {
    hold_encrypted(caddy);
}

#[test]
#[ignore = "needs nginx: scripts/test fetches it"]
fn nginx_passes_on_what_the_program_says() {
    hold(nginx, false);
}

#[test]
#[ignore = "needs Caddy: scripts/test fetches it"]
fn caddy_passes_on_what_the_program_says() {
    hold(caddy, false);
}

#[test]
#[ignore = "needs Varnish: scripts/test fetches it"]
fn varnish_passes_on_what_the_program_says_and_keeps_it() {
    hold(varnish, true);
}
