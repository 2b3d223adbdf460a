"""A legal order: for readers the story was never there, not even as a notice that it went."""

import pytest

from articles.models import Withdrawal
from desk import publishing
from desk.models import Story
from desk.workflow import Refused
from tests.cast import DAY, HOUR, MINUTE, NOON, edit, person, publish, story

pytestmark = pytest.mark.django_db
ADDRESS = "/2026/03/09/kanarka/"
BELOW = ["", "text/", "report/", "report/thanks/"]
LISTS = [
    "/",
    "/news-feed/",
    "/rss.xml",
    "/corrections/",
    "/corrections/rss.xml",
    "/corrections/feed.json",
    "/2026/03/09/",
]


@pytest.fixture
def made():
    made = story("Kanarka in the headline", slug="kanarka", standfirst="Kanarka.")
    publish(made, at=NOON - DAY)
    corrected = edit(made, at=NOON - HOUR, body="<p>Kanarka again.</p>")
    publish(corrected, at=NOON - HOUR, change="correction", correction="Kanarka had been wrong.")
    return fresh(made)


def fresh(made):
    return Story.objects.get(pk=made.pk)


def vanish(made, at=NOON, **options):
    return publishing.vanish(fresh(made), by=person("paula"), at=at, reason="Order 7/26 of the court", **options)


def silent(reader, at):
    for path in LISTS:
        response = reader.get(path, at=at)
        assert "kanarka" not in response.content.decode().lower() + str(response.headers), path
        assert "Order 7" not in response.content.decode()
    for below in BELOW:
        response = reader.get(ADDRESS + below, at=at)
        assert response.status_code == 404
        # The page says nothing of its own address either.
        assert "kanarka" not in response.content.decode().lower() + str(response.headers)


def test_it_is_nowhere_and_nothing_says_that_it_was(reader, made):
    assert reader.get(ADDRESS).status_code == 200
    vanish(made)
    silent(reader, NOON)
    silent(reader, NOON + 30 * DAY)


def test_a_withdrawn_story_vanishes_with_its_notice(reader, made):
    publishing.withdraw(made, by=person("paula"), at=NOON - MINUTE, reason="Kanarka, we were wrong.")
    assert reader.get(ADDRESS).status_code == 410
    assert "Kanarka" in reader.text("/rss.xml")
    vanish(made)
    silent(reader, NOON)


def test_one_moment_for_both_is_enough(reader, made):
    publishing.withdraw(made, by=person("paula"), at=NOON, reason="Kanarka, we were wrong.")
    vanish(made, at=NOON)
    silent(reader, NOON)


def test_published_again_it_brings_nothing_of_before_along(reader, made):
    vanish(made)
    changed = edit(made, at=NOON + MINUTE, headline="Another", slug="another", standfirst="", body="<p>New.</p>")
    publish(changed, at=NOON + HOUR, change="update")
    assert reader.get("/2026/03/09/another/", at=NOON + HOUR).status_code == 200
    assert "wrong" not in reader.text("/2026/03/09/another/")
    silent(reader, NOON + HOUR)
    assert [move.act for move in made.moves.all()][-2:] == ["vanish", "publish"]


def test_the_reason_stays_inside_and_the_log_keeps_it(made):
    vanish(made)
    assert made.moves.last().reason == "Order 7/26 of the court"
    assert Withdrawal.objects.get().vanishes


def test_it_takes_a_publisher_a_reason_and_a_story_that_readers_had(made):
    with pytest.raises(Refused, match="may not"):
        publishing.vanish(made, by=person("ed"), at=NOON, reason="Order")
    with pytest.raises(Refused, match="reason"):
        publishing.vanish(fresh(made), by=person("paula"), at=NOON, reason=" ")
    with pytest.raises(Refused, match="never had"):
        publishing.vanish(story(), by=person("paula"), at=NOON, reason="Order")
    vanish(made)
    with pytest.raises(Refused, match="already"):
        vanish(made, at=NOON + HOUR)


def test_what_waits_for_its_time_is_cancelled_with_it(reader, made):
    publish(edit(made, headline="Kanarka to come"), at=NOON - MINUTE, live_from=NOON + HOUR, change="update")
    vanish(made)
    silent(reader, NOON + 2 * HOUR)
