"""The proxy in front is told to forget our pages: once for a change, and not before the change stands."""

import datetime as dt
import http.server
import threading

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core import purge
from newsroom.pages import truth
from tests.cast import publish, section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proxy(settings, monkeypatch):
    """Requests that a proxy got; `refuse` is how many it refuses first."""
    monkeypatch.setattr(purge, "SETTLED", 0)
    monkeypatch.setattr(purge.time, "sleep", lambda seconds: None)

    class Proxy(http.server.BaseHTTPRequestHandler):
        asked: list = []
        refuse = 0

        def do_PURGE(self):
            Proxy.asked.append((self.path, self.headers["Surrogate-Key"], self.headers["Authorization"]))
            self.send_response(503 if len(Proxy.asked) <= Proxy.refuse else 200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NEWSROOM_PURGE_URL = f"http://127.0.0.1:{server.server_port}/all"
    settings.NEWSROOM_PURGE_TOKEN = "secret"
    yield Proxy
    server.shutdown()
    server.server_close()


def test_one_change_is_one_request_after_the_commit(proxy):
    with transaction.atomic():
        section("War")
        section("Culture")
        assert proxy.asked == []
    assert proxy.asked == [("/all", "newsroom", "Bearer secret")]


def test_a_change_that_is_taken_back_tells_nobody(proxy):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        section("War")
        raise ZeroDivisionError
    assert proxy.asked == []


def test_publishing_a_story_tells_the_proxy(proxy):
    publish(at=dt.datetime.now(dt.UTC))
    assert proxy.asked


def test_a_proxy_that_is_away_for_a_moment_is_told_again(proxy):
    proxy.refuse = 2
    section("War")
    assert len(proxy.asked) == 3


def test_a_purge_that_waits_is_enough_for_the_next_change(proxy, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for name in ("War", "Culture", "Sport"):
        section(name)
    assert DBTaskResult.objects.filter(task_path=purge.purge.module_path).count() == 1


def test_without_a_proxy_nothing_is_put_off(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    section("War")
    assert not DBTaskResult.objects.exists()


def test_it_is_told_when_no_worker_believes_the_old_generation_any_more():
    assert purge.SETTLED > truth.BELIEVED
