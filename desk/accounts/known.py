"""
Browsers on which an account signed in before: guesses from elsewhere do not shut its owner out of them.

A signed cookie, for the desk's addresses only, names those accounts by digests and gives each a mark of chance, by
which throttle.py counts their wrong passwords apart from everybody else's. It opens nothing. The idea is OWASP's:
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac

NAME = "newsroom_known"
LASTS = timedelta(days=365)
ACCOUNTS = 5  # on one browser, the latest


def mark(request: HttpRequest, username: str | None) -> str:
    """The mark of the browser that asks, where `username` signed in on it before; else ""."""
    return _read(request).get(_digest(username or ""), "")


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Give the browser a new mark for `username`, who has just proved to be there."""
    known = _read(request)
    known.pop(_digest(username), None)
    known[_digest(username)] = secrets.token_urlsafe(12)
    response.set_cookie(
        NAME,
        signing.dumps(dict(list(known.items())[-ACCOUNTS:]), salt=NAME),
        max_age=LASTS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(request.COOKIES.get(NAME, ""), salt=NAME, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return known


def _digest(username: str) -> str:
    return salted_hmac(NAME, username, algorithm="sha256").hexdigest()[:16]
