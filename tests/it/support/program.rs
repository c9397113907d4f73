//! The real program, serving on a free port of the loopback address.

use std::{
    io::{BufRead as _, BufReader, Read, Write},
    net::TcpStream,
    os::unix::net::UnixStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// How long a test waits for what must come: far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Ends with the value.
pub struct Program {
    child: Child,
    authority: String,
    operations: Option<String>,
    log: Arc<Mutex<String>>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Program {
    /// Serves the folder `content` in `folder` as of the day of all tests,
    /// with these arguments besides.
    pub fn serve(folder: &Path, arguments: &[&str]) -> Self {
        let day = ["--as-of", super::content::TODAY];
        Self::serve_today(folder, &[&day, arguments].concat())
    }

    /// The same by the clock of this machine.
    pub fn serve_today(folder: &Path, arguments: &[&str]) -> Self {
        Self::start(folder, arguments, &[])
    }

    /// As [`serve`](Self::serve), with these variables in its environment.
    pub fn serve_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let day = ["--as-of", super::content::TODAY];
        Self::start(folder, &[&day, arguments].concat(), variables)
    }

    /// As [`serve`](Self::serve), on a system that grants so many descriptors.
    pub fn serve_with_few_files(folder: &Path, files: u32, arguments: &[&str]) -> Self {
        let day = ["--as-of", super::content::TODAY];
        let limited = format!("ulimit -n {files} && exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_saradnja")]);
        Self::start_as(command, folder, &[&day, arguments].concat(), &[])
    }

    fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
        Self::start_as(command, folder, arguments, variables)
    }

    fn start_as(
        mut command: Command,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--content", "content"])
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(folder)
            .stderr(Stdio::piped());
        Self::run(&mut command, arguments.contains(&"--operations"))
    }

    /// Runs a command that serves, and waits until it says where, also of the
    /// operations listener if there is one.
    pub fn run(command: &mut Command, has_operations: bool) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut next = |start: &str| {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            let place = line.strip_prefix(start).map(str::trim_end);
            let place = place.unwrap_or_else(|| panic!("{start:?} in {line:?}"));
            match place.strip_prefix("http://") {
                Some(rest) => rest.split('/').next().unwrap().to_owned(),
                None => place.to_owned(),
            }
        };
        let authority = next("listening on ");
        let operations = has_operations.then(|| next("operations on "));
        let log = Arc::new(Mutex::new(String::new()));
        if let Some(errors) = child.stderr.take() {
            let log = Arc::clone(&log);
            let mut errors = BufReader::new(errors);
            thread::spawn(move || {
                let mut line = String::new();
                while errors.read_line(&mut line).is_ok_and(|length| length > 0) {
                    log.lock().unwrap().push_str(&std::mem::take(&mut line));
                }
            });
        }
        Self {
            child,
            authority,
            operations,
            log,
        }
    }

    /// Asks for `path` over a connection of its own.
    pub fn get(&self, path: &str) -> Answer {
        get(&self.authority, path)
    }

    /// Where it can be asked.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Where operators can ask.
    pub fn operations(&self) -> &str {
        self.operations
            .as_deref()
            .expect("started with --operations")
    }

    /// Asks the operations listener for `path`.
    pub fn ask_operations(&self, path: &str) -> Answer {
        get(self.operations(), path)
    }

    /// The same, for this media type.
    pub fn ask_operations_for(&self, path: &str, accept: &str) -> Answer {
        get_with(self.operations(), path, &format!("Accept: {accept}\r\n"))
    }

    /// How much memory it holds, in bytes.
    pub fn resident(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        number.unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Waits for its end.
    pub fn exit_code(&mut self) -> i32 {
        self.child.wait().unwrap().code().expect("not by a signal")
    }

    /// What it has written to its log so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Sends a signal, such as `HUP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits until something holds.
    pub fn wait_until(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "{what}\n{}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Asks the server at `authority`, or at `unix:` and a path, for `path`.
pub fn get(authority: &str, path: &str) -> Answer {
    get_with(authority, path, "")
}

/// The same with further lines in the head.
pub fn get_with(authority: &str, path: &str, lines: &str) -> Answer {
    match authority.strip_prefix("unix:") {
        Some(socket) => {
            let stream = UnixStream::connect(socket).unwrap();
            exchange(stream, "localhost", path, lines)
        }
        None => exchange(
            TcpStream::connect(authority).unwrap(),
            authority,
            path,
            lines,
        ),
    }
}

/// Asks over `stream` for `path` of `host`.
pub fn exchange(mut stream: impl Read + Write, host: &str, path: &str, lines: &str) -> Answer {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{lines}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    let length = head.lines().find_map(|line| {
        let value = line.strip_prefix("content-length: ")?;
        value.parse::<usize>().ok()
    });
    assert_eq!(length, Some(body.len()), "a whole body");
    Answer {
        status: head[9..12].parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
