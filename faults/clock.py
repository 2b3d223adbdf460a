"""
The clock of the server's processes is set two hours forward, a day back, and right again, while editors save.

Only what they read is moved, by the library in _clock.c: the machine's own clock is everybody's. (Looked at: Debian's
faketime, under which Python 3.11 can't sleep.) What is live follows the clock, and comes back with it; /healthz names
it with 200; no save is lost, no page is an error.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from . import insist
from ._newsroom import Newsroom, tool
from ._saves import check, editors, wait_for

HOUR = 3600

PUBLISHED = """
import datetime as dt, json
from django.contrib.auth.models import User
from django.utils import timezone
from desk import publishing
from desk.models import Story
now, ed = timezone.now(), User.objects.get(username="ed")
old, new = Story.objects.order_by("pk")[:2]
old = publishing.publish(old, by=ed, at=now, override="a fault")
new = publishing.publish(new, by=ed, at=now, live_from=now + dt.timedelta(hours=1), override="a fault")
print(json.dumps([old.get_absolute_url(), new.get_absolute_url()]))
"""


def run(folder: Path) -> str:
    moved = folder / "clock.so"
    source = Path(__file__).with_name("_clock.c")
    subprocess.run([tool("cc", "gcc libc6-dev"), "-shared", "-fPIC", "-O2", "-o", moved, source], check=True)
    newsroom = Newsroom(folder).prepare()
    old, new = newsroom.ask(PUBLISHED)
    shift = folder / "shift"
    faked = {"LD_PRELOAD": str(moved), "CLOCK_SHIFT": str(shift)}
    set_clock(shift, 0)
    with newsroom.served(**faked):
        with editors(newsroom) as at_work:
            wait_for(at_work, saves=1)
            see(newsroom, old, 200, new, 404, "ok")
            set_clock(shift, 2 * HOUR)
            see(newsroom, old, 200, new, 200, "wanders: set by +7200 s since the start")
            wait_for(at_work, saves=1)
            set_clock(shift, -24 * HOUR)
            see(newsroom, old, 404, new, 404, "wanders: set by -86400 s since the start")
            wait_for(at_work, saves=1)
            set_clock(shift, 0)
            see(newsroom, old, 200, new, 404, "ok")
            wait_for(at_work, saves=1)
        refused = [one for editor in at_work for one in editor.refused]
        insist(not refused, f"a save was answered {refused[0].status if refused else ''}")
        said = check(newsroom, at_work)
    return f"two hours forward, a day back and right again: what is live went with it, {said}"


def set_clock(shift: Path, seconds: int) -> None:
    """At once and for every process: they all have this file in their memory."""
    with shift.open("r+b" if shift.exists() else "wb") as file:
        file.write(seconds.to_bytes(8, sys.byteorder, signed=True))


def see(newsroom: Newsroom, old: str, old_status: int, new: str, new_status: int, clock: str) -> None:
    """In whichever process: each page as it should be, after the second that a change may take."""
    time.sleep(1.1)
    reader = newsroom.reader()
    for _ in range(12):
        for path, status in ((old, old_status), (new, new_status), ("/", 200), ("/news-feed/", 200)):
            answer = reader.get(path)
            insist(answer.status == status, f"{path} is {answer.status}, not {status}, with a clock that {clock}")
    health = reader.get("/healthz")
    told = json.loads(health.text)["clock"]
    near = {clock} | {clock.replace(str(n), str(n + d)) for n in (7200, 86400) for d in (-1, 1)}
    insist(health.status == 200 and told in near, f"/healthz says {health.text}")
