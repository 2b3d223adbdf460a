"""Words that were typed and not saved: kept for the one who typed them, until they are saved or thrown away."""

import datetime as dt

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from core.html import MAX_BODY

from .models import Autosave, Story
from .workflow import Refused

# A form of the longest body, in Cyrillic, url-encoded.
MAX_FORM = MAX_BODY * 7


def keep(person: User, story: Story | None, data: str, *, version: int, at: dt.datetime) -> Autosave:
    """
    Keep the form of `person` for `story` (None: one that was never saved) in place of what was kept before.

    Raises Refused for somebody who may not edit the story, and for a form that is too long.
    """
    if len(data) > MAX_FORM:
        raise Refused(_("The text is too long to be kept automatically. Shorten it, or save it in parts."))
    if story is None:
        if not person.has_perm("desk.add_story"):
            raise Refused(_("You may not do this with this story."))
    elif not story.may_be_edited_by(person):
        raise Refused(_("You may not do this with this story."))
    kept, _made = Autosave.objects.update_or_create(
        person=person, story=story, defaults={"data": data, "version": version, "at": at}
    )
    return kept


def offered(person: User, story: Story | None) -> Autosave | None:
    """What `person` typed into `story` and did not save, if anything."""
    return Autosave.objects.filter(person=person, story=story).first()


def drop(person: User, story: Story | None) -> None:
    """Forget it: it was saved, or its writer wants it gone."""
    Autosave.objects.filter(person=person, story=story).delete()
