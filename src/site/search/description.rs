//! What browsers read about the search, so that it can be one of theirs.

use crate::site::chrome::Frame;
use crate::site::edition::Edition;
use crate::site::route::QUERY;
use askama::Template;

/// The `OpenSearch` description of the search in one language
/// (`OpenSearch` 1.1, draft 6). Its addresses must be whole.
#[derive(Template)]
#[template(path = "opensearch.xml")]
struct Description<'e> {
    short_name: &'e str,
    description: &'e str,
    lang: &'e str,
    icon: Option<String>,
    search: String,
    query: &'static str,
    itself: String,
}

/// The description of the search in one language.
///
/// # Errors
/// When the template cannot be written.
pub(in crate::site) fn description(
    edition: &Edition<'_>,
    frame: &Frame,
) -> Result<String, askama::Error> {
    let routes = &edition.routes;
    let icon = frame.icon_small.as_ref();
    Description {
        short_name: &frame.title,
        description: &frame.words.search.label,
        lang: &frame.lang,
        icon: icon.map(|icon| routes.absolute(icon)),
        search: routes.absolute(&frame.search),
        query: QUERY,
        itself: routes.absolute(&routes.search_description(edition.index)),
    }
    .render()
}
