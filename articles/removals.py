"""Which withdrawals readers are being told of, so that whoever keeps a copy of the story learns to drop it."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from .changes import ANNOUNCED
from .models import Edition, Withdrawal

MOST = 30


def announced(at: dt.datetime, **last: Any) -> list[tuple[Withdrawal, Edition]]:
    """
    Withdrawals of the last 14 days that still stand, newest first, each with the last edition that readers had.

    `last` are filters on that edition: section=…, kind=…. An article that is live again isn't among them, nor one that
    was made to vanish. One query, two where there are any.
    """
    later = Withdrawal.objects.filter(
        article=OuterRef("article"), withdrawn_at__gt=OuterRef("withdrawn_at"), withdrawn_at__lte=at
    )
    standing = list(
        Withdrawal.objects.filter(withdrawn_at__gt=at - ANNOUNCED, withdrawn_at__lte=at, vanishes=False)
        .exclude(Exists(Edition.objects.live(at).filter(article=OuterRef("article"))))
        .exclude(Exists(later))
        .order_by("-withdrawn_at", "-pk")[:MOST]
    )
    if not standing:
        return []
    followed = Edition.objects.known(at).filter(article=OuterRef("article"), live_from__gt=OuterRef("live_from"))
    editions = (
        Edition.objects.known(at)
        .filter(article__in=[withdrawal.article_id for withdrawal in standing])
        # Not in one join: SQLite would then begin with all that was ever filed under a topic.
        .filter(Exists(Edition.objects.filter(pk=OuterRef("pk"), **last)))
        .exclude(Exists(followed))
        .select_related("article", "address")
        .defer("body")
    )
    by_article = {edition.article_id: edition for edition in editions}
    return [(one, by_article[one.article_id]) for one in standing if one.article_id in by_article]
