"""RSS of the front page, as a feed reader gets it."""

import feedparser
import pytest
from lxml import etree

from desk import publishing
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, author, edit, person, publish, story

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.NEWSROOM_SITE_URL = SITE


def parsed(reader, **options):
    response = reader.get("/rss.xml", **options)
    assert response.status_code == 200
    etree.fromstring(response.content)  # XML through and through, which feedparser alone would not insist on
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo
    return feed


def test_an_item_says_what_the_story_says(reader):
    edition = publish(
        story(
            'Fish & "chips" and ‘more’',
            standfirst="Less < more & so <script>on</script>.",
            by=[author("Olha Kovalenko"), author("Тарас Шевченко")],
        ),
        at=NOON - HOUR,
    )
    (item,) = parsed(reader).entries
    assert item.title == 'Fish & "chips" and ‘more’'
    assert item.summary == "Less &lt; more &amp; so &lt;script&gt;on&lt;/script&gt;."
    assert item.link == SITE + edition.get_absolute_url()
    assert item.guidislink is False
    assert item.id == f"tag:localhost,2026:{edition.article.uid}"
    assert item.published_parsed[:6] == (2026, 3, 10, 11, 0, 0)
    assert [person.name for person in item.authors] == ["Olha Kovalenko", "Тарас Шевченко"]
    assert [tag.term for tag in item.tags] == ["War"]


def test_a_title_is_plain_text_and_a_description_is_html(reader):
    publish(story("Fish & chips < 5 € <b>bold</b>", standfirst="1 < 2 & 3"))
    root = etree.fromstring(reader.get("/rss.xml").content)
    assert root.findtext(".//item/title") == "Fish & chips < 5 € <b>bold</b>"
    assert root.findtext(".//item/description") == "1 &lt; 2 &amp; 3"


def test_the_feed_says_whose_it_is_whatever_the_host_header_claims(reader, settings):
    settings.ALLOWED_HOSTS = ["*"]
    publish()
    response = reader.get("/rss.xml", HTTP_HOST="evil.example")
    assert "evil.example" not in response.content.decode()
    feed = parsed(reader).feed
    assert feed.title == settings.NEWSROOM_NAME
    assert feed.link == f"{SITE}/"
    assert feed.language == "en"
    assert {"rel": "self", "href": f"{SITE}/rss.xml"}.items() <= feed.links[-1].items()


def test_a_story_keeps_its_id_and_place_through_updates_and_new_addresses(reader):
    made = story("First words", slug="first")
    publish(made, at=NOON - HOUR)
    publish(story("Newer"), at=NOON - MINUTE)
    before = parsed(reader).entries[1]
    publish(edit(made, headline="New words", slug="second"), at=NOON, change="update")
    after = parsed(reader, at=NOON + HOUR).entries[1]
    assert (after.id, after.published) == (before.id, before.published)
    assert (after.title, after.link) == ("New words", f"{SITE}/2026/03/10/second/")


def test_a_story_enters_at_its_second_and_leaves_with_its_withdrawal(reader):
    made = story("Here for an hour")
    publish(made, at=NOON - DAY, live_from=NOON)
    fresh = type(made).objects.get(pk=made.pk)
    publishing.withdraw(fresh, by=person("paula"), at=NOON + HOUR, reason="No.")
    lengths = [len(parsed(reader, at=at).entries) for at in (NOON - SECOND, NOON, NOON + HOUR - SECOND, NOON + HOUR)]
    assert lengths == [0, 1, 1, 1]
    (gone,) = parsed(reader, at=NOON + HOUR).entries
    assert gone.title == "Withdrawn: Here for an hour"


def test_a_reader_who_has_it_already_is_told_so_until_anything_changes(reader):
    made = story()
    publish(made, at=NOON - HOUR)
    response = reader.get("/rss.xml")
    etag = response["ETag"]
    assert "Last-Modified" not in response
    again = reader.get("/rss.xml", HTTP_IF_NONE_MATCH=etag, at=NOON + MINUTE)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert not again.cookies
    fresh = type(made).objects.get(pk=made.pk)
    publishing.withdraw(fresh, by=person("paula"), at=NOON + HOUR, reason="No.")
    after = reader.get("/rss.xml", HTTP_IF_NONE_MATCH=etag, at=NOON + HOUR)
    assert after.status_code == 200
    assert after["ETag"] != etag


def test_an_empty_feed_is_a_feed_and_stays_the_same(reader):
    first = reader.get("/rss.xml")
    assert parsed(reader).entries == []
    assert reader.get("/rss.xml", at=NOON + DAY)["ETag"] == first["ETag"]


def test_the_feed_has_the_newest_thirty(reader):
    for number in range(32):
        publish(story(f"Story {number:02}"), at=NOON - number * MINUTE)
    assert [item.title for item in parsed(reader).entries] == [f"Story {number:02}" for number in range(30)]


def test_the_front_page_offers_the_feed(reader):
    from .pages import tree

    links = tree(reader.get("/")).xpath("//link[@rel='alternate'][@type='application/rss+xml']/@href")
    assert "/rss.xml" in links
