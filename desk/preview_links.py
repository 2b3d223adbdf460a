"""Previews for somebody without an account: made, revoked, opened."""

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from .models import PreviewLink, Story
from .workflow import Refused

DAYS = (1, 3, 7, 14)


def make(story: Story, recipient: str, days: int, *, by: User, at: dt.datetime) -> PreviewLink:
    """
    A link to `story` for `recipient`, that ends after `days`.

    Raises Refused: for a story that `by` may not read, without a name, and for longer than the longest of DAYS.
    """
    if not may_make(by) or not Story.objects.visible_to(by).filter(pk=story.pk).exists():
        raise Refused(_("You may not do this with this story."))
    if not recipient.strip():
        raise Refused(_("Say for whom the link is."))
    if days not in DAYS:
        raise Refused(_("Choose for how long."))
    link = PreviewLink(
        story=story, recipient=recipient, made_by=by, made_at=at, expires_at=at + dt.timedelta(days=days)
    )
    try:
        link.clean_fields()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    link.save()
    return link


def may_make(user: User) -> bool:
    return user.has_perm("desk.change_story")


def revoke(link: PreviewLink, *, by: User, at: dt.datetime) -> None:
    """End `link` now: whoever may read its story may. Raises Refused."""
    if not may_make(by) or not Story.objects.visible_to(by).filter(pk=link.story_id).exists():
        raise Refused(_("You may not do this with this story."))
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)


def find(token: str, at: dt.datetime) -> PreviewLink | None:
    """
    The link of `token`, while it holds.

    It ends with its time, when it is revoked, when the story is spiked, and when who made it may not read the story
    any more: a link never shows what its maker could not see.
    """
    link = PreviewLink.objects.select_related("story__section", "story__lead_photo", "made_by").filter(token=token)
    found = link.filter(revoked_at=None, expires_at__gt=at).exclude(story__status=Story.Status.SPIKED).first()
    if found is None or not Story.objects.visible_to(found.made_by).filter(pk=found.story_id).exists():
        return None
    return found


def opened(link: PreviewLink, at: dt.datetime) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(opens=F("opens") + 1, last_opened_at=at)
