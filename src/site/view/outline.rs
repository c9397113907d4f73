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

/// A page in the forms that are made from its view.
#[derive(Debug)]
pub struct Rendered {
    /// For browsers.
    pub html: String,
    /// For people and programs that read plain text.
    pub markdown: String,
}

/// Writes a page in both forms.
///
/// # Errors
/// When the template cannot be written.
pub(super) fn written(
    context: Context<'_, '_>,
    page: &(impl Template + Outline),
) -> Result<Rendered, askama::Error> {
    let edition = context.edition;
    let routes = &edition.routes;
    let origin = routes.absolute("");
    let mut markdown = Markdown::new(edition.words, &origin);
    markdown.title(page.title());
    let title = markdown.len();
    page.outline(&mut markdown);
    if markdown.len() == title {
        data::list(edition, context.route, &mut markdown);
    }
    let frame = context.frame;
    let address = routes.absolute(&edition.href(context.route));
    markdown.foot(&frame.state.plain(), &frame.licence, &address);
    Ok(Rendered {
        html: page.render()?,
        markdown: markdown.finish(),
    })
}
