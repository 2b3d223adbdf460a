"""What somebody gets where there is no page, or none just now."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from articles import whereabouts
from articles.discovery import much_used
from articles.models import Edition
from desk.views.kept import texts_of
from newsroom import trouble

LATEST = 5
AGAIN_SECONDS = 10  # when to ask again


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page that was meant, where an address is only misspelt or old; else 404 with the latest stories."""
    at = getattr(request, "at", None) or timezone.now()  # an address may fail before the middleware that sets it
    meant = whereabouts.present(request.path_info, at) if request.method in ("GET", "HEAD") else None
    if meant:
        query = request.META.get("QUERY_STRING")
        # As for any address that moved: it may be given back, and a browser shouldn't keep this for good.
        headers = {"Cache-Control": "max-age=60"}
        return HttpResponsePermanentRedirect(f"{meant}?{query}" if query else meant, headers=headers)
    context = {
        "latest": Edition.objects.live(at).with_headlines().latest_first()[:LATEST],
        "topics": much_used(at),
        "is_indexed": False,
    }
    return render(request, "404.html", context, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """
    500; and 503 in words where the disk is full or the database away, with what was typed at the desk.

    Called while the exception is handled. It asks neither the database nor the session: they may be what failed.
    """
    match trouble.of(sys.exc_info()[1]):
        case trouble.FULL:
            title = _("The disk is full")
            words = _(
                "There is no room left to store anything, so this was most likely not saved: check before you send it "
                "again. Tell whoever looks after the machine."
            )
        case trouble.AWAY:
            title = _("The database does not answer")
            words = _(
                "This may not have been saved. Check before you send it again; that usually works within a minute."
            )
        case _:
            return server_error(request)
    at_desk = request.path.startswith(reverse("admin:index"))
    texts = texts_of(request) if at_desk and request.method == "POST" else []
    if not at_desk:
        title = _("We will be back in a minute")
        words = _("Something that these pages need does not answer just now. Please try again in a minute.")
    context = {"title": title, "words": words, "texts": texts, "was_sent": at_desk and request.method == "POST"}
    # Without the request: no processor of contexts may ask for the user.
    response = render(None, "503.html", context, status=503)
    response["Retry-After"] = str(AGAIN_SECONDS)
    response["Cache-Control"] = "no-store, private" if at_desk else "no-store"
    return response
