//! A proxy that passes everything on but for one thing, which it spoils.

use std::{
    io::{BufRead, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// One request on its way to the program, or its answer on the way back.
pub struct Message {
    /// The request line or status line, and a line for each field.
    pub lines: Vec<String>,
    /// What the visitor claims about where it comes from, which a good proxy
    /// does not pass on.
    pub claims: Vec<String>,
    /// The content.
    pub body: Vec<u8>,
}

impl Message {
    /// Puts `to` in the place of `from` wherever it stands in the head.
    pub fn replace(&mut self, from: &str, to: &str) {
        for line in &mut self.lines {
            *line = line.replace(from, to);
        }
    }

    /// Takes away the fields that begin like this.
    pub fn remove(&mut self, start: &str) {
        self.lines
            .retain(|line| !line.to_ascii_lowercase().starts_with(start));
    }

    /// Adds a field.
    pub fn add(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    /// Puts other content in the place of this, with its length.
    pub fn put(&mut self, body: &str) {
        self.body = body.as_bytes().to_vec();
        self.remove("content-length:");
        self.add(&format!("content-length: {}", body.len()));
    }
}

/// What is done to a request, and to the answer to the request line.
#[derive(Clone, Copy)]
pub struct Spoil {
    pub request: fn(&mut Message),
    pub answer: fn(&str, &mut Message),
}

impl Spoil {
    /// Nothing is spoilt.
    pub const NOTHING: Self = Self {
        request: |_| (),
        answer: |_, _| (),
    };
}

/// The proxy, whose place is known before there is anything behind it. It ends
/// with the process: nothing waits for its threads.
pub struct Spoiler {
    address: SocketAddr,
    listener: TcpListener,
}

/// The proxy at work.
pub struct Running {
    spoil: Arc<Mutex<Spoil>>,
}

impl Spoiler {
    /// Takes a free port of the loopback address.
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, listener }
    }

    /// Where it can be asked.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Passes on what it is asked to `upstream`.
    pub fn before(self, upstream: &str) -> Running {
        let spoil = Arc::new(Mutex::new(Spoil::NOTHING));
        let (current, upstream) = (Arc::clone(&spoil), upstream.to_owned());
        thread::spawn(move || {
            for visitor in self.listener.incoming().map_while(Result::ok) {
                let spoil = *current.lock().unwrap();
                let upstream = upstream.clone();
                thread::spawn(move || pass(visitor, &upstream, spoil));
            }
        });
        Running { spoil }
    }
}

impl Running {
    /// From now on spoils this.
    pub fn spoil(&self, spoil: Spoil) {
        *self.spoil.lock().unwrap() = spoil;
    }
}

/// Passes on one request, and its answer. A visitor who has gone is no failure.
fn pass(mut visitor: TcpStream, upstream: &str, spoil: Spoil) {
    let patience = Some(Duration::from_secs(60));
    visitor.set_read_timeout(patience).unwrap();
    let Some(mut request) = head(&mut BufReader::new(&visitor)) else {
        return;
    };
    let line = request.lines[0].clone();
    request.remove("connection:");
    let is_claim = |line: &mut String| line.to_ascii_lowercase().contains("forwarded");
    request.claims = request.lines.extract_if(1.., is_claim).collect();
    request.add("Connection: close");
    (spoil.request)(&mut request);
    let mut program = TcpStream::connect(upstream).unwrap();
    program.set_read_timeout(patience).unwrap();
    write(&mut program, &request);
    let mut reader = BufReader::new(&program);
    let Some(mut answer) = head(&mut reader) else {
        return;
    };
    let _ = reader.read_to_end(&mut answer.body);
    (spoil.answer)(&line, &mut answer);
    write(&mut visitor, &answer);
}

/// The head of a message, without what ends it.
fn head(reader: &mut impl BufRead) -> Option<Message> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    (!lines.is_empty()).then_some(Message {
        lines,
        claims: Vec::new(),
        body: Vec::new(),
    })
}

fn write(to: &mut TcpStream, message: &Message) {
    let mut bytes = message.lines.join("\r\n").into_bytes();
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes.extend_from_slice(&message.body);
    // Whoever has gone wants no answer.
    let _ = to.write_all(&bytes);
}
