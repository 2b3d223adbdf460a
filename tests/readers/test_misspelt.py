"""An address in the wrong case, without its slash or under a former name leads to the page meant, in one hop."""

from urllib.parse import unquote

import pytest

from articles.merging import merge as merge_topics
from articles.models import Page, Section
from authors.merging import merge as merge_authors
from core import staff_cookie
from desk import publishing
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic

from . import leaks

pytestmark = pytest.mark.django_db

TODAY = "/2026/03/10/"


@pytest.fixture
def newsroom():
    """An article that had three other addresses, by somebody under three names, on a topic that was two."""
    Page.objects.create(slug="about", title="About", body="<p>We.</p>")
    rita, former = author("Rita", slug="rita"), author("R.", slug="r")
    energy, grid = topic("Energy"), topic("Grid")
    war = section("War")
    made = story("Moved", slug="one", by=[rita], topics=[energy, grid], section=war)
    publish(made, at=NOON - 4 * HOUR)
    for hours, slug in ((3, "two"), (2, "three"), (1, "four")):
        then = NOON - hours * HOUR
        publish(edit(made, at=then, slug=slug), at=then, change="minor")
    former.slug = "r-reporter"
    former.save()
    merge_authors(former, rita)
    grid.slug = "power-grid"
    grid.save()
    merge_topics(grid, energy)
    for slug in ("conflict", "war-and-peace"):
        war.slug = slug
        war.save()


MEANT = {
    "/News-Feed": "/news-feed/",
    "/news-feed": "/news-feed/",
    "/news-feed//": "/news-feed/",
    "/NEWS-FEED/RSS.XML": "/news-feed/rss.xml",
    "/rss.xml/": "/rss.xml",
    "/Feed.JSON": "/feed.json",
    "/About": "/about/",
    "/AUTHORS": "/authors/",
    "/Search": "/search/",
    "/Corrections/Atom.xml": "/corrections/atom.xml",
    "/2026": "/2026/",
    "/2026/03": "/2026/03/",
    "/2026/03/10": "/2026/03/10/",
    "/Kind/Opinion": "/kind/opinion/",
    "/kind/OPINION/rss.xml": "/kind/opinion/rss.xml",
    **{f"{TODAY}{slug}": f"{TODAY}four/" for slug in ("one", "two", "three", "four", "ONE", "Four")},
    **{f"{TODAY}{slug}/": f"{TODAY}four/" for slug in ("one", "two", "three", "ONE", "Two", "FOUR")},
    f"{TODAY}One/Text": f"{TODAY}four/text/",
    f"{TODAY}two/v/1": f"{TODAY}four/v/1/",
    f"{TODAY}THREE/V/2/Changes": f"{TODAY}four/v/2/changes/",
    f"{TODAY}one/report": f"{TODAY}four/report/",
    "/author/R": "/author/rita/",
    "/Author/R-Reporter/": "/author/rita/",
    "/author/RITA": "/author/rita/",
    "/author/R/rss.xml": "/author/rita/rss.xml",
    "/topic/Grid": "/topic/energy/",
    "/topic/POWER-GRID/Feed.json": "/topic/energy/feed.json",
    "/topic/energy": "/topic/energy/",
    "/section/WAR": "/section/war-and-peace/",
    "/section/Conflict/": "/section/war-and-peace/",
    "/section/war/ATOM.xml/": "/section/war-and-peace/atom.xml",
    "/healthz/": "/healthz",
    "/ADMIN": "/admin/",
}


def test_every_address_that_was_meant_is_found_in_one_hop(reader, newsroom):
    wrong = []
    for path, meant in MEANT.items():
        answer = reader.get(path)
        if (answer.status_code, answer.get("Location")) != (301, meant):
            wrong.append((path, answer.status_code, answer.get("Location")))
        elif meant != "/admin/" and reader.get(meant).status_code != 200:
            wrong.append((path, meant, "is not there"))
    assert not wrong


def test_every_address_that_readers_have_may_be_written_in_capitals_and_without_its_slash(reader):
    leaks.world()
    for name, paths in leaks.every_address().items():
        if name in ("", "picture", "desk_preview_link"):
            continue
        for path in {one.partition("?")[0] for one in paths} - {"/"}:
            there = reader.get(path)
            if there.status_code != 200:
                continue
            for spelled in {path.upper(), path.title(), path.rstrip("/"), path.upper().rstrip("/")} - {path}:
                answer = reader.get(spelled)
                assert (answer.status_code, answer.get("Location")) == (301, path), spelled


