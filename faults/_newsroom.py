"""A newsroom to break: its own data directory and database, gunicorn and worker as they are started in life."""

import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ._desk import Reader

_once = tempfile.TemporaryDirectory(prefix="newsroom-ready-")

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "correct horse battery"
WRITERS = 4

# Not compressed, which takes most of half a minute: nobody looks at the files, pages only need their names.
COLLECT = """
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
    call_command("collectstatic", interactive=False, verbosity=0)
"""
MAKE = """
from django.contrib.auth.models import Group, User
from articles.models import Section
from authors.models import Author
from desk import roles
from desk.models import Story, StoryByline
section = Section.objects.create(name="War", slug="war")
author = Author.objects.create(name="Rita Reporter", slug="rita", title="Reporter")
ed = User.objects.create_user("ed", password={password!r}, is_staff=True)
ed.groups.add(Group.objects.get(name=roles.PUBLISHERS))
for number in range({writers}):
    story = Story.objects.create(
        headline=f"Story {{number}} as of 0", body="<p>As of 0.</p>", section=section, begun_by=ed)
    StoryByline.objects.create(story=story, author=author, position=0)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Newsroom:
    """`folder`: where everything of it lies. `database`: an address, SQLite below `folder` where none is given."""

    def __init__(self, folder: Path, database: str = "", **environment: str) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.log = folder / "newsroom.log"
        apart = ("DATABASE_URL", "NEWSROOM_", "WEB_", "PORT")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
        self.environment = kept | {
            "NEWSROOM_DATA": str(self.data),
            "DATABASE_URL": database,
            "PORT": str(self.port),
            "PYTHONPATH": f"{folder}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "WEB_CONCURRENCY": "2",
            "WEB_THREADS": "4",
        }
        self.environment |= environment

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)[:80]}: {done.stderr}")
        return done.stdout

    def ask(self, code: str) -> Any:
        """What the last line of `code`, run in this newsroom, prints as JSON."""
        return json.loads(self.manage("shell", "-v", "0", "-c", code).strip().splitlines()[-1])

    def prepare(self) -> "Newsroom":
        """Tables, static files, `ed`, who may publish, and a story for each of WRITERS."""
        database = bool(self.environment["DATABASE_URL"])
        shutil.copytree(_ready(with_tables=not database), self.data)
        if database:
            self._make()
        return self

    def _make(self) -> None:
        self.manage("migrate", "-v", "0")
        self.manage("shell", "-v", "0", "-c", MAKE.format(password=PASSWORD, writers=WRITERS))

    @property
    def keys(self) -> list[int]:
        keys: list[int] = self.ask(
            "import json; from desk.models import Story\n"
            "print(json.dumps(sorted(Story.objects.values_list('pk', flat=True))))"
        )
        return keys

    def reader(self, port: int | None = None) -> Reader:
        return Reader(port or self.port, f"localhost:{self.port}")

    @contextlib.contextmanager
    def served(self, application: str = "newsroom.wsgi", *before: str, **environment: str) -> Iterator[int]:
        """gunicorn, once it answers; its process id. `before`: a command that it is run by."""
        command = [*before, sys.executable, "-m", "gunicorn", "-c", "newsroom/gunicorn.conf.py", application]
        with self.running(command, **environment) as process:
            for _ in range(600):
                if process.poll() is not None:
                    raise RuntimeError(self.log.read_text()[-3000:])
                with contextlib.suppress(OSError):
                    self.reader().get("/healthz", timeout=5)
                    break
                time.sleep(0.1)
            yield process.pid

    @contextlib.contextmanager
    def running(self, command: list[str], **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
        """`command`, and an end to it and whatever it started."""
        with self.log.open("a") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | environment, stdout=out, stderr=out, start_new_session=True
            )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def worker(self) -> "contextlib.AbstractContextManager[subprocess.Popen[bytes]]":
        return self.running([sys.executable, "manage.py", "work"])


@functools.cache
def _ready(*, with_tables: bool) -> Path:
    """A data directory to copy from: static files, and `with_tables` what a newsroom on SQLite begins with."""
    data = Path(_once.name) / ("tables" if with_tables else "static")
    first = Newsroom(data.parent)
    first.data, first.environment["NEWSROOM_DATA"] = data, str(data)
    if with_tables:
        shutil.copytree(_ready(with_tables=False), data)
        first._make()
    else:
        first.manage("shell", "-v", "0", "-c", COLLECT)
    return data


def children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def tool(name: str, package: str) -> str:
    """The path of a program, or Skipped in words. Debian keeps some where only root looks."""
    from . import Skipped

    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        raise Skipped(f"{name} is missing (Debian: apt install {package})")
    return found
