"""A PostgreSQL of our own: never the machine's. It will not run as root, so then it runs as `postgres`."""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from . import Skipped
from ._newsroom import free_port


def programs() -> Path:
    """Where initdb and pg_ctl are; the newest of Debian's, which are not in PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not versions:
        raise Skipped("initdb is missing (Debian: apt install postgresql)")
    return versions[-1].parent


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.bin, self.port = programs(), free_port()
        self.data, self.log = folder / "cluster" / "data", folder / "cluster" / "log"
        self.user: str | None = None
        self.data.parent.mkdir()
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError as error:
                raise Skipped("PostgreSQL doesn't run as root, and there is no user postgres") from error
            self.user = "postgres"
            os.chown(self.data.parent, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self.bin / name), "-D", str(self.data), *arguments]
        done = subprocess.run(
            command, user=self.user, cwd=self.data.parent, capture_output=name == "initdb", text=True, check=False,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            **({} if name == "initdb" else {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr or self.log.read_text()[-2000:]}")

    def start(self) -> None:
        # fsync is for a machine that loses its power. Here only PostgreSQL goes down, and what it wrote is there.
        options = (
            f"-p {self.port} -c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data.parent}"
        )
        self._run("pg_ctl", "start", "--wait", f"--log={self.log}", "--options", options)

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """One that runs, with an empty database."""
    one = Cluster(folder)
    one.start()
    try:
        yield one
    finally:
        with contextlib.suppress(RuntimeError):  # it may be stopped already
            one.stop("immediate")
        time.sleep(0.1)
