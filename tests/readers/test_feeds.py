"""The feed of every list, in three formats, as feed readers get them."""

import json

import feedparser
import pytest
from lxml import etree

from desk import publishing
from desk.models import Story
from feeds.formats import FORMATS
from tests.cast import DAY, HOUR, MINUTE, NOON, author, edit, person, publish, section, story, topic

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE
    settings.NEWSROOM_TAG_AUTHORITY = "news.example,2026"


@pytest.fixture
def scene():
    """One story that is on every list; the lists' addresses."""
    writer = author("Olha Kovalenko")
    made = story(
        "Bridge & tunnel",
        standfirst="In < short",
        body='<p>Text &amp; a <a href="/authors/">link</a>.</p>',
        kind="analysis",
        section=section("War"),
        topics=[topic("Energy")],
        by=[writer, author("Тарас Шевченко")],
    )
    publish(made, at=NOON - HOUR)
    bases = ["/", "/news-feed/", "/section/war/", "/topic/energy/", "/kind/analysis/", writer.get_absolute_url()]
    return made, bases


def parsed(reader, address):
    response = reader.get(address)
    assert response.status_code == 200, address
    if address.endswith(".json"):
        return json.loads(response.content)["items"]
    etree.fromstring(response.content)
    feed = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}, sanitize_html=False
    )
    assert not feed.bozo, address
    return feed.entries


@pytest.mark.parametrize("file", FORMATS)
def test_every_list_has_its_feed_with_the_whole_text_and_every_author(reader, scene, file):
    made, bases = scene
    for base in bases:
        (item,) = parsed(reader, base + file)
        assert item["title"] == "Bridge & tunnel"
        assert item["id"] == f"tag:news.example,2026:{made.uid}"
        if file == "feed.json":
            content, names = item["content_html"], [one["name"] for one in item["authors"]]
            assert item["summary"] == "In < short"
        else:
            content, names = item["content"][0]["value"], [one["name"] for one in item["authors"]]
        assert "<p>Text &amp; a" in content
        assert f'href="{SITE}/authors/"' in content
        assert names == ["Olha Kovalenko", "Тарас Шевченко"]


@pytest.mark.parametrize("file", FORMATS)
def test_words_about_tags_are_words_in_a_feed_too(reader, file):
    told = "&lt;img src=x onerror=alert(1)&gt; &amp; more"
    publish(story(body=f"{told}<p>{told}</p>{told}"), at=NOON - HOUR)
    (item,) = parsed(reader, "/" + file)
    content = item["content_html"] if file == "feed.json" else item["content"][0]["value"]
    assert content.count(told) == 3
    assert "<img" not in content


@pytest.mark.parametrize("file", FORMATS)
def test_a_withdrawal_is_announced_under_the_same_id_on_every_list_it_was_on(reader, scene, file):
    made, bases = scene
    ids = {parsed(reader, base + file)[0]["id"] for base in bases}
    publish(story("Elsewhere", section=section("Culture"), kind="news"), at=NOON - DAY)
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=NOON - MINUTE, reason="It was wrong.")
    for base in bases:
        items = [item for item in parsed(reader, base + file) if item["id"] in ids]
        assert len(items) == 1, base
        assert "ithdrawn" in items[0]["title"]
        assert "a link" not in str(items[0])
    assert not [item for item in parsed(reader, "/section/culture/" + file) if item["id"] in ids]


def test_published_and_updated_are_two_things(reader):
    made = story(slug="one")
    publish(made, at=NOON - DAY)
    publish(edit(made, headline="New"), at=NOON, change="update")
    (item,) = parsed(reader, "/atom.xml")
    assert (item.published_parsed[2], item.updated_parsed[2]) == (9, 10)
    (item,) = parsed(reader, "/feed.json")
    assert item["date_published"] < item["date_modified"]


def test_only_the_standfirst_where_the_newsroom_wants_it_so(reader, scene, settings):
    settings.NEWSROOM_FEED_FULL_TEXT = False
    for file in FORMATS:
        (item,) = parsed(reader, "/" + file)
        assert "Text" not in str(item)


def test_the_pages_name_their_feeds(reader, scene):
    _made, bases = scene
    for base in [*bases, "/corrections/"]:
        page = reader.get(base).content.decode()
        for file in FORMATS:
            assert page.count(f'href="{base}{file}"') >= 1, base
        assert 'type="application/rss+xml" title="The Meridian' in page, base


def test_a_topic_that_nobody_has_written_of_has_no_feed(reader):
    topic("Secret")
    for file in FORMATS:
        assert reader.get(f"/topic/secret/{file}").status_code == 404


def test_a_former_address_of_an_author_leads_to_the_present_feed(reader, scene):
    from authors.models import Author

    writer = Author.objects.get(name="Olha Kovalenko")
    old = writer.slug
    writer.slug = "olha-new"
    writer.save()
    answer = reader.get(f"/author/{old}/rss.xml")
    assert (answer.status_code, answer["Location"]) == (301, "/author/olha-new/rss.xml")


def test_a_feed_costs_no_more_with_more_stories(reader, django_assert_max_num_queries):
    shared = topic("Energy")
    for number in range(25):
        publish(story(topics=[shared], kind="feature"), at=NOON - DAY - number * HOUR)
    for base in ("/", "/topic/energy/", "/kind/feature/", "/section/war/"):
        with django_assert_max_num_queries(6):
            assert len(parsed(reader, base + "atom.xml")) == 25
