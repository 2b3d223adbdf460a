"""
What many pages show alike (the sections, the newest stories, a card), kept in the process while it is true.

A kept value is true for one generation and, within it, from the instant that it was made at until the next change that
comes by itself. So it is asked for by the instant of the page, and two pages of one moment share it.
"""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

from .models import current

V = TypeVar("V")
Moment = Callable[[dt.datetime], tuple[int, dt.datetime]]

MOST = 1000  # values of a generation; the rest is made each time


class Kept:
    """The values of one generation that are true at the instants in [since, until)."""

    def __init__(self, generation: int, since: dt.datetime, until: dt.datetime) -> None:
        self.generation, self.since, self.until = generation, since, until
        self.values: dict[Any, Any] = {}

    def get(self, key: Any, make: Callable[[], V]) -> V:
        """The value of `key`, made now if it wasn't yet. Whatever shapes it belongs in the key; nobody changes it."""
        found: V | None = self.values.get(key)
        if found is None:
            found = make()
            if len(self.values) < MOST:
                self.values[key] = found
        return found


def _ever(instant: dt.datetime) -> tuple[int, dt.datetime]:
    return current(), dt.datetime.max.replace(tzinfo=dt.UTC)


_moment: Moment = _ever
_latest: Kept | None = None
_here = threading.local()


def ends_by(moment: Moment) -> None:
    """
    Whose word it is when something public changes by itself: the floors above know, this one doesn't.

    `moment` says the generation, too, by the same query, so that what was planned meanwhile has another one.
    """
    global _moment
    _moment = moment


def at(instant: dt.datetime) -> Kept:
    """
    What is kept for pages of `instant`, an object that is one page's own (request.at): for it the database is asked
    once, and before the content.

    An empty Kept that nobody shares inside of a transaction, whose sight may be rolled back, and where `instant` isn't
    between those that the kept values are true for.
    """
    if connection.in_atomic_block:
        return Kept(0, instant, instant)
    if getattr(_here, "instant", None) is not instant:
        _here.kept = _shared(instant)
        _here.instant = instant
    kept: Kept = _here.kept
    return kept


def until(instant: dt.datetime) -> tuple[int, dt.datetime]:
    """
    The generation, and its next change by itself after `instant`; a query, and one more where the generation is new.

    Asks anew each time; at() for the same object then doesn't.
    """
    _here.kept = kept = _shared(instant)
    _here.instant = instant
    if kept.since <= instant < kept.until:
        return kept.generation, kept.until
    return kept.generation, _moment(instant)[1]


def forget() -> None:
    """Keep nothing: for tests, whose databases count generations from the beginning."""
    global _latest
    _latest = None
    _here.__dict__.clear()


def _shared(instant: dt.datetime) -> Kept:
    global _latest
    latest = _latest
    if latest is None or latest.until <= instant or latest.generation != current():
        generation, end = _moment(instant)
        latest = _latest = Kept(generation, instant, end)
    # A page of an earlier instant (another thread's, or as it was) must not see what began since.
    return latest if latest.since <= instant else Kept(latest.generation, instant, instant)
