//! The registers that an editor has open, the texts that it has not saved, and
//! what is known of them.

use super::address;
use super::check::{Checked, Job};
use super::text;
use crate::content::content_folder_of;
use crate::diag::FileId;
use crate::edit::Register;
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A file that is open in the editor.
#[derive(Debug)]
struct Open {
    /// As the editor writes its address.
    uri: Uri,
    /// The number of its state.
    version: i32,
    /// Its text now.
    text: String,
    /// The content folder that it belongs to.
    root: Option<PathBuf>,
}

/// A register.
#[derive(Debug, Default)]
struct Root {
    /// Whether the editor has the folder open, not only a file of it.
    is_kept: bool,
    /// The number of the state that it is in.
    newest: u64,
    /// The number of the state that was last checked.
    checked: u64,
    /// What is known of that state.
    register: Option<Register>,
    told: Told,
}

/// What the editor has been told of files, by their addresses.
pub(super) type Told = BTreeMap<String, Vec<lsp_types::Diagnostic>>;

/// Everything that is open.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    open: BTreeMap<PathBuf, Open>,
    roots: BTreeMap<PathBuf, Root>,
}

/// A file of a register that is known in the state that it is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    /// The register.
    pub(super) register: &'a Register,
    /// The file.
    pub(super) file: FileId,
    /// Its path inside the content folder.
    pub(super) relative: &'a str,
    /// Its text.
    pub(super) text: &'a str,
}

impl Workspace {
    /// Takes up the register of a folder that is open, if there is one.
    pub(super) fn add_folder(&mut self, uri: &Uri) {
        if let Some(root) = address::path_of(uri).and_then(|path| content_folder_of(&path)) {
            self.root(root).is_kept = true;
        }
    }

    /// Notes that the editor does not have a folder open any more.
    pub(super) fn remove_folder(&mut self, uri: &Uri) {
        let path = address::path_of(uri).and_then(|path| content_folder_of(&path));
        if let Some(root) = path.and_then(|path| self.roots.get_mut(&path)) {
            root.is_kept = false;
        }
    }

    fn root(&mut self, root: PathBuf) -> &mut Root {
        self.roots.entry(root).or_insert_with(|| Root {
            newest: 1,
            ..Root::default()
        })
    }

