"""Stories by the thousand are what the doors would have made of them."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles.models import Address, Article, Edition, EditionByline, EditionTopic
from articles.models.content import canonical
from desk import editions, search
from desk.demo import bulk, marks, people
from desk.models import Story
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def load(how_many: int, at: dt.datetime = NOON) -> list[int]:
    people.furnish()
    heard: list[int] = []
    bulk.load(how_many, cast=bulk.cast(), at=at, progress=heard.append)
    return heard


def test_so_many_stories_are_so_many_live_articles():
    assert load(2_500) == [2_000, 2_500]
    live = Edition.objects.live(NOON)
    assert live.count() == Story.objects.count() == Article.objects.count() == Address.objects.count() == 2_500
    assert not Story.objects.exclude(status=Story.Status.PUBLISHED).exists()
    assert not live.filter(bylines=None).exists()
    assert not live.filter(filings=None).exists()
    assert not EditionByline.objects.exclude(first_live_at=F("edition__first_live_at")).exists()
    assert not EditionTopic.objects.exclude(first_live_at=F("edition__first_live_at")).exists()


def test_they_go_back_over_years_in_order_and_leave_the_last_weeks_to_others():
    load(500)
    instants = list(Edition.objects.order_by("pk").values_list("first_live_at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] == NOON - bulk.NEWEST
    assert instants[0] < NOON - dt.timedelta(days=7 * 365)


def test_an_edition_is_what_publishing_its_story_would_make():
    load(60)
    for story in Story.objects.all():
        [edition] = Edition.objects.with_rows().filter(article__uid=story.uid)
        again = editions.compose(story, at=NOON)
        assert canonical(edition.snapshot()) == canonical(again.snapshot())
        assert (edition.words, edition.reading_minutes) == (again.words, again.reading_minutes)
        assert edition.address == again.address
        assert edition.first_live_at == again.first_live_at


def test_the_desk_finds_them_by_their_words():
    load(20)
    for story in Story.objects.all():
        assert story.index.words == search.words_of(story)


def test_a_published_change_to_one_of_them_goes_through():
    load(3)
    story = cast.edit(Story.objects.order_by("pk")[0], headline="Changed")
    edition = cast.publish(story, change="update")
    assert edition.number == 2
    assert Edition.objects.live(NOON).count() == 3


def test_a_second_load_adds_as_many_again():
    load(30)
    load(20)
    assert Edition.objects.live(NOON).count() == 50
    assert Story.objects.filter(uid=marks.uid(bulk.name(49))).exists()


def test_the_same_number_is_the_same_story():
    load(40)
    first = dict(Story.objects.values_list("uid", "headline"))
    assert len(set(first.values())) > 30
    chance_headlines = [headline for headline in first.values() if not headline.isascii()]
    assert chance_headlines  # typographer's quotes, and Ukrainian
    load(40)
    assert first.items() <= dict(Story.objects.values_list("uid", "headline")).items()


def test_how_many_is_a_number_from_nought(capsys):
    with pytest.raises(CommandError):
        call_command("load_demo", stories=-1, stdout=StringIO())


def test_progress_is_told_on_stderr_in_lines(capsys):
    from desk.management.commands.load_demo import Progress

    progress = Progress(20_000)
    for done in range(1_000, 21_000, 1_000):
        progress(done)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[-1].startswith("20,000 / 20,000")


def test_nothing_of_it_lies_ahead():
    load(10, at=timezone.now())
    assert Edition.objects.live(timezone.now()).count() == 10
