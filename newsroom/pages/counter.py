"""
How often each article is read: counted where the page is handed out, kept or not, without a word of who reads.

A number for each article in the memory of the process, written to the database a few times a minute by a thread of its
own, so that no reader waits for it. The worker sums up what the processes wrote (articles/readership.py).
"""

import logging
import re
import threading
from collections import Counter as Numbers
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, IntegrityError, connections
from django.utils import timezone

from articles import readership

logger = logging.getLogger(__name__)

EVERY = 10  # seconds between two batches
MOST = 50_000  # articles that a process remembers while the database takes nothing

# What programs say of themselves, and what browsers never do. Somebody who pretends is counted: we know nobody.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|scrap|fetch|feed|rss|preview|monitor|uptime|pingdom|lighthouse|headless|phantom"
    r"|facebookexternalhit|embedly|whatsapp|archiver|validator|curl|wget|libwww-perl|httpclient|http[-_.]client|okhttp|python"
    r"|aiohttp|httpx|urllib|scrapy|go-http|java/|ruby|perl|php|axios|node|guzzle|apache-|wrk|siege|\bab/|^mozilla/5\.0$",
    re.IGNORECASE,
)
_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


class Counter:
    """What was read since the last batch. One for each process; safe between threads."""

    def __init__(self) -> None:
        self._numbers: Numbers[int] = Numbers()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, article: int) -> None:
        with self._lock:
            if article in self._numbers or len(self._numbers) < MOST:
                self._numbers[article] += 1

    def start(self) -> None:
        """Write from now on. In the process that serves: no thread outlives a fork."""
        self._end.clear()
        self._thread = threading.Thread(target=self._keep_writing, name="counter", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left: the process ends."""
        self._end.set()
        if self._thread:
            self._thread.join(timeout=EVERY)
        self.write()
        connections.close_all()

    def write(self) -> None:
        """Hand over what was counted; where the database won't have it, it is kept for the next time."""
        with self._writing:
            with self._lock:
                numbers, self._numbers = self._numbers, Numbers()
            if not numbers:
                return
            try:
                readership.hand_over(numbers, timezone.now())
            except IntegrityError:
                logger.error("Articles that were read are not in the database: %s readings are lost.", numbers.total())
            except DatabaseError as error:
                logger.warning("What was read is not written down yet: %s", error)
                with self._lock:
                    for article, number in numbers.items():
                        if article in self._numbers or len(self._numbers) < MOST:
                            self._numbers[article] += number

    def _keep_writing(self) -> None:
        while not self._end.wait(EVERY):
            try:
                self.write()
            except Exception:
                logger.exception("What was read could not be written down.")
            finally:
                connections.close_all()


def is_reading(environ: dict[str, Any]) -> bool:
    """Whether somebody sees the page now: not a HEAD, not a browser that looks ahead, not a program that says so."""
    if environ["REQUEST_METHOD"] != "GET" or any("pre" in environ.get(name, "").lower() for name in _AHEAD):
        return False
    return is_person(environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=1024)
def is_person(agent: str) -> bool:
    """Whether a browser's words of itself are a person's; programs without any are none."""
    return bool(agent) and not _ROBOT.search(agent)
