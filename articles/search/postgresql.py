"""
The index in PostgreSQL: a tsvector beside each entry, under GIN, https://www.postgresql.org/docs/current/textsearch.html.

Vectors and queries are written out from the keys of words.py, so no text search configuration has a say. Limits of the
type (https://www.postgresql.org/docs/current/textsearch-limitations.html): of a text beyond its first 16,000 words only
the words are known and not their order, and of one with more different words than a megabyte holds only the first.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from .base import EVERY, Match, Row, pairs
from .query import Query, Term

# Of more words than by default it is known how rare they are: else a word with all its endings passes for a common one,
# and every story is read to find the few that say it.
INDEX = "articles_searchentry_words"
MAKE = f"""
    ALTER TABLE articles_searchentry ADD COLUMN IF NOT EXISTS words tsvector;
    ALTER TABLE articles_searchentry ALTER COLUMN words SET STATISTICS 1000;
    CREATE INDEX IF NOT EXISTS {INDEX} ON articles_searchentry USING gin (words);
"""
LAST_POSITION = 16_383
MAX_POSITIONS = 255  # of one word
MAX_BYTES = 900_000


class PostgreSQL:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [INDEX])
            return bool(cursor.fetchone()[0])

    def install(self, connection: BaseDatabaseWrapper) -> None:
        if self.is_installed(connection):
            return
        with connection.cursor() as cursor:
            cursor.execute(MAKE)

    def store(self, connection: BaseDatabaseWrapper, rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchentry (place, edition_id, headline, standfirst, words)"
                " VALUES (%s, %s, %s, %s, %s::tsvector)",
                [(*row.entry, vector(row.keys)) for row in rows],
            )

    def remove(self, connection: BaseDatabaseWrapper, row: Row) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_searchentry WHERE place = %s", [row.place])

    def clear(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_searchentry")

    def match(self, connection: BaseDatabaseWrapper, query: Query, marks: Sequence[Sequence[str]]) -> Match:
        groups = [_any(f"'{mark}'" for mark in group) for group in marks]
        wanted = [*groups, *map(_term, query.wanted)] or [f"'{EVERY}'"]
        unwanted = [f"!{_term(term)}" for term in query.unwanted]
        return Match(
            source="articles_searchentry AS entry",
            condition="entry.words @@ %s::tsquery",
            parameter=" & ".join(wanted + unwanted),
            place="entry.place",
        )


def vector(keys: Iterable[str]) -> str:
    """`keys` as a tsvector is written, with their positions."""
    positions: dict[str, list[int]] = {}
    size = 0
    for number, key in enumerate(keys, start=1):
        known = positions.get(key)
        if known is None:
            size += len(key.encode()) + 4
            known = positions.setdefault(key, [])
        if len(known) < MAX_POSITIONS and number < LAST_POSITION:
            known.append(number)
            size += 2
        if size > MAX_BYTES:
            break
    return " ".join(
        f"'{key}':{','.join(map(str, places))}" if places else f"'{key}'" for key, places in positions.items()
    )


def _term(term: Term) -> str:
    # Keys have letters and digits alone, so nothing in them can end the quotes.
    if term.word is None:
        phrase = " <-> ".join(f"'{key}'" for key in term.phrase)
        return "(" + " & ".join([*(f"'{pair}'" for pair in pairs(term.phrase)), phrase]) + ")"
    forms = [f"'{form}'" for form in term.word.forms]
    return _any([*forms, *(f"'{beginning}':*" for beginning in term.word.beginnings)])


def _any(expressions: Iterable[str]) -> str:
    return f"({' | '.join(expressions)})"
