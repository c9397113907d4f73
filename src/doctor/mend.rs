//! How what a proxy does wrong is mended: in words, and as the lines for the two
//! proxies that are met most often. Complete examples are in `packaging/proxies`.

/// How to mend one thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Mend {
    /// In words, for any proxy.
    pub words: &'static str,
    /// The line for nginx, if there is one.
    pub nginx: Option<&'static str>,
    /// The line for Caddy, if there is one.
    pub caddy: Option<&'static str>,
}

const fn mend(words: &'static str, nginx: &'static str, caddy: &'static str) -> Mend {
    Mend {
        words,
        nginx: Some(nginx),
        caddy: Some(caddy),
    }
}

const fn words(words: &'static str) -> Mend {
    Mend {
        words,
        nginx: None,
        caddy: None,
    }
}

pub(super) static UPSTREAM: Mend = mend(
    "see whether the program runs, and whether the proxy asks where it listens",
    "proxy_pass http://127.0.0.1:8080;",
    "reverse_proxy 127.0.0.1:8080",
);

pub(super) static PREFIX: Mend = mend(
    "pass the whole path on as it was asked for, and give --base-url the same path",
    "location /cooperation/ { proxy_pass http://127.0.0.1:8080; }  # no path behind the port",
    "handle /cooperation/* { reverse_proxy 127.0.0.1:8080 }  # handle, not handle_path",
);

pub(super) static BASE_URL: Mend =
    words("start the program with --base-url and the address that visitors type");

pub(super) static REDIRECT: Mend = mend(
    "pass on redirects as they are: they name a path alone, which is right on every host",
    "proxy_redirect off;",
    "# remove header_down Location",
);

pub(super) static ERRORS: Mend = mend(
    "let the program's own error pages through: they speak the reader's language",
    "proxy_intercept_errors off;",
    "# remove handle_response and handle_errors for the site",
);

pub(super) static METHODS: Mend = mend(
    "pass every method on: the program answers those that it does not know",
    "# remove limit_except and error_page 405 from the location",
    "# remove the method matcher of the site",
);

pub(super) static FORWARDED: Mend = mend(
    "replace what visitors claim in X-Forwarded-* and Forwarded, rather than pass it on",
    "proxy_set_header X-Forwarded-Host $host; proxy_set_header Forwarded \"\";",
    "header_up -Forwarded",
);

pub(super) static COMPRESSION: Mend = mend(
    "pass Accept-Encoding and Content-Encoding on as they are, and do not compress again",
    "gzip off;  # and no proxy_set_header Accept-Encoding",
    "# remove encode; within reverse_proxy: transport http { compression off }",
);

pub(super) static VARY: Mend = mend(
    "pass Vary on as it is: without it a cache gives one visitor's coding to another",
    "# remove proxy_hide_header Vary",
    "# remove header -Vary",
);

pub(super) static ETAG: Mend = mend(
    "pass ETag on as it is; proxies weaken or drop it when they change the content",
    "gzip off;  # and no sub_filter, no ssi, no proxy_hide_header ETag",
    "# remove encode, templates and header -ETag",
);

pub(super) static CONDITIONS: Mend = mend(
    "pass If-None-Match on, so that who has a page already need not load it again",
    "# remove proxy_set_header If-None-Match",
    "# remove header_up -If-None-Match",
);

pub(super) static RANGES: Mend = mend(
    "pass Range on, or answer it from a cache",
    "# remove proxy_set_header Range; do not set max_ranges 0",
    "# remove header_up -Range",
);

pub(super) static WHOLE: Mend = mend(
    "pass content through in full and with its length; see whether the proxy's disk is full",
    "proxy_buffering on; proxy_max_temp_file_size 0;",
    "# remove response_buffers and flush_interval",
);

pub(super) static CACHING: Mend = mend(
    "pass Cache-Control on as it is, and keep pages only while the program is asked each time",
    "# remove expires, add_header Cache-Control and proxy_ignore_headers; proxy_cache off;",
    "# remove header Cache-Control",
);

pub(super) static SECURITY: Mend = mend(
    "let the program alone send these fields",
    "# remove add_header and proxy_hide_header for them",
    "# remove header for them",
);

pub(super) static EXTRA: Mend = mend(
    "add nothing to the answers unless you know what for",
    "# see add_header",
    "# see header",
);

pub(super) static SERVER: Mend = mend(
    "do not tell which program and which version is at work",
    "server_tokens off; proxy_hide_header X-Powered-By;",
    "header -Server",
);

pub(super) static HSTS: Mend =
    words("tell browsers to stay with https, in one place: --hsts of the program, or the proxy");

pub(super) static LONG: Mend = mend(
    "let long addresses through to the program, which answers 414 in the reader's language",
    "large_client_header_buffers 4 16k;",
    "servers { max_header_size 1MB }",
);
