"""
One request to the proxy or CDN in front, after a public change: forget our pages.

Without one they are late by half a minute at most, so nothing waits for it: it is a task, tried a few times. Every page
carries the same key, since any of them may show what changed (the header, the trail, a related story).
"""

import logging
import time
import urllib.request

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus, task

logger = logging.getLogger(__name__)

SURROGATE_KEY = "newsroom"
# Until then a worker may believe the generation of before (newsroom/pages/truth.py) and give the proxy an old page.
SETTLED = 0.6  # seconds
TRIES = 3
TIMEOUT = 5


def after_commit(using: str) -> None:
    """Have the proxy told once the current transaction stands: once, however much it changes."""
    waiting = transaction.get_connection(using).run_on_commit
    if settings.NEWSROOM_PURGE_URL and not any(then is enqueue for _savepoints, then, *_robust in waiting):
        transaction.on_commit(enqueue, using=using, robust=True)


def enqueue() -> None:
    """Unless a purge waits to be sent: it will be sent after this change, too."""
    if not is_waiting():
        purge.enqueue()


def is_waiting() -> bool:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path=purge.module_path, status=TaskResultStatus.READY).exists()


@task()
def purge() -> None:
    """Raises where the proxy refuses, or isn't there."""
    if not settings.NEWSROOM_PURGE_URL:
        return
    time.sleep(SETTLED)
    headers = {settings.NEWSROOM_SURROGATE_HEADER: SURROGATE_KEY}
    if settings.NEWSROOM_PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.NEWSROOM_PURGE_TOKEN}"
    request = urllib.request.Request(  # noqa: S310  (the settings hold it to http)
        settings.NEWSROOM_PURGE_URL, method=settings.NEWSROOM_PURGE_METHOD, headers=headers
    )
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
                return
        except OSError as error:
            if attempt == TRIES:
                raise
            logger.warning("The proxy wasn't told to forget our pages (%s); trying again.", error)
            time.sleep(attempt)
