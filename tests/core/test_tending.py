"""What the worker was given is done, though the mail server was away or the worker killed; nothing is kept for ever."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from core import tending
from desk.accounts.mail import send_links
from tests.cast import person

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = dt.timedelta(minutes=1)


class Away(EmailBackend):
    """A mail server that doesn't answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="w", excluded_queue_names=[],
    ).run()  # fmt: skip


@pytest.fixture
def asked():
    """A colleague's link that waits to be sent."""
    somebody = person("rita")
    somebody.email = "rita@news.example"
    somebody.save()
    send_links.enqueue("rita@news.example")
    return DBTaskResult.objects


def test_a_mail_is_sent_when_the_server_is_back(asked, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    work()
    assert asked.get().status == TaskResultStatus.FAILED
    failed_at = asked.get().finished_at
    assert tending.tend(failed_at + MINUTE / 2) == 0
    assert tending.tend(failed_at + MINUTE) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    assert [letter.to for letter in mail.outbox] == [["rita@news.example"]]
    assert tending.tend(timezone.now() + 20 * MINUTE) == 0


def test_it_is_given_up_after_so_many_times(asked, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    at = timezone.now()
    for _ in range(tending.TRIES):
        work()
        asked.update(finished_at=at)
        tending.tend(at + 16 * MINUTE)
    assert asked.get().status == TaskResultStatus.FAILED
    assert len(asked.get().worker_ids) == tending.TRIES


def test_what_a_killed_worker_had_begun_is_begun_again_and_not_what_runs(asked):
    begun = timezone.now()
    asked.update(status=TaskResultStatus.RUNNING, started_at=begun, worker_ids=["killed"])
    assert tending.tend(begun + 14 * MINUTE) == 0
    assert tending.tend(begun + 16 * MINUTE) == 1
    work()
    assert len(mail.outbox) == 1


def test_what_kills_every_worker_is_left_in_the_end(asked):
    begun = timezone.now()
    asked.update(status=TaskResultStatus.RUNNING, started_at=begun, worker_ids=["killed"] * tending.TRIES)
    tending.tend(begun + 16 * MINUTE)
    assert asked.get().status == TaskResultStatus.FAILED


def test_the_address_that_somebody_typed_is_not_kept(asked):
    work()
    done = asked.get().finished_at
    tending.tend(done + 23 * 60 * MINUTE)
    assert asked.exists()
    tending.tend(done + 25 * 60 * MINUTE)
    assert not asked.exists()
