"""Who has a story open: by a heartbeat of their browser, so that nobody is ever stuck behind a lock."""

import datetime as dt

from django.contrib.auth.models import User

from .models import Presence, Story

BEAT = dt.timedelta(seconds=20)
GONE_AFTER = 3 * BEAT


def beat(person: User, story: Story, at: dt.datetime) -> list[Presence]:
    """Note that `person` has `story` open at `at`; returns the others who do, who came first first."""
    mine = Presence.objects.filter(person=person, story=story)
    if not mine.filter(seen_at__gt=at - GONE_AFTER).update(seen_at=at):
        Presence.objects.update_or_create(person=person, story=story, defaults={"since": at, "seen_at": at})
    return others(person, story, at)


def leave(person: User, story: Story) -> None:
    """Note that `person` has closed `story`."""
    Presence.objects.filter(person=person, story=story).delete()


def others(person: User, story: Story, at: dt.datetime) -> list[Presence]:
    """Whoever else has `story` open at `at`, who came first first, with their accounts."""
    near = Presence.objects.filter(story=story, seen_at__gt=at - GONE_AFTER).exclude(person=person)
    return list(near.select_related("person").order_by("since", "pk"))
