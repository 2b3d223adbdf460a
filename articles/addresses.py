"""What is at an article's address at an instant: an edition, the way to its present address, or word of its end."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from .loading import live_at
from .models import Address, Edition, Withdrawal


@dataclass(frozen=True)
class Moved:
    """The article is read at another address now; `edition` says which."""

    edition: Edition


@dataclass(frozen=True)
class Gone:
    """The article was withdrawn. `headline` is None where the publisher left it out."""

    headline: str | None
    reason: str
    withdrawn_at: dt.datetime


def look_up(date: dt.date, slug: str, at: dt.datetime) -> Edition | Moved | Gone:
    """
    The live edition (with_rows) of the article at /date/slug/, or what readers are told instead.

    Raises Http404 for an address that readers have never had: unknown, or of an edition that isn't live yet. An
    article that has ended without a withdrawal, or by an order to vanish, is as if it had never been.
    """
    live = live_at(date, slug, at)
    if live and (live.address.date, live.address.slug) == (date, slug):
        return live
    address = Address.objects.filter(date=date, slug=slug).first()
    if address is None or not Edition.objects.known(at).filter(address=address).exists():
        raise Http404("no article at this address")
    if live:
        return Moved(live)
    last = Edition.objects.known(at).filter(article=address.article_id).latest("live_from")
    withdrawal = (
        Withdrawal.objects.filter(article=address.article_id, withdrawn_at__lte=at, withdrawn_at__gte=last.live_from)
        .order_by("-withdrawn_at", "-pk")
        .first()
    )
    if withdrawal is None or withdrawal.vanishes:
        raise Http404("the article has ended")
    headline = last.headline if withdrawal.shows_headline else None
    return Gone(headline, withdrawal.reason, withdrawal.withdrawn_at)
