"""The News Feed says how many stories it has that the page in front of somebody hasn't."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.cursor import encode
from desk import publishing
from desk.models import Story
from feeds import newer
from tests.cast import HOUR, MINUTE, NOON, SECOND, edit, person, publish, story

from .pages import headlines, tree

pytestmark = pytest.mark.django_db


def asks(reader, at=NOON):
    """Where the page of that instant asks for newer stories."""
    (address,) = tree(reader.get("/news-feed/", at=at)).xpath("//@data-newer")
    return address


def told(reader, address, at=NOON):
    response = reader.get(address, at=at)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.content)


def test_it_counts_what_went_out_since_the_page_was_made(reader):
    publish(story("Old"), at=NOON - HOUR)
    address = asks(reader)
    assert told(reader, address) == {"number": 0, "words": ""}
    publish(story("New"), at=NOON)
    assert told(reader, address) == {"number": 1, "words": "1 new story"}
    publish(story("Newer"), at=NOON + MINUTE)
    assert told(reader, address) == {"number": 1, "words": "1 new story"}, "not before its time"
    assert told(reader, address, NOON + MINUTE) == {"number": 2, "words": "2 new stories"}
    assert told(reader, asks(reader)) == {"number": 0, "words": ""}


def test_only_what_readers_have_counts_and_an_edit_is_not_news(reader):
    old = story("Old")
    publish(old, at=NOON - HOUR)
    address = asks(reader)
    story("Draft")
    publish(story("Soon"), at=NOON - MINUTE, live_from=NOON + HOUR)
    gone = story("Gone")
    publish(gone, at=NOON - 2 * MINUTE)
    gone = Story.objects.get(pk=gone.pk)
    publishing.withdraw(gone, by=person("paula"), at=NOON - MINUTE, reason="Wrong.")
    publish(edit(old, at=NOON - MINUTE, body="<p>More.</p>"), at=NOON - MINUTE, change="update")
    assert told(reader, address)["number"] == 0
    assert told(reader, address, NOON + HOUR - SECOND)["number"] == 0
    assert told(reader, address, NOON + HOUR)["number"] == 1


def test_stories_of_one_instant_are_told_apart_as_on_the_list(reader):
    for number in range(3):
        publish(story(f"At noon {number}"), at=NOON)
    first = headlines(reader.get("/news-feed/"))[0]
    assert first == "At noon 2"
    assert told(reader, asks(reader))["number"] == 0
    oldest = publish(story("Just before"), at=NOON - SECOND)
    assert told(reader, f"/news-feed/new/?after={encode(oldest.first_live_at, oldest.article_id)}")["number"] == 3


def test_beyond_fifty_it_says_so_and_looks_no_further(reader, monkeypatch):
    monkeypatch.setattr(newer, "MOST", 2)
    publish(story("Old"), at=NOON - HOUR)
    address = asks(reader)
    for number in range(5):
        publish(story(), at=NOON - number * MINUTE)
    with CaptureQueriesContext(connection) as queries:
        assert told(reader, address) == {"number": 3, "words": "More than 2 new stories"}
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"].replace("%", "%%"))
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "edition_list" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("query", ["", "after=", "after=x", "after=%00", "before=x", "after=" + "A" * 22])
def test_what_is_no_place_in_the_list_is_not_found(reader, query):
    assert reader.get(f"/news-feed/new/?{query}").status_code == 404


def test_only_the_first_page_of_the_feed_asks(reader):
    for number in range(25):
        publish(story(), at=NOON - number * MINUTE)
    (more,) = tree(reader.get("/news-feed/")).xpath("//*[@data-more]//a/@href")
    page = tree(reader.get(more))
    assert not page.xpath("//@data-newer | //script[contains(@src, 'newer')]")


def test_an_empty_newsroom_asks_nothing(reader):
    assert "data-newer" not in reader.text("/news-feed/")


@pytest.mark.django_db(transaction=True)
def test_all_who_ask_alike_are_answered_out_of_memory_until_something_is_published(monkeypatch):
    from newsroom.pages import truth
    from tests.readers.test_page_cache import Site, now

    monkeypatch.setattr(truth, "BELIEVED", 0)
    site = Site()
    first = publish(at=now())
    address = f"/news-feed/new/?after={encode(first.first_live_at, first.article_id)}"
    answers = [site.get(address + mark) for mark in ("", "&utm_source=x", "")]
    assert [json.loads(answer.body)["number"] for answer in answers] == [0, 0, 0]
    assert len(site.asked) == 1
    assert site.get(address, HTTP_IF_NONE_MATCH=answers[0].headers["etag"]).status == 304
    publish(at=now())
    assert json.loads(site.get(address).body)["number"] == 1
    assert len(site.asked) == 2
