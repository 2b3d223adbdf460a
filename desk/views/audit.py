"""The whole log of a story on one page, and as a file for a court."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import audit
from ..models import Story
from ..request import colleague, instant


@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who may read every story, of those that they may read; `?format=json` is a download."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if not user.has_perm("desk.read_all_stories"):
        raise PermissionDenied
    if request.GET.get("format") == "json":
        response = HttpResponse(audit.spelt(story, by=user, at=at), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="story-{story.uid}.json"'
    else:
        context = {
            **admin.site.each_context(request),
            "title": _("Everything that happened to this story"),
            "story": story,
            "events": audit.trail(story),
            "opts": Story._meta,
        }
        response = render(request, "desk/log.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
