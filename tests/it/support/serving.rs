//! A small site that depends on no content, and ways to ask it for things:
//! in process, and over a socket byte for byte.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    path::Path,
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use saradnja::{
    http::{Drained, Limits, Site, serve},
    live::Live,
    locale::LanguageId,
    release::{Policy, Release},
    site::{
        assets::{AssetSource, Assets},
        body::{Body, Coding, Effort},
        snapshot::{
            Asked, ErrorPages, Media, Page, PageError, Question, SearchPages, Snapshot,
            SnapshotLanguage,
        },
    },
};
use tokio::sync::oneshot;

/// The text of the page at `path`, long enough to be worth compressing.
pub fn page_text(path: &str) -> String {
    let line = format!("<p>What stands at {path} is the same in every coding.</p>\n");
    format!("<!doctype html>\n{}", line.repeat(60))
}

struct PlainErrors;

impl ErrorPages for PlainErrors {
    fn render(&self, language: usize, error: PageError, asked: Asked<'_>) -> String {
        let status = error.status();
        let path = asked.path;
        format!(
            "<!doctype html>\n<h1>{status} in language {language}</h1>{}\n",
            path.len()
        )
    }
}

/// A search that finds whatever is asked, at `/en/partners/`.
struct PlainSearch(String);

impl SearchPages for PlainSearch {
    fn language_at(&self, path: &str) -> Option<usize> {
        (path == self.0).then_some(0)
    }

    fn is_ready(&self) -> bool {
        true
    }

    fn prepare(&self) {}

    fn render(&self, language: usize, question: Question<'_>) -> Option<String> {
        let length = question.text.len();
        let kind = question.kind.unwrap_or("all");
        let page = page_text(&format!("{language}: {length} bytes of {kind}"));
        (question.text != "nothing").then_some(page)
    }
}

fn language(id: &str, accept: &[&str]) -> SnapshotLanguage {
    SnapshotLanguage {
        id: LanguageId::new(id).expect("a valid id"),
        prefix: id.to_owned(),
        lang: id.to_owned(),
        accept: accept.iter().map(|range| (*range).to_owned()).collect(),
    }
}

/// A site of two languages below `base_path`.
pub fn snapshot(base_path: &str) -> Snapshot {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/static");
    let assets =
        Assets::load(&AssetSource::Directory(source), Effort::Start).expect("static files");
    let mut pages = BTreeMap::new();
    for (path, language, status) in [
        ("/en/", Some(0), 200),
        ("/en/partners/", Some(0), 200),
        ("/en/gone/", Some(0), 410),
        ("/eo/", Some(1), 200),
    ] {
        let path = format!("{base_path}{path}");
        let body = Body::encode(page_text(&path), Effort::Start);
        pages.insert(
            path,
            Page {
                media: Media::Html,
                language,
                status,
                body,
            },
        );
    }
    let small = |text: &str, media| Page {
        media,
        language: None,
        status: 200,
        body: Body::encode(text, Effort::Start),
    };
    pages.insert(
        format!("{base_path}/robots.txt"),
        small("User-agent: *\n", Media::Text),
    );
    pages.insert(
        format!("{base_path}/sitemap.xml"),
        small("<urlset/>", Media::Xml),
    );
    let redirects = [
        (
            format!("{base_path}/old/"),
            format!("{base_path}/en/partners/"),
        ),
        (
            format!("{base_path}/en/partneri/"),
            format!("{base_path}/en/partners/"),
        ),
    ];
    Snapshot {
        pages,
        redirects: redirects.into(),
        languages: vec![language("en", &["en"]), language("eo", &["eo", "ia"])],
        fallback: 0,
        base_path: base_path.to_owned(),
        assets: Arc::new(assets),
        as_of: "2026-01-01".to_owned(),
        changes_at: None,
        release: "00000000".to_owned(),
        errors: Box::new(PlainErrors),
        search: Box::new(PlainSearch(format!("{base_path}/en/partners/"))),
    }
}

