"""
Queries put together once and asked with other values.

Of a short query Django spends far more on composing the sentence than the database on answering it: 0.4 to 1.2 ms,
where SQLite takes 0.05 (docs/speed.md). A page that is made anew asks the same few each time.
"""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)

# Stand in for the values while the sentence is put together; nothing that is asked for is one of these.
_DAY = dt.date(9123, 4, 5)
_INSTANT = dt.datetime(9123, 4, 5, 6, 7, 8, tzinfo=dt.UTC)
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 4_123_456_700 + place,
    str: lambda place: f"stand-in-{place}",
    dt.date: lambda place: _DAY + dt.timedelta(days=place),
    dt.datetime: lambda place: _INSTANT + dt.timedelta(days=place),
}


class Prepared(Generic[M]):
    """
    prepared = Prepared(lambda at, slug: Edition.objects.live(at).filter(slug=slug), dt.datetime, str)
    prepared(request.at, "x")  # -> list of editions; one query, select_related as usual, no prefetch_related

    The types of the values are int, str, date and (aware) datetime. A value may only be compared with: one that shapes
    the sentence (None, a list, a limit) is no value, and a sentence that keeps none of its place is refused.
    """

    def __init__(self, build: Callable[..., QuerySet[M, M]], *types: type) -> None:
        self.build, self.types = build, types
        self._here = threading.local()  # a compiler holds its thread's connection

    def __call__(self, *values: Any) -> list[M]:
        if getattr(self._here, "connection", None) is not connections[DEFAULT_DB_ALIAS]:
            self._compose()
        sql, params, read = self._here.composed
        given = [_adapted(value) for value in values]
        asked = [given[place] if place is not None else constant for place, constant in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            rows = cursor.fetchall()
        found: list[M] = read(rows)
        return found

    def _compose(self) -> None:
        stand_ins = [_STAND_INS[one](place) for place, one in enumerate(self.types)]
        compiler = self.build(*stand_ins).query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet as error:
            raise ValueError("a query that finds nothing can't be prepared") from error
        adapted = [_adapted(one) for one in stand_ins]
        places = [(adapted.index(one), None) if one in adapted else (None, one) for one in params]
        if {place for place, _constant in places} - {None} != {*range(len(stand_ins))}:
            raise ValueError("a value has no place of its own in the query")
        self._here.composed = sql, places, _reader(compiler)
        self._here.connection = compiler.connection


def _reader(compiler: Any) -> Callable[[list[tuple[Any, ...]]], list[Any]]:
    """Makes of a compiler's rows what ModelIterable would, or, of values_list(), tuples."""
    converters = compiler.get_converters([column[0] for column in compiler.select])

    def converted(rows: list[tuple[Any, ...]]) -> list[Any]:
        return list(compiler.apply_converters(rows, converters)) if converters else rows

    if compiler.klass_info is None:
        return converted
    info, select, alias = compiler.klass_info, compiler.select, connection.alias
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    populators = get_related_populators(info, select, alias)  # type: ignore[call-arg]  # the stubs know a later Django
    make = info["model"].from_db

    def instances(rows: list[tuple[Any, ...]]) -> list[Any]:
        found = []
        for row in converted(rows):
            one = make(alias, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            found.append(one)
        return found

    return instances


def _adapted(value: Any) -> Any:
    """As the lookups give it to the database."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value
