"""
The page on which a publisher fixes what readers have now, from the live text itself, beside the working copy.

Where the fix and a later text touch the same paragraph, the page asks which shall stand, and keeps what was typed.
"""

import dataclasses
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Edition

from .. import history, publishing, workflow
from ..editor import POLICY
from ..fixing import FIXABLE, Conflicts
from ..fixing_form import FixForm
from ..models import Story
from ..request import colleague, instant, reader_of
from ..wording import state_words
from .acts import answering

_CHOICE = "choice:"


@csp_replace(POLICY)  # type: ignore[arg-type]  # its type knows only views without arguments
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the live text to be mended; POST mends it, or asks what stands in the way."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if not workflow.may(user, story, "fix"):
        raise PermissionDenied
    back = reverse("admin:desk_story_change", args=[story.pk])
    public = story.public_state(at)
    if public.live is None:
        messages.error(request, _("Readers do not have this story now."))
        return HttpResponseRedirect(back)
    live = Edition.objects.get(pk=public.live.pk)
    form = FixForm(request.POST or None, story=story, live=live, at=at, initial=answering(request))
    if request.method == "POST" and form.is_valid() and "_edit" not in request.POST:
        data = form.cleaned_data
        try:
            publishing.fix(
                story,
                {name: data[name] for name in FIXABLE},
                by=user,
                at=at,
                change=data["change"],
                note=data["note"],
                correction=data["correction"],
                written_by=data.get("written_by"),
                answers=data.get("answers"),
                choices=_choices(request),
                report=data.get("report"),
            )
        except Conflicts as conflicts:
            return render(request, "desk/fix_choices.html", _asked(request, story, form, conflicts))
        except workflow.Refused as refused:
            for message in refused.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("Fixed. Readers have it now, and it is in the working copy too."))
            return HttpResponseRedirect(back)
    return render(request, "desk/fix.html", _context(request, story, live, form))


def _choices(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(_CHOICE): value
        for name, value in request.POST.items()
        if name.startswith(_CHOICE) and value in ("theirs", "yours", "both")
    }


def _context(request: HttpRequest, story: Story, live: Edition, form: FixForm) -> dict[str, Any]:
    at, reader = instant(request), reader_of(request)
    status, readers = state_words(story, form.public, at)
    now = {name: getattr(live, name) for name in FIXABLE}
    waiting = Edition.objects.get(pk=form.public.waiting.pk) if form.public.waiting else None
    return {
        **admin.site.each_context(request),
        "title": _("Fix the live text"),
        "story": story,
        "live": live,
        "waiting": waiting,
        "form": form,
        "media": form.media,
        "public": form.public,
        "status": status,
        "readers": readers,
        "working": history.changes(now, {name: getattr(story, name) for name in FIXABLE}, reader),
        "coming": history.changes(now, {name: getattr(waiting, name) for name in FIXABLE}, reader) if waiting else [],
        "opts": Story._meta,
    }


def _asked(request: HttpRequest, story: Story, form: FixForm, conflicts: Conflicts) -> dict[str, Any]:
    """The places to decide, each by its key; what was decided before stays chosen."""
    texts = {"story": _("the working copy"), "waiting": _("the version that waits for its time")}
    chosen = _choices(request)
    places = []
    for name, merged in conflicts.merges.items():
        for conflict in merged.conflicts:
            key = f"{name}/{conflict.key}"
            choice = dataclasses.replace(history.conflict_in_words(conflict, reader_of(request)), key=_CHOICE + key)
            places.append({"text": texts[name], "choice": choice, "chosen": chosen.get(key, "")})
    return {
        **admin.site.each_context(request),
        "title": _("The fix meets a later text"),
        "story": story,
        "places": places,
        "typed": [(name, value) for name, value in form.typed().items()],
        "opts": Story._meta,
    }
