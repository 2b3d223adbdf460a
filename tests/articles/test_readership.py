"""What processes counted is summed up once, ranked once a quarter of an hour, and says nothing of anybody."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, models, transaction

from articles import readership
from articles.models import Counted, Ranking, Readership, Readings
from articles.readership import LEAST, QUARTER, Reads
from core.models import current
from tests.cast import DAY, HOUR, MINUTE, NOON, SECOND, publish

pytestmark = pytest.mark.django_db


def article():
    return publish(at=NOON - 2 * DAY).article_id


def read(numbers, at=NOON):
    readership.hand_over(numbers, at)
    readership.sum_up()


def test_what_several_processes_counted_is_one_sum_and_is_counted_once():
    one, other = article(), article()
    readership.hand_over({one: 3, other: 1}, NOON)
    readership.hand_over({one: 4}, NOON + MINUTE)
    readership.hand_over({one: 5}, NOON + QUARTER)
    for _ in range(2):
        readership.sum_up()
    assert Counted.objects.count() == 0
    assert readership.of_article(one, NOON + HOUR) == Reads(ever=12, today=12)
    assert readership.of_article(other, NOON + HOUR) == Reads(ever=1, today=1)
    assert dict(Readings.objects.filter(article=one).values_list("quarter", "number")) == {
        NOON: 7,
        NOON + QUARTER: 5,
    }


def test_more_than_a_batch_is_summed_up_in_several(monkeypatch):
    monkeypatch.setattr(readership, "BATCH", 2)
    keys = [article() for _ in range(5)]
    readership.hand_over(dict.fromkeys(keys, 1), NOON)
    readership.keep_up()
    assert Counted.objects.count() == 0
    assert Readership.objects.filter(number=1).count() == 5


def test_today_begins_at_the_newsrooms_midnight(settings):
    one = article()
    midnight = dt.datetime(2026, 3, 9, 22, 0, tzinfo=dt.UTC)  # in Kyiv
    read({one: 7}, at=midnight - SECOND)
    read({one: 2}, at=midnight)
    assert readership.midnight(NOON) == midnight
    assert readership.of_article(one, NOON) == Reads(ever=9, today=2)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla", "America/St_Johns"])
def test_a_day_of_any_zone_is_made_of_whole_quarters(settings, zone):
    settings.TIME_ZONE = zone
    assert readership.quarter_of(readership.midnight(NOON)) == readership.midnight(NOON)


def test_quarters_are_forgotten_and_the_sum_of_them_is_not(monkeypatch):
    one = article()
    read({one: 5}, at=NOON - 3 * DAY)
    read({one: 1}, at=NOON)
    monkeypatch.setattr(readership.timezone, "now", lambda: NOON)
    readership.keep_up()
    assert list(Readings.objects.values_list("quarter", flat=True)) == [NOON]
    assert readership.of_article(one, NOON).ever == 6


class TestTheRanking:
    def test_it_is_of_the_last_day_most_read_first_and_leaves_out_what_says_nothing(self):
        first, second, few, long_ago = (article() for _ in range(4))
        read({second: LEAST, first: LEAST + 5, few: LEAST - 1}, at=NOON - HOUR)
        read({long_ago: 1000}, at=NOON - DAY - QUARTER)
        readership.rank(NOON)
        assert readership.ranked(NOON) == [first, second]

    def test_it_stays_for_its_quarter_whatever_is_read_and_changes_with_the_next(self):
        first, second = article(), article()
        read({first: LEAST}, at=NOON - HOUR)
        readership.rank(NOON)
        read({second: 5 * LEAST}, at=NOON + SECOND)
        before = current()
        readership.rank(NOON + QUARTER - SECOND)
        assert readership.ranked(NOON + QUARTER - SECOND) == [first]
        assert current() == before
        readership.rank(NOON + QUARTER)
        assert readership.ranked(NOON + QUARTER) == [second, first]
        assert current() > before

    def test_counting_and_a_ranking_that_says_the_same_throw_no_page_away(self):
        one = article()
        read({one: LEAST}, at=NOON - HOUR)
        readership.rank(NOON)
        before = current()
        read({one: LEAST}, at=NOON)
        readership.rank(NOON + QUARTER)
        assert Ranking.objects.get().quarter == NOON + QUARTER
        assert current() == before

    def test_one_that_stood_still_for_days_is_none(self):
        one = article()
        read({one: LEAST}, at=NOON - HOUR)
        readership.rank(NOON)
        yesterday_ends = dt.datetime(2026, 3, 11, 22, 0, tzinfo=dt.UTC)
        assert readership.ranked(yesterday_ends - SECOND) == [one]
        assert readership.ranked(yesterday_ends) == []

    def test_where_nothing_was_ever_ranked_there_is_none(self):
        assert readership.ranked(NOON) == []

    def test_there_is_one_row_only(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ranking.objects.create(id=2)


def test_no_column_holds_anything_of_a_reader():
    kinds = {
        (field.name, type(field))
        for model in (Counted, Readings, Readership, Ranking)
        for field in model._meta.get_fields()
    }
    text = [name for name, kind in kinds if issubclass(kind, models.CharField | models.TextField)]
    assert not text
    assert {name for name, _kind in kinds} == {"id", "article", "quarter", "number", "articles"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_everything_once():
    keys = [article() for _ in range(4)]
    for _ in range(20):
        readership.hand_over(dict.fromkeys(keys, 1), NOON)
    problems = []

    def work():
        try:
            readership.sum_up()
            readership.rank(NOON + QUARTER)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert [readership.of_article(key, NOON).ever for key in keys] == [20] * 4
    assert sorted(readership.ranked(NOON + QUARTER)) == sorted(keys)
