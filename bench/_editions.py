"""Published stories by the hundred thousand, of the demo's people and sections, without the desk's side of them."""

import functools
import random
import time
from itertools import accumulate
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models import Edition
from articles.search import index
from bench._archive import multiply
from core.html import CleanHTML
from desk.demo import bulk

MOST_BY_DJANGO = 100_000  # more are copies of those, in years before
# The demo's texts have a few hundred words between them. So each story ends with words of its own that nobody says, as
# often as in a language: the tenth is half as common as the fifth (https://en.wikipedia.org/wiki/Zipf's_law).
WORDS = 200_000
OWN = 40
_CUMULATED = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
_ENDINGS = ("", "s", "ne", "ment", "tive", "mentor", "nings")


@functools.cache
def word(rank: int) -> str:
    """A made word; 0 is the most common. Seven of them begin alike, with four to nine letters."""
    number, ending = divmod((rank + 1) * 7_919 % WORDS, len(_ENDINGS))
    said = "bar" * (number % 2)
    while number:
        number, syllable = divmod(number, 85)
        said = "bcdfghjklmnprstvz"[syllable // 5] + "aeiou"[syllable % 5] + said
    return said + _ENDINGS[ending]


class _Batch(bulk._Batch):
    def add(self, *story: Any) -> None:
        super().add(*story)
        edition = self.rows[Edition][-1]
        own = random.Random(edition.slug).choices(range(WORDS), cum_weights=_CUMULATED, k=OWN)
        # Letters and spaces, which the gate would take its time to find so.
        edition.body = CleanHTML(f"{edition.body}<p>{' '.join(map(word, own))}</p>")

    def _keep(self, *rows: Any) -> None:
        super()._keep(*(row for row in rows if row._meta.app_label == "articles"))


def fill(how_many: int) -> None:
    """Have about as many in the database, and say how long it took; what there is already is left as it is."""
    begun, used = time.perf_counter(), time.process_time()
    call_command("migrate", verbosity=0)
    if Edition.objects.count() >= how_many:
        return
    first = min(how_many, MOST_BY_DJANGO)
    if Edition.objects.count() < first:
        call_command("load_demo", verbosity=0)
        bulk._Batch = _Batch
        bulk.load(first, cast=bulk.cast(), at=timezone.now(), progress=bool)
    if how_many > Edition.objects.count():
        multiply(first, round(how_many / first))
        index.fill()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within minutes
    took, used = time.perf_counter() - begun, time.process_time() - used
    print(f"stored and indexed in {took:.0f} s, {used:.0f} s of them of this process", flush=True)
