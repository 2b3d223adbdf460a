"""
The feed of each list that readers page through, at the list's address: the newest stories, and for 14 days word of
those that were withdrawn from it. Older ones follow page by page, as on the list: RFC 5005.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from articles.drawing import gather
from articles.models import Edition, Section, Topic
from articles.removals import announced
from authors.models import Author
from core.middleware import InstantRequest
from core.paging import turn
from core.readers import absolute, for_readers

from . import entries, formats, lists
from .entries import Channel
from .lists import Listing
from .views import at_address

FEED = 30


@for_readers
def front(request: InstantRequest, file: str) -> HttpResponseBase:
    listing = lists.everything(request.at)
    return _feed(request, file, listing, title=settings.NEWSROOM_NAME, home=reverse("front"))


@for_readers
def news_feed(request: InstantRequest, file: str) -> HttpResponseBase:
    return _feed(request, file, lists.everything(request.at))


@for_readers
def section(request: InstantRequest, slug: str, file: str) -> HttpResponseBase:
    found = at_address(Section, slug)
    if found.slug != slug:
        return redirect(reverse("section_feed", args=[found.slug, file]), permanent=True)
    return _feed(request, file, lists.of_section(found, request.at), section=found)


@for_readers
def topic(request: InstantRequest, slug: str, file: str) -> HttpResponseBase:
    """
    Of a topic that has a story, or had one until it was withdrawn a short while ago, which its subscribers are told.

    Before that its name may already say what is being worked on.
    """
    found = at_address(Topic, slug)
    listing = lists.of_topic(found, request.at)
    if not (listing.editions.exists() or announced(request.at, filings__topic__in=found.keys)):
        raise Http404("nothing in this feed")
    if found.slug != slug:
        return redirect(reverse("topic_feed", args=[found.slug, file]), permanent=True)
    return _feed(request, file, listing, filings__topic__in=found.keys)


@for_readers
def kind(request: InstantRequest, kind: str, file: str) -> HttpResponseBase:
    found = Edition.Kind(kind)
    return _feed(request, file, lists.of_kind(found, request.at), kind=found)


@for_readers
def author(request: InstantRequest, slug: str, file: str) -> HttpResponseBase:
    """Somebody's stories; an earlier address of theirs leads to the present one."""
    found = get_object_or_404(Author, pk=getattr(Author.objects.at_address(slug), "pk", None))
    if found.slug != slug:
        return redirect(reverse("author_feed", args=[found.slug, file]), permanent=True)
    listing = Listing(found.name, found.get_absolute_url(), found.editions.live(request.at), via="bylines")
    profiles = [found.pk, *Author.objects.filter(merged_into=found).values_list("pk", flat=True)]
    return _feed(request, file, listing, bylines__author__in=profiles)


def _feed(
    request: InstantRequest, file: str, listing: Listing, *, title: str = "", home: str = "", **last: Any
) -> HttpResponseBase:
    full = settings.NEWSROOM_FEED_FULL_TEXT
    stories = listing.editions.with_cards()
    # A card has no text.
    page = turn(request, stories.defer(None) if full else stories, via=listing.via, size=FEED)
    things = gather(page.rows, request.at) if full else None
    items = [entries.of_edition(edition, things) for edition in page.rows]
    if page.is_first:
        gone = {edition.pk: (withdrawal, edition) for withdrawal, edition in announced(request.at, **last)}
        items += [entries.of_withdrawal(withdrawal, edition) for withdrawal, edition in gone.values()]
        items.sort(key=lambda entry: entry.published, reverse=True)
    title = title or f"{listing.heading} · {settings.NEWSROOM_NAME}"
    channel = Channel(title, absolute(home or listing.url), listing.description, items)
    return formats.respond(request, channel.of_page(page, request.path), file)
