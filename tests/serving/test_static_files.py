"""Static files as a server sends them: found by what is in them, small, kept for ever; and pictures in parts."""

import gzip
import re
import urllib.error
import urllib.request
from typing import Any

import pytest

from photos import renditions
from tests.cast import publish
from tests.photos.pictures import photo

from .conftest import Serve, Server

pytestmark = pytest.mark.django_db(transaction=True)


def ask(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(server.base + path, headers={"Host": "localhost:8000"} | headers)
    try:
        answer: Any = urllib.request.urlopen(asked, timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_what_a_page_asks_for_is_hashed_compressed_and_immutable(serve: Serve) -> None:
    from django.utils import timezone

    edition = publish(at=timezone.now())
    with serve(WEB_CONCURRENCY="1") as server:
        _status, _headers, page = ask(server, edition.get_absolute_url())
        paths = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
        assert {path.rpartition(b".")[2] for path in paths} >= {b"css", b"js", b"woff2", b"svg"}
        for path in map(bytes.decode, paths):
            assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
            status, headers, body = ask(server, path, **{"Accept-Encoding": "gzip"})
            assert status == 200, path
            assert headers["cache-control"] == "max-age=315360000, public, immutable", path
            assert "set-cookie" not in headers
            if path.endswith((".css", ".js")):
                assert headers["content-encoding"] == "gzip", path
                whole = ask(server, path)[2]
                assert gzip.decompress(body) == whole
                # What a style sheet names is named by its hash, too.
                named = re.findall(rb"url\(\"?([^\")]+)", whole)
                assert all(re.search(rb"\.[0-9a-f]{12}\.\w+$", one) for one in named if not one.startswith(b"data:"))


def test_of_the_editor_only_what_it_loads_is_there(serve: Serve) -> None:
    with serve(WEB_CONCURRENCY="1") as server:
        base = "/static/ckeditor/ckeditor"
        assert ask(server, f"{base}/ckeditor.js")[0] == 200
        for path in (
            "plugins/wsc/plugin.js",
            "plugins/scayt/plugin.js",
            "plugins/iframe/plugin.js",
            "adapters/jquery.js",
        ):
            assert ask(server, f"{base}/{path}")[0] == 404, path
        assert ask(server, "/static/../newsroom.sqlite3")[0] == 404


def test_a_picture_comes_in_parts_over_the_wire(serve: Serve, static_files: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = static_files / "media"
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    address = renditions.nearest(photo(), 640).address
    with serve(WEB_CONCURRENCY="1") as server:
        status, headers, whole = ask(server, address)
        assert (status, headers["accept-ranges"]) == (200, "bytes")
        parts = []
        for at in range(0, len(whole), 3000):
            status, headers, part = ask(server, address, Range=f"bytes={at}-{at + 2999}")
            assert (status, headers["content-length"]) == (206, str(len(part)))
            parts.append(part)
        assert len(parts) > 1
        assert b"".join(parts) == whole
        assert ask(server, address, Range="bytes=99999999-")[0] == 416
