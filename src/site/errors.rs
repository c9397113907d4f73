//! Error pages, made when they are asked for.
//!
//! What they need is taken out of the register beforehand, so that a page can
//! be made without it, in whichever snapshot the request was answered from.

use super::chrome::{Frame, Head, weighed};
use super::edition::Edition;
use super::route::{Route, Routes};
use super::snapshot::{Asked, ErrorPages, PageError};
use super::view::home::{Door, doors};
use super::view::map::heading as map_heading;
use super::view::message::MessagePage;
use super::view::parts::{Link, Title};
use crate::content::record::{ErrorTable, ErrorWords};
use crate::diag::closest;
use askama::Template;
use std::sync::Arc;

/// The longest address that is repeated to whoever asked for it, in characters.
const SHOWN: usize = 200;

/// The longest name that a nearest one is looked for: it is compared with
/// every address there is.
const COMPARED: usize = 80;

/// Makes error pages in every language.
pub(super) struct Errors {
    editions: Vec<ErrorEdition>,
    /// The first segments of addresses by which languages are told apart.
    prefixes: Vec<String>,
    base_path: String,
}

struct ErrorEdition {
    frame: Arc<Frame>,
    /// In the order of [`PageError::ALL`].
    heads: Vec<Head>,
    doors: Vec<Door>,
    addresses: Vec<Address>,
}

/// An address that there is, by its last two segments below the language.
struct Address {
    above: Option<String>,
    name: String,
    link: Link,
}

impl Errors {
    /// Error pages for these editions, each with its frame.
    pub(super) fn new(
        routes: &Routes<'_>,
        editions: &[Edition<'_>],
        frames: &[Arc<Frame>],
    ) -> Self {
        let all = routes.all();
        Self {
            editions: editions
                .iter()
                .zip(frames)
                .map(|(edition, frame)| ErrorEdition {
                    heads: PageError::ALL
                        .map(|error| head(edition, frame, words(&frame.words.errors, error)))
                        .into(),
                    doors: doors(edition),
                    addresses: all.iter().map(|route| address(edition, *route)).collect(),
                    frame: Arc::clone(frame),
                })
                .collect(),
            prefixes: editions
                .iter()
                .map(|edition| edition.language.record.prefix.to_string())
                .collect(),
            base_path: routes.fixed(""),
        }
    }
}

impl ErrorPages for Errors {
    fn render(&self, language: usize, error: PageError, asked: Asked<'_>) -> String {
        let Some(edition) = self.editions.get(language).or(self.editions.first()) else {
            return String::new();
        };
        let index = PageError::ALL.iter().position(|known| *known == error);
        let Some(head) = index.and_then(|index| edition.heads.get(index)) else {
            return String::new();
        };
        let path = asked.path.split('?').next().unwrap_or_default();
        let missing = error == PageError::NotFound;
        let shown: String = path.chars().take(SHOWN).collect();
        let guess = missing.then(|| self.nearest(edition, path)).flatten();
        let table = &edition.frame.words.errors;
        let number = error.status().to_string();
        let words = words(table, error);
        let page = MessagePage {
            frame: &edition.frame,
            head,
            title: Title::new(table.number.replace("{n}", &number), &words.title).lead(&words.text),
            since: None,
            wanted: missing.then(|| self.words_of(path)),
            asked: (missing && !shown.is_empty()).then_some(shown.as_str()),
            id: asked.id,
            guess,
            doors: &edition.doors,
        };
        // Writing into memory fails only when memory does.
        let html = page.render().unwrap_or_else(|_| words.title.clone());
        // Too short for a number that would be grouped.
        weighed(html, |number| number.to_string())
    }
}

impl Errors {
    /// The words of the last part of an address, to be looked for.
    fn words_of(&self, path: &str) -> String {
        let below = decoded(path.strip_prefix(&self.base_path).unwrap_or(path));
        let mut segments = below.split('/').filter(|part| !part.is_empty());
        let last = segments.next_back().unwrap_or_default();
        let is_prefix = self.prefixes.iter().any(|known| known == last);
        let words = last.split(|c: char| !c.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        match is_prefix {
            true => String::new(),
            false => words.join(" ").chars().take(COMPARED).collect(),
        }
    }

    /// The nearest address: within the section that was asked for, else
    /// anywhere.
    fn nearest<'e>(&self, edition: &'e ErrorEdition, path: &str) -> Option<&'e Link> {
        let below = path.strip_prefix(&self.base_path).unwrap_or(path);
        let small = decoded(below).to_lowercase();
        let mut segments: Vec<_> = small.split('/').filter(|part| !part.is_empty()).collect();
        if segments
            .first()
            .is_some_and(|first| self.prefixes.iter().any(|known| known == first))
        {
            segments.remove(0);
        }
        let name = segments
            .pop()
            .filter(|name| name.chars().count() <= COMPARED)?;
        let addresses = &edition.addresses;
        let above = segments.pop().and_then(|above| {
            let known = addresses
                .iter()
                .filter_map(|address| address.above.as_deref());
            closest(above, known)
        });
        let find = |within: &dyn Fn(&Address) -> bool| {
            let known = || addresses.iter().filter(|address| within(address));
            let nearest = closest(name, known().map(|address| address.name.as_str()))?;
            known().find(|address| address.name == nearest)
        };
        let found = above
            .and_then(|above| find(&|address| address.above.as_deref() == Some(above)))
            .or_else(|| find(&|_| true))?;
        Some(&found.link)
    }
}

