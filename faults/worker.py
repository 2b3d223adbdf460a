"""
The worker is dead for an hour.

A story comes and goes at its time all the same, saves and publications go on, /healthz names it and stays 200; and a
worker that comes back does what has waited and forgets what it should.
"""

import time
from pathlib import Path

from . import insist
from ._newsroom import PASSWORD, Newsroom

# As it looks after an hour: the last sign of life, work that has waited, and an address that should be gone by now.
AN_HOUR_LATER = """
import datetime as dt, json
from django.utils import timezone
from core.models import Beat
from desk import publishing
from desk.accounts.models import SignIn
from desk.models import Story
from django.contrib.auth.models import User
from django_tasks_db.models import DBTaskResult
from core.purge import purge
now = timezone.now()
purge.enqueue()
DBTaskResult.objects.update(enqueued_at=now - dt.timedelta(hours=1))
Beat.objects.update_or_create(id=1, defaults={"at": now - dt.timedelta(hours=1)})
SignIn.objects.update(at=now - dt.timedelta(days=31))
story = Story.objects.first()
edition = publishing.publish(
    story, by=User.objects.get(username="ed"), at=now, live_from=now + dt.timedelta(seconds=WAIT), override="a fault")
print(json.dumps({"path": edition.get_absolute_url(), "live_from": edition.live_from.timestamp()}))
"""
LEFT = """
import json
from desk.accounts.models import SignIn
from django_tasks_db.models import DBTaskResult
print(json.dumps({"waiting": DBTaskResult.objects.ready().count(),
                  "addresses": SignIn.objects.exclude(address="").count()}))
"""
WAIT = 15  # seconds until the story is due: longer than the script takes to ask for it
WITHIN = 1.0  # seconds: how late it may be seen
CAUGHT_UP = 30  # seconds


def run(folder: Path) -> str:
    newsroom = Newsroom(folder).prepare()
    with newsroom.served():
        newsroom.reader().sign_in("ed", PASSWORD)
        insist(newsroom.ask(LEFT)["addresses"] == 1, "nobody's address was noted: nothing would be forgotten")
        due = newsroom.ask(AN_HOUR_LATER.replace("WAIT", str(WAIT)))
        health = newsroom.reader().get("/healthz")
        insist(health.status == 200 and "late: last seen 36" in health.text, f"/healthz says {health.text}")
        reader, early, late = newsroom.reader(), 0, 0.0
        while True:
            asked = time.time()
            answer = reader.get(due["path"])
            if answer.status == 200:
                insist(time.time() >= due["live_from"], "a story was there before its time")
                late = time.time() - due["live_from"]
                break
            early += 1
            insist(asked < due["live_from"] + 10, "a story doesn't come without the worker")
            time.sleep(0.05)
        insist(early, "the story was due before it was asked for: nothing was tried")
        insist(late <= WITHIN, f"a story came {late:.1f} s late")
        insist(_save(newsroom), "nothing can be saved without the worker")
        insist(newsroom.ask(LEFT)["waiting"], "no work waits: nothing was tried")
        with newsroom.worker():
            began = time.monotonic()
            while newsroom.ask(LEFT) != {"waiting": 0, "addresses": 1} and time.monotonic() - began < CAUGHT_UP:
                # The newest sign-in is of today, the old one is not.
                time.sleep(0.5)
            took = time.monotonic() - began
            health = newsroom.reader().get("/healthz")
        left = newsroom.ask(LEFT)
        insist(left["waiting"] == 0, f"a worker that came back leaves work lying: {left}")
        insist(left["addresses"] == 1, f"a worker that came back forgets no address, or too many: {left}")
        insist('"worker": "ok"' in health.text, f"/healthz says {health.text}")
    return f"a story came by itself {late:.2f} s after its time, and a worker caught up in {took:.0f} s"


def _save(newsroom: Newsroom) -> bool:
    editor = newsroom.reader()
    editor.sign_in("ed", PASSWORD)
    return editor.save(newsroom.keys[1], 1).status == 302
