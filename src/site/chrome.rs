//! What surrounds every page: head, masthead, foot.
//!
//! The frame is the same on every page of an edition and is made once; the
//! head belongs to one page. Both own what they say, so that error pages can
//! be made long after the register they came from was replaced.

mod forms;

pub use forms::FileLink;

use super::Files;
use super::card::Card;
use super::data::names;
use super::edition::Edition;
use super::land::LAND_FILE;
use super::nav::{self, Group};
use super::route::{CHOOSER, Feed, Route, Section};
use super::view::parts::{Dated, Link};
use crate::content::record::Strings;
use crate::locale::PartialDate;

/// Stands in a page for its own weight until the page is written: a character
/// for private use, which no text has (Unicode Standard, section 23.5).
pub const WEIGHT: char = '\u{E000}';

/// The page with its weight in kilobytes, before compression, in the place
/// that was kept for it: close to the end, so that it is found at once.
/// `number` writes a number in the page's language.
pub fn weighed(mut html: String, number: impl Fn(usize) -> String) -> String {
    if let Some(at) = html.rfind(WEIGHT) {
        let rest = html.len() - WEIGHT.len_utf8();
        // The number itself has a weight.
        let digits = number(rest.div_ceil(1000)).len();
        let kilobytes = number((rest + digits).div_ceil(1000));
        html.replace_range(at..at + WEIGHT.len_utf8(), &kilobytes);
    }
    html
}

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
    /// The file with the outlines of the map.
    pub land: Option<String>,
    /// The address of the search.
    pub search: String,
    /// The address of its description for browsers; none while the site does
    /// not know its own origin, which that description must have.
    pub search_description: Option<String>,
    /// What is shown of a link to the site elsewhere.
    pub card: Card,
    /// The address of the web application manifest.
    pub manifest: String,
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
    /// Where mistakes are reported.
    pub reporting: Option<Reporting>,
    /// What names this state of the site, in words.
    pub release: String,
    /// How much a page weighs: what stands before the number, and after it.
    pub weight: (String, String),
    /// The sections in the masthead.
    sections: Vec<(Section, Link)>,
}

/// Where mistakes are reported.
#[derive(Debug)]
pub enum Reporting {
    /// By a letter.
    Letter {
        /// An address that begins with `mailto:`.
        to: String,
    },
    /// On a page, or as a page says.
    Place {
        /// Its address.
        href: String,
        /// Whether it lies outside of the site.
        outside: bool,
    },
}

/// To the contact, if there is one, else where a page says how.
fn reporting(edition: &Edition<'_>) -> Option<Reporting> {
    let site = &edition.catalog.site;
    if let Some(contact) = &site.contact {
        let address = contact.as_str().to_owned();
        return Some(if address.starts_with("mailto:") {
            Reporting::Letter { to: address }
        } else {
            Reporting::Place {
                href: address,
                outside: true,
            }
        });
    }
    let part = site.reporting.as_ref()?;
    let (page, part) = (part.page.as_str(), part.part.as_str());
    Some(Reporting::Place {
        href: edition.routes.part(page, part, edition.index),
        outside: false,
    })
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
    pub fn new(edition: &Edition<'_>, files: &Files<'_>) -> Self {
        let site = &edition.catalog.site;
        let day = PartialDate::from(edition.catalog.today);
        let script = edition.language.record.script.as_str();
        let trust = &edition.words.trust;
        let weight = trust.page_weight.split_once("{n}");
        let (before, after) = weight.unwrap_or((&trust.page_weight, ""));
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
            land: (edition.catalog.map.as_ref()).and_then(|_| files.optional(LAND_FILE)),
            search: edition.href(Route::Section(Section::Search)),
            search_description: (edition.routes.knows_origin())
                .then(|| edition.routes.search_description(edition.index)),
            card: Card::new(edition, files),
            manifest: edition.routes.manifest(edition.index),
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
                text: edition.typeset(&site.licence.name),
            },
            contact: site.contact.as_ref().map(|contact| Link {
                href: contact.as_str().to_owned(),
                text: contact.as_str().trim_start_matches("mailto:").to_owned(),
            }),
            reporting: reporting(edition),
            release: trust.release.replace("{release}", edition.release),
            weight: (before.to_owned(), after.to_owned()),
            sections: nav::MASTHEAD
                .map(|section| (section, edition.section_link(section)))
                .into(),
        }
    }
}

/// What one page says about itself.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The title in the tab: page, then site.
    pub title: String,
    /// The title of the page alone.
    pub name: String,
    /// What sort of page it is to those who show a link to it: `website` is
    /// the whole of it, `article` a page (Open Graph protocol).
    pub kind: &'static str,
    /// One or two sentences for search engines.
    pub description: String,
    /// The address of this page, and the same page in every language; none on
    /// an error page, which has no address of its own.
    pub addresses: Option<Addresses>,
    /// Whether this is the search itself.
    pub is_search: bool,
    /// The language switch.
    pub languages: Vec<Switch>,
    /// The links of the masthead.
    pub sections: Vec<Here>,
    /// The way from the home page to the page above this one.
    pub crumbs: Vec<Link>,
}

/// Where a page stands.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// Its own address.
    pub canonical: String,
    /// Whether that has scheme and host.
    pub whole: bool,
    /// The same page in every language.
    pub alternates: Vec<Alternate>,
    /// The same page for whoever reads none of them.
    pub otherwise: String,
    /// The page in other forms than HTML.
    pub forms: Vec<FileLink>,
}

/// The same page in one language.
#[derive(Debug, Clone)]
pub struct Alternate {
    /// The language, as search engines name it.
    pub hreflang: String,
    /// Its address.
    pub href: String,
}

/// One language in the language switch.
#[derive(Debug, Clone)]
pub struct Switch {
    /// Its own name.
    pub name: String,
    /// Its tag.
    pub lang: String,
    /// Where the page stands in it; none for the language of this page.
    pub href: Option<String>,
}

/// A link that may lead to where the reader is.
#[derive(Debug, Clone)]
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
            name: title.to_owned(),
            kind: match route {
                Route::Home => "website",
                _ => "article",
            },
            description: description.to_owned(),
            addresses: Some(Addresses {
                canonical: absolute(edition.index),
                whole: routes.knows_origin(),
                alternates: alternates.collect(),
                otherwise,
                forms: forms::forms(edition, route),
            }),
            is_search: route == Route::Section(Section::Search),
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
