"""What a filled-in story form would save, as a snapshot: so that it can be merged with what somebody else saved."""

from typing import Any

from articles.models import Content

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
