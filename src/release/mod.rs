//! A snapshot made ready for the wire: every header of every answer that can
//! be known before it is asked for.
//!
//! The server and an export of the site to files share this layer, so that
//! both send the same. It chooses nothing: which representation a request
//! gets is decided in `http`.

mod headers;

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use xxhash_rust::xxh3::xxh3_64;

pub use headers::{
    CachePolicy, GREETING, Hsts, MOVED, PART_POLICY, Policy, SECURITY_HEADERS, secured,
};

use crate::{
    locale::LanguageId,
    site::{
        body::{Body, Coding},
        snapshot::{Media, Snapshot},
    },
};

/// What a request path leads to.
#[derive(Clone, Debug)]
pub enum Target {
    /// Something to read.
    Resource(Arc<Resource>),
    /// Another address, for good.
    Moved(HeaderValue),
}

/// One resource in its representations, with the headers of each.
#[derive(Debug)]
pub struct Resource {
    manner: Manner,
    body: Body,
    /// In the order of [`Coding::ALL`], each made when first asked for.
    prepared: [OnceLock<Option<Prepared>>; 3],
}

/// How a resource is answered, whatever its bytes are.
#[derive(Clone, Debug)]
struct Manner {
    status: StatusCode,
    media: Media,
    cache: CachePolicy,
    language: Option<HeaderValue>,
    /// What every answer begins with.
    secured: Arc<HeaderMap>,
}

/// One representation and the headers of the two answers that it may be.
#[derive(Debug)]
pub struct Prepared {
    /// The body.
    pub bytes: Bytes,
    /// The validator as a header value.
    pub etag: HeaderValue,
    /// All headers of an answer with the body, except those that the
    /// connection adds (`Content-Length`, `Date`).
    pub headers: HeaderMap,
    /// All headers of a 304 (RFC 9110 section 15.4.5).
    pub not_modified: HeaderMap,
}

/// How many headers a representation has beside those of every answer.
const ROOM: usize = 8;

impl Resource {
    fn new(manner: Manner, body: Body) -> Self {
        Self {
            manner,
            body,
            prepared: Default::default(),
        }
    }

    /// Puts together the headers of the answers in `coding`.
    fn prepare(&self, coding: Coding) -> Option<Prepared> {
        let representation = self.body.representation(coding)?;
        let etag = HeaderValue::from_str(&representation.etag)
            .expect("validators consist of visible ASCII");
        let mut headers = HeaderMap::clone(&self.manner.secured);
        headers.reserve(ROOM);
        if self.manner.media.is_part() {
            headers.insert(header::CONTENT_SECURITY_POLICY, PART_POLICY.clone());
        }
        headers.insert(header::CACHE_CONTROL, self.manner.cache.header());
        headers.insert(header::ETAG, etag.clone());
        if self.body.is_negotiated() {
            let vary = HeaderValue::from_static("accept-encoding");
            headers.insert(header::VARY, vary);
        }
        let not_modified = headers.clone();
        let media = HeaderValue::from_static(self.manner.media.content_type());
        headers.insert(header::CONTENT_TYPE, media);
        if let Some(language) = &self.manner.language {
            headers.insert(header::CONTENT_LANGUAGE, language.clone());
        }
        if let Some(token) = coding.token() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        Some(Prepared {
            bytes: representation.bytes.clone(),
            etag,
            headers,
            not_modified,
        })
    }

    /// 200, or 410 for what was removed.
    pub fn status(&self) -> StatusCode {
        self.manner.status
    }

    /// What the bytes are.
    pub fn media(&self) -> Media {
        self.manner.media
    }

    /// The bytes in all codings.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The resource in `coding`, if it exists in it. Whoever asks first waits
    /// for it to be coded.
    pub fn prepared(&self, coding: Coding) -> Option<&Prepared> {
        self.prepared[coding as usize]
            .get_or_init(|| self.prepare(coding))
            .as_ref()
    }

