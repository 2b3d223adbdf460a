"""Parts of the newsroom's calendar: years, months and days, and the stories that first went out in one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists
from django.http import Http404

from articles.models import Edition, EditionQuerySet
from core.clock import newsroom_zone, to_local


@dataclass(frozen=True)
class Period:
    """From the first of one day to the first of another, as the newsroom's clock has it."""

    first: dt.date
    until: dt.date

    @property
    def begins_at(self) -> dt.datetime:
        return midnight(self.first)

    @property
    def ends_at(self) -> dt.datetime:
        return midnight(self.until)

    def of(self, editions: EditionQuerySet) -> EditionQuerySet:
        return editions.within(self.begins_at, self.ends_at)

    def entries(self, at: dt.datetime, within: Sequence["Period"]) -> list["Period"]:
        """Those of the periods `within` this one that have a live story, in one query."""
        live = Edition.objects.live(at)
        looks = {f"entry_{place}": Exists(period.of(live)) for place, period in enumerate(within)}
        found = self.of(live).annotate(**looks).values_list(*looks)[:1]
        return [period for row in found for period, has_any in zip(within, row, strict=True) if has_any]

    def neighbours(self, at: dt.datetime) -> tuple[dt.date | None, dt.date | None]:
        """The newsroom's days of the nearest live stories before and after, in two queries."""
        live = Edition.objects.live(at).oldest_first()
        earlier = (
            live.bounded(first_live_at__lt=self.begins_at).reverse().values_list("first_live_at", flat=True).first()
        )
        later = live.bounded(first_live_at__gte=self.ends_at).values_list("first_live_at", flat=True).first()
        return earlier and to_local(earlier).date(), later and to_local(later).date()


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), newsroom_zone()).astimezone(dt.UTC)


def of_year(year: int) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def of_month(year: int, month: int) -> Period:
    """Raises Http404 where the calendar has no such month."""
    try:
        first = dt.date(year, month, 1)
    except ValueError as error:
        raise Http404("no such month") from error
    return Period(first, (first + dt.timedelta(days=31)).replace(day=1))


def months(first: dt.date, last: dt.date) -> list[Period]:
    """Every month from that of one day to that of another."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [of_month(number // 12, number % 12 + 1) for number in numbers]


def of_day(year: int, month: int, day: int) -> Period:
    """Raises Http404 where the calendar has no such day."""
    try:
        first = dt.date(year, month, day)
    except ValueError as error:
        raise Http404("no such day") from error
    return Period(first, first + dt.timedelta(days=1))
