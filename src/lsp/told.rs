//! Mistakes as the protocol tells them.

use super::text::Lines;
use super::workspace::{Told, Workspace};
use crate::diag::{self, FileId, Severity};
use crate::edit::Register;
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
};
use std::collections::BTreeMap;

/// What is shown beside a mistake as its origin.
const SOURCE: &str = "saradnja";

/// All mistakes of a register, by the address of the file; a file that is open
/// has an entry, with or without mistakes.
pub(super) fn all(workspace: &Workspace, register: &Register) -> Told {
    let survey = register.survey();
    let writer = Writer::new(workspace, register);
    let mut told = Told::new();
    for (_, file) in survey.sources.iter() {
        if let Some((uri, Some(_))) = workspace.address(register.root(), &file.relative) {
            told.entry(uri.as_str().to_owned()).or_default();
        }
    }
    for found in survey.report.diagnostics() {
        let relative = &survey.sources.file(found.file).relative;
        if let Some((uri, _)) = workspace.address(register.root(), relative) {
            let entry = told.entry(uri.as_str().to_owned()).or_default();
            entry.push(writer.diagnostic(found));
        }
    }
    told
}

/// Writes the mistakes of one register.
pub(super) struct Writer<'a> {
    workspace: &'a Workspace,
    register: &'a Register,
    lines: BTreeMap<FileId, Lines<'a>>,
}

impl<'a> Writer<'a> {
    /// For a register in the state that it is known in.
    pub(super) fn new(workspace: &'a Workspace, register: &'a Register) -> Self {
        let survey = register.survey();
        let found = survey.report.diagnostics().iter();
        let files = found.flat_map(|found| {
            let related = found.related.iter().map(|related| related.file);
            related.chain([found.file])
        });
        let lines = files
            .map(|file| (file, Lines::new(&survey.sources.file(file).text)))
            .collect();
        Self {
            workspace,
            register,
            lines,
        }
    }

    /// One mistake: what is wrong, and how to mend it in a line of its own.
    pub(super) fn diagnostic(&self, found: &diag::Diagnostic) -> Diagnostic {
        let mut message = found.message.clone();
        if let Some(help) = &found.help {
            message.push_str(&format!("\n{help}"));
        }
        let related = found.related.iter().filter_map(|related| {
            let survey = self.register.survey();
            let relative = &survey.sources.file(related.file).relative;
            let (uri, _) = self.workspace.address(self.register.root(), relative)?;
            let range = self.range(related.file, &related.span);
            Some(DiagnosticRelatedInformation {
                location: Location { uri, range },
                message: related.label.clone(),
            })
        });
        let related: Vec<_> = related.collect();
        Diagnostic {
            range: self.range(found.file, &found.span),
            severity: Some(match found.code.severity() {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(found.code.name().to_owned())),
            source: Some(SOURCE.to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            ..Diagnostic::default()
        }
    }

    fn range(&self, file: FileId, span: &diag::Span) -> lsp_types::Range {
        let lines = self.lines.get(&file);
        lines.map(|lines| lines.range(span)).unwrap_or_default()
    }
}
