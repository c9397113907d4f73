//! Whether a server answers as a release does: a few questions at a time, each
//! address in every coding, and once with the validator that the release has.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ureq::Agent;

use super::folder::decoded;
use super::links::{Document, Web};
use super::{Difference, Place, difference};
use crate::release::{CachePolicy, GREETING, MOVED, Release, Resource, SECURITY_HEADERS, secured};
use crate::site::body::{Coding, coded_etag};
use crate::site::snapshot::{Asked, Media, PageError};

/// How many questions are under way at a time.
const AT_A_TIME: usize = 4;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// After so many questions without an answer nobody is there any more.
const SILENCE: usize = 20;

/// A name that no page has.
const NOWHERE: &str = "no-such-address-is-here/";

/// The fields that are compared, beside those of every answer. What a connection
/// or a proxy adds (dates, ages, lengths) is not looked at.
const CHOSEN: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LANGUAGE,
    header::CONTENT_ENCODING,
    header::CACHE_CONTROL,
    header::ETAG,
    header::VARY,
    header::LOCATION,
];

/// One thing to ask for.
enum Question<'a> {
    Resource(&'a str, &'a Resource),
    Moved(&'a str, &'a str),
    Entrance,
    /// What is missing, in the language with this index.
    Missing(usize),
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// What should come back.
struct Expected<'a> {
    status: StatusCode,
    headers: HeaderMap,
    body: &'a [u8],
}

/// What is found out.
#[derive(Default)]
struct Found {
    differences: BTreeSet<Difference>,
    web: Web,
}

/// Somebody to ask, and what they should answer.
struct Comparison<'a> {
    release: &'a Release,
    agent: &'a Agent,
    /// Scheme and host.
    root: &'a str,
    found: Mutex<Found>,
    silent: AtomicUsize,
}

/// How the answers of the server at `root` (scheme and host, such as
/// `http://127.0.0.1:8080`) differ from those of `release`: statuses, chosen
/// header fields, bytes in every coding, 304 for the validators of the release,
/// and links. `agent` follows no redirects and takes any status for an answer;
/// `origin` is where visitors find the site.
///
/// # Errors
/// When nobody answers, with the reason.
pub fn server(
    release: &Release,
    agent: &Agent,
    root: &str,
    origin: Option<&str>,
) -> Result<Vec<Difference>, String> {
    let comparison = Comparison {
        release,
        agent,
        root,
        found: Mutex::default(),
        silent: AtomicUsize::new(0),
    };
    // If nobody is there, one question is enough to know.
    comparison.ask(&format!("{}/", release.snapshot().base_path), &[])?;
    let questions = questions(release);
    let waiting = Mutex::new(questions.iter());
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                let next = || waiting.lock().map_or(None, |mut waiting| waiting.next());
                while let Some(question) = next() {
                    if comparison.silent.load(Ordering::Relaxed) >= SILENCE {
                        return;
                    }
                    comparison.put(question);
                }
            });
        }
    });
    if comparison.silent.into_inner() >= SILENCE {
        return Err(format!(
            "it stopped answering: {SILENCE} questions were in vain"
        ));
    }
    let found = comparison.found.into_inner().unwrap_or_default();
    let mut differences: Vec<_> = found.differences.into_iter().collect();
    differences.extend(found.web.faults(Place {
        origin,
        base_path: &release.snapshot().base_path,
    }));
    Ok(differences)
}

/// Everything that can be asked, in an order of its own.
fn questions(release: &Release) -> Vec<Question<'_>> {
    let snapshot = release.snapshot();
    let mut resources: Vec<_> = release
        .resources()
        .map(|(path, resource)| (&**path, &**resource))
        .collect();
    resources.sort_by_key(|(path, _)| *path);
    let resources = resources.into_iter();
    let redirects = snapshot.redirects.iter();
    let redirects = redirects.filter(|(from, _)| !snapshot.pages.contains_key(*from));
    resources
        .map(|(path, resource)| Question::Resource(path, resource))
        .chain(redirects.map(|(from, to)| Question::Moved(from, to)))
        .chain([Question::Entrance])
        .chain((0..snapshot.languages.len()).map(Question::Missing))
        .collect()
}

