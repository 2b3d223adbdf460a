"""The portraits of authors, for the library's "used in"."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from authors.models import Author
from photos import uses
from photos.models import Photo


class Portraits:
    def keys(self, viewer: uses.Viewer | None = None) -> QuerySet[Any, Any]:
        return Author.objects.exclude(portrait=None).values("portrait")

    def pairs(self, keys: Sequence[int], viewer: uses.Viewer) -> Iterable[tuple[int, Hashable]]:
        rows = Author.objects.filter(portrait__in=keys).values_list("portrait", "pk")
        return ((key, ("author", pk)) for key, pk in rows)

    def places(self, photo: Photo, user: Any, at: datetime) -> Iterable[tuple[Hashable, uses.Place | None]]:
        """All of them: profiles are public."""
        for author in Author.objects.filter(portrait=photo).select_related("merged_into"):
            yield ("author", author.pk), uses.Place(_("Author’s page"), author.name, author.get_absolute_url())
