"""
The database is restarted under load, five times: at once, or after it was away for a while.

PostgreSQL, in a cluster of its own. Kept pages go on being answered, other pages say 503 in words, saves are refused in
words or kept; afterwards all is as before, and nobody had to restart anything.
"""

import contextlib
import threading
import time
from pathlib import Path

from . import insist
from ._cluster import cluster
from ._newsroom import Newsroom
from ._saves import check, editors, wait_for

AWAY = (0, 2, 0, 10, 0)  # seconds of nothing before each start
BACK_WITHIN = 15  # seconds, until everybody has saved again
SLOWEST = 8.0  # for an answer, of whatever kind, while the database is away


class Readers:
    """Ask for one page that is kept and for one that is made anew, until told to stop."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.stop = threading.Event()
        self.kept: list[tuple[int, float]] = []
        self.anew: list[tuple[int, float]] = []
        self.wordless: list[str] = []
        self.threads = [
            threading.Thread(target=self._ask, args=("/news-feed/", self.kept), daemon=True),
            threading.Thread(target=self._ask, args=("/search/?q={}", self.anew), daemon=True),
        ]

    def _ask(self, path: str, answers: list[tuple[int, float]]) -> None:
        reader, number = self.newsroom.reader(), 0
        while not self.stop.is_set():
            number += 1
            began = time.monotonic()
            answer = reader.get(path.format(number))
            answers.append((answer.status, time.monotonic() - began))
            if answer.status != 200 and ("<h1" not in answer.text or "Traceback" in answer.text):
                self.wordless.append(answer.text[:300])
            time.sleep(0.05)

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_failed: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(40)


def run(folder: Path) -> str:
    with cluster(folder) as postgres:
        newsroom = Newsroom(folder, postgres.url).prepare()
        with newsroom.served(), contextlib.ExitStack() as stack:
            for _ in range(12):  # into the memory of both workers
                newsroom.reader().get("/news-feed/")
            at_work = stack.enter_context(editors(newsroom))
            with Readers(newsroom) as readers:
                wait_for(at_work, saves=1)
                for seconds in AWAY:
                    postgres.stop("immediate" if seconds else "fast")
                    time.sleep(seconds)
                    postgres.start()
                    wait_for(at_work, saves=1, seconds=BACK_WITHIN)
                time.sleep(1)
            stack.close()
            said = check(newsroom, at_work)
            insist(newsroom.reader().get("/healthz").status == 200, "it does not serve afterwards")
        insist(not readers.wordless, f"a reader got an error without words: {readers.wordless[:1]}")
        failed = [status for status, _took in readers.kept if status != 200]
        insist(not failed, f"a kept page was not answered: {failed[:5]}")
        bad = {status for status, _took in readers.anew} - {200, 503}
        insist(not bad, f"pages made anew answered {bad}")
        refused = [one for editor in at_work for one in editor.refused]
        odd = [one for one in refused if one.status != 503 or "<h1" not in one.text]
        insist(not odd, f"a save was answered {[one.status for one in odd]}: {newsroom.log.read_text()[-6000:]}")
        slowest = max(took for _status, took in readers.kept + readers.anew)
        insist(slowest < SLOWEST, f"an answer took {slowest:.1f} s")
    slow_kept = max(took for _status, took in readers.kept)
    return (
        f"{len(AWAY)} restarts, {len(readers.kept)} kept pages all answered (slowest {slow_kept:.1f} s), "
        f"{sum(status == 503 for status, _ in readers.anew)} of {len(readers.anew)} others told to come back, "
        f"{len(refused)} saves refused in words, {said}"
    )
