"""
Two hundred half-open connections that send a byte now and then, through nginx with the configuration of deploy/.

Readers' pages come as quickly as before. And at how many such connections a process of gunicorn alone stands still.
"""

import contextlib
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from . import insist
from ._newsroom import ROOT, Newsroom, free_port, tool

SLOW = 200
QUICKLY = 5.0  # seconds for a page meanwhile, on a busy machine: behind what stands still none would come at all
HALF = b"GET /news-feed/ HTTP/1.1\r\nHost: news.example\r\nX-Slow: "
HALF_A_FORM = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: news.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100000\r\n\r\nusername="
)
SITE = {"NEWSROOM_SITE_URL": "https://news.example", "NEWSROOM_BEHIND_PROXY": "true"}


def run(folder: Path) -> str:
    nginx = tool("nginx", "nginx-light")
    openssl = tool("openssl", "openssl")
    newsroom = Newsroom(folder, WEB_CONCURRENCY="2", WEB_THREADS="4").prepare()
    with newsroom.served(**SITE), proxy(newsroom, nginx, openssl) as port:
        insist(page(port) < QUICKLY * 2, "nginx doesn't answer at all")
        with contextlib.ExitStack() as stack:
            crowd = [stack.enter_context(half_open(port, HALF if n % 2 else HALF_A_FORM)) for n in range(SLOW)]
            slowest, gone = 0.0, 0
            for _ in range(20):
                slowest = max(slowest, page(port))
                gone = sum(not drip(one) for one in crowd)
                time.sleep(0.2)
            insist(gone < SLOW, "nginx closed them all at once: nothing was tried")
        insist(slowest < QUICKLY, f"a page took {slowest:.1f} s behind {SLOW} slow connections")
    alone = stands_still_at(newsroom)
    return (
        f"{SLOW} half-open connections through nginx: slowest page {slowest:.2f} s. "
        f"A process of 4 threads alone stands still at {alone}"
    )


@contextlib.contextmanager
def proxy(newsroom: Newsroom, nginx: str, openssl: str) -> Iterator[int]:
    """nginx with deploy/nginx.conf, its names and ports and files exchanged for ours; the port."""
    folder, port = newsroom.folder, free_port()
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=news.example",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for wanted, ours in {
        r"listen \[::\]:\d+[^;]*;": "",
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl([^;]*);": rf"listen 127.0.0.1:{port} ssl\1;",
        r"ssl_certificate .*;": f"ssl_certificate {folder}/cert.pem;",
        r"ssl_certificate_key .*;": f"ssl_certificate_key {folder}/key.pem;",
        r"access_log \S+": f"access_log {folder}/nginx.log",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{newsroom.port}",
        r"/srv/newsroom/data": str(newsroom.data),
    }.items():
        insist(re.search(wanted, site) or "srv" in wanted, f"deploy/nginx.conf has no {wanted} any more")
        site = re.sub(wanted, ours, site)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/nginx.error;\ndaemon off;\nworker_processes 1;\n"
        + "events { worker_connections 1024; }\nhttp {\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + site
        + "\n}\n"
    )
    with newsroom.running([nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.error")]) as process:
        for _ in range(100):
            insist(process.poll() is None, f"nginx refuses deploy/nginx.conf: {newsroom.log.read_text()[-500:]}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port


def secured(port: int, timeout: float) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout), server_hostname="news.example")


@contextlib.contextmanager
def half_open(port: int, beginning: bytes) -> Iterator[socket.socket]:
    with secured(port, 20) as one:
        one.sendall(beginning)
        yield one


def drip(one: socket.socket) -> bool:
    """One byte more; whether anybody still listens."""
    try:
        one.sendall(b"x")
    except OSError:
        return False
    return True


def page(port: int) -> float:
    """Seconds that a reader waits for a page."""
    began = time.monotonic()
    with secured(port, 30) as one:
        one.sendall(b"GET /news-feed/ HTTP/1.1\r\nHost: news.example\r\nConnection: close\r\n\r\n")
        answer = b""
        while block := one.recv(65536):
            answer += block
    insist(answer.startswith(b"HTTP/1.1 200"), f"a page behind nginx: {answer[:200]!r}")
    return time.monotonic() - began


def stands_still_at(newsroom: Newsroom) -> int:
    """
    How many half-sent requests make gunicorn, with nothing in front, answer nobody.

    One process: of two, the one that stands still goes on taking its share of the connections, and each that it takes
    is a time-out here.
    """
    with newsroom.served(**SITE, WEB_CONCURRENCY="1"), contextlib.ExitStack() as stack:
        for count in range(1, 65):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", newsroom.port), 5))
            one.sendall(HALF)
            time.sleep(0.2)
            if not answers(newsroom):
                return count
    return 65


def answers(newsroom: Newsroom) -> bool:
    for _ in range(3):
        with contextlib.suppress(OSError):
            newsroom.reader().get("/healthz", timeout=3)
            return True
    return False
