"""
The desk's home: what needs this person, what comes, what went out today, and what they were told.

As many queries for a hundred thousand stories as for ten; each list shows its first rows and leads to the rest.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import readership
from articles.models import Edition, Page, Section, Topic
from authors.models import Author
from photos.models import Photo

from . import notices, queues
from .models import Notice, Story, StoryQuerySet
from .wording import when

ROWS = 8
DAY = dt.timedelta(days=1)
# What goes public by being saved, with no edition.
WITHOUT_EDITION = (Author, Topic, Section, Page)
# The admin's log has no index by time: its newest rows are the highest numbers, and a day has fewer than these.
NEWEST_LOG_ROWS = 3000


@dataclasses.dataclass(frozen=True)
class Shelf:
    """One list of stories. `empty` says what to do when there is none; `all_of_it` leads to the whole list."""

    key: str
    title: str
    stories: Sequence[Story]
    empty: str
    all_of_it: str = ""
    more: bool = False


@dataclasses.dataclass(frozen=True)
class Public:
    """An edition on its way or out, with its story where the person may read that."""

    edition: Edition
    story: Story | None
    time: str
    reads: int = 0


def shelves(user: User, at: dt.datetime) -> list[Shelf]:
    """What waits for `user`, most urgent first; lists that their rights leave empty for ever are left out."""
    listed = reverse("admin:desk_story_changelist")
    found = [
        _shelf(
            "returned",
            _("Sent back to you"),
            queues.returned(user).order_by("-saved_at"),
            _("Nothing came back."),
            f"{listed}?whose=needs",
        )
    ]
    if user.has_perm("desk.approve_story"):
        found.append(
            _shelf(
                "review",
                _("Waiting for your review"),
                queues.to_review(user).order_by("saved_at"),
                _("Nothing waits. What is sent for review appears here."),
                f"{listed}?status__exact=in_review",
            )
        )
    if user.has_perm("desk.publish_story"):
        found.append(
            _shelf(
                "approved",
                _("Approved, to be published"),
                queues.to_publish(user).order_by("saved_at"),
                _("Nothing waits. What an editor approves appears here."),
                f"{listed}?status__exact=approved",
            )
        )
    found += [
        _shelf(
            "overdue",
            _("Overdue"),
            queues.overdue(user, at),
            _("Nothing is late."),
            f"{listed}?due=overdue",
        ),
        _shelf(
            "due",
            _("Due in the next three days"),
            queues.due(user, at),
            _("Nothing is due. Give a story a due date under “Assignment”."),
            f"{listed}?due=soon",
        ),
        _shelf(
            "drafts",
            _("Your drafts"),
            queues.drafts(user).order_by("-saved_at"),
            _("You have no drafts. Begin a story."),
            f"{listed}?whose=mine&status__exact=draft",
        ),
    ]
    return found


def _shelf(key: str, title: str, stories: StoryQuerySet, empty: str, all_of_it: str) -> Shelf:
    rows = list(stories.defer("body", "standfirst").select_related("section", "assigned_to")[: ROWS + 1])
    return Shelf(key, title, rows[:ROWS], empty, all_of_it, len(rows) > ROWS)


def scheduled(user: User, at: dt.datetime) -> list[Public]:
    """What goes live within a day, soonest first, of stories that `user` may read. Two queries."""
    readable = Story.objects.visible_to(user).values("uid")
    editions = Edition.objects.waiting(at).filter(live_from__lte=at + DAY, article__uid__in=readable)
    return _with_stories(editions.order_by("live_from", "pk"), user, at)


def published(user: User, at: dt.datetime) -> list[Public]:
    """What has gone live since midnight on the newsroom's clock and is live now, newest first. Two queries."""
    editions = Edition.objects.live(at).filter(live_from__gte=readership.midnight(at))
    return _with_stories(editions.order_by("-live_from", "-pk"), user, at)


def most_read(user: User, at: dt.datetime) -> list[Public]:
    """What is live and was read most since the newsroom's midnight, most first. Three queries."""
    numbers = dict(readership.most_read(readership.midnight(at), at, number=2 * ROWS))
    shown = _with_stories(Edition.objects.live(at).filter(article__in=numbers), user, at)
    shown.sort(key=lambda one: -numbers[one.edition.article_id])
    return [dataclasses.replace(one, reads=numbers[one.edition.article_id]) for one in shown[:ROWS]]


def _with_stories(editions: Any, user: User, at: dt.datetime) -> list[Public]:
    rows = list(editions.select_related("article", "address").defer("body", "standfirst")[: 2 * ROWS])
    uids = [row.article.uid for row in rows]
    stories = {one.uid: one for one in Story.objects.visible_to(user).filter(uid__in=uids).only("uid", "headline")}
    return [Public(row, stories.get(row.article.uid), when(row.live_from, at)) for row in rows]


def without_edition(user: User, at: dt.datetime) -> list[LogEntry]:
    """
    Profiles, topics, sections and standing pages that were saved today, newest first: readers have them at once.

    Only of the kinds that `user` may see in the admin.
    """
    types = [
        ContentType.objects.get_for_model(model).pk
        for model in WITHOUT_EDITION
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]
    newest = LogEntry.objects.aggregate(Max("pk"))["pk__max"] if types else None
    if newest is None:
        return []
    today = LogEntry.objects.filter(
        pk__gt=newest - NEWEST_LOG_ROWS, content_type__in=types, action_time__gte=readership.midnight(at)
    )
    return list(today.select_related("user", "content_type").order_by("-pk")[: 2 * ROWS])


def ending_photos(user: User, at: dt.datetime) -> list[Photo]:
    """Pictures that may be placed, but not for much longer, the first to end first: for who looks after all of them."""
    if not user.has_perm("photos.change_any_photo"):
        return []
    return list(Photo.objects.ending(at).usable(at).order_by("rights_end", "pk")[: ROWS + 1])


def context(user: User, at: dt.datetime) -> dict[str, Any]:
    """What the home page shows `user`."""
    ending = ending_photos(user, at)
    shown: dict[str, Any] = {
        "without_edition": without_edition(user, at),
        "ending_photos": ending[:ROWS],
        "more_photos_end": len(ending) > ROWS,
    }
    if not user.has_perm("desk.view_story"):
        return shown
    told: list[Notice] = list(notices.unread(user).defer("story__body", "story__standfirst")[: 2 * ROWS])
    return shown | {
        "shelves": shelves(user, at),
        "scheduled": scheduled(user, at),
        "published": published(user, at),
        "most_read": most_read(user, at),
        "notices": told,
        "reads_stories": True,
        "list_url": reverse("admin:desk_story_changelist"),
    }
