import datetime as dt
import resource
import stat
import time
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.models import Beat
from newsroom import health


@pytest.fixture(autouse=True)
def as_a_fresh_process():
    health.assert_migrated.cache_clear()
    yield
    health.assert_migrated.cache_clear()


@pytest.mark.django_db
class TestHealthz:
    def test_it_answers_200_and_json_when_it_can_serve(self, client: Client):
        jobs.beat()
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json() == dict.fromkeys(("status", "database", "migrations", "data", "worker", "clock"), "ok")
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies

    def test_it_answers_503_when_the_database_is_down(self, client: Client):
        with mock.patch.object(connection, "cursor", side_effect=OperationalError("gone")):
            answer = client.get("/healthz")
        assert answer.status_code == 503
        assert answer.json()["database"] == "down"
        assert "gone" not in answer.text

    def test_it_answers_503_until_migrations_are_applied(self, client: Client):
        with mock.patch.object(health.MigrationExecutor, "migration_plan", return_value=[("core.0002", False)]):
            answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")
        assert client.get("/healthz").status_code == 200

    def test_it_reads_the_migrations_once_in_a_process(self, client: Client, django_assert_num_queries):
        jobs.beat()
        client.get("/healthz")
        with django_assert_num_queries(4 if connection.vendor == "sqlite" else 5) as asked:
            client.get("/healthz")
        assert not any("django_migrations" in query["sql"] for query in asked)

    def test_it_answers_503_when_nothing_can_be_written(self, client: Client, settings, tmp_path):
        settings.NEWSROOM_DATA = tmp_path / "gone"
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["data"]) == (503, "read-only")

    def test_it_answers_503_when_the_disk_is_full(self, client: Client):
        """For want of room in a file of ours: to this process the disk ends after a kilobyte."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
        try:
            answer = client.get("/healthz")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert (answer.status_code, answer.json()["data"]) == (503, "full")

    def test_a_machine_may_ask_over_plain_http_where_the_site_is_https(self, client: Client, settings):
        settings.SECURE_SSL_REDIRECT = True
        assert client.get("/healthz", headers={"host": "127.0.0.1:8000"}).status_code == 200

    def test_asking_changes_nothing(self, client: Client):
        assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
class TestWhatIsOnlyTold:
    """A late worker, a wandering clock: somebody should look, and no machine goes out of service for it."""

    def told(self, client: Client, name: str) -> str:
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        return answer.json()[name]

    def test_a_worker_that_never_came(self, client: Client):
        assert self.told(client, "worker") == "never seen"

    def test_a_worker_that_has_not_come_for_an_hour(self, client: Client):
        Beat.objects.create(at=timezone.now() - dt.timedelta(hours=1))
        assert self.told(client, "worker").startswith("late: last seen 360")

    def test_a_worker_that_comes_round_and_leaves_work_lying(self, client: Client):
        jobs.beat()
        waits = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}}, task_path="photos.tasks.x", backend_name="default",
            run_after=timezone.now(), exception_class_path="", traceback="",
        )  # fmt: skip
        assert self.told(client, "worker") == "ok"
        DBTaskResult.objects.filter(pk=waits.pk).update(enqueued_at=timezone.now() - dt.timedelta(hours=1))
        assert self.told(client, "worker").startswith("late: work has waited 360")
        DBTaskResult.objects.filter(pk=waits.pk).update(status="SUCCESSFUL")
        assert self.told(client, "worker") == "ok"

    @pytest.mark.parametrize(("moved", "sign"), [(90, "+"), (-90, "-")])
    def test_a_clock_that_was_set(self, client: Client, monkeypatch, moved, sign):
        monkeypatch.setattr(health.CLOCK, "wall", lambda: time.time() + moved)
        assert self.told(client, "clock") == f"wanders: set by {sign}90 s since the start"

    def test_a_clock_behind_the_workers(self, client: Client):
        Beat.objects.create(at=timezone.now() + dt.timedelta(minutes=5))
        assert self.told(client, "clock").endswith(" s from the worker's")
        assert self.told(client, "worker") == "ok"

    def test_a_clock_beside_the_databases(self, client: Client):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no clock of its own")
        answer = health.answer_of_clock(timezone.now() + dt.timedelta(seconds=30))
        assert answer == "wanders: +30 s from the database's"


def test_the_secret_key_is_for_its_owner_alone(tmp_path):
    from newsroom.secret_key import read_or_make

    key = read_or_make(tmp_path / "secret_key")
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert read_or_make(tmp_path / "secret_key") == key
