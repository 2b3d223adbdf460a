"""
A page that everybody asks for while it is published again and again: no error, and no old page after a second.

Two workers of one server, and two servers of one database. What is asserted holds however slow the machine is: a page
that was asked for a second after a publication had ended shows it.
"""

import http.client
import re
import threading
import time

import pytest

from tests.cast import edit, publish, story

from .conftest import Serve, Server

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = 10_000
READERS = 8
OLD_AFTER = 1.0


class Readers:
    """`READERS` connections that ask `servers` in turn for `path` until all have asked `ASKED` times."""

    def __init__(self, servers: list[Server], path: str) -> None:
        self.servers, self.path = servers, path
        self.answers: list[tuple[float, int]] = []  # when it was asked for, and which version came
        self.failures: list[str] = []
        self.threads = [threading.Thread(target=self._read, args=(n,)) for n in range(READERS)]

    def _read(self, number: int) -> None:
        server = self.servers[number % len(self.servers)]
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for n in range(ASKED // READERS):
            asked = time.monotonic()
            try:
                connection.request("GET", self.path, headers={"Host": "localhost:8000"})
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{n}: {error!r}")
                return
            version = re.search(rb"<h1[^>]*>Version (\d+)</h1>", body)
            if answer.status == 200 and version:
                self.answers.append((asked, int(version[1])))
            else:
                self.failures.append(f"{n}: {answer.status} {body[:200]!r}")
            if n % 100 == 99:  # a connection each to whichever worker takes it
                connection.close()
        connection.close()

    def still_read(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)


@pytest.mark.parametrize("servers", [1, 2], ids=["two workers", "two servers"])
def test_no_error_and_no_old_page_after_a_second(serve: Serve, servers: int) -> None:
    from contextlib import ExitStack

    from django.utils import timezone

    made = story("Version 0")
    path = publish(made, at=timezone.now()).get_absolute_url()
    published = [(time.monotonic(), 0)]
    with ExitStack() as stack:
        running = [stack.enter_context(serve(WEB_CONCURRENCY="2" if servers == 1 else "1")) for _ in range(servers)]
        readers = Readers(running, path)
        for thread in readers.threads:
            thread.start()
        while readers.still_read():
            version = len(published)
            made = edit(made, headline=f"Version {version}")
            publish(made, at=timezone.now(), change="minor")
            published.append((time.monotonic(), version))
            time.sleep(0.5)
        for thread in readers.threads:
            thread.join()
    assert not readers.failures, readers.failures[:5]
    assert len(readers.answers) == ASKED
    assert len(published) > 5
    old = [
        (version, owed)
        for asked, version in readers.answers
        if version < (owed := max(one for at, one in published if at <= asked - OLD_AFTER or one == 0))
    ]
    assert not old, old[:5]
    assert len({version for _asked, version in readers.answers}) > 3
