//! The real program, serving on a free port of the loopback address.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
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
        Self::run(command, folder, &[&day, arguments].concat(), &[])
    }

    fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_saradnja"));
        Self::run(command, folder, arguments, variables)
    }

    fn run(
        mut command: Command,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--content", "content"])
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let authority = line
            .strip_prefix("listening on http://")
            .and_then(|rest| rest.split('/').next())
            .expect("the first line says where");
        let operations = arguments.contains(&"--operations").then(|| {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            let address = line.strip_prefix("operations on http://");
            let address = address.and_then(|rest| rest.strip_suffix("/\n"));
            address.expect("the second line says where").to_owned()
        });
        let log = Arc::new(Mutex::new(String::new()));
        let authority = authority.to_owned();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        thread::spawn({
            let log = Arc::clone(&log);
            move || {
                let mut line = String::new();
                while errors.read_line(&mut line).is_ok_and(|length| length > 0) {
                    log.lock().unwrap().push_str(&std::mem::take(&mut line));
                }
            }
        });
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

/// Asks the server at `authority` for `path`.
pub fn get(authority: &str, path: &str) -> Answer {
    get_with(authority, path, "")
}

/// The same with further lines in the head.
pub fn get_with(authority: &str, path: &str, lines: &str) -> Answer {
    let mut stream = TcpStream::connect(authority).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n{lines}Connection: close\r\n\r\n");
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
