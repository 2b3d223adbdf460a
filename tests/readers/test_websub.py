"""A hub is named in every feed, and told of what changed: once, after it did, and again where it didn't hear."""

import http.server
import json
import threading
from urllib.parse import parse_qs

import pytest
from lxml import etree

from desk import publishing
from desk.models import Story
from feeds import websub
from feeds.formats import FORMATS
from tests.cast import DAY, HOUR, MINUTE, NOON, author, edit, person, publish, section, story, topic

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture
def hub(settings):
    """What a hub was told; `refuse` is how many it refuses first."""

    class Hub(http.server.BaseHTTPRequestHandler):
        told: list = []
        refuse = 0

        def do_POST(self):
            asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if Hub.refuse:
                Hub.refuse -= 1
                self.send_response(503)
            else:
                Hub.told.append(asked)
                self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NEWSROOM_SITE_URL = SITE
    settings.NEWSROOM_WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
    websub.tell_hub(NOON)  # from here on
    yield Hub
    server.shutdown()
    server.server_close()


def later(minutes):
    return NOON + minutes * MINUTE


def test_every_feed_names_the_hub_and_itself(reader, hub, settings):
    publish(at=NOON - HOUR)
    for file in FORMATS:
        response = reader.get(f"/news-feed/{file}")
        assert response["Link"] == f'<{settings.NEWSROOM_WEBSUB_HUB}>; rel="hub", <{SITE}/news-feed/{file}>; rel="self"'
        if file == "feed.json":
            assert json.loads(response.content)["hubs"] == [{"type": "WebSub", "url": settings.NEWSROOM_WEBSUB_HUB}]
        else:
            hubs = etree.fromstring(response.content).xpath("//*[local-name()='link'][@rel='hub']/@href")
            assert hubs == [settings.NEWSROOM_WEBSUB_HUB]


def test_without_a_hub_none_is_named_and_none_is_told(reader):
    publish(at=NOON - HOUR)
    for file in FORMATS:
        response = reader.get(f"/{file}")
        assert "Link" not in response
        assert "hub" not in response.content.decode()
    assert websub.tell_hub(NOON) == 0


def test_a_publication_is_one_ping_with_the_feeds_that_it_is_in(hub):
    writer = author("Olha Kovalenko")
    publish(story(by=[writer], topics=[topic("Energy")], section=section("War"), kind="analysis"), at=later(1))
    assert websub.tell_hub(later(2)) == 1
    (told,) = hub.told
    assert told["hub.mode"] == ["publish"]
    for base in ("/", "/news-feed/", "/section/war/", "/topic/energy/", "/kind/analysis/", writer.get_absolute_url()):
        for file in FORMATS:
            assert f"{SITE}{base}{file}" in told["hub.url"], base
    assert websub.tell_hub(later(3)) == 0


def test_a_scheduled_story_is_told_of_at_its_time_and_a_cancelled_one_never(hub):
    publish(story(), at=NOON, live_from=later(10))
    never = story()
    publish(never, at=NOON, live_from=later(10))
    publishing.cancel(Story.objects.get(pk=never.pk), by=person("paula"), at=later(5))
    assert websub.tell_hub(later(9)) == 0
    assert websub.tell_hub(later(11)) == 1


def test_a_change_is_one_ping_and_tells_the_section_that_it_left(hub):
    made = story(section=section("War"))
    publish(made, at=NOON - DAY)
    publish(edit(made, section=section("Culture")), at=later(1), change="update")
    assert websub.tell_hub(later(2)) == 1
    (told,) = hub.told
    assert {f"{SITE}/section/war/rss.xml", f"{SITE}/section/culture/rss.xml"} <= {*told["hub.url"]}


def test_a_withdrawal_is_told_too(hub):
    made = story()
    publish(made, at=NOON - DAY)
    publishing.withdraw(Story.objects.get(pk=made.pk), by=person("paula"), at=later(1), reason="It was wrong.")
    assert websub.tell_hub(later(2)) == 1


def test_what_the_hub_did_not_hear_is_said_again_and_the_rest_once(hub):
    publish(story(), at=later(1))
    publish(story(), at=later(2))
    assert websub.tell_hub(later(1.5)) == 1
    hub.refuse = 1
    with pytest.raises(OSError, match="503"):
        websub.tell_hub(later(3))
    assert websub.tell_hub(later(4)) == 1
    assert len(hub.told) == 2


def test_a_new_hub_is_told_of_nothing_before(hub, settings):
    publish(at=later(1))
    settings.NEWSROOM_WEBSUB_HUB = settings.NEWSROOM_WEBSUB_HUB + "other"
    assert websub.tell_hub(later(2)) == 0
    assert hub.told == []


def test_hidden_people_are_not_named_to_it(hub):
    from authors import hiding

    hidden = author("Hidden")
    hiding.hide(hidden, by=person("stas"), at=NOON - HOUR)
    publish(story(by=[hidden]), at=later(1))
    websub.tell_hub(later(2))
    assert hidden.slug not in str(hub.told)