/// What serves the site at this moment.
pub fn live() -> Arc<Live> {
    live_below("")
}

/// The same below a base path.
pub fn live_below(base_path: &str) -> Arc<Live> {
    let snapshot = Arc::new(snapshot(base_path));
    Arc::new(Live::new(Release::new(snapshot, &Policy::default())))
}

/// The site as a service.
pub fn site() -> Site {
    Site::new(live())
}

/// An answer that came whole.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    /// The one value of the header `name`, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        assert!(
            self.headers.get_all(name).iter().count() <= 1,
            "{name} stands twice"
        );
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("visible ASCII"))
    }

    /// The body without its content coding.
    pub fn decoded(&self) -> String {
        let mut out = Vec::new();
        match self.header("content-encoding") {
            "" => out.extend_from_slice(&self.body),
            "gzip" => {
                let mut decoder = flate2::read::GzDecoder::new(&self.body[..]);
                decoder.read_to_end(&mut out).expect("valid gzip");
            }
            "br" => brotli::BrotliDecompress(&mut &self.body[..], &mut out).expect("valid brotli"),
            other => panic!("coding {other}"),
        }
        String::from_utf8(out).expect("UTF-8")
    }
}

/// Asks `site` in process. A `Host` is added unless one is given.
pub fn ask(site: &Site, method: &str, path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::builder().method(method).uri(path);
    if !headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("host"))
    {
        request = request.header("host", "example.org");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request
        .body(Empty::<Bytes>::new())
        .expect("a valid request");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let response = site
            .answer(request)
            .await
            .expect("every request has an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Got {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    })
}

/// Asks with GET.
pub fn get(site: &Site, path: &str, headers: &[(&str, &str)]) -> Got {
    ask(site, "GET", path, headers)
}

/// The validator that `release` gives the page at `path` in `coding`.
pub fn etag(release: &Release, path: &str, coding: Coding) -> String {
    let (_, resource) = release
        .resources()
        .find(|(at, _)| &***at == path)
        .expect("a page stands there");
    let prepared = resource
        .prepared(coding)
        .expect("the page exists in the coding");
    prepared.etag.to_str().expect("visible ASCII").to_owned()
}

/// The site on a port of its own. Ends with the value.
pub struct Server {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Drained>>,
}

impl Server {
    /// Starts on a free port of the loopback interface.
    pub fn start(limits: Limits) -> Self {
        Self::serving(site(), limits)
    }

    /// The same with another site.
    pub fn serving(site: Site, limits: Limits) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            runtime.block_on(serve(vec![listener.into()], site, limits, async {
                let _ = stopped.await;
            }))
        });
        Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// A connection whose reads give up after ten seconds.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        let patience = Some(Duration::from_secs(10));
        stream.set_read_timeout(patience).expect("a valid time");
        stream.set_write_timeout(patience).expect("a valid time");
        stream
    }

    /// Sends `bytes` and returns all that comes until the server closes.
    /// Nothing further is sent, but the connection stays open.
    pub fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may refuse before everything was sent.
        let _ = stream.write_all(bytes);
        read_to_end(&mut stream)
    }

    /// Lets the server end, and says how it did.
    pub fn stop(mut self) -> Drained {
        self.stop.take();
        let thread = self.thread.take().expect("stopped once");
        thread.join().expect("the server does not panic")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let outcome = thread.join();
            assert!(
                outcome.is_ok() || std::thread::panicking(),
                "the server panicked"
            );
        }
    }
}

/// All that comes from `stream` until it is closed.
pub fn read_to_end(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let outcome = stream.read_to_end(&mut all);
    assert!(
        outcome.is_ok(),
        "{outcome:?} after {:?}",
        String::from_utf8_lossy(&all)
    );
    String::from_utf8_lossy(&all).into_owned()
}

/// Says that nothing more will be sent.
pub fn finish(stream: &TcpStream) {
    stream.shutdown(Shutdown::Write).expect("still connected");
}
