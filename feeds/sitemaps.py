"""
What search engines are told there is: https://www.sitemaps.org/protocol.html, with pictures and news.

Stories stand by the month in which they first went out, oldest first, so that a month that is over stays as it is but
for its corrections. A page of one continues after the last story of the page before, as every list here does: it costs
what is on it, however much was published since or before.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.urls import reverse

from articles.changes import FRESH
from articles.models import Edition, EditionQuerySet, Page, Section, Topic
from authors.models import Author
from core import cursor
from core.clock import to_local
from core.middleware import InstantRequest
from core.paging import after
from core.readers import for_readers

from . import periods
from .periods import Period
from .sitemap_xml import Entry, News, index_of, respond, urls

MOST = 5000  # addresses on a page
_NUMBER = re.compile("[1-9][0-9]{0,8}")
TOGETHER = 100  # months asked about in one query; SQLite joins no more than 500
NEWEST = Max(Coalesce("updated_at", "first_live_at"))
MOST_NEWS = 1000  # https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap


@for_readers
def index(request: InstantRequest) -> HttpResponse:
    """The pages that there are, each month with the newest change that readers were told of."""
    at = request.at
    found = [Entry(reverse("sitemap_pages"))]
    for name, rows in (("sitemap_authors", _people()), ("sitemap_topics", _topics(at))):
        found += [Entry(_numbered(reverse(name), number)) for number in _numbers(rows)]
    for period, number, newest in _months(at):
        # One page where the newsroom isn't very large.
        found += [Entry(month_url(period.first), changed_at=newest)] if number <= MOST else _pages_of(period, at)
    return respond(index_of(found))


@for_readers
def month(request: InstantRequest, year: int, month: int) -> HttpResponse:
    """The stories that first went out in a month, or those of them after ?after=; 404 where there is none."""
    stories = _stories(periods.of_month(year, month), request.at)
    place = request.GET.get("after")
    if place is not None:
        try:
            stories = stories.following(*cursor.decode(place))
        except cursor.BadCursor as error:
            raise Http404("no such page of the sitemap") from error
    return respond(urls(_existing(map(_of_story, _loaded(stories)[:MOST]))))


@for_readers
def pages(request: InstantRequest) -> HttpResponse:
    """What the newsroom has besides stories, people and topics."""
    fixed = ["front", "news_feed", "masthead", "corrections"]
    found = [Entry(reverse(name)) for name in fixed]
    found += [Entry(one.get_absolute_url(), changed_at=one.updated_at) for one in Page.objects.all()]
    found += [Entry(one.get_absolute_url()) for one in Section.objects.all()]
    found += [Entry(reverse("kind", args=[kind])) for kind in Edition.Kind.values]
    return respond(urls(found))


@for_readers
def authors(request: InstantRequest) -> HttpResponse:
    """Everybody's profile but of those who are hidden."""
    shown = _numbered_page(request, _people()).select_related("portrait")
    faces = ((one, one.face) for one in shown)
    return respond(
        urls(
            _existing(
                Entry(one.get_absolute_url(), pictures=[face.largest.address] if face else []) for one, face in faces
            )
        )
    )


@for_readers
def topics(request: InstantRequest) -> HttpResponse:
    """The topics that have a story: the name of another may already say what is being worked on."""
    shown = _numbered_page(request, _topics(request.at))
    return respond(urls(_existing(Entry(one.get_absolute_url()) for one in shown)))


@for_readers
def news(request: InstantRequest) -> HttpResponse:
    """
    The stories of the last 48 hours with what a news search shows of them, newest first.

    Where there is none, the front page stands alone: the schema wants one address.
    """
    at = request.at
    fresh = Edition.objects.live(at).filter(first_live_at__gt=at - FRESH).latest_first()
    found = [_of_story(edition, is_news=True) for edition in _loaded(fresh)[:MOST_NEWS]]
    return respond(urls(found or [Entry(reverse("front"))]))


def month_url(first: dt.date) -> str:
    return reverse("sitemap_month", args=[first.year, first.month])


