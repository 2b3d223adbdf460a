import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from core.jobs import keep_at_it

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds after a failure


class Command(BaseCommand):
    help = (
        "Do what was put off (renditions, notices) and what comes round again, until stopped. Nothing goes live by it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Both in one process, and it outlives an outage of the database.

        The worker of django-tasks-db dies of one, and honcho ends the whole newsroom when one process ends.
        """
        stop = threading.Event()
        periodic = threading.Thread(target=keep_at_it, args=(settings.PERIODIC_JOBS, stop), daemon=True)
        periodic.start()
        worker = Worker(
            queue_names=["default"],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            while worker.running:
                try:
                    worker.run()
                except Exception as error:
                    logger.error("The worker stopped (%s) and starts again in %s s.", error, PAUSE)
                    connections.close_all()
                    time.sleep(PAUSE)
        finally:
            stop.set()
            periodic.join(timeout=3)
