"""Everything we had to put right: the page, by month, and its feeds."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Correction, Edition
from articles.removals import announced
from core import cursor
from core.clock import to_local
from core.middleware import InstantRequest
from core.paging import Turned
from core.readers import absolute, for_readers

from . import entries, formats
from .entries import Channel

PAGE = 30


@for_readers
def corrections(request: InstantRequest) -> HttpResponse:
    """Newest first, under the name of each month; each with the story as it reads now. Three queries."""
    page = _turn(request)
    context = {
        "months": _by_month(_with_live(page.rows, request.at)),
        "next_url": page.next_url,
        "page_title": _("Corrections"),
        "description": _description(),
        "canonical": absolute(page.path),
        "is_indexed": page.is_first,
        "feed_base": reverse("corrections"),
    }
    return render(request, "feeds/corrections.html", context)


@for_readers
def corrections_feed(request: InstantRequest, file: str) -> HttpResponseBase:
    """The newest, and for 14 days word of those that left with a withdrawn story."""
    at = request.at
    page = _turn(request)
    items = [entries.of_correction(correction, live) for correction, live in _with_live(page.rows, at)]
    gone = {withdrawal.article_id: withdrawal for withdrawal, _last in announced(at)} if page.is_first else {}
    if gone:
        orphans = Correction.objects.begun(at).filter(article__in=gone).select_related("article")[:PAGE]
        items += [entries.of_correction_withdrawn(orphan, gone[orphan.article_id]) for orphan in orphans]
        items.sort(key=lambda entry: entry.published, reverse=True)
    channel = Channel(_title(), absolute(reverse("corrections")), _description(), items)
    return formats.respond(request, channel.of_page(page, request.path), file)


def _turn(request: InstantRequest) -> Turned:
    """The page that ?before= asks for, in one query; raises Http404 for a cursor that isn't ours."""
    known = Correction.objects.known(request.at)
    before = request.GET.get("before")
    if before is not None:
        try:
            known = known.before(*cursor.decode(before))
        except cursor.BadCursor as error:
            raise Http404("no such page of the list") from error
    rows = list(known.select_related("answers", "article")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Turned(
        rows=rows[:PAGE],
        path=request.path if before is None else f"{request.path}?before={before}",
        next_url=f"{request.path}?before={cursor.encode(last.published_at, last.pk)}" if last else "",
        is_first=before is None,
    )


def _with_live(found: Sequence[Correction], at: dt.datetime) -> list[tuple[Correction, Edition]]:
    """Each with what readers have of its article now, in one query."""
    articles = Q(article__in={correction.article_id for correction in found})
    live = {edition.article_id: edition for edition in Edition.objects.live(at).with_headlines().filter(articles)}
    return [(correction, live[correction.article_id]) for correction in found if correction.article_id in live]


def _by_month(shown: list[tuple[Correction, Edition]]) -> list[tuple[dt.date, list[tuple[Correction, Edition]]]]:
    months: dict[dt.date, list[tuple[Correction, Edition]]] = {}
    for correction, edition in shown:
        months.setdefault(to_local(correction.published_at).date().replace(day=1), []).append((correction, edition))
    return list(months.items())


def _title() -> str:
    return _("Corrections · %(name)s") % {"name": settings.NEWSROOM_NAME}


def _description() -> str:
    return _("What we had to put right, and what is right.")
