//! A register to make changes for: its files, and everything known of them.

use super::plan::Plan;
use super::proof::{self, Refusal};
use super::write::has_byte_order_mark;
use crate::content::{self, Document, Origin, Survey};
use crate::diag::{Code, FileId};
use crate::locale::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A register, read and checked, with its mistakes.
#[derive(Debug)]
pub struct Register {
    root: PathBuf,
    today: Day,
    survey: Survey,
    /// The files that begin with a byte order mark.
    marked: BTreeSet<String>,
}

impl Register {
    /// Reads the register in a folder. `today` decides what is late, and is the
    /// date of what a person would date today.
    pub fn read(root: &Path, today: Day) -> Self {
        let survey = content::survey(Origin::Folder(root), today);
        let files = survey.sources.iter().map(|(_, file)| file);
        // What has no text may be no file, and opening a pipe would wait for ever.
        let paths = files.filter(|file| !file.text.is_empty());
        let marked = paths
            .map(|file| &file.relative)
            .filter(|path| has_byte_order_mark(&root.join(path)))
            .cloned()
            .collect();
        Self {
            root: root.to_owned(),
            today,
            survey,
            marked,
        }
    }

    /// A register of these texts, by their paths inside the content folder,
    /// which is named `root`; nothing is read from there.
    pub fn in_memory(root: &Path, files: &BTreeMap<String, String>, today: Day) -> Self {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_bytes()))
            .collect();
        Self {
            root: root.to_owned(),
            today,
            survey: content::survey(Origin::Memory(root, &files), today),
            marked: BTreeSet::new(),
        }
    }

    /// The register in a folder, with these texts, by their paths inside it, in
    /// place of what the files say.
    pub fn overlaid(root: &Path, texts: &BTreeMap<String, String>, today: Day) -> Self {
        Self {
            root: root.to_owned(),
            today,
            survey: content::survey(Origin::Overlaid(root, texts), today),
            // It is the editor that writes such files.
            marked: BTreeSet::new(),
        }
    }

    /// The content folder, as it was named.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The day taken for today.
    pub fn today(&self) -> Day {
        self.today
    }

    /// Everything that is known of it.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Every content file by its path inside the content folder, without a byte
    /// order mark; of one that cannot be read, what could be read of it.
    pub fn files(&self) -> BTreeMap<String, String> {
        let files = self.survey.sources.iter();
        files
            .filter(|(_, file)| file.relative.ends_with(".toml"))
            .map(|(_, file)| (file.relative.clone(), file.text.to_string()))
            .collect()
    }

    /// The text of the file at this path inside the content folder.
    pub fn text(&self, relative: &str) -> Option<&str> {
        let file = self.survey.file_at(relative)?;
        Some(&self.survey.sources.file(file).text)
    }

    /// Whether the file at this path begins with a byte order mark, which its
    /// text does not show.
    pub(super) fn is_marked(&self, relative: &str) -> bool {
        self.marked.contains(relative)
    }

    /// The path, inside the content folder, of a file.
    pub(super) fn path_of(&self, file: FileId) -> &str {
        &self.survey.sources.file(file).relative
    }

    /// The tree of the file at this path, if it can be parsed.
    pub(super) fn document(&self, relative: &str) -> Option<&Document> {
        self.survey.documents.get(&self.survey.file_at(relative)?)
    }

    /// The register as it would be with these changes, read and checked.
    ///
    /// # Errors
    ///
    /// If the changes add a mistake that was not there.
    pub fn with(&self, plan: &Plan) -> Result<Self, Refusal> {
        let after = self.changed(plan)?;
        let mut found = self.survey.report.diagnostics().iter();
        if found.any(|found| is_unreadable(found.code)) {
            // What is in memory can be read: like is compared with like.
            let before = Self::in_memory(&self.root, &self.files(), self.today);
            proof::no_worse(&before, &after, plan)?;
        } else {
            proof::no_worse(self, &after, plan)?;
        }
        Ok(after)
    }

    /// The register as it would be with these changes, whatever comes of it.
    pub(super) fn changed(&self, plan: &Plan) -> Result<Self, Refusal> {
        let files = plan.applied(&self.files()).map_err(|_| {
            Refusal::Cannot("two changes of one place contradict each other".into())
        })?;
        Ok(Self::in_memory(&self.root, &files, self.today))
    }
}

/// Whether a fault means that the text of a file is not known.
pub(super) fn is_unreadable(code: Code) -> bool {
    matches!(
        code,
        Code::UnreadableFile | Code::NotUtf8 | Code::FileTooLarge
    )
}
