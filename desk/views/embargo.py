"""The page on which an embargo is set, moved and lifted, each with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import forms, workflow
from ..models import Story
from ..request import colleague, instant, reader_of
from ..wording import state_words, when


def embargo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST sets; `_lift` lifts it."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if not story.may_be_edited_by(user):
        raise PermissionDenied
    if story.embargo_until and not user.has_perm("desk.publish_story"):
        raise PermissionDenied
    back = reverse("admin:desk_story_change", args=[story.pk])
    lifts = "_lift" in request.POST
    form = forms.EmbargoForm(request.POST or None, story=story, reader=reader_of(request), lifts=lifts)
    if request.method == "POST" and form.is_valid():
        until = None if lifts else form.cleaned_data["until"]
        try:
            workflow.set_embargo(story, until, by=user, at=at, reason=form.cleaned_data["reason"])
        except workflow.Refused as refused:
            for message in refused.messages:
                form.add_error(None, message)
        else:
            messages.success(
                request,
                _("Nothing of it goes out before %(time)s.") % {"time": when(until, at)}
                if until
                else _("The embargo is lifted."),
            )
            return HttpResponseRedirect(back)
    return render(request, "desk/act.html", _context(request, story, form, back))


def _context(request: HttpRequest, story: Story, form: forms.EmbargoForm, back: str) -> dict[str, Any]:
    at = instant(request)
    status, readers = state_words(story, form.public, at)
    verb = _("Move the embargo") if story.embargo_until else _("Set the embargo")
    return {
        **admin.site.each_context(request),
        "title": verb,
        "verb": verb,
        "story": story,
        "act": "embargo",
        "form": form,
        "public": form.public,
        "status": status,
        "readers": readers,
        "obstacles": [],
        "back": back,
        "opts": Story._meta,
        "second_button": ("_lift", _("Lift the embargo")) if story.embargo_until else None,
    }
