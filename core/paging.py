"""One page of a list ordered newest first, continued by a cursor: nothing is counted, nothing is skipped by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import Http404, HttpRequest

from core import cursor

PAGE = 20


class NewestFirst(Protocol):
    """A queryset with the order and the keyset of articles.models.EditionQuerySet."""

    def latest_first(self, via: str = ...) -> Any: ...
    def before(self, instant: datetime, article_id: int, via: str = ...) -> Any: ...


@dataclass(frozen=True)
class Turned:
    """A page of a list. `path` is its own address, `next_url` that of the next page or ""."""

    rows: Sequence[Any]
    path: str
    next_url: str
    is_first: bool


def turn(request: HttpRequest, editions: NewestFirst, *, via: str = "", size: int = PAGE) -> Turned:
    """
    The page of `editions` that `?before=` asks for, in one query; raises Http404 for a cursor that isn't ours.

    `via` as in EditionQuerySet.latest_first(). Every other parameter is ignored, and left out of `path`.
    """
    before = request.GET.get("before")
    if before is not None:
        try:
            editions = editions.before(*cursor.decode(before), via=via)
        except cursor.BadCursor as error:
            raise Http404("no such page of the list") from error
    rows = list(editions.latest_first(via)[: size + 1])
    return Turned(
        rows=rows[:size],
        path=request.path if before is None else f"{request.path}?before={before}",
        next_url=f"{request.path}?before={after(rows[size - 1])}" if len(rows) > size else "",
        is_first=before is None,
    )


def after(edition: Any) -> str:
    """The cursor of what follows `edition` in a list newest first."""
    return cursor.encode(edition.first_live_at, edition.article_id)
