from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from articles import structured
from articles.models import Edition, Section, Topic
from core.middleware import InstantRequest
from core.paging import after, turn
from core.readers import absolute, for_readers
from core.structured import breadcrumbs

from . import lists
from .front import compose
from .lists import Listing


def at_address(model: type[Section] | type[Topic], slug: str) -> Any:
    """Whose page is at this address, or moved from it; raises Http404 where nothing ever was."""
    found = model.objects.at_address(slug)
    if found is None:
        raise Http404("nothing at this address")
    return found


@for_readers
def front(request: InstantRequest) -> HttpResponse:
    context = {**compose(request.at), "canonical": absolute(request.path), "feed_base": request.path}
    context["structured"] = [structured.newsroom(request.at)]
    return render(request, "feeds/front.html", context)


@for_readers
def news_feed(request: InstantRequest) -> HttpResponse:
    """Everything, newest first."""
    listing = lists.everything(request.at)
    page = turn(request, listing.editions.with_headlines())
    context = {
        "editions": page.rows,
        "next_url": page.next_url,
        "page_title": listing.heading,
        "canonical": absolute(page.path),
        "is_indexed": page.is_first,
        "feed_base": listing.url,
        "newer_url": f"{reverse('news_feed_new')}?after={after(page.rows[0])}" if page.is_first and page.rows else "",
    }
    return render(request, "feeds/news_feed.html", context)


@for_readers
def section(request: InstantRequest, slug: str) -> HttpResponse:
    """A section's stories; an earlier address of it leads there."""
    found = at_address(Section, slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    return _list(request, lists.of_section(found, request.at), with_section=False)


@for_readers
def topic(request: InstantRequest, slug: str) -> HttpResponse:
    """
    A topic's stories; an earlier address of it, or one that was merged into it, leads there.

    404 at all of them before it has a story, for its name may already say what is being worked on.
    """
    found = at_address(Topic, slug)
    listing = lists.of_topic(found, request.at)
    if found.slug == slug:
        return _list(request, listing, may_be_empty=False)
    if not listing.editions.exists():
        raise Http404("nothing on this list")
    return redirect(found, permanent=True)


@for_readers
def kind(request: InstantRequest, kind: str) -> HttpResponse:
    return _list(request, lists.of_kind(Edition.Kind(kind), request.at))


def _list(
    request: InstantRequest, listing: Listing, *, with_section: bool = True, may_be_empty: bool = True
) -> HttpResponse:
    page = turn(request, listing.editions.with_cards(), via=listing.via)
    if not page.rows and not may_be_empty:
        raise Http404("nothing on this list")
    context = {
        "heading": listing.heading,
        "description": listing.description,
        "list_kind": listing.word,
        "with_section": with_section,
        "editions": page.rows,
        "next_url": page.next_url,
        "is_first_page": page.is_first,
        "page_title": listing.heading,
        "canonical": absolute(page.path),
        "is_indexed": page.is_first,
        "feed_base": listing.url,
        "structured": [breadcrumbs([(listing.heading, listing.url)])] if page.is_first else [],
    }
    return render(request, "feeds/list.html", context)
