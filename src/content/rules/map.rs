//! The outlines of the map: every map of the site loads them.

use super::{Context, Kind};
use crate::diag::{Code, Diagnostic};

/// The most that an outline may have, in characters. A continent's coast in
/// the detail of `scripts/map` has a quarter of it.
const LONGEST: usize = 32_768;

/// Complains of outlines that would take long to load.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for (file, _) in context.documents_of(Kind::Map) {
        for key in ["land", "home"] {
            let Some((path, _)) = context
                .text(file, key)
                .filter(|(path, _)| path.len() > LONGEST)
            else {
                continue;
            };
            complaints.push(
                context
                    .at(
                        Code::WrongValue,
                        file,
                        &[key.into()],
                        format!(
                            "this outline has {} characters, and may have {LONGEST}",
                            path.len()
                        ),
                    )
                    .help("draw it with less detail, or of a smaller part of the earth"),
            );
        }
    }
    complaints
}
