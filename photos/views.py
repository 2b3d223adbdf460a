"""The one door through which a picture leaves the newsroom: as a rendition, at an address that is told to readers."""

import logging

from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotFound,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from photos import darkroom, ranges, renditions
from photos.models import Photo

logger = logging.getLogger(__name__)

YEAR = 365 * 24 * 60 * 60
# Caches that many readers share ask again after this long, so that a picture that was pulled is gone from them too.
SHARED = 60


@require_safe
def picture(request: HttpRequest, uid: str, name: str) -> HttpResponseBase:
    """
    A rendition's bytes, or some of them, which never change; 404 for any name we don't make, and for a pulled picture.

    One query. Made here when the worker hasn't come to it yet. An address from before the picture's framing or credit
    changed, in somebody's feed or mail, leads to what replaced it.
    """
    photo = Photo.objects.showable().filter(uid=uid).first()
    if photo is None:
        return not_found()
    rendition = renditions.find(photo, name)
    if rendition is None:
        later = renditions.successor(photo, name)
        return moved(later) if later else not_found()
    etag = f'"{rendition.name}"'
    unchanged = get_conditional_response(request, etag=etag)
    response: HttpResponseBase
    if isinstance(unchanged, HttpResponseNotModified):
        response = unchanged
    else:
        try:
            response = ranges.respond(request, rendition.ensure().open("rb"), rendition.mime, etag)
        except (OSError, darkroom.Spoilt) as error:
            # The original is lost or damaged on our disk: the page stands without it, and we are told.
            logger.error("Photo %s can't be shown: %s", photo.pk, error)
            return not_found()
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'"
    response["ETag"] = etag
    response.headers.setdefault("Cache-Control", f"public, max-age={YEAR}, s-maxage={SHARED}, immutable")
    return response


def moved(rendition: renditions.Rendition) -> HttpResponseRedirect:
    return HttpResponseRedirect(rendition.address, headers={"Cache-Control": f"public, max-age={SHARED}"})


def not_found() -> HttpResponseNotFound:
    """Without the page that people get: a browser asks for this in the middle of one, and shows no words of it."""
    return HttpResponseNotFound(content_type="text/plain", headers={"Cache-Control": "no-store"})
