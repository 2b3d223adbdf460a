"""Corrections: on the story, on their page by month, in their feeds; known when their edition is, and no sooner."""

import json
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from articles.models import Correction
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, MINUTE, NOON, edit, person, publish, story

from .pages import show_more, tree

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parents[3] / "shared/standards/jsonfeed11.schema.json"


def correct(made, words, *, at=NOON, change="correction", **options):
    return publish(edit(made, at=at, standfirst=words), at=at, change=change, correction=words, **options)


@pytest.fixture
def corrected():
    made = story("How many bridges", slug="bridges")
    publish(made, at=NOON - DAY)
    correct(made, "An earlier version said three.\nThere are four.", at=NOON)
    return made


def fresh(made):
    return Story.objects.get(pk=made.pk)


def withdraw(made, at, **options):
    publishing.withdraw(fresh(made), by=person("paula"), at=at, reason="The bridge was never there.", **options)


def strips(reader, path="/2026/03/09/bridges/", **options):
    page = tree(reader.get(path, **options))
    return [" ".join(strip.text_content().split()) for strip in page.xpath("//div[@class='amend']")]


def test_the_story_says_that_and_what_was_corrected(reader, corrected):
    (strip,) = strips(reader)
    assert strip.startswith("Correction · 10 March 2026, 14:00 EET An earlier version said three.")
    page = tree(reader.get("/2026/03/09/bridges/"))
    assert page.xpath("//p[contains(@class, 'story__times')]//a[@href='#corrections']")
    assert "Updated" in page.xpath("string(//p[contains(@class, 'story__times')])")
    assert page.xpath("//*[@id='corrections']//svg[@aria-hidden='true']")
    assert "There are four." in reader.text("/2026/03/09/bridges/text/")


def test_a_story_without_corrections_has_no_strip(reader):
    address = publish(story()).get_absolute_url()
    assert strips(reader, address) == []


def test_a_correction_that_waits_for_its_time_is_unknown_until_then(reader, corrected):
    correct(corrected, "It is five.", at=NOON + HOUR, live_from=NOON + 2 * HOUR)
    assert len(strips(reader, at=NOON + 2 * HOUR - MINUTE)) == 1
    assert "It is five" not in reader.text("/corrections/")
    assert len(strips(reader, at=NOON + 2 * HOUR)) == 2
    assert "It is five" in reader.text("/corrections/")


def test_a_wrong_correction_is_answered_and_both_stand_newest_first(reader, corrected):
    first = Correction.objects.get()
    correct(corrected, "It is five.", at=NOON + HOUR, answers=first)
    newest, oldest = strips(reader, at=NOON + HOUR)
    assert "This takes the place of what we said on 10 March 2026, 14:00 EET" in newest
    assert "three" in oldest


def test_a_minor_change_or_an_update_leaves_no_correction_and_a_note_is_printed(reader, corrected):
    publish(edit(corrected, body="<p>A.</p>"), at=NOON + HOUR, change="minor")
    publish(edit(corrected, body="<p>B.</p>"), at=NOON + 2 * HOUR, change="update", note="Now with a map.")
    assert len(strips(reader, at=NOON + 2 * HOUR)) == 1
    assert "Now with a map." in reader.text("/2026/03/09/bridges/")
    assert "Now with a map." in reader.text("/2026/03/09/bridges/text/")


def test_the_page_has_months_and_leads_to_the_stories(reader, corrected):
    other = story("Older")
    publish(other, at=NOON - 60 * DAY)
    correct(other, "Older words.", at=NOON - 30 * DAY, change="clarification")
    page = tree(reader.get("/corrections/"))
    assert page.xpath("//section/h2/text()") == ["March 2026", "February 2026"]
    (link, _other) = page.xpath("//li[@class='record__row']//h3/a/@href")
    path, _, anchor = link.partition("#")
    assert tree(reader.get(path)).xpath(f"//*[@id='{anchor}']")
    kinds = [kicker.text_content().strip() for kicker in page.xpath("//li//span[@class='kicker__kind']")]
    assert kinds == ["Correction", "Clarification"]


