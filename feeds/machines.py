"""What programs look for at fixed addresses: where they may go, whom to tell of a hole in our walls, and an icon."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from core.clock import to_local
from core.middleware import InstantRequest
from core.readers import absolute, for_readers

from .periods import midnight

# RFC 9116 advises less than a year. Counted from the day on which it is asked for, so it is never over.
VALID = dt.timedelta(days=180)
ICON = settings.BASE_DIR / "static" / "icons" / "mark-48.png"
ICON_SECONDS = 24 * 60 * 60  # its name has no digest that would change with it
TEXT = "text/plain; charset=utf-8"


@for_readers
def robots(request: InstantRequest) -> HttpResponse:
    """https://www.rfc-editor.org/rfc/rfc9309: everything but the desk and the endless pages of the search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/", f"Disallow: {reverse('search')}", ""]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "sitemap_news")]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@for_readers
def security(request: InstantRequest) -> HttpResponse:
    """https://www.rfc-editor.org/rfc/rfc9116."""
    expires = midnight(to_local(request.at).date() + VALID)
    lines = [
        f"Contact: {settings.NEWSROOM_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(dict.fromkeys([settings.LANGUAGE_CODE, 'en']))}",
        f"Canonical: {absolute(request.path)}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@for_readers
@cache_control(public=True, max_age=ICON_SECONDS)
def icon(request: InstantRequest) -> HttpResponse:
    """
    What browsers ask for unasked beside a feed or a picture, which can name no icon as pages do.

    The file and no way to it: it is smaller than a redirect, and a browser that kept one would be led to a file of an
    earlier release.
    """
    return HttpResponse(ICON.read_bytes(), content_type="image/png")