    /// Takes up a file, in place of what the disk says of it.
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let Some(path) = address::path_of(&item.uri) else {
            return;
        };
        let root = path.parent().and_then(content_folder_of);
        // A folder beside the file is not the one that it lies in.
        let root = root.filter(|root| path.starts_with(root));
        if let Some(root) = &root {
            self.root(root.clone()).newest += 1;
        }
        let open = Open {
            uri: item.uri,
            version: item.version,
            text: item.text,
            root,
        };
        self.open.insert(path, open);
    }

    /// Makes changes of a file that is open, in their order.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
    ) {
        let path = address::path_of(uri);
        let Some(open) = path.and_then(|path| self.open.get_mut(&path)) else {
            return;
        };
        for change in changes {
            text::change(&mut open.text, change);
        }
        open.version = version;
        if let Some(root) = open.root.clone() {
            self.root(root).newest += 1;
        }
    }

    /// Lets go of a file: what the disk says of it counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let closed = address::path_of(uri).and_then(|path| self.open.remove(&path));
        if let Some(root) = closed.and_then(|open| open.root) {
            self.root(root).newest += 1;
        }
    }

    /// Notes that files may have changed on disk.
    pub(super) fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        for (root, state) in &mut self.roots {
            if paths.iter().any(|path| path.starts_with(root)) {
                state.newest += 1;
            }
        }
    }

    /// The registers that nothing holds any more are let go: what the editor
    /// was told of them.
    pub(super) fn let_go(&mut self) -> Vec<String> {
        let open: Vec<_> = self.open.values().map(|open| open.root.clone()).collect();
        let mut told = Vec::new();
        self.roots.retain(|root, state| {
            let is_held = state.is_kept || open.contains(&Some(root.clone()));
            if !is_held {
                told.extend(state.told.keys().cloned());
            }
            is_held
        });
        told
    }

    /// What is to be checked of the registers that are in another state than
    /// `sent` says, which notes that it is.
    pub(super) fn jobs(&self, sent: &mut BTreeMap<PathBuf, u64>) -> Vec<Job> {
        let mut jobs = Vec::new();
        for (root, state) in &self.roots {
            if sent.insert(root.clone(), state.newest) != Some(state.newest) {
                jobs.push(Job {
                    root: root.clone(),
                    number: state.newest,
                    texts: self.texts(root),
                });
            }
        }
        sent.retain(|root, _| self.roots.contains_key(root));
        jobs
    }

    /// The texts of the open files of a register, by their paths in it.
    fn texts(&self, root: &Path) -> BTreeMap<String, String> {
        let open = self.open.iter();
        open.filter(|(_, open)| open.root.as_deref() == Some(root))
            .filter_map(|(path, open)| {
                let relative = relative(root, path)?;
                let is_content = relative.ends_with(".toml");
                is_content.then(|| (relative, without_mark(&open.text).to_owned()))
            })
            .collect()
    }

    /// Takes over what a check found: the content folder; nothing if the
    /// register is in another state by now.
    pub(super) fn take(&mut self, checked: Checked) -> Option<PathBuf> {
        let state = self.roots.get_mut(&checked.root)?;
        if state.newest != checked.number {
            return None;
        }
        state.checked = checked.number;
        state.register = Some(checked.register);
        Some(checked.root)
    }

    /// Every register that is known.
    pub(super) fn registers(&self) -> impl Iterator<Item = &Register> {
        self.roots
            .values()
            .filter_map(|root| root.register.as_ref())
    }

    /// The register in a folder.
    pub(super) fn register(&self, root: &Path) -> Option<&Register> {
        self.roots.get(root)?.register.as_ref()
    }

    /// What the editor was told of a register, by address, to be replaced.
    pub(super) fn told(&mut self, root: &Path) -> &mut Told {
        &mut self.root(root.to_owned()).told
    }

    /// The number of the state of a file that is open.
    pub(super) fn version(&self, uri: &str) -> Option<i32> {
        let mut open = self.open.values();
        let found = open.find(|open| open.uri.as_str() == uri)?;
        Some(found.version)
    }

    /// The file of this address, in a register that is known.
    pub(super) fn find(&self, uri: &Uri) -> Option<Found<'_>> {
        let path = address::path_of(uri)?;
        let holds = |root: &&PathBuf| path.starts_with(root);
        // The innermost, if one lies in another.
        let root = self.roots.keys().rfind(holds)?;
        let register = self.register(root)?;
        let survey = register.survey();
        let file = survey.file_at(&relative(root, &path)?)?;
        let source = survey.sources.file(file);
        Some(Found {
            register,
            file,
            relative: &source.relative,
            text: &source.text,
        })
    }

    /// The address of a file, as the editor writes it if the file is open there,
    /// and the number of its state.
    pub(super) fn address(&self, root: &Path, relative: &str) -> Option<(Uri, Option<i32>)> {
        // What is wrong with the folder as a whole is told at its first file.
        let relative = if relative.is_empty() {
            "site.toml"
        } else {
            relative
        };
        let path = root.join(relative);
        match self.open.get(&path) {
            Some(open) => Some((open.uri.clone(), Some(open.version))),
            None => Some((address::uri_of(&path)?, None)),
        }
    }

    /// Whether everything has been checked in the state that it is in.
    pub(super) fn is_settled(&self) -> bool {
        let mut roots = self.roots.values();
        roots.all(|root| root.checked == root.newest)
    }
}

/// The path of a file inside a folder, with `/` between its parts.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.strip_prefix(root).ok()?.components() {
        let Component::Normal(part) = part else {
            return None;
        };
        parts.push(part.to_str()?);
    }
    Some(parts.join("/"))
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
