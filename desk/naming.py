"""What other stories are called on a page of the desk, by whoever reads it, and what isn't told them at all."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.models import Edition, EditionQuerySet

from .models import Story


class Reader(NamedTuple):
    """Who reads a page, and when."""

    user: User | AnonymousUser
    at: dt.datetime

    def headlines(self, uids: Iterable[uuid.UUID | str]) -> dict[str, str]:
        """
        Of those stories that they may know of, the headlines by uid: as the desk has them where they may read the story
        there, else as readers have them now. Two queries, none without uids.
        """
        uids = list(uids)
        if not uids:
            return {}
        live = Edition.objects.live(self.at).filter(article__uid__in=uids).values_list("article__uid", "headline")
        mine = Story.objects.visible_to(self.user).filter(uid__in=uids).values_list("uid", "headline")
        return {str(uid): headline for uid, headline in [*live, *mine]}


def unnamed() -> str:
    """What a story is called that the reader may not know of."""
    return _("A story you can’t read")


def kept_editions(user: User | AnonymousUser, at: dt.datetime) -> EditionQuerySet:
    """
    Editions that only the named people of their story may know of at `at`: those that readers have not had.

    One that they have had is no secret any more.
    """
    unseen = Q(live_from__gt=at) | Q(live_until__lte=F("live_from"))
    kept: EditionQuerySet = Edition.objects.filter(unseen, article__uid__in=Story.objects.kept_from(user).values("uid"))
    return kept
