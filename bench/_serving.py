"""Servers as make run starts them, asked by wrk (Debian: wrk) as fast as they answer."""

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

SECONDS = 3
TURNS = 5
WORKERS, THREADS, CONNECTIONS = "2", "4", 16
# A reader's, so that what is read is counted, too (newsroom/pages/counter.py).
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

# wrk's own language: another address each time, so that nothing of one page alone helps the next.
IN_TURN = """
local addresses = {{ {addresses} }}
local place = 0
request = function()
  place = place % #addresses + 1
  return wrk.format("GET", addresses[place])
end
"""


def environment(folder: Path) -> dict[str, str]:
    """A newsroom of its own below `folder`, on SQLite, with an access log."""
    found = dict(os.environ) | {
        "NEWSROOM_DATA": str(folder / "data"),
        "WEB_CONCURRENCY": WORKERS,
        "WEB_THREADS": THREADS,
        "NEWSROOM_SITE_URL": "",
        "NEWSROOM_ACCESS_LOG": "true",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_TRIM_THRESHOLD_": "1000000",
        "MALLOC_MMAP_THRESHOLD_": "1000000",
        # The log asks it who stands in front, also for an application that is none of ours.
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    found.pop("DATABASE_URL", None)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@contextlib.contextmanager
def served(application: str, folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The address and the process id of gunicorn with newsroom/gunicorn.conf.py in front of `application`."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", "newsroom/gunicorn.conf.py", application]
    settings = environment | {"PORT": str(port), "PYTHONPATH": f"{folder}:{Path.cwd()}"}
    with running(command, folder / f"{application.partition(':')[0]}.log", settings) as process:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(base + "/healthz").read()
                break
            time.sleep(0.1)
        yield base, process.pid


Asked = tuple[str, int, tuple[str, ...]]  # an address, the process that serves it, and headers


def rate(url: str, server: int, headers: tuple[str, ...], script: Path | None = None) -> tuple[float, float]:
    """Requests a second, and requests a second of the server's own time; raises where any was an error."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s", "-H", f"User-Agent: {BROWSER}"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(script)]
    before = worked(server)
    printed = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    took = worked(server) - before
    # To wrk 304 is no success, but no error either.
    if "Socket errors" in printed or ("Non-2xx" in printed and "If-None-Match" not in "".join(headers)):
        raise SystemExit(printed)
    number, second = re.search(r"(\d+) requests in", printed), re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert number and second, printed
    return float(second[1]), int(number[1]) / took


def compared(ours: Asked, other: Asked, script: Path | None = None) -> tuple[float, float, float, float]:
    """
    Both rates (medians), and the median of the ratios of each turn: by the clock, and by the servers' own time.

    In turns, each a pair: of a machine that does other things, too, both get about the same share. The servers' own
    time leaves the others out altogether; on a machine that does nothing else the two ratios are one.
    """
    pairs = [(rate(*ours, script=script), rate(*other, script=script)) for _ in range(TURNS)]
    by_clock, by_time = (statistics.median(one[n] / two[n] for one, two in pairs) for n in (0, 1))
    return (
        statistics.median(one[0] for one, _ in pairs),
        statistics.median(two[0] for _, two in pairs),
        by_clock,
        by_time,
    )


def worked(server: int) -> float:
    """Seconds of processor time that a server and its workers have taken."""
    total = 0
    for one in [server, *_below(server)]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def memory(*processes: int) -> float:
    """MB of these and all below them, each shared page divided among those who share it (PSS)."""
    total = 0
    for process in processes:
        for one in [process, *_below(process)]:
            with contextlib.suppress(OSError):
                rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
                total += sum(int(kb) for kb in re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE))
    return total / 1024


def _below(process: int) -> list[int]:
    children: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            children += [child, *_below(child)]
    return children
