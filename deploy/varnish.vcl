vcl 4.1;

# Varnish between nginx (which ends TLS) and one or more newsrooms: nginx's proxy_pass goes to Varnish's port, 6081.
# With NEWSROOM_PURGE_URL=http://127.0.0.1:6081/ the worker empties it after a publication; without, pages are late by
# half a minute at most. A page is never early: s-maxage ends where something changes by itself.

import std;

backend newsroom {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 60s;
    .probe = {
        .request = "GET /healthz HTTP/1.1" "Host: localhost" "Connection: close";
        .interval = 5s;
        .timeout = 5s;
        .window = 4;
        .threshold = 2;
    }
}

# Who may have it forget: the machines of the newsroom.
acl newsrooms {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # A reader's comes by nginx, with an address before the one that Varnish has added.
        if (client.ip !~ newsrooms || req.http.X-Forwarded-For ~ ",") {
            return (synth(405, "Not allowed"));
        }
        ban("obj.http.Surrogate-Key ~ newsroom");
        return (synth(200, "Forgotten"));
    }
    # The newsroom believes the last address, which is to be the one that nginx saw and not nginx's own.
    set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");

    # Grace is for when the newsroom is down. While it answers, a page may be half a minute over its time.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 30s;
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # The desk, previews and health are somebody's own, or of this moment. A made-up cookie costs its sender only time.
    if (req.url ~ "^/(admin|preview|healthz)" || req.http.Cookie ~ "(^|;\s*)newsroom_staff=") {
        return (pass);
    }
    # Readers' pages depend on no cookie.
    unset req.http.Cookie;
    return (hash);
}

sub vcl_backend_response {
    # While the newsroom is down its last pages are served for a day (stale-if-error).
    if (beresp.http.Cache-Control ~ "stale-if-error") {
        set beresp.grace = 24h;
    }
    # An error replaces no page that is there, and is asked for again.
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    if (beresp.status >= 500 || beresp.http.Cache-Control ~ "no-store|private") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
}

sub vcl_deliver {
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.Surrogate-Key;
}
