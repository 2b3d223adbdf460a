"""
The cast of the tests: Rita reports, Ed edits, Paula publishes, Clara is chief, Stas keeps profiles, Phil has the
photo desk, Nora is in no group, Vera only visits.

`NOON` is the instant from which the scenes count. Everything stored goes through the doors that the newsroom uses.
"""

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import Group, User

from articles.models import Edition, Section, Topic
from authors.models import Author
from desk import publishing, roles, search
from desk.models import Story, StoryByline, StoryRelated, StoryTopic

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

_number = itertools.count(1)

MEMBERS = {
    "rita": roles.REPORTERS,
    "ed": roles.EDITORS,
    "paula": roles.PUBLISHERS,
    "clara": roles.CHIEF_EDITORS,
    "stas": roles.PROFILE_STAFF,
    "phil": roles.PHOTO_DESK,
    "nora": None,
}


def person(name: str) -> User:
    """The account of one of the cast ("rita", …; any other name is a reporter), made on first call."""
    user, made = User.objects.get_or_create(
        username=name, defaults={"is_staff": True, "first_name": name.title(), "email": f"{name}@example.org"}
    )
    if made:
        user.set_password("correct horse battery")
        user.save()
        group = MEMBERS.get(name, roles.REPORTERS)
        if group:
            user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)  # without the permissions it may have cached


def root() -> User:
    user, _ = User.objects.get_or_create(username="root", defaults={"is_staff": True, "is_superuser": True})
    return user


def author(name: str = "Rita Reporter", **fields: Any) -> Author:
    number = next(_number)
    return Author.objects.create(**{"name": name, "slug": f"author-{number}", "title": "Reporter", **fields})


def section(name: str = "War", **fields: Any) -> Section:
    return Section.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-"), **fields})[0]


def topic(name: str = "Energy", **fields: Any) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-"), **fields})[0]


def story(headline: str = "", *, by: Any = None, topics: Any = (), related: Any = (), **fields: Any) -> Story:
    """A story ready to be published: Rita's, with her byline. `by`: authors; `related`: stories or uids."""
    number = next(_number)
    fields.setdefault("begun_by", person("rita"))
    fields.setdefault("section", section())
    fields.setdefault("body", f"<p>Text of story {number}.</p>")
    made = Story.objects.create(headline=headline or f"Headline {number}", **fields)
    for position, who in enumerate([author()] if by is None else by):
        StoryByline.objects.create(story=made, author=who, position=position)
    for one in topics:
        StoryTopic.objects.create(story=made, topic=one)
    for position, target in enumerate(related):
        StoryRelated.objects.create(story=made, uid=getattr(target, "uid", target), position=position)
    search.update([made], NOON)
    return made


def publish(made: Story | None = None, *, at: dt.datetime = NOON, **options: Any) -> Edition:
    """Publish a story (a new one when none is given) as Paula; `options` as for desk.publishing.publish()."""
    return publishing.publish(made or story(), by=person("paula"), at=at, **options)


def edit(made: Story, *, at: dt.datetime = NOON, by: str = "ed", **changes: Any) -> Story:
    """Save `changes` over a story as the form would; returns it as loaded anew."""
    from django.db import transaction

    from desk import workflow

    made = Story.objects.get(pk=made.pk)
    with transaction.atomic():
        workflow.edited(made, by=person(by), at=at)
        for name, value in changes.items():
            setattr(made, name, value)
        made.save()
    return Story.objects.get(pk=made.pk)
