"""
The page cache is asked by somebody who means harm: nothing of what only they sent reaches another reader, and no page
of a colleague's reaches anybody.
"""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from core import staff_cookie
from desk.models import Story
from newsroom.pages import truth
from tests.cast import person
from tests.readers import scene
from tests.readers.test_every_address import samples
from tests.readers.test_page_cache import Site

pytestmark = pytest.mark.django_db(transaction=True)

EVIL = "evil.example"
# What frameworks, proxies and caches elsewhere listen to, and nothing of ours may.
HOSTILE = {
    "HTTP_X_FORWARDED_HOST": EVIL,
    "HTTP_X_FORWARDED_SERVER": EVIL,
    "HTTP_X_HOST": EVIL,
    "HTTP_X_ORIGINAL_HOST": EVIL,
    "HTTP_FORWARDED": f"for=1.2.3.4;host={EVIL};proto=https",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_SCHEME": "nothttps",
    "HTTP_X_FORWARDED_PORT": "8443",
    "HTTP_X_FORWARDED_PREFIX": f"/{EVIL}",
    "HTTP_X_FORWARDED_FOR": f"<script>{EVIL}",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REWRITE_URL": "/admin/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
    "HTTP_ACCEPT": "application/json",
    "HTTP_ACCEPT_LANGUAGE": "uk",
    "HTTP_ACCEPT_ENCODING": EVIL,
    "HTTP_USER_AGENT": f"<b>{EVIL}</b>",
    "HTTP_REFERER": f"https://{EVIL}/",
    "HTTP_ORIGIN": f"https://{EVIL}",
    "HTTP_RANGE": "bytes=0-10",
    "HTTP_IF_MATCH": '"x"',
    "HTTP_IF_NONE_MATCH": '"x"',
    "HTTP_AUTHORIZATION": f"Bearer {EVIL}",
    "HTTP_COOKIE": f"sessionid={EVIL}; csrftoken={EVIL}; newsroom_staff={EVIL}; django_language=uk; messages={EVIL}",
    "HTTP_PURPOSE": "prefetch",
    "HTTP_SAVE_DATA": "on",
}
PARAMETERS = f"utm_source={EVIL}&callback={EVIL}&next=//{EVIL}&lang=uk&_method=POST&Q={EVIL}&%71={EVIL}&debug=1&x[]=1"
HOSTS = ["localhost:1", "LOCALHOST", "localhost.", "localhost:8000", "127.0.0.1:99"]


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(truth, "BELIEVED", 0)
    return Site()


@pytest.fixture
def edition():
    """What readers have now, long after the scene: its last edition, at the address that came with that."""
    scene.build()
    return Edition.objects.live(now()).get(headline__contains=scene.CANARIES["coming"])


def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def readers_addresses(edition):
    found = {address for there in samples(edition).values() for address in there}
    return sorted(found - {"/healthz"} - {address for address in found if address.endswith("/report/")})


def asked(query, *more):
    return f"{query}{'&' if '?' in query else '?'}{'&'.join(more)}"


def test_who_asks_first_cannot_colour_what_the_next_is_given(monkeypatch, readers_addresses):
    monkeypatch.setattr(truth, "BELIEVED", 0)
    poisoned, clean = Site(), Site()
    for address in readers_addresses:
        first = poisoned.get(asked(address, PARAMETERS), HTTP_HOST=HOSTS[0], **HOSTILE)
        again, other = poisoned.get(address), clean.get(address)
        assert (again.status, again.body) == (other.status, other.body), address
        assert again.headers == other.headers, address
        assert EVIL.encode() not in first.body and EVIL not in str(first.headers), address
        assert "set-cookie" not in first.headers
    assert len(poisoned.layer.memory) == len(clean.layer.memory)


@pytest.mark.parametrize("header", HOSTILE)
def test_no_header_makes_another_page(site, header, edition):
    plain = site.get(edition.get_absolute_url())
    other = Site().get(edition.get_absolute_url(), **{header: HOSTILE[header]})
    assert (plain.status, plain.body) == (other.status, other.body)


@pytest.mark.parametrize("host", HOSTS)
def test_every_spelling_of_our_host_gets_the_same_and_none_is_printed(site, host, edition):
    plain = site.get(edition.get_absolute_url())
    other = Site().get(edition.get_absolute_url(), HTTP_HOST=host)
    assert (plain.status, plain.body) == (other.status, other.body)
    assert settings.NEWSROOM_SITE_URL in other.text


@pytest.mark.parametrize(
    "host",
    [EVIL, f"localhost.{EVIL}", f"{EVIL}:80", f"localhost@{EVIL}", f"localhost/{EVIL}", "localhost:x", "*", " ", ""],
)
def test_another_host_is_refused_before_and_after_the_page_is_kept(site, host, edition):
    address = edition.get_absolute_url()
    assert site.get(address, HTTP_HOST=host).status == 400
    site.get(address)
    assert len(site.layer.memory) == 1
    assert site.get(address, HTTP_HOST=host).status == 400
    assert site.get("/rss.xml", HTTP_HOST=host).status == 400
    assert len(site.layer.memory) == 1


