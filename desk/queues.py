"""
What waits for whom: the lists of the home page, the filters of the list of stories, and the next story in the queue.

Each is a query over what the person may read, so that a story for named people is in nobody else's count.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, Subquery

from articles.models import Edition

from .models import Move, Story, StoryQuerySet

Status = Story.Status
UNFINISHED = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)


def returned(user: User) -> StoryQuerySet:
    """Drafts of `user` whose last move was a return."""
    last = Move.objects.filter(story=OuterRef("pk")).exclude(act="edit").order_by("-at", "-pk").values("act")[:1]
    return Story.objects.mine(user).filter(status=Status.DRAFT).annotate(last=Subquery(last)).filter(last="return")


def drafts(user: User) -> StoryQuerySet:
    """What `user` is writing, but for what was sent back."""
    return Story.objects.mine(user).filter(status=Status.DRAFT).exclude(pk__in=returned(user).values("pk"))


def to_review(user: User) -> StoryQuerySet:
    """What `user` may approve now."""
    if not user.has_perm("desk.approve_story"):
        return Story.objects.none()
    stories = Story.objects.visible_to(user).filter(status=Status.IN_REVIEW)
    return stories if settings.NEWSROOM_APPROVE_OWN else stories.exclude(pk__in=Story.objects.mine(user).values("pk"))


def to_publish(user: User) -> StoryQuerySet:
    """What was approved, for who may publish it."""
    if not user.has_perm("desk.publish_story"):
        return Story.objects.none()
    return Story.objects.visible_to(user).filter(status=Status.APPROVED)


def planned(user: User) -> StoryQuerySet:
    """Stories with a due date that readers have never been given, soonest first."""
    given = Edition.objects.filter(article__uid=OuterRef("uid"))
    stories = Story.objects.visible_to(user).filter(due_at__isnull=False, status__in=UNFINISHED)
    return stories.filter(~Exists(given)).order_by("due_at", "pk")


def overdue(user: User, at: dt.datetime) -> StoryQuerySet:
    return planned(user).filter(due_at__lt=at)


def due(user: User, at: dt.datetime, within: dt.timedelta = dt.timedelta(days=3)) -> StoryQuerySet:
    return planned(user).filter(due_at__gte=at, due_at__lt=at + within)


def scheduled(user: User, at: dt.datetime) -> StoryQuerySet:
    """Stories of which a version waits for its time."""
    own = Edition.objects.waiting(at).filter(article__uid=OuterRef("uid"))
    return Story.objects.visible_to(user).filter(Exists(own))


def needing(user: User) -> StoryQuerySet:
    """What waits for `user`: sent back to them, assigned to them as a draft, to be approved, to be published."""
    wanted = Q(pk__in=returned(user).values("pk")) | Q(status=Status.DRAFT, assigned_to=user.pk)
    if user.has_perm("desk.approve_story"):
        wanted |= Q(pk__in=to_review(user).values("pk"))
    if user.has_perm("desk.publish_story"):
        wanted |= Q(status=Status.APPROVED)
    return Story.objects.visible_to(user).filter(wanted)
