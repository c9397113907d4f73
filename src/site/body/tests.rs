use super::*;

const EFFORTS: [Effort; 2] = [Effort::Start, Effort::Best];

fn page() -> Vec<u8> {
    "<p>a register of cooperation</p>\n"
        .repeat(200)
        .into_bytes()
}

#[test]
fn every_coding_decodes_to_the_content() {
    for effort in EFFORTS {
        let body = Body::encode(page(), effort);
        let gzip = body.representation(Coding::Gzip).expect("smaller");
        let mut decoded = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::GzDecoder::new(&gzip.bytes[..]),
            &mut decoded,
        )
        .expect("valid gzip");
        assert_eq!(decoded, page());
        let brotli = body.representation(Coding::Brotli).expect("smaller");
        let mut decoded = Vec::new();
        brotli::BrotliDecompress(&mut &brotli.bytes[..], &mut decoded).expect("valid brotli");
        assert_eq!(decoded, page());
    }
}

#[test]
fn a_coding_that_does_not_help_is_left_out() {
    for content in [&b""[..], b"x", b"tiny text"] {
        let body = Body::encode(content, Effort::Best);
        assert!(!body.is_negotiated(), "{content:?}");
        assert_eq!(body.identity().bytes, content);
    }
    let mut state = 1_u64;
    let noise: Vec<u8> = (0..1000)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        })
        .collect();
    let body = Body::encode(noise, Effort::Best);
    assert!(body.representation(Coding::Brotli).is_none());
    assert!(body.representation(Coding::Gzip).is_none());
}

#[test]
fn validators_differ_by_bytes_and_agree_by_content() {
    let mut seen = std::collections::BTreeMap::new();
    for content in [page(), [page(), b"!".to_vec()].concat()] {
        for effort in EFFORTS {
            let body = Body::encode(content.clone(), effort);
            for representation in Coding::ALL.map(|coding| body.representation(coding)) {
                let representation = representation.expect("compressible");
                let before = seen.insert(representation.etag.clone(), representation.bytes.clone());
                assert!(before.is_none_or(|bytes| bytes == representation.bytes));
                let opaque = representation.etag.trim_matches('"').as_bytes();
                assert!(is_same_content(opaque, body.content_tag()));
                assert!(!is_same_content(opaque, Body::plain("other").content_tag()));
            }
        }
    }
}

#[test]
fn coding_is_deterministic() {
    for effort in EFFORTS {
        let (one, other) = (Body::encode(page(), effort), Body::plain(page()));
        assert_ne!(one, other);
        let other = Body::encode(page(), Effort::Start).improved(effort);
        assert_eq!(one, other);
        for coding in Coding::ALL {
            assert_eq!(one.representation(coding), other.representation(coding));
        }
    }
}

#[test]
fn a_validator_with_something_appended_names_nothing() {
    let body = Body::plain("content");
    let tag = body.content_tag();
    for opaque in [
        format!("{tag}-"),
        format!("{tag}x"),
        format!("{tag}-123456789"),
    ] {
        assert!(!is_same_content(opaque.as_bytes(), tag), "{opaque}");
    }
}

#[test]
fn what_is_made_later_is_made_once_and_is_the_same() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let calls = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&calls);
    let body = Body::later(
        move || {
            counted.fetch_add(1, Ordering::Relaxed);
            page().into()
        },
        Effort::Start,
    );
    assert!(body.is_negotiated());
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    assert_eq!(body, Body::encode(page(), Effort::Start));
    for coding in Coding::ALL {
        let other = Body::encode(page(), Effort::Start);
        assert_eq!(body.representation(coding), other.representation(coding));
    }
    assert_eq!(
        body.improved(Effort::Best).content_tag(),
        body.content_tag()
    );
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}
