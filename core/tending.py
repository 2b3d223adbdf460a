"""
What was put off and did not come to its end: a periodic job (settings.PERIODIC_JOBS) that has it done again.

django-tasks-db neither repeats a task that failed, since the mail server was away, nor one whose worker was killed, and
it keeps those that are done with everything in them. Looked at: its prune_db_task_results, which only deletes; huey and
procrastinate, which repeat, and want a queue of their own. Every task of ours is harmless to repeat.
"""

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

TRIES = 6  # after 1, 2, 4, 8 and 16 minutes
LONGEST = dt.timedelta(minutes=15)  # what runs for so long has no worker any more
DONE = dt.timedelta(days=1)
FAILED = dt.timedelta(days=30)


def tend(at: dt.datetime | None = None) -> int:
    """
    Put back what is to be tried again at the instant `at` (now), and give up on what was tried often enough.

    How many tasks that moved. Those that are over are dropped, with what somebody typed in them.
    """
    at = at or timezone.now()
    tasks = DBTaskResult.objects
    tasks.successful().filter(finished_at__lt=at - DONE).delete()
    tasks.failed().filter(finished_at__lt=at - FAILED).delete()
    lost = tasks.running().filter(started_at__lt=at - LONGEST)
    failed = tasks.failed().filter(finished_at__gt=at - LONGEST * 4)
    return sum(_put_back(task, at) for task in (*lost, *failed))


def _put_back(task: DBTaskResult, at: dt.datetime) -> int:
    tries = len(task.worker_ids)
    was_lost = task.status == TaskResultStatus.RUNNING
    if tries >= TRIES:
        if not was_lost:
            return 0
        after = {"status": TaskResultStatus.FAILED, "finished_at": at}  # perhaps it is what kills its workers
    elif was_lost or task.finished_at + dt.timedelta(minutes=2 ** (tries - 1)) <= at:
        after = {"status": TaskResultStatus.READY, "finished_at": None}
    else:
        return 0
    # As it was when we looked: a worker may be at it by now.
    here = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    return here.update(**after)
