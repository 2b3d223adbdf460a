"""
The pictures of stories and of what waits for its time, at the head and in the text, for the library's "used in".

Of a story for named people nobody else learns that it is there, so it isn't counted for them either.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Edition
from photos import uses
from photos.models import Photo

from .models import Story


class PicturesOfStories:
    """`path` leads from a story to the picture, and from an edition likewise."""

    def __init__(self, path: str) -> None:
        self.path = path

    def keys(self, viewer: uses.Viewer | None = None) -> QuerySet[Any, Any]:
        stories = Story.objects.countable_by(viewer.user) if viewer else Story.objects.all()
        placed = stories.filter(**{f"{self.path}__isnull": False}).values(self.path)
        if viewer is None:
            return placed
        waiting = self._waiting(viewer, isnull=False).values(self.path)
        return Photo.objects.filter(Q(pk__in=placed) | Q(pk__in=waiting)).values("pk")

    def pairs(self, keys: Sequence[int], viewer: uses.Viewer) -> Iterable[tuple[int, Hashable]]:
        stories = Story.objects.countable_by(viewer.user).filter(**{f"{self.path}__in": keys})
        waiting = self._waiting(viewer, **{"in": keys})
        return [*stories.values_list(self.path, "uid"), *waiting.values_list(self.path, "article__uid")]

    def places(self, photo: Photo, user: Any, at: datetime) -> Iterable[tuple[Hashable, uses.Place | None]]:
        """Stories that `user` may read are named; so are those of which a published edition shows the picture."""
        for _key, uid in self.pairs([photo.pk], uses.Viewer(user, at)):
            yield uid, None
        if not user.has_perm("desk.view_story"):
            return
        published = Edition.objects.filter(**{self.path: photo}).values("article__uid")
        placed = Story.objects.filter(**{self.path: photo}).values("pk")
        seen = Story.objects.visible_to(user).filter(Q(pk__in=placed) | Q(uid__in=published)).defer("body")
        for story in seen.order_by("-saved_at"):
            address = reverse("admin:desk_story_change", args=[story.pk])
            yield story.uid, uses.Place(_("Story on the desk"), story.headline, address, is_public=False)

    def _waiting(self, viewer: uses.Viewer, **lookup: Any) -> Any:
        """Editions to come: their story may show another picture by now."""
        bound = {f"{self.path}__{name}": value for name, value in lookup.items()}
        kept = Story.objects.kept_from(viewer.user).values("uid")
        return Edition.objects.waiting(viewer.at).filter(**bound).exclude(article__uid__in=kept)
