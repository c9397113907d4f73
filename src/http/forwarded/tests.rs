use super::*;
use http::HeaderValue;

/// Who trusts these proxies, and hears of a request from the first of them,
/// which says what it says in the first of these fields.
fn seen(fields: &[(&'static str, &[u8])]) -> (String, String, String) {
    let trusted = Trusted {
        networks: ["10.0.0.0/8", "2001:db8:cafe::/48"]
            .map(|network| network.parse().expect(network))
            .into(),
        unix: false,
        claims: match fields[0].0 {
            "forwarded" => Claims::Forwarded,
            _ => Claims::XForwarded,
        },
    };
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        let value = HeaderValue::from_bytes(value).expect(name);
        headers.append(*name, value);
    }
    let peer = Some([10, 0, 0, 1].into());
    let seen = Seen::of(&trusted, peer, &headers);
    assert!(seen.is_told);
    let stranger = Some([203, 0, 113, 1].into());
    let nothing = Seen {
        client: stranger,
        ..Seen::default()
    };
    assert_eq!(Seen::of(&trusted, stranger, &headers), nothing);
    let client = seen.client.expect("somebody asked").to_string();
    let text = |value: Option<Cow<'_, str>>| value.map_or_else(String::new, Cow::into_owned);
    (client, text(seen.host), text(seen.scheme))
}

fn client(field: &'static str, value: &str) -> String {
    seen(&[(field, value.as_bytes())]).0
}

#[test]
fn forwarded_is_read_as_its_examples_mean_it() {
    // RFC 7239 sections 4, 6.1, 6.3 and 7.1; the proxy itself where the
    // client is hidden.
    for (value, expected) in [
        ("for=\"_gazonk\"", "10.0.0.1"),
        ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
        ("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"),
        ("for=192.0.2.43, for=198.51.100.17", "198.51.100.17"),
        ("for=_hidden, for=_SEVKISEK", "10.0.0.1"),
        (
            "for=192.0.2.43,for=\"[2001:db8:cafe::17]\",for=unknown",
            "10.0.0.1",
        ),
        ("for=192.0.2.43, for=\"[2001:db8:cafe::17]\"", "192.0.2.43"),
        ("for=\"192.0.2.43:47011\"", "192.0.2.43"),
        ("for=\"192.0.2.43:_port\"", "192.0.2.43"),
        ("for=unknown", "10.0.0.1"),
    ] {
        assert_eq!(client("forwarded", value), expected, "{value}");
    }
}

#[test]
fn what_an_untrusted_hop_wrote_is_not_read() {
    for (field, value) in [
        ("forwarded", "for=127.0.0.1, for=198.51.100.7, for=10.0.0.2"),
        ("x-forwarded-for", "127.0.0.1, 198.51.100.7, 10.0.0.2"),
        ("x-forwarded-for", "127.0.0.1,198.51.100.7:80 , 10.0.0.2:9"),
        ("x-forwarded-for", "%,,198.51.100.7"),
        ("x-forwarded-for", "::ffff:198.51.100.7"),
    ] {
        assert_eq!(client(field, value), "198.51.100.7", "{value}");
    }
    assert_eq!(client("x-forwarded-for", "[2001:db8::7]:80"), "2001:db8::7");
    assert_eq!(client("x-forwarded-for", "[2001:db8::7]"), "2001:db8::7");
    assert_eq!(client("x-forwarded-for", "2001:db8::7"), "2001:db8::7");
    assert_eq!(client("x-forwarded-for", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
    assert_eq!(
        client("x-forwarded-for", "1.1.1.1, unknown, 10.0.0.2"),
        "10.0.0.2"
    );
}

#[test]
fn host_and_scheme_are_those_of_the_outermost_trusted_proxy() {
    let all = |client: &str, host: &str, scheme: &str| {
        (client.to_owned(), host.to_owned(), scheme.to_owned())
    };
    for (fields, expected) in [
        (
            &[(
                "forwarded",
                "for=192.0.2.1;host=a.example;proto=https;by=_x, for=10.0.0.2;host=inner;proto=http",
            )][..],
            all("192.0.2.1", "a.example", "https"),
        ),
        (
            &[(
                "forwarded",
                "host=evil.example, for=192.0.2.1;host=\"a.example:80\"",
            )],
            all("192.0.2.1", "a.example:80", ""),
        ),
        (
            &[("forwarded", "proto=https")],
            all("10.0.0.1", "", "https"),
        ),
        (
            &[
                ("x-forwarded-for", "192.0.2.1"),
                ("x-forwarded-for", "10.0.0.2"),
                ("x-forwarded-host", "a.example, inner"),
                ("x-forwarded-proto", "https"),
            ],
            all("192.0.2.1", "a.example", "https"),
        ),
        (
            &[("x-forwarded-host", "evil.example, a.example")],
            all("10.0.0.1", "a.example", ""),
        ),
        // What is not of the kind that the proxy writes, a visitor wrote.
        (
            &[
                ("forwarded", "for=192.0.2.1"),
                ("x-forwarded-for", "192.0.2.2"),
                ("x-forwarded-proto", "https"),
            ],
            all("192.0.2.1", "", ""),
        ),
        (
            &[
                ("x-forwarded-for", "192.0.2.2"),
                ("forwarded", "for=192.0.2.1;host=evil.example;proto=http"),
            ],
            all("192.0.2.2", "", ""),
        ),
    ] {
        let bytes: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        assert_eq!(seen(&bytes), expected, "{fields:?}");
    }
}

#[test]
fn quotes_and_blanks_stand_where_they_may() {
    for value in [
        "for=\"192.0.2.\\43\"",
        "FOR=192.0.2.43 ; Proto=\"a,b;c\\\"\" ,",
        ", ,for=192.0.2.43;",
        "for=\"[::ffff:192.0.2.43]\"",
        "for=192.0.2.43:80;ext=_1",
    ] {
        assert_eq!(client("forwarded", value), "192.0.2.43", "{value}");
    }
}

#[test]
fn what_is_malformed_says_nothing_and_neither_does_what_is_left_of_it() {
    for value in [
        "for",
        "for=",
        "=192.0.2.43",
        "for=\"192.0.2.43",
        "for=\"192.0.2.43\\",
        "for=192.0.2.43;for=192.0.2.43",
        "for=192.0.2.43 for=192.0.2.44",
        "for=192.0.2.43, for=300.1.1.1",
        "for=192.0.2.43, for=",
        "for=192.0.2.43;x=\", for=300.1.1.1;host=\"a\"",
        "for=192.0.2.43, for=192.0.2.44;host=\"a",
        "for=\"[192.0.2.43]\"",
        "for=\"[::1\"",
        "for=\"192.0.2.43:port\"",
        "for=\"192.0.2.43:99999\"",
        "for=example.org",
        "for=_",
        "f r=192.0.2.43",
        "for=192.0.2.43;\u{a9}=1",
        "for=\"\u{a9}\"",
    ] {
        assert_eq!(client("forwarded", value), "10.0.0.1", "{value}");
    }
    let long = ",".repeat(10_000) + &"for=10.0.0.9,".repeat(1_000);
    assert_eq!(client("forwarded", &long), "10.0.0.9");
    assert_eq!(client("forwarded", &"\"".repeat(9_999)), "10.0.0.1");
}

#[test]
fn what_a_proxy_adds_to_what_a_visitor_spoiled_is_read() {
    // The last is what the proxy adds; it has what needs quotes.
    let added = "for=\"198.51.100.7:80\";host=\"a,for=127.0.0.1;b=\\\"c\";proto=https";
    let host = "a,for=127.0.0.1;b=\"c";
    let expected = ("198.51.100.7".into(), host.into(), "https".into());
    for spoiled in [
        &b"for"[..],
        b"for=\"127.0.0.1",
        b"for=127.0.0.1;x=\"",
        b"for=127.0.0.1;x=\"\\",
        b"for=127.0.0.1;x=\"\\\\\"\"",
        b"\"\"\"",
        b"for=127.0.0.1;\xff",
        b"for=\"\xff,for=127.0.0.1",
        b"\xff, for=127.0.0.1",
        b",;,",
        b"",
    ] {
        let text = String::from_utf8_lossy(spoiled);
        for glue in [&b","[..], b" , "] {
            let value = [spoiled, glue, added.as_bytes()].concat();
            assert_eq!(seen(&[("forwarded", &value)]), expected, "{text}");
            let further = [&value[..], b", for=10.0.0.2"].concat();
            assert_eq!(seen(&[("forwarded", &further)]), expected, "{text}");
            let value = [spoiled, glue, b"198.51.100.7"].concat();
            let (client, ..) = seen(&[("x-forwarded-for", &value)]);
            assert_eq!(client, "198.51.100.7", "{text}");
        }
        let lines = [("forwarded", spoiled), ("forwarded", added.as_bytes())];
        assert_eq!(seen(&lines), expected, "{text}");
    }
    // Left of what is no text nothing is believed, in this line or in another.
    for line in ["for=10.0.0.2", "for=10.0.0.2, for=10.0.0.3"] {
        let bad = [b"for=\xff, ", line.as_bytes()].concat();
        let (client, ..) = seen(&[("forwarded", b"for=127.0.0.1"), ("forwarded", &bad)]);
        assert_eq!(client, "10.0.0.2", "{line}");
    }
}
