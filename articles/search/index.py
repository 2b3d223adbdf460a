"""The index and its upkeep. Whoever stores an edition calls index() in the same transaction."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Prefetch

from articles.models import Edition, EditionByline, SearchEntry
from articles.reading import plain_text
from core import public_changed

from .base import Backend, Row, author_mark, kind_mark, section_mark
from .places import allot
from .postgresql import PostgreSQL
from .sqlite import SQLite
from .words import keys

BATCH = 500
BACKENDS: dict[str, Backend] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def backend(using: BaseDatabaseWrapper | None = None) -> Backend:
    return BACKENDS[(using or connection).vendor]


def index(editions: Iterable[Edition], of_body: Callable[[str], list[str]] | None = None) -> None:
    """
    Make `editions`, stored and with their `credits`, findable from the instant at which they are live.

    `of_body` says the keys of a body, for somebody who has them at hand.
    """
    stored = list(editions)
    rows = [_row(edition, place, of_body or body_keys) for edition, place in zip(stored, allot(stored), strict=True)]
    backend().store(connection, rows)


def body_keys(body: str) -> list[str]:
    """The keys of an HTML body."""
    return keys(plain_text(body, captions=False))


def forget(edition: Edition) -> None:
    """Take a stored `edition` out for good; to be called before its text is blanked, because the index holds words."""
    entry = SearchEntry.objects.filter(edition=edition).first()
    if entry is not None:
        (whole,) = _with_credits(Edition.objects.filter(pk=edition.pk))
        backend().remove(connection, _row(whole, entry.place, body_keys))


def rebuild(progress: Callable[[int], object] = bool) -> int:
    """
    Empty the index and fill it anew; returns how many editions it has.

    In batches, so that publishing goes on meanwhile; until it ends, search finds less. `progress` hears how many.
    """
    with transaction.atomic():
        public_changed()
        backend().clear(connection)
    return fill(progress)


def fill(progress: Callable[[int], object] = bool) -> int:
    """Add the editions that are not in the index; returns how many they were."""
    done = 0
    last = 0
    while True:
        with transaction.atomic():
            # First of all: the row that it raises keeps others from storing the same editions.
            public_changed()
            missing = Edition.objects.filter(pk__gt=last, search_entry=None).order_by("pk")[:BATCH]
            editions = _with_credits(missing)
            index(editions)
        if not editions:
            return done
        done += len(editions)
        last = editions[-1].pk
        progress(done)


def install(using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Make the index where it is missing, and fill it where it was never filled. A receiver of post_migrate."""
    database = connections[using]
    tables = {Edition._meta.db_table, EditionByline._meta.db_table, SearchEntry._meta.db_table}
    if using != DEFAULT_DB_ALIAS or not tables <= {*database.introspection.table_names()}:
        return
    backend(database).install(database)
    if not SearchEntry.objects.exists():
        # A flush empties the entries and doesn't know of the index; so does a migration that makes them.
        with transaction.atomic():
            backend().clear(database)
        if Edition.objects.exists():
            fill()


@checks.register(checks.Tags.database)
def is_there(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """An error where the index is missing: `manage.py check --database default`."""
    return [
        checks.Error("The database lacks the search index.", hint="Run manage.py migrate.", id="articles.E002")
        for using in databases or []
        if SearchEntry._meta.db_table in connections[using].introspection.table_names()
        and not backend(connections[using]).is_installed(connections[using])
    ]


def _with_credits(editions: Iterable[Edition]) -> list[Edition]:
    return list(editions.prefetch_related(Prefetch("bylines", EditionByline.objects.all(), to_attr="credits")))  # type: ignore[attr-defined]


def _row(edition: Edition, place: int, of_body: Callable[[str], list[str]]) -> Row:
    marks = [section_mark(edition.section_id or 0), kind_mark(edition.kind)]
    return Row(
        place=place,
        edition_id=edition.pk,
        marks=[*marks, *(author_mark(row.author_id) for row in edition.credits)],
        headline=keys(edition.headline),
        standfirst=keys(edition.standfirst),
        body=of_body(edition.body),
    )
