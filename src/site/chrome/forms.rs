//! What a page is besides HTML, as links in its head and at its foot.

use crate::site::edition::Edition;
use crate::site::route::{DataFile, Form, Route, Section};
use crate::site::snapshot::Media;

/// A link to a file for programs.
#[derive(Debug, Clone)]
pub struct FileLink {
    /// Its media type, without parameters.
    pub media: &'static str,
    /// Its address.
    pub href: String,
    /// What it is called.
    pub name: String,
}

impl FileLink {
    /// A link to this file.
    pub(super) fn new(media: Media, href: String, name: &str) -> Self {
        let media = media.content_type();
        Self {
            media: media.split(';').next().unwrap_or(media),
            href,
            name: name.to_owned(),
        }
    }
}

/// The page on this route in other forms than HTML; where the page is about
/// the whole register, so is the linked data.
pub(super) fn forms(edition: &Edition<'_>, route: Route<'_>) -> Vec<FileLink> {
    let routes = &edition.routes;
    let forms = Form::ALL.into_iter().map(|form| {
        let href = routes.form(route, form, edition.index);
        FileLink::new(form.media(), href, form.name())
    });
    let whole = matches!(route, Route::Home | Route::Section(Section::Data));
    let linked = whole.then(|| {
        let file = DataFile::Linked;
        FileLink::new(file.media(), routes.data(file), "JSON-LD")
    });
    forms.chain(linked).collect()
}
