"""
Readers' pages, feeds, sitemaps and a hit of the page cache: what each costs with 100,000 stories against 1,000.

    python -m bench.lists
    python -m bench.lists 1000000 [DIRECTORY]

Two newsrooms of the same people, sections and topics are filled in a temporary directory; the larger one has the
smaller one's stories and 99,000 older ones, or so many as are asked for, so that the same rows stand on the same pages.
Given a DIRECTORY, they are filled there where they aren't yet, and left. Their pages are asked for in turns, each as if
something public had just changed, so that nothing kept in memory helps, and the least of many rounds counts. Fails
where a page of the larger one takes more than 1.3 times as long (1.5 times with more than 100,000), or another number
of queries. The index of sitemaps grows with every month: it is measured, and held to nothing.
"""

import datetime as dt
import gc
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench._archive import NOW, STEP, fill, furnish, multiply, went_out

from ._hits import cost_of_a_hit

SMALL, LARGE = 1_000, 100_000
MOST_BY_DJANGO = 100_000  # more are copies of those
INDEX = "sitemap index"
ROUNDS = 40


def pages(stories: int) -> dict[str, str]:
    """What is asked for. The deep pages lie in the middle of the archive, whatever its length."""
    from core.cursor import encode

    whole_day = (NOW - dt.timedelta(days=2)).date()
    middle = f"?before={encode(went_out(stories // 2), 1)}"
    # Story 3 was not rewritten, points at another and has its last edition live; story 98 was withdrawn.
    article = f"/{went_out(3):%Y/%m/%d}/story-103/"
    return {
        "front page": "/",
        "RSS": "/rss.xml",
        "Atom": "/atom.xml",
        "JSON Feed": "/feed.json",
        "RSS, the middle": f"/rss.xml{middle}",
        "News Feed, RSS": "/news-feed/rss.xml",
        "section, RSS": "/section/section-1/rss.xml",
        "topic, RSS": "/topic/topic-1/rss.xml",
        "topic, RSS, the middle": f"/topic/topic-1/rss.xml{middle}",
        "kind, RSS": "/kind/opinion/rss.xml",
        "author, RSS": "/author/author-1/rss.xml",
        "corrections, RSS": "/corrections/rss.xml",
        INDEX: "/sitemap.xml",
        # The last 500 of this month.
        "sitemap, month": f"/sitemap-{NOW:%Y-%m}.xml?after={encode(went_out(500), 10**9)}",
        "sitemap, the middle": sitemap_in_the_middle(stories),
        "sitemap, news": "/sitemap-news.xml",
        "sitemap, topics": "/sitemap-topics.xml",
        "sitemap, authors": "/sitemap-authors.xml",
        "sitemap, pages": "/sitemap-pages.xml",
        "News Feed": "/news-feed/",
        "News Feed, the middle": f"/news-feed/{middle}",
        "article": article,
        "article, text only": f"{article}text/",
        "article, withdrawn": f"/{went_out(98):%Y/%m/%d}/story-198/",
        "section": "/section/section-1/",
        "section, the middle": f"/section/section-1/{middle}",
        "topic": "/topic/topic-1/",
        "topic, the middle": f"/topic/topic-1/{middle}",
        "kind": "/kind/opinion/",
        "kind, the middle": f"/kind/opinion/{middle}",
        "author": "/author/author-1/",
        "author, the middle": f"/author/author-1/{middle}",
        "masthead": "/authors/",
        "archive, year": f"/{whole_day:%Y}/",
        "archive, month": f"/{whole_day:%Y/%m}/",
        "archive, day": f"/{whole_day:%Y/%m/%d}/",
        "archive, day, the middle": f"/{went_out(stories // 2):%Y/%m/%d}/",
        "corrections": "/corrections/",
        "corrections, the middle": f"/corrections/{middle}",
        "report an error": f"{article}report/",
        "standing page": "/about/",
        "404": "/nothing-here/",
    }


