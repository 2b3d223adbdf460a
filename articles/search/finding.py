"""
What answers a query at an instant: the newest 2,000 matches, best first, and the older ones after them by date.

Only editions that are live at that instant are ever looked at, counted or shown.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.models import Edition

from . import base, places
from .index import backend
from .query import Query

RANKED = 2_000
PAGE = 20
# A word in any of its inflections, and one that only begins alike.
HEADLINE = (8, 6)
STANDFIRST = (4, 3)
TEXT = 1


@dataclass(frozen=True)
class Filters:
    """Keys of a section, of a person's profiles; a kind; first published from, and before. None: whichever."""

    section: int | None = None
    kind: str | None = None
    profiles: Sequence[int] | None = None
    since: dt.datetime | None = None
    before: dt.datetime | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in vars(self).values())

    def marks(self) -> list[list[str]]:
        groups: list[list[str]] = []
        if self.section is not None:
            groups.append([base.section_mark(self.section)])
        if self.kind is not None:
            groups.append([base.kind_mark(self.kind)])
        if self.profiles is not None:
            groups.append([base.author_mark(key) for key in self.profiles])
        return groups


class Found(NamedTuple):
    place: int
    edition_id: int
    headline: str
    standfirst: str


class Page(NamedTuple):
    """`editions` in order, with a card’s rows and their text; `after`: the last’s place, where older ones follow."""

    editions: list[Edition]
    after: int | None


@dataclass(frozen=True)
class Search:
    """One question, asked at the instant `at`. The database is asked when a property is first read."""

    query: Query
    filters: Filters
    at: dt.datetime

    @functools.cached_property
    def newest(self) -> list[Found]:
        """The newest matches, newest first: all that are ranked, and one more where there are more."""
        return self._matches(places.HIGHEST, RANKED + 1)

    @property
    def has_more(self) -> bool:
        """Whether there are older matches than those that are ranked."""
        return len(self.newest) > RANKED

    @property
    def number(self) -> int:
        """How many are ranked: all matches, unless has_more."""
        return min(len(self.newest), RANKED)

    @property
    def pages(self) -> int:
        return -(-self.number // PAGE)

    @functools.cached_property
    def ranked(self) -> list[Found]:
        """Headline before standfirst before text; among equals the newest first."""
        return sorted(self.newest[:RANKED], key=lambda found: (self._score(found), found.place), reverse=True)

    def page(self, number: int) -> Page:
        """Page `number`, from 1 to `pages`, of the ranked; the oldest ones follow the last."""
        shown = self.ranked[(number - 1) * PAGE : number * PAGE]
        return Page(self._editions(shown), self.newest[RANKED - 1].place if self.has_more else None)

    def tail(self, place: int) -> Page:
        """The matches older than `place`, newest first."""
        found = self._matches(place - 1, PAGE + 1)
        return Page(self._editions(found[:PAGE]), found[PAGE - 1].place if len(found) > PAGE else None)

    def _score(self, found: Found) -> int:
        score = 0
        for term in self.query.wanted:
            if term.loose.search(found.headline):
                score += HEADLINE[not term.literal.search(found.headline)]
            elif term.loose.search(found.standfirst):
                score += STANDFIRST[not term.literal.search(found.standfirst)]
            else:
                score += TEXT
        return score

    def _matches(self, highest: int, limit: int) -> list[Found]:
        lowest = places.LOWEST
        if self.filters.since:
            lowest = places.first_of(self.filters.since)
        if self.filters.before:
            highest = min(highest, places.first_of(self.filters.before) - 1)
        match = backend().match(connection, self.query, self.filters.marks())
        live = Edition.objects.live(self.at).filter(pk=RawSQL("entry.edition_id", ())).values("pk")
        live_sql, live_parameters = live.query.sql_with_params()
        sql = f"""
            SELECT entry.place, entry.edition_id, entry.headline, entry.standfirst FROM {match.source}
            WHERE {match.condition} AND {match.place} BETWEEN %s AND %s AND EXISTS ({live_sql})
            ORDER BY {match.place} DESC LIMIT %s
        """  # noqa: S608  (nothing of the reader's is in it)
        with connection.cursor() as cursor:
            cursor.execute(sql, [match.parameter, lowest, highest, *live_parameters, limit])
            return [Found(*row) for row in cursor.fetchall()]

    def _editions(self, found: Sequence[Found]) -> list[Edition]:
        keys = [one.edition_id for one in found]
        # Asked anew: what is shown is live, whatever the index says.
        editions = Edition.objects.live(self.at).filter(pk__in=keys).with_cards().defer(None)
        return sorted(editions, key=lambda edition: keys.index(edition.pk))
