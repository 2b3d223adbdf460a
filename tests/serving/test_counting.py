"""What is read is counted in every worker of a server, and written down before it ends."""

import time
import urllib.request

import pytest

from articles import readership
from articles.models import Counted
from tests.cast import publish
from tests.readers.test_counting import BROWSER

from .conftest import Serve

pytestmark = pytest.mark.django_db(transaction=True)


def read(base: str, path: str, agent: str = BROWSER) -> None:
    asked = urllib.request.Request(base + path, headers={"Host": "localhost:8000", "User-Agent": agent})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200
        answer.read()


def test_not_one_reading_is_lost_when_the_server_is_stopped(serve: Serve) -> None:
    from django.utils import timezone

    edition = publish(at=timezone.now())
    with serve() as server:
        for _ in range(57):
            read(server.base, edition.get_absolute_url())
        read(server.base, edition.get_absolute_url(), agent="curl/8.5.0")
        server.stop()
        said = server.log.read_text()
    assert sum(Counted.objects.values_list("number", flat=True)) == 57, said
    while readership.sum_up():
        pass
    assert readership.of_article(edition.article_id, timezone.now()).ever == 57
    assert "Traceback" not in said


def test_a_running_server_writes_in_batches_by_itself(serve: Serve) -> None:
    from django.utils import timezone

    from newsroom.pages.counter import EVERY

    edition = publish(at=timezone.now())
    with serve(WEB_CONCURRENCY="1") as server:
        for _ in range(20):
            read(server.base, edition.get_absolute_url())
        for _ in range(100):
            if Counted.objects.exists():
                break
            time.sleep((EVERY + 10) / 100)
        rows = list(Counted.objects.values_list("number", flat=True))
        said = server.log.read_text()
    # A batch for the process, not a row for each reader.
    assert 1 <= len(rows) <= 2, said
    assert sum(rows) <= 20
