"""Work that comes round again: settings.PERIODIC_JOBS says what and how often, `manage.py work` does it."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def beat() -> None:
    """A periodic job: let /healthz see that the worker comes round (newsroom/health.py)."""
    from core.models import THE_ROW, Beat

    Beat.objects.update_or_create(id=THE_ROW, defaults={"at": timezone.now()})


def keep_at_it(jobs: Mapping[str, int], stop: threading.Event) -> None:
    """
    Do each of `jobs` (dotted path of a function: seconds between) at once and then again, until `stop` is set.

    One after the other. A job that fails is logged and has its next turn like any other: a database that was away
    for a minute costs a minute.
    """
    work: dict[str, Callable[[], object]] = {path: import_string(path) for path in jobs}
    due = dict.fromkeys(jobs, 0.0)
    while not stop.is_set():
        for path, do in work.items():
            if due[path] <= time.monotonic() and not stop.is_set():
                try:
                    do()
                except Exception:
                    logger.exception("%s failed; it is tried again in %s s.", path, jobs[path])
                due[path] = time.monotonic() + jobs[path]
        close_old_connections()
        stop.wait(max(0.0, min(due.values(), default=60.0) - time.monotonic()))
