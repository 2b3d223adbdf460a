"""One story from its publication to its withdrawal: at each step everything that readers have says what is true."""

import feedparser
import pytest

from articles.digests import chain, verify
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, NOON, edit, person, publish, story

from .pages import headlines, tree

pytestmark = pytest.mark.django_db
ADDRESS = "/2026/03/10/bridges/"
FEED = "/rss.xml"


class Subscriber:
    """A feed reader that asks as real ones do: by what it was told last time, or by the date alone."""

    def __init__(self, reader, by_date=False):
        self.reader, self.by_date = reader, by_date
        self.kept, self.tag, self.fetched_at = {}, None, None

    def fetch(self, at):
        headers = {}
        if self.by_date and self.fetched_at:
            headers["HTTP_IF_MODIFIED_SINCE"] = f"{self.fetched_at:%a, %d %b %Y %H:%M:%S GMT}"
        elif self.tag:
            headers["HTTP_IF_NONE_MATCH"] = self.tag
        response = self.reader.get(FEED, at=at, **headers)
        self.fetched_at = at
        if response.status_code == 304:
            return False
        self.tag = response["ETag"]
        for entry in feedparser.parse(response.content).entries:
            self.kept[entry.id] = entry
        return True

    @property
    def only(self):
        (entry,) = self.kept.values()
        return entry


def times(reader, at):
    return tree(reader.get(ADDRESS, at=at)).xpath("string(//p[contains(@class, 'story__times')])")


def strips(reader, at):
    return len(tree(reader.get(ADDRESS, at=at)).xpath("//div[@class='amend']"))


def versions(reader, at):
    return len(tree(reader.get(f"{ADDRESS}v/", at=at)).xpath("//li[@class='record__row']"))


def test_the_life_of_a_story(reader):
    subscribers = [Subscriber(reader), Subscriber(reader, by_date=True)]
    made = story("Three bridges", slug="bridges", standfirst="As published.", body="<p>There are three.</p>")

    def changed(hours, change, **fields):
        at = NOON + hours * HOUR
        options = {name: fields.pop(name) for name in ("correction", "note") if name in fields}
        publish(edit(made, at=at, **fields), at=at, change=change, **options)
        return at

    publish(made, at=NOON)
    first = chain(NOON)
    for subscriber in subscribers:
        assert subscriber.fetch(NOON)
        assert (subscriber.only.title, subscriber.only.summary) == ("Three bridges", "As published.")
    assert "Updated" not in times(reader, NOON)

    # A slip is mended: no time moves, and subscribers get the mended text and are told of nothing else.
    at = changed(1, "minor", body="<p>There are three of them.</p>")
    assert "Updated" not in times(reader, at)
    assert (strips(reader, at), versions(reader, at)) == (0, 2)
    assert not subscribers[0].fetch(NOON + HOUR / 2)
    before = subscribers[0].only
    assert subscribers[0].fetch(at)
    after = subscribers[0].only
    assert (after.title, after.published, after.updated) == (before.title, before.published, before.updated)
    assert ("of them" in before.content[0].value, "of them" in after.content[0].value) == (False, True)

    # News: the time moves, the line to readers stands on the page.
    at = changed(2, "update", standfirst="With news.", note="Now with a map.")
    assert "Updated 10 March 2026, 16:00 EET" in " ".join(times(reader, at).split())
    assert "Now with a map." in reader.text(ADDRESS, at=at)
    assert strips(reader, at) == 0
    for subscriber in subscribers:
        assert subscriber.fetch(at)
        assert subscriber.only.summary == "With news."

    # A correction: on the story, on the page of corrections, in their feed, and what had stood is to be read.
    at = changed(3, "correction", headline="Four bridges", correction="We had said three. There are four.")
    assert "17:00 EET" in times(reader, at)
    assert strips(reader, at) == 1
    assert "We had said three." in reader.text("/corrections/", at=at)
    (told,) = feedparser.parse(reader.get("/corrections/atom.xml", at=at).content).entries
    assert told.summary == "We had said three. There are four."
    assert versions(reader, at) == 4
    assert "Three bridges" in reader.text(f"{ADDRESS}v/3/", at=at)
    assert "Three" in tree(reader.get(f"{ADDRESS}v/4/changes/", at=at)).xpath("string(//section//del)")
    for subscriber in subscribers:
        assert subscriber.fetch(at)
        assert subscriber.only.title == "Four bridges"

    # Withdrawn: its address says so, lists and corrections have it no more, and every subscriber learns of it.
    at = NOON + 4 * HOUR
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=at, reason="There is no river.")
    gone = reader.get(ADDRESS, at=at)
    assert gone.status_code == 410
    assert "There is no river." in gone.content.decode()
    assert "Four bridges" in gone.content.decode()
    assert reader.get(f"{ADDRESS}v/1/", at=at).status_code == 410
    for path in ("/", "/news-feed/", "/section/war/"):
        assert "Four bridges" not in headlines(reader.get(path, at=at))
    assert "We had said three." not in reader.text("/corrections/", at=at)
    for subscriber in subscribers:
        assert subscriber.fetch(at)
        assert subscriber.only.title == "Withdrawn: Four bridges"
        assert "There is no river." in subscriber.only.summary
    later = at + 15 * DAY
    assert subscribers[0].fetch(later)
    assert feedparser.parse(reader.get(FEED, at=later).content).entries == []

    # The record has it all.
    assert first + chain(at) == 4
    assert list(verify(at)) == []
    acts = [move.act for move in made.moves.all()]
    assert [act for act in acts if act != "edit"] == ["publish"] * 4 + ["withdraw"]
