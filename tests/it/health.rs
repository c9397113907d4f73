//! `health`: what a container asks with nothing but the program itself.

use std::net::TcpListener;

use crate::support::{content::Folder, program::Program};

#[test]
fn a_program_that_serves_is_ready() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--operations", "0"]);
    for address in [
        program.operations().to_owned(),
        format!("http://{}/", program.operations()),
    ] {
        let run = folder.run(&["health", &address]);
        assert_eq!((run.code(), run.stdout().as_str()), (0, "ready\n"));
        assert_eq!(run.stderr(), "");
    }
}

#[test]
fn a_program_that_is_about_to_end_is_not_ready() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--operations", "0", "--grace", "3600"]);
    program.signal("TERM");
    program.wait_until("it is not ready", |program| {
        program.ask_operations("/readyz").status == 503
    });
    let run = folder.run(&["health", program.operations()]);
    assert_eq!((run.code(), run.stdout().as_str()), (1, ""));
    assert_eq!(run.stderr(), "not ready: 503 ending\n");
}

#[test]
fn where_nobody_is_nobody_is_ready() {
    let folder = Folder::new();
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let run = folder.run(&["health", &address]);
    assert_eq!(run.code(), 1);
    assert!(
        run.stderr().starts_with(&format!("not ready: {address}: ")),
        "{}",
        run.stderr()
    );
}

#[test]
fn the_site_itself_is_no_operations_listener() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &[]);
    let run = folder.run(&["health", program.authority()]);
    assert_eq!(run.code(), 1);
    assert!(
        run.stderr().starts_with("not ready: 404"),
        "{}",
        run.stderr()
    );
}

#[test]
fn an_address_that_is_none_is_told_the_right_form() {
    let folder = Folder::new();
    let run = folder.run(&["health", "example.org"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("127.0.0.1:9000"), "{}", run.stderr());
}
