import datetime as dt

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render

from core.middleware import READ, InstantRequest
from core.readers import absolute, for_readers

from . import addresses, drawing, structured
from . import ninjs as as_ninjs
from .addresses import Gone, Moved
from .models import Edition, Page
from .showing import corrections, page_of

LATEST = 5


@for_readers
def article(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The article's live edition; 301 from a former address, 410 after a withdrawal, else 404."""
    found = look_up(request, year, month, day, slug)
    if isinstance(found, Edition):
        request.META[READ] = found.article_id
        response = render(request, "articles/article.html", page_of(found, request.at))
        drawing.allow_frames(response, found)
        return response
    return instead(request, found)


@for_readers
def text(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The same edition as plain HTML, without pictures, style or script."""
    found = look_up(request, year, month, day, slug)
    if isinstance(found, Edition):
        request.META[READ] = found.article_id
        context = {
            "edition": found,
            "text": drawing.text(found, request.at, drawing.TEXT),
            "canonical": absolute(found.get_absolute_url()),
            "corrections": corrections(found, request.at),
        }
        return render(request, "articles/text.html", context)
    return instead(request, found, below="text/")


@for_readers
def ninjs(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The same edition for programs that take stories in."""
    found = look_up(request, year, month, day, slug)
    if isinstance(found, Edition):
        item = as_ninjs.of_edition(found, drawing.gather([found], request.at))
        return JsonResponse(item, json_dumps_params={"ensure_ascii": False})
    return instead(request, found, below="ninjs.json")


@for_readers
def page(request: InstantRequest, slug: str) -> HttpResponse:
    """A standing page; 404 until somebody has written it."""
    written = get_object_or_404(Page, slug=slug)
    context = {
        "page": written,
        "page_title": written.title,
        "canonical": absolute(written.get_absolute_url()),
        "structured": [structured.newsroom(request.at)] if slug == Page.Slug.ABOUT else [],
    }
    return render(request, "articles/page.html", context)


def look_up(request: InstantRequest, year: int, month: int, day: int, slug: str) -> Edition | Moved | Gone:
    """What is at this article's address now; raises Http404."""
    try:
        date = dt.date(year, month, day)
    except ValueError as error:
        raise Http404("no such day") from error
    return addresses.look_up(date, slug, request.at)


def instead(request: InstantRequest, found: Moved | Gone, below: str = "") -> HttpResponse:
    """The answer where there is no live edition; `below` is what was asked for below the article's address."""
    if isinstance(found, Moved):
        return HttpResponsePermanentRedirect(found.edition.get_absolute_url() + below)
    context = {
        "headline": found.headline,
        "reason": found.reason,
        "withdrawn_at": found.withdrawn_at,
        "latest": Edition.objects.live(request.at).with_headlines().latest_first()[:LATEST],
        "is_indexed": False,
    }
    return render(request, "410.html", context, status=410)
