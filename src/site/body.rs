//! The bytes of one resource in every content coding it is sent in.
//!
//! Bytes, coding and validator travel in one value, so that no answer can
//! carry the length or the validator of another coding. This module knows nothing
//! of requests: which representation a visitor gets is decided in `http`.

use std::{
    fmt,
    io::Write as _,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A content coding (RFC 9110 section 8.4.1) that this site can send.
///
/// Zstandard is left out: on pages of this size it is never smaller than
/// Brotli, and every browser that reads it reads Brotli too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// The bytes as they are.
    Identity,
    /// GZIP file format (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Coding {
    /// Every coding, from the least to the most preferred between equals.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    /// The name in `Content-Encoding`; none for the identity, which is never
    /// named there (RFC 9110 section 8.4.1).
    pub const fn token(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// How much time may be spent on making a body small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// While a visitor waits for it: less than half a millisecond for a page
    /// of 10 kB, 10 to 20 for one so heavy that its first view would not fit
    /// into the first packets otherwise.
    Start,
    /// The smallest that the codings can do, at 10 to 20 milliseconds a page.
    Best,
}

impl Effort {
    const fn gzip_level(self) -> u32 {
        match self {
            Self::Start => 6,
            Self::Best => 9,
        }
    }

    /// Brotli's quality and window for content of this length. Below a window of 2^17 the encoder takes
    /// another match finder from quality 5 on, which is 20 times dearer and
    /// yields more bytes, so the window is never fitted to the body.
    const fn brotli(self, length: usize) -> (i32, i32) {
        match self {
            Self::Start if length >= HEAVY && length < TOO_HEAVY => (10, 18),
            Self::Start => (5, 18),
            Self::Best => (11, 18),
        }
    }
}

/// The size in bytes below which nothing is compressed: the codings' own
/// overhead and the header that names them eat up the gain.
const WORTH_CODING: usize = 200;

/// The size in bytes from which the quickest coding of a page, with its style
/// sheet and heads, may be more than a first view of 14,336 bytes.
const HEAVY: usize = 24_000;

/// The size in bytes from which it is no first view whatever is done, and
/// coding it well takes longer than a visitor should wait.
const TOO_HEAVY: usize = 96_000;

/// Number of characters in the part of a validator that names the content.
const CONTENT_TAG: usize = 22;

/// One resource in one coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representation {
    /// What is sent as the body.
    pub bytes: Bytes,
    /// How [`bytes`](Self::bytes) are coded.
    pub coding: Coding,
    /// The strong validator with its quotes: a hash of the decoded content,
    /// then, unless the coding is the identity, a hash of the coded bytes.
    /// So no two differing sequences of bytes share one (RFC 9110 section
    /// 8.8.3), and all that decode to the same content are known as such.
    pub etag: String,
}

/// One resource in all codings that are worth sending.
///
/// A coding is made when it is first asked for and then kept; so may be the
/// content itself. A start, or an edit, need not wait for a thousand pages to
/// be compressed, and what comes out does not depend on when it is made.
#[derive(Clone, Debug)]
pub struct Body {
    identity: OnceLock<Representation>,
    /// None for content that was there from the beginning.
    maker: Option<Maker>,
    /// None for what no coding makes smaller.
    effort: Option<Effort>,
    gzip: OnceLock<Option<Representation>>,
    brotli: OnceLock<Option<Representation>>,
}

/// Makes content, always the same.
#[derive(Clone)]
struct Maker(Arc<dyn Fn() -> Bytes + Send + Sync>);

impl fmt::Debug for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Maker")
    }
}

/// Equal content and effort give equal codings, made already or not.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity() && self.effort == other.effort
    }
}

impl Eq for Body {}

impl Body {
    /// Takes `content` to be coded with `effort`. A coding that does not make
    /// it smaller is left out.
    pub fn encode(content: impl Into<Vec<u8>>, effort: Effort) -> Self {
        let mut body = Self::plain(content);
        body.effort = (body.identity().bytes.len() >= WORTH_CODING).then_some(effort);
        body
    }

