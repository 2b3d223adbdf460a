from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core import staff_cookie

# In the WSGI environment, where no header of a request can come to stand.
VOUCH = "newsroom.vouch"  # what the page cache in front wants called with the instant
READ = "newsroom.read"  # what it is told: the key of the article that is read on this page


class InstantRequest(HttpRequest):
    """A request that passed InstantMiddleware; views name it in their signatures."""

    at: datetime


class InstantMiddleware:
    """
    Puts `request.at` on every request: the one instant that everything on the page is asked for (aware, UTC).

    The page cache in front asks here until when a page of that instant is true: Django has taken the connection by
    now, and nothing was read on it yet.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        request.at = at  # type: ignore[attr-defined]
        if vouch := request.META.get(VOUCH):
            vouch(at)
        return self.get_response(request)


class HeadersMiddleware:
    """
    The headers that Django has no setting for, on every answer: pages, pictures, static files, errors.

    And no cache keeps what was made for a colleague's browser, past the page cache (core/staff_cookie.py), nor anything
    else for which a session was looked at: errors, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        is_ones_own = staff_cookie.NAME in request.COOKIES or "Cookie" in response.get("Vary", "")
        if is_ones_own and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
