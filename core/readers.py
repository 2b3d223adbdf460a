"""What every readers' page has in common: how it may be asked for, and where it says it lives."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_readers(view: View) -> View:
    """
    A page that is only read: GET and HEAD; anything else is answered 405.

    Exempt from CSRF because nothing is written: else a POST would be told of a missing token instead of the method.
    The mark tells the page cache that its answers are the same for everybody, and may be kept.
    """
    guarded: Any = csrf_exempt(require_safe(view))
    guarded.is_for_readers = True
    return guarded


def absolute(path: str) -> str:
    """The full address of `path` on this site, whatever host the request names."""
    return f"{settings.NEWSROOM_SITE_URL}{path}"
