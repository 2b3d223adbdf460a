"""Previews by link: the list beside a story, where they are made and revoked, and the page that a link opens."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import drawing
from articles.showing import related

from .. import editions, preview_links
from ..models import PreviewLink, Story
from ..request import colleague, instant
from ..workflow import Refused


def shown(story: Story, user: User, at: dt.datetime) -> dict[str, Any]:
    """What _links.html needs; one query."""
    if not preview_links.may_make(user):
        return {"may_link": False}
    links = list(story.preview_links.select_related("made_by"))
    for link in links:
        link.holds = link.is_open(at)  # type: ignore[attr-defined]
    return {"story": story, "may_link": True, "links": links, "days": preview_links.DAYS}


@never_cache
def links_of(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the links; POST does what its `do` says: make or revoke:12."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    if not preview_links.may_make(user):
        raise PermissionDenied
    refused: list[str] = []
    if request.method == "POST":
        act, _colon, key = request.POST.get("do", "make").partition(":")
        try:
            if act == "revoke":
                if not key.isdecimal() or len(key) > 18:
                    raise Http404
                preview_links.revoke(get_object_or_404(PreviewLink, pk=key, story=story), by=user, at=at)
                messages.success(request, _("Revoked: the link opens nothing any more."))
            else:
                days = request.POST.get("days", "")
                link = preview_links.make(
                    story,
                    request.POST.get("recipient", ""),
                    int(days) if days in map(str, preview_links.DAYS) else 0,
                    by=user,
                    at=at,
                )
                messages.success(request, _("The link for %(name)s: %(link)s") % {"name": link, "link": link.address})
            return HttpResponseRedirect(reverse("admin:desk_story_change", args=[pk]) + "#desk-links")
        except Refused as refusal:
            refused = refusal.messages
    context = {
        **admin.site.each_context(request),
        "title": _("Preview by link"),
        "opts": Story._meta,
        "refused": refused,
        "typed": request.POST if refused else {},
        **shown(story, user, at),
    }
    return render(request, "desk/links.html", context, status=422 if refused else 200)


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The story as readers would get it, for whoever has the address: kept by nobody, found by nobody, counted."""
    at = instant(request)
    link = preview_links.find(token, at)
    if link is None:
        raise Http404
    story = link.story
    context: dict[str, Any] = {
        "is_preview": True,
        "is_indexed": False,
        "page_title": story.headline,
        "story": story,
        "link": link,
    }
    try:
        edition = editions.compose(story, at=at)
    except ValidationError:
        raise Http404 from None
    if request.method == "GET":
        preview_links.opened(link, at)
    context |= {"edition": edition, "article": edition.article, "related": related(edition, at)}
    context["text"] = drawing.text(edition, at)
    response = render(request, "desk/preview_link.html", context)
    drawing.allow_frames(response, edition)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
