"""The page of one act on one story: what it will do, what it asks, and the button that does it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import acts, forms, workflow
from ..models import Story
from ..request import colleague, instant, reader_of
from ..wording import state_words


def may(user: User, story: Story, act: str) -> bool:
    if act in acts.LEAD_ACTS:
        return user.has_perm("desk.pick_lead")
    return workflow.may(user, story, act)


def act_on_story(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """GET asks, POST does. A refusal is told beside the form, with what was typed still in it."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if act not in acts.ACTS:
        raise Http404
    if not may(user, story, act):
        raise PermissionDenied
    back = reverse("admin:desk_story_change", args=[story.pk])
    form_class = acts.FORMS.get(act, forms.ActForm)
    if request.method == "POST":
        form = form_class(request.POST, story=story, reader=reader_of(request))
        valid = form.is_valid()
        if not valid and form.has_error("__all__", "stale") and acts.done_already(story, act, user, at):
            messages.info(request, _("That was done already. The second click changed nothing."))
            return HttpResponseRedirect(back)
        if valid and do(request, story, act, form):
            return HttpResponseRedirect(back)
    else:
        form = form_class(story=story, reader=reader_of(request), initial=answering(request))
    return render(request, "desk/act.html", _context(request, story, act, form, back))


def answering(request: HttpRequest) -> dict[str, Any]:
    """From a reader's report one comes to publish a correction."""
    asked = request.GET.get("report", "")
    return {"report": asked, "change": "correction"} if asked.isdecimal() else {}


def do(request: HttpRequest, story: Story, act: str, form: forms.ActForm) -> bool:
    asked = {name: value for name, value in form.cleaned_data.items() if name not in ("loaded_version", "time")}
    try:
        said = acts.perform(story, act, by=colleague(request), at=instant(request), **asked)
    except workflow.Refused as refused:
        for message in refused.messages:
            form.add_error(None, message)
        return False
    messages.success(request, said)
    return True


def _context(request: HttpRequest, story: Story, act: str, form: forms.ActForm, back: str) -> dict[str, Any]:
    at = instant(request)
    public = form.public
    status, readers = state_words(story, public, at)
    available = [button.act for button in acts.buttons(story, colleague(request), at)]
    # What nobody can override bars the act; the rest stands in the form, which asks for a reason or only tells.
    obstacles = [stop.words for stop in form.stops if stop.is_final]
    if act not in available:
        obstacles = [_not_now(story, act, public), *obstacles]
    return {
        **admin.site.each_context(request),
        "title": acts.verb(act, public),
        "story": story,
        "act": act,
        "form": form,
        "verb": acts.verb(act, public),
        "public": public,
        "status": status,
        "readers": readers,
        "obstacles": obstacles,
        "back": back,
        "opts": Story._meta,
    }


def _not_now(story: Story, act: str, public: Any) -> str:
    transition = workflow.TRANSITIONS.get(act)
    if transition and story.status in transition.to and (obstacle := transition.holds(story, public)):
        return str(obstacle)
    return _("“%(act)s” does not fit a story that is “%(status)s”.") % {
        "act": acts.verb(act),
        "status": story.get_status_display(),
    }
