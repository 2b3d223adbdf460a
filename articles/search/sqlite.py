"""
The index in SQLite's FTS5, https://www.sqlite.org/fts5.html.

Contentless, because the words are already in the editions. The ascii tokenizer leaves every letter beyond ASCII as it
is, and cuts at nothing in what words.py has cut and folded. Rows are read from the newest place down and no further
than needed: a word that half the archive has costs no more than a rare one. So do beginnings of four to six letters,
which have an index of their own; of longer ones all words are gathered first, but those are few.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from .base import EVERY, Match, Row
from .query import Query, Term

TABLE = "articles_search"
MAKE = f"""
    CREATE VIRTUAL TABLE {TABLE} USING fts5(
        words, content='', columnsize=0, detail=full, tokenize="ascii tokenchars '#'", prefix='4 5 6'
    )
"""
# Fewer and larger merges than by default (4, 1 MB): a third of the time of filling it.
SETTINGS = {"automerge": 8, "hashsize": 8 * 1024 * 1024}


class SQLite:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [TABLE])
            return cursor.fetchone() is not None

    def install(self, connection: BaseDatabaseWrapper) -> None:
        if self.is_installed(connection):
            return
        with connection.cursor() as cursor:
            cursor.execute(MAKE)
            for name, value in SETTINGS.items():
                cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (%s, %s)", [name, value])  # noqa: S608

    def store(self, connection: BaseDatabaseWrapper, rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchentry (place, edition_id, headline, standfirst) VALUES (%s, %s, %s, %s)",
                [row.entry for row in rows],
            )
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)",  # noqa: S608  (a name of our own)
                [(row.place, " ".join(row.keys)) for row in rows],
            )

    def remove(self, connection: BaseDatabaseWrapper, row: Row) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} ({TABLE}, rowid, words) VALUES ('delete', %s, %s)",  # noqa: S608
                [row.place, " ".join(row.keys)],
            )
            cursor.execute("DELETE FROM articles_searchentry WHERE place = %s", [row.place])

    def clear(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")  # noqa: S608
            cursor.execute("DELETE FROM articles_searchentry")

    def match(self, query: Query, marks: Sequence[Sequence[str]]) -> Match:
        groups = [_any(f'"{mark}"' for mark in group) for group in marks]
        expression = " AND ".join([*groups, *map(_term, query.wanted)] or [f'"{EVERY}"'])
        if query.unwanted:
            expression = f"({expression}) NOT {_any(map(_term, query.unwanted))}"
        return Match(
            # CROSS: SQLite takes them in this order.
            source=f"{TABLE} CROSS JOIN articles_searchentry AS entry ON entry.place = {TABLE}.rowid",
            condition=f"{TABLE} MATCH %s",
            parameter=expression,
            place=f"{TABLE}.rowid",
        )


def _term(term: Term) -> str:
    # Keys have letters and digits alone, so nothing in them can end the quotes.
    if term.word is None:
        return f'"{" ".join(term.phrase)}"'
    forms = [f'"{form}"' for form in term.word.forms]
    return _any([*forms, *(f'"{beginning}"*' for beginning in term.word.beginnings)])


def _any(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"
