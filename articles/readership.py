"""
What is read most: summed up of what the processes counted, and ranked once a quarter of an hour.

A quarter of an hour is the unit because every time zone's day is made of whole ones. The ranking is the same for all
pages of a quarter, on every machine: it is stored, and the generation rises with it when it changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import public_changed
from core.clock import to_local

from .models import Counted, Ranking, Readership, Readings
from .models.readership import THE_ROW

QUARTER = dt.timedelta(minutes=15)
WINDOW = dt.timedelta(days=1)  # over which readers' list is made
KEPT = dt.timedelta(days=2)  # how long quarters are told apart: today, in any zone, and the window
BATCH = 5_000
RANKED = 15
LEAST = 10  # readings without which a place in the ranking says nothing


@dataclass(frozen=True)
class Reads:
    """How often an article was read: ever, and since the newsroom's midnight."""

    ever: int
    today: int


def quarter_of(at: dt.datetime) -> dt.datetime:
    """The beginning of the quarter of an hour that `at` lies in."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def midnight(at: dt.datetime) -> dt.datetime:
    """The beginning of the newsroom's day, UTC."""
    return to_local(at).replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(dt.UTC)


def hand_over(numbers: Mapping[int, int], at: dt.datetime) -> None:
    """Store what a process has counted by article until now. Adds rows only, so that no process waits for another."""
    quarter = quarter_of(at)
    rows = [Counted(article_id=article, quarter=quarter, number=number) for article, number in numbers.items()]
    Counted.objects.bulk_create(rows, batch_size=BATCH)


def keep_up() -> None:
    """The worker's part, each minute."""
    at = timezone.now()
    while sum_up():
        pass
    rank(at)
    Readings.objects.filter(quarter__lt=at - KEPT).delete()


def sum_up() -> bool:
    """Add a batch of what was counted to the sums, and delete it; whether there is more."""
    if not Counted.objects.exists():
        return False
    with transaction.atomic():
        _ranking()
        rows = list(Counted.objects.order_by("pk").values_list("pk", "article", "quarter", "number")[:BATCH])
        quarters: Counter[tuple[int, dt.datetime]] = Counter()
        ever: Counter[int] = Counter()
        for _pk, article, quarter, number in rows:
            quarters[article, quarter] += number
            ever[article] += number
        _add(Readings, ("article_id", "quarter"), [(*key, number) for key, number in quarters.items()])
        _add(Readership, ("article_id",), list(ever.items()))
        # By their keys: others are added meanwhile, not in the order of their keys.
        Counted.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows) == BATCH


def _add(model: type[models.Model], key: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """
    Add the last value of each row to `number` of the one with this key, or make it.

    By hand, since bulk_create() can set a number where there is one, but not add to it, and two statements for each
    row would hold SQLite's one pen for a second.
    """
    table, given = connection.ops.quote_name(model._meta.db_table), ", ".join([*key, "number"])
    places = ", ".join(["%s"] * (len(key) + 1))
    sql = (
        f"INSERT INTO {table} ({given}) VALUES ({places}) "  # noqa: S608  (names of ours)
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET number = {table}.number + excluded.number"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[_adapted(value) for value in row] for row in rows])


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def rank(at: dt.datetime) -> None:
    """Make the ranking of the quarter that `at` lies in, unless it is made."""
    quarter = quarter_of(at)
    if Ranking.objects.filter(quarter=quarter).exists():
        return
    with transaction.atomic():
        ranking = _ranking()
        if ranking.quarter == quarter:
            return
        articles = most_read(quarter - WINDOW, quarter, number=RANKED, least=LEAST)
        if [article for article, _number in articles] != ranking.articles:
            public_changed()
        ranking.quarter, ranking.articles = quarter, [article for article, _number in articles]
        ranking.save()


def _ranking() -> Ranking:
    """The one row, held for this transaction: of two workers one goes first."""
    Ranking.objects.bulk_create([Ranking()], ignore_conflicts=True)
    return Ranking.objects.select_for_update().get(pk=THE_ROW)


def most_read(since: dt.datetime, until: dt.datetime, *, number: int, least: int = 1) -> list[tuple[int, int]]:
    """Keys of the articles read most in the quarters within [since, until), and how often; one query."""
    within = Readings.objects.filter(quarter__gte=since, quarter__lt=until).values("article")
    sums = within.annotate(number=Sum("number")).filter(number__gte=least)
    return list(sums.order_by("-number", "-article").values_list("article", "number")[:number])


def ranked(at: dt.datetime) -> list[int]:
    """
    Keys of the articles in the latest ranking, most read first, whether they are live or not; one query.

    None where the worker has made no ranking since yesterday's midnight: a list that stood still for days is none.
    """
    yesterday = midnight(midnight(at) - dt.timedelta(hours=12))
    ranking = Ranking.objects.filter(quarter__gte=yesterday).first()
    return ranking.articles if ranking else []


def of_article(article: int, at: dt.datetime) -> Reads:
    """Two queries."""
    ever = Readership.objects.filter(article=article).values_list("number", flat=True).first()
    today = Readings.objects.filter(article=article, quarter__gte=midnight(at))
    return Reads(ever or 0, today.aggregate(number=Coalesce(Sum("number"), 0))["number"])
