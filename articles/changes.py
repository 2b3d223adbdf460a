"""When what readers see changes by itself, with nobody's hand on it."""

import datetime as dt

from django.db.models import Subquery
from django.utils import timezone

from core.clock import to_local
from core.models import Generation

from .models import Edition, Withdrawal

# How long feeds announce that an article was withdrawn.
ANNOUNCED = dt.timedelta(days=14)
# How long a story stands in the news sitemap.
FRESH = dt.timedelta(hours=48)


def moment(at: dt.datetime) -> tuple[int, dt.datetime]:
    """
    The generation, and the first instant after `at` at which some public page changes without a write: an edition
    begins or ends, a withdrawal is no longer announced, a story leaves the news sitemap, a day of the newsroom's ends.
    One query, four looks into an index.
    """
    begins = Edition.objects.filter(live_from__gt=at).order_by("live_from").values("live_from")
    ends = Edition.objects.filter(live_until__gt=at).order_by("live_until").values("live_until")
    oldest = Withdrawal.objects.filter(withdrawn_at__gt=at - ANNOUNCED).order_by("withdrawn_at").values("withdrawn_at")
    recent = Edition.objects.live(at).filter(first_live_at__gt=at - FRESH)
    fresh = recent.order_by("first_live_at", "article_id").values("first_live_at")
    # Asked beside the generation's one row, because a query has to be of something.
    asked = {"begins": begins, "ends": ends, "oldest": oldest, "fresh": fresh}
    looks = {name: Subquery(one[:1]) for name, one in asked.items()}
    found = Generation.objects.annotate(**looks).values("number", *looks).first()
    if found is None:
        return 0, at  # a database without its generation vouches for nothing
    midnight = to_local(at).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    unannounced = found["oldest"] + ANNOUNCED if found["oldest"] else None
    stale = found["fresh"] + FRESH if found["fresh"] else None
    instants = [timezone.localtime(midnight, dt.UTC), found["begins"], found["ends"], unannounced, stale]
    return found["number"], min(instant for instant in instants if instant is not None)
