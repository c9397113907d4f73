//! Copies of a register to change and to check, and the program to check them with.

use saradnja::content::{self, Loaded, Origin};
use saradnja::locale::Day;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// The day that tests take for today.
pub const TODAY: &str = "2026-11-23";

/// That day.
pub fn today() -> Day {
    TODAY.parse().unwrap()
}

/// The project's own folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The small register of another organisation, in other languages.
pub fn minimal() -> PathBuf {
    project().join("tests/sites/minimal")
}

/// Whether expectations are to be rewritten instead of compared.
pub fn blessing() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// A folder that is removed when the test is done.
pub struct Folder(PathBuf);

impl Folder {
    /// A new, empty folder.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("saradnja-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder with a copy of the minimal register in `content`.
    pub fn with_minimal() -> Self {
        let folder = Self::new();
        copy(&minimal(), &folder.content());
        folder
    }

    /// A folder with a copy of the project's own content in `content`.
    pub fn with_shipped() -> Self {
        let folder = Self::new();
        copy(&project().join("content"), &folder.content());
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The place of the content in it.
    pub fn content(&self) -> PathBuf {
        self.0.join("content")
    }

    /// Writes a content file, with the folders it needs.
    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) {
        let path = self.content().join(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces a text that stands once in a content file.
    pub fn edit(&self, relative: &str, from: &str, to: &str) {
        let path = self.content().join(relative);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {relative}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// What the library makes of the content.
    pub fn load(&self) -> Loaded {
        content::load(Origin::Folder(&self.content()), today())
    }

    /// Runs the program in this folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_saradnja"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        Run(output)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a run of the program ended.
pub struct Run(Output);

impl Run {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Every file under a folder, as paths inside it, in order.
pub fn files_under(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, relative: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let inner = if relative.is_empty() {
                name
            } else {
                format!("{relative}/{name}")
            };
            if entry.path().is_dir() {
                walk(&entry.path(), &inner, found);
            } else {
                found.push(inner);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

/// Marsaglia's xorshift: numbers that look random and are the same every time.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to just below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}
