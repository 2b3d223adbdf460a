import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings

from core import jobs
from newsroom.settings import PERIODIC_JOBS

done: list[str] = []


def sweep() -> None:
    done.append("sweep")


def stumble() -> None:
    done.append("stumble")
    raise RuntimeError("the database is away")


@pytest.mark.django_db
class TestWorkThatComesRoundAgain:
    @pytest.fixture(autouse=True)
    def anew(self):
        done.clear()

    def watch(self, wanted: dict[str, int], seconds: float) -> list[str]:
        stop = threading.Event()
        thread = threading.Thread(target=jobs.keep_at_it, args=(wanted, stop))
        thread.start()
        time.sleep(seconds)
        stop.set()
        thread.join(2)
        assert not thread.is_alive()
        return list(done)

    def test_it_is_done_at_once_and_then_after_its_interval(self):
        assert self.watch({f"{__name__}.sweep": 60}, 0.3) == ["sweep"]
        done.clear()
        assert self.watch({f"{__name__}.sweep": 1}, 1.5) == ["sweep", "sweep"]

    def test_one_that_fails_stops_neither_itself_nor_the_others(self, caplog):
        turns = self.watch({f"{__name__}.stumble": 1, f"{__name__}.sweep": 1}, 1.5)
        assert turns == ["stumble", "sweep", "stumble", "sweep"]
        assert "the database is away" in caplog.text

    def test_with_nothing_to_do_it_waits_to_be_stopped(self):
        assert self.watch({}, 0.1) == []


def test_every_periodic_job_is_a_function_that_is_there():
    from django.utils.module_loading import import_string

    assert PERIODIC_JOBS
    for path, seconds in PERIODIC_JOBS.items():
        assert callable(import_string(path))
        assert seconds >= 1


def test_the_worker_outlives_a_database_that_does_not_answer_and_stops_when_told(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "NEWSROOM_DATA": str(tmp_path)},  # no tables: every question fails
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        time.sleep(4)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=8) == 0
    finally:
        process.kill()
    assert process.stderr
    assert "starts again" in process.stderr.read()
