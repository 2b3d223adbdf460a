"""
The leak matrix: every state of a story × every public address × every visitor, and no word of it anywhere.

A new address in the resolver fails here until it is listed in leaks.every_address(); a new state is a line in
leaks.SECRETS.
"""

import pytest

from articles import addresses, earlier
from articles.models import Correction, Edition
from articles.models.correction import CorrectionQuerySet
from feeds import front, lists
from feeds.lists import Listing
from tests.cast import DAY, HOUR, NOON, person

from . import leaks
from .conftest import Reader

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def visitors(reader):
    """Nobody's, a reporter whose story it isn't, and somebody who keeps profiles."""
    found = {"anybody": reader}
    for name in ("robert", "stas"):
        found[name] = Reader(raise_request_exception=False, SERVER_NAME="localhost")
        found[name].force_login(person(name), BACKEND)
    return found


@pytest.fixture
def planted():
    leaks.world()
    leaks.plant()


def test_every_address_in_the_resolver_is_in_the_matrix():
    missing = leaks.readers_names() - {*leaks.every_address()}
    assert not missing, f"list the addresses of {missing} in leaks.every_address()"


def test_nobody_is_told_anything(visitors, planted):
    addresses = leaks.every_address()
    assert all(addresses.values()), "an address without a sample proves nothing"
    found = leaks.find(visitors, addresses)
    assert not found, "\n".join(map(str, found))


def test_every_secret_is_a_word_that_some_page_would_show(reader, planted):
    """A canary that can't sing proves nothing: later, or to those who may know, each of these is on a page."""
    from desk.models import Story

    for secret in leaks.SECRETS:
        if secret.state not in ("pulled", "hidden", "report", "coming"):
            assert Story.objects.filter(slug=secret.word, headline__contains=secret.word).exists() or secret.told
    sung = {leak.state for leak in leaks.find({"later": later(reader)}, leaks.every_address())}
    assert {"scheduled", "embargoed", "named", "coming"} <= sung


def later(reader):
    reader.at = NOON + 3 * HOUR
    return reader


def anything(at):
    return Edition.objects.filter(live_from__lte=at + DAY)


def without_live(monkeypatch, view):
    """Loosen the one condition in one place, as a slip of the hand would."""
    match view:
        case "the News Feed":
            listing = Listing(heading="News Feed", url="/news-feed/", editions=anything(NOON))
            monkeypatch.setattr(lists, "everything", lambda at: listing)
        case "a topic":
            monkeypatch.setattr(
                lists,
                "of_topic",
                lambda topic, at: Listing(
                    heading=topic.name,
                    url=topic.get_absolute_url(),
                    editions=anything(at).filter(filings__topic=topic),
                    via="filings",
                ),
            )
        case "the article":
            monkeypatch.setattr(
                addresses,
                "look_up",
                lambda date, slug, at: (
                    Edition.objects.with_rows()
                    .filter(address__date=date, address__slug=slug)
                    .order_by("-number")
                    .first()
                    or _not_found()
                ),
            )
        case "earlier versions":
            monkeypatch.setattr(
                earlier,
                "editions",
                lambda current, at: [
                    earlier.Past(edition, "", edition.pk == current.pk)
                    for edition in Edition.objects.filter(article=current.article_id).order_by("-live_from")
                ],
            )
        case "the corrections":
            monkeypatch.setattr(
                CorrectionQuerySet, "known", lambda self, at: Correction.objects.order_by("-published_at")
            )
        case "what is read most":
            monkeypatch.setattr(
                front,
                "_most_read",
                lambda ranked, live: list(Edition.objects.filter(article__in=ranked).with_cards()),
            )


def _not_found():
    from django.http import Http404

    raise Http404


# What each slip lets out, and where.
EXPECTED = {
    "the News Feed": ({"scheduled", "embargoed", "named", "superseded", "withdrawn", "vanished"}, ["news_feed"]),
    "a topic": ({"scheduled", "superseded", "withdrawn", "vanished"}, ["topic"]),
    "the article": ({"scheduled", "embargoed", "named", "withdrawn", "vanished"}, ["article"]),
    "earlier versions": ({"coming"}, ["article_history"]),
    "the corrections": ({"coming"}, ["corrections"]),
    "what is read most": (
        {"scheduled", "embargoed", "named", "superseded", "coming", "withdrawn", "vanished"},
        ["front"],
    ),
}


@pytest.mark.parametrize("view", EXPECTED)
def test_the_matrix_is_seen_to_fail_when_one_view_is_loosened(reader, planted, monkeypatch, view):
    without_live(monkeypatch, view)
    states, names = EXPECTED[view]
    addresses = leaks.every_address()
    found = leaks.find({"anybody": reader}, {name: addresses[name] for name in names})
    assert {leak.state for leak in found} >= states


def test_what_was_never_public_leaves_no_trace_in_any_byte(reader):
    """Not a word, and not a count, a tag, an order or a length either: with it and without, answers are the same."""
    leaks.world()
    hidden = [secret for secret in leaks.SECRETS if secret.state in leaks.WITHOUT_TRACE]
    assert len(hidden) == len(leaks.WITHOUT_TRACE)
    paths = [path for paths in leaks.every_address().values() for path in paths]
    paths += [f"/2026/03/{day}/{secret.word}/" for secret in hidden for day in ("09", "10")]
    paths += [f"/topic/{secret.word}-topic/" for secret in hidden]
    paths.remove("/healthz")  # which says what time it is
    before = {path: leaks.answered(reader, path) for path in paths}
    leaks.plant(hidden)
    for path in paths:
        assert leaks.answered(reader, path) == before[path], path


def test_what_is_sent_to_an_address_tells_nothing_either(visitors, planted):
    """A form posted to what isn't there answers as if it weren't."""
    ours = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    words = [secret.word for secret in leaks.SECRETS]
    for visitor in visitors.values():
        for path in leaks.every_address()["report"]:
            response = visitor.post(path, {"text": "x"}, **ours)
            said = response.content.decode() + str(response.headers)
            assert not any(word in said for word in words), path
