//! Where visitors and operators come in by: several listeners at once, Unix
//! sockets, and sockets that a service manager holds open.

use crate::support::content::Folder;
use crate::support::inherit::{inheriting, inheriting_in_vain, inheriting_one};
use crate::support::program::{Program, get};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Command, Stdio};

const PAGE: &str = "/pl/cele/rescue/";

/// Serves the register in `folder`, with no listener but these.
fn serve(folder: &Folder, arguments: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
    command
        .args(["serve", "--content", "content", "--no-watch"])
        .args(arguments)
        .current_dir(folder.path())
        .stderr(Stdio::piped());
    Program::run(&mut command, arguments.contains(&"--operations"))
}

/// A path for a socket in `folder`, and the same as an argument.
fn socket(folder: &Folder, name: &str) -> (std::path::PathBuf, String) {
    let path = folder.path().join(name);
    let argument = format!("unix:{}", path.display());
    (path, argument)
}

fn refusal(folder: &Folder, arguments: &[&str]) -> String {
    ended_with(2, folder, arguments)
}

/// What is said by a program that listens nowhere and ends with `code`.
fn ended_with(code: i32, folder: &Folder, arguments: &[&str]) -> String {
    let run = folder.run(&[&["serve", "--content", "content"], arguments].concat());
    assert_eq!(run.code(), code, "{}", run.stderr());
    assert_eq!(run.stdout(), "");
    run.stderr()
}

#[test]
fn several_listeners_serve_one_site() {
    let folder = Folder::with_minimal();
    let (path, argument) = socket(&folder, "http.sock");
    let listen = format!("127.0.0.1:0,{argument}");
    let mut program = serve(
        &folder,
        &["--listen", &listen, "--listen", "[::1]:0", "--access-log"],
    );
    let by_address = program.get(PAGE);
    assert_eq!(by_address.status, 200);
    program.wait_until("all places are logged", |program| {
        program.log().contains("http.sock,[::1]:")
    });
    let by_socket = get(&argument, PAGE);
    assert_eq!(by_socket.body, by_address.body);
    let log = program.log();
    let port = log.split("[::1]:").nth(1).unwrap();
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(get(&format!("[::1]:{port}"), PAGE).body, by_address.body);
    // A peer on a Unix socket has no address to be cut.
    program.wait_until("who asked is logged", |program| {
        let log = program.log();
        ["127.0.0.0", "unix", "::"]
            .iter()
            .all(|client| log.contains(&format!(" client={client}\n")))
    });
    program.signal("TERM");
    assert_eq!(program.exit_code(), 0);
    assert!(!path.exists(), "the socket is removed at the end");
}

#[test]
fn a_listener_that_ails_is_named_and_the_others_go_on() {
    let folder = Folder::with_minimal();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let ailing = socket.local_addr().unwrap().to_string();
    let other_hand = TcpStream::from(OwnedFd::from(socket.try_clone().unwrap()));
    let listen = ["--listen", "systemd,127.0.0.1:0"];
    let mut command = inheriting_one(&folder, socket.into(), &listen);
    let program = Program::run(&mut command, false);
    assert_eq!(get(&ailing, PAGE).status, 200);
    let both = format!(" at={ailing},");
    program.wait_until("both places are logged", |program| {
        program.log().contains(&both)
    });
    let log = program.log();
    let well = log.split(&both).nth(1).unwrap();
    let well = well.split_whitespace().next().unwrap();

    // Who asks it for a connection gets an error from now on.
    other_hand.shutdown(Shutdown::Both).unwrap();
    let told = format!("no further connection can be accepted for now at={ailing} ");
    program.wait_until("it says which one ails", |program| {
        program.log().contains(&told)
    });
    for _ in 0..20 {
        assert_eq!(get(well, PAGE).status, 200);
    }
    assert_eq!(program.log().matches("no further connection").count(), 1);
}

#[test]
fn a_socket_has_the_mode_that_was_asked_for() {
    let folder = Folder::with_minimal();
    for (options, mode) in [
        (&[][..], 0o660),
        (&["--socket-mode", "600"], 0o600),
        (&["--socket-mode", "666"], 0o666),
    ] {
        let (path, argument) = socket(&folder, "http.sock");
        let program = serve(&folder, &[&["--listen", &argument], options].concat());
        assert_eq!(program.authority(), argument);
        let metadata = fs::metadata(&path).unwrap();
        assert!(metadata.file_type().is_socket());
        assert_eq!(metadata.permissions().mode() & 0o777, mode);
        assert_eq!(program.get(PAGE).status, 200);
        // Killed as it is dropped, it leaves its socket for the next to find.
        drop(program);
        assert!(path.exists());
    }
}

