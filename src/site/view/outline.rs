//! A page once more, as Markdown: the same values that its template shows,
//! under the same headings.

use super::parts::Title;
use super::{Citation, Context};
use crate::site::data::markdown::Markdown;
use askama::Template;

/// A page that can be written as Markdown.
pub(super) trait Outline {
    /// What the page is about.
    fn title(&self) -> &Title;

    /// Writes everything below the title, but for how to cite the page.
    fn outline(&self, markdown: &mut Markdown<'_>);

    /// How to cite it.
    fn citation(&self) -> Option<&Citation> {
        None
    }
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// For browsers.
    Html,
    /// For people and programs that read plain text.
    Markdown,
}

/// Writes a page in the way that the context wants.
///
/// # Errors
/// When the template cannot be written.
pub(super) fn written(
    context: Context<'_, '_>,
    page: &(impl Template + Outline),
) -> Result<String, askama::Error> {
    match context.writing {
        Writing::Html => page.render(),
        Writing::Markdown => Ok(outlined(context, page)),
    }
}

fn outlined(context: Context<'_, '_>, page: &impl Outline) -> String {
    let edition = context.edition;
    let routes = &edition.routes;
    let origin = routes.absolute("");
    let address = routes.absolute(&edition.href(context.route));
    let mut markdown = Markdown::new(edition.words, &origin, &address);
    markdown.title(page.title());
    page.outline(&mut markdown);
    if let Some(citation) = page.citation() {
        let citation = citation.markdown(&markdown);
        markdown.raw(&citation);
    }
    let frame = context.frame;
    markdown.foot(&frame.state.plain(), &frame.release, &frame.licence);
    markdown.finish()
}
