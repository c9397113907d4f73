//! The commands that change content, as editors meet them.

mod layout;
mod mend;
mod remove;
mod rename;
mod scaffold;
mod writing;

use crate::support::content::{Folder, Run, TODAY};

/// Runs a command of the program in a folder, on the day of the tests.
fn run(folder: &Folder, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--as-of", TODAY]);
    folder.run(&all)
}

/// Every content file with its text.
fn texts(folder: &Folder) -> std::collections::BTreeMap<String, String> {
    let files = crate::support::content::files_under(&folder.content());
    files
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(folder.content().join(&path)).unwrap();
            (path, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// Makes sure that the register has no mistakes.
fn assert_sound(folder: &Folder) {
    let loaded = folder.load();
    let (report, sources) = (&loaded.report, &loaded.sources);
    let shown = saradnja::diag::render(report, sources, saradnja::diag::Format::Short, false);
    assert!(report.is_empty(), "{shown}");
}
