"""
The archive: a year's months, a month's days, a day's stories, on the newsroom's calendar.

A calendar says on which days there is something, and not how much: asking whether takes one look into the index for
each entry, counting would take a look at every story.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import Edition
from core.middleware import InstantRequest
from core.paging import turn
from core.readers import absolute, for_readers
from core.templatetags.instants import written

from .periods import Period, of_day, of_month, of_year


def year_url(day: dt.date) -> str:
    return reverse("archive_year", args=[day.year])


def month_url(day: dt.date) -> str:
    return reverse("archive_month", args=[day.year, day.month])


def day_url(day: dt.date) -> str:
    return reverse("archive_day", args=[day.year, day.month, day.day])


@for_readers
def archive_year(request: InstantRequest, year: int) -> HttpResponse:
    period = of_year(year)
    months = period.entries(request.at, [of_month(year, number) for number in range(1, 13)])
    context = {
        "year": year,
        "months": [{"date": month.first, "url": month_url(month.first)} for month in months],
        "page_title": str(year),
        **_around(request, period, year_url, is_empty=not months),
    }
    return render(request, "feeds/archive_year.html", context)


@for_readers
def archive_month(request: InstantRequest, year: int, month: int) -> HttpResponse:
    period = of_month(year, month)
    every = [of_day(year, month, number + 1) for number in range((period.until - period.first).days)]
    days = period.entries(request.at, every)
    context = {
        "month": period.first,
        "days": [{"date": day.first, "url": day_url(day.first)} for day in days],
        "page_title": written(period.first, "month"),
        **_around(request, period, month_url, is_empty=not days),
    }
    return render(request, "feeds/archive_month.html", context)


@for_readers
def archive_day(request: InstantRequest, year: int, month: int, day: int) -> HttpResponse:
    period = of_day(year, month, day)
    page = turn(request, period.of(Edition.objects.live(request.at).with_cards()))
    context = {
        "day": period.first,
        "editions": page.rows,
        "next_page_url": page.next_url,
        "page_title": written(period.first, "day"),
        **_around(request, period, day_url, is_empty=not page.rows),
        "canonical": absolute(page.path),
        "is_indexed": page.is_first and bool(page.rows),
    }
    return render(request, "feeds/archive_day.html", context)


def _around(
    request: InstantRequest, period: Period, url: Callable[[dt.date], str], *, is_empty: bool
) -> dict[str, Any]:
    """
    The ways to earlier and later. A period without stories has a page only between two that have some, so that
    the archive ends at both ends: Http404 outside.
    """
    earlier, later = period.neighbours(request.at)
    if is_empty and not (earlier and later):
        raise Http404("before the first story, or after the last")
    return {
        "previous_url": url(earlier) if earlier else "",
        "next_url": url(later) if later else "",
        "canonical": absolute(request.path),
        "is_indexed": not is_empty,
    }
