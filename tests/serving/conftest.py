"""The newsroom as it is served: gunicorn in processes of its own, on the database of the test."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)


class Server:
    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


Serve = Callable[..., AbstractContextManager[Server]]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with collected static files, which a server can't do without."""
    data = tmp_path_factory.mktemp("served")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=dict(os.environ) | {"NEWSROOM_DATA": str(data)}, check=True)
    return data


def address_of_database() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = quote(found["USER"]) + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    return f"postgres://{who}@{found['HOST'] or 'localhost'}:{found['PORT'] or 5432}/{found['NAME']}"


@pytest.fixture
def serve(static_files: Path, tmp_path: Path, transactional_db: None) -> Serve:
    """`with serve(workers=2) as server`: a server of its own, on this test's database, with its secret key."""

    @contextlib.contextmanager
    def start(**environment: str) -> Iterator[Server]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        log = tmp_path / f"{port}.log"
        told = {
            "NEWSROOM_DATA": str(static_files),
            "DATABASE_URL": address_of_database(),
            "NEWSROOM_SECRET_KEY": settings.SECRET_KEY,
            "NEWSROOM_SITE_URL": "http://localhost:8000",
            "NEWSROOM_ACCESS_LOG": "true",
            "WEB_CONCURRENCY": "2",
            "WEB_THREADS": "4",
            "PORT": str(port),
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "newsroom/gunicorn.conf.py", "newsroom.wsgi"]
        with log.open("w") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=dict(os.environ) | told | environment, stdout=out, stderr=out
            )
        server = Server(process, port, log)
        try:
            wait_for(server)
            yield server
        finally:
            if process.poll() is None:
                server.stop()

    return start


def wait_for(server: Server) -> None:
    for _ in range(300):
        assert server.process.poll() is None, server.log.read_text()
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{server.base}/healthz", timeout=5).read()
            return
        time.sleep(0.1)
    raise AssertionError(server.log.read_text())
