//! What surrounds every page: head, masthead, foot.
//!
//! The frame is the same on every page of an edition and is made once; the
//! head belongs to one page. Both own what they say, so that error pages can
//! be made long after the register they came from was replaced.

use super::Files;
use super::data::names;
use super::edition::Edition;
use super::nav::{self, Group};
use super::route::{CHOOSER, DataFile, Feed, Form, Route, Section};
use super::snapshot::Media;
use super::view::parts::{Dated, Link};
use crate::content::record::Strings;
use crate::locale::PartialDate;

/// What all pages of an edition share.
#[derive(Debug)]
pub struct Frame {
    /// HTML `lang`.
    pub lang: String,
    /// The words of the interface.
    pub words: Strings,
    /// What the register is about.
    pub title: String,
    /// Whose cooperation it is.
    pub subject: String,
    /// The address of the home page.
    pub home: String,
    /// The operator's logo, in the place of the mark.
    pub logo: Option<Logo>,
    /// The address of the style sheet.
    pub css: String,
    /// The font that the first words need.
    pub font: Option<String>,
    /// The drawn icon.
    pub icon: Option<String>,
    /// The icon for those who cannot draw.
    pub icon_small: Option<String>,
    /// The icon for a home screen.
    pub icon_touch: Option<String>,
    /// The table of contents at the foot.
    pub contents: Vec<Group>,
    /// Who runs the site.
    pub runner: String,
    /// On the protected emblem.
    pub emblem: String,
    /// What can be subscribed to.
    pub feeds: Vec<FileLink>,
    /// The day of the register.
    pub state: Dated,
    /// The licence of text and data: its name and its address.
    pub licence: Link,
    /// Where to write to: what it says and where it leads.
    pub contact: Option<Link>,
    /// The sections in the masthead.
    sections: Vec<(Section, Link)>,
}

/// An operator's logo.
#[derive(Debug)]
pub struct Logo {
    /// The address of the picture.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// Its height in CSS pixels.
    pub height: u16,
}

impl Frame {
    /// The frame of an edition.
    pub fn new(edition: &Edition<'_>, files: &Files) -> Self {
        let site = &edition.catalog.site;
        let day = PartialDate::from(edition.catalog.today);
        let script = edition.language.record.script.as_str();
        Self {
            lang: edition.language.record.lang.as_str().to_owned(),
            words: edition.words.clone(),
            title: edition.text(&site.title).to_owned(),
            subject: edition.text(&site.subject).to_owned(),
            home: edition.href(Route::Home),
            logo: site.logo.as_ref().and_then(|logo| {
                Some(Logo {
                    src: files.optional(&logo.file)?,
                    alt: edition.text(&logo.alt).to_owned(),
                    height: logo.height,
                })
            }),
            css: files.css.clone(),
            font: files.font_for(script),
            icon: files.optional("img/favicon.svg"),
            icon_small: files.rooted("/favicon.ico"),
            icon_touch: files.optional("img/apple-touch-icon.png"),
            contents: nav::contents(edition),
            runner: edition.text(&site.runner_note).to_owned(),
            emblem: edition.text(&site.emblem_note).to_owned(),
            feeds: Feed::ALL
                .into_iter()
                .map(|feed| {
                    let href = edition.routes.feed(feed, edition.index);
                    let name = names::feed(&edition.words.data, feed);
                    FileLink::new(feed.media(), href, name)
                })
                .collect(),
            state: edition.dated(&edition.words.state_of, &day),
            licence: Link {
                href: site.licence.url.as_str().to_owned(),
                text: site.licence.name.clone(),
            },
            contact: site.contact.as_ref().map(|contact| Link {
                href: contact.as_str().to_owned(),
                text: contact.as_str().trim_start_matches("mailto:").to_owned(),
            }),
            sections: nav::MASTHEAD
                .map(|section| (section, edition.section_link(section)))
                .into(),
        }
    }
}

