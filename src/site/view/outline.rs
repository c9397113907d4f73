//! A page once more, as Markdown: the same values that its template shows,
//! under the same headings.

use super::Context;
use super::parts::Title;
use crate::site::data::{self, markdown::Markdown};
use askama::Template;

/// A page that can be written as Markdown.
pub(super) trait Outline {
    /// What the page is about.
    fn title(&self) -> &Title;

    /// Writes everything below the title. A page that writes nothing is given
    /// the list of what it names, as in its data.
    fn outline(&self, _markdown: &mut Markdown<'_>) {}
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
    let mut markdown = Markdown::new(edition.words, &origin);
    markdown.title(page.title());
    let title = markdown.written();
    page.outline(&mut markdown);
    if markdown.written() == title {
        data::list(edition, context.route, &mut markdown);
    }
    let frame = context.frame;
    let address = routes.absolute(&edition.href(context.route));
    markdown.foot(&frame.state.plain(), &frame.licence, &address);
    markdown.finish()
}
