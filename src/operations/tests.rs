use super::*;
use crate::locale::Instant;
use http::Request;
use http_body_util::BodyExt as _;

fn ask(standing: &Arc<Standing>, method: &str, path: &str, host: &str) -> (u16, String) {
    let operations = Operations {
        standing: Arc::clone(standing),
        is_local: true,
    };
    let request = Request::builder().method(method).uri(path);
    let request = request.header("host", host).body(()).expect("a request");
    let response = operations.answer(&request.into_parts().0);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.headers().contains_key("content-security-policy"));
    let status = response.status().as_u16();
    let body = response.into_body().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let body = runtime.expect("a runtime").block_on(body);
    let body = body.expect("a body at hand").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

#[test]
fn it_is_ready_from_the_first_site_to_the_order_to_end() {
    let standing = Arc::new(Standing::new("1", Instant(0)));
    let status = |path| ask(&standing, "GET", path, "localhost").0;
    assert_eq!((status("/livez"), status("/readyz")), (200, 503));
    assert_eq!(status("/release"), 503);
    standing.begins(Instant(0), Health::default());
    assert_eq!((status("/livez"), status("/readyz")), (200, 200));
    standing.ends();
    assert_eq!((status("/livez"), status("/readyz")), (200, 503));
}

#[test]
fn a_report_lasts_until_an_edit_is_taken() {
    let standing = Arc::new(Standing::new("1", Instant(0)));
    let report = || ask(&standing, "GET", "/report", "127.0.0.1:1").1;
    assert_eq!(report(), "");
    standing.refuses(Refusal::failure("there is no folder `static`"));
    let line: serde_json::Value = serde_json::from_str(&report()).expect("one line");
    assert_eq!(line["message"], "there is no folder `static`");
    standing.follows(Instant(0), Health::default());
    assert_eq!(report(), "");
}

#[test]
fn it_is_only_read_and_only_from_here() {
    let standing = Arc::new(Standing::new("1", Instant(0)));
    assert_eq!(ask(&standing, "POST", "/livez", "localhost").0, 405);
    assert_eq!(ask(&standing, "GET", "/livez", "evil.example").0, 421);
    assert_eq!(ask(&standing, "GET", "/nothing", "localhost").0, 404);
    assert_eq!(ask(&standing, "GET", "/", "localhost").1, CONTENTS);
}