/// What one page says about itself.
#[derive(Debug, Default)]
pub struct Head {
    /// The title in the tab: page, then site.
    pub title: String,
    /// One or two sentences for search engines.
    pub description: String,
    /// The address of this page, and the same page in every language; none on
    /// an error page, which has no address of its own.
    pub addresses: Option<Addresses>,
    /// The language switch.
    pub languages: Vec<Switch>,
    /// The links of the masthead.
    pub sections: Vec<Here>,
    /// The way from the home page to the page above this one.
    pub crumbs: Vec<Link>,
}

/// Where a page stands.
#[derive(Debug)]
pub struct Addresses {
    /// Its own address.
    pub canonical: String,
    /// The same page in every language.
    pub alternates: Vec<Alternate>,
    /// The same page for whoever reads none of them.
    pub otherwise: String,
    /// The page in other forms than HTML.
    pub forms: Vec<FileLink>,
}

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
    fn new(media: Media, href: String, name: &str) -> Self {
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
fn forms(edition: &Edition<'_>, route: Route<'_>) -> Vec<FileLink> {
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

/// The same page in one language.
#[derive(Debug)]
pub struct Alternate {
    /// The language, as search engines name it.
    pub hreflang: String,
    /// Its address.
    pub href: String,
}

/// One language in the language switch.
#[derive(Debug)]
pub struct Switch {
    /// Its own name.
    pub name: String,
    /// Its tag.
    pub lang: String,
    /// Where the page stands in it; none for the language of this page.
    pub href: Option<String>,
}

/// A link that may lead to where the reader is.
#[derive(Debug)]
pub struct Here {
    /// The link.
    pub link: Link,
    /// `page` when it leads to this page, `true` when this page lies below.
    pub current: Option<&'static str>,
}

impl Head {
    /// The head of the page on this route.
    pub fn new(
        edition: &Edition<'_>,
        frame: &Frame,
        route: Route<'_>,
        title: &str,
        description: &str,
    ) -> Self {
        let routes = &edition.routes;
        let languages = &edition.catalog.languages;
        let absolute = |index| routes.absolute(&routes.path(route, index));
        let otherwise = match route {
            Route::Home => routes.absolute(&routes.fixed(CHOOSER)),
            _ => absolute(routes.fallback()),
        };
        let alternates = languages
            .iter()
            .enumerate()
            .map(|(index, language)| Alternate {
                hreflang: language.record.hreflang.as_str().to_owned(),
                href: absolute(index),
            });
        let second = match route {
            Route::Home => &frame.subject,
            _ => &frame.title,
        };
        Self {
            title: format!("{title} | {second}"),
            description: description.to_owned(),
            addresses: Some(Addresses {
                canonical: absolute(edition.index),
                alternates: alternates.collect(),
                otherwise,
                forms: forms(edition, route),
            }),
            languages: switch(edition, route),
            sections: frame.sections(Some(route)),
            crumbs: nav::crumbs(edition, route),
        }
    }

    /// The head of a page that stands at no address of its own.
    pub fn of_error(edition: &Edition<'_>, frame: &Frame) -> Self {
        Self {
            languages: switch(edition, Route::Home),
            sections: frame.sections(None),
            crumbs: vec![Link {
                href: frame.home.clone(),
                text: frame.words.home.clone(),
            }],
            ..Self::default()
        }
    }
}

impl Frame {
    fn sections(&self, here: Option<Route<'_>>) -> Vec<Here> {
        let above = here.and_then(nav::section_above);
        let current = |section| match here {
            Some(Route::Section(this)) if this == section => Some("page"),
            _ if above == Some(section) => Some("true"),
            _ => None,
        };
        self.sections
            .iter()
            .map(|(section, link)| Here {
                link: link.clone(),
                current: current(*section),
            })
            .collect()
    }
}

fn switch(edition: &Edition<'_>, route: Route<'_>) -> Vec<Switch> {
    let languages = edition.catalog.languages.iter().enumerate();
    languages
        .map(|(index, language)| Switch {
            name: language.record.name.clone(),
            lang: language.record.lang.as_str().to_owned(),
            href: (index != edition.index).then(|| edition.routes.path(route, index)),
        })
        .collect()
}
