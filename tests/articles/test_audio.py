"""A recording in a text: a link that says what it is and whose, and a frame only where a reader presses."""

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from articles import drawing
from core.html import gate
from desk.models import Story
from tests.articles.test_blocks import drawn, embed
from tests.cast import DAY, NOON, publish, story

pytestmark = pytest.mark.django_db

EPISODE = "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"
SOUNDS = {
    "SoundCloud": ("https://soundcloud.com/meridian/thaw", "https://w.soundcloud.com"),
    "Spotify": (EPISODE, "https://open.spotify.com"),
    "Apple Podcasts": ("https://podcasts.apple.com/ua/podcast/id1200361736", "https://embed.podcasts.apple.com"),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_reader_gets_a_link_with_its_label_and_only_this_page_may_open_its_frame(client, settings, name):
    settings.ALLOWED_HOSTS = ["*"]
    address, host = SOUNDS[name]
    made = publish(story(body=f"<p>Text.</p>{embed(address, 'The ice.')}"), at=NOON - DAY)
    answer = client.get(made.get_absolute_url())
    (figure,) = html.document_fromstring(answer.content).xpath("//figure[@data-frame]")
    (link,) = figure.xpath(".//a")
    words = " ".join(link.text_content().split())
    assert words.startswith(f"Audio Play from {name} Until you press, nothing is loaded from {name}")
    assert link.get("href") == address and figure.get("data-name") == f"Audio: {name}"
    assert figure.get("data-frame").startswith(host) and "The ice." in figure.text_content()
    assert not html.document_fromstring(answer.content).xpath("//iframe | //audio")
    assert f"frame-src {host};" in answer["Content-Security-Policy"] + ";"
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]


def test_elsewhere_it_is_a_link_that_says_that_it_is_to_be_heard():
    made = publish(story(body="<p>Text.</p>" + embed(EPISODE, "The ice.")))
    for how in (drawing.TEXT, drawing.FEED):
        shown = drawn(made, how=how).removeprefix("<p>Text.</p>")
        assert shown == f'<p>The ice. <a href="{EPISODE}">Audio, Spotify: {EPISODE}</a></p>'


def test_the_gate_writes_its_address_one_way_and_takes_it_for_no_video():
    typed = f"{EPISODE.replace('/episode', '/intl-de/episode')}?si=tracks-you"
    assert gate(embed(typed)) == embed(EPISODE)
    with pytest.raises(ValidationError, match="not the address of a video"):
        Story(headline="x", video_address=EPISODE).full_clean(exclude=["body", "section", "begun_by"])