def test_what_was_asked_is_kept_and_a_browser_keeps_the_redirect_for_a_minute(reader, newsroom):
    answer = reader.get("/News-Feed?before=x%0a")
    assert answer["Location"] == "/news-feed/?before=x%0a"
    assert answer["Cache-Control"] == "max-age=60"
    assert reader.get(f"{TODAY}ONE")["Cache-Control"] == "max-age=60"


def test_an_address_that_an_editor_wrote_in_capitals_is_found_in_small_letters(reader):
    publish(story("In capitals", slug="NATO-summit"))
    assert reader.get(f"{TODAY}nato-summit")["Location"] == f"{TODAY}NATO-summit/"
    assert reader.get(f"{TODAY}NATO-summit/").status_code == 200


def test_of_two_addresses_that_differ_in_case_alone_each_is_its_own(reader):
    publish(story("Small", slug="nato"))
    publish(story("Capitals", slug="NATO"))
    assert "Small" in reader.text(f"{TODAY}nato/")
    assert "Capitals" in reader.text(f"{TODAY}NATO/")
    assert reader.get(f"{TODAY}NATO")["Location"] == f"{TODAY}NATO/"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "//evil.example/", "//Evil.example/..", "///evil.example", "//News-Feed/", "//news-feed",
        "/\\evil.example", "/\\Evil.example/", "/%5cevil.example", "/%2f%2fevil.example", "/%09/evil.example",
        "/news-feed%0d%0aX:1", "/.//evil.example", "/https://evil.example/", "/HTTPS://evil.example",
    ],
)  # fmt: skip
def test_no_address_leads_to_another_site(reader, path):
    answer = reader.generic("GET", "/", PATH_INFO=unquote(path))  # the client would take what follows // for a host
    target = answer.get("Location", "/")
    assert answer.status_code in (301, 404)
    assert target.startswith("/")
    assert target[1:2] not in ("/", "\\")
    assert "evil" not in target


@pytest.mark.parametrize(
    "path", ["/", "/2031", "/2031/", "/nothing", "/Nothing/", "/topic/x", "/2026/02/30/x", "/admin"]
)
def test_nobody_is_sent_in_circles(reader, path):
    for _hop in range(3):
        answer = reader.get(path)
        if answer.status_code not in (301, 302):
            return
        path = answer["Location"]
    raise AssertionError(path)


def test_a_colleague_is_not_sent_in_circles_on_the_desk_either(client):
    client.force_login(person("ed"), "django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/desk/story")["Location"] == "/admin/desk/story/"
    for path in ("/admin/nothing", "/admin/nothing/"):
        assert client.get(path).status_code == 404


def test_what_readers_may_not_know_of_is_not_given_away_by_a_redirect(reader):
    leaks.world()
    leaks.plant()
    hidden = [secret for secret in leaks.SECRETS if secret.state in leaks.WITHOUT_TRACE]
    for word in [secret.word for secret in hidden]:
        for path in (f"/topic/{word}-topic", f"/TOPIC/{word}-topic/rss.xml", f"/topic/{word.upper()}-TOPIC/"):
            assert reader.get(path).status_code == 404, path
        for day in ("09", "10"):
            for path in (f"/2026/03/{day}/{word}", f"/2026/03/{day}/{word.upper()}/", f"/2026/03/{day}/{word}/text"):
                assert reader.get(path).status_code == 404, path
    for path in ("/author/kanarkahidden", "/author/KANARKAHIDDEN/", "/Author/kanarkahidden/rss.xml"):
        assert reader.get(path).status_code == 404, path


def test_a_withdrawn_article_is_told_of_at_its_own_address(reader):
    made = story(slug="gone")
    publish(made, at=NOON - DAY)
    made = type(made).objects.get(pk=made.pk)
    publishing.withdraw(made, by=person("paula"), at=NOON - HOUR, reason="Wrong.")
    assert reader.get("/2026/03/09/GONE/Text")["Location"] == "/2026/03/09/gone/"
    assert reader.get("/2026/03/09/gone/").status_code == 410


def test_only_reading_is_sent_on(reader, newsroom):
    for path in ("/News-Feed/", "/news-feed", f"{TODAY}ONE/"):
        assert reader.post(path).status_code in (403, 404, 405)


def test_for_a_colleagues_browser_it_is_the_same(reader, newsroom):
    reader.cookies[staff_cookie.NAME] = "whatever"
    assert reader.get(f"{TODAY}One")["Location"] == f"{TODAY}four/"
    assert Section.objects.at_address("war").slug == "war-and-peace"
