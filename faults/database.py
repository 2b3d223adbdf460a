"""
The database is restarted under load: at once, or after it crashed and was away for a while.

PostgreSQL, in a cluster of its own. Kept pages go on being answered, other pages say 503 in words, saves are refused in
words or kept; afterwards all is as before, and nobody had to restart anything.
"""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

from . import insist
from ._cluster import cluster
from ._newsroom import Newsroom, children
from ._saves import check, editors, wait_for

# Seconds of nothing before each start. 6: longer than the pool goes on trying to connect by itself.
AWAY = (0, 6, 0)
BACK_WITHIN = 15  # seconds, until everybody has saved again
# Seconds for an answer of whatever kind. The pool lets each wait for 3, and all threads of a process may wait already
# when one more comes: so 6, and the rest for a machine that has other things to do.
SLOWEST = 12.0


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


def into_every_memory(newsroom: Newsroom, master: int) -> None:
    """Each process keeps its own pages: one is asked while the others are halted, which would else answer for it."""
    while len(workers := children(master)) < int(newsroom.environment["WEB_CONCURRENCY"]):
        time.sleep(0.1)
    for asked in workers:
        halted = [one for one in workers if one != asked]
        for one in halted:
            os.kill(one, signal.SIGSTOP)
        try:
            newsroom.reader().get("/news-feed/")
        finally:
            for one in halted:
                os.kill(one, signal.SIGCONT)


def own_fault(newsroom: Newsroom) -> str:
    """What the newsroom's log says of the first answer that was a 500."""
    return newsroom.log.read_text().partition("Internal Server Error")[2][:20_000]


def run(folder: Path) -> str:
    with cluster(folder) as postgres:
        newsroom = Newsroom(folder, postgres.url).prepare()
        with newsroom.served() as master, contextlib.ExitStack() as stack:
            into_every_memory(newsroom, master)
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
        insist(not odd, f"a form or its save was answered {[one.status for one in odd]}: {own_fault(newsroom)}")
        slowest = max(took for _status, took in readers.kept + readers.anew)
        insist(slowest < SLOWEST, f"an answer took {slowest:.1f} s")
    slow_kept = max(took for _status, took in readers.kept)
    return (
        f"{len(AWAY)} restarts, {len(readers.kept)} kept pages all answered (slowest {slow_kept:.1f} s), "
        f"{sum(status == 503 for status, _ in readers.anew)} of {len(readers.anew)} others told to come back, "
        f"{len(refused)} saves refused in words, {said}"
    )
