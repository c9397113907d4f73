use saradnja::{content::*, diag::*, locale::Day};
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let l = load(
        Origin::Folder(std::path::Path::new(&dir)),
        Day {
            year: 2026,
            month: 11,
            day: 23,
        },
    );
    println!("{}", render(&l.report, &l.sources, Format::Short, false));
    println!(
        "{} files, {} errors {} warnings, {:?} {}",
        l.sources.len(),
        l.report.count(Severity::Error),
        l.report.count(Severity::Warning),
        t.elapsed(),
        l.catalog.is_some()
    );
}
