//! In which language to speak to a visitor who did not choose one by address.

use http::{HeaderMap, HeaderValue, header};

use crate::{locale::negotiate, release::Release};

/// The index of the language that `Accept-Language` asks for (RFC 9110
/// section 12.5.4). Lines that are not text say nothing.
pub(super) fn preferred(headers: &HeaderMap, release: &Release) -> usize {
    let lines: Vec<&str> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|line| HeaderValue::to_str(line).ok())
        .collect();
    let languages = release.languages();
    let fallback = release.snapshot().fallback;
    let Some((id, _)) = languages.get(fallback) else {
        return fallback;
    };
    // Several lines mean the same as one list (RFC 9110 section 5.3).
    let chosen = negotiate::choose(&lines.join(","), languages, id);
    languages
        .iter()
        .position(|(id, _)| *id == chosen)
        .unwrap_or(fallback)
}
