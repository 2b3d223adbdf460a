from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.middleware import InstantRequest
from core.paging import turn
from core.readers import absolute, for_readers

from .models import Author
from .structured import profile


@for_readers
def author(request: InstantRequest, slug: str) -> HttpResponse:
    """Somebody's profile, and what readers can have of their work, newest first; an earlier address leads there."""
    shown = Author.objects.at_address(slug)
    if shown is None:
        raise Http404("nobody's address")
    if shown.slug != slug:
        return redirect(shown, permanent=True)
    page = turn(request, shown.editions.live(request.at).with_headlines(), via="bylines")
    context = {
        "author": shown,
        "editions": page.rows,
        "next_url": page.next_url,
        "page_title": shown.name,
        "description": shown.biography,
        "structured": [profile(shown)] if page.is_first else [],
        "share": shown.face.largest if shown.face else None,
        "share_alt": shown.portrait_alt,
        "canonical": absolute(page.path),
        "is_indexed": page.is_first,
        "feed_base": shown.get_absolute_url(),
    }
    return render(request, "authors/author.html", context)


@for_readers
def masthead(request: InstantRequest) -> HttpResponse:
    """Who works here now; profiles of former colleagues stay at their addresses."""
    context = {
        "authors": Author.objects.masthead(),
        "page_title": _("Masthead"),
        "canonical": absolute(request.path),
    }
    return render(request, "authors/masthead.html", context)
