"""How the desk writes times and the two axes of a story."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.clock import to_local, zone_label

from .models import Story
from .models.public_state import PublicState


def when(instant: dt.datetime, at: dt.datetime | None = None) -> str:
    """
    `instant` on the newsroom's clock, with its zone: "14:03 EET" on the day of `at`, else with its date.

    Without `at` it is written in full, for columns in which all rows should look alike.
    """
    local, today = to_local(instant), to_local(at) if at else None
    if today and local.date() == today.date():
        day = ""
    elif today and local.year == today.year:
        day = date_format(local, "j M") + ", "
    else:
        day = date_format(local, "j M Y") + ", "
    return f"{day}{local:%H:%M} {zone_label(instant)}"


def public_words(public: PublicState, at: dt.datetime) -> str:
    """What readers have, in a few words with its time."""
    if public.live:
        words = _("live since %(time)s") % {"time": when(public.live.live_from, at)}
        if public.waiting:
            words += " · " + _("next version at %(time)s") % {"time": when(public.waiting.live_from, at)}
        return words
    if public.waiting:
        return _("goes live at %(time)s") % {"time": when(public.waiting.live_from, at)}
    if public.last and public.last.live_until:
        return _("withdrawn at %(time)s") % {"time": when(public.last.live_until, at)}
    return _("not published")


def state_words(story: Story, public: PublicState, at: dt.datetime) -> tuple[str, str]:
    """The two axes for people: what the desk calls the story, and what readers have of it."""
    status = str(story.get_status_display())
    if story.status == Story.Status.PUBLISHED and public.waiting and not public.live:
        return _("Scheduled"), _("goes live at %(time)s") % {"time": when(public.waiting.live_from, at)}
    return status, public_words(public, at)
