"""The front page."""

import pytest

from desk import publishing
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, edit, person, publish, section, story

from .pages import headlines, tree

pytestmark = pytest.mark.django_db


def pick(made, at=NOON):
    fresh = made and type(made).objects.get(pk=made.pk)
    publishing.pick_lead(fresh, by=person("paula"), at=at)


def lead(response):
    return headlines(response, within="top__lead")


def test_an_empty_newsroom_says_welcome(reader):
    section("War")
    page = reader.text("/")
    assert "/admin/" in page
    assert "War" in page


def test_the_newest_story_leads_where_nobody_picked_another(reader):
    publish(story("Older"), at=NOON - HOUR)
    publish(story("Newest"), at=NOON - MINUTE)
    assert lead(reader.get("/")) == ["Newest"]


def test_the_editors_pick_leads_from_its_instant_until_the_next(reader):
    older, newest = story("Older"), story("Newest")
    publish(older, at=NOON - DAY)
    publish(newest, at=NOON - HOUR)
    pick(older, at=NOON)
    assert lead(reader.get("/", at=NOON - SECOND)) == ["Newest"]
    assert lead(reader.get("/", at=NOON)) == ["Older"]
    pick(None, at=NOON + HOUR)
    assert lead(reader.get("/", at=NOON + HOUR)) == ["Newest"]


def test_a_pick_that_was_withdrawn_gives_the_place_to_the_pick_before_it(reader):
    first, second, newest = story("First pick"), story("Second pick"), story("Newest")
    for made in (first, second, newest):
        publish(made, at=NOON - HOUR)
    pick(first, at=NOON)
    pick(second, at=NOON + MINUTE)
    fresh = type(second).objects.get(pk=second.pk)
    publishing.withdraw(fresh, by=person("paula"), at=NOON + HOUR, reason="No.")
    assert lead(reader.get("/", at=NOON + HOUR - SECOND)) == ["Second pick"]
    response = reader.get("/", at=NOON + HOUR)
    assert lead(response) == ["First pick"]
    assert "Second pick" not in response.content.decode()


def test_the_lead_shows_its_present_edition(reader):
    made = story("As first written")
    publish(made, at=NOON - HOUR)
    pick(made, at=NOON)
    publish(edit(made, headline="As it reads now"), at=NOON + MINUTE, change="update")
    assert lead(reader.get("/", at=NOON + HOUR)) == ["As it reads now"]


def test_two_newest_stand_beside_the_lead_and_the_pulse_has_everything(reader):
    for number in range(15):
        publish(story(f"Story {number:02}"), at=NOON - number * MINUTE)
    response = reader.get("/")
    assert headlines(response, within="seconds") == ["Story 01", "Story 02"]
    assert headlines(response, within="pulse") == [f"Story {number:02}" for number in range(12)]


def test_each_section_has_a_block_in_its_order_without_what_stands_above(reader):
    war, law = section("War", position=2), section("Law", position=1)
    section("Empty", position=0)
    for number in range(8):
        publish(story(f"War {number}", section=war), at=NOON - number * MINUTE)
    publish(story("Law 0", section=law), at=NOON - HOUR)
    page = tree(reader.get("/"))
    blocks = page.xpath("//section[contains(@class, 'block--')]")
    assert [block.xpath("string(.//h2)").strip() for block in blocks] == ["Law", "War"]
    shown = [
        [h.text_content().strip() for h in block.xpath(".//*[contains(@class, 'card__headline')]")] for block in blocks
    ]
    assert shown == [["Law 0"], ["War 3", "War 4", "War 5", "War 6"]]


def test_opinion_has_a_block_of_its_own(reader):
    for number in range(4):
        publish(story(f"News {number}"), at=NOON - number * MINUTE)
    publish(story("A view", kind="opinion"), at=NOON - DAY)
    response = reader.get("/")
    assert headlines(response, within="opinions") == ["A view"]
    assert "A view" not in headlines(response, within="block")
