"""
Where pictures stand. Each app whose rows show pictures registers a finder for them when it starts, so that nothing
here has to know who they are.

A finder names what anybody may read, and what this person may; of the rest it tells only that it is there, and not
even that of what few people know of.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from photos.models import Photo


@dataclass(frozen=True)
class Place:
    """A page, of the site or of the desk, on which the picture stands."""

    kind: str
    name: str
    address: str
    is_public: bool = True


@dataclass(frozen=True)
class Viewer:
    """Who asks, and when."""

    user: Any
    at: datetime


class Finder(Protocol):
    # A thing is a story or its article (by their uid), or a person: whatever counts as one use of the picture.

    def keys(self, viewer: "Viewer | None" = None) -> QuerySet[Any, Any]:
        """The keys of all pictures that stand in these rows, one column of one value each; as `viewer` knows."""

    def pairs(self, keys: Sequence[int], viewer: "Viewer") -> Iterable[tuple[int, Hashable]]:
        """Which of those pictures stand in which thing, as far as `viewer` may know."""

    def places(self, photo: Photo, user: Any, at: datetime) -> Iterable[tuple[Hashable, Place | None]]:
        """The things in which it stands; with a place for those that may be named to `user`."""


_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """To be called in an AppConfig's ready(); `name` is the label of the model whose rows it looks through."""
    _finders[name] = finder


def registered() -> set[str]:
    return {*_finders}


@dataclass(frozen=True)
class Uses:
    places: list[Place]
    # How many more there are, which this person may not know.
    hidden: int


def of(photo: Photo, user: Any, at: datetime) -> Uses:
    """Where the picture stands at the instant `at`, what is public first."""
    named: dict[Place, None] = {}  # once each, though it may stand at the head of a story and in its text
    known: set[Hashable] = set()
    things: set[Hashable] = set()
    for finder in _finders.values():
        for thing, place in finder.places(photo, user, at):
            things.add(thing)
            if place:
                known.add(thing)
                named[place] = None
    return Uses(sorted(named, key=lambda place: not place.is_public), len(things - known))


def counts(keys: Sequence[int], user: Any, at: datetime) -> dict[int, int]:
    """In how many things that `user` may know of each of those pictures stands; a query or two for each finder."""
    viewer = Viewer(user, at)
    found: dict[int, set[Hashable]] = {key: set() for key in keys}
    for finder in _finders.values() if keys else ():
        for key, thing in finder.pairs(keys, viewer):
            found[key].add(thing)
    return {key: len(things) for key, things in found.items()}


def unused(photos: QuerySet[Photo], viewer: Viewer | None = None) -> QuerySet[Photo]:
    """Those that stand nowhere, and never did in anything that was published; as far as `viewer` may know."""
    for finder in _finders.values():
        photos = photos.exclude(pk__in=finder.keys(viewer))
    return photos


def used(photos: QuerySet[Photo], viewer: Viewer | None = None) -> QuerySet[Photo]:
    return photos.exclude(pk__in=unused(Photo.objects.all(), viewer).values("pk"))
