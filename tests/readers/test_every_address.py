"""Every address that the resolver knows: it answers, keeps what it must, and nothing said to it breaks it."""

import re
import string

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Address, Edition, Page
from authors.models import Author
from core.cursor import encode
from feeds.formats import FORMATS
from tests.cast import DAY, NOON, SECOND

from . import scene
from .pages import tree

pytestmark = pytest.mark.django_db


def patterns(resolver, prefix=""):
    """(name, route) of every address below `resolver`."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name, route


def readers_names():
    return {name for name, route in patterns(get_resolver()) if not route.startswith("admin/")}


def samples(edition):
    """For each name in the resolver, addresses that answer 200 once scene.build() has run."""
    address = edition.get_absolute_url()
    now = Address.objects.get(slug="now")  # the story with an earlier edition
    return {
        "healthz": ["/healthz"],
        "front": ["/"],
        "robots": ["/robots.txt"],
        "icon": ["/favicon.ico"],
        "security": ["/.well-known/security.txt"],
        "sitemap": ["/sitemap.xml"],
        "sitemap_news": ["/sitemap-news.xml"],
        "sitemap_pages": ["/sitemap-pages.xml"],
        "sitemap_authors": ["/sitemap-authors.xml"],
        "sitemap_topics": ["/sitemap-topics.xml"],
        "sitemap_month": ["/sitemap-2026-03.xml", f"/sitemap-2026-03.xml?after={encode(NOON - 3 * DAY, 1)}"],
        "front_feed": [f"/{file}" for file in FORMATS],
        "news_feed_feed": [f"/news-feed/{file}" for file in FORMATS],
        "section_feed": [f"/section/{slug}/{file}" for slug in ("war", "empty") for file in FORMATS],
        "topic_feed": [f"/topic/energy/{file}" for file in FORMATS],
        "kind_feed": [f"/kind/{kind}/{file}" for kind in Edition.Kind.values for file in FORMATS],
        "author_feed": [author.get_absolute_url() + file for author in Author.objects.all() for file in FORMATS],
        "news_feed": ["/news-feed/", f"/news-feed/?before={encode(NOON - SECOND, 1)}"],
        "news_feed_new": [f"/news-feed/new/?after={encode(NOON - SECOND, 1)}"],
        "search": ["/search/", "/search/?q=live+-related", "/search/?section=war"],
        "section": ["/section/war/", "/section/empty/"],
        "topic": ["/topic/energy/"],
        "kind": [f"/kind/{kind}/" for kind in Edition.Kind.values],
        "author": [author.get_absolute_url() for author in Author.objects.all()],
        "masthead": ["/authors/"],
        "article": [address],
        "article_text": [f"{address}text/"],
        "article_ninjs": [f"{address}ninjs.json"],
        "article_history": [f"{address}v/"],
        "article_edition": [f"{address}v/1/"],
        "article_changes": [now.get_absolute_url() + "v/2/changes/"],
        "report": [f"{address}report/"],
        "report_thanks": [f"{address}report/thanks/"],
        "corrections": ["/corrections/", f"/corrections/?before={encode(NOON - SECOND, 1)}"],
        "corrections_feed": [f"/corrections/{file}" for file in FORMATS],
        "page": [f"/{slug}/" for slug in Page.Slug.values],
        "archive_year": ["/2026/"],
        "archive_month": ["/2026/03/"],
        "archive_day": ["/2026/03/10/", "/2026/03/08/", "/2026/03/09/"],
    }


# Answered by a file, or to whoever holds a link of the desk, and tested with those.
ELSEWHERE = {"picture", "desk_preview_link"}
# What readers may send something to; tested in test_reports.py.
WRITTEN_TO = {"report"}

HTML = {
    "front", "news_feed", "search", "section", "topic", "kind", "author", "masthead", "article", "article_text", "page",
    "archive_year", "archive_month", "archive_day", "corrections", "report", "report_thanks",
    "article_history", "article_edition", "article_changes",
}  # fmt: skip


@pytest.fixture
def edition():
    return scene.build()


@pytest.fixture
def addresses(edition):
    return samples(edition)


def test_every_name_in_the_resolver_is_tested_here(addresses):
    untested = readers_names() - set(addresses) - ELSEWHERE
    assert not untested, f"add an address of {untested} to samples()"


def test_every_address_answers_get_and_head(reader, addresses):
    for paths in addresses.values():
        for path in paths:
            response = reader.get(path)
            assert response.status_code == 200, path
            head = reader.head(path)
            assert (head.status_code, head.content) == (200, b""), path


def test_every_address_refuses_to_be_written_to(reader, addresses):
    for paths in (paths for name, paths in addresses.items() if name not in WRITTEN_TO):
        for method in ("post", "put", "patch", "delete", "options"):
            response = getattr(reader, method)(paths[0])
            assert response.status_code == 405, (method, paths[0])
            assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


def test_the_desk_shows_a_stranger_its_door_and_no_more(reader, edition):
    for name, route in patterns(get_resolver()):
        if not route.startswith("admin/"):
            continue
        path = "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1", route).replace("^", "").replace("$", "")
        response = reader.get(path)
        assert response.status_code in (200, 301, 302, 403, 404, 405), (name, path, response.status_code)
        assert "kanarka" not in response.content.decode(), path


def test_no_page_sets_a_cookie_or_varies_by_one(reader, addresses):
    wrong = ["/nothing-here/", "/2026/13/", "/news-feed/?before=bad"]
    gone = [a.get_absolute_url() for a in Address.objects.filter(slug__contains=scene.CANARIES["withdrawn"])]
    assert gone
    for path in [path for paths in addresses.values() for path in paths] + wrong + gone:
        response = reader.get(path)
        assert not response.cookies, path
        assert "cookie" not in response.get("Vary", "").lower(), path


def test_every_page_has_a_strict_policy_and_nothing_inline(reader, addresses):
    for name in HTML:
        for path in [addresses[name][0], "/nothing-here/"]:
            response = reader.get(path)
            policy = response["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            page = tree(response)
            assert not page.xpath(
                "//style | //script[not(@src or @type='application/ld+json')] | //*[@style] | //*[@srcdoc]"
            ), path
            assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
            assert not page.xpath("//@href[starts-with(., 'javascript:')]"), path


def test_no_page_asks_anything_of_a_third_party(reader, addresses):
    for name in HTML:
        page = tree(reader.get(addresses[name][0]))
        asked = page.xpath("//script/@src | //img/@src | //iframe/@src | //form/@action")
        asked += page.xpath("//link[not(@rel='canonical')]/@href")
        assert all(address.startswith("/") and not address.startswith("//") for address in asked), (name, asked)


def test_every_page_has_one_heading_a_title_and_its_own_canonical_address(reader, addresses):
    for name in HTML:
        for path in addresses[name]:
            page = tree(reader.get(path, HTTP_HOST="127.0.0.1:9"))
            assert len(page.xpath("//h1")) == 1, path
            assert page.xpath("string(//title)").strip(), path
            expected = {
                "article_edition": path.removesuffix("v/1/"),
                "article_text": path.removesuffix("text/"),
                "report_thanks": path.removesuffix("thanks/"),
            }.get(name, path)
            assert page.xpath("//link[@rel='canonical']/@href") == [_site(expected)], path


def _site(path):
    from django.conf import settings

    return settings.NEWSROOM_SITE_URL + path


def test_every_link_on_every_page_leads_somewhere(reader, addresses):
    seen = set()
    for name in HTML:
        for path in addresses[name]:
            for link in tree(reader.get(path)).xpath("//a/@href"):
                if link.startswith("/") and not link.startswith("/admin/"):
                    seen.add(link.partition("#")[0])
    assert len(seen) > 10
    for link in sorted(seen):
        assert reader.get(link).status_code == 200, link


AWKWARD = [
    "before=", "before=%00", "before=%ff%fe", "before=1", "before=" + "A" * 22, "before=" + "_" * 22,
    "before=" + "9" * 8000, "before=%F0%9F%97%9E", "before[]=1", "before=..%2F..%2Fetc", "page=2", "page=-1",
    "page=last", "q=%00", "=", "&&&", "%", "%%%", "a" * 8000, "before=1&before=2", "\x00", "format=json",
    "before=%0d%0aX:1",
]  # fmt: skip


@pytest.mark.parametrize("query", AWKWARD, ids=lambda query: query[:12])
def test_no_awkward_query_breaks_a_page(reader, addresses, query):
    for paths in addresses.values():
        response = reader.generic("GET", paths[0], QUERY_STRING=query)
        assert response.status_code in (200, 404), (paths[0], query)


def test_a_query_of_a_thousand_parameters_is_refused_and_not_broken_by(reader, addresses):
    query = "&".join(f"p{number}=1" for number in range(1500))
    for paths in addresses.values():
        assert reader.generic("GET", paths[0], QUERY_STRING=query).status_code in (200, 400, 404)


PARAMETERS = st.sampled_from(["before", "page", "q", "at", "format", "sort", ""])
VALUES = st.one_of(
    st.text(max_size=40),
    st.text(string.ascii_letters + string.digits + "-_", min_size=20, max_size=24),
    st.builds(
        lambda number, key: _cursor(number, key), st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1)
    ),
)


def _cursor(microseconds, key):
    """16 bytes spelled like a cursor, whatever they mean."""
    import base64
    import struct

    return base64.urlsafe_b64encode(struct.pack(">qq", microseconds, key)).rstrip(b"=").decode()


def test_no_query_at_all_breaks_a_page(reader, addresses):
    paths = [paths[0] for paths in addresses.values()]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(path=st.sampled_from(paths), query=st.dictionaries(PARAMETERS, VALUES, max_size=3))
    def ask(path, query):
        assert reader.get(path, query).status_code in (200, 404)

    ask()


def test_the_error_page_of_the_server_needs_nothing(reader, monkeypatch):
    def broken(*args):
        raise RuntimeError("kaputt")

    monkeypatch.setattr("feeds.views.compose", broken)
    response = reader.get("/")
    assert response.status_code == 500
    assert "kaputt" not in response.content.decode()
    assert len(tree(response).xpath("//h1")) == 1


def test_names_are_given_once():
    names = [name for name, route in patterns(get_resolver()) if not route.startswith("admin/")]
    assert None not in names
    assert len(names) == len(set(names))
    assert reverse("front") == "/"
