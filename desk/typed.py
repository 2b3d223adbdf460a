"""What a filled-in story form would save, as a snapshot: so that it can be held against what was saved before."""

from typing import Any

from django.contrib.auth.models import User

from articles.models import Content
from articles.models.content import canonical

from . import history
from .merge import Snapshot
from .models import Story


def snapshot_of(story: Story, form: Any, formsets: Any) -> Snapshot:
    """The working copy that saving the valid `form` and `formsets` over `story` would make; nothing is saved."""
    snapshot = story.snapshot()
    for field in Content._meta.get_fields():
        if field.concrete and field.name in form.cleaned_data:
            value = form.cleaned_data[field.name]
            snapshot[field.name] = getattr(value, "pk", value) if field.is_relation else field.get_prep_value(value)
    if "topics" in form.cleaned_data:
        snapshot["topics"] = sorted(topic.pk for topic in form.cleaned_data["topics"])
    if "related" in form.cleaned_data:
        snapshot["related"] = [str(other.uid) for other in form.cleaned_data["related"]]
    for formset in formsets:
        if formset.prefix == "bylines":
            snapshot["bylines"] = [_row(filled.cleaned_data) for filled in _in_order(formset)]
    return snapshot


def begun_before(user: User, form: Any, formsets: Any) -> Story | None:
    """
    The story that this very form has begun already: it was sent by `user`, and was the same word for word.

    With other words it begins another: somebody went back to the form and wrote on.
    """
    uid = form.cleaned_data.get("begun_as")
    before = Story.objects.filter(uid=uid, begun_by=user).first() if uid else None
    first = before.saves.first() if before else None
    if before is None or first is None:
        return None
    typed, stored = snapshot_of(form.instance, form, formsets), history.snapshot_of(first)
    if not typed["bylines"]:
        del typed["bylines"], stored["bylines"]  # a reporter's own name was put there for them
    planned = ("assigned_to_id", "due_at", "planned_words", "is_restricted")
    same = all(getattr(form.instance, name) == getattr(before, name) for name in planned)
    return before if same and canonical(typed) == canonical(stored) else None


def _in_order(formset: Any) -> list[Any]:
    filled = [
        form
        for form in formset.forms
        if form.cleaned_data and form.cleaned_data.get("author") and not form.cleaned_data.get("DELETE")
    ]
    return sorted(filled, key=lambda form: form.cleaned_data.get("position") or 0)


def _row(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "author": data["author"].pk,
        "roles": sorted(data["roles"]),
        "name": data.get("name", ""),
        "title": data.get("title", ""),
    }
