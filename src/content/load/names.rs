//! The names of files: what is no address, and what nothing reads.

use crate::content::kind::{Kind, Location};
use crate::diag::{Code, Diagnostic, FileId, Report};

/// Complains of a name that cannot be an address.
pub(super) fn check_stem(kind: Kind, stem: &str, file: FileId, report: &mut Report) {
    let plain = stem.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if !plain && matches!(kind.location(), Location::Folder(_)) {
        report.push(
            Diagnostic::new(
                Code::FileName,
                file,
                0..0,
                format!("`{stem}` cannot be part of an address"),
            )
            .help("rename the file: small letters without accents, digits and single hyphens"),
        );
    }
}

/// That nothing reads this file.
pub(super) fn unexpected(file: FileId, relative: &str) -> Diagnostic {
    let places = Kind::ALL.iter().map(|kind| match kind.location() {
        Location::File(name) => name,
        Location::Folder(folder) => folder,
    });
    let first = relative.split('/').next().unwrap_or_default();
    let help = if places.clone().any(|place| place == first) {
        format!("move it one folder up: nothing is read from folders inside `{first}`")
    } else {
        crate::diag::nearest(first, places).unwrap_or_else(|| {
            "move it into one of the folders, or out of the content folder".into()
        })
    };
    Diagnostic::new(Code::UnexpectedFile, file, 0..0, "nothing reads this file").help(help)
}
