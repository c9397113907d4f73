//! What was heard of a site, as data for the judgements.

use http::{HeaderMap, HeaderName, StatusCode};

use super::{Mend, Verdict};

/// An answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    /// Its status.
    pub(super) status: StatusCode,
    /// Its header fields.
    pub(super) headers: HeaderMap,
    /// Its content, as it was coded.
    pub(super) body: Vec<u8>,
    /// Why the content did not come whole, if it did not.
    pub(super) cut: Option<String>,
}

impl Answer {
    /// All values of a field as one (RFC 9110, 5.3); empty without the field.
    pub(super) fn field(&self, name: &HeaderName) -> String {
        let values = self.headers.get_all(name).iter();
        let values: Vec<_> = values
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        values.join(", ")
    }

    /// How often a field stands in the answer.
    pub(super) fn times(&self, name: &HeaderName) -> usize {
        self.headers.get_all(name).iter().count()
    }

    /// The content as text.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One address in all codings.
#[derive(Debug, Clone, Default)]
pub(super) struct Coded {
    /// As it is.
    pub(super) identity: Answer,
    /// For those who accept gzip alone.
    pub(super) gzip: Answer,
    /// For those who accept Brotli alone.
    pub(super) brotli: Answer,
}

impl Coded {
    /// Every coding, with the token that was asked for; none of the identity.
    pub(super) fn each(&self) -> [(Option<&'static str>, &Answer); 3] {
        [
            (None, &self.identity),
            (Some("gzip"), &self.gzip),
            (Some("br"), &self.brotli),
        ]
    }
}

/// A way in, as far as it went.
pub(super) enum Entered {
    /// There is no site to look at; why.
    Stopped(Vec<(&'static str, Complaint)>),
    /// The front page.
    At(Box<Door>),
}

/// The front page, and how it was reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Door {
    /// What the entrance answered.
    pub(super) entrance: Answer,
    /// The path of the front page.
    pub(super) home: String,
    /// The front page as it is.
    pub(super) page: Answer,
    /// The path of a style sheet that it names.
    pub(super) style: String,
}

/// Everything that was heard.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    /// Scheme and host that were asked.
    pub(super) origin: String,
    /// What precedes every address of the site.
    pub(super) base_path: String,
    /// What the entrance answered.
    pub(super) entrance: Answer,
    /// The path of the front page.
    pub(super) home: String,
    /// The path of a style sheet.
    pub(super) style: String,
    /// The front page.
    pub(super) page: Coded,
    /// The front page, asked with the validator of each of its codings.
    pub(super) held: [(Option<&'static str>, Answer); 3],
    /// The head of the front page.
    pub(super) head: Answer,
    /// The front page without its slash, which leads to it.
    pub(super) moved: Answer,
    /// Where no page is.
    pub(super) missing: Answer,
    /// The front page, asked with POST.
    pub(super) posted: Answer,
    /// An address of some nine thousand signs.
    pub(super) long: Answer,
    /// The front page, asked as if by a proxy that serves another host.
    pub(super) forged_fields: Answer,
    /// The front page of another host; none if nobody wants to answer for it.
    pub(super) forged_host: Option<Answer>,
    /// The style sheet.
    pub(super) asset: Coded,
    /// Its first bytes.
    pub(super) range: Answer,
    /// The longest file to take along, with the length that it should have.
    pub(super) large: Option<(u64, Answer)>,
    /// The release that the program serves, as operators are told; none if they
    /// were not asked.
    pub(super) release: Option<String>,
}

/// Something that is not as it should be.
#[derive(Debug, Clone)]
pub(super) struct Complaint {
    /// How sure it is.
    pub(super) verdict: Verdict,
    /// What was seen.
    pub(super) said: String,
    /// How to mend it.
    pub(super) mend: Option<&'static Mend>,
}

impl Complaint {
    /// The proxy does it wrong.
    pub(super) fn wrong(said: impl Into<String>, mend: &'static Mend) -> Self {
        Self {
            verdict: Verdict::Wrong,
            said: said.into(),
            mend: Some(mend),
        }
    }

    /// It may be meant so.
    pub(super) fn unsure(said: impl Into<String>, mend: &'static Mend) -> Self {
        Self {
            verdict: Verdict::Unsure,
            ..Self::wrong(said, mend)
        }
    }
}
