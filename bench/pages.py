"""
What a kept page costs, there and as a middleware; one that is made anew; how soon a publication is seen; the memory.

    python -m bench.pages

Everything behind gunicorn with the same worker class and number and an access log, wrk asking each in turn. A kept page
is compared with a bare WSGI application that returns the same bytes (the headers, too), a page that is made anew with a
Django view that returns a constant through the same middleware. Each article is asked for in turn, so that what is kept
of one page's own doesn't count. And the page cache, which stands before Django, is compared with itself as the first
middleware in Django's list. What a hit costs in a larger newsroom is in bench/lists.py.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from ._serving import IN_TURN, compared, environment, memory, running, served

WANTED = {"kept page": 0.8, "304": 0.8, "page made anew": 0.10, "before Django": 1.0}
SEEN_WITHIN, MEGABYTES = 1.0, 300

BARE = """
import pathlib
PAGE = pathlib.Path({page!r}).read_bytes()
HEADERS, UNCHANGED = {headers!r}, {unchanged!r}
def application(environ, start_response):
    if environ.get("HTTP_IF_NONE_MATCH"):
        start_response("304 Not Modified", UNCHANGED)
        return []
    start_response("200 OK", HEADERS)
    return [PAGE]
"""

CONSTANT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
import types, sys
urls = types.ModuleType("constant_urls")
urls.urlpatterns = [path("<path:any>", lambda request, any: HttpResponse("x"))]
sys.modules["constant_urls"] = urls
from django.conf import settings
settings.ROOT_URLCONF = "constant_urls"
application = get_wsgi_application()
"""

# Django itself, without the layer: what a page costs that is made anew each time.
ANEW = """
from newsroom.wsgi import django as application
"""

# The same layer as the first middleware: what it gives up is that Django builds a request and a response for each hit.
MIDDLEWARE = """
import os, sys, types
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
from django.core.wsgi import get_wsgi_application
within = get_wsgi_application()
from django.conf import settings
from django.http import HttpResponse
from newsroom.pages import PageLayer

class First:
    def __init__(self, get_response):
        self.layer = PageLayer(within)

    def __call__(self, request):
        said = []
        body = self.layer(request.META, lambda status, headers, exc_info=None: said.append((status, headers)))
        response = HttpResponse(b"".join(body), status=int(said[0][0][:3]))
        del response.headers["Content-Type"]
        for name, value in said[0][1]:
            response.headers[name] = value
        return response

sys.modules["first_in_list"] = types.ModuleType("first_in_list")
sys.modules["first_in_list"].First = First
settings.MIDDLEWARE = ["first_in_list.First", *settings.MIDDLEWARE]
application = get_wsgi_application()
"""

PUBLISH = """
from django.contrib.auth.models import User
from django.utils import timezone
import time
from desk import publishing
from desk.models import Story
story = Story.objects.filter(status="approved").first()
story.headline = "Seen at once"
story.save()
publishing.publish(story, by=User.objects.get(username="publisher"), at=timezone.now(), override="bench")
print("at", time.time())
"""

Headers = list[tuple[str, str]]


def fetch(url: str, **headers: str) -> tuple[bytes, Headers]:
    """The answer's bytes and its own headers, without those that gunicorn adds."""
    request = urllib.request.Request(url, headers=headers)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as unchanged:  # 304 is one to urllib
        answer = unchanged
    with answer:
        added = {"server", "date", "connection"}
        return answer.read(), [(name, value) for name, value in answer.headers.items() if name.lower() not in added]


def until_seen(base: str, settings: dict[str, str]) -> float:
    """
    Seconds from the end of a publication to the last request that was still answered with the page of before.

    Each on a fresh connection, to whichever worker; over when 40 in a row show it.
    """
    for _ in range(20):
        fetch(base + "/news-feed/")
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", PUBLISH], env=settings, capture_output=True, text=True, check=True
    )
    published = last_old = float(said.stdout.rpartition("at ")[2])
    in_a_row = 0
    while in_a_row < 40:
        asked = time.time()
        if b"Seen at once" in fetch(base + "/news-feed/")[0]:
            in_a_row += 1
        else:
            in_a_row, last_old = 0, asked
    return last_old - published


