"""
WebSub, https://www.w3.org/TR/websub/: a hub is told which feeds have changed, and passes them on to who subscribed.

Stories begin and end by themselves at their time, so nobody's hand tells the hub either: every few seconds the worker
looks for what began or ended since it told the hub last, in one query, and says so once for each story. What the hub
didn't hear is said again the next time; nothing waits for it, and feeds are true without it.
"""

import datetime as dt
import urllib.parse
import urllib.request
from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from core.readers import absolute

from .formats import FORMATS
from .models import HubWord

TIMEOUT = 5
# A publication may take a moment to be stored, and half a second longer to be believed (newsroom/pages/truth.py).
SETTLED = dt.timedelta(seconds=3)


def tell_hub(now: dt.datetime | None = None) -> int:
    """
    Tell the hub of each story that was published, changed or ended since it was told last; how many that were.

    A hub that is new is told of nothing before. Raises OSError where the hub refuses, or isn't there.
    """
    hub = settings.NEWSROOM_WEBSUB_HUB
    if not hub:
        return 0
    until = (now or timezone.now()) - SETTLED
    word, is_new = HubWord.objects.get_or_create(hub=hub, defaults={"told_until": until})
    if is_new:
        return 0
    told = 0
    for instant, stories in _changes(word.told_until, until).items():
        for editions in stories.values():
            ping(hub, feeds_of(editions))
            told += 1
        HubWord.objects.filter(pk=word.pk).update(told_until=instant)
    HubWord.objects.filter(pk=word.pk).update(told_until=until)
    return told


def feeds_of(editions: Iterable[Edition]) -> list[str]:
    """The addresses of the feeds that have, or had, any of these on them, in every format."""
    bases = [reverse("front"), reverse("news_feed"), reverse("corrections")]
    for edition in editions:
        bases.append(reverse("kind", args=[edition.kind]))
        bases += [edition.section.get_absolute_url()] if edition.section else []
        bases += [row.topic.get_absolute_url() for row in edition.topic_rows]
        bases += [row.author.person.get_absolute_url() for row in edition.credits if not row.author.is_hidden]
    return [absolute(f"{base}{file}") for base in dict.fromkeys(bases) for file in FORMATS]


def ping(hub: str, feeds: list[str]) -> None:
    body = urllib.parse.urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
    request = urllib.request.Request(hub, data=body.encode(), method="POST")  # noqa: S310  (held to http by the settings)
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass


def _changes(since: dt.datetime, until: dt.datetime) -> dict[dt.datetime, dict[int, list[Edition]]]:
    """
    What changed in (since, until]: for each instant, in order, the articles, each with its editions before and after.

    Of an edition that was cancelled before it began nothing is said.
    """
    began = Q(live_from__gt=since, live_from__lte=until)
    ended = Q(live_until__gt=since, live_until__lte=until)
    found = Edition.objects.filter(began | ended).exclude(live_until__lte=F("live_from")).order_by("live_from")
    moments: dict[dt.datetime, dict[int, list[Edition]]] = {}
    for edition in found.with_rows().defer("body", "pieces"):
        for instant in (edition.live_from, edition.live_until):
            if instant and since < instant <= until:
                moments.setdefault(instant, {}).setdefault(edition.article_id, []).append(edition)
    return dict(sorted(moments.items()))
