import dataclasses
import datetime as dt
import typing
import uuid
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from articles.models import Edition, EditionQuerySet

LABELS = {
    "never": _("Not published"),
    "scheduled": _("Scheduled"),
    "live": _("Live"),
    "withdrawn": _("Withdrawn"),
}


@dataclasses.dataclass(frozen=True)
class PublicState:
    """
    What readers see of a story at one instant: `name` is never, scheduled, live or withdrawn.

    `live` is what they read now, `waiting` what comes at its `live_from`, `last` the newest that they ever saw.
    """

    name: str
    live: Edition | None
    waiting: Edition | None
    last: Edition | None

    @classmethod
    def of(cls, editions: Sequence[Edition], at: dt.datetime) -> typing.Self:
        """The state at `at` that follows from all `editions` of one article, in order of number."""
        real = [edition for edition in editions if edition.live_until is None or edition.live_until > edition.live_from]
        live = next((edition for edition in real if edition.is_live(at)), None)
        waiting = next((edition for edition in real if edition.live_from > at), None)
        seen = [edition for edition in real if edition.live_from <= at]
        name = "live" if live else "scheduled" if waiting else "withdrawn" if seen else "never"
        return cls(name, live, waiting, max(seen, key=lambda edition: edition.live_from, default=None))

    @classmethod
    def of_stories(
        cls, uids: Collection[uuid.UUID], at: dt.datetime, but: EditionQuerySet | None = None
    ) -> dict[uuid.UUID, typing.Self]:
        """The state at `at` of each story in `uids`, in one query, without the editions' texts; as if `but` weren't."""
        editions: dict[uuid.UUID, list[Edition]] = {uid: [] for uid in uids}
        rows = Edition.objects.filter(article__uid__in=uids).select_related("article").order_by("number")
        if but is not None:
            rows = rows.exclude(pk__in=but.values("pk"))
        for edition in rows.only("article__uid", "number", "live_from", "live_until", "first_live_at"):
            editions[edition.article.uid].append(edition)
        return {uid: cls.of(rows, at) for uid, rows in editions.items()}

    @property
    def label(self) -> str:
        return str(LABELS[self.name])