def sitemap_in_the_middle(stories: int) -> str:
    """The last 300 stories of the month in which the middle one went out, or of those that there are of it."""
    from core.cursor import encode

    month = went_out(stories // 2).replace(day=1, hour=0, minute=0)
    ends = min(NOW, (month + dt.timedelta(days=31)).replace(day=1))
    last = (NOW - ends) // STEP
    return f"/sitemap-{month:%Y-%m}.xml?after={encode(went_out(last + 300), 10**9)}"


class Newsroom:
    """One of the two databases, and the pages that are asked of it."""

    def __init__(self, path: Path, stories: int) -> None:
        self.path, self.stories, self.pages = path, stories, pages(stories)
        self.seconds = dict.fromkeys(self.pages, float("inf"))
        self.queries: dict[str, int] = {}

    def enter(self) -> None:
        from django.db import connection

        from core import kept

        kept.forget()  # two databases may be of one generation
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)

    def ask(self, name: str, client: Any, rounds: int) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.enter()
        for number in range(rounds + 1):
            change_something()
            if number == 0:  # the first warms everything up, and counts the queries
                with CaptureQueriesContext(connection) as queries:
                    self.get(client, name)
                self.queries[name] = len(queries)
                continue
            begun = time.process_time()  # SQLite works in this process: what others do on the machine is left out
            self.get(client, name)
            self.seconds[name] = min(self.seconds[name], time.process_time() - begun)

    def get(self, client: Any, name: str) -> None:
        expected = {"404": 404, "article, withdrawn": 410}.get(name, 200)
        response = client.get(self.pages[name])
        assert response.status_code == expected, (name, self.pages[name], response.status_code)


def change_something() -> None:
    from django.db import transaction

    from core import public_changed

    with transaction.atomic():
        public_changed()


def stored(newsroom: Newsroom, base: Path) -> None:
    """Fill its database, which begins as a copy of `base`; not where it is there already."""
    from django.db import connection

    if newsroom.path.exists():
        return
    begun = time.perf_counter()
    draft = Newsroom(newsroom.path.with_suffix(".draft"), newsroom.stories)
    shutil.copy(base, draft.path)
    draft.enter()
    first = min(newsroom.stories, MOST_BY_DJANGO)
    fill(first)
    if newsroom.stories > first:
        multiply(first, round(newsroom.stories / first))
    connection.close()
    draft.path.rename(newsroom.path)
    print(f"{newsroom.stories:9,} stories stored in {time.perf_counter() - begun:.0f} s", flush=True)


def furnished(directory: Path) -> Path:
    """A database with people, sections and topics, and no story."""
    from django.core.management import call_command
    from django.db import connection

    empty = Newsroom(directory / "empty.sqlite3", SMALL)
    if not empty.path.exists():
        empty.enter()
        call_command("migrate", verbosity=0)
        furnish()
        connection.close()
    return empty.path


def measure(directory: Path, stories: int) -> int:
    from django.conf import settings
    from django.test import Client

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    limit = 1.3 if stories <= LARGE else 1.5
    base = furnished(directory)
    small, large = (Newsroom(directory / f"{number}.sqlite3", number) for number in (SMALL, stories))
    for newsroom in (small, large):
        stored(newsroom, base)

    client = Client(SERVER_NAME="localhost")
    gc.disable()
    slow = []
    print(f"\n{'page':24}{SMALL:>9,}{stories:>10,}{'ratio':>7}  queries")
    for name in small.pages:
        for _try in range(3):  # what seems slow is asked more often: the least time only comes nearer to the truth
            for _ in range(8):  # in short turns, so that a busy second of the machine is shared
                for newsroom in (small, large):
                    newsroom.ask(name, client, ROUNDS // 8)
            ratio = large.seconds[name] / small.seconds[name]
            if ratio <= limit or name == INDEX:
                break
        same = small.queries[name] == large.queries[name]
        if name != INDEX and (ratio > limit or not same):
            slow.append(name)
        print(
            f"{name:24}{small.seconds[name] * 1e3:6.1f} ms{large.seconds[name] * 1e3:7.1f} ms{ratio:7.2f}"
            f"  {small.queries[name]}" + ("" if same else f" against {large.queries[name]}"),
            flush=True,
        )
    few, many = cost_of_a_hit(small, large)
    if many / few > limit:
        slow.append("a hit")
    print(f"{'article, kept':24}{few * 1e3:6.3f} ms{many * 1e3:7.3f} ms{many / few:7.2f}", flush=True)
    print(
        f"\nmore than {limit} times as slow, or other queries: {', '.join(slow)}" if slow else f"\nAll within {limit}."
    )
    return 1 if slow else 0


def main(stories: int = LARGE, given: Path | None = None) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        os.environ |= {"NEWSROOM_DATA": temporary, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        import core.middleware

        # An object of its own for each request, as the clock gives: core.kept tells pages apart by it.
        core.middleware.timezone = SimpleNamespace(now=lambda: NOW.replace())  # type: ignore[assignment]
        import newsroom.pages.layer

        newsroom.pages.layer.time = SimpleNamespace(time=NOW.timestamp)  # type: ignore[assignment]
        directory = given or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        return measure(directory, stories)


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(main(int(asked[0]) if asked else LARGE, Path(asked[1]) if asked[1:] else None))