def test_a_long_list_goes_on_by_cursor_and_repeats_nothing(reader):
    made = story()
    publish(made, at=NOON - DAY)
    for number in range(32):
        correct(made, f"Correction number {number:02}.", at=NOON + number * MINUTE)
    first = reader.get("/corrections/", at=NOON + DAY)
    second = reader.get(show_more(first))
    words = [
        row.text_content().strip()
        for page in (first, second)
        for row in tree(page).xpath("//div[@class='record__words']")
    ]
    assert words == [f"Correction number {number:02}." for number in reversed(range(32))]
    assert show_more(second) == ""
    assert reader.get("/corrections/?before=nonsense").status_code == 404


def test_corrections_leave_with_a_withdrawn_story_and_come_back_with_it(reader, corrected):
    withdraw(corrected, NOON + HOUR)
    assert "three" not in reader.text("/corrections/", at=NOON + HOUR)
    publish(fresh(corrected), at=NOON + 2 * HOUR, change="update")
    assert "three" in reader.text("/corrections/", at=NOON + 2 * HOUR)


def parsed(reader, file, **options):
    response = reader.get(f"/corrections/{file}", **options)
    if file == "feed.json":
        feed = json.loads(response.content)
        return [(item["id"], item["title"], item["url"], item["content_text"]) for item in feed["items"]]
    etree.fromstring(response.content)
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo
    assert feed.feed.title == "Corrections · The Meridian"
    assert feed.version in ("rss20", "atom10")
    return [(entry.id, entry.title, entry.link, entry.summary) for entry in feed.entries]


def test_every_feed_says_the_same(reader, corrected):
    (item,) = parsed(reader, "rss.xml")
    pk = Correction.objects.get().pk
    assert item[0].startswith("tag:localhost,2026:")
    assert item[1] == "Correction: How many bridges"
    assert item[2].endswith(f"/2026/03/09/bridges/#correction-{pk}")
    assert item[3].split() == "An earlier version said three. There are four.".split()
    for file in ("atom.xml", "feed.json"):
        (other,) = parsed(reader, file)
        assert [value.split() for value in other] == [value.split() for value in item]


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml", "feed.json"])
def test_a_withdrawal_reaches_whoever_keeps_the_correction_and_is_forgotten_after_14_days(reader, corrected, file):
    ((known, *_words),) = parsed(reader, file)
    etag = reader.get(f"/corrections/{file}")["ETag"]
    withdraw(corrected, NOON + HOUR)
    since = {"HTTP_IF_MODIFIED_SINCE": "Tue, 10 Mar 2026 12:30:00 GMT"}
    assert reader.get(f"/corrections/{file}", at=NOON + HOUR, **since).status_code == 200
    assert reader.get(f"/corrections/{file}", HTTP_IF_NONE_MATCH=etag).status_code == 200
    ((same, title, _url, words),) = parsed(reader, file)
    assert same == known
    assert title == "Correction: the story was withdrawn"
    assert "bridge was never there" in words
    assert parsed(reader, file, at=NOON + HOUR + 14 * DAY) == []


def test_the_json_feed_follows_its_schema(reader, corrected):
    jsonschema = pytest.importorskip("jsonschema")
    if not SCHEMA.exists():
        pytest.skip("the schema isn't here")
    jsonschema.validate(json.loads(reader.get("/corrections/feed.json").content), json.loads(SCHEMA.read_text()))


def test_every_page_leads_to_the_corrections_and_they_to_their_feeds(reader, corrected):
    assert "/corrections/" in tree(reader.get("/")).xpath("//footer//a/@href")
    page = tree(reader.get("/corrections/"))
    offered = page.xpath("//link[@rel='alternate']/@href")
    assert "/corrections/rss.xml" in offered
    for file in ("rss.xml", "atom.xml", "feed.json"):
        assert f"/corrections/{file}" in page.xpath("//main//a/@href")
