"""
A public newsroom as gunicorn serves it, behind a proxy: the headers of every kind of answer, and addresses and headers
that no client of Django's would send.
"""

import socket
from typing import NamedTuple

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from desk import publishing
from desk.accounts.sessions import SessionStore
from photos import renditions
from tests.cast import HOUR, NOON, edit, person, publish, root, story
from tests.photos import pictures

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = {"NEWSROOM_SITE_URL": "https://news.example", "NEWSROOM_BEHIND_PROXY": "true", "WEB_CONCURRENCY": "1"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def say(server, *lines, body=b""):
    """Send these lines of a request as they are; what comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as wire:
        head = "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1")
        wire.sendall(head + body)
        received = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, rest = received.partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in others:
        name, _, value = line.partition(": ")
        headers[name.lower()] = f"{headers[name.lower()]}\n{value}" if name.lower() in headers else value
    return Answer(int(first.split()[1]), headers, rest)


def get(server, address, *more, host="news.example", proto="https", method="GET"):
    return say(server, f"{method} {address} HTTP/1.1", f"Host: {host}", f"X-Forwarded-Proto: {proto}", *more)


def session_of(user):
    """Somebody who is signed in, as the table knows it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"Cookie: sessionid={session.session_key}"


@pytest.fixture
def address():
    made = story("On the wire", slug="on-the-wire")
    publish(made)
    return publish(edit(made, slug="another-address"), at=NOON + HOUR, change="minor").get_absolute_url()


def test_every_kind_of_answer_carries_the_headers(serve, static_files, address, settings):
    settings.MEDIA_ROOT = static_files / "media"  # where the server looks
    file = renditions.nearest(pictures.photo(), 640)
    withdrawn = story("Gone")
    gone = publish(withdrawn).get_absolute_url()
    publishing.withdraw(withdrawn, by=person("paula"), at=NOON + HOUR, reason="It was not so.")
    inside = session_of(root())
    with serve(**PUBLIC) as server:
        css = next((static_files / "static" / "css").glob("base.*.css")).name
        kinds = {
            "page": (200, get(server, address)),
            "page from memory": (200, get(server, address)),
            "page from memory, zipped": (200, get(server, address, "Accept-Encoding: gzip")),
            "head": (200, get(server, address, method="HEAD")),
            "feed": (200, get(server, "/rss.xml")),
            "feed from memory": (200, get(server, "/rss.xml")),
            "old address": (301, get(server, address.replace("another-address", "on-the-wire"))),
            "withdrawn": (410, get(server, gone)),
            "not found": (404, get(server, "/nowhere/")),
            "no slash": (301, get(server, "/news-feed")),
            "method": (405, get(server, address, method="POST")),
            "picture": (200, get(server, file.address)),
            "no picture": (404, get(server, file.address.replace("/pictures/", "/pictures/0"))),
            "static file": (200, get(server, f"/static/css/{css}")),
            "no static file": (404, get(server, "/static/css/nothing.css")),
            "door": (200, get(server, "/admin/login/")),
            "way to the door": (302, get(server, "/admin/")),
            "desk": (200, get(server, "/admin/", inside)),
            "editor": (200, get(server, "/admin/desk/story/add/", inside)),
            "refused form": (403, get(server, "/admin/desk/story/add/", inside, "Content-Length: 0", method="POST")),
            "another host": (400, get(server, "/admin/", host="evil.example")),
            "health": (200, get(server, "/healthz")),
            "to https": (301, get(server, address, proto="http")),
        }
    for kind, (status, answer) in kinds.items():
        assert answer.status == status, (kind, answer)
        said = answer.headers
        assert said.get("x-content-type-options") == "nosniff", kind
        assert said.get("referrer-policy") == "strict-origin-when-cross-origin", kind
        assert said.get("cross-origin-opener-policy") == "same-origin", kind
        assert "camera=()" in said.get("permissions-policy", ""), kind
        if kind != "to https":  # which is read by nobody: a browser heeds HSTS on https only
            assert said.get("strict-transport-security") == "max-age=31536000", kind
            policy = said.get("content-security-policy", "none")
            assert "default-src 'none'" in policy and "unsafe-eval" not in policy, (kind, policy)
            assert ("unsafe-inline" in policy) is (kind == "editor"), kind
        for cookie in filter(None, said.get("set-cookie", "").split("\n")):
            assert "secure" in cookie.lower() and "samesite=lax" in cookie.lower(), (kind, cookie)
    assert "frame-ancestors 'none'" in kinds["page"][1].headers["content-security-policy"]
    assert kinds["to https"][1].headers["location"] == f"https://news.example{address}"
    assert "set-cookie" in kinds["door"][1].headers and "set-cookie" not in kinds["page"][1].headers


TRAVERSALS = [
    "../secret_key", "..%2fsecret_key", "%2e%2e/secret_key", "%2e%2e%2fsecret_key", "..%252fsecret_key",
    "..\\secret_key", "..%5csecret_key", "....//secret_key", "..;/secret_key", ".%00./secret_key",
    "css/../../secret_key", "css/%2e%2e/%2e%2e/secret_key", "//../secret_key", "/etc/passwd", "%2fetc%2fpasswd",
    "..%c0%afsecret_key", "..%ef%bc%8fsecret_key", "../newsroom.sqlite3", "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
]  # fmt: skip


def test_no_path_leads_to_another_file(serve, static_files, address):
    photo = pictures.photo()
    name = renditions.nearest(photo, 640).address
    with serve(**PUBLIC) as server:
        secret = static_files / "secret_key"
        secret.write_text("canary-of-the-key " * 5)
        (static_files / "static" / "canary.txt").write_text("inside")
        assert get(server, "/static/css/../css/nothing").status == 404
        for below in ("/static/", "/media/", "/pictures/", name + "/", name.rpartition("/")[0] + "/", address, "/"):
            for path in TRAVERSALS:
                answer = get(server, below + path)
                assert answer.status in (301, 302, 400, 404), (below + path, answer)
                assert b"canary-of-the-key" not in answer.body and b"root:" not in answer.body
                assert "evil" not in answer.headers.get("location", "")
        for path in ("/static/", "/static", "/static/css/", "/media/", "/pictures/", "/var/", "/.git/config", "/.env"):
            assert get(server, path).status in (301, 404), path
        assert get(server, "/static/canary.txt").status == 404, "a file that wasn't there at the start"


def test_what_a_client_says_of_the_server_is_not_believed(serve, address):
    inside = session_of(root())
    with serve(**PUBLIC) as server:
        honest = get(server, address)
        for lines in (
            # With an underscore, they would be the variables of WSGI themselves.
            ["SCRIPT_NAME: /evil.example"],
            ["Script-Name: /evil.example"],
            ["PATH_INFO: /admin/"],
            ["X_Forwarded_Proto: http"],
            ["REMOTE_ADDR: 198.51.100.7"],
            ["newsroom.at: 2020-01-01"],
            ["X-Forwarded-Host: evil.example"],
            ["X-Forwarded-Server: evil.example"],
            ["Forwarded: host=evil.example;proto=http"],
            ["X-Original-URL: /admin/"],
            ["X-HTTP-Method-Override: DELETE"],
            ["hOsT-x: evil.example"],
        ):
            answer = get(server, address, *lines)
            assert (answer.status, answer.body) == (200, honest.body), lines
        for first in (f"GET http://evil.example{address} HTTP/1.1", f"GET https://evil.example:80{address} HTTP/1.1"):
            answer = say(server, first, "Host: news.example", "X-Forwarded-Proto: https")
            assert answer.status in (200, 400) and b"evil.example" not in answer.body, first
        # Two hosts, or one that a proxy and we might read differently.
        for host in (
            "news.example\r\nHost: evil.example",
            "evil.example\r\nHost: news.example",
            "news.example@evil.example",
        ):
            answer = get(server, address, host=host)
            assert answer.status == 400 and b"evil" not in answer.body, host
        for host in ("NEWS.EXAMPLE", "news.example:444", "news.example."):
            answer = get(server, address, host=host)
            assert (answer.status, answer.body) == (200, honest.body), host
        # A body that one would read as a second request.
        smuggled = get(server, address, "Content-Length: 5", "Transfer-Encoding: chunked", method="POST")
        assert smuggled.status in (400, 405, 501)
        assert get(server, address, "Transfer-Encoding: xchunked", method="POST").status in (400, 405, 501)
        assert get(server, address).body == honest.body
        # A page of the desk at an address that looks like a file: for its owner, and for nobody after them.
        for trick in (
            "/admin/x.css",
            "/admin/;/rss.xml",
            "/admin/account/x.js",
            "/admin/%2e%2e/rss.xml",
            "/rss.xml/../admin/",
        ):
            mine, theirs = get(server, trick, inside), get(server, trick)
            assert "no-store" in mine.headers.get("cache-control", "") or b"root" not in mine.body, trick
            assert b'action="/admin/logout/"' not in theirs.body, trick
