"""Readers' reports on the desk: who sees them, and how one is dealt with."""

import datetime as dt

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Correction, Edition, Report

from .models import Story
from .workflow import Refused


def visible_to(user: User) -> QuerySet[Report]:
    """Reports on the stories that `user` may read; an import's, which has no story, for whoever reads all."""
    if user.is_active and user.has_perm("desk.view_story") and user.has_perm("desk.read_all_stories"):
        return Report.objects.all()
    return Report.objects.filter(article__uid__in=Story.objects.visible_to(user).values("uid"))


def of_story(story: Story) -> QuerySet[Report]:
    return Report.objects.filter(article__uid=story.uid)


def waiting(story: Story) -> QuerySet[Report]:
    """Reports on `story` that nobody has dealt with."""
    return of_story(story).filter(handled_at=None)


def settle(report: Report, *, by: User, at: dt.datetime, correction: Correction | None = None) -> None:
    """Note that `report` is dealt with, by `correction` or without one. Raises Refused when it was already."""
    done = Report.objects.filter(pk=report.pk, handled_at=None).update(
        handled_at=at, handled_by=by, correction=correction
    )
    if not done:
        raise Refused(_("Somebody has dealt with this report already."))


def move(before: Correction, after: Correction) -> None:
    """The correction was scheduled for another time, and its record made anew."""
    Report.objects.filter(correction=before).update(correction=after)


def reopen(waiting: Edition) -> None:
    """The edition that would have answered them will not go live."""
    Report.objects.filter(correction__edition_after=waiting).update(correction=None, handled_at=None, handled_by=None)