def articles(base: str) -> list[str]:
    """Every article of the demo newsroom, newest first."""
    page, found = "/news-feed/", []
    while page:
        html = fetch(base + page)[0].decode()
        found += re.findall(r'href="(/20\d\d/\d\d/\d\d/[^"/]+/)"', html)
        more = re.search(r'rel="next" href="([^"]+)"', html)
        page = more[1] if more else ""
    return list(dict.fromkeys(found))


def main() -> int:
    if not shutil.which("wrk"):
        print("wrk is missing (Debian: apt install wrk): nothing measured.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        return measure(Path(temporary))


def measure(folder: Path) -> int:
    settings = environment(folder)
    for command in (["migrate", "-v0"], ["load_demo"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], env=settings, check=True, capture_output=True)
    work = [sys.executable, "manage.py", "work"]
    with (
        served("newsroom.wsgi", folder, settings) as (ours, web),
        running(work, folder / "work.log", settings) as worker,
    ):
        addresses = articles(ours)
        first = addresses[0]
        page, headers = fetch(ours + first, **{"Accept-Encoding": "gzip"})
        etag = dict(headers)["ETag"]
        _nothing, unchanged = fetch(ours + first, **{"Accept-Encoding": "gzip", "If-None-Match": etag})
        (folder / "page.gz").write_bytes(page)
        bare_source = BARE.format(page=str(folder / "page.gz"), headers=headers, unchanged=unchanged)
        sources = {"bare": bare_source, "constant": CONSTANT, "anew": ANEW, "middleware": MIDDLEWARE}
        for name, source in sources.items():
            (folder / f"{name}.py").write_text(source)
        in_turn = folder / "in_turn.lua"
        in_turn.write_text(IN_TURN.format(addresses=", ".join(f'"{one}"' for one in addresses)))
        zipped, tagged = "Accept-Encoding: gzip", f"If-None-Match: {etag}"
        with served("bare", folder, settings) as (bare, bare_pid):
            kept = compared((ours + first, web, (zipped,)), (bare + first, bare_pid, (zipped,)))
            again = compared((ours + first, web, (zipped, tagged)), (bare + first, bare_pid, (zipped, tagged)))
        with served("middleware", folder, settings) as (listed, listed_pid):
            before = compared((ours + first, web, (zipped,)), (listed + first, listed_pid, (zipped,)))
        with (
            served("anew", folder, settings) as (anew, anew_pid),
            served("constant", folder, settings) as (constant, constant_pid),
        ):
            made = compared((anew + "/", anew_pid, ()), (constant + "/", constant_pid, ()), in_turn)
        seen = until_seen(ours, settings)
        for address in addresses:  # as after a day: every page that there is, in every worker
            for _ in range(8):
                fetch(ours + address)
        used = memory(web, worker.pid)
    print(f"{os.cpu_count()} cores; requests a second of ours and of the other; the ratio by the clock, and by the")
    print("servers' own time, which counts: others on the machine don't take part in it")
    measured = {"kept page": kept, "304": again, "page made anew": made, "before Django": before}
    for name, (one, other, by_clock, by_time) in measured.items():
        print(f"{name:16}{one:7.0f}{other:8.0f}{by_clock:7.2f}{by_time:7.2f}  (wanted: at least {WANTED[name]})")
    print(
        f"publish to seen {seen:7.2f} s                (wanted: at most {SEEN_WITHIN:.0f}, {len(addresses)} articles)"
    )
    print(f"web and worker  {used:7.0f} MB (PSS)         (wanted: below {MEGABYTES})")
    fails = any(by_time < WANTED[name] for name, (*_, by_time) in measured.items())
    return int(fails or seen > SEEN_WITHIN or used >= MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
