//! Everything that a visitor can be answered, made when content loads.
//!
//! A snapshot is immutable: an edit makes another one. It knows what is
//! served, not how: status lines, headers and negotiation belong to `release`
//! and `http`, which an export to files shares.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{assets::Assets, body::Body};
use crate::locale::{Instant, LanguageId};

/// The media types that this site serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// A page.
    Html,
    /// The sitemap (sitemaps.org protocol).
    Xml,
    /// robots.txt, security.txt, licences.
    Text,
    /// A style sheet.
    Css,
    /// A drawing.
    Svg,
    /// A photograph or an icon without loss.
    Png,
    /// A photograph.
    Jpeg,
    /// The favicon of old.
    Ico,
    /// A font, already compressed (W3C WOFF 2.0).
    Woff2,
    /// Structured data for programs.
    Json,
    /// Linked data (W3C JSON-LD 1.1).
    JsonLd,
    /// A table for programs (RFC 4180).
    Csv,
    /// A page as text (RFC 7763).
    Markdown,
    /// A feed (RFC 4287).
    Atom,
    /// Events (RFC 5545).
    Calendar,
    /// A web application manifest.
    Manifest,
    /// An `OpenSearch` description.
    OpenSearch,
}

impl Media {
    /// The value of `Content-Type`. Text is always UTF-8.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Ico => "image/vnd.microsoft.icon",
            Self::Woff2 => "font/woff2",
            Self::Json => "application/json",
            Self::JsonLd => "application/ld+json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Manifest => "application/manifest+json",
            Self::OpenSearch => "application/opensearchdescription+xml",
        }
    }

    /// Whether a content coding can make it smaller: what is already
    /// compressed is not tried.
    pub const fn is_compressible(self) -> bool {
        !matches!(self, Self::Png | Self::Jpeg | Self::Woff2)
    }

    /// Whether it is only ever part of a page, and shows nothing by itself that
    /// could load anything.
    pub const fn is_part(self) -> bool {
        matches!(
            self,
            Self::Css | Self::Png | Self::Jpeg | Self::Ico | Self::Woff2
        )
    }

    /// The type that a static file's name promises, if it is one that is
    /// served.
    pub fn from_file_name(name: &str) -> Option<Self> {
        Some(match name.rsplit_once('.')?.1 {
            "css" => Self::Css,
            "svg" => Self::Svg,
            "png" => Self::Png,
            "jpg" | "jpeg" => Self::Jpeg,
            "ico" => Self::Ico,
            "woff2" => Self::Woff2,
            "txt" => Self::Text,
            "xml" => Self::Xml,
            "json" => Self::Json,
            "webmanifest" => Self::Manifest,
            _ => return None,
        })
    }
}

/// One address and what stands there.
#[derive(Clone, Debug)]
pub struct Page {
    /// What the bytes are.
    pub media: Media,
    /// Index into [`Snapshot::languages`]; none for what has no language.
    pub language: Option<usize>,
    /// 200, or 410 for an address that was removed on purpose.
    pub status: u16,
    /// The bytes.
    pub body: Body,
}

/// A language in which the site can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotLanguage {
    /// The id that content uses for it.
    pub id: LanguageId,
    /// The first segment of its addresses, without slashes.
    pub prefix: String,
    /// The tag in HTML `lang`, also sent as `Content-Language` (BCP 47).
    pub lang: String,
    /// The language ranges of `Accept-Language` that lead to it (RFC 4647).
    pub accept: Vec<String>,
}

/// What can go wrong for a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageError {
    /// Nothing stands at the address.
    NotFound,
    /// The request cannot be understood.
    BadRequest,
    /// The address only answers to reading.
    MethodNotAllowed,
    /// The visitor refused every coding that the resource exists in.
    NotAcceptable,
    /// What the visitor holds is not what they made a condition of.
    PreconditionFailed,
    /// The address is longer than any that this site has.
    UriTooLong,
    /// The header fields are larger than what a browser sends.
    HeadersTooLarge,
    /// The request did not come to its end in time.
    RequestTimeout,
    /// The visitor searches more often than anybody reads.
    TooManySearches,
    /// There is no room for another visitor at this moment.
    Busy,
    /// The asked part of a file lies beyond its end.
    RangeNotSatisfiable,
    /// A fault of this program.
    Internal,
}

