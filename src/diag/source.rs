//! The files that were read, and where in them a byte is.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes in one file.
pub type Span = Range<usize>;

/// The number of a file in its [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// One file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path as shown to people, with `/` between parts, beginning with the
    /// content folder as it was named.
    pub path: String,
    /// Its path inside the content folder.
    pub relative: String,
    /// Its text; empty when it could not be read.
    pub text: Arc<str>,
    line_starts: Arc<[usize]>,
}

/// A place in a file as people count it: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

impl SourceFile {
    fn new(path: String, relative: String, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            path,
            relative,
            text,
            line_starts,
        }
    }

    /// The line and column of a byte offset; an offset past the end, or inside
    /// a character, is taken back to where a character begins.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        Position {
            line,
            column: self.text[start..offset].chars().count() + 1,
        }
    }
}

/// Every file of one run, so that a [`FileId`] and a [`Span`] are enough to
/// show a place.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// A map without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and numbers it.
    pub fn add(
        &mut self,
        path: impl Into<String>,
        relative: impl Into<String>,
        text: impl Into<Arc<str>>,
    ) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files are read"));
        self.files
            .push(SourceFile::new(path.into(), relative.into(), text.into()));
        id
    }

    /// The file of this number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// How many files were found in the content folder, which is listed itself,
    /// under no name.
    pub fn found(&self) -> usize {
        let named = |file: &&SourceFile| !file.relative.is_empty();
        self.files.iter().filter(named).count()
    }
}
