"""
What a story was like after each save, what a save changed, and how to go back to one.

`record()` belongs after the rows of a save are stored, in the same transaction; `restore()` makes a new save.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles import blocks
from articles.differences import BlockChange, Segment, bodies, prose, words
from articles.models import Content, Section, Topic
from articles.models.content import canonical
from articles.models.rows import Role
from authors.models import Author
from photos.credits import caption_line
from photos.models import Photo

from . import search, workflow
from .merge import Conflict, Snapshot
from .models import Save, Story, StoryByline, StoryPicture, StoryRelated, StoryTopic
from .naming import Reader, unnamed


def record(
    story: Story, *, by: User, at: dt.datetime, restored_from: Save | None = None, version: int | None = None
) -> Save:
    """Keep `story` as it now stands in the tables as one row, of `version` where the story isn't settled yet."""
    stored = story.as_stored()
    search.update([stored], at)
    _note_pictures(stored)
    return Save.objects.create(
        story=story,
        version=version or story.version,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        at=at,
        restored_from=restored_from,
        snapshot=canonical(stored.snapshot()),
    )


def _note_pictures(story: Story) -> None:
    """Remember which pictures stand in the text, so that the library knows where each is used."""
    keys = set(blocks.photos(blocks.cut(story.body)))
    there = set(story.pictures.values_list("photo_id", flat=True))
    if there - keys:
        story.pictures.exclude(photo__in=keys).delete()
    if new := keys - there:
        known = Photo.objects.filter(pk__in=new).values_list("pk", flat=True)
        StoryPicture.objects.bulk_create(StoryPicture(story=story, photo_id=key) for key in known)


def snapshot_of(save: Save) -> Snapshot:
    """The working copy that `save` kept."""
    return json.loads(save.snapshot)


def base_for(story: Story, version: int) -> Snapshot | None:
    """The working copy as it stood for somebody who loaded `version`; None where no save is that old."""
    save = story.saves.filter(version__lte=version).last()
    return snapshot_of(save) if save else None


def restore(save: Save, *, by: User, at: dt.datetime) -> Story:
    """
    Make the story what it was at `save`, as a new save; returns it. Raises workflow.Refused.

    The address stays as it is: a promise isn't taken back with a text.
    """
    story = Story.objects.get(pk=save.story_id)
    if not story.may_be_edited_by(by):
        raise workflow.Refused(_("You may not edit this story."))
    snapshot = snapshot_of(save) | {"slug": story.slug}
    with transaction.atomic():
        workflow.edited(story, by=by, at=at)
        apply(story, snapshot)
        record(story, by=by, at=at, restored_from=save)
    return story


def apply(story: Story, snapshot: Snapshot) -> None:
    """
    Store `snapshot` as the working copy, rows and all, inside the caller's transaction.

    What it names and is no longer there (a section, a topic, a photo, an author) is left out.
    """
    for field in Content._meta.get_fields():
        if not field.concrete or field.name not in snapshot:
            continue
        value = snapshot[field.name]
        if field.is_relation and value is not None:
            model: Any = field.related_model
            value = model._base_manager.filter(pk=value).values_list("pk", flat=True).first()
        setattr(story, field.attname, value)
    story.save()
    for rows in (story.bylines, story.filings, story.relations):
        rows.all().delete()
    authors = Author.objects.in_bulk([row["author"] for row in snapshot["bylines"]])
    StoryByline.objects.bulk_create(
        StoryByline(
            story=story,
            author=authors[row["author"]],
            position=position,
            roles=row["roles"],
            name=row["name"],
            title=row["title"],
        )
        for position, row in enumerate(snapshot["bylines"])
        if row["author"] in authors
    )
    topics = Topic.objects.in_bulk(snapshot["topics"])
    StoryTopic.objects.bulk_create(StoryTopic(story=story, topic=topic) for topic in topics.values())
    StoryRelated.objects.bulk_create(
        StoryRelated(story=story, uid=uid, position=position) for position, uid in enumerate(snapshot["related"])
    )


@dataclasses.dataclass(frozen=True)
class FieldChange:
    """One field of a story as it was and is: `segments` for a line of text, `blocks` for the text itself."""

    label: str
    segments: Sequence[Segment] = ()
    blocks: Sequence[BlockChange] = ()


