//! Content: whether the bytes, their codings and their validators arrive.

use http::{HeaderName, StatusCode, header};

use crate::doctor::ask::RANGE;
use crate::doctor::heard::{Answer, Complaint, Heard};
use crate::doctor::mend;
use crate::export::decoded;
use crate::site::body::{Coding, coded_etag};

/// The content without its coding; none if it cannot be decoded.
fn plain(answer: &Answer, longest: usize) -> Option<Vec<u8>> {
    let coding = match answer.field(&header::CONTENT_ENCODING).as_str() {
        "" => Coding::Identity,
        "gzip" => Coding::Gzip,
        "br" => Coding::Brotli,
        _ => return None,
    };
    decoded(coding, &answer.body, longest).ok()
}

fn named(coding: Option<&str>) -> &str {
    coding.unwrap_or("no coding")
}

pub(super) fn compression(heard: &Heard) -> Vec<Complaint> {
    let whole = &heard.page.identity.body;
    let mut complaints = Vec::new();
    for (coding, answer) in heard.page.each() {
        let found = answer.field(&header::CONTENT_ENCODING);
        let asked = named(coding);
        if found != coding.unwrap_or_default() {
            let found = match found.as_str() {
                "" => "without a coding",
                found => found,
            };
            let said = format!("who accepts {asked} gets the page {found}");
            complaints.push(Complaint::wrong(said, &mend::COMPRESSION));
        } else if plain(answer, whole.len()).as_ref() != Some(whole) {
            let said = format!(
                "who accepts {asked} gets a page that decodes to something else: compressed \
                 twice, or changed"
            );
            complaints.push(Complaint::wrong(said, &mend::COMPRESSION));
        }
    }
    complaints
}

pub(super) fn etag(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut content_tag = None;
    for (coding, answer) in heard.page.each() {
        let tag = answer.field(&header::ETAG);
        let asked = named(coding);
        let complaint = if tag.is_empty() {
            Some("has no validator (`ETag`)".to_owned())
        } else if tag.starts_with("W/") {
            Some(format!("has a weakened validator: {tag}"))
        } else {
            let identity = || Some(tag.strip_prefix('"')?.strip_suffix('"')?.to_owned());
            let content = content_tag.get_or_insert_with(|| identity().unwrap_or_default());
            let is_coded = !answer.field(&header::CONTENT_ENCODING).is_empty();
            let expected = match is_coded {
                true => coded_etag(content, &answer.body),
                false => format!("\"{content}\""),
            };
            (tag != expected).then(|| format!("has a validator that is not of its bytes: {tag}"))
        };
        if let Some(what) = complaint {
            let said = format!("the page for who accepts {asked} {what}");
            complaints.push(Complaint::wrong(said, &mend::ETAG));
        }
    }
    complaints
}

pub(super) fn revalidation(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (coding, answer) in &heard.held {
        if answer.status != StatusCode::NOT_MODIFIED {
            let said = format!(
                "who accepts {} and has the page already is answered with {} instead of 304",
                named(*coding),
                answer.status
            );
            complaints.push(Complaint::wrong(said, &mend::CONDITIONS));
        }
    }
    complaints
}

pub(super) fn head(heard: &Heard) -> Vec<Complaint> {
    const COMPARED: [HeaderName; 6] = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_LANGUAGE,
        header::CACHE_CONTROL,
        header::ETAG,
        header::VARY,
    ];
    let (head, page) = (&heard.head, &heard.page.identity);
    if head.status != page.status {
        let said = format!(
            "HEAD is answered with {}, GET with {}",
            head.status, page.status
        );
        return vec![Complaint::wrong(said, &mend::METHODS)];
    }
    let differing = COMPARED.iter().filter(|name| {
        // What GET lacks is told where it is missing.
        page.headers.contains_key(*name) && head.field(name) != page.field(name)
    });
    differing
        .map(|name| {
            let (head, page) = (head.field(name), page.field(name));
            let said = format!("`{name}` is `{head}` for HEAD and `{page}` for GET");
            Complaint::wrong(said, &mend::METHODS)
        })
        .collect()
}

pub(super) fn ranges(heard: &Heard) -> Vec<Complaint> {
    let (range, whole) = (&heard.range, &heard.asset.identity.body);
    let expected = format!("bytes 0-{}/{}", RANGE - 1, whole.len());
    let found = range.field(&header::CONTENT_RANGE);
    let said = if range.status != StatusCode::PARTIAL_CONTENT {
        format!(
            "who asks for a part of a file is answered with {} instead of 206",
            range.status
        )
    } else if found != expected || whole.get(..RANGE) != Some(&range.body[..]) {
        format!("who asks for a part of a file gets another: `{found}` instead of `{expected}`")
    } else {
        return Vec::new();
    };
    vec![Complaint::wrong(said, &mend::RANGES)]
}

pub(super) fn whole(heard: &Heard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let large = heard
        .large
        .iter()
        .map(|(length, answer)| ("the longest file", Some(*length), answer));
    let pages = heard.page.each().into_iter();
    let pages = pages.map(|(_, answer)| ("the page", None, answer));
    let assets = heard.asset.each().into_iter();
    let assets = assets.map(|(_, answer)| ("the style sheet", None, answer));
    for (what, length, answer) in large.chain(pages).chain(assets) {
        let told = answer.field(&header::CONTENT_LENGTH);
        if let Some(why) = &answer.cut {
            let said = format!("{what} breaks off: {why}");
            complaints.push(Complaint::wrong(said, &mend::WHOLE));
        } else if answer.status != StatusCode::OK {
            let said = format!("{what} is answered with {} instead of 200", answer.status);
            complaints.push(Complaint::wrong(said, &mend::WHOLE));
        } else if length.is_some_and(|length| length != answer.body.len() as u64) {
            let said = format!(
                "{what} has {} bytes instead of {}",
                answer.body.len(),
                length.unwrap_or_default()
            );
            complaints.push(Complaint::wrong(said, &mend::WHOLE));
        } else if told.is_empty() {
            let said = format!("{what} comes without its length, so nobody sees how far it is");
            complaints.push(Complaint::unsure(said, &mend::WHOLE));
        }
    }
    complaints.dedup_by(|a, b| a.said == b.said);
    complaints
}

pub(super) fn freshness(heard: &Heard) -> Vec<Complaint> {
    let Some(release) = &heard.release else {
        return Vec::new();
    };
    let page = heard.page.identity.text();
    let words = page.split(|sign: char| !sign.is_ascii_alphanumeric());
    // The words around it are content; the name itself is nothing else's.
    if words.into_iter().any(|word| word == release) {
        return Vec::new();
    }
    let said = format!(
        "the program serves release {release}, and the page is of another: something keeps \
         pages without asking, or another program answers"
    );
    vec![Complaint::wrong(said, &mend::CACHING)]
}
