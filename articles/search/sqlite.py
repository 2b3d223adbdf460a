"""
The index in SQLite's FTS5, https://www.sqlite.org/fts5.html.

Contentless, because the words are already in the editions. The ascii tokenizer leaves every letter beyond ASCII as it
is, and cuts at nothing in what words.py has cut and folded. Rows are read from the newest place down and no further
than needed: a word that half the archive has costs no more than a rare one. So do beginnings of four to six letters,
which have an index of their own. For a longer one FTS5 would gather all rows of all its words before the first is read;
its words, which are few, are read off the index here, and looked for.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from .base import EVERY, Match, Row, pairs
from .query import Query, Term

TABLE = "articles_search"
MAKE = f"""
    CREATE VIRTUAL TABLE {TABLE} USING fts5(
        words, content='', columnsize=0, detail=full, tokenize="ascii tokenchars '#'", prefix='4 5 6'
    )
"""
LONGEST_INDEXED = 6  # letters of a beginning
# The index seen by its words, https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module.
WORDS = f"{TABLE}_words"
MAKE_WORDS = f"CREATE VIRTUAL TABLE {WORDS} USING fts5vocab({TABLE}, instance)"
# Which forms some story says (FTS5 would go through all the seventy of a Ukrainian word for each row), and all words
# with a beginning: the first of them, and from each the next, by a look into the index for each. The next begins after
# the word and the least of characters: by ">" every row of the word would be read.
SAID = f"""
    WITH RECURSIVE found (beginning, word) AS (
        SELECT value, (SELECT term FROM {WORDS} WHERE term >= value LIMIT 1) FROM json_each(%s)
        UNION ALL
        SELECT beginning, (SELECT term FROM {WORDS} WHERE term >= word || char(1) LIMIT 1) FROM found
        WHERE substr(word, 1, length(beginning)) = beginning
    )
    SELECT beginning || '*', word FROM found WHERE substr(word, 1, length(beginning)) = beginning
    UNION ALL SELECT value, value FROM json_each(%s) WHERE EXISTS (SELECT 1 FROM {WORDS} WHERE term = value)
"""  # noqa: S608  (names of our own)
NOTHING = '"#nothing"'  # what no story has
# Fewer and larger merges than by default (4, 1 MB): a third of the time of filling it.
SETTINGS = {"automerge": 8, "hashsize": 8 * 1024 * 1024}


class SQLite:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        return _has(connection, TABLE) and _has(connection, WORDS)

    def install(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            if not _has(connection, TABLE):
                cursor.execute(MAKE)
                for name, value in SETTINGS.items():
                    cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (%s, %s)", [name, value])  # noqa: S608
            if not _has(connection, WORDS):
                cursor.execute(MAKE_WORDS)

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

    def match(self, connection: BaseDatabaseWrapper, query: Query, marks: Sequence[Sequence[str]]) -> Match:
        said = _said(connection, (*query.wanted, *query.unwanted))
        groups = [_any(f'"{mark}"' for mark in group) for group in marks]
        wanted = [*groups, *(_term(term, said) for term in query.wanted)] or [f'"{EVERY}"']
        expression = " AND ".join(wanted)
        # One after another, the short and common first: each goes through what those before it have left, and no more.
        for term in sorted(query.unwanted, key=lambda term: len("".join(term.typed))):
            expression = f"({expression}) NOT {_term(term, said)}"
        return Match(
            # CROSS: SQLite takes them in this order.
            source=f"{TABLE} CROSS JOIN articles_searchentry AS entry ON entry.place = {TABLE}.rowid",
            condition=f"{TABLE} MATCH %s",
            parameter=expression,
            place=f"{TABLE}.rowid",
        )


def _has(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [table])
        return cursor.fetchone() is not None


def _said(connection: BaseDatabaseWrapper, terms: Sequence[Term]) -> dict[str, list[str]]:
    """What stories say of each form, and of each beginning that has no index (under "beginning*"), in one query."""
    words = [term.word for term in terms if term.word]
    forms = sorted({form for word in words for form in word.forms})
    beginnings = sorted({one for word in words for one in word.beginnings if len(one) > LONGEST_INDEXED})
    said: dict[str, list[str]] = {}
    if forms or beginnings:
        with connection.cursor() as cursor:
            cursor.execute(SAID, [json.dumps(beginnings), json.dumps(forms)])
            for asked, word in cursor.fetchall():
                said.setdefault(asked, []).append(word)
    return said


def _term(term: Term, said: Mapping[str, Sequence[str]]) -> str:
    # Keys have letters and digits alone, so nothing in them can end the quotes.
    if term.word is None:
        return "(" + " AND ".join(f'"{part}"' for part in [*pairs(term.phrase), " ".join(term.phrase)]) + ")"
    found = [f'"{word}"' for form in term.word.forms for word in said.get(form, [])]
    for beginning in term.word.beginnings:
        if len(beginning) > LONGEST_INDEXED:
            found += [f'"{word}"' for word in said.get(f"{beginning}*", [])]
        else:
            found.append(f'"{beginning}"*')
    return _any(found or [NOTHING])


def _any(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"
