//! The conversation with one editor: what it says is taken in order, what it
//! asks is answered once everything it said before has been checked.

use super::answers;
use super::check::{self, Checked};
use super::client::{self, Client};
use super::told;
use super::wire::{self, Failure, Incoming};
use super::workspace::Workspace;
use super::{Ended, address};
use crate::locale::Day;
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    InitializeParams, InitializeResult, ServerInfo,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// What there is to react to.
#[derive(Debug)]
pub(super) enum Event {
    /// The editor said something.
    Message(Incoming),
    /// The editor has closed its end.
    Closed,
    /// A register has been checked.
    Checked(Box<Checked>),
}

/// Where the conversation has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// A request that waits for a check.
#[derive(Debug)]
struct Waiting {
    id: Value,
    method: String,
    params: Value,
}

struct Server<W> {
    output: W,
    jobs: Sender<check::Job>,
    /// The states that have been given to the check.
    sent: BTreeMap<PathBuf, u64>,
    phase: Phase,
    client: Client,
    workspace: Workspace,
    waiting: Vec<Waiting>,
}

/// Talks with an editor until it says that it is done, or is gone.
///
/// # Errors
///
/// If the editor does not read what it is told, or the check has come to an end
/// by a fault of the program.
pub(super) fn talk(
    mut input: impl BufRead + Send + 'static,
    output: impl Write,
    today: impl Fn() -> Day + Send + 'static,
) -> io::Result<Ended> {
    let (events, received) = mpsc::channel();
    let (jobs, asked) = mpsc::channel();
    let checked = events.clone();
    thread::spawn(move || check::run(&asked, &checked, today));
    thread::spawn(move || {
        while let Ok(Some(message)) = wire::read(&mut input) {
            if events.send(Event::Message(message)).is_err() {
                return;
            }
        }
        // Nobody may listen any more: then there is nobody to tell.
        let _ = events.send(Event::Closed);
    });
    let mut server = Server {
        output,
        jobs,
        sent: BTreeMap::new(),
        phase: Phase::New,
        client: Client::default(),
        workspace: Workspace::default(),
        waiting: Vec::new(),
    };
    for event in received {
        if let Some(ended) = server.event(event)? {
            return Ok(ended);
        }
    }
    Ok(Ended::Abruptly)
}

impl<W: Write> Server<W> {
    fn event(&mut self, event: Event) -> io::Result<Option<Ended>> {
        match event {
            Event::Message(Incoming::Notification { method, .. }) if method == "exit" => {
                let is_proper = self.phase == Phase::ShutDown;
                return Ok(Some(if is_proper {
                    Ended::Properly
                } else {
                    Ended::Abruptly
                }));
            }
            Event::Closed => return Ok(Some(Ended::Abruptly)),
            Event::Message(Incoming::Request { id, method, params }) => {
                self.request(Waiting { id, method, params })?;
            }
            Event::Message(Incoming::Notification { method, params }) => {
                if self.phase == Phase::Running {
                    self.notification(&method, params)?;
                }
            }
            Event::Message(Incoming::Response) => {}
            Event::Message(Incoming::Malformed(failure)) => {
                wire::answer(&mut self.output, &Value::Null, Err(failure))?;
            }
            Event::Checked(checked) => {
                if let Some(root) = self.workspace.take(*checked) {
                    self.tell(&root)?;
                }
            }
        }
        self.check()?;
        self.answer()?;
        Ok(None)
    }

