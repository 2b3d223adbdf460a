"""Who a story is for on the desk: its assignment, and the few who may say that it is for named people only."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from .models import Story

# What the form holds of a story that is no part of its text: a change of these undoes no approval.
FIELDS = frozenset({"assigned_to", "due_at", "planned_words", "is_restricted", "named_people"})


def may_restrict(user: User, story: Story | None) -> bool:
    """Whether `user` says who is named: who began the story or is named in it, and publishers who may read it."""
    if story is None or story.pk is None or story.begun_by_id == user.pk:
        return True
    if user.has_perm("desk.publish_story"):
        return story.may_be_read_by(user)
    return story.named_people.filter(pk=user.pk).exists()


def touches_text(changed: Iterable[str]) -> bool:
    return not FIELDS.issuperset(changed)


def keep_in_sight(story: Story, by: User) -> bool:
    """Name `by`, who has just restricted a story that they would not see any more; whether that was so."""
    if not story.is_restricted or Story.objects.visible_to(by).filter(pk=story.pk).exists():
        return False
    story.named_people.add(by)
    return True
