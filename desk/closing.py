"""Closing the text of an earlier edition for a legal reason: readers keep the fact and the dates."""

import datetime as dt

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles.models import Closure, Edition

from .workflow import Refused


def obstacle(edition: Edition, at: dt.datetime) -> str:
    """Why the text of `edition` can't be closed; "" when it can."""
    if edition.live_until == edition.live_from or edition.live_from > at:
        return str(_("Readers have never had this edition."))
    if edition.is_live(at):
        return str(_("Readers have this edition now: withdraw the story, or publish another text in its place."))
    if Closure.objects.filter(edition=edition).exists():
        return str(_("The text of this edition is closed already."))
    return ""


def close(edition: Edition, *, by: User, at: dt.datetime, reason: str) -> Closure:
    """Close it, for good; raises Refused. `reason` stays inside."""
    if not by.is_active or not by.has_perm("articles.close_edition"):
        raise Refused(_("You may not close the text of an edition."))
    if not reason.strip():
        raise Refused(_("Give the legal reason."))
    if stands := obstacle(edition, at):
        raise Refused(stands)
    return Closure.objects.create(edition=edition, closed_at=at, reason=reason, by=by)