    /// Whether this says the same as `other` in every header and byte that
    /// does not depend on how well it is coded. What is made later is not
    /// made to be compared; it would also keep what it is made from.
    fn is_same(&self, other: &Self) -> bool {
        !self.body.is_later()
            && !other.body.is_later()
            && self.manner.status == other.manner.status
            && self.manner.media == other.manner.media
            && self.manner.cache == other.manner.cache
            && self.manner.language == other.manner.language
            && self.manner.secured == other.manner.secured
            && self.body.content_tag() == other.body.content_tag()
    }

    /// The same resource in other codings of the same content.
    fn with_body(&self, body: Body) -> Self {
        Self::new(self.manner.clone(), body)
    }
}

/// Hashes addresses. The table is filled from content alone, so nobody can
/// choose keys that collide in it, and a fast hash without a secret will do.
#[derive(Default)]
pub struct PathHasher(u64);

impl Hasher for PathHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxh3_64(bytes);
    }

    fn write_u8(&mut self, _terminator: u8) {
        // `str` ends its hash with a byte that parts it from what follows in
        // a composite key. A path is the whole key.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Table<V> = HashMap<Arc<str>, V, BuildHasherDefault<PathHasher>>;

/// A snapshot with its prepared answers. Cloning shares every resource.
#[derive(Clone, Debug)]
pub struct Release {
    snapshot: Arc<Snapshot>,
    targets: Table<Target>,
    assets: Table<Arc<Resource>>,
    /// The fingerprinted files that only pages of the release before this one
    /// name: whoever has such a page open may still ask for them.
    outgoing: Vec<Arc<str>>,
    languages: Arc<[(LanguageId, Vec<String>)]>,
    secured: Arc<HeaderMap>,
}

impl Release {
    /// Prepares all answers of `snapshot`. A redirect whose target cannot be
    /// written into a header is left out: content rules refuse it earlier.
    pub fn new(snapshot: Arc<Snapshot>, policy: &Policy) -> Self {
        let mut targets = Table::default();
        let mut assets = Table::default();
        let secured = Arc::new(policy.secured());
        let file = |media, cache| Manner {
            status: StatusCode::OK,
            media,
            cache,
            language: None,
            secured: Arc::clone(&secured),
        };
        let base = &snapshot.base_path;
        for (path, asset) in snapshot.assets.root() {
            let manner = file(asset.media, policy.root_files);
            let resource = Resource::new(manner, asset.body.clone());
            let path = format!("{base}{path}");
            targets.insert(path.into(), Target::Resource(Arc::new(resource)));
        }
        for (path, asset) in snapshot.assets.iter() {
            let manner = file(asset.media, CachePolicy::Immutable);
            let resource = Resource::new(manner, asset.body.clone());
            assets.insert(format!("{base}{path}").into(), Arc::new(resource));
        }
        for (from, to) in &snapshot.redirects {
            if let Ok(location) = HeaderValue::from_str(to) {
                targets.insert(from.as_str().into(), Target::Moved(location));
            }
        }
        for (path, page) in &snapshot.pages {
            let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
            let lang = page.language.map(|index| &snapshot.languages[index].lang);
            let manner = Manner {
                status,
                language: lang.and_then(|lang| HeaderValue::from_str(lang).ok()),
                ..file(page.media, policy.pages)
            };
            let resource = Resource::new(manner, page.body.clone());
            targets.insert(path.as_str().into(), Target::Resource(Arc::new(resource)));
        }
        let languages = snapshot
            .languages
            .iter()
            .map(|language| (language.id.clone(), language.accept.clone()))
            .collect();
        Self {
            snapshot,
            targets,
            assets,
            outgoing: Vec::new(),
            languages,
            secured,
        }
    }

    /// The release of `snapshot` in the place of `before`, and how many of its
    /// addresses say something new, of those that are not made later. What says
    /// the same stays the same object, with every coding made so far, so that
    /// its validators stay too; and the fingerprinted files of `before` stay
    /// within reach for one release more.
    #[expect(
        clippy::iter_over_hash_type,
        reason = "what becomes of an address does not depend on the others"
    )]
    pub fn succeeding(mut snapshot: Snapshot, policy: &Policy, before: &Self) -> (Self, usize) {
        for (path, page) in &mut snapshot.pages {
            if let Some(Target::Resource(old)) = before.target(path)
                && !page.body.is_later()
                && !old.body.is_later()
                && old.body.content_tag() == page.body.content_tag()
            {
                // One copy of the bytes instead of two.
                page.body = old.body.clone();
            }
        }
        let mut release = Self::new(Arc::new(snapshot), policy);
        let mut changed = 0;
        for (path, target) in &mut release.targets {
            match (target, before.target(path)) {
                (Target::Resource(new), Some(Target::Resource(old))) if new.is_same(old) => {
                    *new = Arc::clone(old);
                }
                (Target::Moved(new), Some(Target::Moved(old))) if new == old => {}
                (Target::Resource(new), _) if new.body.is_later() => {}
                _ => changed += 1,
            }
        }
        for (path, old) in &before.assets {
            match release.assets.get_mut(path) {
                Some(new) if new.is_same(old) => *new = Arc::clone(old),
                Some(_) => {}
                None if before.outgoing.contains(path) => {}
                None => {
                    release.assets.insert(Arc::clone(path), Arc::clone(old));
                    release.outgoing.push(Arc::clone(path));
                }
            }
        }
        (release, changed)
    }

    /// The same release with the headers that another policy asks for about the
    /// transport, if those are others. How long answers are kept stays as it was.
    pub fn transported(&self, policy: &Policy) -> Option<Self> {
        let secured = policy.secured();
        if *self.secured == secured {
            return None;
        }
        let mut other = self.clone();
        other.secured = Arc::new(secured);
        let pages = other
            .targets
            .values_mut()
            .filter_map(|target| match target {
                Target::Resource(resource) => Some(resource),
                Target::Moved(_) => None,
            });
        for resource in pages.chain(other.assets.values_mut()) {
            let manner = Manner {
                secured: Arc::clone(&other.secured),
                ..resource.manner.clone()
            };
            *resource = Arc::new(Resource::new(manner, resource.body.clone()));
        }
        Some(other)
    }

    /// The beginning of the headers of any answer: [`SECURITY_HEADERS`], and
    /// what the policy adds to them.
    pub fn secured(&self) -> HeaderMap {
        HeaderMap::clone(&self.secured)
    }

    /// The snapshot that this release was made from.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The languages with the ranges that each answers to, in the order of
    /// [`Snapshot::languages`].
    pub fn languages(&self) -> &[(LanguageId, Vec<String>)] {
        &self.languages
    }

    /// What stands at `path`, which is compared as it is.
    pub fn target(&self, path: &str) -> Option<&Target> {
        self.targets.get(path)
    }

    /// The fingerprinted file at `path`.
    pub fn asset(&self, path: &str) -> Option<&Arc<Resource>> {
        self.assets.get(path)
    }

    /// All that can be read, with its address, in no particular order.
    pub fn resources(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<Resource>)> {
        let pages = self
            .targets
            .iter()
            .filter_map(|(path, target)| match target {
                Target::Resource(resource) => Some((path, resource)),
                Target::Moved(_) => None,
            });
        pages.chain(&self.assets)
    }

    /// How many bytes of bodies it holds by now: those that were coded or made
    /// when they were asked for grow it.
    pub fn held(&self) -> usize {
        let bodies = self.resources().map(|(_, resource)| resource.body.held());
        bodies.sum()
    }

    /// The same release with other codings of the same content. Only bytes,
    /// lengths and validators of codings other than the identity change; a
    /// body of another content than what stands at its path is passed over.
    #[must_use]
    pub fn with_bodies(&self, bodies: impl IntoIterator<Item = (Arc<str>, Body)>) -> Self {
        let mut better = self.clone();
        for (path, body) in bodies {
            let place = match better.targets.get_mut(&path) {
                Some(Target::Resource(resource)) => Some(resource),
                _ => better.assets.get_mut(&path),
            };
            if let Some(resource) = place
                && resource.body.content_tag() == body.content_tag()
            {
                *resource = Arc::new(resource.with_body(body));
            }
        }
        better
    }
}