def changes(old: Snapshot, new: Snapshot, reader: Reader) -> list[FieldChange]:
    """What differs between two working copies, in the order of the form, as prose; empty when nothing does."""
    before, after = readable(old, reader), readable(new, reader)
    found = [
        FieldChange(label, segments=words(before.get(label, ""), text))
        for label, text in after.items()
        if before.get(label, "") != text
    ]
    if old.get("body", "") != new.get("body", ""):
        was, now = in_words(reader, old.get("body", ""), new.get("body", ""))
        found.append(FieldChange(_("Text"), blocks=bodies(was, now)))
    return found


@dataclasses.dataclass(frozen=True)
class Choice:
    """One conflict of a merge in words: what each side made of the base. Both may stand only in the text."""

    key: str
    label: str
    theirs: Sequence[Segment]
    yours: Sequence[Segment]
    takes_both: bool


def conflict_in_words(conflict: Conflict, reader: Reader) -> Choice:
    """`conflict` as a person decides it."""
    if conflict.field == "body":
        sides_in_words = in_words(reader, conflict.base, conflict.theirs, conflict.yours)
        was, theirs, yours = (prose(side) for side in sides_in_words)
        label = _("Text")
    else:
        sides = [
            readable(side if conflict.field == "picture" else {conflict.field: side}, reader)
            for side in (conflict.base, conflict.theirs, conflict.yours)
        ]
        label = _("Picture") if conflict.field == "picture" else next(iter(sides[0]), conflict.field)
        was, theirs, yours = (" · ".join(filter(None, side.values())) for side in sides)
    return Choice(conflict.key, label, words(was, theirs), words(was, yours), conflict.field == "body")


def in_words(reader: Reader, *bodies: str) -> list[str]:
    """Working texts with what their blocks refer to in words; the cards of all of them are looked up at once."""
    cut = [blocks.cut(body) for body in bodies]
    # Whoever may read the text need not know of every story that it points to.
    headlines = reader.headlines(blocks.cards([piece for pieces in cut for piece in pieces]))

    def tell(piece: dict[str, Any]) -> str:
        if "card" in piece:
            return " · ".join(filter(None, [headlines.get(piece["card"], unnamed()), piece["standfirst"]]))
        if "embed" in piece:
            return " · ".join(filter(None, [strip_tags(piece["caption"]), piece["embed"]]))
        names = (piece["photographer"], piece["agency"], piece["distributor"])
        return " · ".join(filter(None, [caption_line(strip_tags(piece["caption"]), *names), piece["alt"]]))

    return [blocks.in_words(pieces, tell) if pieces else body for pieces, body in zip(cut, bodies, strict=True)]


def readable(snapshot: Snapshot, reader: Reader) -> dict[str, str]:
    """What `snapshot` holds but the text, as an editor reads it: label to words, in the order of the form."""
    said: dict[str, str] = {}
    for field in Content._meta.get_fields():
        if field.concrete and field.name != "body" and field.name in snapshot:
            said[str(field.verbose_name).capitalize()] = _in_words(field, snapshot[field.name])
    if "bylines" in snapshot:
        keys = [row["author"] for row in snapshot["bylines"]]
        names = dict(Author.objects.filter(pk__in=keys).values_list("pk", "name"))
        said[_("Byline")] = ", ".join(
            f"{row['name'] or names.get(row['author'], '–')} ({', '.join(map(_role, row['roles']))})"
            for row in snapshot["bylines"]
        )
    if "topics" in snapshot:
        topics = dict(Topic.objects.filter(pk__in=snapshot["topics"]).values_list("pk", "name"))
        said[_("Topics")] = ", ".join(topics.get(key, "–") for key in snapshot["topics"])
    if "related" in snapshot:
        titles = reader.headlines(snapshot["related"])
        said[_("Related stories")] = "; ".join(titles.get(uid, unnamed()) for uid in snapshot["related"])
    return said


def _role(role: str) -> str:
    return str(dict(Role.choices).get(role, role))


def _in_words(field: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        model: type[Section] | type[Photo] = field.related_model
        found = model._base_manager.filter(pk=value).first()
        return str(found) if found else "–"
    return str(value)
