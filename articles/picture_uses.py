"""The pictures of what was published, at the head and in the text, for the library's "used in"."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from articles.models import Edition
from photos import uses
from photos.models import Photo


class PicturesOfEditions:
    """
    Of editions that readers get or got; not of those that were cancelled before they began. `path` leads from an
    edition to the picture. Of what they will get the desk tells (desk/picture_uses.py), which knows who may know.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def keys(self, viewer: uses.Viewer | None = None) -> QuerySet[Any, Any]:
        """For nobody in particular also those of what is to come."""
        rows = self._rows(isnull=False)
        keys: QuerySet[Any, Any] = (rows.seen(viewer.at) if viewer else rows).values(self.path)
        return keys

    def pairs(self, keys: Sequence[int], viewer: uses.Viewer) -> Iterable[tuple[int, Hashable]]:
        pairs: Iterable[tuple[int, Hashable]] = (
            self._rows(**{"in": keys}).seen(viewer.at).values_list(self.path, "article__uid").order_by().distinct()
        )
        return pairs

    def places(self, photo: Photo, user: Any, at: datetime) -> Iterable[tuple[Hashable, uses.Place | None]]:
        """Those that readers get now are named."""
        rows = self._rows(exact=photo.pk).seen(at)
        for uid in rows.values_list("article__uid", flat=True).order_by().distinct():
            yield uid, None
        live = rows.live(at).with_headlines().order_by("-first_live_at")
        for edition in live:
            yield edition.article.uid, uses.Place(_("Article"), edition.headline, edition.get_absolute_url())

    def _rows(self, **lookup: Any) -> Any:
        # All that is asked of the rows below stands in one filter(): a second would join them once more.
        bound = {f"{self.path}__{name}": value for name, value in lookup.items()}
        return Edition.objects.filter(**bound).exclude(live_until__lte=F("live_from"))