    /// Content that is made when it is first asked for, to be coded with
    /// `effort`. `make` gives the same bytes whenever it is called, more of
    /// them than are left uncoded; whoever asks first waits for it.
    pub fn later(make: impl Fn() -> Bytes + Send + Sync + 'static, effort: Effort) -> Self {
        Self {
            identity: OnceLock::new(),
            maker: Some(Maker(Arc::new(make))),
            effort: Some(effort),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// Takes `content` in the identity coding alone: for what is already
    /// compressed, such as fonts and photographs.
    pub fn plain(content: impl Into<Vec<u8>>) -> Self {
        // A boxed slice gives back the spare room of the renderer's buffer,
        // which is worth more than half of the memory of a large register.
        let bytes = Bytes::from(content.into().into_boxed_slice());
        Self {
            identity: OnceLock::from(identity(bytes)),
            maker: None,
            effort: None,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// The same content, coded at once with another effort. Deterministic: the
    /// same content and effort yield the same bytes and validators.
    #[must_use]
    pub fn improved(&self, effort: Effort) -> Self {
        let better = Self {
            identity: OnceLock::from(self.identity().clone()),
            maker: None,
            effort: self.effort.map(|_| effort),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        };
        for coding in Coding::ALL {
            better.representation(coding);
        }
        better
    }

    fn coded(&self, coding: Coding, bytes: Vec<u8>) -> Option<Representation> {
        if bytes.len() >= self.identity().bytes.len() {
            return None;
        }
        let etag = coded_etag(self.content_tag(), &bytes);
        Some(Representation {
            bytes: Bytes::from(bytes.into_boxed_slice()),
            coding,
            etag,
        })
    }

    /// The resource in `coding`, if it is sent in that coding. Whoever asks
    /// first waits for it to be made.
    pub fn representation(&self, coding: Coding) -> Option<&Representation> {
        let identity = self.identity();
        let content = &identity.bytes;
        match coding {
            Coding::Identity => Some(identity),
            Coding::Gzip => self
                .gzip
                .get_or_init(|| self.coded(coding, gzip(content, self.effort?)))
                .as_ref(),
            Coding::Brotli => self
                .brotli
                .get_or_init(|| self.coded(coding, brotli(content, self.effort?)))
                .as_ref(),
        }
    }

    /// The uncoded content, which always exists.
    pub fn identity(&self) -> &Representation {
        self.identity.get_or_init(|| {
            let maker = self.maker.as_ref();
            let Maker(make) = maker.expect("what is not there from the beginning has a maker");
            identity(make())
        })
    }

    /// The part that the validators of all codings of this content share.
    pub fn content_tag(&self) -> &str {
        &self.identity().etag[1..=CONTENT_TAG]
    }

    /// How many bytes it holds by now, in all codings.
    pub fn held(&self) -> usize {
        let coded = [&self.gzip, &self.brotli];
        let coded = coded.into_iter().filter_map(|made| made.get()?.as_ref());
        (self.identity.get().into_iter().chain(coded))
            .map(|representation| representation.bytes.len())
            .sum()
    }

    /// Whether its content is made when it is first asked for.
    pub fn is_later(&self) -> bool {
        self.maker.is_some()
    }

    /// Whether the resource may exist in more than one coding, so that answers
    /// depend on `Accept-Encoding`. Known without making them.
    pub fn is_negotiated(&self) -> bool {
        self.effort.is_some()
    }
}

/// Whether `opaque`, an entity tag's text without quotes, names a
/// representation (in whichever coding, made with whichever effort) of the
/// content that `content_tag` names.
pub fn is_same_content(opaque: &[u8], content_tag: &str) -> bool {
    match opaque.strip_prefix(content_tag.as_bytes()) {
        Some([]) => true,
        Some([b'-', hash @ ..]) => hash.len() == 8,
        _ => false,
    }
}

/// The validator, with its quotes, of `coded`: the content that `content_tag`
/// names, in any coding but the identity.
pub fn coded_etag(content_tag: &str, coded: &[u8]) -> String {
    format!(
        "\"{content_tag}-{}\"",
        base64(u128::from(xxh3_64(coded)), 8)
    )
}

fn identity(bytes: Bytes) -> Representation {
    let etag = format!("\"{}\"", base64(xxh3_128(&bytes), CONTENT_TAG));
    Representation {
        bytes,
        coding: Coding::Identity,
        etag,
    }
}

fn gzip(content: &[u8], effort: Effort) -> Vec<u8> {
    // No name and no time in the header: equal content gives equal bytes.
    let level = Compression::new(effort.gzip_level());
    let mut encoder = GzEncoder::new(Vec::with_capacity(content.len() / 2), level);
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
}

fn brotli(content: &[u8], effort: Effort) -> Vec<u8> {
    let (quality, lgwin) = effort.brotli(content.len());
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut coded = Vec::with_capacity(content.len() / 2);
    brotli::BrotliCompress(&mut &content[..], &mut coded, &parameters)
        .expect("writing to memory does not fail");
    coded
}

/// The low `6 * length` bits of `value` in the alphabet of RFC 4648 section 5,
/// most significant first. Every character is allowed in a validator.
fn base64(value: u128, length: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..length)
        .rev()
        .map(|place| {
            let bits = value.checked_shr(6 * place as u32).unwrap_or(0) & 0x3f;
            char::from(ALPHABET[bits as usize])
        })
        .collect()
}

#[cfg(test)]
mod tests;
