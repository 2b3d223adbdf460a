"""What is found before publishing, and that every door finds the same."""

import pytest

from articles.models import Edition
from desk import checks, publishing
from desk.models import Story, StoryRelated
from desk.workflow import Refused
from tests.cast import DAY, HOUR, NOON, edit, person, publish, story
from tests.desk.hands import change_url, signed_in, words

pytestmark = pytest.mark.django_db

LONG = " ".join(["word"] * 121)
STOPS = {
    "byline": lambda: story(by=[]),
    "section": lambda: story(section=None),
    "text": lambda: story(body=""),
    "headline-length": lambda: story("Word " * 40),
    "link": lambda: story(body='<p>See <a href="/2020/01/01/nothing-here/">the report</a></p>'),
    "related": lambda: story(related=[story(status=Story.Status.SPIKED)]),
}
WARNINGS = {
    "standfirst": lambda: story(standfirst=""),
    "related-waiting": lambda: story(related=[story()]),
    "link-text": lambda: story(body='<p>Read it <a href="/">here</a></p>'),
    "paragraph": lambda: story(body=f"<p>{LONG}</p>"),
    "day": lambda: story(body="<p>Yesterday 12 people crossed the bridge.</p>"),
}


def codes(found):
    return {problem.code for problem in found}


@pytest.mark.parametrize("code", STOPS)
def test_a_stop_holds_the_story_back_at_every_door(code):
    made = STOPS[code]()
    assert code in codes(checks.stops(made, NOON))
    for options in ({}, {"live_from": NOON + DAY}):
        with pytest.raises(Refused):
            publish(made, **options)
    assert not Edition.objects.filter(article__uid=made.uid).exists()


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_is_said_and_holds_nothing_back(code):
    made = WARNINGS[code]()
    assert code in codes(checks.warnings(made, NOON))
    assert codes(checks.stops(made, NOON)) == set()
    publish(made)


def test_the_storys_page_says_what_the_checks_find():
    draft = story("Not Rita's", begun_by=person("robert"))
    made = story(by=[], standfirst="", related=[draft])
    for who, names in (("paula", True), ("rita", False)):
        page = words(signed_in(who).get(change_url(made)))
        assert "Stop The story has no byline." in page
        assert "The story has no standfirst" in page
        assert ("“Not Rita's” isn't public" in page) == names
    fine = story(standfirst="Two sentences.")
    assert "nothing stands in the way of publishing" in words(signed_in("rita").get(change_url(fine)))


def test_a_withdrawn_related_story_is_a_stop():
    target = story()
    publish(target)
    publishing.withdraw(target, by=person("paula"), at=NOON + HOUR, reason="Wrong")
    made = story(related=[target])
    assert codes(checks.stops(made, NOON + 2 * HOUR)) == {"related"}


def test_the_same_headline_within_thirty_days_is_a_warning_and_later_not():
    publish(story("Trains run again"))
    made = story("Trains run again")
    assert "same-headline" in codes(checks.warnings(made, NOON + DAY))
    assert "same-headline" not in codes(checks.warnings(made, NOON + 31 * DAY))


def test_a_day_with_its_date_and_a_link_with_words_are_fine():
    body = '<p>The bridge was closed yesterday, March 9, says <a href="https://example.org/">the ministry</a>.</p>'
    assert not codes(checks.warnings(story(body=body), NOON)) & {"day", "link-text"}
    for day in (
        "yesterday, on Monday",
        "tomorrow, the 9th of March",
        "учора, 9 березня",
        "сьогодні, 09.03",
        "Вчора, у неділю",
    ):
        assert not codes(checks.warnings(story(body=f"<p>The bridge was closed {day}.</p>"), NOON)) & {"day"}, day


def test_links_to_what_is_on_the_site_are_whole(settings):
    address = publish().get_absolute_url()
    ours = f"{settings.NEWSROOM_SITE_URL}{address}"
    links = (address, ours, "https://example.org/x", "/")
    body = "".join(f'<p><a href="{link}">a link</a></p>' for link in links)
    assert "link" not in codes(checks.stops(story(body=body), NOON))


def test_a_publisher_overrides_a_stop_with_a_reason_that_goes_to_the_log():
    made = story(by=[])
    with pytest.raises(Refused):
        publish(made, override="  ")
    publish(made, override="The agency asked to stay unnamed.")
    reason = made.moves.last().reason
    assert "The agency asked to stay unnamed." in reason
    assert "no byline" in reason


def test_what_the_table_needs_cannot_be_overridden():
    for made in (story(section=None), edit(story(), section=None)):
        with pytest.raises(Refused, match="section"):
            publish(made, override="Never mind")


def test_a_story_that_relates_to_something_nobody_knows_is_held_back():
    made = story()
    StoryRelated.objects.create(story=made, uid="0b8f3c3e-7f3b-4b0e-9a52-0d3f1d2c7e11")
    assert codes(checks.stops(made, NOON)) == {"related"}
