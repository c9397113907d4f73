vcl 4.1;

# Varnish before saradnja, behind something that ends TLS (nginx, Caddy, hitch). It is
# hardly needed: the program answers from memory. It helps where the program is far
# away. Start it with
#
#   varnishd -a 127.0.0.1:6081 -f /etc/varnish/saradnja.vcl \
#       -p http_gzip_support=off -p http_req_hdr_len=16k
#
# (gzip support would ask for gzip alone and take Brotli away from everybody; the other
# lets long addresses through to the program, which answers 414), and the program with
#
#   saradnja serve --base-url https://example.org/cooperation/ \
#       --trusted-proxies 127.0.0.1
#
# `saradnja doctor http://127.0.0.1:6081/cooperation/` says whether all is well but for
# the name of the host.

backend saradnja {
    .host = "127.0.0.1";
    .port = "8080";
    # A Unix socket instead of both, for `--listen unix:/run/saradnja/http.sock
    # --trusted-proxies unix`:
    # .path = "/run/saradnja/http.sock";
    .connect_timeout = 5s;
    .first_byte_timeout = 30s;
}

# Whoever ends TLS before Varnish: only it may say who asked.
acl before {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # Varnish has added whoever asked it to X-Forwarded-For. Of anybody else the rest
    # is a claim.
    if (client.ip !~ before) {
        set req.http.X-Forwarded-For = client.ip;
        unset req.http.X-Forwarded-Proto;
        unset req.http.X-Forwarded-Host;
        unset req.http.X-Request-Id;
    }
    unset req.http.Forwarded;
    # There are no sessions; cookies of other sites on this host would only keep
    # answers from being shared.
    unset req.http.Cookie;

    # Three forms of each page are kept, not one for each wording of each browser.
    if (req.http.Accept-Encoding ~ "(^|,)\s*br\s*($|,|;\s*q=(1|0?\.0*[1-9]))") {
        set req.http.Accept-Encoding = "br";
    } else if (req.http.Accept-Encoding ~ "(^|,)\s*gzip\s*($|,|;\s*q=(1|0?\.0*[1-9]))") {
        set req.http.Accept-Encoding = "gzip";
    } else if (req.http.Accept-Encoding !~ "q=0") {
        set req.http.Accept-Encoding = "identity";
    }

    # What only reads is looked up; the rest is for the program to refuse.
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Searches are as many as there are words.
    if (req.url ~ "\?") {
        return (pass);
    }
    return (hash);
}

sub vcl_backend_response {
    # `private` depends on who asks: the entrance leads to the visitor's language. Error
    # pages show the name of the request.
    if (beresp.http.Cache-Control ~ "private|no-store" || beresp.status >= 400) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    # The name of one request is not the name of those that are answered from here.
    unset beresp.http.X-Request-Id;
    if (beresp.http.Cache-Control ~ "no-cache") {
        # Pages are asked about again, with their validator, at most once a second
        # however many visitors there are. An edit shows a second later than without
        # Varnish, and a page that is the same is not sent again for a day.
        set beresp.ttl = 1s;
        set beresp.grace = 0s;
        set beresp.keep = 1d;
        return (deliver);
    }
    # Files whose name changes with them: as long as they may be kept.
    set beresp.grace = 0s;
    return (deliver);
}

sub vcl_deliver {
    # Which program and version is at work is nobody's business.
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
