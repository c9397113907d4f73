//! Files of which a register has one: the site itself, places, topics,
//! publishers and old addresses.

use super::{
    ClaimPath, Contact, CountryCode, CountryName, PageId, SitePath, Slug, SocietyId, Text,
    WebAddress,
};
use crate::locale::{LanguageId, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the register is, and who runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Site {
    /// What the register is about, in a few words: first line of every page.
    pub title: Text,
    /// Whose cooperation it is: second line of every page.
    pub subject: Text,
    /// The register in one sentence, on the first page.
    pub lead: Text,
    /// `independent`, or `organisation` when the organisation itself runs the site.
    pub runner: Runner,
    /// A sentence at the foot of every page that says so.
    pub runner_note: Text,
    /// A sentence at the foot of every page on the protected emblem.
    pub emblem_note: Text,
    /// The organisation that the register is about: the name of a file in `societies/`.
    pub organisation: SocietyId,
    /// The languages, in the order of the language switch: names of files in `languages/`.
    pub languages: Vec<LanguageId>,
    /// The language of the first page for a browser that asks for none of these.
    pub fallback_language: LanguageId,
    /// Under which licence texts and data may be used.
    pub licence: Licence,
    /// The organisation's logo; only when the organisation itself runs the site.
    pub logo: Option<Logo>,
    /// Where visitors can write to: an address beginning with `mailto:` or `https://`.
    pub contact: Option<Contact>,
    /// The part of a page that says how to report a mistake: where reports lead while there is no `contact`.
    pub reporting: Option<Reporting>,
    /// Whom to tell of a weakness of the site: makes `/.well-known/security.txt`. Only with a real address.
    pub security: Option<Security>,
    /// The day on which the register was first published.
    pub published: Option<PartialDate>,
    /// The pictures that go with a link to the register elsewhere.
    pub card: Option<Card>,
    /// Numbers on the first page, each with the statement that it comes from.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Figure>,
}

/// Who runs the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "a variant is the word that an editor writes")]
pub enum Runner {
    Independent,
    Organisation,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Licence {
    /// Its short name.
    pub name: String,
    /// Where it can be read.
    pub url: WebAddress,
}

/// A logo that the organisation supplies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Logo {
    /// Its file in the folder of static files, such as `img/logo.svg`.
    pub file: String,
    /// What it shows, for those who cannot see it.
    pub alt: Text,
    /// Its height on the page in pixels.
    #[schemars(range(min = 16, max = 96))]
    pub height: u16,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reporting {
    /// The page: the name of a file in `pages/`.
    pub page: PageId,
    /// The name that the heading of that part has in every language: `## Heading {#name}`.
    pub part: Slug,
}

/// Whom to tell of a weakness of the site (RFC 9116).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Security {
    /// Where to write: an address beginning with `mailto:` or `https://` that somebody reads.
    pub contact: Contact,
    /// The last day on which the address is to be relied on, at most a year ahead.
    pub expires: PartialDate,
}

/// The pictures that go with a link to the register elsewhere, one for each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// Their folder among the static files; each is called after its language, such as `en.png`.
    pub folder: String,
    /// What they show, for those who cannot see them.
    pub alt: Text,
}

/// A number on the first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The number as it is shown.
    pub number: Text,
    /// The statement it comes from: `<folder>/<file>#<claim>`.
    pub claim: ClaimPath,
}

/// Places and countries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Places {
    /// Countries, by their ISO 3166 code.
    #[serde(default, rename = "country")]
    pub countries: Vec<Country>,
    /// Towns and other places.
    #[serde(default, rename = "place")]
    pub places: Vec<Place>,
}

/// A country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Country {
    /// Its two-letter code (ISO 3166-1).
    pub code: CountryName,
    /// Its name.
    pub name: Text,
}

/// A town or other place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: Text,
    /// The country it is in.
    pub country: CountryCode,
    /// Degrees north of the equator, two decimals.
    #[schemars(range(min = -90, max = 90))]
    pub latitude: Option<f64>,
    /// Degrees east of Greenwich, two decimals.
    #[schemars(range(min = -180, max = 180))]
    pub longitude: Option<f64>,
}

// Coordinates are read from text and never computed, so they are never NaN.
impl Eq for Place {}

/// What events can be about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Topics {
    /// The topics.
    #[serde(default, rename = "topic")]
    pub topics: Vec<Topic>,
}

/// One topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: Text,
    /// Its place among the topics; smaller is earlier.
    pub order: i32,
}

/// Publishers of sources that are not bodies of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Publishers {
    /// The publishers.
    #[serde(default, rename = "publisher")]
    pub publishers: Vec<Publisher>,
}

/// One publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Publisher {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: Text,
    /// Its website.
    pub website: Option<WebAddress>,
}

/// Old addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Redirects {
    /// Addresses that have moved.
    #[serde(default, rename = "redirect")]
    pub redirects: Vec<Redirect>,
    /// Addresses that were removed.
    #[serde(default)]
    pub gone: Vec<Gone>,
}

/// An address that has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Redirect {
    /// The old address, from `/` to `/`.
    pub from: SitePath,
    /// The address to go to instead.
    pub to: SitePath,
}

/// An address that was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gone {
    /// The address, from `/` to `/`.
    pub path: SitePath,
    /// Why it was removed: a sentence for visitors.
    pub reason: Text,
    /// Since when.
    pub since: PartialDate,
}