impl PageError {
    /// Every error, for whoever renders or tests them all.
    pub const ALL: [Self; 12] = [
        Self::NotFound,
        Self::BadRequest,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::PreconditionFailed,
        Self::UriTooLong,
        Self::HeadersTooLarge,
        Self::RequestTimeout,
        Self::TooManySearches,
        Self::Busy,
        Self::RangeNotSatisfiable,
        Self::Internal,
    ];

    /// The status code (RFC 9110 section 15, RFC 6585 sections 4 and 5).
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NotAcceptable => 406,
            Self::RequestTimeout => 408,
            Self::PreconditionFailed => 412,
            Self::UriTooLong => 414,
            Self::RangeNotSatisfiable => 416,
            Self::TooManySearches => 429,
            Self::HeadersTooLarge => 431,
            Self::Internal => 500,
            Self::Busy => 503,
        }
    }
}

/// Makes the page that tells a visitor about an error.
pub trait ErrorPages {
    /// A whole HTML document in the language with the index `language` of
    /// [`Snapshot::languages`].
    fn render(&self, language: usize, error: PageError, asked: Asked<'_>) -> String;
}

/// What is known of a request that ended in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'r> {
    /// What was asked for, percent-encoded as it came and not to be trusted;
    /// empty if it could not be read.
    pub path: &'r str,
    /// The name by which the request is found again, of visible ASCII.
    pub id: Option<&'r str>,
}

impl<'r> Asked<'r> {
    /// A request for `path` that has no name.
    pub fn at(path: &'r str) -> Self {
        Self { path, id: None }
    }
}

/// What a visitor looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'q> {
    /// In their words, which are not to be trusted.
    pub text: &'q str,
    /// The kind of thing that it is narrowed to, as addresses name it.
    pub kind: Option<&'q str>,
}

/// Finds what a visitor looks for, and makes the page that shows it.
pub trait SearchPages {
    /// The index of the language whose search stands at this path.
    fn language_at(&self, path: &str) -> Option<usize>;

    /// Whether everything is there that an answer needs. Until then the first
    /// answer waits for it to be made.
    fn is_ready(&self) -> bool;

    /// Makes what answers need; returns when it is there.
    fn prepare(&self);

    /// A whole HTML document in the language with the index `language` of
    /// [`Snapshot::languages`]; none if nothing was asked that could be found.
    fn render(&self, language: usize, question: Question<'_>) -> Option<String>;
}

/// The whole site at one moment.
///
/// Every address here is a full path: it begins with a slash and includes the
/// base path.
pub struct Snapshot {
    /// What stands at which address.
    pub pages: BTreeMap<String, Page>,
    /// Old addresses and where they lead for good (308).
    pub redirects: BTreeMap<String, String>,
    /// The languages in the order in which they are offered.
    pub languages: Vec<SnapshotLanguage>,
    /// Index of the language of a visitor who asks for none that exists.
    pub fallback: usize,
    /// What precedes every address: empty, or like `/cooperation`, without a
    /// slash at the end.
    pub base_path: String,
    /// The static files.
    pub assets: Arc<Assets>,
    /// The day that the content was judged by, as `YYYY-MM-DD`.
    pub as_of: String,
    /// The next second at which something is published or expires: then
    /// another snapshot is due, as it is on another day.
    pub changes_at: Option<Instant>,
    /// What names this state of the site: content, day, static files, program
    /// and addresses, in eight hexadecimal digits.
    pub release: String,
    /// Renders the error pages.
    pub errors: Box<dyn ErrorPages + Send + Sync>,
    /// Renders what is found.
    pub search: Box<dyn SearchPages + Send + Sync>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("pages", &self.pages.len())
            .field("redirects", &self.redirects.len())
            .field("languages", &self.languages)
            .field("base_path", &self.base_path)
            .field("as_of", &self.as_of)
            .field("release", &self.release)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// The index of the language whose prefix begins `path`.
    pub fn language_of(&self, path: &str) -> Option<usize> {
        let below = path.strip_prefix(&self.base_path)?.strip_prefix('/')?;
        let segment = below.split('/').next()?;
        self.languages
            .iter()
            .position(|language| language.prefix.eq_ignore_ascii_case(segment))
    }

    /// The address of the front page in the language with index `language`.
    pub fn home(&self, language: usize) -> String {
        format!("{}/{}/", self.base_path, self.languages[language].prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_known_by_the_last_extension_only() {
        assert_eq!(Media::from_file_name("a.min.css"), Some(Media::Css));
        assert_eq!(Media::from_file_name("a.css.map"), None);
        assert_eq!(Media::from_file_name("LICENSE"), None);
    }
}
