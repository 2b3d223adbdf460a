"""
Searching 100,000 stories: what a page of results costs, from the address asked to the last byte of HTML.

    python -m bench.search [STORIES [DIRECTORY]]

A newsroom is filled in a temporary directory by `load_demo --stories`, then asked as readers ask: for a word that every
story says, a rare one, beginnings of words, phrases, with a minus, with filters, and deep into the past. Given a
DIRECTORY, it is filled there where it isn't yet, and left. The page cache has no part in it. The middle of many rounds
counts, in time of this process, in which SQLite works, so that what others do on the machine is left out; by the clock
on the wall it is printed beside it. Fails where the middle takes more than 100 ms.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from typing import Any
from urllib.parse import quote_plus

STORIES = 100_000
LIMIT = 0.100
ROUNDS = 15

QUESTIONS = {
    "a word in most": "q=the",
    "a common word": "q=published",
    "a rare word": "q=samovar",
    "no such word": "q=zzyzx",
    "a common beginning, 4": "q=coun",
    "a common beginning, 5": "q=windo",
    "a common beginning, 6": "q=spokes",
    "a common beginning, 7": "q=contrac",
    "a Ukrainian word": "q=рішення",
    "three letters, any ending": "q=суд",
    "two common words": "q=council published",
    "a common and a rare one": "q=the samovar",
    "six words": "q=the contract was published in full",
    "a phrase": 'q="next month"',
    "a phrase of common words": 'q="in the"',
    "with a minus": "q=published -council",
    "only a minus": "q=-council",
    "in one section": "q=published&section=war",
    "opinion of one author": "kind=opinion&author={author}",
    "one author, one rare word": "q=samovar&author={author}",
    "one month of long ago": "q=published&from={month}-01&until={month}-28",
    "page 50 of the ranked": "q=the&page=50",
    "the tail": "q=the&before={middle}",
    "twelve common words": "q=the a in of and to was it has for been on",
}


def measure(stories: int) -> int:
    import datetime as dt

    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from articles.models import Edition
    from articles.search import places
    from authors.models import Author

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    call_command("migrate", verbosity=0)
    if Edition.objects.count() < stories:
        begun = time.perf_counter()
        call_command("load_demo", stories=stories, verbosity=0)
        took = time.perf_counter() - begun
        print(f"load_demo --stories {stories}: {took:.0f} s, {size(settings.NEWSROOM_DATA):,} MB")

    middle = timezone.now() - dt.timedelta(days=4 * 365)
    parts = {
        "author": Author.objects.masthead().first().slug,
        "month": f"{middle:%Y-%m}",
        "middle": places.to_cursor(places.first_of(middle)),
    }
    client = Client(SERVER_NAME="localhost")
    gc.collect()
    gc.freeze()  # what filling left behind would be looked through again and again
    slow = []
    print(f"\n{Edition.objects.count():,} editions\n{'looked for':28}{'middle':>9}{'on the wall':>14}   says")
    for name, question in QUESTIONS.items():
        pairs = [pair.split("=", 1) for pair in question.format(**parts).split("&")]
        address = "/search/?" + "&".join(f"{key}={quote_plus(value)}" for key, value in pairs)
        times, wall, says = ask(client, address)
        typical = statistics.median(times)
        if typical > LIMIT:
            slow.append(name)
        print(f"{name:28}{typical * 1e3:6.1f} ms{statistics.median(wall) * 1e3:11.1f} ms   {says}", flush=True)
    print(f"\nmore than {LIMIT * 1e3:.0f} ms: {', '.join(slow)}" if slow else f"\nAll within {LIMIT * 1e3:.0f} ms.")
    return 1 if slow else 0


def ask(client: Any, address: str) -> tuple[list[float], list[float], str]:
    """How long each round but the first took, of this process and on the wall; what the page says of the number."""
    from lxml import html

    took, wall = [], []
    for _round in range(ROUNDS + 1):
        begun, at = time.process_time(), time.perf_counter()
        response = client.get(address)
        took.append(time.process_time() - begun)
        wall.append(time.perf_counter() - at)
        assert response.status_code == 200, (address, response.status_code)
    headings = html.document_fromstring(response.content).xpath("//main//h2")
    return took[1:], wall[1:], headings[0].text_content().strip() if headings else "?"


def size(directory: Any) -> int:
    return sum(file.stat().st_size for file in directory.glob("newsroom.sqlite3*")) // 1_000_000


def main() -> int:
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else STORIES
    with tempfile.TemporaryDirectory() as directory:
        kept = sys.argv[2] if len(sys.argv) > 2 else directory
        os.environ |= {"NEWSROOM_DATA": kept, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        return measure(stories)


if __name__ == "__main__":
    sys.exit(main())
