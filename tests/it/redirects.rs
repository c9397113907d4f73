//! Old addresses, and other spellings of those that exist.

use saradnja::http::Site;

use crate::support::serving::{ask, get, live_below, site};

#[test]
fn old_addresses_lead_on_for_good() {
    let site = site();
    for path in ["/old/", "/en/partneri/", "/old", "/OLD/", "/en//partneri"] {
        let got = get(&site, path, &[]);
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (308, "/en/partners/"),
            "{path}"
        );
        assert!(got.body.is_empty());
    }
}

#[test]
fn other_spellings_lead_to_the_canonical_address_with_the_query() {
    let site = site();
    for (path, location) in [
        ("/en", "/en/"),
        ("/en/partners", "/en/partners/"),
        ("/En/PARTNERS/", "/en/partners/"),
        ("/en//partners/", "/en/partners/"),
        ("//en/", "/en/"),
        ("/en/index.html", "/en/"),
        ("/en/partners/index.html?x=1", "/en/partners/?x=1"),
        ("/en/p%61rtners/", "/en/partners/"),
        ("/sitemap.xml/", "/sitemap.xml"),
        ("/Robots.TXT", "/robots.txt"),
        ("/en/gone", "/en/gone/"),
        ("/en?q=%D0%B0&x=//e", "/en/?q=%D0%B0&x=//e"),
        ("/index.html", "/"),
        ("//", "/"),
    ] {
        let got = get(&site, path, &[]);
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (308, location),
            "{path}"
        );
    }
    assert_eq!(ask(&site, "HEAD", "/en", &[]).status, 308);
}

#[test]
fn no_redirect_leads_to_what_does_not_exist_or_elsewhere() {
    let site = site();
    for path in [
        "/nothing",
        "/en/nothing",
        "/en/partners/x",
        "//example.org",
        "///example.org/",
        "/en/../en",
        "/en/%2e%2e/en",
        "/en%2Fpartners",
        "/en/partners%00",
        "/%5cexample.org",
        "/EN/%",
        "/en/partners/index.html/x",
        "/assets/",
        "/ASSETS/site.css",
    ] {
        let got = get(&site, path, &[]);
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (404, ""),
            "{path}"
        );
    }
}

#[test]
fn a_base_path_precedes_everything() {
    let site = Site::new(live_below("/cooperation"));
    for (path, status, location) in [
        ("/cooperation/en/", 200, ""),
        ("/cooperation/", 302, "/cooperation/en/"),
        ("/cooperation", 308, "/cooperation/"),
        ("/Cooperation/EN", 308, "/cooperation/en/"),
        ("/cooperation/old/", 308, "/cooperation/en/partners/"),
        ("/cooperation/favicon.ico", 200, ""),
        ("/", 404, ""),
        ("/en/", 404, ""),
        ("/favicon.ico", 404, ""),
        ("/cooperationen/", 404, ""),
    ] {
        let got = get(&site, path, &[]);
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (status, location),
            "{path}"
        );
    }
    assert_eq!(
        get(&site, "/cooperation/eo/x/", &[]).header("content-language"),
        "eo"
    );
}
