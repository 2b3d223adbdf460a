"""What an open story form says every few seconds: that somebody is here, and what they have typed so far."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import autosave, presence, workflow
from ..models import Presence, Story
from ..request import colleague, instant
from ..wording import when


@never_cache
@require_POST
def beat(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """
    Keep `form` (the form as it would be sent, when something was typed) and `version`; without `pk`, of a new story.

    Answers who else is here and since when, which version stands, and what went wrong, if anything.
    """
    user, at = colleague(request), instant(request)
    story = _story(user, pk)
    answer: dict[str, object] = {"others": [], "version": 0, "kept": "", "refused": ""}
    if story:
        here = presence.beat(user, story, at)
        answer |= {
            "others": [_words(one, at) for one in here],
            "version": story.version,
        }
    if form := request.POST.get("form", ""):
        version = request.POST.get("version", "")
        try:
            autosave.keep(user, story, form, version=int(version) if version.isdecimal() else 0, at=at)
            answer["kept"] = when(at, at)
        except workflow.Refused as refused:
            answer["refused"] = str(refused)
    return JsonResponse(answer)


@never_cache
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The form was closed."""
    user = colleague(request)
    story = _story(user, pk)
    if story:
        presence.leave(user, story)
    return HttpResponse(status=204)


@require_POST
def forget(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Throw away what was typed and not saved, and go on with the story as it stands."""
    user = colleague(request)
    autosave.drop(user, _story(user, pk))
    messages.success(request, _("Thrown away. The story is as it was last saved."))
    here = reverse("admin:desk_story_change", args=[pk]) if pk else reverse("admin:desk_story_add")
    return HttpResponseRedirect(here)


def _story(user: User, pk: int | None) -> Story | None:
    if pk is None:
        if not user.has_perm("desk.add_story"):
            raise PermissionDenied
        return None
    story = Story.objects.visible_to(user).filter(pk=pk).first()
    if story is None:
        raise Http404
    return story


def _words(here: Presence, at: dt.datetime) -> str:
    name = here.person.get_full_name() or here.person.get_username()
    return _("%(name)s has this open since %(time)s.") % {"name": name, "time": when(here.since, at)}
