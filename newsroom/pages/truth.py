"""Until when a page is true: the site's generation, and the next change that comes by itself."""

import datetime as dt
import threading
import time

from django.db import DatabaseError, connection

from core import kept
from core.models import current

BELIEVED = 0.5  # seconds
PATIENCE = 2.0  # seconds that a reader waits for somebody else's question to the database
AWAY = 5.0  # seconds in which nobody else asks a database that answers nobody


class Unanswered(DatabaseError):
    """The database says nothing, or has said nothing just now."""


class Truth:
    """
    The generation as the database said it at most half a second ago. Safe between threads.

    One thread asks, the others wait for its answer. A database that is away is asked by one at a time, and the rest
    is told so at once: each asking for itself would be a queue of time-outs before pages that lie in memory.
    """

    def __init__(self) -> None:
        self._generation = -1
        self._asked_at = float("-inf")
        self._away_until = float("-inf")
        self._asking = threading.Lock()
        self._learning = threading.Lock()

    def generation(self) -> int:
        """The generation, believed for half a second. Raises DatabaseError where nobody answers."""
        if time.monotonic() - self._asked_at < BELIEVED:
            return self._generation
        if time.monotonic() < self._away_until:
            raise Unanswered
        if not self._asking.acquire(timeout=PATIENCE):
            self._away_until = time.monotonic() + AWAY
            raise Unanswered
        try:
            now = time.monotonic()
            if now - self._asked_at < BELIEVED:
                return self._generation
            if now < self._away_until:
                raise Unanswered
            try:
                self._learn(current(), now)
            except DatabaseError:
                self._away_until = time.monotonic() + BELIEVED
                raise
            finally:
                release()
        finally:
            self._asking.release()
        return self._generation

    def fresh(self, at: dt.datetime) -> tuple[int, float]:
        """
        The generation now, and the next change by itself after `at`, in seconds of the clock.

        For a page that is about to be rendered: asked before the content and on the connection that it will be read on,
        so that a page never claims a generation newer than what it shows.
        """
        asked_at = time.monotonic()
        generation, until = kept.until(at)
        # Else the page would be thrown away by whoever still believes the generation of before.
        self._learn(generation, asked_at)
        return generation, until.timestamp()

    def _learn(self, generation: int, asked_at: float) -> None:
        """The answer may be as old as the question: it is believed from then on, and never over a later one's."""
        with self._learning:
            if asked_at >= self._asked_at:
                self._generation, self._asked_at = generation, asked_at
                self._away_until = float("-inf")


def release() -> None:
    """Give a pooled connection back: between requests Django does so itself, and this is outside of one."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()
