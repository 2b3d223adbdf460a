"""
The story form's memory: words typed and not saved are offered back, and a save over somebody else's is merged.

Both are one thing: a kept form (desk.models.Autosave) and the version that it was loaded from.
"""

import copy
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from .. import autosave, history, workflow
from ..merge import Merge, Snapshot, merge
from ..models import Autosave, Story
from ..request import colleague, instant, reader_of
from ..typed import snapshot_of
from ..wording import when

# What both began from, theirs (stored) and yours (just typed).
Sides = tuple[Snapshot, Snapshot, Snapshot]

# What a form holds that is of one sending only.
_NOT_TYPED = ("csrfmiddlewaretoken", "_act", "_preview", "_continue", "_save")


class Unsaved(admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        story = self._story(request, object_id)
        if request.method == "POST":
            if story and self._is_stale(request, story) and self._keep(request, story):
                return HttpResponseRedirect(reverse("admin:desk_story_merge", args=[story.pk]))
        elif "resume" in request.GET and (kept := autosave.offered(colleague(request), story)):
            request = filled_in(request, kept)
            request.resumed = kept  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What you typed over what somebody saved meanwhile: what merges by itself, and what only you can decide."""
        story = self._story(request, str(pk))
        kept = autosave.offered(colleague(request), story) if story else None
        if story is None or not self.has_change_permission(request, story):
            raise Http404
        back = reverse("admin:desk_story_change", args=[story.pk])
        if kept is None:
            return HttpResponseRedirect(back)
        sides = self._sides(request, story, kept)
        if sides is None:
            # What was typed is not whole yet (no headline, say), or its base is gone: mend it in the form.
            return HttpResponseRedirect(f"{back}?resume=1")
        merged = merge(*sides)
        if request.method == "POST" and request.POST.get("version") == str(story.version):
            choices = {
                conflict.key: request.POST.get(conflict.key, "")
                for conflict in merged.conflicts
                if request.POST.get(conflict.key, "") in ("theirs", "yours", "both")
            }
            if len(choices) == len(merged.conflicts):
                return self._take(request, story, merged, choices, back)
            messages.error(request, _("Choose for each place below which words shall stand."))
        elif request.method == "POST":
            messages.warning(request, _("Somebody saved again in the meantime. Look at it once more."))
        return render(request, "desk/merge.html", self._merge_context(request, story, kept, sides))

    def _take(
        self, request: HttpRequest, story: Story, merged: Merge, choices: dict[str, str], back: str
    ) -> HttpResponse:
        user, at = colleague(request), instant(request)
        try:
            with transaction.atomic():
                workflow.edited(story, by=user, at=at)
                history.apply(story, merged.result(choices))
                history.record(story, by=user, at=at)
                autosave.drop(user, story)
        except workflow.Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Saved: your words and theirs, together."))
        return HttpResponseRedirect(back)

    def _sides(self, request: HttpRequest, story: Story, kept: Autosave) -> Sides | None:
        """What both began from, theirs and yours; None where the base is gone or what was typed isn't whole."""
        base = history.base_for(story, kept.version)
        sent = filled_in(request, kept, as_new=True)
        sent.merges = True  # type: ignore[attr-defined]
        form = self.get_form(sent, story, change=True)(sent.POST, sent.FILES, instance=copy.copy(story))
        formsets, _instances = self._create_formsets(sent, Story(), change=False)  # type: ignore[attr-defined]
        valid = all(part.is_valid() for part in (form, *formsets))
        if base is None or not valid:
            return None
        return base, story.snapshot(), snapshot_of(story, form, formsets)

    def _merge_context(self, request: HttpRequest, story: Story, kept: Autosave, sides: Sides) -> dict[str, Any]:
        at, reader = instant(request), reader_of(request)
        last = story.saves.last()
        base, theirs, yours = sides
        return {
            **admin.site.each_context(request),
            "title": _("Two of you changed this story"),
            "story": story,
            "kept_at": when(kept.at, at),
            "their_name": last.by_name if last else "",
            "their_time": when(last.at, at) if last else "",
            "theirs": history.changes(base, theirs, reader),
            "yours": history.changes(base, yours, reader),
            "conflicts": [history.conflict_in_words(conflict, reader) for conflict in merge(*sides).conflicts],
            "opts": Story._meta,
        }

    def _story(self, request: HttpRequest, object_id: str | None) -> Story | None:
        return Story.objects.for_reading(object_id, colleague(request)) if object_id else None

    def _is_stale(self, request: HttpRequest, story: Story) -> bool:
        loaded = request.POST.get("loaded_version", "")
        return (
            loaded.isdecimal()
            and int(loaded) < story.version
            and self.has_change_permission(request, story)
            and history.base_for(story, int(loaded)) is not None
        )

    def _keep(self, request: HttpRequest, story: Story) -> bool:
        """Whether what was sent could be kept; if not, the form itself says that it is stale."""
        typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NOT_TYPED]
        version = int(request.POST["loaded_version"])
        try:
            autosave.keep(colleague(request), story, urlencode(typed), version=version, at=instant(request))
        except workflow.Refused:
            return False
        return True


def filled_in(request: HttpRequest, kept: Autosave, *, as_new: bool = False) -> HttpRequest:
    """
    A copy of `request`, as if `kept` had been sent with it.

    With `as_new` each row of the byline counts as one just typed: those in the table may have been made anew since.
    """
    typed = QueryDict(kept.data, mutable=True)
    for name in list(typed):
        if name in _NOT_TYPED:
            del typed[name]
        elif as_new and name.startswith("bylines-") and name.endswith("-INITIAL_FORMS"):
            typed[name] = "0"
        elif as_new and name.startswith("bylines-") and name.endswith(("-id", "-story")):
            typed[name] = ""
    sent = copy.copy(request)
    sent.method, sent.POST = "POST", typed  # type: ignore[assignment]
    sent._files = MultiValueDict()  # type: ignore[attr-defined]  # else asking for files reads the request over again
    return sent
