"""What the two databases have to be able to do. All else about searching is the same for both."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from .query import Query

# Keys that no word is equal to: every edition has the first, and the second parts headline, standfirst and text, so
# that no phrase reaches from one into the other.
EVERY = "#"
BORDER = "##"


def section_mark(section_id: int) -> str:
    return f"#s{section_id}"


def kind_mark(kind: str) -> str:
    return f"#k{kind}"


def author_mark(author_id: int) -> str:
    return f"#a{author_id}"


class Row(NamedTuple):
    """An edition as it is stored: keys of its words, and marks of what it can be filtered by."""

    place: int
    edition_id: int
    marks: Sequence[str]
    headline: Sequence[str]
    standfirst: Sequence[str]
    body: Sequence[str]

    @property
    def keys(self) -> list[str]:
        """All of it in order, with borders."""
        return [EVERY, *self.marks, BORDER, *self.headline, BORDER, *self.standfirst, BORDER, *self.body]

    @property
    def entry(self) -> tuple[int, int, str, str]:
        return self.place, self.edition_id, line(self.headline), line(self.standfirst)


def line(keys: Sequence[str]) -> str:
    """Keys between spaces, as Term's patterns look for them."""
    return f" {' '.join(keys)} "


class Match(NamedTuple):
    """SQL for the editions that answer a query: what to select from, with the entry as `entry`, and the condition."""

    source: str
    condition: str
    parameter: str
    place: str


class Backend(Protocol):
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool: ...

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index where it isn't there."""

    def store(self, connection: BaseDatabaseWrapper, rows: Sequence[Row]) -> None:
        """Add editions that are not in the index, with their entries."""

    def remove(self, connection: BaseDatabaseWrapper, row: Row) -> None:
        """Take one out; `row` is what it was stored with."""

    def clear(self, connection: BaseDatabaseWrapper) -> None:
        """Empty the index and the entries."""

    def match(self, query: Query, marks: Sequence[Sequence[str]]) -> Match:
        """What answers `query` and has of each group of `marks` at least one."""
