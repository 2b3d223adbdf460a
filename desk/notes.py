"""Notes on a story: written, answered, resolved. "@name" mentions a colleague, who is told."""

import datetime as dt
import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from . import notices
from .models import Note, Notice, Story
from .workflow import Refused

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")


def write(story: Story, text: str, *, by: User, at: dt.datetime, parent: Note | None = None) -> Note:
    """
    Add a note, or an answer to `parent`.

    Raises Refused: for an empty one, for a mention of nobody, and of somebody who may not read the story.
    """
    if not Story.objects.visible_to(by).filter(pk=story.pk).exists():
        raise Refused(_("You may not do this with this story."))
    if parent is not None and parent.story_id != story.pk:
        raise Refused(_("That note belongs to another story."))
    if not text.strip():
        raise Refused(_("Write something first."))
    mentioned = [_mentioned(name, story) for name in dict.fromkeys(_MENTION.findall(text))]
    note = Note(
        story=story,
        parent=(parent.parent or parent) if parent else None,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        at=at,
        text=text,
    )
    try:
        note.clean_fields(exclude=["mentions"])
    except ValidationError as error:
        raise Refused(*error.messages) from error
    with transaction.atomic():
        note.save()
        note.mentions.set(mentioned)
        for person in mentioned:
            notices.tell(person, story, Notice.Kind.MENTIONED, by=by, at=at, text=note.text)
    return note


def readers(story: Story) -> QuerySet[User]:
    """Who may be mentioned in a note on `story`: everybody who may read it, by name."""
    bylined = Q(author__in=story.bylines.values("author")) | Q(author__aliases__in=story.bylines.values("author"))
    own = Q(pk__in=[story.begun_by_id, story.assigned_to_id]) | Q(pk__in=story.named_people.values("pk")) | bylined
    if not story.is_restricted:
        own |= Q(pk__in=User.objects.with_perm("desk.read_all_stories", backend=_BACKEND).values("pk"))
    working = User.objects.with_perm("desk.view_story", backend=_BACKEND).values("pk")
    return User.objects.filter(own, pk__in=working, is_active=True).order_by("username").distinct()


def resolve(note: Note, *, by: User, at: dt.datetime) -> None:
    """Put a note away, with its answers; it stays readable. Raises Refused."""
    _settle(note, by, resolved_at=at, resolved_by=by)


def reopen(note: Note, *, by: User) -> None:
    """Take a resolved note up again. Raises Refused."""
    _settle(note, by, resolved_at=None, resolved_by=None)


def _settle(note: Note, by: User, **changes: object) -> None:
    if not Story.objects.visible_to(by).filter(pk=note.story_id).exists():
        raise Refused(_("You may not do this with this story."))
    if note.parent_id:
        raise Refused(_("An answer is resolved with the note that it answers."))
    for name, value in changes.items():
        setattr(note, name, value)
    note.save(update_fields=list(changes))


def _mentioned(name: str, story: Story) -> User:
    person = User.objects.filter(username__iexact=name, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody here is called “@%(name)s”.") % {"name": name})
    if not Story.objects.visible_to(person).filter(pk=story.pk).exists():
        raise Refused(_("“@%(name)s” may not read this story.") % {"name": name})
    return person
