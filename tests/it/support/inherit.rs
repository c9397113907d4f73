//! The program as a service manager starts it that holds its sockets open
//! (`sd_listen_fds(3)`).

use super::content::Folder;
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

/// `serve` in `folder` as the heir of two sockets called `names`. The second
/// comes in the place of standard error.
pub fn inheriting(
    folder: &Folder,
    [first, second]: [OwnedFd; 2],
    names: &str,
    arguments: &[&str],
) -> Command {
    let mut command = shell("3<&0 4<&2 2>/dev/null", folder, arguments);
    command
        .envs([("LISTEN_FDS", "2"), ("LISTEN_FDNAMES", names)])
        .stdin(first)
        .stderr(second);
    command
}

/// The same of one that cannot serve, and says why: the second socket comes in
/// the place of standard output.
pub fn inheriting_in_vain(
    folder: &Folder,
    [first, second]: [OwnedFd; 2],
    names: &str,
    arguments: &[&str],
) -> Command {
    let mut command = shell("3<&0 4<&1 1>/dev/null", folder, arguments);
    command
        .envs([("LISTEN_FDS", "2"), ("LISTEN_FDNAMES", names)])
        .stdin(first)
        .stdout(second);
    command
}

/// The same with one socket that has no name, and with a log.
pub fn inheriting_one(folder: &Folder, socket: OwnedFd, arguments: &[&str]) -> Command {
    let mut command = shell("3<&0", folder, arguments);
    command
        .env("LISTEN_FDS", "1")
        .stdin(socket)
        .stderr(Stdio::piped());
    command
}

/// The process that the sockets are for must know its own number, and keeps it
/// when it becomes the program.
fn shell(redirections: &str, folder: &Folder, arguments: &[&str]) -> Command {
    let script = format!("LISTEN_PID=$$ exec \"$0\" \"$@\" {redirections} 0</dev/null");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_saradnja")])
        .args(["serve", "--content", "content", "--no-watch"])
        .args(arguments)
        .current_dir(folder.path());
    command
}
