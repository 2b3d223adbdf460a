"""
The disk is full: by SQLite's own limit, by a limit on the size of files, and for real where a disk can be made.

Saves and uploads are refused in words, what was typed comes back, nothing is half saved, readers go on reading; and
when there is room again all goes on without a restart.
"""

import contextlib
import io
import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from . import insist
from ._desk import Answer, Reader, changed, fields_of
from ._newsroom import PASSWORD, Newsroom
from ._saves import STORED

# The newsroom with a ceiling over its database.
CEILING = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA max_page_count={pages}"
from newsroom.wsgi import application
"""
TEXT = "A paragraph that somebody has written and would hate to lose. " * 4000  # 250 kB
COUNT = "import json; from photos.models import Photo; print(json.dumps(Photo.objects.count()))"


def run(folder: Path) -> str:
    newsroom = Newsroom(folder, WEB_CONCURRENCY="1").prepare()
    key = newsroom.keys[0]
    tried = []
    with sqlite3.connect(newsroom.data / "newsroom.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.close()
    (folder / "ceiling.py").write_text(CEILING.format(pages=pages + 4))
    with newsroom.served("ceiling"):
        refuses_a_save(newsroom, key)
        tried.append("max_page_count")
    with newsroom.served() as master:
        # Whatever is beyond this size in a file is not written: of a picture its end, of SQLite's log all but little.
        with limited(master, bytes_of_a_file=100_000):
            refuses_an_upload(newsroom)
            refuses_a_save(newsroom, key)
        takes_a_save(newsroom, key)
        tried.append("RLIMIT_FSIZE")
    if small_disk(folder / "small"):
        try:
            tried.append(on_a_small_disk(folder / "small"))
        finally:
            subprocess.run(["umount", folder / "small"], check=False)
    return f"saves and uploads refused in words, nothing half saved, readers undisturbed: by {', '.join(tried)}"


def signed_in(newsroom: Newsroom) -> Reader:
    editor = newsroom.reader()
    editor.sign_in("ed", PASSWORD)
    return editor


def refuses_a_save(newsroom: Newsroom, key: int) -> None:
    before = newsroom.ask(STORED)
    editor = newsroom.reader()
    editor.cookies = session_of(newsroom)
    path = f"/admin/desk/story/{key}/change/"
    form = editor.get(path)
    insist(form.status == 200, f"the form can't be opened on a full disk: {form.status}")
    fields = changed(fields_of(form.text, "story_form"), headline="Lost?", body=f"<p>{TEXT}</p>")
    answer = editor.post(path, fields)
    in_words(answer)
    insist("somebody has written and would hate to lose" in answer.text, "what was typed did not come back")
    insist(newsroom.ask(STORED) == before, "something of a refused save was stored")
    readers_read(newsroom)


def takes_a_save(newsroom: Newsroom, key: int) -> None:
    answer = signed_in(newsroom).save(key, 99)
    insist(answer.status == 302, f"with room again a save is still refused: {answer.status}")


def refuses_an_upload(newsroom: Newsroom) -> None:
    before, files = newsroom.ask(COUNT), stored_files(newsroom)
    editor = newsroom.reader()
    editor.cookies = session_of(newsroom)
    in_words(upload(editor, noise(900)))
    insist(newsroom.ask(COUNT) == before, "a photo without a picture was stored")
    insist(stored_files(newsroom) == files, f"half a file stays: {stored_files(newsroom) - files}")
    readers_read(newsroom)


def in_words(answer: Answer) -> None:
    insist(answer.status == 503, f"a full disk is answered {answer.status}: {answer.text[-500:]}")
    insist("The disk is full" in answer.text, f"the answer doesn't say that the disk is full: {answer.text[:500]}")
    insist("Traceback" not in answer.text, "a traceback")


def readers_read(newsroom: Newsroom) -> None:
    for path in ("/", "/news-feed/", "/search/?q=story"):
        insist(newsroom.reader().get(path).status == 200, f"{path} needs room on the disk")


_sessions: dict[Path, dict[str, str]] = {}


def session_of(newsroom: Newsroom) -> dict[str, str]:
    """Of somebody who came in while there was room; made past the server, whose disk may be full by now."""
    if newsroom.folder not in _sessions:
        code = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from core import staff_cookie
ed = User.objects.get(username="ed")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(ed.pk), ed.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(json.dumps({settings.SESSION_COOKIE_NAME: session.session_key}))
"""
        _sessions[newsroom.folder] = newsroom.ask(code)
    return dict(_sessions[newsroom.folder])


def noise(side: int) -> bytes:
    """A picture that can't be packed: some 3 MB for 1000 pixels a side."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def upload(editor: Reader, picture: bytes) -> Answer:
    form = editor.get("/admin/photos/photo/add/")
    insist(form.status == 200, f"the form for a photo can't be opened on a full disk: {form.status}")
    edge = "edge-of-the-form"
    parts = b""
    for name, value in changed(fields_of(form.text, "photo_form"), caption="A", alt="B", photographer="Phil"):
        if name != "image":
            parts += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    parts += f'--{edge}\r\nContent-Disposition: form-data; name="image"; filename="noise.png"\r\n'.encode()
    parts += b"Content-Type: image/png\r\n\r\n" + picture + f"\r\n--{edge}--\r\n".encode()
    return editor.ask("POST", "/admin/photos/photo/add/", parts, f"multipart/form-data; boundary={edge}")


def stored_files(newsroom: Newsroom) -> set[Path]:
    places = (newsroom.data / "media", newsroom.data / "tmp")
    return {file for place in places for file in place.rglob("*") if file.is_file()}


@contextlib.contextmanager
def limited(master: int, bytes_of_a_file: int) -> Iterator[None]:
    """No process of the server may write past so many bytes of a file, meanwhile."""
    from ._newsroom import children

    everybody = [master, *children(master)]
    for process in everybody:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (bytes_of_a_file, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for process in everybody:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def small_disk(place: Path) -> bool:
    """Mount a disk of 40 MB in memory, where we may."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m,mode=0755", "newsroom", str(place)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def on_a_small_disk(folder: Path) -> str:
    newsroom = Newsroom(folder, WEB_CONCURRENCY="1").prepare()
    key = newsroom.keys[0]
    session_of(newsroom)
    with newsroom.served():
        editor = newsroom.reader()
        editor.cookies = session_of(newsroom)
        insist(editor.get("/admin/").status == 200, "the desk doesn't open")  # "last seen" is noted while there is room
        filler = folder / "filler"
        fill(filler)
        health = newsroom.reader().get("/healthz")
        insist((health.status, '"data": "full"' in health.text) == (503, True), f"/healthz says {health.text}")
        refuses_an_upload(newsroom)
        refuses_a_save(newsroom, key)
        filler.unlink()
        takes_a_save(newsroom, key)
        insist(newsroom.reader().get("/healthz").status == 200, "with room again /healthz is not 200")
    return "a disk of 40 MB"


def fill(filler: Path) -> None:
    """Write until the disk refuses."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size) == size:
                    pass
