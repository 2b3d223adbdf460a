"""
A form that arrived but could not be taken (the login has expired, its token is old): the answer holds what was typed.

Nothing of it is stored. It is offered for copying, and for sending again where it came from a page of our own.
"""

import re

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  -- the name of a field
# What only machines read: numbers, keys, ticks, and the names of choices.
_FOR_MACHINES = re.compile(r"[0-9a-f-]*|on|[a-z_]+")


def signed_out(request: HttpRequest) -> HttpResponse:
    """For a form sent after the login had expired."""
    return _kept(
        request,
        title=_("You were signed out"),
        words=_(
            "Your login had expired when this was sent, so nothing was saved. Your words are all here: "
            "sign in in another tab, come back to this one and send them again."
        ),
        again=True,
    )


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW. Sending again is offered only where the browser vouches for the form's origin."""
    ours = request.META.get("HTTP_ORIGIN") == settings.NEWSROOM_SITE_URL or request.META.get("HTTP_ORIGIN") == (
        f"{request.scheme}://{request.get_host()}"
    )
    return _kept(
        request,
        title=_("This form has expired"),
        words=_("You signed in again since this page was opened, or cookies are switched off. Nothing was saved yet.")
        if ours
        else _("This form did not come from a page of this newsroom, so nothing was saved."),
        again=ours,
    )


def texts_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What of a form is worth a box of its own to copy from; nothing of one that has a password in it."""
    if _holds_password(request):
        return []
    return [(name, value) for name, value in _fields(request) if not _FOR_MACHINES.fullmatch(value)]


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]


def _holds_password(request: HttpRequest) -> bool:
    """A login form is answered by the login page; its password is never shown."""
    return any("password" in name for name in request.POST)


def _kept(request: HttpRequest, *, title: str, words: str, again: bool) -> HttpResponse:
    if again:
        get_token(request)
    response = render(
        request,
        "desk/kept.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "words": words,
            "again": again and not _holds_password(request),
            "fields": _fields(request),
            "texts": texts_of(request),
            "action": request.get_full_path(),
            "login_url": reverse("admin:login"),
            "signed_in": request.user.is_authenticated,
        },
        status=403,
    )
    response["Cache-Control"] = "no-store, private"
    return response