#[test]
fn only_what_nobody_listens_on_is_replaced() {
    let folder = Folder::with_minimal();
    let (path, argument) = socket(&folder, "http.sock");
    let listen = ["--listen", &argument];
    let living = UnixListener::bind(&path).unwrap();
    let told = ended_with(75, &folder, &listen);
    assert!(told.contains("another program listens on"), "{told}");
    drop(living);
    let mut program = serve(&folder, &listen);
    assert_eq!(program.get(PAGE).status, 200);

    // What took its place meanwhile is not its own to remove.
    fs::remove_file(&path).unwrap();
    fs::write(&path, "a text").unwrap();
    program.signal("TERM");
    assert_eq!(program.exit_code(), 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), "a text");
    let told = refusal(&folder, &listen);
    assert!(told.contains("is there and no socket"), "{told}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "a text");

    let (_, nowhere) = socket(&folder, "nothing/http.sock");
    let told = refusal(&folder, &["--listen", &nowhere]);
    assert!(told.contains("there is no folder"), "{told}");
    let (_, long) = socket(&folder, &"x".repeat(120));
    let told = refusal(&folder, &["--listen", &long]);
    assert!(told.contains("too long for a socket"), "{told}");
}

#[test]
fn what_may_come_free_by_itself_has_an_exit_code_of_its_own() {
    let folder = Folder::with_minimal();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let told = ended_with(75, &folder, &["--listen", &taken]);
    assert!(told.contains("is taken by another program"), "{told}");
    // An address for documentation, which no machine has (RFC 5737).
    let told = ended_with(75, &folder, &["--listen", "192.0.2.1:0"]);
    assert!(
        told.contains("this machine has no address 192.0.2.1"),
        "{told}"
    );
}

#[test]
fn an_answer_is_whole_though_its_request_is_not_and_its_reader_waits() {
    let folder = Folder::with_minimal();
    let (path, argument) = socket(&folder, "http.sock");
    let mut command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
    // The register inside the program, since no `content` lies there, has a page
    // that no buffer holds.
    command
        .args(["serve", "--compression", "quick", "--listen", &argument])
        .current_dir(folder.path().join("content/pages"));
    let program = Program::run(&mut command, false);
    let mut stream = UnixStream::connect(&path).unwrap();
    let request = "GET /en/dossier/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
    // By then the buffer is full, and the program waits.
    for _ in 0..10 {
        assert_eq!(program.get("/en/").status, 200);
    }
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = format!("content-length: {}\r\n", body.len());
    assert!(head.contains(&length), "{} of\n{head}", body.len());
    assert!(body.len() > 256 * 1024, "{} bytes are no test", body.len());
}

#[test]
fn operators_may_ask_over_a_socket_too() {
    let folder = Folder::with_minimal();
    let (_, argument) = socket(&folder, "operations.sock");
    let program = serve(
        &folder,
        &["--listen", "127.0.0.1:0", "--operations", &argument],
    );
    assert_eq!(program.operations(), argument);
    assert_eq!(program.ask_operations("/readyz").body, "ready\n");
}

#[test]
fn inherited_sockets_are_taken_by_themselves_or_by_name() {
    let folder = Folder::with_minimal();
    for (names, arguments, has_operations) in [
        ("web:operations", &[][..], true),
        ("web:operations", &["--listen", "systemd"], true),
        ("web:inner", &["--listen", "systemd:web"], false),
        (
            "web:inner",
            &["--listen", "systemd:web", "--operations", "systemd:inner"],
            true,
        ),
    ] {
        let web = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = web.local_addr().unwrap().to_string();
        let (path, _) = socket(&folder, "inner.sock");
        let inner = UnixListener::bind(&path).unwrap();
        let sockets = [web.into(), inner.into()];
        let mut command = inheriting(&folder, sockets, names, arguments);
        let program = Program::run(&mut command, has_operations);
        assert_eq!(program.authority(), address);
        assert_eq!(program.get(PAGE).status, 200, "{names} {arguments:?}");
        if has_operations {
            assert_eq!(program.ask_operations("/livez").status, 200);
        }
        drop(program);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn what_is_not_inherited_cannot_be_taken() {
    let folder = Folder::with_minimal();
    let told = refusal(&folder, &["--listen", "systemd"]);
    assert!(told.contains("there is none that is not taken"), "{told}");
    let told = refusal(&folder, &["--operations", "systemd:web"]);
    assert!(told.contains("`--operations systemd:web`"), "{told}");

    let tcp = || TcpListener::bind("127.0.0.1:0").unwrap().into();
    let told = |sockets, names, arguments: &[&str]| {
        let mut command = inheriting_in_vain(&folder, sockets, names, arguments);
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        told
    };
    let wanted = told([tcp(), tcp()], "a:b", &["--listen", "systemd:c"]);
    assert!(wanted.contains("`--listen systemd:c` takes"), "{wanted}");
    assert!(wanted.contains("are called `a`, `b`"), "{wanted}");
    let deaf = UdpSocket::bind("127.0.0.1:0").unwrap();
    let deaf = told([tcp(), deaf.into()], "a:b", &[]);
    assert!(deaf.contains("the inherited socket `b` is none"), "{deaf}");
    // Everybody may reach it, and nobody has said that they may ask.
    let open = TcpListener::bind("0.0.0.0:0").unwrap();
    let place = open.local_addr().unwrap();
    let open = told([tcp(), open.into()], "a:operations", &[]);
    let reason = format!("{place} can be reached by other machines");
    assert!(open.contains(&reason), "{open}");
    assert!(open.contains("`--operations-anywhere`"), "{open}");
}
