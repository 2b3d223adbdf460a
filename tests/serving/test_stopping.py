"""A stop loses no request and no save, and requests that no browser sends are turned away without harm."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings

from desk.models import Story
from faults._desk import Reader, changed, fields_of
from tests.cast import publish, story
from tests.desk.hands import signed_in

from .conftest import ROOT, Serve, Server, address_of_database

pytestmark = pytest.mark.django_db(transaction=True)
HOST = "localhost:8000"


def editor_at(server: Server) -> Reader:
    reader = Reader(server.port, HOST)
    reader.cookies = {name: morsel.value for name, morsel in signed_in("ed").cookies.items()}
    return reader


def test_what_is_under_way_is_finished(serve: Serve) -> None:
    """Four saves whose texts arrive slowly: the stop comes while each is half sent."""
    made = [story() for _ in range(4)]
    with serve(WEB_THREADS="4", WEB_CONCURRENCY="2", NEWSROOM_STOP_SECONDS="30") as server:
        editor = editor_at(server)
        editor.get("/admin/")  # the form token's cookie: asked for by all at once, each would get another
        answers: dict[int, int] = {}
        sent_half = threading.Barrier(len(made) + 1)

        def save_slowly(one: Story) -> None:
            path = f"/admin/desk/story/{one.pk}/change/"
            fields = changed(fields_of(editor.get(path).text, "story_form"), headline=f"Kept {one.pk}")
            body = urlencode(fields).encode()
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=40)
            connection.putrequest("POST", path, skip_host=True)
            headers = {
                "Host": HOST,
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)),
                "Cookie": "; ".join(f"{name}={value}" for name, value in editor.cookies.items()),
            }
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(body[:50])
            sent_half.wait(60)
            time.sleep(1.5)
            connection.send(body[50:])
            answers[one.pk] = connection.getresponse().status
            connection.close()

        threads = [threading.Thread(target=save_slowly, args=(one,)) for one in made]
        for thread in threads:
            thread.start()
        sent_half.wait(60)
        time.sleep(0.5)  # until the halves are being read
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert server.process.poll() is None, "it didn't wait for anybody"
        for thread in threads:
            thread.join(60)
        assert server.process.wait(40) == 0
    assert answers == {one.pk: 302 for one in made}
    for one in made:
        assert Story.objects.get(pk=one.pk).headline == f"Kept {one.pk}"


def test_a_restart_on_the_socket_of_systemd_loses_no_request(static_files, transactional_db, tmp_path) -> None:
    """deploy/newsroom.socket: systemd holds the socket, so who comes between the old and the new waits in it."""
    path = publish(story("Through the restart")).get_absolute_url()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        environment = dict(os.environ) | {
            "NEWSROOM_DATA": str(static_files),
            "DATABASE_URL": address_of_database(),
            "NEWSROOM_SECRET_KEY": settings.SECRET_KEY,
            "NEWSROOM_SITE_URL": "http://localhost:8000",
            "WEB_CONCURRENCY": "2",
        }
        # As systemd does it: descriptor 3, and the process's own number.
        takes = (
            f"import os; os.dup2({listener.fileno()}, 3);"
            "os.environ |= {'LISTEN_FDS': '1', 'LISTEN_PID': str(os.getpid())};"
            f"os.execv({sys.executable!r}, [{sys.executable!r}, '-m', 'gunicorn', '-c', 'newsroom/gunicorn.conf.py',"
            " 'newsroom.wsgi'])"
        )

        def start() -> "subprocess.Popen[bytes]":
            with (tmp_path / "log").open("a") as log:
                return subprocess.Popen(
                    [sys.executable, "-c", takes], cwd=ROOT, env=environment, pass_fds=[listener.fileno()],
                    stdout=log, stderr=log,
                )  # fmt: skip

        process = start()
        failures: list[str] = []
        answered = 0
        stop = threading.Event()

        def read() -> None:
            nonlocal answered
            reader = Reader(port, HOST)
            while not stop.is_set():
                try:
                    answer = reader.get(path, timeout=60)
                except (OSError, http.client.HTTPException) as error:
                    failures.append(repr(error))
                    continue
                if answer.status == 200:
                    answered += 1
                else:
                    failures.append(f"{answer.status}")

        try:
            Reader(port, HOST).get("/healthz", timeout=120)
            readers = [threading.Thread(target=read) for _ in range(4)]
            for reader in readers:
                reader.start()
            for _restart in range(3):
                time.sleep(1)
                before = answered
                process.send_signal(signal.SIGTERM)
                assert process.wait(30) == 0
                process = start()
                end = time.monotonic() + 60
                while answered < before + 20 and time.monotonic() < end:
                    time.sleep(0.1)
            stop.set()
            for reader in readers:
                reader.join(60)
        finally:
            stop.set()
            process.terminate()
            process.wait(30)
    assert not failures, failures[:5]
    assert answered > 60


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:8000\r\n" + b"X-Many: 1\r\n" * 100 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nX-Long: " + b"a" * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:8000\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    ],
    ids=["a line too long", "too many headers", "a header too long", "two lengths"],
)
def test_what_no_browser_sends_is_turned_away(serve: Serve, request_: bytes) -> None:
    with serve() as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
            one.settimeout(20)
            one.sendall(request_)
            answer = one.recv(4096)
        assert answer[:10] in (b"HTTP/1.1 4", b""), answer[:100]
        assert b"Traceback" not in answer
        assert Reader(server.port, HOST).get("/").status == 200
