//! The preview: the site as whoever writes it sees it.
//!
//! It stands before the site and changes its answers: pages say where
//! everything is written down and what visitors do not see yet, they show what
//! is wrong with the content, and load themselves again after a good save. The
//! pages themselves are those of the site; it knows nothing of files or the
//! clock. This is the only layer that sends a script.

mod events;
mod marks;
mod page;
mod report;

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header, request, response};
use tokio::sync::watch;

use crate::{
    diag::{self, Report, Severity, SourceMap},
    http::{Before, names_this_machine},
    release::{CachePolicy, SECURITY_HEADERS, secured},
    site::places::Places,
};

/// The folder, below the base path, of what only the preview has. No section
/// can have this name: theirs have no underscore.
const FOLDER: &str = "/_preview/";

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// Stands before the site.
#[derive(Debug)]
pub struct Preview {
    folder: String,
    is_local: bool,
    state: watch::Sender<Arc<State>>,
}

/// What there is to be seen.
#[derive(Debug, Clone, Default)]
struct State {
    /// Grows with every look at the content.
    serial: u64,
    /// The pages that are shown; none while there have never been any.
    shown: Option<Pages>,
    faults: Faults,
    /// Whether nobody is answered any more.
    has_ended: bool,
}

/// The pages that are shown.
#[derive(Debug, Clone)]
pub struct Pages {
    /// What names this state of the site.
    pub release: String,
    /// The address of the style sheet.
    pub css: Option<String>,
    /// Where everything is written down.
    pub places: Arc<Places>,
}

/// What stands in the way of the content as it is now, or should be looked at.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    errors: usize,
    warnings: usize,
    found: Vec<diag::Shown>,
    failure: Option<String>,
}

impl Faults {
    /// What a report says.
    pub fn of(report: &Report, sources: &SourceMap) -> Self {
        Self {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            found: diag::shown(report, sources),
            failure: None,
        }
    }

    /// That something else than the content stands in the way, in a sentence.
    pub fn failure(text: String) -> Self {
        Self {
            errors: 1,
            failure: Some(text),
            ..Self::default()
        }
    }

    /// How many there are, in words.
    fn count(&self) -> String {
        let counted = |number: usize, noun: &str| match number {
            0 => None,
            1 => Some(format!("1 {noun}")),
            _ => Some(format!("{number} {noun}s")),
        };
        let counts = [
            counted(self.errors, "mistake"),
            counted(self.warnings, "warning"),
        ];
        match counts.into_iter().flatten().collect::<Vec<_>>() {
            none if none.is_empty() => "No mistakes".to_owned(),
            some => some.join(", "),
        }
    }
}

impl Preview {
    /// A preview below this base path. `is_local` is whether only this machine
    /// may look: then a name of another one in a request is a trick.
    pub fn new(base_path: &str, is_local: bool) -> Self {
        Self {
            folder: format!("{base_path}{FOLDER}"),
            is_local,
            state: watch::Sender::default(),
        }
    }

    /// Shows what has become of the content: other pages, if they could be
    /// made, and what is wrong with it.
    pub fn update(&self, shown: Option<Pages>, faults: Faults) {
        self.change(|state| {
            state.serial += 1;
            state.shown = shown.or_else(|| state.shown.take());
            state.faults = faults;
        });
    }

    /// Ends every answer that goes on.
    pub fn end(&self) {
        self.change(|state| state.has_ended = true);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        self.state.send_modify(|state| change(Arc::make_mut(state)));
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.borrow())
    }
}

impl Before for Preview {
    fn instead(&self, request: &request::Parts) -> Option<Response<Body>> {
        if self.is_local && !names_this_machine(&request.headers) {
            let text = "This preview is for the machine that it runs on. Open it there as \
                        http://localhost, or start it with --preview-anywhere.\n";
            return Some(answer(StatusCode::MISDIRECTED_REQUEST, TEXT, text));
        }
        let state = self.state();
        match request.uri.path().strip_prefix(&self.folder) {
            Some("preview.js") => Some(answer(StatusCode::OK, JAVASCRIPT, SCRIPT)),
            Some("preview.css") => Some(answer(StatusCode::OK, CSS, STYLE)),
            Some("events") => {
                let body = Body::new(events::Events::new(self.state.subscribe()));
                Some(answer(StatusCode::OK, EVENTS, body))
            }
            Some("report") => {
                let html = report::page(&state, &self.folder);
                Some(answer(StatusCode::OK, HTML, html))
            }
            Some(_) => None,
            None if state.shown.is_none() => {
                let html = report::page(&state, &self.folder);
                Some(answer(StatusCode::SERVICE_UNAVAILABLE, HTML, html))
            }
            None => None,
        }
    }

    fn changed(&self, path: &str, head: &mut response::Parts, body: Bytes) -> Bytes {
        private(&mut head.headers);
        for name in OF_OTHERS {
            head.headers.remove(name);
        }
        let media = head.headers.get(header::CONTENT_TYPE);
        let is_page = media.is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
        let (true, Ok(html)) = (is_page, std::str::from_utf8(&body)) else {
            return body;
        };
        page::marked(html, path, &self.state(), &self.folder).into()
    }
}

/// What says how an answer may be kept, or asked for otherwise: this one may not.
const OF_OTHERS: [HeaderName; 4] = [
    header::ETAG,
    header::LAST_MODIFIED,
    header::ACCEPT_RANGES,
    header::VARY,
];

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const EVENTS: &str = "text/event-stream";

fn answer(status: StatusCode, media: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    *headers = secured();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    private(headers);
    response
}

/// The policy of the site, and a script from this address besides.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policies = SECURITY_HEADERS.iter();
    let of_site = policies
        .filter(|(name, _)| *name == header::CONTENT_SECURITY_POLICY)
        .filter_map(|(_, value)| value.to_str().ok());
    let both: Vec<_> = of_site.chain(["script-src 'self'"]).collect();
    HeaderValue::from_str(&both.join("; ")).expect("policies are visible ASCII")
});

/// Lets nobody keep or find an answer, and lets the script run.
fn private(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(header::CACHE_CONTROL, CachePolicy::NoStore.header());
    let robots = HeaderName::from_static("x-robots-tag");
    headers.insert(robots, HeaderValue::from_static("noindex"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_counted_in_words() {
        let count = |errors, warnings| {
            let faults = Faults {
                errors,
                warnings,
                ..Faults::default()
            };
            faults.count()
        };
        assert_eq!(count(0, 0), "No mistakes");
        assert_eq!(count(1, 0), "1 mistake");
        assert_eq!(count(2, 1), "2 mistakes, 1 warning");
        assert_eq!(count(0, 3), "3 warnings");
    }
}
