from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from articles import standing


def newsroom(request: HttpRequest) -> dict[str, Any]:
    """
    What every page may need: the newsroom, its sections in their order, which standing pages there are, and the instant
    that is shown.

    The origin never comes from the Host header. One query, and only where a template walks the sections or pages.
    """
    at = getattr(request, "at", None) or timezone.now()  # an error page may come before the middleware
    sections = SimpleLazyObject(lambda: standing.sections_at(at))
    return {
        "site": {
            "name": settings.NEWSROOM_NAME,
            "url": settings.NEWSROOM_SITE_URL,
            "language": settings.LANGUAGE_CODE,
            "dir": "rtl" if get_language_bidi() else "ltr",
        },
        "sections": sections,
        # Their slugs. The footer leads to none that nobody has written yet.
        "standing": SimpleLazyObject(lambda: standing.pages(list(sections))),
        "at": at,
    }
