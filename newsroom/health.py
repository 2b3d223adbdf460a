"""
Can this process serve? Asked by load balancers, `make run` and people.

Whatever keeps pages from being served or work from being saved is 503: the database, missing migrations, a data
directory in which nothing can be written. What somebody should look at, and what no reader feels, is named with 200: a
late worker, a clock that wanders. To take a machine out of service for those would make a nuisance an outage.
"""

import datetime as dt
import errno
import logging
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from core.models import THE_ROW, Beat

logger = logging.getLogger(__name__)

SILENT = dt.timedelta(minutes=2)  # the worker comes round three times a minute
WAITING = dt.timedelta(minutes=10)  # how long what was put off may wait for its turn
WANDERS = 2.0  # seconds between two clocks, or that one has jumped
BLOCK = b"\0" * 4096

# Goes on counting while the machine sleeps, and no one sets it: the wall clock should keep pace with it.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class NotMigrated(Exception):
    """The tables are older than the code."""


@lru_cache(maxsize=1)
def assert_migrated() -> None:
    """
    Return where every migration has been applied, else raise NotMigrated.

    Reading the migrations costs tens of milliseconds, and neither they nor an up-to-date database
    change below a running process: a good answer is kept, a bad one is asked again.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated


def answer_of_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever it is, it is not serving
        logger.exception("The database does not answer.")
        return "down"
    return "ok"


def answer_of_migrations() -> str:
    try:
        assert_migrated()
    except NotMigrated:
        return "missing"
    except Exception:
        return "unknown"
    return "ok"


def answer_of_data() -> str:
    """Tried, not guessed: a full disk, a quota and a read-only mount have nothing else in common."""
    try:
        with tempfile.TemporaryFile(dir=settings.NEWSROOM_DATA) as file:
            file.write(BLOCK)
            file.flush()
    except OSError as error:
        return "full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "read-only"
    return "ok"


def answer_of_worker(now: dt.datetime) -> str:
    """ "ok", "never seen", or how it is late: nobody comes round, or somebody does and work waits all the same."""
    seen = Beat.objects.filter(pk=THE_ROW).values_list("at", flat=True).first()
    if seen is None:
        return "never seen"
    if now - seen > SILENT:
        return f"late: last seen {_whole(now - seen)} s ago"
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    if waiting and waiting < now - WAITING:
        return f"late: work has waited {_whole(now - waiting)} s"
    return "ok"


def _whole(span: dt.timedelta) -> int:
    return int(span.total_seconds())


class Clock:
    """This process's clock, as it was at the start and as it should be since."""

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.began = wall() - time.clock_gettime(_STEADY)

    def jumped(self) -> float:
        """Seconds that somebody has set the clock forward since the start; negative for back."""
        return self.wall() - time.clock_gettime(_STEADY) - self.began


CLOCK = Clock()


def answer_of_clock(now: dt.datetime) -> str:
    """
    "ok", or how this clock wanders: from the database's, from the worker's, or from where it was.

    What is live is decided by it, so a machine whose clock is fast publishes early.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            ahead = (now - cursor.fetchone()[0]).total_seconds()
        if abs(ahead) > WANDERS:
            return f"wanders: {ahead:+.0f} s from the database's"
    if abs(jumped := CLOCK.jumped()) > WANDERS:
        return f"wanders: set by {jumped:+.0f} s since the start"
    seen = Beat.objects.filter(pk=THE_ROW).values_list("at", flat=True).first()
    if seen and (behind := (seen - now).total_seconds()) > WANDERS:
        return f"wanders: {-behind:+.0f} s from the worker's"
    return "ok"


def _told(answer: Callable[[dt.datetime], str], now: dt.datetime) -> str:
    try:
        return answer(now)
    except Exception:  # it is only told, so it breaks nothing
        logger.exception("%s failed.", answer.__name__)
        return "unknown"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve, 503 when not, and why; no secrets, so anybody may ask."""
    database = answer_of_database()
    needed = {
        "database": database,
        "migrations": answer_of_migrations() if database == "ok" else "unknown",
        "data": answer_of_data(),
    }
    serves = all(answer == "ok" for answer in needed.values())
    now = timezone.now()
    known = needed["migrations"] == "ok"
    told = {
        "worker": _told(answer_of_worker, now) if known else "unknown",
        "clock": _told(answer_of_clock, now) if known else "unknown",
    }
    return JsonResponse({"status": "ok" if serves else "unavailable", **needed, **told}, status=200 if serves else 503)
