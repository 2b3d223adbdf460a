"""The list of what is read most, on the front page."""

import pytest

from articles import readership
from articles.readership import LEAST, QUARTER
from desk import publishing
from desk.models import Story
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, edit, person, publish, story

from .pages import headlines, tree

pytestmark = pytest.mark.django_db


def read(*editions, at=NOON - HOUR):
    """The first most, each at least as often as counts."""
    numbers = {one.article_id: LEAST + 10 * (len(editions) - place) for place, one in enumerate(editions)}
    readership.hand_over(numbers, at)
    readership.sum_up()
    readership.rank(NOON)


def listed(response):
    return headlines(response, within="ranked")


def published(number, **options):
    return [publish(story(f"Story {n}"), at=NOON - DAY + n * MINUTE, **options) for n in range(number)]


def test_they_stand_in_order_and_five_are_enough(reader):
    editions = published(7)
    read(*reversed(editions))
    page = reader.get("/")
    assert listed(page) == ["Story 6", "Story 5", "Story 4", "Story 3", "Story 2"]
    assert tree(page).xpath('//section[@aria-labelledby="most-read"]//ol/li//h3/a/@href')[0] == (
        editions[6].get_absolute_url()
    )


def test_too_few_are_no_list(reader):
    editions = published(4)
    read(*editions[:2])
    assert "Most read" not in reader.text("/")


def test_where_nothing_was_read_nothing_is_said_of_it(reader):
    published(4)
    assert "Most read" not in reader.text("/")


def test_how_often_is_nobodys_business(reader):
    editions = published(3)
    readership.hand_over(dict.fromkeys([one.article_id for one in editions], 98765), NOON - HOUR)
    readership.sum_up()
    readership.rank(NOON)
    assert len(listed(reader.get("/"))) == 3
    assert "98765" not in reader.text("/")


def test_it_is_the_same_for_a_whole_quarter_of_an_hour(reader):
    first, second, third, fourth = published(4)
    read(first, second, third)
    before = listed(reader.get("/"))
    readership.hand_over({fourth.article_id: 100 * LEAST}, NOON)
    readership.sum_up()
    readership.rank(NOON + QUARTER - SECOND)
    assert listed(reader.get("/", at=NOON + QUARTER - SECOND)) == before == ["Story 0", "Story 1", "Story 2"]
    readership.rank(NOON + QUARTER)
    assert listed(reader.get("/", at=NOON + QUARTER)) == ["Story 3", *before]


@pytest.mark.parametrize("end", [publishing.withdraw, publishing.vanish])
def test_what_is_withdrawn_is_gone_at_once_and_the_next_takes_its_place(reader, end):
    editions = published(6)
    read(*editions)
    end(Story.objects.get(headline="Story 1"), by=person("paula"), at=NOON + SECOND, reason="It was not so.")
    page = reader.get("/", at=NOON + SECOND)
    assert listed(page) == ["Story 0", "Story 2", "Story 3", "Story 4", "Story 5"]
    assert "Story 1" not in page.content.decode()


def test_what_is_not_live_yet_is_not_there_however_often_it_was_read(reader):
    editions = published(3)
    later = publish(story("Comes later"), at=NOON - DAY, live_from=NOON + HOUR)
    read(later, *editions)
    assert listed(reader.get("/")) == ["Story 0", "Story 1", "Story 2"]
    assert listed(reader.get("/", at=NOON + HOUR))[0] == "Comes later"


def test_a_story_is_shown_as_it_reads_now(reader):
    editions = published(3)
    read(*editions)
    publish(edit(Story.objects.get(headline="Story 0"), headline="Better said"), at=NOON, change="minor")
    assert listed(reader.get("/")) == ["Better said", "Story 1", "Story 2"]
