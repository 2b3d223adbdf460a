"""A hundred times `kill -9` of a worker while four editors save: no acknowledged save is lost, none is half done."""

import contextlib
import os
import random
import signal
import time
from pathlib import Path

from . import insist
from ._desk import Editor
from ._newsroom import Newsroom, children
from ._saves import check, editors, wait_for

KILLS = 100
AT_MOST = 1.0  # seconds between two of them, should no save come through meanwhile


def total(at_work: list[Editor]) -> int:
    return sum(len(editor.acknowledged) for editor in at_work)


def run(folder: Path, database: str = "") -> str:
    newsroom = Newsroom(folder, database).prepare()
    killed = 0
    with newsroom.served() as master:
        with editors(newsroom, timeout=10) as at_work:
            wait_for(at_work, saves=2)
            while killed < KILLS:
                saved, began = total(at_work), time.monotonic()
                workers = children(master)
                if workers:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(random.choice(workers), signal.SIGKILL)
                        killed += 1
                while total(at_work) == saved and time.monotonic() - began < AT_MOST:
                    time.sleep(random.uniform(0.01, 0.1))
            wait_for(at_work, saves=2)
        insist(newsroom.reader().get("/healthz").status == 200, "it does not serve afterwards")
        said = check(newsroom, at_work)
    lost = sum(editor.lost for editor in at_work)
    insist(lost, "no kill met a request: nothing was tried")
    return f"{killed} kills, {lost} requests cut off, {said}"