    fn request(&mut self, request: Waiting) -> io::Result<()> {
        let result = match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => self.initialize(request.params),
            (Phase::New, _) => Err(Failure::new(
                Failure::NOT_INITIALIZED,
                "the first request must be `initialize`",
            )),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::ShutDown, _) | (Phase::Running, "initialize") => Err(Failure::new(
                Failure::INVALID_REQUEST,
                "this cannot be asked any more",
            )),
            (Phase::Running, _) => {
                self.waiting.push(request);
                return Ok(());
            }
        };
        wire::answer(&mut self.output, &request.id, result)
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Failure> {
        let params: InitializeParams = read(params)?;
        self.client = Client::new(&params);
        match &params.workspace_folders {
            Some(folders) => {
                for folder in folders {
                    self.workspace.add_folder(&folder.uri);
                }
            }
            None =>
            {
                #[expect(deprecated, reason = "older editors name one folder only")]
                if let Some(root) = &params.root_uri {
                    self.workspace.add_folder(root);
                }
            }
        }
        self.phase = Phase::Running;
        let result = InitializeResult {
            capabilities: client::offered(),
            server_info: Some(ServerInfo {
                name: "saradnja".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        };
        Ok(json!(result))
    }

    /// Takes note of something; what cannot be understood is passed over, since
    /// nobody waits for an answer.
    fn notification(&mut self, method: &str, params: Value) -> io::Result<()> {
        match method {
            "initialized" if self.client.watches => {
                let watching = client::watching();
                wire::ask(&mut self.output, "client/registerCapability", &watching)?;
            }
            "textDocument/didOpen" => {
                if let Ok(params) = read::<DidOpenTextDocumentParams>(params) {
                    self.workspace.open(params.text_document);
                }
            }
            "textDocument/didChange" => {
                if let Ok(params) = read::<DidChangeTextDocumentParams>(params) {
                    let document = params.text_document;
                    self.workspace
                        .change(&document.uri, document.version, &params.content_changes);
                }
            }
            "textDocument/didSave" => {
                if let Ok(params) = read::<DidSaveTextDocumentParams>(params) {
                    self.changed_on_disk([&params.text_document.uri]);
                }
            }
            "textDocument/didClose" => {
                if let Ok(params) = read::<DidCloseTextDocumentParams>(params) {
                    self.workspace.close(&params.text_document.uri);
                    self.let_go()?;
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Ok(params) = read::<DidChangeWatchedFilesParams>(params) {
                    self.changed_on_disk(params.changes.iter().map(|change| &change.uri));
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Ok(params) = read::<DidChangeWorkspaceFoldersParams>(params) {
                    for folder in &params.event.removed {
                        self.workspace.remove_folder(&folder.uri);
                    }
                    for folder in &params.event.added {
                        self.workspace.add_folder(&folder.uri);
                    }
                    self.let_go()?;
                }
            }
            "$/cancelRequest" => {
                let is_meant = |request: &Waiting| request.id == params["id"];
                if let Some(at) = self.waiting.iter().position(is_meant) {
                    let request = self.waiting.remove(at);
                    let cancelled = Failure::new(Failure::CANCELLED, "cancelled");
                    wire::answer(&mut self.output, &request.id, Err(cancelled))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn changed_on_disk<'a>(&mut self, uris: impl IntoIterator<Item = &'a lsp_types::Uri>) {
        let paths: Vec<_> = uris.into_iter().filter_map(address::path_of).collect();
        self.workspace.changed_on_disk(&paths);
    }

    /// Takes back what was told of registers that are of no interest any more.
    fn let_go(&mut self) -> io::Result<()> {
        for uri in self.workspace.let_go() {
            self.publish(&uri, &[], None)?;
        }
        Ok(())
    }

    /// Has every register checked that is in a new state.
    fn check(&mut self) -> io::Result<()> {
        for job in self.workspace.jobs(&mut self.sent) {
            let gone = |_| io::Error::other("the check has ended by a fault of the program");
            self.jobs.send(job).map_err(gone)?;
        }
        Ok(())
    }

    /// Tells what is wrong with a register, and that what was wrong is not any more.
    fn tell(&mut self, root: &Path) -> io::Result<()> {
        let Some(register) = self.workspace.register(root) else {
            return Ok(());
        };
        let now = told::all(&self.workspace, register);
        let before = std::mem::replace(self.workspace.told(root), now.clone());
        for (uri, diagnostics) in &now {
            let version = self.workspace.version(uri);
            if version.is_some() || before.get(uri) != Some(diagnostics) {
                self.publish(uri, diagnostics, version)?;
            }
        }
        for uri in before.keys().filter(|uri| !now.contains_key(*uri)) {
            self.publish(uri, &[], None)?;
        }
        Ok(())
    }

    fn publish(
        &mut self,
        uri: &str,
        diagnostics: &[lsp_types::Diagnostic],
        version: Option<i32>,
    ) -> io::Result<()> {
        let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
        if let Some(version) = version {
            params["version"] = json!(version);
        }
        wire::notify(&mut self.output, "textDocument/publishDiagnostics", &params)
    }

    /// Answers what waits, if everything has been checked.
    fn answer(&mut self) -> io::Result<()> {
        if !self.workspace.is_settled() {
            return Ok(());
        }
        for request in std::mem::take(&mut self.waiting) {
            let result = answers::answer(
                &self.workspace,
                self.client,
                &request.method,
                request.params,
            );
            wire::answer(&mut self.output, &request.id, result)?;
        }
        Ok(())
    }
}

/// Reads what a message says.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, Failure> {
    serde_json::from_value(params)
        .map_err(|error| Failure::new(Failure::INVALID_PARAMS, error.to_string()))
}
