"""What the desk needs of a request, with its type: behind the admin's door there is always a colleague."""

import datetime as dt
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest

from core.middleware import InstantRequest

from .models import Story
from .naming import Reader


def colleague(request: HttpRequest) -> User:
    """Who asks. Anonymous visitors come no further than AdminSite.admin_view."""
    return cast(User, request.user)


def instant(request: HttpRequest) -> dt.datetime:
    """The one instant that everything on the page is asked for."""
    return cast(InstantRequest, request).at


def reader_of(request: HttpRequest) -> Reader:
    """Who asks, and when, for what names other stories."""
    return Reader(colleague(request), instant(request))


def may_edit(request: HttpRequest, story: Story) -> bool:
    """Whether who asks may save `story` as it is loaded: asked of the database once a request."""
    known: dict[object, bool] = request.__dict__.setdefault("_may_edit", {})
    key = (request.user.pk, story.pk, story.version, story.status)
    if key not in known:
        known[key] = story.may_be_edited_by(request.user)
    return known[key]
