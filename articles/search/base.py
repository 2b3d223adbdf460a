"""What the two databases have to be able to do. All else about searching is the same for both."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from .query import Query

# Keys that no word is equal to: every edition has the first, and the second parts headline, standfirst and text, so
# that no phrase reaches from one into the other.
EVERY = "#"
BORDER = "##"
# Letters of the words that half of all stories may say.
SHORT = 4


def section_mark(section_id: int) -> str:
    return f"#s{section_id}"


def kind_mark(kind: str) -> str:
    return f"#k{kind}"


def author_mark(author_id: int) -> str:
    return f"#a{author_id}"


def pairs(keys: Sequence[str]) -> list[str]:
    """
    A key for each two short words that stand together in `keys`.

    By it a phrase of such words is found at once, and not by going through all stories that say them somewhere.
    """
    return [f"{one}#{next}" for one, next in pairwise(keys) if len(one) <= SHORT and len(next) <= SHORT]


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
        """All of it in order, with borders; before the words their pairs, each once."""
        parts = (self.headline, self.standfirst, self.body)
        together = dict.fromkeys(pair for part in parts for pair in pairs(part))
        return [EVERY, *self.marks, *together, *(key for part in parts for key in (BORDER, *part))]

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

    def match(self, connection: BaseDatabaseWrapper, query: Query, marks: Sequence[Sequence[str]]) -> Match:
        """What answers `query` and has of each group of `marks` at least one."""