def _stories(period: Period, at: dt.datetime) -> EditionQuerySet:
    return period.of(Edition.objects.live(at)).oldest_first()


def _loaded(stories: EditionQuerySet) -> EditionQuerySet:
    """With the address and the picture alone, in one query."""
    columns = ("article_id", "first_live_at", "updated_at", "headline", "language", "lead_alt")
    joined = ("address__date", "address__slug", "lead_photo")
    return stories.select_related("address", "lead_photo").only(*columns, *joined)


def _of_story(edition: Edition, *, is_news: bool = False) -> Entry:
    lead = edition.lead
    return Entry(
        edition.get_absolute_url(),
        changed_at=edition.told_at,
        pictures=[lead.largest.address] if lead else [],
        news=News(edition.headline, edition.language, edition.first_live_at) if is_news else None,
    )


def _existing(entries: Iterable[Entry]) -> list[Entry]:
    found = list(entries)
    if not found:
        raise Http404("nothing on this page of the sitemap")
    return found


# The index


def _months(at: dt.datetime) -> Iterator[tuple[Period, int, dt.datetime]]:
    """
    The months in which a live story first went out, each with how many did and their newest change.

    In two queries and one for every hundred months: one for each took longer than what it read.
    """
    live = Edition.objects.live(at).oldest_first().values_list("first_live_at", flat=True)
    ends = [to_local(instant).date() for instant in (*live[:1], *live.reverse()[:1])]
    every = periods.months(*ends) if ends else []
    for start in range(0, len(every), TOGETHER):
        together = every[start : start + TOGETHER]
        looks = [
            _stories(period, at).order_by().values(place=Value(place)).annotate(number=Count("pk"), newest=NEWEST)
            for place, period in enumerate(together)
        ]
        for row in looks[0].union(*looks[1:], all=True).order_by("place"):
            if row["number"]:
                yield together[row["place"]], row["number"], row["newest"]


def _pages_of(period: Period, at: dt.datetime) -> list[Entry]:
    """The pages of a month that has more than one."""
    rest = _stories(period, at)
    path = month_url(period.first)
    found: list[Entry] = []
    while True:
        # The last on this page, and the one after it.
        ends = list(rest.only("article_id", "first_live_at")[MOST - 1 : MOST + 1])
        on_page = rest.filter(first_live_at__lte=ends[0].first_live_at) if ends else rest
        newest = on_page.order_by().aggregate(newest=NEWEST)["newest"]
        found.append(Entry(path, changed_at=newest))
        if len(ends) < 2:
            return found
        path = f"{month_url(period.first)}?after={after(ends[0])}"
        rest = rest.following(ends[0].first_live_at, ends[0].article_id)


# Rows without a date of their own, by their keys: page 1 has those up to 5,000, page 2 those up to 10,000.


def _people() -> QuerySet[Author]:
    return Author.objects.people().filter(hidden_at=None)


def _topics(at: dt.datetime) -> QuerySet[Topic]:
    """Those that stand for themselves, and have a story under their own name or one that was merged into it."""
    live = Edition.objects.live(at)
    own, merged = (
        Exists(live.filter(**{way: OuterRef("pk")})) for way in ("filings__topic", "filings__topic__merged_into")
    )
    found: QuerySet[Topic] = Topic.objects.subjects().filter(own | merged)
    return found


def _numbers(rows: QuerySet[Any]) -> list[int]:
    """The pages that have a row."""
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    return [number for number in range(1, -(-last // MOST) + 1) if _on_page(rows, number).exists()]


def _on_page(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    return rows.filter(pk__gt=(number - 1) * MOST, pk__lte=number * MOST)


def _numbered(url: str, number: int) -> str:
    return url if number == 1 else f"{url}?page={number}"


def _numbered_page(request: InstantRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    number = request.GET.get("page", "1")
    if not _NUMBER.fullmatch(number):
        raise Http404("no such page of the sitemap")
    return _on_page(rows, int(number)).order_by("pk")
