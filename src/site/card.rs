//! What other programs show of the site: the picture and the words beside a
//! link to it (Open Graph protocol), and its name and icons on a device that
//! keeps it (W3C Web Application Manifest).

use super::Files;
use super::edition::Edition;
use super::route::Route;
use serde_json::{Value, json};

/// The ground of the masthead, as the style sheet has it: in daylight.
pub const BAND_LIGHT: &str = "#0b2a4a";
/// The same in the dark.
pub const BAND_DARK: &str = "#1a2f47";
/// The ground of a page in daylight, as the style sheet has it.
const PAPER: &str = "#fbf9f4";

/// What is said of every page of an edition beside a link to it.
#[derive(Debug)]
pub struct Card {
    /// The name of the site.
    pub site: String,
    /// The language and, where it is known, the country: `language_COUNTRY`.
    pub locale: String,
    /// The same for the other languages, each once.
    pub others: Vec<String>,
    /// The picture; only a site that knows its origin can give its address.
    pub picture: Option<Picture>,
}

/// A picture beside a link.
#[derive(Debug)]
pub struct Picture {
    /// Its whole address.
    pub src: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it shows.
    pub alt: String,
}

impl Card {
    /// The card of an edition.
    pub(super) fn new(edition: &Edition<'_>, files: &Files<'_>) -> Self {
        let site = &edition.catalog.site;
        let locale = locale(edition.language.record.lang.as_str());
        let mut others: Vec<String> = Vec::new();
        for language in &edition.catalog.languages {
            let other = self::locale(language.record.lang.as_str());
            if other != locale && !others.contains(&other) {
                others.push(other);
            }
        }
        let title = edition.text(&site.title);
        Self {
            site: format!("{title}: {}", edition.text(&site.subject)),
            locale,
            others,
            picture: picture(edition, files),
        }
    }
}

fn picture(edition: &Edition<'_>, files: &Files<'_>) -> Option<Picture> {
    let card = edition.catalog.site.card.as_ref()?;
    if !edition.routes.knows_origin() {
        return None;
    }
    let name = format!("{}/{}.png", card.folder, edition.language.id);
    let (width, height) = png_size(files.bytes(&name)?)?;
    Some(Picture {
        src: edition.routes.absolute(&files.optional(&name)?),
        width,
        height,
        alt: edition.text(&card.alt).to_owned(),
    })
}

/// Width and height of a PNG file: they stand in its first chunk (W3C PNG,
/// section 11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    let (width, rest) = header.split_first_chunk()?;
    let (height, _) = rest.split_first_chunk()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

/// A language tag as the Open Graph protocol writes it: the language, and the
/// country if the tag names one (BCP 47, section 2.2.4).
fn locale(tag: &str) -> String {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let country = parts.find(|part| part.len() == 2);
    country.map_or_else(
        || language.to_owned(),
        |country| format!("{language}_{country}"),
    )
}

/// The icons of the site: file, size in pixels, and whether a device may cut
/// it to a shape of its own.
const ICONS: [(&str, u32, &str); 3] = [
    ("img/icon-192.png", 192, "any"),
    ("img/icon-512.png", 512, "any"),
    ("img/icon-maskable-512.png", 512, "maskable"),
];

/// How a device that keeps the site names and shows it.
pub(super) fn manifest(edition: &Edition<'_>, files: &Files<'_>) -> String {
    let site = &edition.catalog.site;
    let home = edition.href(Route::Home);
    let title = edition.text(&site.title);
    let icons = ICONS.iter().filter_map(|(name, size, purpose)| {
        let src = files.optional(name)?;
        let sizes = format!("{size}x{size}");
        Some(json!({ "src": src, "sizes": sizes, "type": "image/png", "purpose": purpose }))
    });
    let manifest = json!({
        "name": format!("{title}: {}", edition.text(&site.subject)),
        "short_name": title,
        "description": format!("{} {}", edition.text(&site.lead), edition.text(&site.runner_note)),
        "lang": edition.language.record.lang.as_str(),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "browser",
        "theme_color": BAND_LIGHT,
        "background_color": PAPER,
        "icons": icons.collect::<Vec<Value>>(),
    });
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use super::{BAND_DARK, BAND_LIGHT, PAPER, locale, png_size};

    #[test]
    fn countries_are_told_from_scripts() {
        assert_eq!(locale("en"), "en");
        assert_eq!(locale("pt-BR"), "pt_BR");
        assert_eq!(locale("zh-Hant-TW"), "zh_TW");
        assert_eq!(locale("el-Latn"), "el");
    }

    #[test]
    fn what_is_no_picture_has_no_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76".to_vec();
        assert_eq!(png_size(&png), Some((1200, 630)));
        png.truncate(20);
        assert_eq!(png_size(&png), None);
        assert_eq!(png_size(b"<svg></svg>"), None);
    }

    #[test]
    fn colours_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../static/css/tokens.css");
        let (light, dark) = tokens
            .split_once("prefers-color-scheme: dark")
            .expect("the tokens have a dark side");
        assert!(light.contains(&format!("--band: {BAND_LIGHT};")));
        assert!(light.contains(&format!("--paper: {PAPER};")));
        assert!(dark.contains(&format!("--band: {BAND_DARK};")));
    }
}