def test_a_question_mark_within_a_path_makes_no_other_address_of_it(site, edition):
    """As %3F brings one: a memory that writes path and query in one text takes both for the same."""
    assert site.get("/search/?q=live?").status == 200
    assert site.get("/", PATH_INFO="/search/?q=live").status == 404
    assert site.get("/", PATH_INFO="/search/", QUERY_STRING="q=live?").status == 200


def test_errors_and_refusals_are_never_kept(site, edition):
    for address in ("/nowhere/", "/2026/03/10/never/", "/news-feed/?before=nonsense", "/author/nobody/"):
        site.get(address, **HOSTILE)
    assert [page for page in site.layer.memory._pages.values() if page.status[:3] not in ("200", "301", "410")] == []
    assert site.get(edition.get_absolute_url(), method="POST").status == 405
    assert site.get(edition.get_absolute_url(), method="POST", HTTP_X_HTTP_METHOD_OVERRIDE="GET").status == 405
    assert site.get(edition.get_absolute_url()).status == 200


def test_a_body_with_a_get_is_read_by_nobody(site, edition):
    """A "fat GET": its fields are parameters to some frameworks, and in no cache's key."""
    import io

    sent = b"q=evil.example&page=2"
    body = {"wsgi.input": io.BytesIO(sent), "CONTENT_LENGTH": str(len(sent))}
    fat = site.get("/search/", **body, CONTENT_TYPE="application/x-www-form-urlencoded")
    assert fat.body == Site().get("/search/").body


# Deception: a colleague is sent to an address that looks like something public.


@pytest.fixture
def colleague():
    """Clara's cookies, and the words that only colleagues see."""
    client = Client()
    client.post(reverse("admin:login"), {"username": person("clara").username, "password": "correct horse battery"})
    assert staff_cookie.NAME in client.cookies
    return client


def cookies(client, *but):
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items() if name not in but)


def tricks():
    draft = Story.objects.get(headline__contains=scene.CANARIES["draft"])
    story, index = reverse("admin:desk_story_change", args=[draft.pk]), "/admin/"
    preview = reverse("admin:desk_story_preview", args=[draft.pk])
    for page in (story, index, preview, "/admin/account/"):
        yield from (
            page,
            f"{page}x.css",
            f"{page}rss.xml",
            f"{page};/rss.xml",
            f"{page};x.js",
            f"{page}?x.css",
            f"{page}.css",
        )
        yield from (
            f"{page.rstrip('/')}.css",
            f"{page.rstrip('/')};.css",
            f"{page}\0.css",
            f"{page}\n.css",
            f"/{page}",
            page.upper(),
        )
        yield from (f"{page}../rss.xml", f"{page}../../../../static/x.css", f"{page}/rss.xml", f"{page}%2f..%2frss.xml")
        yield from (f"/static/..{page}", f"/news-feed/..{page}", f"/rss.xml/..{page}", f"/.{page}", f"/rss.xml;{page}")
        yield from (
            f"{page}#/rss.xml",
            f"{page}\\..\\rss.xml",
            f"{page} /rss.xml",
            f"/%2e{page}",
            f"{page}?q=x.css&page=1",
        )
    yield from ("/", "/news-feed/", "/search/?q=live", "/rss.xml", Edition.objects.order_by("pk")[0].get_absolute_url())


@pytest.mark.parametrize(
    "without", [(), (staff_cookie.NAME,), ("sessionid",)], ids=["all", "no staff cookie", "no session"]
)
def test_no_page_of_a_colleagues_enters_the_memory_or_may_be_kept_elsewhere(site, edition, colleague, without):
    public = {scene.CANARIES["scheduled"], scene.CANARIES["coming"]}  # by now
    secret = [*(set(scene.CANARIES.values()) - public), "Clara", 'action="/admin/logout/"']
    held = cookies(colleague, *without)
    shown = 0
    for address in tricks():
        answer = site.get(address, HTTP_COOKIE=held)
        said = answer.headers.get("cache-control", "")
        if any(word in answer.body.decode(errors="replace") for word in secret):
            shown += 1
            assert "no-store" in said or "private" in said, (address, said)
        if "set-cookie" in answer.headers:
            assert "no-store" in said or "private" in said, (address, said)
    assert bool(shown) is ("sessionid" not in without)
    for key, page in site.layer.memory._pages.items():
        assert not [word for word in secret[:-2] if word in page.body.decode() and word != scene.CANARIES["coming"]], (
            key
        )
        assert not re.search(r"Set-Cookie|[Cc]ookie", str(page.headers)), key
    # And what a stranger finds there afterwards is the door, or nothing.
    for address in tricks():
        answer = site.get(address)
        page = answer.body.decode(errors="replace")
        assert "Clara" not in page and scene.CANARIES["draft"] not in page, address


def test_a_reader_with_a_colleagues_address_and_no_cookie_gets_the_door(site, edition):
    for address in tricks():
        if "admin" in address.lower():
            answer = site.get(quote(address, safe="/?;&=#\\"))
            assert answer.status in (301, 302, 400, 404), (address, answer.status)
            assert len(site.layer.memory) == 0
