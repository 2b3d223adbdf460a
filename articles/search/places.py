"""
Where an edition's words lie in the index: in order of first publication.

A place is the second of first publication times 64, and a free one of the 64 numbers from there on (or of those after
them, where more stories than that bear the same second, as imported ones do). Small steps keep the index small.
"""

import datetime as dt
from collections.abc import Sequence

from articles.models import Edition, SearchEntry
from core import cursor

PER_SECOND = 64
LOWEST, HIGHEST = -(2**62), 2**62

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = dt.timedelta(seconds=1)


def first_of(instant: dt.datetime) -> int:
    """The lowest place of what was first published in the second of `instant`."""
    return (instant - _EPOCH) // _SECOND * PER_SECOND


def allot(editions: Sequence[Edition]) -> list[int]:
    """
    A free place for each of `editions`, in their order.

    Two at once can't be given the same: whoever stores editions holds the generation's row, or all of SQLite.
    """
    wanted = [first_of(edition.first_live_at) for edition in editions]
    given = set(SearchEntry.objects.filter(place__in=set(wanted)).values_list("place", flat=True))
    tried: dict[int, int] = {}
    places = []
    for base in wanted:
        place = base if base not in given else _free(tried.get(base, base), given)
        tried[base] = place
        given.add(place)
        places.append(place)
    return places


def _free(start: int, given: set[int]) -> int:
    while True:
        stop = start + 16 * PER_SECOND
        taken = SearchEntry.objects.filter(place__gte=start, place__lt=stop).values_list("place", flat=True)
        free = set(range(start, stop)).difference(taken, given)
        if free:
            return min(free)
        start = stop


def to_cursor(place: int) -> str:
    """The cursor of what follows `place` in a list newest first."""
    second, number = divmod(place, PER_SECOND)
    return cursor.encode(_EPOCH + second * _SECOND, number + 1)


def from_cursor(text: str) -> int:
    """The place that to_cursor() wrote; raises cursor.BadCursor for anything else."""
    instant, number = cursor.decode(text)
    place = first_of(instant) + number - 1
    if number > PER_SECOND or to_cursor(place) != text:
        raise cursor.BadCursor("no such place")
    return place
