"""
The cookie by which a colleague's browser is given pages made for it alone, never kept ones.

It says that somebody signed in to the desk on this browser, not who, and opens nothing. It is signed, so that a made-up
one doesn't put load past the page cache. Readers never have it.
"""

from urllib.parse import unquote

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponseBase

NAME = "newsroom_staff"


def give(response: HttpResponseBase) -> None:
    response.set_cookie(
        NAME,
        TimestampSigner(salt=NAME).sign("1"),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take(response: HttpResponseBase) -> None:
    response.delete_cookie(NAME, samesite="Lax")


def is_ours(value: str) -> bool:
    """Whether we signed this value, as it came in the Cookie header, within the life of a session."""
    try:
        TimestampSigner(salt=NAME).unsign(unquote(value.strip('"')), max_age=settings.SESSION_COOKIE_AGE)
    except BadSignature:
        return False
    return True
