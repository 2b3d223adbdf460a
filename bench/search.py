"""
Searching 100,000 stories: what a page of results costs, from the address asked to the last byte of HTML.

    python -m bench.search [STORIES [PLACE]]
    python -m bench.search 1000000 var/million
    python -m bench.search 100000 postgres://postgres@127.0.0.1/bench

A newsroom of editions alone is filled in a temporary directory, or in the PLACE given, a directory or the address of an
empty database, where it isn't yet; there it is left. It is asked as readers ask: for a word that every story says, a
rare one, beginnings of words, phrases, with a minus, with filters, deep into the past; and as somebody asks who wants
it to take long. The page cache has no part in it. The middle of many rounds counts: on SQLite in time of this process,
in which SQLite works, so that what others do on the machine is left out; on PostgreSQL by the clock on the wall. Fails
where the middle takes more than 100 ms. The memory is the most that the asking process has had.
"""

import multiprocessing
import os
import resource
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
    "twelve Ukrainian words": "q=засідання тривало вечора двічі переривалося через повітряну тривогу рішення "
    "проголосували одинадцять присутніх",
    "a word in one of ten": "q={ten}",
    "a word in one of a thousand": "q={thousand}",
    "of one month, rare, filtered": "q={thousand}&section=war&author={author}&from={month}-01&until={month}-28",
    # As somebody asks who wants it to take long.
    "10,000 characters": "q={long}",
    "forty common beginnings": "q={beginnings}",
    "twelve of three letters": "q=суд рік дім час дах ніч ліс мир сад лід рух бій",
    "twelve minuses": "q={minuses}",
    "twelve minuses, nothing left": "q={minuses} -the -і",
    "common, never together": "q=the council засідання",
    "nothing left by a minus": "q=council -the",
    "nothing left, with filters": "q=council -the&section=war&kind=opinion&author={author}",
    "a phrase nobody says": 'q="the of"',
    "another, of a longer word": 'q="published the"',
    "phrases nobody says": 'q="the of" "of a" "a the" "in was"',
}
# Measured, and held to nothing: of a million stories each has to be looked at, to find that it isn't wanted.
EVERY_ROW = "twelve minuses, nothing left"
BEGINNINGS = (
    "coun cour scho rail harb audi hosp thea resc univ wate bord elec natu vill grid tram appr dela open publ find "
    "prom vote hand rest star doub brid shel nigh budg heat roof grai hous mine sola"
)


def parts() -> dict[str, str]:
    """What stands for the names in QUESTIONS."""
    import datetime as dt

    from django.utils import timezone

    from articles.search import places
    from authors.models import Author

    from ._editions import word

    middle = timezone.now() - dt.timedelta(days=4 * 365)
    return {
        "author": Author.objects.masthead().first().slug,
        "month": f"{middle:%Y-%m}",
        "middle": places.to_cursor(places.first_of(middle)),
        "ten": word(30),
        "thousand": word(4_000),
        "long": 450 * "the council published ",
        "beginnings": BEGINNINGS,
        "minuses": "-council -railway -audit -water -роботи -кошти -школа -договір -місяць -суд",
    }


def measure() -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from articles.models import Edition

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client, named = Client(SERVER_NAME="localhost"), parts()
    slow = []
    print(f"\n{Edition.objects.count():,} editions\n{'looked for':30}{'middle':>9}{'on the wall':>14}   says")
    for name, question in QUESTIONS.items():
        pairs = [pair.split("=", 1) for pair in question.format(**named).split("&")]
        address = "/search/?" + "&".join(f"{key}={quote_plus(value)}" for key, value in pairs)
        times, wall, says = ask(client, address)
        typical = statistics.median(times if connection.vendor == "sqlite" else wall)
        if typical > LIMIT and name != EVERY_ROW:
            slow.append(name)
        print(
            f"{name:30}{statistics.median(times) * 1e3:6.1f} ms{statistics.median(wall) * 1e3:11.1f} ms   {says}",
            flush=True,
        )
    print(f"\nMemory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(f"More than {LIMIT * 1e3:.0f} ms: {', '.join(slow)}" if slow else f"All within {LIMIT * 1e3:.0f} ms.")
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


def main(stories: int = STORIES, place: str = "") -> int:
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {"NEWSROOM_DATA": place or directory, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        if "://" in place:
            os.environ |= {"NEWSROOM_DATA": directory, "DATABASE_URL": place}
        import django

        django.setup()
        from ._editions import fill

        # In a process of its own: what filling takes is not what asking takes.
        filling = multiprocessing.get_context("fork").Process(target=fill, args=(stories,))
        filling.start()
        filling.join()
        return filling.exitcode or measure()


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(main(int(asked[0]) if asked else STORIES, *asked[1:]))
