"""The video at the head of a story: a link until it is pressed, its picture and words, its mark on cards."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from articles.models import Edition
from desk import checks
from desk.models import Story
from tests.articles.test_blocks import YOUTUBE
from tests.cast import DAY, NOON, person, publish, story
from tests.desk.hands import errors, save, signed_in
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Olha>We <b>hold</b> on & on."


def video(**fields):
    placed = {"lead_photo": photo(), "lead_alt": "A bridge", "lead_agency": "AFP", "lead_caption": "The bridge."}
    return story(**{"kind": "video", "video_address": YOUTUBE, "video_seconds": 245, **placed, **fields})


def page(client, settings, path):
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get(path)
    assert answer.status_code == 200
    return answer, html.document_fromstring(answer.content)


def test_a_reader_gets_its_picture_a_link_and_what_is_said(client, settings):
    made = publish(video(video_captions=CAPTIONS), at=NOON - DAY)
    answer, shown = page(client, settings, made.get_absolute_url())
    (figure,) = shown.xpath("//figure[@data-frame]")
    assert figure.get("data-frame") == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    (link,) = figure.xpath(".//a")
    assert link.get("href") == YOUTUBE and "4:05" in link.text_content()
    assert figure.xpath(".//img/@alt") == ["A bridge"] and "The bridge. (AFP)" in figure.text_content()
    assert not shown.xpath("//iframe")
    (transcript,) = shown.xpath("//details")
    assert "Olha: We hold on & on." in " ".join(transcript.text_content().split())
    assert "frame-src https://www.youtube-nocookie.com" in answer["Content-Security-Policy"]
    _answer, text = page(client, settings, made.get_absolute_url() + "text/")
    assert YOUTUBE in text.xpath("//a/@href") and "We hold on & on." in text.text_content()


def test_without_a_picture_it_is_there_all_the_same(client, settings):
    made = publish(video(lead_photo=None, video_seconds=None), at=NOON - DAY)
    _answer, shown = page(client, settings, made.get_absolute_url())
    assert shown.xpath("//figure[@data-frame]//a/@href") == [YOUTUBE]
    assert not shown.xpath("//details")
    assert [problem.code for problem in checks.warnings(video(lead_photo=None), NOON)].count("video") == 1


def test_cards_have_its_mark_and_its_length(client, settings):
    publish(video(headline="Seen"), at=NOON - DAY)
    publish(story("Read", kind="news", video_address=YOUTUBE, video_seconds=245), at=NOON - DAY)
    for path in ("/", "/news-feed/", "/kind/video/"):
        _answer, shown = page(client, settings, path)
        lengths = [one.text_content() for one in shown.xpath("//*[@class='kicker__length']")]
        assert lengths and set(lengths) == {"4:05"}
        for length in shown.xpath("//*[@class='kicker__length']"):
            card = length.xpath("ancestor::article")[0].text_content()
            assert "Seen" in card and "Video" in card


@pytest.mark.parametrize("address", ["https://t.me/channel/12", "https://evil.example/v", "javascript:alert(1)"])
def test_what_is_no_video_is_refused_in_words(address):
    with pytest.raises(ValidationError, match="not the address of a video"):
        Story(headline="x", video_address=address).full_clean(exclude=["body", "section", "begun_by"])


def test_the_form_takes_address_length_and_captions(client):
    made, rita = story(kind="video"), signed_in("rita")
    save(
        rita,
        made,
        video_address="https://youtu.be/dQw4w9WgXcQ?si=tracks-you",
        video_seconds="1:02:03",
        video_captions=CAPTIONS,
    )
    made.refresh_from_db()
    assert (made.video_address, made.video_seconds, made.video_captions) == (YOUTUBE, 3723, CAPTIONS)
    assert 'value="1:02:03"' in rita.get(f"/admin/desk/story/{made.pk}/change/").content.decode()
    for field, typed in {
        "video_seconds": "4:99",
        "video_captions": "words",
        "video_address": "https://x.com/a",
    }.items():
        assert errors(save(rita, made, **{field: typed})), field
    made.refresh_from_db()
    assert made.video_seconds == 3723


def test_a_save_of_something_else_leaves_the_length_alone():
    made, rita = video(), signed_in("rita")
    version = made.version
    answer = save(rita, made)
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.version == version


def test_a_video_story_without_its_video_is_said():
    made = story(kind="video")
    assert "has no video" in " ".join(map(str, checks.warnings(made, NOON)))
    assert "has no video" not in " ".join(map(str, checks.warnings(video(), NOON)))


def test_it_is_frozen_with_the_edition_and_erased_with_its_words():
    from articles.erasure import erase
    from desk import publishing

    first = publish(video(video_captions=CAPTIONS), at=NOON)
    made = Story.objects.get(uid=first.article.uid)
    publishing.withdraw(made, by=person("paula"), at=NOON + DAY, reason="Wrong.")
    chief = person("clara")
    from django.contrib.auth.models import Permission

    chief.user_permissions.add(Permission.objects.get(codename="erase_edition"))
    erase(Edition.objects.get(pk=first.pk), by=person("clara"), at=NOON + 2 * DAY, reason="Order 7")
    erased = Edition.objects.get(pk=first.pk)
    assert (erased.video_address, erased.video_captions) == ("", "")
    assert erased.live_until == NOON + dt.timedelta(days=1)