fn address(edition: &Edition<'_>, route: Route<'_>) -> Address {
    let href = edition.href(route);
    let home = edition.href(Route::Home);
    let below = href
        .strip_prefix(&home)
        .unwrap_or_default()
        .trim_end_matches('/');
    let (above, name) = match below.rsplit_once('/') {
        Some((above, name)) => (Some(above.to_owned()), name.to_owned()),
        None => (None, below.to_owned()),
    };
    let text = match route {
        Route::Home => edition.words.home.clone(),
        Route::Section(section) => edition.section(section).name.clone(),
        Route::Publisher(id) => edition.publisher(id).to_owned(),
        Route::Timeline(part) => edition.part(part),
        Route::Map(kind) => map_heading(edition, Some(kind)),
        Route::Entity(entity) => edition.title(entity).to_owned(),
    };
    Address {
        above,
        name,
        link: Link { href, text },
    }
}

pub(super) fn head(edition: &Edition<'_>, frame: &Frame, words: &ErrorWords) -> Head {
    Head {
        title: format!("{} | {}", words.title, frame.title),
        description: words.text.clone(),
        ..Head::of_error(edition, frame)
    }
}

fn words(table: &ErrorTable, error: PageError) -> &ErrorWords {
    match error {
        PageError::NotFound => &table.not_found,
        PageError::BadRequest => &table.bad_request,
        PageError::MethodNotAllowed => &table.method_not_allowed,
        PageError::NotAcceptable => &table.not_acceptable,
        PageError::PreconditionFailed => &table.precondition_failed,
        PageError::UriTooLong => &table.uri_too_long,
        PageError::HeadersTooLarge => &table.headers_too_large,
        PageError::RequestTimeout => &table.request_timeout,
        PageError::TooManySearches => &table.too_many_searches,
        PageError::Busy => &table.busy,
        PageError::RangeNotSatisfiable => &table.range_not_satisfiable,
        PageError::Internal => &table.internal,
    }
}

/// The path with percent-encoded bytes read as UTF-8 (RFC 3986 section 2.1);
/// what is not UTF-8 is only compared, never shown.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match (byte, hex(bytes.get(index + 1)), hex(bytes.get(index + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                index += 3;
            }
            _ => {
                out.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn percent_encoding_is_read_where_it_is_one() {
        assert_eq!(decoded("/a%C4%8D/"), "/ač/");
        assert_eq!(decoded("/100%/%zz/%4"), "/100%/%zz/%4");
        assert_eq!(decoded("/%ff"), "/\u{fffd}");
    }
}