impl Comparison<'_> {
    fn differs(&self, at: &str, what: String) {
        if let Ok(mut found) = self.found.lock() {
            found.differences.insert(Difference::new(at, what));
        }
    }

    fn put(&self, question: &Question<'_>) {
        let snapshot = self.release.snapshot();
        let entrance = format!("{}/", snapshot.base_path);
        match question {
            Question::Resource(path, resource) => {
                // If the text itself differs, one line says so.
                if self.resource(path, resource, Coding::Identity) {
                    self.resource(path, resource, Coding::Gzip);
                    self.resource(path, resource, Coding::Brotli);
                    if resource.status().is_success() {
                        self.held(path, resource);
                    }
                }
                self.stands(path);
            }
            Question::Moved(from, to) => {
                let expected = moved(StatusCode::PERMANENT_REDIRECT, to, MOVED);
                self.simple(from, &expected);
                self.stands(from);
            }
            Question::Entrance => {
                let home = snapshot.home(snapshot.fallback);
                let mut expected = moved(StatusCode::FOUND, &home, GREETING);
                let vary = HeaderValue::from_static("accept-language");
                expected.headers.insert(header::VARY, vary);
                self.simple(&entrance, &expected);
                self.stands(&entrance);
            }
            Question::Missing(language) => {
                let path = format!("{}{NOWHERE}", snapshot.home(*language));
                let Some(answer) = self.plainly(&path) else {
                    return;
                };
                // Where requests have names, the page says its own.
                let id = answer.headers.get("x-request-id");
                let asked = Asked {
                    path: &path,
                    id: id.and_then(|id| id.to_str().ok()),
                };
                let page = (snapshot.errors).render(*language, PageError::NotFound, asked);
                let mut headers = secured();
                let media = HeaderValue::from_static(Media::Html.content_type());
                headers.insert(header::CONTENT_TYPE, media);
                headers.insert(header::CACHE_CONTROL, CachePolicy::Revalidate.header());
                let lang = HeaderValue::from_str(&snapshot.languages[*language].lang);
                headers.extend(lang.ok().map(|lang| (header::CONTENT_LANGUAGE, lang)));
                let expected = Expected {
                    status: StatusCode::NOT_FOUND,
                    headers,
                    body: page.as_bytes(),
                };
                self.compare(&path, &answer, &expected);
            }
        }
    }

    /// Links may lead there.
    fn stands(&self, path: &str) {
        if let Ok(mut found) = self.found.lock() {
            found.web.addresses.insert(path.to_owned());
        }
    }

    fn simple(&self, path: &str, expected: &Expected<'_>) {
        if let Some(answer) = self.plainly(path) {
            self.compare(path, &answer, expected);
        }
    }

    /// The answer without any coding.
    fn plainly(&self, path: &str) -> Option<Answer> {
        self.heard(path, path, &[(header::ACCEPT_ENCODING, "identity")])
    }

    /// Whether the text is the same; everything else that differs is noted.
    fn resource(&self, path: &str, resource: &Resource, coding: Coding) -> bool {
        let token = coding.token();
        let at = token.map_or_else(|| path.to_owned(), |token| format!("{path} ({token})"));
        let accepted = token.unwrap_or("identity");
        let fields = [(header::ACCEPT_ENCODING, accepted)];
        let Some(mut answer) = self.heard(path, &at, &fields) else {
            return false;
        };
        let Some(prepared) = resource.prepared(Coding::Identity) else {
            return false;
        };
        let mut expected = Expected {
            status: resource.status(),
            headers: prepared.headers.clone(),
            body: &prepared.bytes,
        };
        if resource.body().representation(coding).is_some()
            && let Some(token) = token
        {
            // How small it is made is not laid down, but what it holds is, and that
            // its validator names exactly these bytes.
            let tag = coded_etag(resource.body().content_tag(), &answer.body);
            let tag = HeaderValue::from_str(&tag).expect("validators are visible ASCII");
            expected.headers.insert(header::ETAG, tag);
            let token = HeaderValue::from_static(token);
            if answer.headers.get(header::CONTENT_ENCODING) == Some(&token) {
                match decoded(coding, &answer.body, expected.body.len()) {
                    Ok(content) => answer.body = content,
                    Err(_) => {
                        self.differs(&at, "cannot be decoded".to_owned());
                        return false;
                    }
                }
            }
            expected.headers.insert(header::CONTENT_ENCODING, token);
        }
        let is_same = self.compare(&at, &answer, &expected);
        if coding == Coding::Identity && matches!(resource.media(), Media::Html | Media::Svg) {
            let document = Document::read(&String::from_utf8_lossy(&answer.body));
            if let Ok(mut found) = self.found.lock() {
                found.web.documents.insert(path.to_owned(), document);
            }
        }
        is_same
    }

    /// A visitor who has it already, from another instance of the same release, is
    /// told so.
    fn held(&self, path: &str, resource: &Resource) {
        let tag = resource.prepared(Coding::Identity);
        let Some(tag) = tag.and_then(|prepared| prepared.etag.to_str().ok()) else {
            return;
        };
        let fields = [
            (header::ACCEPT_ENCODING, "br"),
            (header::IF_NONE_MATCH, tag),
        ];
        let at = format!("{path} (asked with {tag})");
        if let Some(answer) = self.heard(path, &at, &fields)
            && answer.status != StatusCode::NOT_MODIFIED
        {
            let status = answer.status.as_u16();
            self.differs(&at, format!("answers {status} instead of 304"));
        }
    }

    fn heard(&self, path: &str, at: &str, fields: &[(HeaderName, &str)]) -> Option<Answer> {
        match self.ask(path, fields) {
            Ok(answer) => Some(answer),
            Err(why) => {
                self.silent.fetch_add(1, Ordering::Relaxed);
                self.differs(at, format!("no answer: {why}"));
                None
            }
        }
    }

    fn ask(&self, path: &str, fields: &[(HeaderName, &str)]) -> Result<Answer, String> {
        let mut request = self.agent.get(format!("{}{path}", self.root));
        for (name, value) in fields {
            request = request.header(name, *value);
        }
        let mut response = request.call().map_err(|error| error.to_string())?;
        let body = response
            .body_mut()
            .with_config()
            .limit(LONGEST)
            .read_to_vec();
        Ok(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: body.map_err(|error| error.to_string())?,
        })
    }

    /// Notes what differs, and says whether the text is the same.
    fn compare(&self, at: &str, answer: &Answer, expected: &Expected<'_>) -> bool {
        if answer.status != expected.status {
            let (is, should) = (answer.status.as_u16(), expected.status.as_u16());
            // Of another answer everything else is different too.
            self.differs(at, format!("answers {is} instead of {should}"));
            return false;
        }
        let content = difference(expected.body, &answer.body);
        let is_same = content.is_none();
        if let Some(what) = content {
            self.differs(at, what);
        }
        let security = SECURITY_HEADERS.iter().map(|(name, _)| name);
        for name in CHOSEN.iter().chain(security) {
            // Another text has another validator; that needs no line of its own.
            if name == header::ETAG && !is_same {
                continue;
            }
            let found = values(&answer.headers, name);
            let should = values(&expected.headers, name);
            if found == should {
                continue;
            }
            self.differs(
                at,
                match (found.as_str(), should.as_str()) {
                    ("", should) => format!("has no field `{name}`; it should be `{should}`"),
                    (found, "") => format!("has a field `{name}: {found}`, and should have none"),
                    (found, should) => format!("`{name}` is `{found}` instead of `{should}`"),
                },
            );
        }
        is_same
    }
}

/// All values of a field as one (RFC 9110, 5.3).
fn values(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    values.join(", ")
}

fn moved(status: StatusCode, to: &str, cache: CachePolicy) -> Expected<'static> {
    let mut headers = secured();
    headers.extend(
        HeaderValue::from_str(to)
            .ok()
            .map(|to| (header::LOCATION, to)),
    );
    headers.insert(header::CACHE_CONTROL, cache.header());
    Expected {
        status,
        headers,
        body: &[],
    }
}
